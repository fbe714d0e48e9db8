import { z } from "zod";
import { toZoned } from "#base/time/calendar.ts";
import { transact, type Ctx } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import { demand, may } from "#base/policy.ts";
import { conflict, found, invalid } from "#base/refusal.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { findOrganisation } from "#modules/organisations/index.ts";
import { catalogue, maskPersonal } from "#modules/triage/index.ts";
import { advance, computeClock, type Change } from "./transition.ts";
import { loadAllowed } from "./load.ts";
import { problemPolicy } from "./policy.ts";
import { scoreOf } from "./score.ts";
import {
  demandFuture,
  life,
  oneStepUp,
  problemNumber,
  rejectReasons,
  timerOf,
  topStep,
  unmerge,
  urgencies,
  type MoveName,
} from "./problem.ts";
import {
  demandVersion,
  findProblem,
  insertProblem,
  loadForChange,
  moveVoices,
  countVoices,
  returnVoices,
  saveProblem,
  type Problem,
} from "./store.ts";

const text = (most: number) => z.string().trim().min(1).max(most);

export const openInput = z.object({
  title: text(160),
  summary: text(4000),
  topic: z.string().refine(isTopic, "problems.unknown-topic"),
  municipalityId: z.uuid(),
  settlementId: z.uuid().optional(),
  address: z.string().trim().max(300).default(""),
  lat: z.coerce.number().min(-90).max(90).optional(),
  lon: z.coerce.number().min(-180).max(180).optional(),
  urgency: z.enum(urgencies).default("normal"),
});
export type OpenInput = z.input<typeof openInput>;

