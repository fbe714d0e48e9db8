import { z } from "zod";
import { toZoned } from "#base/time/calendar.ts";
import { transact, type Ctx } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict, invalidField } from "#base/refusal.ts";
import { optionalText, requiredText, seenVersion } from "#base/http/fields.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { findOrganisation } from "#modules/organisations/index.ts";
import { catalogue, maskPersonalData } from "#modules/triage/index.ts";
import { transition, type ProblemTransitionChanges } from "./transition.ts";
import { computeDeadlines } from "./deadlines/deadlines.ts";
import { loadAuthorized } from "./load.ts";
import { problemPolicy } from "./policy.ts";
import { problemPriorityScore } from "./score.ts";
import {
  requireFutureDate,
  lifecycle,
  nextEscalation,
  formatProblemNumber,
  rejectReasons,
  stageTimer,
  maxEscalation,
  urgencies,
  type ProblemTransitionName,
} from "./problem.ts";
import {
  requireVersion,
  insertProblem,
  loadProblemForUpdate,
  updateProblem,
  type Problem,
} from "./store.ts";

export const openProblemInput = z.object({
  title: requiredText(160),
  summary: requiredText(4000),
  topic: z.string().refine(isTopic, "problems.unknown-topic"),
  municipalityId: z.uuid(),
  settlementId: z.uuid().optional(),
  address: optionalText(300),
  lat: z.coerce.number().min(-90).max(90).optional(),
  lon: z.coerce.number().min(-180).max(180).optional(),
  urgency: z.enum(urgencies).default("normal"),
});
export type OpenProblemInput = z.input<typeof openProblemInput>;

/** Opens a problem: not yet public, it waits for a confirmation. Personal data is masked. */
export async function openProblem(ctx: Ctx, given: OpenProblemInput): Promise<Problem> {
  const input = openProblemInput.parse(given);
  authorize({
    policy: problemPolicy,
    actor: ctx.actor,
    action: "handle",
    row: { municipality_id: input.municipalityId },
  });
  const at = ctx.now();
  const year = toZoned(at, ctx.region.timeZone).date.slice(0, 4);
  const n = await ctx.app.database.nextNumber(ctx.region.id, `problems-${year}`);
  return transact(ctx, async (tx) => {
    await requireMunicipality(tx, input.municipalityId);
    const id = tx.newId();
    const timer = stageTimer("new");
    const deadlines = await computeDeadlines(tx, {
      timer,
      timer_started_at: at,
      routed_at: null,
      planned_for: null,
      urgency: input.urgency,
      topic: input.topic,
      topic_group: topicGroupOf(input.topic),
    });
    const problem = await insertProblem(tx, {
      region_id: tx.region.id,
      id,
      number: formatProblemNumber(year, n),
      title: maskPersonalData(input.title),
      summary: maskPersonalData(input.summary),
      topic: input.topic,
      topic_group: topicGroupOf(input.topic),
      municipality_id: input.municipalityId,
      settlement_id: input.settlementId ?? null,
      address: maskPersonalData(input.address),
      lat: input.lat ?? null,
      lon: input.lon ?? null,
      urgency: input.urgency,
      stage: "new",
      stage_since: at,
      timer,
      timer_started_at: at,
      opened_at: at,
      ...deadlines,
    });
    startChain(tx, id);
    recordFact(tx, {
      subject: id,
      type: "problem.opened",
      data: {
        topic: problem.topic,
        municipality: problem.municipality_id,
        urgency: problem.urgency,
      },
    });
    return problem;
  });
}

function isTopic(code: string): boolean {
  return catalogue.topics.some((topic) => topic.code === code);
}

function topicGroupOf(code: string): string {
  return catalogue.topics.find((topic) => topic.code === code)?.group ?? "other";
}

async function requireMunicipality(ctx: Ctx, id: string): Promise<void> {
  const territory = await findTerritory(ctx, id);
  if (territory?.kind === "municipality") return;
  throw invalidField("municipalityId", "problems.unknown-municipality");
}

