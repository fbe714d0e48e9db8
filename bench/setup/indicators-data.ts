import { sql } from "kysely";
import pg from "pg";
import type { Ctx } from "#base/context.ts";
import { startEmbedded } from "#base/db/embedded.ts";
import { createIndicator, type IndicatorInput } from "#modules/indicators/index.ts";
import { createPerson, grantRole } from "#modules/people/index.ts";
import { openProject } from "#modules/projects/index.ts";
import { invalidateTerritories } from "#modules/territories/index.ts";
import { emptyFolder, openAppOn } from "./data-folders.ts";

export const region = "promised";
export const head = { email: "head@bench.example", password: "bench-head-2026" };
const places = 31;

export type IndicatorBench = { dataDir: string; project: string; promises: string[] };

/** How many facts there are: once for the bar, ten times for the growth. */
type Size = { events: number; people: number; seats: number; advice: number; projects: number };
const sizeOf = (times: number): Size => ({
  events: 1_000 * times,
  people: 6_000 * times,
  seats: 30,
  advice: 600 * times,
  projects: 200 * times,
});

/**
 * Seeds a running project in 31 municipalities with eleven indicators and their facts: 1,000 events
 * with 30 people at each, 600 consultations, 200 projects, 400 organisations; `times` as many of each.
 */
export async function seedIndicatorsFolder(times: number): Promise<IndicatorBench> {
  const dataDir = await emptyFolder("indicators");
  const running = await openAppOn(dataDir);
  const { app } = running;
  const name = { ru: "Область обещаний", en: "Promised Region" };
  await app.saveRegion({ id: region, name, timeZone: "Asia/Yekaterinburg", settings: {} });
  const ctx = await app.ctxFor(region, { kind: "system", name: "bench" });
  const towns = await seedMunicipalities(ctx);
  const project = await openProject(ctx, { title: "Программа", placeIds: towns });
  await sql`update projects_projects set stage = 'implementation', public = true,
    starts_on = current_date - 200, ends_on = current_date + 100 where id = ${project.id}`.execute(
    ctx.db,
  );
  await seedFacts(ctx, { project: project.id, towns, size: sizeOf(times) });
  const person = await createPerson(ctx, { name: "Head", ...head });
  await grantRole(ctx, person.id, { role: "head" });
  await drainFolderJobs(dataDir);
  const promises: string[] = [];
  for (const promise of await promisesOver(ctx, { towns, times }))
    promises.push((await createIndicator(ctx, project.id, promise)).id);
  await running.close();
  return { dataDir, project: project.number, promises };
}

