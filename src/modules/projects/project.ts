import { defineLifecycle } from "#base/lifecycle.ts";
import { conflict, invalid, invalidField } from "#base/refusal.ts";
import { dateOfDay, dayNumber, localDate } from "#base/time/local-time.ts";

export const projectKinds = ["project", "year-plan"] as const;
export type ProjectKind = (typeof projectKinds)[number];

/** Who must act next: the team, the funder, or the centre. */
export type ProjectStageOwner = "team" | "funder" | "centre";

/**
 * The lifecycle of a project. Not supported is not final: the application can be revised. The plan
 * of the centre's year starts at implementation.
 */
export const projectLifecycle = defineLifecycle("projects", {
  stages: {
    idea: { owner: "team", timer: "project-shape" },
    concept: { owner: "team", timer: "project-write" },
    application: { owner: "team", timer: "project-submit" },
    submitted: { owner: "funder", timer: "project-decide" },
    "not-supported": { owner: "team", timer: "project-mend" },
    supported: { owner: "team", timer: "project-begin" },
    implementation: { owner: "team", timer: "project-end" },
    reported: { owner: "centre", timer: "project-accept" },
    closed: { final: true },
    withdrawn: { final: true },
  },
  moves: {
    shape: { from: ["idea"], to: "concept" },
    apply: { from: ["concept", "not-supported"], to: "application" },
    /** The team gives up the contest: back to the concept, nothing is lost. */
    shelve: { from: ["application", "not-supported"], to: "concept" },
    submit: { from: ["application"], to: "submitted" },
    /** Withdrawn before the decision, to be corrected and submitted again. */
    recall: { from: ["submitted"], to: "application" },
    support: { from: ["submitted"], to: "supported" },
    decline: { from: ["submitted"], to: "not-supported" },
    /** A project can also be implemented with the team's own means. */
    begin: { from: ["supported", "concept"], to: "implementation" },
    report: { from: ["implementation"], to: "reported" },
    "return-report": { from: ["reported"], to: "implementation" },
    close: { from: ["reported"], to: "closed" },
    withdraw: {
      from: [
        "idea",
        "concept",
        "application",
        "submitted",
        "not-supported",
        "supported",
        "implementation",
      ],
      to: "withdrawn",
    },
  },
});

export type ProjectStage = keyof typeof projectLifecycle.stages;
export type ProjectTransition = keyof typeof projectLifecycle.transitions;
export const projectStages = Object.keys(projectLifecycle.stages) as [
  ProjectStage,
  ...ProjectStage[],
];
export const projectTransitions = Object.keys(projectLifecycle.transitions) as [
  ProjectTransition,
  ...ProjectTransition[],
];

/** The stages of the centre's year. */
const yearPlanStages: readonly ProjectStage[] = [
  "implementation",
  "reported",
  "closed",
  "withdrawn",
];

/** Default days of each stage when the region's rules set none. */
const defaultTermDays: Record<string, number> = {
  "project-shape": 60,
  "project-write": 60,
  "project-submit": 30,
  "project-decide": 60,
  "project-mend": 30,
  "project-begin": 30,
  "project-end": 365,
  "project-accept": 30,
};

/** Returns the timer of a stage; null for final stages. */
export function stageTimer(stage: ProjectStage): string | null {
  const definition = projectLifecycle.stages[stage];
  return definition.final === true ? null : definition.timer;
}

/** Returns the last day of a timer started on `from`, by its default term. */
export function defaultDueDate(timer: string, from: string): string {
  return addDays(from, defaultTermDays[timer] ?? 30);
}

/** Returns the day, «YYYY-MM-DD», that is `days` after another. */
export function addDays(day: string, days: number): string {
  return dateOfDay(dayNumber(localDate(day)) + days);
}

/**
 * Returns the next stage; throws a conflict when the stage, or the kind, does not allow the
 * transition.
 */
export function applyTransition(
  project: { kind: ProjectKind; stage: ProjectStage },
  name: ProjectTransition,
): ProjectStage {
  const next = projectLifecycle.transition(project.stage, name);
  if (project.kind === "project" || yearPlanStages.includes(next)) return next;
  throw conflict("projects.stage-forbids", { values: { stage: project.stage, move: name } });
}

/** Lists the transitions available to a project of this kind at this stage. */
export function availableTransitions(project: {
  kind: ProjectKind;
  stage: ProjectStage;
}): ProjectTransition[] {
  return projectLifecycle
    .transitionsFrom(project.stage)
    .filter(
      (name) =>
        project.kind === "project" ||
        yearPlanStages.includes(projectLifecycle.transitions[name].to as ProjectStage),
    );
}

