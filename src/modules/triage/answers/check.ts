import * as lexicon from "./lexicon.ru.ts";
import { findPatterns, compilePatterns, type PatternSet } from "../text/patterns.ts";
import { findPersonalData } from "../privacy/personal-data.ru.ts";
import {
  mergeSpans,
  analyzeText,
  tokenSpan,
  type AnalyzedText,
  type TextSpan,
} from "../text/analyze.ts";

export type AnswerCode =
  | "question"
  | "fact"
  | "date"
  | "responsible"
  | "next-step"
  | "personal"
  | "cliches"
  | "tone";

export type AnswerCriterion = {
  code: AnswerCode;
  points: number;
  max: number;
  /** true only with full points */
  ok: boolean;
  why: readonly TextSpan[];
  /** message key of the advice, `triage.answer.…`; `….good` when nothing is missing */
  advice: string;
};

export type AnswerCheck = {
  score: number;
  breakdown: readonly AnswerCriterion[];
  /** an empty reply (отписка): no fact, no date and little but stock phrases */
  emptyAnswer: boolean;
};

/** Points of each criterion; they sum to 100. */
export const answerWeights: Readonly<Record<AnswerCode, number>> = {
  question: 20,
  fact: 20,
  date: 15,
  responsible: 15,
  "next-step": 10,
  personal: 5,
  cliches: 10,
  tone: 5,
};

const clichePatterns = compilePatterns(lexicon.clichePhrases);
const doneFactPatterns = compilePatterns(lexicon.completedWorkPhrases);
const plannedFactPatterns = compilePatterns(lexicon.plannedWorkPhrases);
const responsiblePatterns = compilePatterns(lexicon.responsibleWords);
const nextStepPatterns = compilePatterns(lexicon.nextStepWords);
const rudePatterns = compilePatterns(lexicon.rudeWords);
const politePatterns = compilePatterns(lexicon.politeWords);

type CriterionResult = { share: number; why?: readonly TextSpan[]; advice: string };

function patternSpans(set: PatternSet, read: AnalyzedText): TextSpan[] {
  const spans = findPatterns(set, read).flatMap(({ tokens }) =>
    tokens.map((token) => tokenSpan(read, token, token, "answer")),
  );
  return mergeSpans(read.original, spans);
}

function regexSpans(shape: RegExp, read: AnalyzedText): TextSpan[] {
  return [...read.original.slice(0, 4_000).matchAll(shape)].map((match) => {
    const lead = match[0].search(/[\p{L}\d]/u);
    const start = match.index + Math.max(0, lead);
    const end = match.index + match[0].length;
    return { start, end, text: read.original.slice(start, end), field: "answer" as const };
  });
}

/** Content words of the question: long enough, not greetings. */
function contentStems(question: AnalyzedText): string[] {
  return [...question.at.keys()].filter(
    (stem) => stem.length > 2 && !/^\d/.test(stem) && !lexicon.contentlessStems.test(stem),
  );
}

/** «закроют» matches «закрыт», «люка» matches «люк»: a common prefix of four letters suffices. */
function isCovered(answer: AnalyzedText, stem: string): boolean {
  if (answer.at.has(stem)) return true;
  if (stem.length < 5) return false;
  const beginning = stem.slice(0, Math.max(4, stem.length - 2));
  return (answer.prefixes.get(stem.slice(0, 3)) ?? []).some((other) => other.startsWith(beginning));
}

function checkRelevance(answer: AnalyzedText, question: AnalyzedText): CriterionResult {
  const matter = contentStems(question);
  if (matter.length === 0) return { share: answer.tokens.length > 5 ? 1 : 0.3, advice: "good" };
  const hit = matter.filter((stem) => isCovered(answer, stem));
  // A long complaint repeats itself: three of its content words suffice.
  const share = Math.min(1, hit.length / Math.min(3, Math.max(1, matter.length / 2)));
  const why = hit.slice(0, 6).flatMap((stem) => {
    const at = answer.at.get(stem)?.[0];
    return at === undefined ? [] : [tokenSpan(answer, at, at, "answer")];
  });
  return { share, why, advice: share >= 1 ? "good" : share >= 0.5 ? "partly" : "missing" };
}

function checkFact(answer: AnalyzedText, kind: "interim" | "final"): CriterionResult {
  // «Поставлен на контроль» is no work done: a verb inside a stock phrase does not count.
  const hollow = patternSpans(clichePatterns, answer);
  const solid = (span: TextSpan): boolean =>
    !hollow.some((other) => span.start < other.end && other.start < span.end);
  const facts = patternSpans(doneFactPatterns, answer).filter(solid);
  if (facts.length > 0) return { share: 1, why: facts, advice: "good" };
  const plans = patternSpans(plannedFactPatterns, answer).filter(solid);
  if (plans.length === 0) return { share: 0, advice: "missing" };
  return { share: kind === "interim" ? 0.6 : 0.25, why: plans, advice: "only-plan" };
}