async function seedMunicipalities(ctx: Ctx): Promise<string[]> {
  await sql`insert into territories_territories (region_id, id, kind, slug, name, official_name, created_at)
    select ${ctx.region.id}, gen_random_uuid(), 'municipality', 'place-' || n,
      'Городской округ ' || n, 'Городской округ ' || n, now() from generate_series(1, ${places}::int) n`.execute(
    ctx.db,
  );
  invalidateTerritories(ctx);
  const { rows } = await sql<{ id: string }>`select id from territories_territories
    where region_id = ${ctx.region.id} order by id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

async function promisesOver(
  ctx: Ctx,
  { towns, times }: { towns: string[]; times: number },
): Promise<IndicatorInput[]> {
  const { rows } = await sql<{ first: string; last: string; hall: string }>`
    select current_date - 200 as first, current_date + 100 as last, 'М-2026-1' as hall`.execute(
    ctx.db,
  );
  const [days] = rows;
  if (days === undefined) throw new Error("There is no calendar.");
  const whole = { unit: "единиц", startsOn: days.first, dueOn: days.last } as const;
  const local = { ...whole, scope: "per-place", places: towns } as const;
  const t = times;
  return [
    { ...local, title: "Семинары", source: "events.held", kinds: ["seminar"], target: 20 * t },
    { ...local, title: "Посещения", source: "events.attendance", target: 1_200 * t },
    { ...local, title: "Люди", source: "events.people", target: 900 * t },
    { ...local, title: "Консультации", source: "consultations.given", target: 10 * t },
    {
      ...local,
      title: "Проекты",
      source: "projects.reached",
      stage: "application",
      target: 5 * t,
    },
    { ...local, title: "Новые центры", source: "organisations.opened", target: 2 },
    { ...whole, title: "Разные люди", source: "events.people", atLeast: 5, target: 7_000 * t },
    { ...whole, title: "Организации", source: "events.organisations", target: 300 * t },
    { ...whole, title: "Отзывы", source: "events.feedback", target: 40 },
    {
      ...whole,
      title: "Большая встреча",
      source: "events.attendance",
      event: days.hall,
      target: 40,
    },
    {
      ...whole,
      scope: "per-month",
      title: "Люди каждый месяц",
      source: "events.people",
      kinds: ["seminar", "round-table"],
      target: 100 * t,
    },
  ];
}

/** Written past the actions: what is measured is the reading. */
async function seedFacts(
  ctx: Ctx,
  { project, towns, size }: { project: string; towns: string[]; size: Size },
): Promise<void> {
  const { db, region } = ctx;
  const id = (kind: number, n = "n") =>
    sql.raw(`('019a0000-0000-7000-800${kind}-' || lpad((${n})::text, 12, '0'))::uuid`);
  const town = sql`(${towns}::uuid[])[1 + n % ${places}::int]`;
  await sql`insert into organisations_organisations (region_id, id, kind, name, short_name, territory_id,
      opened_on, opened_under, opened_link, created_at)
    select ${region.id}, ${id(5)}, 'nko', 'Организация ' || n, 'Организация ' || n, ${town},
      case when n % 4 = 0 then current_date - 1 - n % 180 end, case when n % 4 = 0 then ${project}::uuid end,
      'https://example.org', now() from generate_series(1, ${(size.people / 15) | 0}::int) n`.execute(
    db,
  );
  await sql`insert into people_contacts (region_id, id, surname, created_at)
    select ${region.id}, ${id(3)}, 'Ветров' || n, now() from generate_series(1, ${size.people}::int) n`.execute(
    db,
  );
  await sql`insert into events_events (region_id, id, number, kind, title, stage, stage_since, format,
      starts_at, ends_at, day, municipality_id, project_id, present, attendance_closed_at, created_at, changed_at)
    select ${region.id}, ${id(2)}, 'М-2026-' || n, case n % 3 when 0 then 'round-table' else 'seminar' end,
      'Встреча ' || n, 'held', now(), 'in-person', day, day + interval '2 hours', day::date, ${town}, ${project},
      ${size.seats}, case when n % 10 > 0 then now() end, now(), now()
    from generate_series(1, ${size.events}::int) n,
      lateral (select current_date - (1 + n % 180) + time '12:00' as day) days`.execute(db);
  // Whoever came to one event is met at four others; two of three stand for an organisation.
  await sql`insert into events_presences (region_id, id, event_id, contact_id, human_id, mark_id, mode, source,
      at, organisation_id, name_key)
    select ${region.id}, gen_random_uuid(), ${id(2, "e")}, ${id(3)}, ${id(3)}, gen_random_uuid(), 'in-person',
      'paper', now(), case when n % 3 > 0 then ${id(5, "1 + n % (count / 15)")} end, decode(md5(n::text), 'hex')
    from (select e, count, 1 + (e * 37 + s * 211) % count as n
      from generate_series(1, ${size.events}::int) e, generate_series(1, ${size.seats}::int) s,
        (select ${size.people}::int as count) people) seats`.execute(db);
  await sql`insert into events_feedback (region_id, event_id, contact_id, replied)
    select region_id, event_id, contact_id, right(contact_id::text, 1) < '6' from events_presences`.execute(
    db,
  );
  await sql`insert into consultations_consultations (region_id, id, number, stage, stage_since, topic, mode, channel,
      question, contact_id, municipality_id, programme_id, asked_at, taken_at, given_at, given_on, minutes,
      link_hash, form_key)
    select ${region.id}, ${id(6)}, 'КС-2026-' || n, 'given', now(), 'project', 'individual', 'form', 'Как?',
      ${id(3)}, ${town}, ${project}, now(), now(), now(), current_date - 1 - n % 180, 30,
      decode(md5(n::text), 'hex'), n::text from generate_series(1, ${size.advice}::int) n`.execute(
    db,
  );
  await sql`insert into projects_projects (region_id, id, number, kind, stage, stage_since, title, programme_id,
      municipality_id, public, opened_at)
    select ${region.id}, ${id(7)}, 'П-2026-9' || n, 'project', 'application', now(), 'Проект ' || n, ${project},
      ${town}, true, now() from generate_series(1, ${size.projects}::int) n`.execute(db);
  await sql`insert into projects_stages (region_id, project_id, stage, reached_on, reached_at)
    select region_id, id, 'application', current_date - 30, now() from projects_projects
    where id <> ${project}`.execute(db);
}

/** What autovacuum would do within a minute. */
async function drainFolderJobs(dataDir: string): Promise<void> {
  const owner = await connectOwner(dataDir);
  await owner.query("vacuum analyze");
  await owner.end();
}

/** Connects as the owner of the server that runs on this folder. */
export async function connectOwner(dataDir: string): Promise<pg.Client> {
  const { ownerUrl } = await startEmbedded({ dataDir });
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  return client;
}