/** A problem begins: not yet public, waiting for somebody to confirm it. Personal data is masked. */
export async function openProblem(ctx: Ctx, given: OpenInput): Promise<Problem> {
  const input = openInput.parse(given);
  demand({
    policy: problemPolicy,
    actor: ctx.actor,
    action: "handle",
    row: { municipality_id: input.municipalityId },
  });
  const at = ctx.now();
  const year = toZoned(at, ctx.region.timeZone).date.slice(0, 4);
  const n = await ctx.house.database.nextNumber(ctx.region.id, `problems-${year}`);
  return transact(ctx, async (tx) => {
    await demandMunicipality(tx, input.municipalityId);
    const id = tx.newId();
    const timer = timerOf("new");
    const clock = await computeClock(tx, {
      timer,
      timer_started_at: at,
      routed_at: null,
      planned_for: null,
      urgency: input.urgency,
      topic: input.topic,
      topic_group: groupOf(input.topic),
    });
    const problem = await insertProblem(tx, {
      region_id: tx.region.id,
      id,
      number: problemNumber(year, n),
      title: maskPersonal(input.title),
      summary: maskPersonal(input.summary),
      topic: input.topic,
      topic_group: groupOf(input.topic),
      municipality_id: input.municipalityId,
      settlement_id: input.settlementId ?? null,
      address: maskPersonal(input.address),
      lat: input.lat ?? null,
      lon: input.lon ?? null,
      urgency: input.urgency,
      stage: "new",
      stage_since: at,
      timer,
      timer_started_at: at,
      opened_at: at,
      ...clock,
    });
    bornNow(tx, id);
    record(tx, {
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

function groupOf(code: string): string {
  return catalogue.topics.find((topic) => topic.code === code)?.group ?? "other";
}

async function demandMunicipality(ctx: Ctx, id: string): Promise<void> {
  const territory = await findTerritory(ctx, id);
  if (territory?.kind === "municipality") return;
  throw invalid("problems.unknown-municipality", {
    fields: { municipalityId: "problems.unknown-municipality" },
  });
}

/** The five beats of a coordinator's move: load, may I, is it allowed now, save, record. */
async function handle(
  ctx: Ctx,
  key: string,
  name: MoveName,
  options: {
    action?: "handle" | "handOver" | "verify";
    version?: number | undefined;
    change?: (tx: Ctx, problem: Problem) => Promise<Change> | Change;
  } = {},
): Promise<Problem> {
  return transact(ctx, async (tx) => {
    const problem = await loadForChange(tx, key);
    demand({
      policy: problemPolicy,
      actor: tx.actor,
      action: options.action ?? "handle",
      row: problem,
      read: "read",
    });
    demandVersion(problem, options.version);
    return advance(tx, problem, name, (await options.change?.(tx, problem)) ?? {});
  });
}

/** Yes, this is a problem of ours; from here on guests see it. */
export function confirmProblem(
  ctx: Ctx,
  key: string,
  options: { version?: number } = {},
): Promise<Problem> {
  return handle(ctx, key, "confirm", { ...options, change: () => ({ set: { public: true } }) });
}

export const routeInput = z.object({
  bodyId: z.uuid(),
  reason: text(500),
  version: z.coerce.number().int().optional(),
});
export type RouteInput = z.input<typeof routeInput>;

/** Sends the problem to the body responsible; a problem not yet confirmed is confirmed by it. */
export function routeProblem(ctx: Ctx, key: string, given: RouteInput): Promise<Problem> {
  const input = routeInput.parse(given);
  return handle(ctx, key, "route", {
    version: input.version,
    change: async (tx) => {
      const to = await toBody(tx, input);
      return { ...to, set: { ...to.set, public: true } };
    },
  });
}

/** Hands over to another body. The deadline stays: a wrong address is no reason to wait longer. */
export function rerouteProblem(ctx: Ctx, key: string, given: RouteInput): Promise<Problem> {
  const input = routeInput.parse(given);
  return handle(ctx, key, "reroute", {
    action: "handOver",
    version: input.version,
    change: async (tx, problem) => {
      if (problem.body_id === input.bodyId) {
        throw conflict("problems.same-body", { fields: { bodyId: "problems.same-body" } });
      }
      const to = await toBody(tx, input);
      return { ...to, data: { ...to.data, before: problem.body_id } };
    },
  });
}

async function toBody(ctx: Ctx, input: z.output<typeof routeInput>): Promise<Change> {
  const body = await findOrganisation(ctx, input.bodyId);
  if (body === undefined || !body.active) {
    throw invalid("problems.unknown-body", { fields: { bodyId: "problems.unknown-body" } });
  }
  return {
    set: { body_id: input.bodyId, route_reason: input.reason },
    data: { body: input.bodyId },
  };
}

export const clarifyInput = z.object({
  title: text(160).optional(),
  summary: text(4000).optional(),
  topic: z.string().refine(isTopic, "problems.unknown-topic").optional(),
  address: z.string().trim().max(300).optional(),
  urgency: z.enum(urgencies).optional(),
  version: z.coerce.number().int().optional(),
});

/** Corrects what the problem is or where; its clock follows the new urgency and topic. */
export function clarifyProblem(
  ctx: Ctx,
  key: string,
  given: z.input<typeof clarifyInput>,
): Promise<Problem> {
  const { version, ...input } = clarifyInput.parse(given);
  return transact(ctx, async (tx) => {
    const problem = await loadAllowed(tx, key, "handle");
    demandVersion(problem, version);
    const set = {
      ...(input.title !== undefined && { title: maskPersonal(input.title) }),
      ...(input.summary !== undefined && { summary: maskPersonal(input.summary) }),
      ...(input.address !== undefined && { address: maskPersonal(input.address) }),
      ...(input.urgency !== undefined && { urgency: input.urgency }),
      ...(input.topic !== undefined && { topic: input.topic, topic_group: groupOf(input.topic) }),
    };
    const next = { ...problem, ...set };
    const clock = await computeClock(tx, next);
    const saved = await saveProblem(tx, problem, {
      ...set,
      ...clock,
      score: scoreOf(next, tx.now()).score,
    });
    record(tx, {
      subject: problem.id,
      type: "problem.changed",
      data: { fields: Object.keys(set), topic: saved.topic, urgency: saved.urgency },
    });
    return saved;
  });
}

/** Takes the matter one step higher without waiting for the clock. */
export function escalateProblem(ctx: Ctx, key: string): Promise<Problem> {
  return transact(ctx, async (tx) => {
    const problem = await loadAllowed(tx, key, "handle");
    if (problem.body_id === null || life.isFinal(problem.stage))
      throw conflict("problems.nobody-to-ask");
    if (problem.escalation === topStep) throw conflict("problems.top-step");
    const escalation = oneStepUp(problem.escalation);
    const saved = await saveProblem(tx, problem, { escalation });
    record(tx, {
      subject: problem.id,
      type: "problem.escalated",
      data: { step: escalation, because: "person" },
    });
    return saved;
  });
}

export const rejectInput = z.object({
  reason: z.enum(rejectReasons),
  version: z.coerce.number().int().optional(),
});

/** Ends the problem without a fix, always with a reason that the authors are told. */
export function rejectProblem(
  ctx: Ctx,
  key: string,
  given: z.input<typeof rejectInput>,
): Promise<Problem> {
  const input = rejectInput.parse(given);
  return handle(ctx, key, "reject", {
    version: input.version,
    change: () => ({ set: { reject_reason: input.reason }, data: { reason: input.reason } }),
  });
}

/** The explanation answers the matter and nothing was to be repaired; judged by somebody independent. */
export function acceptAnswer(
  ctx: Ctx,
  key: string,
  options: { version?: number } = {},
): Promise<Problem> {
  return handle(ctx, key, "accept", { ...options, action: "verify" });
}

/** The author no longer asks for it; opened by mistake, it is hidden from guests as well. */
export function withdrawProblem(
  ctx: Ctx,
  key: string,
  options: { byMistake?: boolean } = {},
): Promise<Problem> {
  const set = options.byMistake === true ? { public: false } : {};
  return handle(ctx, key, "withdraw", { change: () => ({ set }) });
}

/** «Does not work again»: back to the body, one step higher. */
export async function reopenProblem(ctx: Ctx, key: string): Promise<Problem> {
  return handle(ctx, key, "reopen");
}

export const planInput = z.object({
  plannedFor: z.iso.date("problems.date-missing"),
  version: z.coerce.number().int().optional(),
});

/** Cannot be done now, will be done by a day: that day wakes the problem by itself. */
export function planProblem(
  ctx: Ctx,
  key: string,
  given: z.input<typeof planInput>,
): Promise<Problem> {
  const input = planInput.parse(given);
  return transact(ctx, async (tx) => {
    const problem = await loadAllowed(tx, key, "plan");
    demandVersion(problem, input.version);
    const today = toZoned(tx.now(), tx.region.timeZone).date;
    demandFuture(input.plannedFor, { today, field: "plannedFor" });
    return advance(tx, problem, "plan", {
      set: { planned_for: input.plannedFor },
      data: { until: input.plannedFor },
    });
  });
}

/** The planned day has come: the body must answer again. */
export function wakeProblem(ctx: Ctx, key: string): Promise<Problem> {
  return handle(ctx, key, "wake", { change: () => ({ set: { planned_for: null } }) });
}

export const mergeInput = z.object({ into: z.string().min(1) });

/** Two problems are one trouble: the voices move, the merged one points to the other; can be undone. */
export function mergeProblems(
  ctx: Ctx,
  key: string,
  given: z.input<typeof mergeInput>,
): Promise<Problem> {
  const { into } = mergeInput.parse(given);
  return transact(ctx, async (tx) => {
    // Locked in the order of ids, so that A→B and B→A at once do not wait for each other for ever.
    const source = found(await findProblem(tx, key));
    demandHandle(tx, source);
    const target = await findProblem(tx, into);
    // A problem of others that is not public answers like one that is not there.
    if (target === undefined || !may(problemPolicy, tx.actor, "read", target)) {
      throw invalid("problems.unknown-problem", { fields: { into: "problems.unknown-problem" } });
    }
    if (target.id === source.id) throw conflict("problems.merge-self");
    for (const id of [source.id, target.id].sort()) await loadForChange(tx, id);
    const [problem, other] = [
      await loadForChange(tx, source.id),
      await loadForChange(tx, target.id),
    ];
    for (const row of [problem, other]) demandHandle(tx, row);
    if (other.stage === "merged") throw conflict("problems.merge-into-merged");
    const voices = await moveVoices(tx, problem.id, other.id);
    const merged = await advance(tx, problem, "merge", {
      set: { merged_into: other.id, message_count: 0, author_count: 0 },
      data: { into: other.id, voices },
    });
    await saveProblem(tx, other, await countVoices(tx, other.id));
    record(tx, {
      subject: other.id,
      type: "problem.absorbed",
      data: { other: problem.id, voices: voices.length },
    });
    return merged;
  });
}

/** Takes a merge back: the problem returns to its stage, its voices come home. */
export function unmergeProblem(ctx: Ctx, key: string): Promise<Problem> {
  return transact(ctx, async (tx) => {
    const problem = await loadForChange(tx, key);
    demandHandle(tx, problem);
    const patch = unmerge(problem, tx.now());
    const holder = await lastOfMerges(tx, problem);
    const voices = await returnVoices(tx, problem.id);
    const { due_at, answer_due_at } = await computeClock(tx, { ...problem, ...patch });
    // Late already when it was merged: that deadline was told then, and is not missed a second time.
    const late = due_at !== null && problem.closed_at !== null && due_at < problem.closed_at;
    const set = { ...patch, due_at, answer_due_at, overdue_since: late ? due_at : null };
    const counts = await countVoices(tx, problem.id);
    const saved = await saveProblem(tx, problem, {
      ...set,
      ...counts,
      score: scoreOf({ ...problem, ...set, ...counts }, tx.now()).score,
      merged_into: null,
    });
    await saveProblem(tx, holder, await countVoices(tx, holder.id));
    const from = problem.merged_into;
    record(tx, { subject: problem.id, type: "problem.unmerged", data: { from, voices } });
    record(tx, {
      subject: from ?? holder.id,
      type: "problem.parted",
      data: { other: problem.id },
    });
    return saved;
  });
}

/** Where the voices of a merged problem stand now: the one it was merged into may be merged itself. */
async function lastOfMerges(ctx: Ctx, problem: Problem): Promise<Problem> {
  let holder = problem;
  while (holder.merged_into !== null) holder = await loadForChange(ctx, holder.merged_into);
  return holder;
}

function demandHandle(ctx: Ctx, row: Problem): void {
  demand({ policy: problemPolicy, actor: ctx.actor, action: "handle", row, read: "read" });
}
