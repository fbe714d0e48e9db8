/**
 * THE ordered list of modules. A module imports only those before it, and only through their
 * `index.ts`; what an earlier module reports to a later one is a fact in the journal.
 */
export const moduleNames = [
  "territories",
  "people",
  "organisations",
  "forms",
  "triage",
  "problems",
  "signals",
  "events",
  "consultations",
  "projects",
  "indicators",
  "insight",
] as const;

export type ModuleName = (typeof moduleNames)[number];
