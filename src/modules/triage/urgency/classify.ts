import { heard, logistic, logit, probabilityOf, type Opinion } from "../log-odds.ts";
import { sentenceBetween, type Hit } from "../text/patterns.ts";
import {
  betweenWords,
  denialWords,
  fearWords,
  noneAtEnd,
  noneWords,
  notWords,
} from "../cue-words.ru.ts";
import { signsOf, type Signs } from "../cues.ts";
import { asRead, mergeSpans, spanOf, type ReadText, type Span } from "../text/analyze.ts";
import { urgencyRules } from "./rules.ru.ts";

export type UrgencyLevel = "normal" | "important" | "danger";

/** Patterns of one danger and what takes it back or makes it graver. */
export type UrgencyRule = {
  code: string;
  level: "important" | "danger";
  /** its level in the months of the heating season */
  winter?: "danger";
  /** its level where children or the sick are named; out of season it does not count for `winter` rules */
  frail?: "danger";
  patterns: readonly string[];
  /** beside one of these a hit means something harmless: «информационный щит» */
  unless?: readonly string[];
};

/**
 * `reasons` are rule codes, gravest first, and `learned` where a trained model raised the level;
 * confidence 0…1 is that of `level`.
 */
export type Urgency = {
  level: UrgencyLevel;
  confidence: number;
  reasons: readonly string[];
  why: readonly Span[];
};

/** From these probabilities on (rules and model together) a message is a danger, or is important. */
export const DANGER_THRESHOLD = 0.5;
export const PRESSING_THRESHOLD = 0.5;

/** How often messages in general are so: what a model's opinion is compared with. */
const USUAL = { danger: 0.05, pressing: 0.2 };
/** How often the rules are right, by what they found: measured by `bench/triage/noise-urgency.ts`. */
const NOTHING_FOUND = { danger: 0.01, pressing: 0.1 };
const IMPORTANT_FOUND = { danger: 0.08, pressing: 0.72 };
const DANGER_FOUND = { danger: 0.7, pressing: 0.93 };
const MORE_FOUND = 0.4;

const rules = urgencyRules.flatMap((rule) => rule.patterns.map(() => rule));
const unlessRules = urgencyRules.flatMap((rule) => (rule.unless ?? []).map(() => rule));
const heatingMonths: ReadonlySet<number> = new Set([10, 11, 12, 1, 2, 3, 4]);
const denials: ReadonlySet<string> = new Set(denialWords);
const nots: ReadonlySet<string> = new Set(notWords);
const nones: ReadonlySet<string> = new Set(noneWords);
const fears: ReadonlySet<string> = new Set(fearWords);
const between: ReadonlySet<string> = new Set(betweenWords);
const REACH_OF_UNLESS = 4;
const REACH_OF_HYPOTHESIS = 5;
const REACH_OF_FRAIL = 8;

const first = (hit: Hit): number => hit.tokens[0] ?? 0;
const last = (hit: Hit): number => hit.tokens.at(-1) ?? 0;
const stop = /[.,;:!?()\n]/;

/** «газом не пахнет», «сосулек нет.»: a denial of the run, which the run itself does not contain. */
function denied(read: ReadText, hit: Hit): boolean {
  const wordAt = (index: number): string => read.tokens[index]?.word ?? "";
  if (hit.tokens.some((index) => denials.has(wordAt(index)))) return false;
  const after = read.tokens[last(hit) + 2];
  if (wordAt(last(hit) + 1) === noneAtEnd && (!after || stop.test(after.before))) {
    if (!stop.test(read.tokens[last(hit) + 1]?.before ?? "")) return true;
  }
  return hit.tokens.some((index) => {
    if (stop.test(read.tokens[index]?.before ?? "")) return false;
    let back = index - 1;
    if (between.has(wordAt(back)) && !stop.test(read.tokens[back]?.before ?? "")) back--;
    if (nones.has(wordAt(back))) return true;
    return nots.has(wordAt(back)) && !fears.has(wordAt(back - 1));
  });
}

function near(hit: Hit, other: Hit, reach: number): boolean {
  return first(other) <= last(hit) + reach && last(other) >= first(hit) - reach;
}

/** Long ago, or only thought of: such a danger counts one step less. */
function distant(read: ReadText, hit: Hit, signs: Signs): boolean {
  const sameSentence = (other: Hit): boolean =>
    !sentenceBetween(read, Math.min(first(hit), first(other)), Math.max(last(hit), last(other)));
  if (signs.still.length === 0 && signs.past.some(sameSentence)) return true;
  return signs.hypothetical.some(
    (other) =>
      last(other) < last(hit) && near(hit, other, REACH_OF_HYPOTHESIS) && sameSentence(other),
  );
}

