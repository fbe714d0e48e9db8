import { sql, type Expression, type SqlBool } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type {
  CountQuery,
  CountCell,
  CountedRow,
  CountSource,
  EvidenceKind,
} from "#base/ports/count-source.ts";
import { cursorKeys, pageOf, readCursor } from "#base/db/paging.ts";
import { organisationKinds } from "../organisation.ts";

const queryParts = z.object({
  kinds: z.array(z.enum(organisationKinds)).optional(),
  /** The project that opened them. */
  openedUnder: z.uuid().optional(),
});
type OpeningQueryParts = z.output<typeof queryParts>;

/** Evidence is a link, a document, or an administrator's confirmation. */
const hasEvidence = sql<boolean>`(opened_link is not null or opened_file is not null or opened_checked_at is not null)`;

function countCondition(
  ctx: Ctx,
  { filters: asked, from, to, places }: CountQuery<OpeningQueryParts>,
) {
  const conditions: Expression<SqlBool>[] = [
    sql<SqlBool>`region_id = ${ctx.region.id} and holder_id is null`,
    sql<SqlBool>`opened_on between ${from}::date and ${to}::date`,
  ];
  if (asked.kinds !== undefined) conditions.push(sql<SqlBool>`kind = any(${asked.kinds}::text[])`);
  if (asked.openedUnder !== undefined)
    conditions.push(sql<SqlBool>`opened_under = ${asked.openedUnder}::uuid`);
  if (places !== undefined) conditions.push(sql<SqlBool>`territory_id = any(${places}::uuid[])`);
  return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}

const openedOrganisations: CountSource<OpeningQueryParts> = {
  name: "organisations.opened",
  measure: "things",
  filters: queryParts,
  async cells(ctx, query) {
    const place = query.per === "place" ? sql`territory_id` : sql`null::uuid`;
    const { rows } = await sql<CountCell>`
      select ${place} as place, opened_on as day,
        (count(*) filter (where ${hasEvidence}))::int as confirmed, (count(*) filter (where not ${hasEvidence}))::int as reported
      from organisations_organisations where ${countCondition(ctx, query)} group by 1, 2 order by 2, 1`.execute(
      ctx.db,
    );
    return rows;
  },
  async rows(ctx, { limit, after, before, ...ask }) {
    const cursor = readCursor({ after, before }, cursorKeys.day);
    const direction = cursor?.dir === "before" ? "asc" : "desc";
    let query = ctx.db
      .selectFrom("organisations_organisations")
      .select([
        "id",
        "short_name",
        "opened_on",
        "territory_id",
        "opened_link",
        "opened_file",
        "opened_checked_at",
      ])
      .where(countCondition(ctx, ask));
    if (cursor !== undefined) {
      const [day, id] = cursor.key;
      query = query.where(
        cursor.dir === "after"
          ? sql<SqlBool>`(opened_on, id) < (${day}::date, ${id}::uuid)`
          : sql<SqlBool>`(opened_on, id) > (${day}::date, ${id}::uuid)`,
      );
    }
    const found = await query
      .orderBy("opened_on", direction)
      .orderBy("id", direction)
      .limit(limit + 1)
      .execute();
    return pageOf(found.map(toCountedRow), { limit, cursor, key: (row) => [row.day, row.id] });
  },
};

function toCountedRow(row: {
  id: string;
  short_name: string;
  opened_on: string | null;
  territory_id: string | null;
  opened_link: string | null;
  opened_file: string | null;
  opened_checked_at: Date | null;
}): CountedRow {
  const evidence: { kind: EvidenceKind; count: number; href?: string }[] = [];
  if (row.opened_link !== null) evidence.push({ kind: "link", count: 1, href: row.opened_link });
  if (row.opened_file !== null)
    evidence.push({ kind: "document", count: 1, href: `/organisations/${row.id}/opening` });
  if (row.opened_checked_at !== null) evidence.push({ kind: "check", count: 1 });
  return {
    id: row.id,
    day: row.opened_on ?? "",
    place: row.territory_id,
    title: row.short_name,
    href: `/organisations/${row.id}`,
    amount: 1,
    confirmed: evidence.length > 0,
    evidence,
    doubts: [],
  };
}

/** Sources of counts of organisations. */
export const organisationCountSources: readonly CountSource[] = [openedOrganisations];