/** An interim answer must give a future date. */
function checkDate(answer: AnalyzedText, kind: "interim" | "final", at: Date): CriterionResult {
  const exact = regexSpans(lexicon.exactDatePattern, answer);
  const past = exact.filter((span) => isPast(span.text, at));
  if (exact.length > past.length || (kind === "final" && exact.length > 0))
    return { share: 1, why: exact, advice: "good" };
  const near = regexSpans(lexicon.vagueDatePattern, answer);
  return near.length > 0
    ? { share: 0.75, why: near, advice: "vague" }
    : {
        share: past.length > 0 ? 0.35 : 0,
        why: past,
        advice: past.length > 0 ? "past" : "missing",
      };
}

/** Only a full day.month.year can be recognised as past. */
function isPast(text: string, at: Date): boolean {
  const [, day, month, year] = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text) ?? [];
  if (day === undefined) return false;
  return Date.UTC(Number(year), Number(month) - 1, Number(day) + 1) < at.getTime();
}

function checkResponsible(answer: AnalyzedText): CriterionResult {
  const words = patternSpans(responsiblePatterns, answer);
  const names = regexSpans(new RegExp(lexicon.bodyNamePattern, "g"), answer);
  const phone = findPersonalData(answer.original.slice(0, 4_000)).some(
    (find) => find.kind === "phone",
  );
  const signs = [words.length > 0, names.length > 0, phone].filter(Boolean).length;
  const share = signs === 0 ? 0 : signs === 1 ? 0.7 : 1;
  const advice = signs === 0 ? "missing" : signs === 1 ? "add-contact" : "good";
  return { share, why: [...words, ...names], advice };
}

function checkNextStep(answer: AnalyzedText, kind: "interim" | "final"): CriterionResult {
  const steps = patternSpans(nextStepPatterns, answer);
  if (steps.length > 0) return { share: 1, why: steps, advice: "good" };
  const plans = patternSpans(plannedFactPatterns, answer);
  if (plans.length > 0) return { share: 0.6, why: plans, advice: "partly" };
  return { share: 0, advice: kind === "final" ? "say-if-returns" : "missing" };
}

/** An office telephone is welcome; a resident's flat, documents and e-mail are not. */
function checkPersonalData(answer: AnalyzedText): CriterionResult {
  const finds = findPersonalData(answer.original).filter(
    ({ kind }) => kind !== "phone" && kind !== "name" && kind !== "email",
  );
  const why = finds.map(({ start, end, text, field }): TextSpan => ({ start, end, text, field }));
  return finds.length === 0 ? { share: 1, advice: "good" } : { share: 0, why, advice: "remove" };
}

function checkCliches(answer: AnalyzedText): CriterionResult {
  const empty = patternSpans(clichePatterns, answer);
  const share = empty.length === 0 ? 1 : empty.length === 1 ? 0.7 : empty.length === 2 ? 0.4 : 0;
  return { share, why: empty, advice: empty.length === 0 ? "good" : "remove" };
}

function checkTone(answer: AnalyzedText): CriterionResult {
  const bad = patternSpans(rudePatterns, answer);
  if (bad.length > 0) return { share: 0, why: bad, advice: "rude" };
  const letters = answer.original.replace(/[^\p{L}]/gu, "");
  const shouted = letters.length > 30 && letters === letters.toUpperCase();
  if (shouted) return { share: 0.2, advice: "shouting" };
  return patternSpans(politePatterns, answer).length > 0
    ? { share: 1, advice: "good" }
    : { share: 0.6, advice: "greet" };
}

/** Most letters must be Russian; an answer in another alphabet or in symbols is unreadable. */
function isReadable(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const russian = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  return letters >= 5 && russian >= letters * 0.5;
}

/**
 * Scores a body's answer at the moment `at`, 0…100, with points and advice for each criterion.
 * Advisory only. Never throws; an unreadable answer scores 0 and is empty.
 */
export function checkAnswer(given: {
  answer: string;
  question: string;
  kind: "interim" | "final";
  at: Date;
}): AnswerCheck {
  const answer = analyzeText(given.answer);
  const question = analyzeText(given.question);
  const sound = isReadable(given.answer.slice(0, 4_000));
  const parts: Readonly<Record<AnswerCode, CriterionResult>> = {
    question: checkRelevance(answer, question),
    fact: checkFact(answer, given.kind),
    date: checkDate(answer, given.kind, given.at),
    responsible: checkResponsible(answer),
    "next-step": checkNextStep(answer, given.kind),
    personal: checkPersonalData(answer),
    cliches: checkCliches(answer),
    tone: checkTone(answer),
  };
  const breakdown = Object.entries(parts).map(([key, part]) => {
    const code = key as AnswerCode;
    const max = answerWeights[code];
    const points = sound ? Math.round(max * part.share) : 0;
    const advice = sound ? `${code}.${part.advice}` : "unreadable";
    const why = part.why ?? [];
    return { code, points, max, ok: points === max, why, advice: `triage.answer.${advice}` };
  });
  const score = breakdown.reduce((sum, { points }) => sum + points, 0);
  return { score, breakdown, emptyAnswer: !sound || isEmptyAnswer(parts, answer) };
}

function isEmptyAnswer(
  parts: Readonly<Record<AnswerCode, CriterionResult>>,
  answer: AnalyzedText,
): boolean {
  if (parts.fact.share >= 0.6) return false;
  const phrases = parts.cliches.why?.length ?? 0;
  const bare = parts.date.share === 0 && parts.responsible.share < 1;
  return bare && (phrases > 0 || parts.fact.share === 0 || answer.tokens.length < 8);
}
