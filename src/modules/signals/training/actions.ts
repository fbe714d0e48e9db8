import { z } from "zod";
import { toZoned } from "#base/time/calendar.ts";
import { transact, type Ctx } from "#base/context.ts";
import { enqueue, type Clockwork, type Job } from "#base/jobs.ts";
import { demand } from "#base/policy.ts";
import {
  catalogue,
  cardFigures,
  keepModel,
  modelKinds,
  modelPolicy,
  modelVersions,
  openModel,
  phraseTexts,
  train,
  type Breathe,
  type Guard,
  type Labelled,
  type ModelKind,
} from "#modules/triage/index.ts";
import { guardOf, judgesOf } from "./guard.ts";
import { labelledMessages, type LabelledMessage } from "./labelled-messages.ts";
import { topicFacts, knowledgeOf, weighMessage, type RegionKnowledge } from "../classify.ts";
import type { StoredSuggestion } from "../signal.ts";

/** What a call to teach came to; `nothing` leaves everything as it was. `texts` are labelled ones. */
export type Taught =
  | { kind: ModelKind; outcome: "taken" | "refused"; texts: number; guard: Guard }
  | {
      kind: ModelKind;
      outcome: "nothing";
      texts: number;
      reason: "few-texts" | "few-labels" | "nothing-new" | "left-by-hand";
    };

const fewestTexts = 200;
const fewestLabels = 2;
const fewestOfLabel = 10;
/** More judges tell no more and cost time. */
const mostJudged = 5_000;

/**
 * Teaches the region one model of its desk's decisions. A candidate that was not shown the newest
 * labelled week is judged on it beside what was suggested when these messages came; not worse, a model
 * of all texts is taken into use, else its figures are kept as refused. Twice with nothing new in
 * between changes nothing. What an administrator has left by hand only an `asked` call takes up again.
 */
export async function teachTriage(
  ctx: Ctx,
  kind: ModelKind,
  { asked = true }: { asked?: boolean } = {},
): Promise<Taught> {
  demand({ policy: modelPolicy, actor: ctx.actor, action: "manage" });
  const messages = (await labelledMessages(ctx, kind)).filter(({ label }) => isKnown(kind, label));
  const texts = messages.length;
  const reason = reasonToWait(messages) ?? (await reasonToLeave(ctx, kind, { messages, asked }));
  if (reason !== undefined) return { kind, outcome: "nothing", texts, reason };
  const breathe = makeBreath();
  const guard = await judgeCandidate(ctx, kind, { messages, breathe });
  const refused = guard.reason === "worse";
  // A refused version shows the figures of the candidate that was refused.
  const taught = refused ? messages.slice(0, texts - judgesOf(messages).count) : messages;
  const at = ctx.now();
  const file = await teach(ctx, kind, { messages: taught, at, breathe });
  const card = cardFigures(openModel(file).card);
  await keepModel(ctx, { kind, madeAt: at, texts: taught.length, file, card, guard });
  return { kind, outcome: refused ? "refused" : "taken", texts, guard };
}

const topics = new Set(catalogue.topics.map(({ code }) => code));

/** A topic that the catalogue has given up since teaches nothing. */
const isKnown = (kind: ModelKind, label: string) => kind !== "topic" || topics.has(label);

function reasonToWait(messages: readonly LabelledMessage[]) {
  if (messages.length < fewestTexts) return "few-texts";
  const counts = [...Map.groupBy(messages, ({ label }) => label).values()];
  const labels = counts.filter(({ length }) => length >= fewestOfLabel).length;
  return labels < fewestLabels ? "few-labels" : undefined;
}

async function reasonToLeave(
  ctx: Ctx,
  kind: ModelKind,
  { messages, asked }: { messages: readonly LabelledMessage[]; asked: boolean },
) {
  const versions = (await modelVersions(ctx)).filter((version) => version.kind === kind);
  const newest = messages.at(-1)?.decidedAt.getTime() ?? 0;
  const [last] = versions;
  if (last !== undefined && last.madeAt.getTime() >= newest) return "nothing-new";
  const left = versions.some(({ state }) => state === "left");
  const inUse = versions.some(({ state }) => state === "in-use");
  return left && !inUse && !asked ? "left-by-hand" : undefined;
}

type Teaching = { messages: readonly LabelledMessage[]; breathe: Breathe };

async function judgeCandidate(
  ctx: Ctx,
  kind: ModelKind,
  { messages, breathe }: Teaching,
): Promise<Guard> {
  const { count, thin } = judgesOf(messages);
  const shown = messages.slice(0, messages.length - count);
  const judges = messages.slice(-Math.min(count, mostJudged));
  const file = await teach(ctx, kind, { messages: shown, at: ctx.now(), breathe });
  const known = await knowledgeOf(ctx);
  const models = { ...known.models, [kind]: openModel(file) };
  const told: (string | null)[] = [];
  for (const message of judges) {
    told.push(saidOf(kind, suggestionOf(ctx, { ...known, models }, message)));
    await breathe();
  }
  const rows = judges.map(({ label, suggested: before }, at) => {
    return { label, before, after: told[at] ?? null };
  });
  return guardOf(kind, rows, { thin });
}

/** What the house would say of the message today, as it would say it at its coming. */
function suggestionOf(
  ctx: Ctx,
  known: RegionKnowledge,
  { text, address, writtenAt, municipalityId }: LabelledMessage,
): StoredSuggestion {
  return weighMessage(ctx, known, {
    text,
    address,
    writtenAt,
    home: municipalityId,
    at: ctx.now(),
  });
}

/** The suggestion in the words in which the desk decides. */
function saidOf(kind: ModelKind, { topic, noise, urgency }: StoredSuggestion): string | null {
  if (kind === "topic") return topic.code;
  return kind === "urgency" ? urgency.level : noise.is ? noise.reason : "problem";
}

/** Of topics the catalogue's own words come first: every topic is known, and a cold start is no colder. */
function teach(
  ctx: Ctx,
  kind: ModelKind,
  { messages, at, breathe }: Teaching & { at: Date },
): Promise<Uint8Array> {
  const own = messages.map(({ text, label, municipalityId, writtenAt }): Labelled => {
    if (kind !== "topic") return { text, label };
    const month = Number(toZoned(writtenAt, ctx.region.timeZone).date.slice(5, 7));
    return { text, label, context: topicFacts({ municipalityId, month }) };
  });
  const rows = kind === "topic" ? [...phraseTexts(catalogue), ...own] : own;
  return train(rows, { name: `${ctx.region.id} ${kind}`, at, breathe });
}

/** Milliseconds of learning after which the house gets its turn. */
const turn = 20;

function makeBreath(): Breathe {
  let since = performance.now();
  const going = Promise.resolve();
  return () => {
    if (performance.now() - since < turn) return going;
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  };
}

const teachInput = z.object({ nightly: z.boolean().optional() });

/** Teaches the region's models: asked for by an administrator, and by the clock each night. */
export const teachWork: Job<z.infer<typeof teachInput>> = {
  name: "signals.teach-triage",
  input: teachInput,
  async run(ctx, { nightly = false }) {
    for (const kind of modelKinds) {
      const taught = await teachTriage(ctx, kind, { asked: !nightly });
      ctx.log.info({ ...taught, region: ctx.region.id }, "triage taught");
    }
  },
};

/** At night in most of the country's zones; a job of its own for each region, so that one may break alone. */
export const teachClock: Clockwork = {
  name: "signals.teach-nightly",
  every: "20 20 * * *",
  run: (ctx) => transact(ctx, async (tx) => enqueue(tx, teachWork, { nightly: true })),
};
