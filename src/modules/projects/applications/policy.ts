import { definePolicy, type Line } from "#base/policy.ts";
import { funders } from "../policy.ts";

const centre: Line = { who: { role: ["operator", "administrator"], at: "region" } };
const helpers: Line[] = [
  { who: { role: ["consultant"], at: "region" } },
  { who: { role: ["coordinator"], at: { territory: "municipality_id" } } },
];
const organisation: Line = { who: { role: ["nko"], at: { organisation: "organisation_id" } } };
/** Accounts that write the project; the column is joined in for the reader. */
const authors: Line = { who: { own: "author_id" } };
/** Assigned to review it; whoever came to belong to the applicant since no longer may. */
const reviewer: Line = { who: { own: "reviewer_id" }, unless: { tiedTo: "organisation_id" } };
const system: Line = { who: "system" };

/** Who may do what to an application; the row is the application with its project's columns. */
export const applicationPolicy = definePolicy({
  read: [
    centre,
    { who: { role: ["head"], at: "region" } },
    funders,
    ...helpers,
    organisation,
    authors,
    reviewer,
    system,
  ],
  write: [centre, ...helpers, organisation, authors, system],
  /** Sends it, takes it back and enters the decision: those who answer for the project. */
  send: [centre, organisation, authors, system],
  /** Chooses reviewers, and whether authors see their names. */
  assign: [centre, system],
  review: [reviewer],
  /** Has applications to review at all. */
  reviews: [{ who: { role: ["reviewer"], at: "region" } }],
});

/** Forms of contests and calls for applications. */
export const contestPolicy = definePolicy({
  read: [{ who: "anyone" }],
  keep: [centre, system],
});
