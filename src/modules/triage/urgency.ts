import { findPatterns, makePatterns } from "./patterns.ts";
import {
  almost,
  denialWords,
  not,
  backAgainPatterns,
  solvedPatterns,
  urgencyRules,
} from "./rules.ru.ts";
import { asRead, mergeSpans, spanOf, type ReadText, type Span } from "./text.ts";

export type UrgencyLevel = "normal" | "important" | "danger";

/** Patterns of one danger; `winter` is its level in the months of the heating season. */
export type UrgencyRule = {
  code: string;
  level: "important" | "danger";
  winter?: "danger";
  patterns: readonly string[];
};

/** `reasons` are rule codes, gravest first; confidence 0…1 is that of `level`. */
export type Urgency = {
  level: UrgencyLevel;
  confidence: number;
  reasons: readonly string[];
  why: readonly Span[];
};

const rules = urgencyRules.flatMap((rule) => rule.patterns.map(() => rule));
const dangers = makePatterns(urgencyRules.flatMap((rule) => rule.patterns));
const solved = makePatterns(solvedPatterns);
const backAgain = makePatterns(backAgainPatterns);

const heatingMonths: ReadonlySet<number> = new Set([10, 11, 12, 1, 2, 3, 4]);
const denials: ReadonlySet<string> = new Set(denialWords);
const REACH_OF_DENIAL = 2;

/** «газом не пахнет»: a denial just before the run, which the run itself does not contain. */
function denied(read: ReadText, tokens: readonly number[]): boolean {
  const inside = (index: number): boolean => tokens.includes(index);
  if (tokens.some((index) => denials.has(read.tokens[index]?.word ?? ""))) return false;
  return tokens.some((index) => {
    for (let back = 1; back <= REACH_OF_DENIAL; back++) {
      const token = read.tokens[index - back + 1];
      if (token && /[.,;:!?]/.test(token.before)) return false;
      const before = read.tokens[index - back];
      if (!before || inside(index - back)) return false;
      if (before.word === almost) return false;
      if (before.word === not) return read.tokens[index - back - 1]?.word !== almost;
    }
    return false;
  });
}

/** True when the text gives thanks for a mended thing and does not say that it broke again. */
export function saysSolved(text: string | ReadText): boolean {
  const read = asRead(text);
  const over = findPatterns(solved, read);
  if (over.length === 0) return false;
  const first = Math.min(...over.map((hit) => hit.tokens[0] ?? 0));
  return !findPatterns(backAgain, read).some((hit) => (hit.tokens.at(-1) ?? 0) > first);
}

/** Level of danger of a message, written for recall. `month` 1…12; absent means any season. */
export function urgencyOf(
  text: string | ReadText,
  when: { month?: number | undefined } = {},
): Urgency {
  const read = asRead(text);
  const cold = when.month !== undefined && heatingMonths.has(when.month);
  if (saysSolved(read)) return { level: "normal", confidence: 0.7, reasons: [], why: [] };
  const codes = { danger: new Set<string>(), important: new Set<string>() };
  const why: Span[] = [];
  for (const { pattern, tokens } of findPatterns(dangers, read)) {
    const rule = rules[pattern];
    if (!rule || denied(read, tokens)) continue;
    codes[cold ? (rule.winter ?? rule.level) : rule.level].add(rule.code);
    for (const token of tokens) why.push(spanOf(read, token, token, "urgency"));
  }
  const level =
    codes.danger.size > 0 ? "danger" : codes.important.size > 0 ? "important" : "normal";
  const more = codes.danger.size + codes.important.size - 1;
  return {
    level,
    confidence: level === "normal" ? 0.8 : Math.min(0.97, 0.72 + 0.1 * more),
    reasons: [...codes.danger, ...codes.important],
    why: mergeSpans(read.original, why),
  };
}
