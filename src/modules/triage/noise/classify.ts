import { noiseRules } from "./rules.ru.ts";
import { heard, logistic, probabilityOf, type Opinion } from "../log-odds.ts";
import { signsOf } from "../cues.ts";
import { asRead, mergeSpans, spanOf, type ReadText, type Span } from "../text/analyze.ts";
import type { UrgencyLevel } from "../urgency/classify.ts";

/** Patterns of one kind of noise and how much each found pattern counts for it. */
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

/** `score` 0…1 is the likelihood that nobody has to act; `kind` is what it looks like. */
export type Noise = { kind: "problem" | NoiseReason; score: number; why: readonly Span[] };

/** What is known of the message besides its words. */
export type NoiseContext = {
  /** 0…1, from `suggestTopic`: a sure topic speaks for a matter */
  topicConfidence?: number;
  /** from `urgencyOf`: what is urgent is no noise, what is dangerous never */
  urgency?: UrgencyLevel;
  /** a trained model's opinion: codes of `noiseReasons` and `problem` */
  learned?: Opinion | undefined;
};

/** From here on the desk offers «not a problem»; nothing is dropped by itself. */
export const NOISE_THRESHOLD = 0.6;
/** From here on the machine may put a message aside by itself, if nothing in it is urgent. */
export const ASIDE_THRESHOLD = 0.9;

const kinds = noiseRules.flatMap((rule) => rule.patterns.map(() => rule));
const LINK = /(?:https?:\/\/|www\.|t\.me\/|vk\.cc\/|bit\.ly\/)\S/gi;
const LINKS_READ = 4_000;
const MOST_LINKS = 3;
const LINKS_ALONE = 1.4;
/** How often a message is noise where residents write to a region. */
const USUAL = 0.15;
const START = -1.2;
const EVIDENCE = 1.4;
/** The heaviest pattern counts whole, further ones of its kind a third: they tell the same again. */
const AGAIN = 0.33;
const WANT = 1.3;
const SHARES_OF_WANT: Readonly<Record<NoiseReason, number>> = {
  thanks: 1,
  congratulation: 0.9,
  advert: 0.8,
  spam: 0.5,
  chatter: 1.2,
  politics: 1,
  "lost-and-found": 0.7,
  "no-text": 1,
};
const QUESTION = 1;
const IRONY = 1.2;
const TOPIC = 1.4;
const URGENT: Readonly<Record<UrgencyLevel, number>> = { normal: 0, important: 1.5, danger: 4 };
const FEW_WORDS = 4;
const MANY_WORDS = 45;

type Evidence = { sums: Map<NoiseReason, number>; why: Span[] };

function evidenceOf(read: ReadText): Evidence {
  const sums = new Map<NoiseReason, number>();
  const why: Span[] = [];
  for (const { pattern, tokens } of signsOf(read).noise) {
    const rule = kinds[pattern];
    if (!rule) continue;
    const before = sums.get(rule.code);
    sums.set(rule.code, before === undefined ? rule.weight : before + rule.weight * AGAIN);
    for (const token of tokens) why.push(spanOf(read, token, token, "noise"));
  }
  const links = read.original.slice(0, LINKS_READ).match(LINK)?.length ?? 0;
  const sold = sums.has("spam") ? "spam" : "advert";
  const before = sums.get(sold);
  if (links > 0 && before !== undefined) sums.set(sold, before + Math.min(MOST_LINKS, links));
  // Many links alone may be proofs that somebody gathered.
  else if (links >= MOST_LINKS) sums.set(sold, LINKS_ALONE);
  return { sums, why };
}

const friendly: ReadonlySet<NoiseReason> = new Set([
  "thanks",
  "congratulation",
  "chatter",
  "politics",
]);

/** Log-odds of noise of one kind by the rules alone. */
function oddsOf(read: ReadText, kind: NoiseReason, about: { sum: number } & NoiseContext): number {
  const signs = signsOf(read);
  const words = read.tokens.length;
  const wants = signs.wants.length * WANT * SHARES_OF_WANT[kind];
  const question = friendly.has(kind) && read.original.includes("?") ? QUESTION : 0;
  const irony = kind === "thanks" && signs.irony.length > 0 ? IRONY : 0;
  const brief = words < FEW_WORDS && about.sum > 0 ? 0.8 : 0;
  const long = friendly.has(kind) && words > MANY_WORDS ? 1 : 0;
  const topic = (about.topicConfidence ?? 0) * TOPIC * SHARES_OF_WANT[kind];
  const against = wants + question + irony + long + topic + URGENT[about.urgency ?? "normal"];
  return START + EVIDENCE * about.sum + brief - against;
}

/**
 * Score and kind out of the rules' log-odds by kind and what a model says.
 * A danger is never noise, and what is urgent is never sure enough for the machine to put it aside.
 */
export function weighNoise(
  rules: readonly { kind: NoiseReason; odds: number }[],
  about: Pick<NoiseContext, "learned" | "urgency"> = {},
): { kind: Noise["kind"]; score: number } {
  const { learned, urgency = "normal" } = about;
  const best = rules.reduce((a, b) => (b.odds > a.odds ? b : a), {
    kind: undefined,
    odds: START,
  } as {
    kind: NoiseReason | undefined;
    odds: number;
  });
  const said = learned && 1 - probabilityOf(learned, ["problem"]);
  const free = logistic(heard(best.odds, { said, usual: USUAL }));
  const cap =
    urgency === "danger" ? NOISE_THRESHOLD : urgency === "important" ? ASIDE_THRESHOLD : 1;
  const score = free < cap ? free : cap - 0.01;
  if (score < NOISE_THRESHOLD) return { kind: "problem", score };
  return { kind: best.kind ?? likeliest(learned) ?? "chatter", score };
}

function likeliest(learned: Opinion | undefined): NoiseReason | undefined {
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
 * Whether a message is a matter at all. Never throws; an empty message is noise of kind `no-text`.
 * `why` are the words that speak for noise, only where it was found.
 */
export function noiseOf(text: string | ReadText, about: NoiseContext = {}): Noise {
  const read = asRead(text);
  if (read.tokens.length === 0) return { kind: "no-text", score: 0.97, why: [] };
  const { sums, why } = evidenceOf(read);
  const rows = [...sums].map(([kind, sum]) => ({
    kind,
    odds: oddsOf(read, kind, { ...about, sum }),
  }));
  const { kind, score } = weighNoise(rows, about);
  return { kind, score, why: kind === "problem" ? [] : mergeSpans(read.original, why) };
}
