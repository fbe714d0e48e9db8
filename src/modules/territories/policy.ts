import { definePolicy } from "#base/policy.ts";

/** Everyone may see the places of a region; who keeps its gazetteer may change them. */
export const territoryPolicy = definePolicy({
  read: [{ who: "anyone" }],
  edit: [{ who: { role: ["administrator", "operator"], at: "region" } }, { who: "system" }],
});
