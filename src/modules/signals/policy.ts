import { definePolicy } from "#base/policy.ts";

/** Who brings residents' messages in; an author comes by the private link, the desk has its own policy. */
export const signalPolicy = definePolicy({
  /** Programs with a key, imports, notes of a telephone call. */
  receive: [
    { who: { role: ["connector", "operator", "administrator"], at: "region" } },
    { who: { role: ["coordinator"], at: "anywhere" } },
    { who: "system" },
  ],
  /** A program asks what became of a message. */
  track: [
    { who: { role: ["connector", "operator", "administrator"], at: "region" } },
    { who: "system" },
  ],
});
