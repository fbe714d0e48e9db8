import { definePolicy } from "#base/policy.ts";

/** Figures are for everybody; the parts of the interface are shown to those who keep the house. */
export const insightPolicy = definePolicy({
  read: [{ who: "anyone" }],
  styleguide: [{ who: { role: ["administrator"], at: "region" } }],
});
