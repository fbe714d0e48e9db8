import { definePolicy, type GrantLine } from "#base/policy.ts";
import { funders } from "../policy.ts";

const centreStaff: GrantLine = { who: { role: ["operator", "administrator"], at: "region" } };
const consultantsAndCoordinators: GrantLine[] = [
  { who: { role: ["consultant"], at: "region" } },
  { who: { role: ["coordinator"], at: { territory: "municipality_id" } } },
];
const organisation: GrantLine = { who: { role: ["nko"], at: { organisation: "organisation_id" } } };
/** Accounts that write the project; the column is selected for the current actor. */
const authors: GrantLine = { who: { own: "author_id" } };
/** Assigned to review it; a reviewer who has since joined the applicant loses access. */
const reviewer: GrantLine = { who: { own: "reviewer_id" }, unless: { tiedTo: "organisation_id" } };
const system: GrantLine = { who: "system" };

/** Who may do what to an application; the row is the application with its project's columns. */
export const applicationPolicy = definePolicy({
  read: [
    centreStaff,
    { who: { role: ["head"], at: "region" } },
    funders,
    ...consultantsAndCoordinators,
    organisation,
    authors,
    reviewer,
    system,
  ],
  write: [centreStaff, ...consultantsAndCoordinators, organisation, authors, system],
  /**
   * Submits it, withdraws it and records the decision: those who are responsible for the
   * project.
   */
  send: [centreStaff, organisation, authors, system],
  /** Chooses reviewers, and whether authors see their names. */
  assign: [centreStaff, system],
  review: [reviewer],
  /** Has applications to review at all. */
  reviews: [{ who: { role: ["reviewer"], at: "region" } }],
});

/** Forms of contests and calls for applications. */
export const contestPolicy = definePolicy({
  read: [{ who: "anyone" }],
  keep: [centreStaff, system],
});
