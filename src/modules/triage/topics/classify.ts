import type { Catalogue } from "./catalogue.ts";
import { findPatterns, makePatterns, readPattern, type PatternSet } from "../text/patterns.ts";
import { functionWords } from "../cue-words.ru.ts";
import { asRead, mergeSpans, spanOf, type ReadText, type Span } from "../text/analyze.ts";

/** What one topic is worth for a text; probabilities of all topics sum to at most 1. */
export type TopicProbability = { code: string; probability: number };

/**
 * A trained model stands in for the catalogue's phrases behind this face.
 * `predict` gives calibrated probabilities, best first; it never throws on a text.
 */
export type TopicModel = {
  readonly version: string;
  predict(read: ReadText, context?: readonly string[]): readonly TopicProbability[];
  /** The words that spoke most for a label. */
  explain?(read: ReadText, label: string): readonly Span[];
};

/**
 * `topic` is undefined when unsure; `group` may still be known then.
 * Confidences are probabilities 0…1 of the best topic and of the best group.
 */
export type TopicSuggestion = {
  topic: string | undefined;
  group: string | undefined;
  confidence: number;
  groupConfidence: number;
  runnersUp: readonly TopicProbability[];
  why: readonly Span[];
  version: string;
};

/** Below this the machine leaves the topic (or the group) to a person. */
export const TOPIC_THRESHOLD = 0.4;
export const GROUP_THRESHOLD = 0.5;
/** Version of the suggestion made by the catalogue's phrases alone. */
export const PHRASES_VERSION = "phrases-1";

type Index = {
  topics: readonly string[];
  groupOf: ReadonlyMap<string, string>;
  patterns: PatternSet;
  /** per pattern: its topic and its weight when it stands in a text */
  owner: Int32Array;
  weight: Float64Array;
  /** stem → pairs (topic, weight): words that lean to a topic without a whole phrase */
  leaning: ReadonlyMap<string, readonly (readonly [number, number])[]>;
};

const idle = new Set(readPattern(functionWords).flatMap((slot) => slot.stems));

// Measured on own examples and by eye on real messages; one place to tune the first version.
const LEANING = 0.6;
const EXAMPLE_SHARE = 0.35;
const LONGER_PHRASE = 0.45;
const TEMPERATURE = 0.9;
const NOTHING = 1.8;
const FADE_TOKENS = 90;

function makeIndex(catalogue: Catalogue): Index {
  const written: string[] = [];
  const owner: number[] = [];
  const mass = new Map<string, Map<number, number>>();
  const add = (stem: string, topic: number, amount: number): void => {
    if (idle.has(stem) || stem.length < 2) return;
    const row = mass.get(stem) ?? new Map<number, number>();
    row.set(topic, (row.get(topic) ?? 0) + amount);
    mass.set(stem, row);
  };
  catalogue.topics.forEach((topic, number) => {
    for (const phrase of [...topic.phrases, ...topic.synonyms]) {
      written.push(phrase);
      owner.push(number);
      for (const slot of readPattern(phrase)) for (const stem of slot.stems) add(stem, number, 1);
    }
    for (const text of [topic.name.ru, ...topic.examples])
      for (const token of asRead(text).tokens) add(token.stem, number, EXAMPLE_SHARE);
  });
  const many = Math.max(1, catalogue.topics.length);
  const rarity = (stem: string): number =>
    idle.has(stem) ? 0.15 : Math.log(1 + many / (mass.get(stem)?.size ?? 1));
  const leaning = new Map<string, (readonly [number, number])[]>();
  for (const [stem, row] of mass) {
    const total = [...row.values()].reduce((a, b) => a + b, 0);
    const known = Math.min(1, total);
    const pairs = [...row].map(
      ([topic, amount]) => [topic, LEANING * known * (amount / total) * rarity(stem)] as const,
    );
    leaning.set(stem, pairs);
  }
  const weight = written.map((phrase) => {
    const slots = readPattern(phrase);
    const parts = slots.map((slot) => Math.max(1, ...slot.stems.map(rarity)));
    return parts.reduce((a, b) => a + b, 0) * (1 + LONGER_PHRASE * (slots.length - 1)) * 0.5;
  });
  return {
    topics: catalogue.topics.map((topic) => topic.code),
    groupOf: new Map(catalogue.topics.map((topic) => [topic.code, topic.group])),
    patterns: makePatterns(written),
    owner: Int32Array.from(owner),
    weight: Float64Array.from(weight),
    leaning,
  };
}

// A catalogue is compiled once and forgotten with the catalogue itself.
const indexes = new WeakMap<Catalogue, Index>();

function indexOf(catalogue: Catalogue): Index {
  const known = indexes.get(catalogue);
  if (known) return known;
  const made = makeIndex(catalogue);
  indexes.set(catalogue, made);
  return made;
}

