import type { Insertable, Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { deleteFrom, from, insertInto } from "#base/db/region.ts";
import type { MaterialKind } from "../event.ts";

export type EventMaterial = Omit<Selectable<Tables["events_materials"]>, "kind"> & {
  kind: MaterialKind;
};

/** Lists the materials of an event, oldest first; only public ones for visitors. */
export async function listMaterials(
  ctx: Ctx,
  event: string,
  { onlyPublic }: { onlyPublic: boolean },
): Promise<EventMaterial[]> {
  let rows = from(ctx, "events_materials").selectAll().where("event_id", "=", event);
  if (onlyPublic) rows = rows.where("public", "=", true);
  return (await rows.orderBy("added_at").orderBy("id").execute()) as EventMaterial[];
}

/** Inserts a material. */
export async function insertMaterial(
  ctx: Ctx,
  row: Omit<Insertable<Tables["events_materials"]>, "region_id">,
): Promise<void> {
  await insertInto(ctx, "events_materials", row).execute();
}

/** Deletes a material of an event; returns it, or undefined when there was none. */
export async function deleteMaterial(
  ctx: Ctx,
  event: string,
  id: string,
): Promise<EventMaterial | undefined> {
  const row = await deleteFrom(ctx, "events_materials")
    .where("event_id", "=", event)
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? undefined : (row as EventMaterial);
}
