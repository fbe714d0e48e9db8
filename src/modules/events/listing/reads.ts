import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { cursorKeys, pageOf, readCursor, type PageOf } from "#base/db/paging.ts";
import { from } from "#base/db/region.ts";
import { rowsFor } from "#base/policy.ts";
import {
  eventKinds,
  eventFormats,
  type EventKind,
  type EventFormat,
  type EventStage,
} from "../event.ts";
import { eventPolicy } from "../policy.ts";
import type { Event } from "../store.ts";

export const timeFilters = ["coming", "past"] as const;

export const eventListQuery = z.object({
  q: z.string().trim().max(200).optional(),
  kind: z.enum(eventKinds).optional(),
  municipality: z.uuid().optional(),
  format: z.enum(eventFormats).optional(),
  project: z.uuid().optional(),
  organisation: z.uuid().optional(),
  when: z.enum(timeFilters).default("coming"),
  /** «2026-04»: the month view. */
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional(),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});
export type EventListQuery = z.output<typeof eventListQuery>;

export const pageSize = 20;

const listColumns = [
  "id",
  "number",
  "kind",
  "title",
  "stage",
  "format",
  "starts_at",
  "ends_at",
  "day",
  "municipality_id",
  "room_id",
  "address",
  "organisation_id",
  "project_id",
  "capacity",
  "public",
  "present",
  "sequence",
  "changed_at",
  "created_at",
] as const satisfies (keyof Event)[];

/** Columns of an event that lists need. */
export type EventListItem = Pick<Event, (typeof listColumns)[number]>;

type EventListRow = Omit<EventListItem, "kind" | "stage" | "format"> & {
  kind: string;
  stage: string;
  format: string;
};
const toEventListItem = (row: EventListRow): EventListItem => ({
  ...row,
  kind: row.kind as EventKind,
  stage: row.stage as EventStage,
  format: row.format as EventFormat,
});

/**
 * Lists one page of the events that the actor may see: coming ones by nearest, past ones by latest.
 */
export async function listEvents(
  ctx: Ctx,
  query: EventListQuery,
  { limit = pageSize }: { limit?: number } = {},
): Promise<PageOf<EventListItem>> {
  const cursor = readCursor(query, cursorKeys.instant);
  const rising = (query.when === "coming") !== (cursor?.dir === "before");
  const direction = rising ? "asc" : "desc";
  let rows = filterEvents(ctx, query).select(listColumns);
  if (cursor !== undefined) {
    const [at, id] = cursor.key;
    rows = rows.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("starts_at", "id"), rising ? ">" : "<", tuple(new Date(String(at)), String(id))),
    );
  }
  const read = await rows
    .orderBy("starts_at", direction)
    .orderBy("id", direction)
    .limit(limit + 1)
    .execute();
  const page = pageOf(read, { limit, cursor, key: (row) => [row.starts_at.toISOString(), row.id] });
  return { ...page, rows: page.rows.map(toEventListItem) };
}

/** Counts the events of a query, up to `max`. */
export async function countEvents(ctx: Ctx, query: EventListQuery, max = 1000): Promise<number> {
  const { count } = await ctx.db
    .selectFrom(filterEvents(ctx, query).select("id").limit(max).as("some"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** Streams all events of a query in batches, for export files. */
export async function* streamEvents(
  ctx: Ctx,
  query: EventListQuery,
): AsyncGenerator<EventListItem[]> {
  for (let after: string | undefined; ;) {
    const page = await listEvents(ctx, { ...query, after, before: undefined }, { limit: 500 });
    if (page.rows.length > 0) yield page.rows;
    if (page.after === undefined) return;
    after = page.after;
  }
}

/** Lists the events of a month by time, at most `max`. */
export async function listEventsOfMonth(
  ctx: Ctx,
  query: EventListQuery,
  max = 400,
): Promise<EventListItem[]> {
  const rows = await filterEvents(ctx, query)
    .select(listColumns)
    .orderBy("starts_at")
    .orderBy("id")
    .limit(max)
    .execute();
  return rows.map(toEventListItem);
}

/** Lists whole rows of events that the actor may see, without drafts, for calendars. */
export async function listCalendarEvents(
  ctx: Ctx,
  query: EventListQuery,
  max = 500,
): Promise<Event[]> {
  const rows = await filterEvents(ctx, query)
    .selectAll()
    .where("stage", "<>", "draft")
    .orderBy("starts_at", query.when === "coming" ? "asc" : "desc")
    .limit(max)
    .execute();
  return rows.map(({ search: _, ...row }) => row as Event);
}

function filterEvents(ctx: Ctx, query: EventListQuery) {
  return from(ctx, "events_events")
    .where(rowsFor(eventPolicy, ctx.actor, "read", "events_events"))
    .where(timeCondition(ctx, query))
    .$if(query.kind !== undefined, (qb) => qb.where("kind", "=", query.kind ?? ""))
    .$if(query.municipality !== undefined, (qb) =>
      qb.where("municipality_id", "=", query.municipality ?? ""),
    )
    .$if(query.format !== undefined, (qb) => qb.where("format", "=", query.format ?? ""))
    .$if(query.project !== undefined, (qb) => qb.where("project_id", "=", query.project ?? ""))
    .$if(query.organisation !== undefined, (qb) =>
      qb.where("organisation_id", "=", query.organisation ?? ""),
    )
    .$if(query.q !== undefined, (qb) =>
      qb.where(sql<boolean>`search @@ websearch_to_tsquery('russian', ${query.q})`),
    );
}

/** Maximum length of an event, in days: current events began no earlier. */
const maxEventDays = 31;

function timeCondition(ctx: Ctx, { when, month }: EventListQuery) {
  if (month !== undefined) {
    return sql<boolean>`day between ${`${month}-01`}::date and ${`${month}-01`}::date + interval '1 month - 1 day'`;
  }
  const now = ctx.now();
  if (when === "past") return sql<boolean>`starts_at < ${now} and ends_at <= ${now}`;
  const since = new Date(now.getTime() - maxEventDays * 86_400_000);
  return sql<boolean>`starts_at > ${since} and ends_at > ${now}`;
}

/** Counts remote participants by municipality, most first; null counts those who named none. */
export async function countOnlineByMunicipality(
  ctx: Ctx,
  event: string,
): Promise<{ municipality: string | null; people: number }[]> {
  const { rows } = await sql<{ municipality: string | null; people: number }>`
    select municipality_id as municipality, count(*) as people from events_registrations
    where region_id = ${ctx.region.id} and event_id = ${event} and mode = 'online'
      and state in ('offered', 'confirmed')
    group by 1 order by 2 desc, 1`.execute(ctx.db);
  return rows;
}

/** Counts the registrations that wait for a seat. */
export async function countWaiting(ctx: Ctx, event: string): Promise<number> {
  const { count } = await from(ctx, "events_registrations")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("event_id", "=", event)
    .where("state", "=", "waiting")
    .executeTakeFirstOrThrow();
  return count;
}
