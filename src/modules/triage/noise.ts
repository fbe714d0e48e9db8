import { findPatterns, makePatterns } from "./patterns.ts";
import { noiseRules, problemPatterns } from "./rules.ru.ts";
import { asRead, mergeSpans, spanOf, type ReadText, type Span } from "./text.ts";

/** Patterns of one kind of noise and how much each found pattern counts for it. */
export type NoiseRule = { code: NoiseReason; weight: number; patterns: readonly string[] };
export type NoiseReason =
  | "thanks"
  | "congratulation"
  | "advert"
  | "spam"
  | "chatter"
  | "politics"
  | "lost-and-found"
  | "no-text";

/** `score` 0…1 is the likelihood that nobody has to act; `kind` is what it looks like. */
export type Noise = { kind: "problem" | NoiseReason; score: number; why: readonly Span[] };

/** From here on the desk offers «not a problem»; nothing is dropped by itself. */
export const NOISE_THRESHOLD = 0.6;

const kinds = noiseRules.flatMap((rule) => rule.patterns.map(() => rule));
const noises = makePatterns(noiseRules.flatMap((rule) => rule.patterns));
const wants = makePatterns(problemPatterns);
const LINK = /(?:https?:\/\/|www\.|t\.me\/)\S/gi;
const WANT_WEIGHT = 1.5;
const START = -1.2;
const AGAIN = 0.33;

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Whether a message is a matter at all. `topicConfidence` 0…1 (from `suggestTopic`) speaks for a
 * problem. Never throws; an empty message is noise of kind `no-text`.
 */
export function noiseOf(text: string | ReadText, about: { topicConfidence?: number } = {}): Noise {
  const read = asRead(text);
  if (read.tokens.length === 0) return { kind: "no-text", score: 0.97, why: [] };
  // The heaviest pattern counts whole, further ones of its kind a third: they tell the same again.
  const sums = new Map<NoiseReason, number>();
  const why: Span[] = [];
  for (const { pattern, tokens } of findPatterns(noises, read)) {
    const rule = kinds[pattern];
    if (!rule) continue;
    const before = sums.get(rule.code);
    sums.set(rule.code, before === undefined ? rule.weight : before + rule.weight * AGAIN);
    for (const token of tokens) why.push(spanOf(read, token, token, "noise"));
  }
  const links = read.original.slice(0, 4_000).match(LINK)?.length ?? 0;
  if (links > 0 && (sums.has("advert") || sums.has("spam") || links > 2))
    sums.set("advert", (sums.get("advert") ?? 0) + links);
  const [kind, sum] = [...sums].reduce<[NoiseReason, number]>(
    (best, row) => (row[1] > best[1] ? row : best),
    ["chatter", 0],
  );
  const brief = read.tokens.length < 4 ? 0.8 : 0;
  const against =
    findPatterns(wants, read).length * WANT_WEIGHT + (about.topicConfidence ?? 0) * 2.5;
  const score = logistic(START + 1.4 * sum + brief - against);
  const found = score >= NOISE_THRESHOLD;
  return {
    kind: found ? kind : "problem",
    score,
    why: found ? mergeSpans(read.original, why) : [],
  };
}
