import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import { isUuid } from "#base/db/ids.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import { isShare, type Measure } from "./measure.ts";
import type { IndicatorScope, TargetStep, IndicatorTerms } from "./indicator.ts";

type Row = Selectable<Tables["indicators_indicators"]>;

/** A row of the indicators table with narrowed types. */
export type Indicator = Omit<Row, "scope" | "steps" | "parts" | "source"> &
  Measure & { scope: IndicatorScope; steps: TargetStep[] | null };

export type IndicatorEntry = Omit<Selectable<Tables["indicators_entries"]>, "state"> & {
  state: "waiting" | "approved" | "refused";
};

const toIndicator = (row: Row): Indicator => row as unknown as Indicator;

/** Returns the terms of an indicator for `computeProgress`. */
export const toTerms = (indicator: Indicator): IndicatorTerms => ({
  ...indicator,
  isShare: isShare(indicator.source),
});

/** Returns the terms that a version stores. */
export function versionTerms(indicator: Indicator) {
  const { title, unit, target, source, parts, scope, places, starts_on, due_on, steps } = indicator;
  const { control_point, position } = indicator;
  return {
    title,
    unit,
    target,
    source,
    parts,
    scope,
    places,
    starts_on,
    due_on,
    steps,
    control_point,
    position,
  };
}

/** Lists the project's indicators that are not withdrawn, in their order. */
export async function listIndicators(ctx: Ctx, project: string): Promise<Indicator[]> {
  const rows = await from(ctx, "indicators_indicators")
    .selectAll()
    .where("project_id", "=", project)
    .where("withdrawn_at", "is", null)
    .orderBy("position")
    .orderBy("id")
    .execute();
  return rows.map(toIndicator);
}

/** Lists the indicators of several projects, or those of a place, in their order. */
export async function searchIndicators(
  ctx: Ctx,
  { projects, place }: { projects?: readonly string[]; place?: string },
): Promise<Indicator[]> {
  if (projects?.length === 0) return [];
  let rows = from(ctx, "indicators_indicators").selectAll().where("withdrawn_at", "is", null);
  if (projects !== undefined) rows = rows.where("project_id", "in", projects);
  if (place !== undefined)
    rows = rows
      .where("scope", "=", "per-place")
      .where(sql<boolean>`places @> array[${place}::uuid]`);
  const read = await rows.orderBy("project_id").orderBy("position").orderBy("id").execute();
  return read.map(toIndicator);
}

/** Lists the ids of projects with indicators. */
export async function listProjectIdsWithIndicators(ctx: Ctx): Promise<string[]> {
  const rows = await from(ctx, "indicators_indicators")
    .select("project_id")
    .distinct()
    .where("withdrawn_at", "is", null)
    .execute();
  return rows.map((row) => row.project_id);
}

/** Finds an indicator by id; undefined when the id is not a UUID. */
export async function selectIndicator(ctx: Ctx, id: string): Promise<Indicator | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await from(ctx, "indicators_indicators")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row && toIndicator(row);
}

/** Inserts an indicator. */
export async function insertIndicator(
  ctx: Ctx,
  row: Omit<Insertable<Tables["indicators_indicators"]>, "region_id">,
): Promise<Indicator> {
  const saved = await insertInto(ctx, "indicators_indicators", row)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toIndicator(saved);
}

/**
 * Updates an indicator and saves the previous version; throws a conflict when its version has
 * changed.
 */
export async function saveIndicator(
  ctx: Ctx,
  indicator: Indicator,
  { set, reason }: { set: Updateable<Tables["indicators_indicators"]>; reason: string },
): Promise<Indicator> {
  const saved = await updateIn(ctx, "indicators_indicators")
    .set({ ...set, version: sql<number>`version + 1` })
    .where("id", "=", indicator.id)
    .where("version", "=", indicator.version)
    .returningAll()
    .executeTakeFirst();
  if (saved === undefined) throw conflict("indicators.changed-meanwhile");
  await insertInto(ctx, "indicators_versions", {
    indicator_id: indicator.id,
    version: indicator.version,
    terms: JSON.stringify(versionTerms(indicator)),
    reason,
    changed_by: actorPersonId(ctx),
    changed_at: ctx.now(),
  }).execute();
  return toIndicator(saved);
}

/** Lists the previous versions of an indicator, newest first. */
export function listVersions(ctx: Ctx, indicatorId: string) {
  return from(ctx, "indicators_versions")
    .selectAll()
    .where("indicator_id", "=", indicatorId)
    .orderBy("version", "desc")
    .execute();
}

/** Returns the actor's person id; null when the actor is not a person. */
export const actorPersonId = (ctx: Ctx): string | null =>
  ctx.actor.kind === "person" ? ctx.actor.id : null;

/** Inserts an entry. */
export async function insertEntry(
  ctx: Ctx,
  row: Omit<Insertable<Tables["indicators_entries"]>, "region_id">,
): Promise<void> {
  await insertInto(ctx, "indicators_entries", row).execute();
}

/** Returns the entry; not-found when there is none. */
export async function selectEntry(ctx: Ctx, id: string): Promise<IndicatorEntry> {
  if (!isUuid(id)) return orNotFound<IndicatorEntry>(undefined);
  const query = from(ctx, "indicators_entries").selectAll().where("id", "=", id);
  return orNotFound(await query.executeTakeFirst()) as IndicatorEntry;
}

/** Returns the entry locked for a change; not-found when there is none. */
export async function lockEntry(ctx: Ctx, id: string): Promise<IndicatorEntry> {
  return orNotFound(await lockRow(ctx, "indicators_entries", id)) as IndicatorEntry;
}

/** Updates an entry. */
export async function updateEntry(
  ctx: Ctx,
  id: string,
  set: Updateable<Tables["indicators_entries"]>,
): Promise<void> {
  await updateIn(ctx, "indicators_entries").set(set).where("id", "=", id).execute();
}

/** Lists entries, newest first: of one indicator, or all that wait for a second person. */
export async function listEntries(
  ctx: Ctx,
  of: { indicator: string } | "waiting",
): Promise<IndicatorEntry[]> {
  const query = from(ctx, "indicators_entries").selectAll();
  const rows = await (
    of === "waiting"
      ? query.where("state", "=", "waiting").orderBy("entered_at").limit(100)
      : query
          .where("indicator_id", "=", of.indicator)
          .orderBy("day", "desc")
          .orderBy("id", "desc")
          .limit(200)
  ).execute();
  return rows as IndicatorEntry[];
}

export type PeriodRow = Selectable<Tables["indicators_periods"]>;

/** Lists the locked periods of a project, newest first. */
export function listPeriods(ctx: Ctx, project: string): Promise<PeriodRow[]> {
  return from(ctx, "indicators_periods")
    .selectAll()
    .where("project_id", "=", project)
    .orderBy("from_day", "desc")
    .execute();
}

/** Inserts a locked period. */
export async function insertPeriod(
  ctx: Ctx,
  row: Omit<Insertable<Tables["indicators_periods"]>, "region_id">,
): Promise<void> {
  await insertInto(ctx, "indicators_periods", row).execute();
}
