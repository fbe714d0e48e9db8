import {
  combineLogOdds,
  logistic,
  logit,
  probabilityOf,
  type ModelPrediction,
} from "../log-odds.ts";
import { hasSentenceBreak, type PatternMatch } from "../text/patterns.ts";
import {
  interveningWords,
  negationWords,
  fearVerbs,
  trailingNegation,
  absenceWords,
  negationParticles,
} from "../cue-words.ru.ts";
import { findCues, type Cues } from "../cues.ts";
import {
  toAnalyzed,
  mergeSpans,
  tokenSpan,
  type AnalyzedText,
  type TextSpan,
} from "../text/analyze.ts";
import { urgencyRules } from "./rules.ru.ts";

export type UrgencyLevel = "normal" | "important" | "danger";

/** Patterns of one danger with its exceptions and aggravations. */
export type UrgencyRule = {
  code: string;
  level: "important" | "danger";
  /** level in the heating season */
  winter?: "danger";
  /**
   * level when children or sick people are named; out of season it does not apply to `winter` rules
   */
  vulnerable?: "danger";
  patterns: readonly string[];
  /** next to one of these a match is harmless: «информационный щит» */
  unless?: readonly string[];
};

/**
 * `reasons` are rule codes, the gravest first, and `learned` when a trained model raised the level;
 * confidence 0…1 is that of `level`.
 */
export type UrgencyAssessment = {
  level: UrgencyLevel;
  confidence: number;
  reasons: readonly string[];
  why: readonly TextSpan[];
};

/** Thresholds of the combined probability of rules and model. */
export const DANGER_THRESHOLD = 0.5;
export const IMPORTANT_THRESHOLD = 0.5;

/** Base rates among messages. */
const BASE_RATE = { danger: 0.05, pressing: 0.2 };
/** Precision of the rules by what they found: measured by `bench/triage/noise-urgency.ts`. */
const NO_RULE_PROBABILITY = { danger: 0.01, pressing: 0.1 };
const IMPORTANT_RULE_PROBABILITY = { danger: 0.08, pressing: 0.72 };
const DANGER_RULE_PROBABILITY = { danger: 0.7, pressing: 0.93 };
const EXTRA_RULE_LOG_ODDS = 0.4;

const patternRules = urgencyRules.flatMap((rule) => rule.patterns.map(() => rule));
const unlessRules = urgencyRules.flatMap((rule) => (rule.unless ?? []).map(() => rule));
const heatingMonths: ReadonlySet<number> = new Set([10, 11, 12, 1, 2, 3, 4]);
const negationSet: ReadonlySet<string> = new Set(negationWords);
const negationParticleSet: ReadonlySet<string> = new Set(negationParticles);
const absenceSet: ReadonlySet<string> = new Set(absenceWords);
const fearVerbSet: ReadonlySet<string> = new Set(fearVerbs);
const interveningSet: ReadonlySet<string> = new Set(interveningWords);
const UNLESS_REACH = 4;
const HYPOTHETICAL_REACH = 5;
const VULNERABLE_REACH = 8;

const firstToken = (hit: PatternMatch): number => hit.tokens[0] ?? 0;
const lastToken = (hit: PatternMatch): number => hit.tokens.at(-1) ?? 0;
const clauseBreak = /[.,;:!?()\n]/;

/** «газом не пахнет», «сосулек нет.»: a negation outside the match. */
function isNegated(read: AnalyzedText, hit: PatternMatch): boolean {
  const wordAt = (index: number): string => read.tokens[index]?.word ?? "";
  if (hit.tokens.some((index) => negationSet.has(wordAt(index)))) return false;
  const after = read.tokens[lastToken(hit) + 2];
  if (
    wordAt(lastToken(hit) + 1) === trailingNegation &&
    (!after || clauseBreak.test(after.before))
  ) {
    if (!clauseBreak.test(read.tokens[lastToken(hit) + 1]?.before ?? "")) return true;
  }
  return hit.tokens.some((index) => {
    if (clauseBreak.test(read.tokens[index]?.before ?? "")) return false;
    let back = index - 1;
    if (interveningSet.has(wordAt(back)) && !clauseBreak.test(read.tokens[back]?.before ?? ""))
      back--;
    if (absenceSet.has(wordAt(back))) return true;
    return negationParticleSet.has(wordAt(back)) && !fearVerbSet.has(wordAt(back - 1));
  });
}

function isWithinReach(hit: PatternMatch, other: PatternMatch, reach: number): boolean {
  return firstToken(other) <= lastToken(hit) + reach && lastToken(other) >= firstToken(hit) - reach;
}

/** Past or hypothetical: the danger counts a level less. */
function isPastOrHypothetical(read: AnalyzedText, hit: PatternMatch, signs: Cues): boolean {
  const sameSentence = (other: PatternMatch): boolean =>
    !hasSentenceBreak(
      read,
      Math.min(firstToken(hit), firstToken(other)),
      Math.max(lastToken(hit), lastToken(other)),
    );
  if (signs.still.length === 0 && signs.past.some(sameSentence)) return true;
  return signs.hypothetical.some(
    (other) =>
      lastToken(other) < lastToken(hit) &&
      isWithinReach(hit, other, HYPOTHETICAL_REACH) &&
      sameSentence(other),
  );
}