/** Loads and locks a problem, checks rights and version, and applies a transition. */
async function transitionProblem(
  ctx: Ctx,
  key: string,
  name: ProblemTransitionName,
  options: {
    action?: "handle" | "handOver" | "verify";
    version?: number | undefined;
    change?: (
      tx: Ctx,
      problem: Problem,
    ) => Promise<ProblemTransitionChanges> | ProblemTransitionChanges;
  } = {},
): Promise<Problem> {
  return transact(ctx, async (tx) => {
    const problem = await loadProblemForUpdate(tx, key);
    authorize({
      policy: problemPolicy,
      actor: tx.actor,
      action: options.action ?? "handle",
      row: problem,
      read: "read",
    });
    requireVersion(problem, options.version);
    return transition(tx, problem, name, (await options.change?.(tx, problem)) ?? {});
  });
}

/** Confirms a problem: from now on guests see it. */
export function confirmProblem(
  ctx: Ctx,
  key: string,
  options: { version?: number } = {},
): Promise<Problem> {
  return transitionProblem(ctx, key, "confirm", {
    ...options,
    change: () => ({ set: { public: true } }),
  });
}

export const routeProblemInput = z.object({
  bodyId: z.uuid(),
  reason: requiredText(500),
  version: seenVersion,
});
export type RouteProblemInput = z.input<typeof routeProblemInput>;

/** Sends the problem to the body responsible; a problem not yet confirmed is confirmed by it. */
export function routeProblem(ctx: Ctx, key: string, given: RouteProblemInput): Promise<Problem> {
  const input = routeProblemInput.parse(given);
  return transitionProblem(ctx, key, "route", {
    version: input.version,
    change: async (tx) => {
      const to = await resolveBodyChange(tx, input);
      return { ...to, set: { ...to.set, public: true } };
    },
  });
}

/** Hands the problem over to another body; the deadline stays. */
export function rerouteProblem(ctx: Ctx, key: string, given: RouteProblemInput): Promise<Problem> {
  const input = routeProblemInput.parse(given);
  return transitionProblem(ctx, key, "reroute", {
    action: "handOver",
    version: input.version,
    change: async (tx, problem) => {
      if (problem.body_id === input.bodyId) {
        throw conflict("problems.same-body", { fields: { bodyId: "problems.same-body" } });
      }
      const to = await resolveBodyChange(tx, input);
      return { ...to, data: { ...to.data, before: problem.body_id } };
    },
  });
}

async function resolveBodyChange(
  ctx: Ctx,
  input: z.output<typeof routeProblemInput>,
): Promise<ProblemTransitionChanges> {
  const body = await findOrganisation(ctx, input.bodyId);
  if (body === undefined || !body.active) {
    throw invalidField("bodyId", "problems.unknown-body");
  }
  return {
    set: { body_id: input.bodyId, route_reason: input.reason },
    data: { body: input.bodyId },
  };
}

export const clarifyProblemInput = z.object({
  title: requiredText(160).optional(),
  summary: requiredText(4000).optional(),
  topic: z.string().refine(isTopic, "problems.unknown-topic").optional(),
  address: z.string().trim().max(300).optional(),
  urgency: z.enum(urgencies).optional(),
  version: seenVersion,
});

/** The same input as a form sends it: a browser's blank address empties the address. */
export const clarifyProblemForm = clarifyProblemInput.extend({ address: optionalText(300) });

