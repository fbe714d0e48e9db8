import { definePolicy } from "#base/policy.ts";

/** Who sees what a region's models are worth, and who puts one into use or out of it. */
export const modelPolicy = definePolicy({
  see: [{ who: { role: ["operator", "administrator"], at: "region" } }, { who: "system" }],
  manage: [{ who: { role: ["administrator"], at: "region" } }, { who: "system" }],
});
