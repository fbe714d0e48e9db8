import { defineLifecycle } from "#base/lifecycle.ts";
import { conflict, invalidField } from "#base/refusal.ts";

/** Whose action a stage waits for. */
export type ProblemStageOwner = "coordinator" | "body";

const unfinishedStages = [
  "new",
  "confirmed",
  "routed",
  "acknowledged",
  "answered-interim",
  "answered",
  "claimed",
  "refuted",
  "planned",
] as const;

/**
 * The life of a problem. Every stage that is not the end has an owner and a timer;
 * the body's claim (`claimed`) never ends it, only an independent check does.
 */
export const lifecycle = defineLifecycle("problems", {
  stages: {
    new: { owner: "coordinator", timer: "confirm" },
    confirmed: { owner: "coordinator", timer: "route" },
    routed: { owner: "body", timer: "react" },
    acknowledged: { owner: "body", timer: "answer" },
    "answered-interim": { owner: "body", timer: "promise" },
    answered: { owner: "coordinator", timer: "judge" },
    claimed: { owner: "coordinator", timer: "verify" },
    refuted: { owner: "body", timer: "redo" },
    planned: { owner: "body", timer: "plan" },
    verified: { final: true },
    explained: { final: true },
    rejected: { final: true },
    withdrawn: { final: true },
    merged: { final: true },
  },
  moves: {
    confirm: { from: ["new"], to: "confirmed" },
    route: { from: ["new", "confirmed"], to: "routed" },
    reroute: {
      from: ["routed", "acknowledged", "answered-interim", "answered", "refuted", "planned"],
      to: "routed",
    },
    acknowledge: { from: ["routed"], to: "acknowledged" },
    "answer-interim": {
      from: ["routed", "acknowledged", "answered-interim", "refuted"],
      to: "answered-interim",
    },
    answer: {
      from: ["routed", "acknowledged", "answered-interim", "refuted", "planned"],
      to: "answered",
    },
    claim: {
      from: ["routed", "acknowledged", "answered-interim", "answered", "refuted", "planned"],
      to: "claimed",
    },
    accept: { from: ["answered"], to: "explained" },
    verify: { from: ["claimed", "answered"], to: "verified" },
    refute: { from: ["claimed", "answered"], to: "refuted" },
    plan: {
      from: ["routed", "acknowledged", "answered-interim", "answered", "refuted"],
      to: "planned",
    },
    wake: { from: ["planned"], to: "acknowledged" },
    reject: {
      from: [
        "new",
        "confirmed",
        "routed",
        "acknowledged",
        "answered-interim",
        "answered",
        "refuted",
        "planned",
      ],
      to: "rejected",
    },
    withdraw: {
      from: unfinishedStages,
      to: "withdrawn",
    },
    merge: {
      from: unfinishedStages,
      to: "merged",
    },
    reopen: { from: ["verified", "explained", "rejected", "withdrawn"], to: "routed" },
  },
});

export type ProblemStage = keyof typeof lifecycle.stages;
export type ProblemTransitionName = keyof typeof lifecycle.transitions;
export const stages = Object.keys(lifecycle.stages) as [ProblemStage, ...ProblemStage[]];
export const openStages = stages.filter((stage) => !lifecycle.isFinal(stage));

/** Returns the timer of a stage; null for a final one. */
export function stageTimer(stage: ProblemStage): string | null {
  const definition = lifecycle.stages[stage];
  return definition.final === true ? null : definition.timer;
}

export const urgencies = ["normal", "important", "danger"] as const;
export type ProblemUrgency = (typeof urgencies)[number];

export const answerKinds = ["interim", "final", "claim"] as const;
export type ProblemAnswerKind = (typeof answerKinds)[number];

export const rejectReasons = [
  "not-ours",
  "no-place",
  "private-dispute",
  "not-a-problem",
  "nothing-found",
] as const;
export type ProblemRejectReason = (typeof rejectReasons)[number];

/** Returns the earliest moment of a fix after which a problem that is back at `at` is chronic. */
export function chronicCutoff(at: Date, { chronicMonths }: { chronicMonths: number }): Date {
  const since = new Date(at);
  since.setUTCMonth(since.getUTCMonth() - chronicMonths);
  return since;
}

/** Named steps of escalation; each refutation or missed deadline goes one higher. */
export const maxEscalation = 3;

/** What the rules look at; the row of the table has more. */
export type ProblemState = {
  stage: ProblemStage;
  body_id: string | null;
  escalation: number;
  refuted_count: number;
  reopened_count: number;
  timer_started_at: Date | null;
  stage_before_merge: string | null;
  routed_at: Date | null;
  confirmed_at: Date | null;
  reacted_at: Date | null;
  answered_at: Date | null;
};

