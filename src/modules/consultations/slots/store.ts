import { sql, type Insertable, type Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import type { MeetingFormat } from "../consultation.ts";

export type ConsultationSlot = Omit<Selectable<Tables["consultations_slots"]>, "format"> & {
  format: MeetingFormat;
  /** A request has booked it. */
  isTaken: boolean;
};

const isTaken = sql<boolean>`exists (
  select from consultations_consultations c
  where c.region_id = s.region_id and c.slot_id = s.id and c.stage <> 'withdrawn'
)`.as("isTaken");

const selectSlots = (ctx: Ctx) =>
  from(ctx, "consultations_slots as s").selectAll("s").select(isTaken);

/** Lists free future slots, the soonest first. */
export async function listFreeSlots(
  ctx: Ctx,
  options: { limit: number },
): Promise<ConsultationSlot[]> {
  const rows = await selectSlots(ctx)
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
  return rows as ConsultationSlot[];
}

/** Lists the slots of one consultant from an instant on, free and taken. */
export async function listSlots(
  ctx: Ctx,
  { consultantId, from }: { consultantId: string; from: Date },
): Promise<ConsultationSlot[]> {
  const rows = await selectSlots(ctx)
    .where("s.consultant_id", "=", consultantId)
    .where("s.withdrawn", "=", false)
    .where("s.starts_at", ">=", from)
    .orderBy("s.starts_at")
    .limit(200)
    .execute();
  return rows as ConsultationSlot[];
}

/** Locks a slot, so that two requests never take it at once; undefined when there is none. */
export async function lockSlot(ctx: Ctx, id: string): Promise<ConsultationSlot | undefined> {
  if ((await lockRow(ctx, "consultations_slots", id, ["id"])) === undefined) return undefined;
  return (await selectSlots(ctx).where("s.id", "=", id).executeTakeFirst()) as
    | ConsultationSlot
    | undefined;
}

/** Checks whether the consultant has another slot in this period. */
export async function hasOverlap(
  ctx: Ctx,
  { consultantId, ...span }: { consultantId: string; from: Date; to: Date },
): Promise<boolean> {
  const row = await from(ctx, "consultations_slots")
    .select("id")
    .where("consultant_id", "=", consultantId)
    .where("withdrawn", "=", false)
    .where("starts_at", "<", span.to)
    .where("ends_at", ">", span.from)
    .executeTakeFirst();
  return row !== undefined;
}

/** Inserts offered slots in one statement. */
export async function insertSlots(
  ctx: Ctx,
  rows: readonly Omit<Insertable<Tables["consultations_slots"]>, "region_id">[],
): Promise<void> {
  await insertInto(ctx, "consultations_slots", rows).execute();
}

/** Marks a slot as withdrawn. */
export async function updateWithdrawn(ctx: Ctx, id: string): Promise<void> {
  await updateIn(ctx, "consultations_slots")
    .set({ withdrawn: true })
    .where("id", "=", id)
    .execute();
}
