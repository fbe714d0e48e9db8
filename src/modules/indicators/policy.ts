import { definePolicy, type Line } from "#base/policy.ts";
import { projectPolicy } from "#modules/projects/index.ts";

const system: Line = { who: "system" };
const centre: Line = { who: { role: ["operator", "administrator"], at: "region" } };
const head: Line = { who: { role: ["head"], at: "region" } };
const here: Line = { who: { role: ["coordinator"], at: { territory: "place_id" } } };
/** Roles that the line of `approve` names. */
export const approvers = ["operator", "administrator", "head", "coordinator"] as const;
const keepers: readonly Line[] = [
  { who: { role: ["nko"], at: { organisation: "organisation_id" } }, where: { kind: "project" } },
  { who: { own: "author_id" } },
];

/**
 * Who may do what to the promises of a project; the row is the project's, with `place_id` where a
 * fact is entered. Whoever may see a project sees what it promised.
 */
export const promisePolicy = definePolicy({
  read: projectPolicy.read,
  set: projectPolicy.carry,
  /** A coordinator enters facts of the own municipality only. */
  enter: [centre, ...keepers, here, system],
  /** Sees what was entered, its file, and who entered it. */
  readEntry: [centre, head, ...keepers, here, system],
  /** The second person; never who entered it. */
  approve: [centre, head, here, system],
  /** What waits for a second person; which of it is the affair of the line above. */
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
