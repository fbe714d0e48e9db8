import { noiseRules } from "./rules.ru.ts";
import { combineLogOdds, logistic, probabilityOf, type ModelPrediction } from "../log-odds.ts";
import { findCues } from "../cues.ts";
import {
  toAnalyzed,
  mergeSpans,
  tokenSpan,
  type AnalyzedText,
  type TextSpan,
} from "../text/analyze.ts";
import type { UrgencyLevel } from "../urgency/classify.ts";

/** Patterns of one kind of noise and the log-odds that each found pattern adds. */
export type NoiseRule = { code: NoiseReason; weight: number; patterns: readonly string[] };
export const noiseReasons = [
  "thanks",
  "congratulation",
  "advert",
  "spam",
  "chatter",
  "politics",
  "lost-and-found",
  "no-text",
] as const;
export type NoiseReason = (typeof noiseReasons)[number];

/** `score` 0…1 is the probability that nobody has to act; `kind` is the kind of noise. */
export type NoiseAssessment = {
  kind: "problem" | NoiseReason;
  score: number;
  why: readonly TextSpan[];
};

/** Facts of the message besides its words. */
export type NoiseContext = {
  /** 0…1, from `suggestTopic`: a confident topic counts against noise */
  topicConfidence?: number;
  /** from `classifyUrgency`: an urgent message is hardly noise, a danger never */
  urgency?: UrgencyLevel;
  /** a trained model's prediction: codes of `noiseReasons` and `problem` */
  modelPrediction?: ModelPrediction | undefined;
};

/** From this score the desk suggests «not a problem»; nothing is dismissed automatically. */
export const NOISE_THRESHOLD = 0.6;
/** From this score a message may be dismissed automatically, if nothing in it is urgent. */
export const AUTO_DISMISS_THRESHOLD = 0.9;

const patternRules = noiseRules.flatMap((rule) => rule.patterns.map(() => rule));
const LINK = /(?:https?:\/\/|www\.|t\.me\/|vk\.cc\/|bit\.ly\/)\S/gi;
const LINK_SCAN_CHARS = 4_000;
const MAX_COUNTED_LINKS = 3;
const LINKS_ONLY_WEIGHT = 1.4;
/** Share of noise among messages of a region. */
const BASE_RATE = 0.15;
const INTERCEPT = -1.2;
const EVIDENCE_WEIGHT = 1.4;
/**
 * The strongest pattern counts fully, further ones of its kind by this factor, since they
 * correlate.
 */
const REPEAT_FACTOR = 0.33;
const DEMAND_WEIGHT = 1.3;
const DEMAND_SHARE: Readonly<Record<NoiseReason, number>> = {
  thanks: 1,
  congratulation: 0.9,
  advert: 0.8,
  spam: 0.5,
  chatter: 1.2,
  politics: 1,
  "lost-and-found": 0.7,
  "no-text": 1,
};
const QUESTION_WEIGHT = 1;
const IRONY_WEIGHT = 1.2;
const TOPIC_WEIGHT = 1.4;
const URGENCY_WEIGHT: Readonly<Record<UrgencyLevel, number>> = {
  normal: 0,
  important: 1.5,
  danger: 4,
};
const MIN_WORDS = 4;
const LONG_TEXT_WORDS = 45;

type NoiseEvidence = { sums: Map<NoiseReason, number>; why: TextSpan[] };

function collectEvidence(read: AnalyzedText): NoiseEvidence {
  const sums = new Map<NoiseReason, number>();
  const why: TextSpan[] = [];
  for (const { pattern, tokens } of findCues(read).noise) {
    const rule = patternRules[pattern];
    if (!rule) continue;
    const before = sums.get(rule.code);
    sums.set(rule.code, before === undefined ? rule.weight : before + rule.weight * REPEAT_FACTOR);
    for (const token of tokens) why.push(tokenSpan(read, token, token, "noise"));
  }
  const links = read.original.slice(0, LINK_SCAN_CHARS).match(LINK)?.length ?? 0;
  const sold = sums.has("spam") ? "spam" : "advert";
  const before = sums.get(sold);
  if (links > 0 && before !== undefined)
    sums.set(sold, before + Math.min(MAX_COUNTED_LINKS, links));
  // Many links alone may be evidence collected by a resident.
  else if (links >= MAX_COUNTED_LINKS) sums.set(sold, LINKS_ONLY_WEIGHT);
  return { sums, why };
}