/** The columns that a change of stage writes. */
export type ProblemStagePatch = {
  stage: ProblemStage;
  stage_since: Date;
  timer: string | null;
  timer_started_at: Date | null;
  overdue_since: null;
  closed_at: Date | null;
  escalation?: number;
  refuted_count?: number;
  reopened_count?: number;
  stage_before_merge?: ProblemStage;
  confirmed_at?: Date;
  routed_at?: Date;
  reacted_at?: Date | null;
  answered_at?: Date | null;
  claimed_at?: Date;
  verified_at?: Date;
};

/**
 * Computes every change of stage: the next stage, its clock and timestamps, as columns to save.
 * Throws a conflict when the stage does not allow the transition.
 */
export function applyTransition(
  problem: ProblemState,
  name: ProblemTransitionName,
  at: Date,
): ProblemStagePatch {
  const stage = lifecycle.transition(problem.stage, name);
  const target = name === "reopen" && problem.body_id === null ? "confirmed" : stage;
  return {
    ...enterStage(target, timerStart(problem, name, at), at),
    ...timestampsFor(problem, name, at),
    ...(name === "refute" && { refuted_count: problem.refuted_count + 1 }),
    ...(name === "reopen" && { reopened_count: problem.reopened_count + 1 }),
    ...((name === "refute" || name === "reopen") && {
      escalation: nextEscalation(problem.escalation),
    }),
    ...(name === "merge" && { stage_before_merge: problem.stage }),
  };
}

/** Computes the undo of a merge: the stage before it, the clock running from the start it had. */
export function applyUnmerge(problem: ProblemState, at: Date): ProblemStagePatch {
  const before = stages.find((stage) => stage === problem.stage_before_merge);
  if (problem.stage !== "merged" || before === undefined) throw conflict("problems.not-merged");
  return enterStage(before, problem.timer_started_at ?? at, at);
}

/** Returns the next step of escalation, at most the highest. */
export const nextEscalation = (escalation: number) => Math.min(escalation + 1, maxEscalation);

function enterStage(target: ProblemStage, timerStartedAt: Date, at: Date): ProblemStagePatch {
  const final = lifecycle.isFinal(target);
  return {
    stage: target,
    stage_since: at,
    timer: stageTimer(target),
    timer_started_at: target === "merged" || !final ? timerStartedAt : null,
    overdue_since: null,
    closed_at: final ? at : null,
  };
}

/** Returns the start of the clock: a body that hands over or confirms receipt gains no time. */
function timerStart(problem: ProblemState, name: ProblemTransitionName, at: Date): Date {
  if (name === "reroute" || name === "acknowledge") return problem.routed_at ?? at;
  if (name === "merge") return problem.timer_started_at ?? at;
  return at;
}

function timestampsFor(
  problem: ProblemState,
  name: ProblemTransitionName,
  at: Date,
): Partial<ProblemStagePatch> {
  const isBodyAction =
    name === "acknowledge" ||
    name === "answer-interim" ||
    name === "answer" ||
    name === "claim" ||
    name === "plan";
  return {
    ...((name === "confirm" || name === "route") && { confirmed_at: problem.confirmed_at ?? at }),
    // The moment of the first routing stays when a problem is handed over; a re-opened one starts anew.
    ...(name === "route" && { routed_at: at }),
    ...(name === "reopen" &&
      problem.body_id !== null && { routed_at: at, reacted_at: null, answered_at: null }),
    ...(isBodyAction && { reacted_at: problem.reacted_at ?? at }),
    ...((name === "answer" || name === "claim") && { answered_at: problem.answered_at ?? at }),
    ...(name === "claim" && { claimed_at: at }),
    ...(name === "verify" && { verified_at: at }),
  };
}

/** Refuses a date that is not after today or lies more than three years ahead, at the given field. */
export function requireFutureDate(
  date: string,
  { today, field }: { today: string; field: "promisedFor" | "plannedFor" },
): void {
  const limit = `${Number(today.slice(0, 4)) + 3}${today.slice(4)}`;
  const wrong = date <= today ? "problems.date-past" : "problems.date-far";
  if (date <= today || date > limit) throw invalidField(field, wrong);
}

/** Formats a number, «К-2026-00417» with a Cyrillic letter; the series begins anew each year. */
export function formatProblemNumber(year: string, n: number): string {
  return `\u041a-${year}-${String(n).padStart(5, "0")}`;
}
