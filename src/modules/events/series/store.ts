import { updateVersioned } from "../store.ts";
import { type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, lockRow } from "#base/db/region.ts";
import { rowsFor } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import type { EventKind, EventFormat } from "../event.ts";
import { eventPolicy } from "../policy.ts";

export type EventSeries = Omit<Selectable<Tables["events_series"]>, "rule" | "kind" | "format"> & {
  rule: "week" | "month";
  kind: EventKind;
  format: EventFormat;
};

const selectSeries = (ctx: Ctx) => from(ctx, "events_series").selectAll();

/** Lists the series that the actor manages, by title. */
export async function listSeries(ctx: Ctx): Promise<EventSeries[]> {
  const rows = await selectSeries(ctx)
    .where(rowsFor(eventPolicy, ctx.actor, "handle", "events_series"))
    .orderBy("title")
    .orderBy("id")
    .limit(500)
    .execute();
  return rows as EventSeries[];
}

/** Lists the series that have not ended. */
export async function listRunningSeries(ctx: Ctx): Promise<EventSeries[]> {
  return (await selectSeries(ctx)
    .where("ended_at", "is", null)
    .orderBy("id")
    .execute()) as EventSeries[];
}

/** Loads a series; throws when there is none. */
export async function loadSeries(ctx: Ctx, id: string): Promise<EventSeries> {
  return orNotFound(await selectSeries(ctx).where("id", "=", id).executeTakeFirst()) as EventSeries;
}

/** Locks a series for a change; throws when there is none. */
export async function lockSeries(ctx: Ctx, id: string): Promise<EventSeries> {
  return orNotFound(await lockRow(ctx, "events_series", id)) as EventSeries;
}

/** Inserts a series. */
export async function insertSeries(
  ctx: Ctx,
  row: Omit<Insertable<Tables["events_series"]>, "region_id">,
): Promise<EventSeries> {
  const saved = await insertInto(ctx, "events_series", row)
    .returningAll()
    .executeTakeFirstOrThrow();
  return saved as EventSeries;
}

/** Updates a series; throws `events.changed-meanwhile` where its version has changed. */
export async function updateSeries(
  ctx: Ctx,
  series: EventSeries,
  patch: Updateable<Tables["events_series"]>,
): Promise<EventSeries> {
  return (await updateVersioned(ctx, "events_series", series, patch)) as EventSeries;
}

/** Lists the days of the rule that already have an event, cancelled ones too. */
export async function listOccurrenceDays(ctx: Ctx, series: string): Promise<Set<string>> {
  const rows = await from(ctx, "events_events")
    .select("series_day")
    .where("series_id", "=", series)
    .execute();
  return new Set(rows.flatMap(({ series_day }) => series_day ?? []));
}
