/** Scenario of each incident up to now, and the number of each by municipality. */
import type { MunicipalityCode } from "../borders.ts";

export type ScenarioName =
  | "new"
  | "confirmed"
  | "routed"
  | "routed-late"
  | "acknowledged"
  | "acknowledged-late"
  | "interim"
  | "final"
  | "claimed"
  | "refuted"
  | "refuted-twice"
  | "refuted-then-verified"
  | "verified"
  | "verified-by-author"
  | "reopened"
  | "planned"
  | "rejected"
  | "withdrawn"
  | "merged"
  | "unmerged";

/** Incidents by course, the hand-written stars included. */
export const SCENARIO_COUNTS: Readonly<
  Record<MunicipalityCode, Partial<Record<ScenarioName, number>>>
> = {
  kedrinsky: {
    verified: 10,
    "verified-by-author": 2,
    "refuted-then-verified": 1,
    claimed: 1,
    final: 1,
    interim: 1,
    acknowledged: 1,
    planned: 1,
  },
  tikhoborsky: {
    verified: 7,
    "verified-by-author": 1,
    "refuted-then-verified": 2,
    claimed: 1,
    interim: 1,
    acknowledged: 1,
    "routed-late": 1,
    new: 1,
    planned: 1,
  },
  sinegorsk: {
    verified: 18,
    "verified-by-author": 2,
    "refuted-then-verified": 3,
    claimed: 4,
    final: 2,
    interim: 3,
    acknowledged: 2,
    "routed-late": 1,
    confirmed: 1,
    new: 2,
    rejected: 1,
    withdrawn: 1,
    merged: 1,
  },
  staromostsky: {
    verified: 9,
    "refuted-then-verified": 1,
    claimed: 2,
    interim: 2,
    acknowledged: 1,
    rejected: 1,
  },
  poroginsky: {
    verified: 8,
    "refuted-then-verified": 2,
    claimed: 1,
    refuted: 1,
    "acknowledged-late": 2,
    "routed-late": 2,
    interim: 1,
    new: 1,
  },
  yasnogrivsky: {
    verified: 6,
    "verified-by-author": 1,
    claimed: 1,
    "routed-late": 1,
    acknowledged: 1,
    interim: 1,
    withdrawn: 1,
  },
  dalnebrodsky: {
    verified: 4,
    "refuted-then-verified": 1,
    claimed: 1,
    refuted: 1,
    "routed-late": 1,
    "acknowledged-late": 1,
    interim: 1,
    planned: 1,
  },
  losevezhsky: {
    verified: 4,
    claimed: 1,
    "routed-late": 1,
    "acknowledged-late": 1,
    interim: 1,
    routed: 1,
  },
  zarechinsky: {
    verified: 6,
    "refuted-then-verified": 1,
    "refuted-twice": 1,
    refuted: 1,
    claimed: 2,
    "acknowledged-late": 3,
    "routed-late": 2,
    interim: 1,
    planned: 1,
  },
  dolgomost: {
    verified: 14,
    "refuted-then-verified": 2,
    reopened: 2,
    refuted: 2,
    claimed: 5,
    final: 1,
    interim: 3,
    acknowledged: 1,
    "acknowledged-late": 4,
    routed: 1,
    "routed-late": 5,
    confirmed: 1,
    new: 3,
    planned: 1,
    rejected: 1,
    merged: 2,
    unmerged: 1,
  },
  mshinetsky: {
    verified: 3,
    claimed: 1,
    "acknowledged-late": 2,
    "routed-late": 2,
    interim: 1,
    refuted: 1,
  },
  verkhnelipsky: { verified: 1, routed: 1 },
};

/** First and last day on which an incident of this course may have begun. */
export const START_RANGES: Readonly<Record<ScenarioName, readonly [string, string]>> = {
  new: ["2026-05-30", "2026-05-30"],
  confirmed: ["2026-05-28", "2026-05-29"],
  routed: ["2026-05-27", "2026-05-29"],
  "routed-late": ["2026-04-20", "2026-05-14"],
  acknowledged: ["2026-05-20", "2026-05-27"],
  "acknowledged-late": ["2026-04-02", "2026-05-11"],
  interim: ["2026-05-12", "2026-05-22"],
  final: ["2026-05-04", "2026-05-19"],
  claimed: ["2026-05-06", "2026-05-20"],
  refuted: ["2026-04-22", "2026-05-12"],
  "refuted-twice": ["2026-04-10", "2026-05-05"],
  "refuted-then-verified": ["2026-02-02", "2026-04-26"],
  verified: ["2026-02-01", "2026-05-12"],
  "verified-by-author": ["2026-02-10", "2026-05-10"],
  reopened: ["2026-03-20", "2026-04-14"],
  planned: ["2026-02-20", "2026-05-12"],
  rejected: ["2026-03-01", "2026-05-14"],
  withdrawn: ["2026-03-01", "2026-05-16"],
  merged: ["2026-02-03", "2026-05-20"],
  unmerged: ["2026-05-12", "2026-05-22"],
};
