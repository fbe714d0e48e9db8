import { definePolicy, type Line } from "#base/policy.ts";

const operators: Line = { who: { role: ["operator", "administrator"], at: "region" } };
const coordinators: Line = {
  who: { role: ["coordinator"], at: { territory: "municipality_id" } },
};
/** A message of no known place is anybody's to place. */
const unplaced: Line = {
  who: { role: ["coordinator"], at: "anywhere" },
  where: { municipality_id: null },
};

/** Who may do what to a residents' message; its author comes by the private link, not by a role. */
export const signalPolicy = definePolicy({
  read: [operators, coordinators, unplaced, { who: "system" }],
  /** Everything decided at the desk: open, join, put aside, answer. */
  handle: [operators, coordinators, unplaced, { who: "system" }],
  /** Bringing messages in: programs with a key, imports, notes of a telephone call. */
  receive: [
    { who: { role: ["connector", "operator", "administrator"], at: "region" } },
    { who: { role: ["coordinator"], at: "anywhere" } },
    { who: "system" },
  ],
});