/** Corrects what the problem is or where; its clock follows the new urgency and topic. */
export function clarifyProblem(
  ctx: Ctx,
  key: string,
  given: z.input<typeof clarifyProblemInput>,
): Promise<Problem> {
  const { version, ...input } = clarifyProblemInput.parse(given);
  return transact(ctx, async (tx) => {
    const problem = await loadAuthorized(tx, key, "handle");
    requireVersion(problem, version);
    const set = {
      ...(input.title !== undefined && { title: maskPersonalData(input.title) }),
      ...(input.summary !== undefined && { summary: maskPersonalData(input.summary) }),
      ...(input.address !== undefined && { address: maskPersonalData(input.address) }),
      ...(input.urgency !== undefined && { urgency: input.urgency }),
      ...(input.topic !== undefined && {
        topic: input.topic,
        topic_group: topicGroupOf(input.topic),
      }),
    };
    const next = { ...problem, ...set };
    const deadlines = await computeDeadlines(tx, next);
    const saved = await updateProblem(tx, problem, {
      ...set,
      ...deadlines,
      score: problemPriorityScore(next, tx.now()).score,
    });
    recordFact(tx, {
      subject: problem.id,
      type: "problem.changed",
      data: { fields: Object.keys(set), topic: saved.topic, urgency: saved.urgency },
    });
    return saved;
  });
}

/** Raises the escalation by one step without waiting for the deadline. */
export function escalateProblem(ctx: Ctx, key: string): Promise<Problem> {
  return transact(ctx, async (tx) => {
    const problem = await loadAuthorized(tx, key, "handle");
    if (problem.body_id === null || lifecycle.isFinal(problem.stage))
      throw conflict("problems.nobody-to-ask");
    if (problem.escalation === maxEscalation) throw conflict("problems.top-step");
    const escalation = nextEscalation(problem.escalation);
    const saved = await updateProblem(tx, problem, { escalation });
    recordFact(tx, {
      subject: problem.id,
      type: "problem.escalated",
      data: { step: escalation, because: "person" },
    });
    return saved;
  });
}

export const rejectProblemInput = z.object({
  reason: z.enum(rejectReasons),
  version: seenVersion,
});

/** Ends the problem without a fix, always with a reason that the authors see. */
export function rejectProblem(
  ctx: Ctx,
  key: string,
  given: z.input<typeof rejectProblemInput>,
): Promise<Problem> {
  const input = rejectProblemInput.parse(given);
  return transitionProblem(ctx, key, "reject", {
    version: input.version,
    change: () => ({ set: { reject_reason: input.reason }, data: { reason: input.reason } }),
  });
}

/** Accepts an explanation as the end of the problem, nothing was to be repaired; only for somebody independent. */
export function acceptAnswer(
  ctx: Ctx,
  key: string,
  options: { version?: number } = {},
): Promise<Problem> {
  return transitionProblem(ctx, key, "accept", { ...options, action: "verify" });
}

/** Closes the problem at its author's request; one opened by mistake is hidden from guests as well. */
export function withdrawProblem(
  ctx: Ctx,
  key: string,
  options: { byMistake?: boolean } = {},
): Promise<Problem> {
  const set = options.byMistake === true ? { public: false } : {};
  return transitionProblem(ctx, key, "withdraw", { change: () => ({ set }) });
}

/** Reopens a closed problem: back to the body, one step higher. */
export async function reopenProblem(ctx: Ctx, key: string): Promise<Problem> {
  return transitionProblem(ctx, key, "reopen");
}

export const planProblemInput = z.object({
  plannedFor: z.iso.date("problems.date-missing"),
  version: seenVersion,
});

/** Plans the work for a day; on that day the problem returns to the body by itself. */
export function planProblem(
  ctx: Ctx,
  key: string,
  given: z.input<typeof planProblemInput>,
): Promise<Problem> {
  const input = planProblemInput.parse(given);
  return transact(ctx, async (tx) => {
    const problem = await loadAuthorized(tx, key, "plan");
    requireVersion(problem, input.version);
    const today = tx.today();
    requireFutureDate(input.plannedFor, { today, field: "plannedFor" });
    return transition(tx, problem, "plan", {
      set: { planned_for: input.plannedFor },
      data: { until: input.plannedFor },
    });
  });
}

/** Returns a planned problem to work when its day has come. */
export function wakeProblem(ctx: Ctx, key: string): Promise<Problem> {
  return transitionProblem(ctx, key, "wake", { change: () => ({ set: { planned_for: null } }) });
}
