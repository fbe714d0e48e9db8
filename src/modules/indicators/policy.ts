import { definePolicy, type GrantLine } from "#base/policy.ts";
import { projectPolicy } from "#modules/projects/index.ts";

const system: GrantLine = { who: "system" };
const centre: GrantLine = { who: { role: ["operator", "administrator"], at: "region" } };
const head: GrantLine = { who: { role: ["head"], at: "region" } };
const coordinators: GrantLine = { who: { role: ["coordinator"], at: { territory: "place_id" } } };
/** Roles of the rule `approve`. */
export const approvers = ["operator", "administrator", "head", "coordinator"] as const;
const managers: readonly GrantLine[] = [
  { who: { role: ["nko"], at: { organisation: "organisation_id" } }, where: { kind: "project" } },
  { who: { own: "author_id" } },
];

/**
 * Who may do what to the indicators of a project; the row is the project's, with `place_id` where
 * a fact is entered. Whoever may read a project may read its indicators.
 */
export const indicatorPolicy = definePolicy({
  read: projectPolicy.read,
  set: projectPolicy.carry,
  /** A coordinator enters facts of the own municipality only. */
  enter: [centre, ...managers, coordinators, system],
  /** Reads entries, their files, and who entered them. */
  readEntry: [centre, head, ...managers, coordinators, system],
  /** The second person; never the one who entered it. */
  approve: [centre, head, coordinators, system],
  /** The list of waiting entries; each entry is checked by the rule above. */
  waiting: [
    { who: { role: ["coordinator"], at: "anywhere" } },
    { who: { role: ["head", "operator", "administrator"], at: "region" } },
    system,
  ],
  lock: [centre, head, system],
  report: projectPolicy.carry,
  /** All boards at once, of projects that guests do not see too. */
  overview: [
    { who: { role: ["head", "funder", "operator", "administrator"], at: "region" } },
    system,
  ],
  /** The public report of the centre's year. */
  reportYear: [centre, head, system],
});
