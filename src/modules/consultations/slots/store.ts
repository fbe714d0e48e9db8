import { sql, type Insertable, type Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { isUuid } from "#base/db/ids.ts";
import type { Format } from "../consultation.ts";

export type Slot = Omit<Selectable<Tables["consultations_slots"]>, "format"> & {
  format: Format;
  /** Somebody holds it. */
  taken: boolean;
};

const taken = sql<boolean>`exists (
  select from consultations_consultations c
  where c.region_id = s.region_id and c.slot_id = s.id and c.stage <> 'withdrawn'
)`.as("taken");

const own = (ctx: Ctx) =>
  ctx.db
    .selectFrom("consultations_slots as s")
    .selectAll("s")
    .select(taken)
    .where("s.region_id", "=", ctx.region.id);

/** Free hours ahead, soonest first. */
export async function freeSlots(ctx: Ctx, options: { limit: number }): Promise<Slot[]> {
  const rows = await own(ctx)
    .where("s.withdrawn", "=", false)
    .where("s.starts_at", ">", ctx.now())
    .where(sql<boolean>`not exists (
      select from consultations_consultations c
      where c.region_id = s.region_id and c.slot_id = s.id and c.stage <> 'withdrawn'
    )`)
    .orderBy("s.starts_at")
    .orderBy("s.id")
    .limit(options.limit)
    .execute();
  return rows as Slot[];
}

/** Hours of one consultant from a moment on, free and taken. */
export async function slotsOf(
  ctx: Ctx,
  { consultantId, from }: { consultantId: string; from: Date },
): Promise<Slot[]> {
  const rows = await own(ctx)
    .where("s.consultant_id", "=", consultantId)
    .where("s.withdrawn", "=", false)
    .where("s.starts_at", ">=", from)
    .orderBy("s.starts_at")
    .limit(200)
    .execute();
  return rows as Slot[];
}

/** The slot locked, so that two requests never take it at once. */
export async function lockSlot(ctx: Ctx, id: string): Promise<Slot | undefined> {
  if (!isUuid(id)) return undefined;
  await ctx.db
    .selectFrom("consultations_slots")
    .select("id")
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return (await own(ctx).where("s.id", "=", id).executeTakeFirst()) as Slot | undefined;
}

/** Does the consultant hold another hour in this time? */
export async function overlaps(
  ctx: Ctx,
  { consultantId, from, to }: { consultantId: string; from: Date; to: Date },
): Promise<boolean> {
  const row = await ctx.db
    .selectFrom("consultations_slots")
    .select("id")
    .where("region_id", "=", ctx.region.id)
    .where("consultant_id", "=", consultantId)
    .where("withdrawn", "=", false)
    .where("starts_at", "<", to)
    .where("ends_at", ">", from)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertSlots(
  ctx: Ctx,
  rows: readonly Omit<Insertable<Tables["consultations_slots"]>, "region_id">[],
): Promise<void> {
  await ctx.db
    .insertInto("consultations_slots")
    .values(rows.map((row) => ({ region_id: ctx.region.id, ...row })))
    .execute();
}

export async function withdrawSlotRow(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable("consultations_slots")
    .set({ withdrawn: true })
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", id)
    .execute();
}
