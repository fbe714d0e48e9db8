import { defineLifecycle } from "#base/lifecycle.ts";
import { conflict, invalid, invalidField } from "#base/refusal.ts";
import { dateOfDay, dayNumber, localDate } from "#base/time/local-time.ts";

export const projectKinds = ["project", "year-plan"] as const;
export type ProjectKind = (typeof projectKinds)[number];

/** Who must act next: those who write and carry it out, who gives the money, or the centre. */
export type ProjectStageOwner = "team" | "funder" | "centre";

/**
 * The life of a project. Not supported is not the end: from there it is written anew. The plan of the
 * centre's year lives only from implementation on.
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
    /** The contest is not for us after all: back to the concept, nothing is lost. */
    shelve: { from: ["application", "not-supported"], to: "concept" },
    submit: { from: ["application"], to: "submitted" },
    /** Taken back before the decision, to be mended and sent again. */
    recall: { from: ["submitted"], to: "application" },
    support: { from: ["submitted"], to: "supported" },
    decline: { from: ["submitted"], to: "not-supported" },
    /** A project may also be carried out by its own means. */
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

/** Days that each stage is given where the region's rules say nothing. */
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

/** The timer of a stage; null at the end of life. */
export function stageTimer(stage: ProjectStage): string | null {
  const definition = projectLifecycle.stages[stage];
  return definition.final === true ? null : definition.timer;
}

/** The last day of a timer that began on `from`, by the term a stage has where no rule sets another. */
export function defaultDueDate(timer: string, from: string): string {
  return addDays(from, defaultTermDays[timer] ?? 30);
}

export function addDays(day: string, days: number): string {
  return dateOfDay(dayNumber(localDate(day)) + days);
}

/** The next stage; a conflict says when the stage, or the kind, does not allow the move. */
export function applyTransition(
  project: { kind: ProjectKind; stage: ProjectStage },
  name: ProjectTransition,
): ProjectStage {
  const next = projectLifecycle.transition(project.stage, name);
  if (project.kind === "project" || yearPlanStages.includes(next)) return next;
  throw conflict("projects.stage-forbids", { values: { stage: project.stage, move: name } });
}

/** Moves open to a project of this kind at this stage. */
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

/** Stages that a project has reached by arriving at this one: nobody writes a concept without an idea. */
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

/** «П-2026-0031», with a Cyrillic letter; the series begins anew each year. */
export function formatProjectNumber(year: string, n: number): string {
  return `\u041f-${year}-${String(n).padStart(4, "0")}`;
}

/** Fields of public initiatives; a contest names its own beside them. */
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

/** What a line of the plan is; the first nine are events that may be announced. */
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

/** How an occasion stands today. */
export type OccurrenceProgress = "done" | "cancelled" | "overdue" | "due" | "coming";

/** `due`: its stretch has begun and is not over; `overdue`: over, and nothing came of it. */
export function occurrenceProgress(
  occasion: { state: (typeof occurrenceStates)[number]; planned_from: string; planned_to: string },
  today: string,
): OccurrenceProgress {
  if (occasion.state !== "planned") return occasion.state;
  if (occasion.planned_to < today) return "overdue";
  return occasion.planned_from <= today ? "due" : "coming";
}

export type CostAmounts = {
  quantity: number;
  price: number;
  from_grant: number;
  from_own: number;
  from_partners: number;
};

/** Quantity × price in kopecks, rounded to a whole one. */
export const costTotal = (cost: Pick<CostAmounts, "quantity" | "price">): number =>
  Math.round(cost.quantity * cost.price);

/** By how many kopecks the payers pay more (above zero) or less than the row costs. */
export const costGap = (cost: CostAmounts): number =>
  cost.from_grant + cost.from_own + cost.from_partners - costTotal(cost);

export type BudgetTotals = { total: number; grant: number; own: number; partners: number };

/** Sums of a budget in kopecks. */
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

/** A last day before the first one is told at the last. */
export function requireDateOrder(span: ProjectDates, field: string): void {
  const { starts_on: from, ends_on: to } = span;
  if (from === null || to === null || from <= to) return;
  throw invalidField(field, "projects.end-before-start");
}

/** What is planned must lie within the project's own days, where they are known. */
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