/** Lists the stages implied by this one: a concept implies an idea. */
export function stagesReachedAt({
  kind,
  stage,
}: {
  kind: ProjectKind;
  stage: ProjectStage;
}): ProjectStage[] {
  if (kind === "year-plan" || stage === "idea" || stage === "withdrawn") return [stage];
  return stage === "concept" ? ["idea", stage] : ["idea", "concept", stage];
}

/**
 * Formats a project's number: «П-2026-0031», with a Cyrillic letter; the sequence restarts each
 * year.
 */
export function formatProjectNumber(year: string, n: number): string {
  return `\u041f-${year}-${String(n).padStart(4, "0")}`;
}

/** Directions of public initiatives; a contest has its own beside them. */
export const projectDirections = [
  "civil-society",
  "territories",
  "social-support",
  "health",
  "family",
  "youth",
  "education",
  "culture",
  "history",
  "human-rights",
  "ecology",
  "safety",
  "peace",
  "sport",
  "talents",
] as const;
export type ProjectDirection = (typeof projectDirections)[number];

/** Kinds of activities; the first nine can be announced as events. */
export const activityKinds = [
  "conference",
  "seminar",
  "webinar",
  "round-table",
  "discussion",
  "sitting",
  "open-door-day",
  "visit",
  "internship",
  "consultations",
  "mailing",
  "study",
  "collection",
  "publication",
  "purchase",
  "work",
  "other",
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** Articles of a budget, in the order of its table. */
export const costArticles = [
  "salary",
  "fees",
  "contributions",
  "rent",
  "equipment",
  "materials",
  "travel",
  "events",
  "publishing",
  "services",
  "taxes",
  "other",
] as const;
export type CostArticle = (typeof costArticles)[number];

export const riskLikelihoods = ["low", "middle", "high"] as const;
export type RiskLikelihood = (typeof riskLikelihoods)[number];

export const originKinds = ["problem", "cluster", "study"] as const;
export type OriginKind = (typeof originKinds)[number];

export const occurrenceStates = ["planned", "done", "cancelled"] as const;

/** `due`: its range has begun and is not over; `overdue`: it is over and nothing was recorded. */
export type OccurrenceProgress = "done" | "cancelled" | "overdue" | "due" | "coming";

/** Returns the progress of an occurrence on a day. */
export function occurrenceProgress(
  occurrence: {
    state: (typeof occurrenceStates)[number];
    planned_from: string;
    planned_to: string;
  },
  today: string,
): OccurrenceProgress {
  if (occurrence.state !== "planned") return occurrence.state;
  if (occurrence.planned_to < today) return "overdue";
  return occurrence.planned_from <= today ? "due" : "coming";
}

export type CostAmounts = {
  quantity: number;
  price: number;
  from_grant: number;
  from_own: number;
  from_partners: number;
};

/** Returns quantity × price in kopecks, rounded to a whole one. */
export const costTotal = (cost: Pick<CostAmounts, "quantity" | "price">): number =>
  Math.round(cost.quantity * cost.price);

/** Returns by how many kopecks the payers exceed (above zero) or fall short of the row's cost. */
export const costGap = (cost: CostAmounts): number =>
  cost.from_grant + cost.from_own + cost.from_partners - costTotal(cost);

export type BudgetTotals = { total: number; grant: number; own: number; partners: number };

/** Returns the sums of a budget in kopecks. */
export function budgetTotals(costs: readonly CostAmounts[]): BudgetTotals {
  const sum = (amount: (cost: CostAmounts) => number) =>
    costs.reduce((all, cost) => all + amount(cost), 0);
  return {
    total: sum(costTotal),
    grant: sum((cost) => cost.from_grant),
    own: sum((cost) => cost.from_own),
    partners: sum((cost) => cost.from_partners),
  };
}

type ProjectDates = { starts_on: string | null; ends_on: string | null };

/** Throws an error at the last day when it is before the first. */
export function requireDateOrder(span: ProjectDates, field: string): void {
  const { starts_on: from, ends_on: to } = span;
  if (from === null || to === null || from <= to) return;
  throw invalidField(field, "projects.end-before-start");
}

/**
 * Throws an error at the field when planned dates are outside the project's own, if those are
 * known.
 */
export function requireWithinProject(
  project: ProjectDates,
  span: { from: string; to: string },
): void {
  const { starts_on: first, ends_on: last } = project;
  const fields: Record<string, string> = {};
  if (first !== null && span.from < first) fields["startsOn"] = "projects.before-project";
  if (last !== null && span.to > last) fields["endsOn"] = "projects.after-project";
  if (Object.keys(fields).length === 0) return;
  throw invalid("projects.outside-project", {
    fields,
    values: { first: first ?? "", last: last ?? "" },
  });
}
