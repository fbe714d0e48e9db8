/** Codes that organisations are classified by; their names are in the message catalogues. */

export const legalForms = [
  "autonomous-nko",
  "public-organisation",
  "public-movement",
  "foundation",
  "association",
  "private-institution",
  "state-institution",
  "religious",
  "cossack",
  "indigenous-community",
  "territorial-self-government",
  "owners-partnership",
  "cooperative",
  "company",
  "entrepreneur",
  "authority",
  "not-registered",
  "other",
] as const;
export type LegalForm = (typeof legalForms)[number];

export const activityAreas = [
  "social-support",
  "charity",
  "families",
  "elderly",
  "disability",
  "veterans",
  "health",
  "sport",
  "education",
  "youth",
  "culture",
  "history",
  "ecology",
  "animals",
  "local-self-government",
  "human-rights",
  "civil-society",
  "volunteering",
  "interethnic",
  "religion",
  "safety",
  "addiction",
  "media",
  "tourism",
  "economy",
  "other",
] as const;
export type ActivityArea = (typeof activityAreas)[number];

/** What a resident may need of a service. */
export const needs = [
  "elderly",
  "disability",
  "families",
  "food-clothes",
  "housing",
  "homeless",
  "legal-advice",
  "psychological-help",
  "employment",
  "addiction",
  "violence",
  "migrants",
  "health",
  "learning",
  "leisure",
  "veterans",
  "bereavement",
  "transport",
  "documents",
  "animals",
  "neighbours",
] as const;
export type Need = (typeof needs)[number];

export const prices = ["free", "partly", "paid"] as const;
export type Price = (typeof prices)[number];

/** Roles that somebody has in an organisation for a term. */
export const memberRoles = [
  "chair",
  "deputy",
  "director",
  "secretary",
  "board-member",
  "auditor",
  "accountant",
  "coordinator",
  "member",
] as const;
export type MemberRole = (typeof memberRoles)[number];

/** Read from the first to the second: «is the founder of». */
export const relationKinds = [
  "founder-of",
  "member-of",
  "partner-of",
  "works-at",
  "branch-of",
] as const;
export type RelationKind = (typeof relationKinds)[number];
