import { definePolicy, may, type Actor, type GrantLine } from "#base/policy.ts";

const gazetteerEditors: GrantLine = { who: { role: ["administrator", "operator"], at: "region" } };
const systemLine: GrantLine = { who: "system" };

/** Everyone may see the places of a region; who keeps its gazetteer may change them. */
export const territoryPolicy = definePolicy({
  read: [{ who: "anyone" }],
  edit: [gazetteerEditors, systemLine],
  /** What people call the place, its streets and landmarks: known best to who reads their messages. */
  name: [
    gazetteerEditors,
    { who: { role: ["coordinator"], at: { territory: "id" } } },
    { who: { role: ["coordinator"], at: { territory: "parent_id" } } },
    systemLine,
  ],
});

type PlaceRef = { id: string; parentId: string | null };

/** The columns that the lines above ask of. */
export const toPolicyRow = ({ id, parentId }: PlaceRef) => ({ id, parent_id: parentId });

/** Where the actor may keep the names of this place; undefined for others. */
export function aliasesAdminPath(actor: Actor, place: PlaceRef): string | undefined {
  if (!may(territoryPolicy, actor, "name", toPolicyRow(place))) return undefined;
  return `/admin/territories/${place.id}`;
}
