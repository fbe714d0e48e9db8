import type { TriageCatalogue } from "./catalogue.ts";
import { findPatterns, compilePatterns, parsePattern, type PatternSet } from "../text/patterns.ts";
import { stopWords } from "../cue-words.ru.ts";
import {
  toAnalyzed,
  mergeSpans,
  tokenSpan,
  type AnalyzedText,
  type TextSpan,
} from "../text/analyze.ts";

/** Probability of one topic; those of all topics sum to at most 1. */
export type TopicProbability = { code: string; probability: number };

/**
 * Interface of a trained model that replaces the catalogue's phrases. `predict` returns calibrated
 * probabilities, best first; it never throws on a text.
 */
export type TopicModel = {
  readonly version: string;
  predict(read: AnalyzedText, context?: readonly string[]): readonly TopicProbability[];
  /** Returns the words that contributed most to a label. */
  explain?(read: AnalyzedText, label: string): readonly TextSpan[];
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
  why: readonly TextSpan[];
  version: string;
};

/** Below this confidence the topic (or the group) is left to a person. */
export const TOPIC_THRESHOLD = 0.4;
export const GROUP_THRESHOLD = 0.5;
/** Engine version of suggestions made by the catalogue's phrases alone. */
export const PHRASES_VERSION = "phrases-1";

type PhraseIndex = {
  topics: readonly string[];
  groupOf: ReadonlyMap<string, string>;
  patterns: PatternSet;
  /** per pattern: its topic and its weight when matched */
  owner: Int32Array;
  phraseWeight: Float64Array;
  /** stem → pairs (topic, weight): affinity of single words to topics */
  stemAffinity: ReadonlyMap<string, readonly (readonly [number, number])[]>;
};

const stopStems = new Set(parsePattern(stopWords).flatMap((slot) => slot.stems));

// Tuned on our examples and by inspection of real messages.
const AFFINITY_WEIGHT = 0.6;
const EXAMPLE_WEIGHT = 0.35;
const PHRASE_LENGTH_BONUS = 0.45;
const TEMPERATURE = 0.9;
const NO_TOPIC_SCORE = 1.8;
const FADE_TOKENS = 90;

function buildPhraseIndex(catalogue: TriageCatalogue): PhraseIndex {
  const written: string[] = [];
  const owner: number[] = [];
  const mass = new Map<string, Map<number, number>>();
  const add = (stem: string, topic: number, amount: number): void => {
    if (stopStems.has(stem) || stem.length < 2) return;
    const row = mass.get(stem) ?? new Map<number, number>();
    row.set(topic, (row.get(topic) ?? 0) + amount);
    mass.set(stem, row);
  };
  catalogue.topics.forEach((topic, number) => {
    for (const phrase of [...topic.phrases, ...topic.synonyms]) {
      written.push(phrase);
      owner.push(number);
      for (const slot of parsePattern(phrase)) for (const stem of slot.stems) add(stem, number, 1);
    }
    for (const text of [topic.name.ru, ...topic.examples])
      for (const token of toAnalyzed(text).tokens) add(token.stem, number, EXAMPLE_WEIGHT);
  });
  const many = Math.max(1, catalogue.topics.length);
  const rarity = (stem: string): number =>
    stopStems.has(stem) ? 0.15 : Math.log(1 + many / (mass.get(stem)?.size ?? 1));
  const leaning = new Map<string, (readonly [number, number])[]>();
  for (const [stem, row] of mass) {
    const total = [...row.values()].reduce((a, b) => a + b, 0);
    const known = Math.min(1, total);
    const pairs = [...row].map(
      ([topic, amount]) =>
        [topic, AFFINITY_WEIGHT * known * (amount / total) * rarity(stem)] as const,
    );
    leaning.set(stem, pairs);
  }
  const weight = written.map((phrase) => {
    const slots = parsePattern(phrase);
    const parts = slots.map((slot) => Math.max(1, ...slot.stems.map(rarity)));
    return parts.reduce((a, b) => a + b, 0) * (1 + PHRASE_LENGTH_BONUS * (slots.length - 1)) * 0.5;
  });
  return {
    topics: catalogue.topics.map((topic) => topic.code),
    groupOf: new Map(catalogue.topics.map((topic) => [topic.code, topic.group])),
    patterns: compilePatterns(written),
    owner: Int32Array.from(owner),
    phraseWeight: Float64Array.from(weight),
    stemAffinity: leaning,
  };
}

