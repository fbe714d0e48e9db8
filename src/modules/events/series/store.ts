import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { rowsFor } from "#base/policy.ts";
import { conflict, found } from "#base/refusal.ts";
import type { EventKind, Format } from "../event.ts";
import { eventPolicy } from "../policy.ts";

export type Series = Omit<Selectable<Tables["events_series"]>, "rule" | "kind" | "format"> & {
  rule: "week" | "month";
  kind: EventKind;
  format: Format;
};

const own = (ctx: Ctx) =>
  ctx.db.selectFrom("events_series").selectAll().where("region_id", "=", ctx.region.id);

/** Series that the actor makes, by title. */
export async function listSeries(ctx: Ctx): Promise<Series[]> {
  const rows = await own(ctx)
    .where(rowsFor(eventPolicy, ctx.actor, "handle", "events_series"))
    .orderBy("title")
    .orderBy("id")
    .limit(500)
    .execute();
  return rows as Series[];
}

/** Those that still make events. */
export async function runningSeries(ctx: Ctx): Promise<Series[]> {
  return (await own(ctx).where("ended_at", "is", null).orderBy("id").execute()) as Series[];
}

export async function findSeries(ctx: Ctx, id: string): Promise<Series> {
  return found(await own(ctx).where("id", "=", id).executeTakeFirst()) as Series;
}

export async function lockSeries(ctx: Ctx, id: string): Promise<Series> {
  return found(await own(ctx).where("id", "=", id).forUpdate().executeTakeFirst()) as Series;
}

export async function insertSeries(
  ctx: Ctx,
  row: Omit<Insertable<Tables["events_series"]>, "region_id">,
): Promise<Series> {
  const saved = await ctx.db
    .insertInto("events_series")
    .values({ region_id: ctx.region.id, ...row })
    .returningAll()
    .executeTakeFirstOrThrow();
  return saved as Series;
}

export async function saveSeries(
  ctx: Ctx,
  series: Series,
  patch: Updateable<Tables["events_series"]>,
): Promise<Series> {
  const saved = await ctx.db
    .updateTable("events_series")
    .set({ ...patch, version: sql<number>`version + 1` })
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", series.id)
    .where("version", "=", series.version)
    .returningAll()
    .executeTakeFirst();
  if (saved === undefined) throw conflict("events.changed-meanwhile");
  return saved as Series;
}

/** Days of the rule for which an event was made already, cancelled ones too. */
export async function madeDays(ctx: Ctx, series: string): Promise<Set<string>> {
  const rows = await ctx.db
    .selectFrom("events_events")
    .select("series_day")
    .where("region_id", "=", ctx.region.id)
    .where("series_id", "=", series)
    .execute();
  return new Set(rows.flatMap(({ series_day }) => series_day ?? []));
}
