import { definePolicy } from "#base/policy.ts";

/** Permissions on a region's model versions: who sees their figures, who activates them. */
export const modelPolicy = definePolicy({
  see: [{ who: { role: ["operator", "administrator"], at: "region" } }, { who: "system" }],
  manage: [{ who: { role: ["administrator"], at: "region" } }, { who: "system" }],
});
