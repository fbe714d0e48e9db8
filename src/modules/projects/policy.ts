import { definePolicy, type GrantLine } from "#base/policy.ts";

const centreStaff: GrantLine = { who: { role: ["operator", "administrator"], at: "region" } };
const coordinators: GrantLine = {
  who: { role: ["coordinator"], at: { territory: "municipality_id" } },
};
const consultants: GrantLine = { who: { role: ["consultant"], at: "region" } };
const organisation: GrantLine = { who: { role: ["nko"], at: { organisation: "organisation_id" } } };
/** Accounts that write it; the column is selected for the current actor (`allowed`). */
const authors: GrantLine = { who: { own: "author_id" } };
const system: GrantLine = { who: "system" };
const projectOnly = { where: { kind: "project" } };

/** Funders read projects from submission on, not earlier drafts. */
export const funders: GrantLine = {
  who: { role: ["funder"], at: "region" },
  where: {
    stage: ["submitted", "not-supported", "supported", "implementation", "reported", "closed"],
  },
};

/**
 * Who may do what to a project; the same rules authorize an action and filter rows. The plan of
 * the centre's year is edited by the centre only.
 */
export const projectPolicy = definePolicy({
  read: [
    { who: "anyone", where: { public: true } },
    { who: { role: ["operator", "administrator", "head"], at: "region" } },
    funders,
    consultants,
    coordinators,
    organisation,
    authors,
    system,
  ],
  edit: [
    centreStaff,
    { who: { role: ["head"], at: "region" }, where: { kind: "year-plan" } },
    { ...consultants, ...projectOnly },
    { ...coordinators, ...projectOnly },
    { ...organisation, ...projectOnly },
    authors,
    system,
  ],
  /** Start, report, withdraw: the project's team and the centre. */
  carry: [
    centreStaff,
    { who: { role: ["head"], at: "region" }, where: { kind: "year-plan" } },
    { ...organisation, ...projectOnly },
    authors,
    system,
  ],
  /** Decides whether the report is accepted, and whether the project is public. */
  judge: [
    centreStaff,
    { who: { role: ["head"], at: "region" }, where: { kind: "year-plan" } },
    system,
  ],
  /** Marks occurrences of the calendar plan as done. */
  tick: [
    centreStaff,
    { who: { role: ["head"], at: "region" } },
    { ...consultants, ...projectOnly },
    { ...coordinators, ...projectOnly },
    { ...organisation, ...projectOnly },
    authors,
    system,
  ],
  /** Any account may create a project. */
  open: [{ who: "signed-in" }, system],
  /** The centre's year: months × activities over all the centre's projects. */
  year: [{ who: { role: ["head", "operator", "administrator"], at: "region" } }, system],
  planYear: [{ who: { role: ["head", "operator", "administrator"], at: "region" } }, system],
});
