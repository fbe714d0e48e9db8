import { defineLifecycle } from "#base/lifecycle.ts";
import { conflict, invalid } from "#base/refusal.ts";
import { dateOfDay, dayNumber, localDate } from "#base/time/local-time.ts";

export const projectKinds = ["project", "year-plan"] as const;
export type ProjectKind = (typeof projectKinds)[number];

/** Who must act next: those who write and carry it out, who gives the money, or the centre. */
export type Owner = "team" | "funder" | "centre";

/**
 * The life of a project. Not supported is not the end: from there it is written anew. The plan of the
 * centre's year lives only from implementation on.
 */
export const life = defineLifecycle("projects", {
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

export type Stage = keyof typeof life.stages;
export type MoveName = keyof typeof life.moves;
export const stages = Object.keys(life.stages) as [Stage, ...Stage[]];
export const moveNames = Object.keys(life.moves) as [MoveName, ...MoveName[]];

/** The stages of the centre's year. */
const yearStages: readonly Stage[] = ["implementation", "reported", "closed", "withdrawn"];

/** Days that each stage is given where the region's rules say nothing. */
const defaultTerms: Record<string, number> = {
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
export function timerOf(stage: Stage): string | null {
  const shape = life.stages[stage];
  return shape.final === true ? null : shape.timer;
}

/** The last day of a timer that began on `from`, by the term a stage has where no rule sets another. */
export function defaultDue(timer: string, from: string): string {
  return addDays(from, defaultTerms[timer] ?? 30);
}

export function addDays(day: string, days: number): string {
  return dateOfDay(dayNumber(localDate(day)) + days);
}

/** The next stage; a conflict says when the stage, or the kind, does not allow the move. */
export function change(project: { kind: ProjectKind; stage: Stage }, name: MoveName): Stage {
  const next = life.move(project.stage, name);
  if (project.kind === "project" || yearStages.includes(next)) return next;
  throw conflict("projects.stage-forbids", { values: { stage: project.stage, move: name } });
}

/** Moves open to a project of this kind at this stage. */
export function movesOf(project: { kind: ProjectKind; stage: Stage }): MoveName[] {
  return life
    .movesFrom(project.stage)
    .filter(
      (name) => project.kind === "project" || yearStages.includes(life.moves[name].to as Stage),
    );
}

/** Stages that a project has reached by arriving at this one: nobody writes a concept without an idea. */
export function reachedBy({ kind, stage }: { kind: ProjectKind; stage: Stage }): Stage[] {
  if (kind === "year-plan" || stage === "idea" || stage === "withdrawn") return [stage];
  return stage === "concept" ? ["idea", stage] : ["idea", "concept", stage];
}

/** «П-2026-0031», with a Cyrillic letter; the series begins anew each year. */
export function projectNumber(year: string, n: number): string {
  return `\u041f-${year}-${String(n).padStart(4, "0")}`;
}

/** Fields of public initiatives; a contest names its own beside them. */
export const directions = [
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
export type Direction = (typeof directions)[number];

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
export const articles = [
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
export type Article = (typeof articles)[number];

export const likelihoods = ["low", "middle", "high"] as const;
export type Likelihood = (typeof likelihoods)[number];

export const rootKinds = ["problem", "cluster", "study"] as const;
export type RootKind = (typeof rootKinds)[number];

export const occasionStates = ["planned", "done", "cancelled"] as const;

/** How an occasion stands today. */
export type OccasionStanding = "done" | "cancelled" | "overdue" | "due" | "coming";

/** `due`: its stretch has begun and is not over; `overdue`: over, and nothing came of it. */
export function standingOf(
  occasion: { state: (typeof occasionStates)[number]; planned_from: string; planned_to: string },
  today: string,
): OccasionStanding {
  if (occasion.state !== "planned") return occasion.state;
  if (occasion.planned_to < today) return "overdue";
  return occasion.planned_from <= today ? "due" : "coming";
}

export type CostSums = {
  quantity: number;
  price: number;
  from_grant: number;
  from_own: number;
  from_partners: number;
};

/** Quantity × price in kopecks, rounded to a whole one. */
export const costTotal = (cost: Pick<CostSums, "quantity" | "price">): number =>
  Math.round(cost.quantity * cost.price);

/** By how many kopecks the payers pay more (above zero) or less than the row costs. */
export const costGap = (cost: CostSums): number =>
  cost.from_grant + cost.from_own + cost.from_partners - costTotal(cost);

export type BudgetTotals = { total: number; grant: number; own: number; partners: number };

/** Sums of a budget in kopecks. */
export function budgetTotals(costs: readonly CostSums[]): BudgetTotals {
  const sum = (amount: (cost: CostSums) => number) =>
    costs.reduce((all, cost) => all + amount(cost), 0);
  return {
    total: sum(costTotal),
    grant: sum((cost) => cost.from_grant),
    own: sum((cost) => cost.from_own),
    partners: sum((cost) => cost.from_partners),
  };
}

type Span = { starts_on: string | null; ends_on: string | null };

/** A last day before the first one is told at the last. */
export function demandOrder(span: Span, field: string): void {
  const { starts_on: from, ends_on: to } = span;
  if (from === null || to === null || from <= to) return;
  throw invalid("projects.end-before-start", { fields: { [field]: "projects.end-before-start" } });
}

/** What is planned must lie within the project's own days, where they are known. */
export function demandWithin(project: Span, span: { from: string; to: string }): void {
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
