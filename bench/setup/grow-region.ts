import pg from "pg";

/**
 * Grows a region to `problems` rows by copying its lived-in problems in SQL: other ids and numbers,
 * other houses of the same region, spread over two years; old copies are mostly closed ones. Answers,
 * checks, pictures, voices, facts and messages are copied with them. Only for volume: the copies did
 * not go through the actions, and their journal's hashes are those of the originals.
 */
export async function growRegion(
  ownerUrl: string,
  options: { region: string; problems: number; log: (line: string) => void },
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("set synchronous_commit = off; set work_mem = '256MB'");
    await client.query(statements.houses, [options.region]);
    await client.query(statements.copies, [options.region, options.problems]);
    await client.query("create index on copies (k, was); analyze copies");
    for (const table of copiedTables) {
      const began = performance.now();
      const { rowCount } = await client.query(await copyStatement(client, table), [options.region]);
      options.log(`${table.name}: ${rowCount} rows in ${Math.round(performance.now() - began)} ms`);
    }
    await client.query("vacuum analyze");
    await client.query("checkpoint");
  } finally {
    await client.end();
  }
}

/** The same id for the same text, with the version and variant that our addresses demand. */
function uuidOf(text: string): string {
  return `overlay(overlay(md5(${text}) placing '7' from 13) placing '8' from 17)::uuid`;
}

const statements = {
  houses: `
    create temp table places as
    select row_number() over (order by h.id) - 1 as at, t.parent_id as municipality_id,
      t.id as settlement_id, s.name as street, s.name || ', ' || h.number as address, h.lat, h.lon
    from territories_houses h
    join territories_streets s on s.region_id = h.region_id and s.id = h.street_id
    join territories_territories t on t.region_id = s.region_id and t.id = s.territory_id
    where h.region_id = $1 and t.parent_id is not null and h.lat is not null`,
  // One row per copy: which problem, how far back, and at which house it now stands.
  copies: `
    create temp table copies as
    with lived as (
      select id, is_open, row_number() over (order by opened_at) as row
      from problems_problems where region_id = $1
    ), wanted as (
      select greatest(1, $2 - count(*)) as copies, greatest(1, count(*) filter (where not is_open)) as closed
      from lived
    ), turns as (
      select k, lived.*, k * interval '700 days' / (wanted.copies / wanted.closed + 1) as back
      from wanted, generate_series(1, (wanted.copies / wanted.closed + 1)::int) as k, lived
    )
    select k, id as was, ${uuidOf("id::text || ':' || k")} as id, back,
      row_number() over (order by k, row) as n,
      abs(hashtext(id::text || k)) % (select count(*) from places) as house
    from turns
    where not is_open or back < interval '45 days' or abs(hashtext(k || id::text)) % 25 = 0
    order by k, row limit (select copies from wanted)`,
};

type CopiedTable = {
  name: string;
  /** Joins a row of the table, named t, with its copies, named c. */
  join: string;
  /** Columns that differ from the original; times are shifted by themselves. */
  set: Record<string, string>;
};

const fresh = (column: string) => uuidOf(`t.${column}::text || ':' || c.k`);
const ofProblem = "c.was = t.problem_id";

const copiedTables: readonly CopiedTable[] = [
  {
    name: "problems_problems",
    join: "c.was = t.id",
    set: {
      id: "c.id",
      number: "'К-2025-' || (100000 + c.n)",
      title: "regexp_replace(t.title, '(,| на| у) .*$', '') || ' на улице ' || p.address",
      address: "p.address",
      municipality_id: "p.municipality_id",
      settlement_id: "p.settlement_id",
      lat: "p.lat",
      lon: "p.lon",
    },
  },
  {
    name: "problems_reports",
    join: ofProblem,
    set: { id: fresh("id"), problem_id: "c.id", merged_from: "null" },
  },
  { name: "problems_answers", join: ofProblem, set: { id: fresh("id"), problem_id: "c.id" } },
  { name: "problems_verifications", join: ofProblem, set: { id: fresh("id"), problem_id: "c.id" } },
  {
    name: "problems_pictures",
    join: ofProblem,
    set: {
      file_id: fresh("file_id"),
      problem_id: "c.id",
      verification_id: fresh("verification_id"),
      answer_id: fresh("answer_id"),
    },
  },
  {
    name: "base_facts",
    join: "c.was = t.subject_id",
    set: { id: fresh("id"), subject_id: "c.id" },
  },
  {
    name: "signals_messages",
    join: ofProblem,
    set: {
      id: fresh("id"),
      problem_id: "c.id",
      number: "'С-2025-' || (100000 + row_number() over ())",
      external_id: "t.external_id || ':' || c.k",
      municipality_id: "p.municipality_id",
      lat: "p.lat",
      lon: "p.lon",
      link_hash: "null",
    },
  },
];

async function copyStatement(client: pg.Client, { name, join, set }: CopiedTable): Promise<string> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [name],
  );
  const moved = (column: string) => `t.${column} - c.back`;
  const values = rows.map(({ name: column, type }) => {
    if (set[column] !== undefined) return set[column];
    return type === "timestamp with time zone" ? moved(column) : `t.${column}`;
  });
  const columns = rows.map((row) => row.name).join(", ");
  return `insert into ${name} (${columns}) select ${values.join(", ")}
    from ${name} t join copies c on ${join} join places p on p.at = c.house where t.region_id = $1`;
}

/** Changes with what a grown region is made of. */
export const growthKey = JSON.stringify([statements, copiedTables]);
