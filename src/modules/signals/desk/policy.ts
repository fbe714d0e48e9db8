import { definePolicy } from "#base/policy.ts";

/**
 * Who sorts messages at the desk: coordinators those of their municipalities, operators all, also
 * those whose municipality nobody knows yet: a stranger's telephone is not for every coordinator.
 */
export const deskPolicy = definePolicy({
  /** Has a desk at all; what lies on it is `sort`'s affair. */
  enter: [
    { who: { role: ["coordinator", "operator", "administrator"], at: "anywhere" } },
    { who: "system" },
  ],
  sort: [
    { who: { role: ["operator", "administrator"], at: "region" } },
    { who: { role: ["coordinator"], at: { territory: "municipality_id" } } },
    { who: "system" },
  ],
});
