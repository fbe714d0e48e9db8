import { sql } from "kysely";
import type { Measurement } from "./figures.ts";
import { emptyFolder, openAppOn } from "./setup/data-folders.ts";

const region = "projects";
const projects = 5_000;
const rounds = 200;

type BenchApp = Awaited<ReturnType<typeof openAppOn>>["app"];
type SeededRegistry = { numbers: string[]; places: string[] };

/**
 * Measures a registry of 5,000 projects in 31 municipalities, each with a plan and a budget, page by
 * page in this process: p95 of 200 whole responses, each page rendered anew.
 */
export async function measureProjects(): Promise<Measurement[]> {
  const running = await openAppOn(await emptyFolder("projects"));
  try {
    const { app } = running;
    const name = { ru: "Большая область", en: "Large Region" };
    await app.saveRegion({ id: region, name, timeZone: "Europe/Moscow", settings: {} });
    const { numbers, places } = await seedRegistry(app);
    const one = (of: readonly string[], round: number) =>
      encodeURIComponent(of[(round * 17) % of.length] ?? "");
    const visits: Record<string, (round: number) => string> = {
      list: () => "/projects",
      "list, far page": (round) => `/projects?after=${cursor(round)}`,
      "filter by stage": () => "/projects?stage=running",
      "filter by municipality": (round) => `/projects?municipality=${one(places, round)}`,
      "filter by direction and year": () => "/projects?direction=ecology&year=2025",
      "filter by organisation": (round) => `/projects?organisation=Body%20${(round % 200) + 1}`,
      "filter by programme": (round) => `/projects?programme=${one(numbers, round)}`,
      "search, common word": () => "/projects?q=%D0%B4%D0%B2%D0%BE%D1%80",
      "search, rare": (round) => `/projects?q=${round * 13}`,
      "where projects are": () => "/projects/map",
      card: (round) => `/projects/${one(numbers, round)}`,
    };
    const figures: Measurement[] = [];
    for (const [what, pathOf] of Object.entries(visits))
      figures.push(await timed(app, what, pathOf));
    return figures;
  } finally {
    await running.close();
  }
}

async function timed(
  app: BenchApp,
  what: string,
  pathOf: (round: number) => string,
): Promise<Measurement> {
  const times: number[] = [];
  let bytes = 0;
  for (let round = -20; round < rounds; round += 1) {
    const from = performance.now();
    const answer = await app.http.request(`/${region}${pathOf(Math.max(round, 0))}`);
    bytes = (await answer.text()).length;
    if (answer.status !== 200) throw new Error(`${what} answered ${answer.status}`);
    if (round >= 0) times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  return {
    part: "projects",
    what: `${what}: p95`,
    value: times[Math.floor(rounds * 0.95)] ?? 0,
    unit: "ms",
    target: 50,
    atMost: true,
    details: { median: times[rounds / 2] ?? 0, kB: bytes / 1024 },
  };
}

const cursor = (round: number) => {
  const at = new Date(Date.UTC(2025, 11, 31) - round * 20 * 3_600_000).toISOString();
  return Buffer.from(JSON.stringify([at, "00000000-0000-7000-8000-000000000000"])).toString(
    "base64url",
  );
};

/** Written past the actions: what is measured is the reading. */
async function seedRegistry(app: BenchApp): Promise<SeededRegistry> {
  const ctx = await app.ctxFor(region, { kind: "system", name: "bench" });
  await sql`
    insert into territories_territories (region_id, id, kind, slug, name, official_name, created_at)
    select ${region}, gen_random_uuid(), 'municipality', 'm-' || n, 'Place ' || n, 'Place ' || n, now()
    from generate_series(1, 31) n`.execute(ctx.db);
  await sql`
    insert into organisations_organisations (region_id, id, kind, name, short_name, created_at)
    select ${region}, gen_random_uuid(), 'nko', 'Body ' || n, 'Body ' || n, now()
    from generate_series(1, 1000) n`.execute(ctx.db);
  await sql`
    with o as (select id, row_number() over () as n from organisations_organisations where region_id = ${region}),
      t as (select id, row_number() over () as n from territories_territories where region_id = ${region})
    insert into projects_projects (region_id, id, number, kind, stage, stage_since, title, summary, goal,
      organisation_id, municipality_id, direction, starts_on, ends_on, public, opened_at)
    select ${region}, gen_random_uuid(), 'P-' || g.i, 'project',
      (array['idea', 'concept', 'submitted', 'implementation', 'closed'])[1 + g.i % 5], now(),
      'Project ' || g.i || case when g.i % 3 = 0 then ' двор' else ' сад' end, repeat('Words of it. ', 20), 'Goal',
      o.id, t.id, (array['ecology', 'sport', 'culture', 'territories'])[1 + g.i % 4],
      date '2024-01-01' + g.i % 900, date '2024-06-01' + g.i % 900, true,
      timestamptz '2025-12-31' - g.i * interval '1 hour'
    from generate_series(1, ${projects}::int) g(i)
      join o on o.n = 1 + g.i % 1000 join t on t.n = 1 + g.i % 31`.execute(ctx.db);
  await sql`
    insert into projects_places (region_id, project_id, municipality_id, position)
    select region_id, id, municipality_id, 0 from projects_projects where region_id = ${region}`.execute(
    ctx.db,
  );
  await seedPlans(ctx.db);
  const { rows } = await sql<{ number: string }>`select number from projects_projects
    where region_id = ${region} order by opened_at limit 400`.execute(ctx.db);
  const places = await sql<{ id: string }>`select id from territories_territories
    where region_id = ${region}`.execute(ctx.db);
  return { numbers: rows.map((row) => row.number), places: places.rows.map((row) => row.id) };
}

type Db = Awaited<ReturnType<BenchApp["ctxFor"]>>["db"];

/** Three activities, a task and three rows of budget to each project. */
async function seedPlans(db: Db): Promise<void> {
  await sql`insert into projects_activities (region_id, id, project_id, position, title, kind, starts_on, ends_on)
    select region_id, gen_random_uuid(), id, n, 'Activity ' || n, 'seminar', starts_on, ends_on
    from projects_projects, generate_series(1, 3) n where region_id = ${region}`.execute(db);
  await sql`insert into projects_occurrences (region_id, id, project_id, activity_id, planned_from, planned_to)
    select region_id, gen_random_uuid(), project_id, id, starts_on, ends_on
    from projects_activities where region_id = ${region}`.execute(db);
  await sql`insert into projects_costs (region_id, id, project_id, position, article, activity_id, what, quantity, price, from_grant)
    select region_id, gen_random_uuid(), project_id, position, 'other', id, 'Thing', 2, 50000, 100000
    from projects_activities where region_id = ${region}`.execute(db);
}