const friendlyKinds: ReadonlySet<NoiseReason> = new Set([
  "thanks",
  "congratulation",
  "chatter",
  "politics",
]);

/** Log-odds of noise of one kind by the rules alone. */
function ruleLogOdds(
  read: AnalyzedText,
  kind: NoiseReason,
  about: { sum: number } & NoiseContext,
): number {
  const signs = findCues(read);
  const words = read.tokens.length;
  const wants = signs.wants.length * DEMAND_WEIGHT * DEMAND_SHARE[kind];
  const question = friendlyKinds.has(kind) && read.original.includes("?") ? QUESTION_WEIGHT : 0;
  const irony = kind === "thanks" && signs.irony.length > 0 ? IRONY_WEIGHT : 0;
  const brief = words < MIN_WORDS && about.sum > 0 ? 0.8 : 0;
  const long = friendlyKinds.has(kind) && words > LONG_TEXT_WORDS ? 1 : 0;
  const topic = (about.topicConfidence ?? 0) * TOPIC_WEIGHT * DEMAND_SHARE[kind];
  const against =
    wants + question + irony + long + topic + URGENCY_WEIGHT[about.urgency ?? "normal"];
  return INTERCEPT + EVIDENCE_WEIGHT * about.sum + brief - against;
}

/**
 * Computes score and kind from the rules' log-odds by kind and a model's prediction. A danger is
 * never noise; an urgent message never reaches the automatic threshold.
 */
export function classifyNoiseOdds(
  rules: readonly { kind: NoiseReason; odds: number }[],
  about: Pick<NoiseContext, "modelPrediction" | "urgency"> = {},
): { kind: NoiseAssessment["kind"]; score: number } {
  const { modelPrediction, urgency = "normal" } = about;
  const best = rules.reduce((a, b) => (b.odds > a.odds ? b : a), {
    kind: undefined,
    odds: INTERCEPT,
  } as {
    kind: NoiseReason | undefined;
    odds: number;
  });
  const predicted = modelPrediction && 1 - probabilityOf(modelPrediction, ["problem"]);
  const free = logistic(combineLogOdds(best.odds, { predicted, usual: BASE_RATE }));
  const cap =
    urgency === "danger" ? NOISE_THRESHOLD : urgency === "important" ? AUTO_DISMISS_THRESHOLD : 1;
  const score = free < cap ? free : cap - 0.01;
  if (score < NOISE_THRESHOLD) return { kind: "problem", score };
  return { kind: best.kind ?? mostLikelyReason(modelPrediction) ?? "chatter", score };
}

function mostLikelyReason(learned: ModelPrediction | undefined): NoiseReason | undefined {
  let best = 0;
  let kind: NoiseReason | undefined;
  for (const reason of noiseReasons) {
    const probability = learned ? probabilityOf(learned, [reason]) : 0;
    if (probability <= best) continue;
    best = probability;
    kind = reason;
  }
  return kind;
}

/**
 * Classifies whether a message is noise. Never throws; an empty message is noise of kind `no-text`.
 * `why` are the words that decided, only when noise was found.
 */
export function classifyNoise(
  text: string | AnalyzedText,
  about: NoiseContext = {},
): NoiseAssessment {
  const read = toAnalyzed(text);
  if (read.tokens.length === 0) return { kind: "no-text", score: 0.97, why: [] };
  const { sums, why } = collectEvidence(read);
  const rows = [...sums].map(([kind, sum]) => ({
    kind,
    odds: ruleLogOdds(read, kind, { ...about, sum }),
  }));
  const { kind, score } = classifyNoiseOdds(rows, about);
  return { kind, score, why: kind === "problem" ? [] : mergeSpans(read.original, why) };
}
