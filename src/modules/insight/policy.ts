import { definePolicy } from "#base/policy.ts";

/** Figures are for everybody; the styleguide is for administrators. */
export const insightPolicy = definePolicy({
  read: [{ who: "anyone" }],
  styleguide: [{ who: { role: ["administrator"], at: "region" } }],
});
