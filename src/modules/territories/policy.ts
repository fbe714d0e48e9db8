import { definePolicy, may, type Actor, type Line } from "#base/policy.ts";

const keepers: Line = { who: { role: ["administrator", "operator"], at: "region" } };
const house: Line = { who: "system" };

/** Everyone may see the places of a region; who keeps its gazetteer may change them. */
export const territoryPolicy = definePolicy({
  read: [{ who: "anyone" }],
  edit: [keepers, house],
  /** What people call the place, its streets and landmarks: known best to who reads their messages. */
  name: [
    keepers,
    { who: { role: ["coordinator"], at: { territory: "id" } } },
    { who: { role: ["coordinator"], at: { territory: "parent_id" } } },
    house,
  ],
});

type Placed = { id: string; parentId: string | null };

/** The columns that the lines above ask of. */
export const asRow = ({ id, parentId }: Placed) => ({ id, parent_id: parentId });

/** Where the actor may keep the names of this place; undefined for others. */
export function namingPath(actor: Actor, place: Placed): string | undefined {
  if (!may(territoryPolicy, actor, "name", asRow(place))) return undefined;
  return `/admin/territories/${place.id}`;
}
