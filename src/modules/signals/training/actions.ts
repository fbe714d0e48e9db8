import { z } from "zod";
import { toZoned } from "#base/time/calendar.ts";
import { transact, type Ctx } from "#base/context.ts";
import { enqueue, type ScheduledTask, type Job } from "#base/jobs.ts";
import { authorize } from "#base/policy.ts";
import {
  catalogue,
  modelReport,
  saveModel,
  modelKinds,
  modelPolicy,
  listModelVersions,
  openModel,
  catalogueExamples,
  trainModel,
  type YieldToEventLoop,
  type GuardResult,
  type LabelledText,
  type ModelKind,
} from "#modules/triage/index.ts";
import { evaluateGuard, selectJudges } from "./guard.ts";
import { listLabelledMessages, type LabelledMessage } from "./labelled-messages-reads.ts";
import { topicContext, loadKnowledge, classifyMessage, type RegionKnowledge } from "../classify.ts";
import type { StoredSuggestion } from "../signal.ts";

/** What a call to teach came to; `nothing` leaves everything as it was. `texts` are labelled ones. */
export type TrainingOutcome =
  | { kind: ModelKind; outcome: "taken" | "refused"; texts: number; guard: GuardResult }
  | {
      kind: ModelKind;
      outcome: "nothing";
      texts: number;
      reason: "few-texts" | "few-labels" | "nothing-new" | "left-by-hand";
    };

const minTexts = 200;
const minLabels = 2;
const minPerLabel = 10;
/** More texts would not make the evaluation better, only slower. */
const maxJudged = 5_000;

/**
 * Trains one model on the decisions of the region's desk. A candidate that was not shown the newest
 * labelled week is evaluated on it against the suggestions made when these messages came; if it is not
 * worse, a model of all texts is activated, else its metrics are stored as refused. Twice with nothing
 * new in between changes nothing. A model that an administrator deactivated by hand is only retrained
 * by an `asked` call.
 */
export async function trainTriage(
  ctx: Ctx,
  kind: ModelKind,
  { asked = true }: { asked?: boolean } = {},
): Promise<TrainingOutcome> {
  authorize({ policy: modelPolicy, actor: ctx.actor, action: "manage" });
  const messages = (await listLabelledMessages(ctx, kind)).filter(({ label }) =>
    isKnown(kind, label),
  );
  const texts = messages.length;
  const reason =
    insufficientDataReason(messages) ?? (await skipReason(ctx, kind, { messages, asked }));
  if (reason !== undefined) return { kind, outcome: "nothing", texts, reason };
  const yieldToEventLoop = createYield();
  const guard = await evaluateCandidate(ctx, kind, { messages, yieldToEventLoop });
  const refused = guard.reason === "worse";
  // A refused version shows the figures of the candidate that was refused.
  const taught = refused ? messages.slice(0, texts - selectJudges(messages).count) : messages;
  const at = ctx.now();
  const file = await trainCandidate(ctx, kind, { messages: taught, at, yieldToEventLoop });
  const card = modelReport(openModel(file).card);
  await saveModel(ctx, { kind, madeAt: at, texts: taught.length, file, card, guard });
  return { kind, outcome: refused ? "refused" : "taken", texts, guard };
}

const topics = new Set(catalogue.topics.map(({ code }) => code));

/** Returns whether the catalogue still has the topic: a removed one is not trained on. */
const isKnown = (kind: ModelKind, label: string) => kind !== "topic" || topics.has(label);

function insufficientDataReason(messages: readonly LabelledMessage[]) {
  if (messages.length < minTexts) return "few-texts";
  const counts = [...Map.groupBy(messages, ({ label }) => label).values()];
  const labels = counts.filter(({ length }) => length >= minPerLabel).length;
  return labels < minLabels ? "few-labels" : undefined;
}

async function skipReason(
  ctx: Ctx,
  kind: ModelKind,
  { messages, asked }: { messages: readonly LabelledMessage[]; asked: boolean },
) {
  const versions = (await listModelVersions(ctx)).filter((version) => version.kind === kind);
  const newest = messages.at(-1)?.decidedAt.getTime() ?? 0;
  const [last] = versions;
  if (last !== undefined && last.madeAt.getTime() >= newest) return "nothing-new";
  const left = versions.some(({ state }) => state === "left");
  const inUse = versions.some(({ state }) => state === "in-use");
  return left && !inUse && !asked ? "left-by-hand" : undefined;
}

