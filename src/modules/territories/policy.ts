import { definePolicy, may, type Actor, type GrantLine } from "#base/policy.ts";

const gazetteerEditors: GrantLine = { who: { role: ["administrator", "operator"], at: "region" } };
const systemLine: GrantLine = { who: "system" };

/** Everyone sees the places of a region; gazetteer editors change them. */
export const territoryPolicy = definePolicy({
  read: [{ who: "anyone" }],
  edit: [gazetteerEditors, systemLine],
  /**
   * Local names of the place, its streets and landmarks: edited also by those who read its
   * messages.
   */
  name: [
    gazetteerEditors,
    { who: { role: ["coordinator"], at: { territory: "id" } } },
    { who: { role: ["coordinator"], at: { territory: "parent_id" } } },
    systemLine,
  ],
});

type PlaceRef = { id: string; parentId: string | null };

/** Returns the columns that the policy reads. */
export const toPolicyRow = ({ id, parentId }: PlaceRef) => ({ id, parent_id: parentId });

/** Returns the path where the actor may edit this place's names; undefined without the right. */
export function aliasesAdminPath(actor: Actor, place: PlaceRef): string | undefined {
  if (!may(territoryPolicy, actor, "name", toPolicyRow(place))) return undefined;
  return `/admin/territories/${place.id}`;
}
