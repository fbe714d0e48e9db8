import { sql } from "kysely";
import { openProject } from "#modules/projects/index.ts";
import { setPromise, type PromiseInput } from "#modules/promises/index.ts";
import { forgetTerritories } from "#modules/territories/index.ts";
import type { Ctx } from "#base/context.ts";
import type { Figure } from "./figures.ts";
import { emptyFolder, openOn } from "./ground.ts";

const region = "promised";
const size = { places: 31, events: 1_000, presences: 30_000, people: 6_000 };
const requests = 60;

/** The board of 31 municipalities, 1,000 events and 30,000 presences, as a guest asks for it. */
export async function measurePromises(): Promise<Figure[]> {
  const running = await openOn(await emptyFolder("promises"));
  try {
    const { house } = running;
    const name = { ru: "Область обещаний", en: "Promised Region" };
    await house.keepRegion({ id: region, name, timeZone: "Asia/Yekaterinburg", settings: {} });
    const ctx = await house.ctxFor(region, { kind: "system", name: "bench" });
    const path = `/${region}/projects/${await fill(ctx)}/promises`;
    const figures: Figure[] = [];
    for (const [what, ending] of [
      ["board", ""],
      ["board, json", ".json"],
    ] as const) {
      const waits: number[] = [];
      for (let n = -5; n < requests; n += 1) {
        const began = performance.now();
        const answer = await house.http.request(path + ending);
        await answer.arrayBuffer();
        if (answer.status !== 200) throw new Error(`The board was answered ${answer.status}.`);
        if (n >= 0) waits.push(performance.now() - began);
      }
      waits.sort((a, b) => a - b);
      const at = (share: number) => waits[Math.floor(share * waits.length)] ?? 0;
      figures.push({
        part: "promises",
        what: `${what}: 31 municipalities, 1,000 events, 30,000 presences, p95`,
        value: at(0.95),
        unit: "ms",
        bar: 100,
        most: true,
        more: { p50: at(0.5) },
      });
    }
    return figures;
  } finally {
    await running.close();
  }
}

/** A project under way with its facts; answers its number. */
async function fill(ctx: Ctx): Promise<string> {
  const r = ctx.region.id;
  await sql`insert into territories_territories (region_id, id, kind, slug, name, official_name, created_at)
    select ${r}, ${uuid("1")}, 'municipality', 'place-' || n, 'Округ ' || n, 'Округ ' || n, now()
    from generate_series(1, ${size.places}::int) n`.execute(ctx.db);
  forgetTerritories(ctx);
  const { rows } = await sql<{ id: string }>`select id from territories_territories
    where region_id = ${r} order by id`.execute(ctx.db);
  const places = rows.map(({ id }) => id);
  const project = await openProject(ctx, { title: "Программа", placeIds: places });
  await sql`update projects_projects set stage = 'implementation', public = true,
    starts_on = current_date - 200, ends_on = current_date + 100
    where region_id = ${r} and id = ${project.id}`.execute(ctx.db);
  await fillFacts(ctx, project.id);
  const { rows: days } = await sql<{ from: string; to: string }>`
    select current_date - 200 as from, current_date + 100 as to`.execute(ctx.db);
  const [span] = days;
  if (span === undefined) throw new Error("no days");
  const base = { unit: "единиц", startsOn: span.from, dueOn: span.to, places } as const;
  const local = { ...base, scope: "per-place" } as const;
  const promises: PromiseInput[] = [
    {
      ...local,
      title: "Семинары",
      source: "events.held",
      kinds: ["seminar"],
      atLeast: 10,
      target: 40,
    },
    { ...local, title: "Посещения", source: "events.attendance", target: 1_200 },
    { ...local, title: "Люди", source: "events.people", target: 900 },
    { ...local, title: "Консультации", source: "consultations.given", target: 10 },
    { ...local, title: "Проекты", source: "projects.reached", stage: "application", target: 5 },
    { ...base, places: [], title: "Разные люди", source: "events.people", target: 7_000 },
    { ...base, places: [], title: "Организации", source: "events.organisations", target: 300 },
  ];
  for (const promise of promises) await setPromise(ctx, project.id, promise);
  await sql`analyze`.execute(ctx.db).catch(() => undefined);
  return encodeURIComponent(project.number);
}

/** The n-th id of a kind. */
const uuid = (kind: string) =>
  sql`('019a0000-0000-7000-800' || ${kind}::text || '-' || lpad(n::text, 12, '0'))::uuid`;

async function fillFacts(ctx: Ctx, project: string): Promise<void> {
  const r = ctx.region.id;
  const place = sql`('019a0000-0000-7000-8001-' || lpad((1 + n % ${size.places}::int)::text, 12, '0'))::uuid`;
  await sql`insert into events_events (region_id, id, number, kind, title, stage, stage_since, format,
      starts_at, ends_at, day, municipality_id, project_id, present, attendance_closed_at, created_at, changed_at)
    select ${r}, ${uuid("2")}, 'М-2026-' || n, case n % 3 when 0 then 'seminar' else 'round-table' end,
      'Встреча ' || n, 'held', now(), 'in-person', now() - interval '2 hours', now(), current_date - 1 - n % 180, ${place}, ${project},
      30, case when n % 10 = 0 then null else now() end, now(), now()
    from generate_series(1, ${size.events}::int) n`.execute(ctx.db);
  await sql`insert into people_contacts (region_id, id, surname, created_at)
    select ${r}, ${uuid("3")}, 'Ветров' || n, now()
    from generate_series(1, ${size.people}::int) n`.execute(ctx.db);
  const person = sql`('019a0000-0000-7000-8003-' || lpad((1 + (n * 7919) % ${size.people}::int)::text, 12, '0'))::uuid`;
  const event = sql`('019a0000-0000-7000-8002-' || lpad((1 + n % ${size.events}::int)::text, 12, '0'))::uuid`;
  await sql`insert into events_presences (region_id, id, event_id, contact_id, human_id, mark_id, mode, source, at, name_key)
    select ${r}, ${uuid("4")}, ${event}, ${person}, ${person}, ${uuid("4")}, 'in-person', 'paper', now(), '\\x00'
    from generate_series(1, ${size.presences}::int) n
    on conflict do nothing`.execute(ctx.db);
}