type TrainingInput = { messages: readonly LabelledMessage[]; yieldToEventLoop: YieldToEventLoop };

async function evaluateCandidate(
  ctx: Ctx,
  kind: ModelKind,
  { messages, yieldToEventLoop }: TrainingInput,
): Promise<GuardResult> {
  const { count, isTooSmall } = selectJudges(messages);
  const shown = messages.slice(0, messages.length - count);
  const judges = messages.slice(-Math.min(count, maxJudged));
  const file = await trainCandidate(ctx, kind, {
    messages: shown,
    at: ctx.now(),
    yieldToEventLoop,
  });
  const known = await loadKnowledge(ctx);
  const models = { ...known.models, [kind]: openModel(file) };
  const candidateLabels: (string | null)[] = [];
  for (const message of judges) {
    candidateLabels.push(
      suggestedLabel(kind, currentSuggestion(ctx, { ...known, models }, message)),
    );
    await yieldToEventLoop();
  }
  const rows = judges.map(({ label, suggested: before }, at) => {
    return { label, before, after: candidateLabels[at] ?? null };
  });
  return evaluateGuard(kind, rows, { isTooSmall });
}

/** Returns what triage would suggest for the message today, as if it came in now. */
function currentSuggestion(
  ctx: Ctx,
  known: RegionKnowledge,
  { text, address, writtenAt, municipalityId }: LabelledMessage,
): StoredSuggestion {
  return classifyMessage(ctx, known, {
    text,
    address,
    writtenAt,
    home: municipalityId,
    at: ctx.now(),
  });
}

/** Returns the suggestion as a label, in the codes in which the desk decides. */
function suggestedLabel(
  kind: ModelKind,
  { topic, noise, urgency }: StoredSuggestion,
): string | null {
  if (kind === "topic") return topic.code;
  return kind === "urgency" ? urgency.level : noise.is ? noise.reason : "problem";
}

/** Trains a candidate; of topics the catalogue's phrases come first, so that every topic is known. */
function trainCandidate(
  ctx: Ctx,
  kind: ModelKind,
  { messages, at, yieldToEventLoop }: TrainingInput & { at: Date },
): Promise<Uint8Array> {
  const own = messages.map(({ text, label, municipalityId, writtenAt }): LabelledText => {
    if (kind !== "topic") return { text, label };
    const month = Number(toZoned(writtenAt, ctx.region.timeZone).date.slice(5, 7));
    return { text, label, context: topicContext({ municipalityId, month }) };
  });
  const rows = kind === "topic" ? [...catalogueExamples(catalogue), ...own] : own;
  return trainModel(rows, { name: `${ctx.region.id} ${kind}`, at, yieldToEventLoop });
}

/** Milliseconds of training after which other requests get their turn. */
const yieldAfterMs = 20;

function createYield(): YieldToEventLoop {
  let since = performance.now();
  const going = Promise.resolve();
  return () => {
    if (performance.now() - since < yieldAfterMs) return going;
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  };
}

const trainTriageInput = z.object({ nightly: z.boolean().optional() });

/** Teaches the region's models: asked for by an administrator, and by the clock each night. */
export const trainTriageJob: Job<z.infer<typeof trainTriageInput>> = {
  name: "signals.train-triage",
  input: trainTriageInput,
  async run(ctx, { nightly = false }) {
    for (const kind of modelKinds) {
      const taught = await trainTriage(ctx, kind, { asked: !nightly });
      ctx.log.info({ ...taught, region: ctx.region.id }, "triage taught");
    }
  },
};

/** At night in most of the country's zones; a job of its own for each region, so that one may break alone. */
export const nightlyTraining: ScheduledTask = {
  name: "signals.train-nightly",
  every: "20 20 * * *",
  run: (ctx) => transact(ctx, async (tx) => enqueue(tx, trainTriageJob, { nightly: true })),
};