// Compiled once per catalogue object.
const indexCache = new WeakMap<TriageCatalogue, PhraseIndex>();

function phraseIndexFor(catalogue: TriageCatalogue): PhraseIndex {
  const known = indexCache.get(catalogue);
  if (known) return known;
  const made = buildPhraseIndex(catalogue);
  indexCache.set(catalogue, made);
  return made;
}

type TopicScores = {
  scores: Float64Array;
  hits: { topic: number; tokens: readonly number[]; worth: number }[];
};

/** Earlier words weigh more: «Фонарь не горит. … и мусор у магазина». */
const positionWeight = (token: number): number => 0.35 + 0.65 * Math.exp(-token / FADE_TOKENS);

function scoreTopics(index: PhraseIndex, read: AnalyzedText): TopicScores {
  const scores = new Float64Array(index.topics.length);
  for (const [stem, places] of read.at) {
    for (const [topic, worth] of index.stemAffinity.get(stem) ?? [])
      scores[topic] = (scores[topic] ?? 0) + worth * positionWeight(places[0] ?? 0);
  }
  const hits = findPatterns(index.patterns, read).map(({ pattern, tokens }) => {
    const spread = (tokens.at(-1) ?? 0) - (tokens[0] ?? 0) + 1;
    const near = 1 / (1 + 0.15 * (spread - tokens.length));
    const worth = (index.phraseWeight[pattern] ?? 0) * near * positionWeight(tokens[0] ?? 0);
    return { topic: index.owner[pattern] ?? 0, tokens, worth };
  });
  hits.sort((a, b) => b.worth - a.worth);
  // A word counts once per topic, even when several phrases share it.
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

/** Softmax with an extra class «none of these», so that weak evidence never sums to certainty. */
function toTopicProbabilities(index: PhraseIndex, scores: Float64Array): TopicProbability[] {
  const top = Math.max(NO_TOPIC_SCORE, ...scores);
  const sharp = TEMPERATURE * (1 + 0.04 * top);
  let sum = Math.exp((NO_TOPIC_SCORE - top) / sharp);
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

function bestGroup(index: PhraseIndex, rows: readonly TopicProbability[]): TopicProbability {
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

const knownTopic = (row: TopicProbability, at: number): string | undefined =>
  row.probability >= at && row.code !== "" ? row.code : undefined;

/** Spans of the phrases of this topic found in the text. */
function phraseSpans(read: AnalyzedText, hits: TopicScores["hits"], number: number): TextSpan[] {
  return hits
    .filter((hit) => hit.topic === number)
    .slice(0, 3)
    .flatMap((hit) => hit.tokens.map((token) => tokenSpan(read, token, token, "topic")));
}

/**
 * Returns the most probable topic with the words that decided; abstains below `TOPIC_THRESHOLD`. A
 * trained model's probabilities take precedence (`context` as in its training); the catalogue
 * explains, else the model names its words. Never throws.
 */
export function suggestTopic(
  text: string | AnalyzedText,
  catalogue: TriageCatalogue,
  trained?: { model: TopicModel; context?: readonly string[] },
): TopicSuggestion {
  const read = toAnalyzed(text);
  const index = phraseIndexFor(catalogue);
  const { scores, hits } = scoreTopics(index, read);
  const rows = trained
    ? trained.model.predict(read, trained.context)
    : toTopicProbabilities(index, scores);
  const [best = { code: "", probability: 0 }, ...others] = rows;
  const group = bestGroup(index, rows);
  const topic = knownTopic(best, TOPIC_THRESHOLD);
  const phrases = phraseSpans(read, hits, index.topics.indexOf(best.code));
  const why = phrases.length > 0 ? phrases : (trained?.model.explain?.(read, best.code) ?? []);
  return {
    topic,
    group: topic === undefined ? knownTopic(group, GROUP_THRESHOLD) : index.groupOf.get(topic),
    confidence: best.probability,
    groupConfidence: group.probability,
    runnersUp: others.slice(0, 3).filter((row) => row.probability >= 0.02),
    why: mergeSpans(read.original, why),
    version: trained?.model.version ?? PHRASES_VERSION,
  };
}