/** The solved thing and what is told in the same breath; a danger of a later sentence stays. */
function over(read: ReadText, hit: Hit, signs: Signs): boolean {
  return signs.solved.some(
    (end) => first(hit) <= last(end) || !sentenceBetween(read, last(end), first(hit)),
  );
}

const isSolved = (signs: Signs): boolean => {
  if (signs.solved.length === 0) return false;
  const from = Math.min(...signs.solved.map(first));
  return !signs.backAgain.some((hit) => last(hit) > from);
};

/** True when the text gives thanks for a mended thing and does not say that it broke again. */
export function saysSolved(text: string | ReadText): boolean {
  return isSolved(signsOf(asRead(text)));
}

type Found = { level: "important" | "danger"; code: string; hit: Hit };

function levelOf(rule: UrgencyRule, about: { month: number | undefined; frail: boolean }) {
  const cold = about.month !== undefined && heatingMonths.has(about.month);
  if (rule.winter && cold) return rule.winter;
  const inSeason = !rule.winter || about.month === undefined || cold;
  return rule.frail && about.frail && inSeason ? rule.frail : rule.level;
}

function foundBy(read: ReadText, month: number | undefined): Found[] {
  const signs = signsOf(read);
  const solved = isSolved(signs);
  return signs.urgency.flatMap((hit) => {
    const rule = rules[hit.pattern];
    if (!rule || denied(read, hit) || (solved && over(read, hit, signs))) return [];
    const harmless = signs.unless.some(
      (other) => unlessRules[other.pattern] === rule && near(hit, other, REACH_OF_UNLESS),
    );
    if (harmless) return [];
    const frail = signs.frail.some((other) => near(hit, other, REACH_OF_FRAIL));
    const level = levelOf(rule, { month, frail });
    if (!distant(read, hit, signs)) return [{ level, code: rule.code, hit }];
    return level === "danger" ? [{ level: "important" as const, code: rule.code, hit }] : [];
  });
}

type Odds = { danger: number; pressing: number };

/** Log-odds that the rules alone give; each further rule adds a little. */
function oddsOf(codes: { danger: number; important: number }): Odds {
  const base =
    codes.danger > 0 ? DANGER_FOUND : codes.important > 0 ? IMPORTANT_FOUND : NOTHING_FOUND;
  const more = Math.max(0, codes.danger + codes.important - 1) * MORE_FOUND;
  const graver = codes.danger > 0 ? more : 0;
  return { danger: logit(base.danger) + graver, pressing: logit(base.pressing) + more };
}

/**
 * Level out of what the rules found and what a model says (codes `danger`, `important`, `normal`).
 * A model may raise any level; a danger that the rules found it may lower to `important`, never below.
 */
export function weighUrgency(
  codes: { danger: number; important: number },
  learned: Opinion | undefined,
): { level: UrgencyLevel; confidence: number } {
  const odds = oddsOf(codes);
  const said = (of: readonly string[]) => learned && probabilityOf(learned, of);
  const danger = logistic(heard(odds.danger, { said: said(["danger"]), usual: USUAL.danger }));
  const pressing = logistic(
    heard(odds.pressing, { said: said(["danger", "important"]), usual: USUAL.pressing }),
  );
  if (danger >= DANGER_THRESHOLD) return { level: "danger", confidence: danger };
  if (pressing >= PRESSING_THRESHOLD)
    return { level: "important", confidence: Math.max(pressing * (1 - danger), 0.5) };
  if (codes.danger > 0) return { level: "important", confidence: 0.5 };
  return { level: "normal", confidence: 1 - pressing };
}

/**
 * Level of danger of a message, written for recall. `month` 1…12 is that of its writing, absent means
 * any season; `learned` is a trained model's opinion. Never throws, whatever the text.
 */
export function urgencyOf(
  text: string | ReadText,
  when: { month?: number | undefined; learned?: Opinion | undefined } = {},
): Urgency {
  const read = asRead(text);
  const found = foundBy(read, when.month);
  const codes = { danger: new Set<string>(), important: new Set<string>() };
  for (const { level, code } of found) codes[level].add(code);
  for (const code of codes.danger) codes.important.delete(code);
  const counts = { danger: codes.danger.size, important: codes.important.size };
  const { level, confidence } = weighUrgency(counts, when.learned);
  const alone = weighUrgency(counts, undefined).level;
  const reasons = [...codes.danger, ...codes.important];
  if (weight[level] > weight[alone]) reasons.unshift("learned");
  const why = found.flatMap(({ hit }) =>
    hit.tokens.map((token) => spanOf(read, token, token, "urgency")),
  );
  return { level, confidence, reasons, why: mergeSpans(read.original, why) };
}

const weight: Record<UrgencyLevel, number> = { normal: 0, important: 1, danger: 2 };
