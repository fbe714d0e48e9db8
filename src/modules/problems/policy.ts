import { definePolicy, type GrantLine } from "#base/policy.ts";

const operators: GrantLine = { who: { role: ["operator", "administrator"], at: "region" } };
const coordinators: GrantLine = {
  who: { role: ["coordinator"], at: { territory: "municipality_id" } },
};
const specialists: GrantLine = { who: { role: ["specialist"], at: { organisation: "body_id" } } };

/** The rules of the module; each gives both the check of one row and the condition over rows. */
export const problemPolicy = definePolicy({
  read: [
    { who: "anyone", where: { public: true } },
    { who: { role: ["operator", "administrator", "head", "editor"], at: "region" } },
    coordinators,
    specialists,
    { who: "system" },
  ],
  /** Everything that a coordinator decides: confirm, route, hand over, plan, merge, reject. */
  handle: [operators, coordinators, { who: "system" }],
  /** A body may hand over what is not its own; the deadline stays. */
  handOver: [operators, coordinators, specialists, { who: "system" }],
  /** The body's part: acknowledge, answer, claim. */
  respond: [specialists, { who: "system" }],
  /** Work for a later day is the body's to plan, and the coordinator's while no body has it. */
  plan: [
    specialists,
    { ...operators, where: { body_id: null } },
    { ...coordinators, where: { body_id: null } },
    { who: "system" },
  ],
  /** Someone who belongs to the body never checks its work, whatever other role they hold. */
  verify: [
    { ...operators, unless: { tiedTo: "body_id" } },
    { ...coordinators, unless: { tiedTo: "body_id" } },
    { who: "system" },
  ],
  /** Has an inbox, or a walk of checks, at all; what lies there is the affair of the lines above. */
  inbox: [{ who: { role: ["specialist"], at: "anywhere" } }],
  walk: [{ who: { role: ["coordinator", "operator", "administrator"], at: "anywhere" } }],
  withdraw: [operators, coordinators, { who: "system" }],
});