type Scored = {
  scores: Float64Array;
  hits: { topic: number; tokens: readonly number[]; worth: number }[];
};

/** What is said first matters most: «Фонарь не горит. … и мусор у магазина». */
const fade = (token: number): number => 0.35 + 0.65 * Math.exp(-token / FADE_TOKENS);

function score(index: Index, read: ReadText): Scored {
  const scores = new Float64Array(index.topics.length);
  for (const [stem, places] of read.at) {
    for (const [topic, worth] of index.leaning.get(stem) ?? [])
      scores[topic] = (scores[topic] ?? 0) + worth * fade(places[0] ?? 0);
  }
  const hits = findPatterns(index.patterns, read).map(({ pattern, tokens }) => {
    const spread = (tokens.at(-1) ?? 0) - (tokens[0] ?? 0) + 1;
    const near = 1 / (1 + 0.15 * (spread - tokens.length));
    const worth = (index.weight[pattern] ?? 0) * near * fade(tokens[0] ?? 0);
    return { topic: index.owner[pattern] ?? 0, tokens, worth };
  });
  hits.sort((a, b) => b.worth - a.worth);
  // A word pays for a topic once: «мусор» must not count again in each phrase that holds it.
  const paid = new Set<number>();
  for (const hit of hits) {
    const key = (token: number): number => hit.topic * 10_000 + token;
    const fresh = hit.tokens.filter((token) => !paid.has(key(token))).length / hit.tokens.length;
    if (fresh === 0) continue;
    for (const token of hit.tokens) paid.add(key(token));
    scores[hit.topic] = (scores[hit.topic] ?? 0) + hit.worth * fresh;
  }
  return { scores, hits };
}

/** Softmax with a seat for «none of these», so that weak evidence never sums to certainty. */
function probabilities(index: Index, scores: Float64Array): TopicProbability[] {
  const top = Math.max(NOTHING, ...scores);
  const sharp = TEMPERATURE * (1 + 0.04 * top);
  let sum = Math.exp((NOTHING - top) / sharp);
  const out: TopicProbability[] = [];
  scores.forEach((value, number) => {
    if (value <= 0) return;
    const probability = Math.exp((value - top) / sharp);
    sum += probability;
    out.push({ code: index.topics[number] ?? "", probability });
  });
  for (const row of out) row.probability /= sum;
  return out.sort((a, b) => b.probability - a.probability);
}

function bestGroup(index: Index, rows: readonly TopicProbability[]): TopicProbability {
  const sums = new Map<string, number>();
  let best: TopicProbability = { code: "", probability: 0 };
  for (const { code, probability } of rows) {
    const group = index.groupOf.get(code);
    if (group === undefined) continue;
    const sum = (sums.get(group) ?? 0) + probability;
    sums.set(group, sum);
    if (sum > best.probability) best = { code: group, probability: Math.min(1, sum) };
  }
  return best;
}

const known = (row: TopicProbability, at: number): string | undefined =>
  row.probability >= at && row.code !== "" ? row.code : undefined;

/** Words of the catalogue's phrases that the text holds of this topic. */
function phrasesOf(read: ReadText, hits: Scored["hits"], number: number): Span[] {
  return hits
    .filter((hit) => hit.topic === number)
    .slice(0, 3)
    .flatMap((hit) => hit.tokens.map((token) => spanOf(read, token, token, "topic")));
}

/**
 * The likeliest topic of a message with the words that decided; abstains below `TOPIC_THRESHOLD`.
 * A trained model's probabilities rule where there is one (`context` as it was taught); the catalogue
 * still explains, and where it is silent the model names its own words. Never throws.
 */
export function suggestTopic(
  text: string | ReadText,
  catalogue: Catalogue,
  trained?: { model: TopicModel; context?: readonly string[] },
): TopicSuggestion {
  const read = asRead(text);
  const index = indexOf(catalogue);
  const { scores, hits } = score(index, read);
  const rows = trained
    ? trained.model.predict(read, trained.context)
    : probabilities(index, scores);
  const [best = { code: "", probability: 0 }, ...others] = rows;
  const group = bestGroup(index, rows);
  const topic = known(best, TOPIC_THRESHOLD);
  const said = phrasesOf(read, hits, index.topics.indexOf(best.code));
  const why = said.length > 0 ? said : (trained?.model.explain?.(read, best.code) ?? []);
  return {
    topic,
    group: topic === undefined ? known(group, GROUP_THRESHOLD) : index.groupOf.get(topic),
    confidence: best.probability,
    groupConfidence: group.probability,
    runnersUp: others.slice(0, 3).filter((row) => row.probability >= 0.02),
    why: mergeSpans(read.original, why),
    version: trained?.model.version ?? PHRASES_VERSION,
  };
}