/** A match in the same sentence as a solved phrase; a danger in a later sentence stays. */
function isCoveredBySolved(read: AnalyzedText, hit: PatternMatch, signs: Cues): boolean {
  return signs.solved.some(
    (end) =>
      firstToken(hit) <= lastToken(end) || !hasSentenceBreak(read, lastToken(end), firstToken(hit)),
  );
}

const isSolved = (signs: Cues): boolean => {
  if (signs.solved.length === 0) return false;
  const from = Math.min(...signs.solved.map(firstToken));
  return !signs.backAgain.some((hit) => lastToken(hit) > from);
};

/** Returns true when the text gives thanks for a repair and does not report that it broke again. */
export function isReportedSolved(text: string | AnalyzedText): boolean {
  return isSolved(findCues(toAnalyzed(text)));
}

type UrgencyMatch = { level: "important" | "danger"; code: string; hit: PatternMatch };

function ruleLevel(rule: UrgencyRule, about: { month: number | undefined; frail: boolean }) {
  const cold = about.month !== undefined && heatingMonths.has(about.month);
  if (rule.winter && cold) return rule.winter;
  const inSeason = !rule.winter || about.month === undefined || cold;
  return rule.vulnerable && about.frail && inSeason ? rule.vulnerable : rule.level;
}

function matchUrgencyRules(read: AnalyzedText, month: number | undefined): UrgencyMatch[] {
  const signs = findCues(read);
  const solved = isSolved(signs);
  return signs.urgency.flatMap((hit) => {
    const rule = patternRules[hit.pattern];
    if (!rule || isNegated(read, hit) || (solved && isCoveredBySolved(read, hit, signs))) return [];
    const harmless = signs.unless.some(
      (other) => unlessRules[other.pattern] === rule && isWithinReach(hit, other, UNLESS_REACH),
    );
    if (harmless) return [];
    const frail = signs.frail.some((other) => isWithinReach(hit, other, VULNERABLE_REACH));
    const level = ruleLevel(rule, { month, frail });
    if (!isPastOrHypothetical(read, hit, signs)) return [{ level, code: rule.code, hit }];
    return level === "danger" ? [{ level: "important" as const, code: rule.code, hit }] : [];
  });
}

type UrgencyLogOdds = { danger: number; pressing: number };

/** Log-odds of the rules alone; each further rule adds a little. */
function ruleLogOdds(codes: { danger: number; important: number }): UrgencyLogOdds {
  const base =
    codes.danger > 0
      ? DANGER_RULE_PROBABILITY
      : codes.important > 0
        ? IMPORTANT_RULE_PROBABILITY
        : NO_RULE_PROBABILITY;
  const more = Math.max(0, codes.danger + codes.important - 1) * EXTRA_RULE_LOG_ODDS;
  const graver = codes.danger > 0 ? more : 0;
  return { danger: logit(base.danger) + graver, pressing: logit(base.pressing) + more };
}

/**
 * Computes the level from the rules' matches and a model's prediction (codes `danger`, `important`,
 * `normal`). A model may raise any level; it lowers a danger to `important` at most.
 */
export function classifyUrgencyOdds(
  codes: { danger: number; important: number },
  learned: ModelPrediction | undefined,
): { level: UrgencyLevel; confidence: number } {
  const odds = ruleLogOdds(codes);
  const predicted = (of: readonly string[]) => learned && probabilityOf(learned, of);
  const danger = logistic(
    combineLogOdds(odds.danger, { predicted: predicted(["danger"]), usual: BASE_RATE.danger }),
  );
  const pressing = logistic(
    combineLogOdds(odds.pressing, {
      predicted: predicted(["danger", "important"]),
      usual: BASE_RATE.pressing,
    }),
  );
  if (danger >= DANGER_THRESHOLD) return { level: "danger", confidence: danger };
  if (pressing >= IMPORTANT_THRESHOLD)
    return { level: "important", confidence: Math.max(pressing * (1 - danger), 0.5) };
  if (codes.danger > 0) return { level: "important", confidence: 0.5 };
  return { level: "normal", confidence: 1 - pressing };
}

/**
 * Classifies the urgency of a message, tuned for recall. `month` 1…12 is that of its writing,
 * absent means any season; `learned` is a trained model's prediction. Never throws, whatever the
 * text.
 */
export function classifyUrgency(
  text: string | AnalyzedText,
  when: { month?: number | undefined; learned?: ModelPrediction | undefined } = {},
): UrgencyAssessment {
  const read = toAnalyzed(text);
  const found = matchUrgencyRules(read, when.month);
  const codes = { danger: new Set<string>(), important: new Set<string>() };
  for (const { level, code } of found) codes[level].add(code);
  for (const code of codes.danger) codes.important.delete(code);
  const counts = { danger: codes.danger.size, important: codes.important.size };
  const { level, confidence } = classifyUrgencyOdds(counts, when.learned);
  const alone = classifyUrgencyOdds(counts, undefined).level;
  const reasons = [...codes.danger, ...codes.important];
  if (levelRank[level] > levelRank[alone]) reasons.unshift("learned");
  const why = found.flatMap(({ hit }) =>
    hit.tokens.map((token) => tokenSpan(read, token, token, "urgency")),
  );
  return { level, confidence, reasons, why: mergeSpans(read.original, why) };
}

const levelRank: Record<UrgencyLevel, number> = { normal: 0, important: 1, danger: 2 };
