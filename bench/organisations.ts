import { sql } from "kysely";
import pg from "pg";
import { startEmbedded } from "#base/db/embedded.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import type { Measurement } from "./figures.ts";
import { emptyFolder, openAppOn } from "./setup/data-folders.ts";

const region = "registry";
const organisations = 5_000;
const services = 10_000;
const rounds = 200;

type BenchApp = Awaited<ReturnType<typeof openAppOn>>["app"];

/**
 * Measures a registry of 5,000 organisations with 10,000 services, page by page in this process:
 * p95 of 200 whole responses, each page rendered anew.
 */
export async function measureOrganisations(): Promise<Measurement[]> {
  const dataDir = await emptyFolder("organisations");
  const running = await openAppOn(dataDir);
  try {
    const { app } = running;
    const name = { ru: "Большая область", en: "Large Region" };
    await app.saveRegion({ id: region, name, timeZone: "Europe/Moscow", settings: {} });
    const { cards, place } = await seedRegistry(app);
    await analyze(dataDir);
    const visits: Record<string, (round: number) => string> = {
      list: () => "/organisations",
      "list, far page": (round) => `/organisations?after=${cursor(round)}`,
      "filter by kind": () => "/organisations?kind=tos",
      "filter by municipality": () => `/organisations?territory=${place}`,
      "filter by direction": () => "/organisations?direction=ecology",
      "filter by need": () => "/organisations?need=elderly",
      "filter by state": () => "/organisations?state=unconfirmed",
      "search, common word": () => "/organisations?q=%D0%B4%D0%BE%D0%BC",
      "search, rare": (round) => `/organisations?q=${round * 13}`,
      card: (round) => `/organisations/${cards[round % cards.length]}`,
      services: () => "/services",
      "services by need and place": () => `/services?need=elderly&territory=${place}`,
      "services, word": () => "/services?q=%D0%BF%D0%BE%D0%BC%D0%BE%D1%89%D1%8C",
    };
    const figures: Measurement[] = [];
    for (const [what, pathOf] of Object.entries(visits))
      figures.push(await timed(app, what, pathOf));
    return figures;
  } finally {
    await running.close();
  }
}

/** The server that runs is asked as its owner: what autovacuum would do within a minute. */
async function analyze(dataDir: string): Promise<void> {
  const { ownerUrl } = await startEmbedded({ dataDir });
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query("analyze");
  await client.end();
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
    part: "organisations",
    what: `${what}: p95`,
    value: times[Math.floor(rounds * 0.95)] ?? 0,
    unit: "ms",
    target: 50,
    atMost: true,
    details: { median: times[rounds / 2] ?? 0, kB: bytes / 1024 },
  };
}

const cursor = (round: number) =>
  Buffer.from(
    JSON.stringify([
      `Organisation ${String(1000 + round * 15).padStart(5, "0")}`,
      "00000000-0000-7000-8000-000000000000",
    ]),
  ).toString("base64url");

/** Written past the actions: what is measured is the reading. */
async function seedRegistry(app: BenchApp): Promise<{ cards: string[]; place: string }> {
  const ctx = await app.ctxFor(region, { kind: "system", name: "bench" });
  await sql`
    insert into territories_territories (region_id, id, kind, slug, name, official_name, created_at)
    select ${region}, gen_random_uuid(), 'municipality', 'm-' || n, 'Place ' || n, 'Place ' || n, now()
    from generate_series(1, 31) n`.execute(ctx.db);
  await sql`
    insert into organisations_organisations (region_id, id, kind, name, short_name, territory_id, description,
      phone, unconfirmed_since, created_at, name_key, short_key)
    select ${region}, gen_random_uuid(), (array['nko', 'tos', 'nko', 'initiative-group', 'business'])[1 + n % 5],
      'Organisation ' || lpad(n::text, 5, '0') || ' дом', 'Org ' || n, place.id, repeat('Помогаем соседям. ', 20),
      '+7 900 000-00-00', case when n % 9 = 0 then now()::date end, now(), 'organisation ' || n, 'org ' || n
    from generate_series(1, ${organisations}::int) n
    join (select id, row_number() over (order by name) as at from territories_territories
      where region_id = ${region}) place on place.at = 1 + n % 31`.execute(ctx.db);
  await sql`
    insert into organisations_directions (region_id, organisation_id, direction)
    select region_id, id, (array['ecology', 'sport', 'culture', 'youth'])[1 + abs(hashtext(id::text)) % 4]
    from organisations_organisations where region_id = ${region}`.execute(ctx.db);
  await sql`
    insert into organisations_services (region_id, id, organisation_id, title, need, for_whom, how, price,
      checked_on, created_at)
    select ${region}, gen_random_uuid(), id, 'Помощь ' || name || ' ' || n,
      (array['elderly', 'families', 'leisure', 'health'])[1 + (abs(hashtext(id::text)) + n) % 4],
      'Соседям', 'Звоните', 'free', now()::date, now()
    from organisations_organisations, generate_series(1, ${services / organisations}::int) n
    where region_id = ${region}`.execute(ctx.db);
  await sql`
    insert into organisations_service_places (region_id, service_id, territory_id)
    select service.region_id, service.id, body.territory_id from organisations_services service
    join organisations_organisations body on body.region_id = service.region_id and body.id = service.organisation_id
    where service.region_id = ${region}`.execute(ctx.db);
  const cards = await ctx.db
    .selectFrom("organisations_organisations")
    .select("id")
    .where("region_id", "=", region)
    .limit(200)
    .execute();
  const [place] = await listMunicipalities(ctx);
  return { cards: cards.map(({ id }) => id), place: place?.id ?? "" };
}
