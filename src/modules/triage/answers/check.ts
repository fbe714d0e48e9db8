import * as said from "./lexicon.ru.ts";
import { findPatterns, makePatterns, type PatternSet } from "../text/patterns.ts";
import { findPersonal } from "../privacy/personal-data.ru.ts";
import { mergeSpans, readText, spanOf, type ReadText, type Span } from "../text/analyze.ts";

export type AnswerCode =
  | "question"
  | "fact"
  | "date"
  | "responsible"
  | "next-step"
  | "personal"
  | "cliches"
  | "tone";

export type AnswerSummand = {
  code: AnswerCode;
  points: number;
  max: number;
  /** true only with all the points */
  ok: boolean;
  why: readonly Span[];
  /** key of the advice, `triage.answer.…`; `….good` when nothing is to be done */
  advice: string;
};

export type AnswerCheck = {
  score: number;
  summands: readonly AnswerSummand[];
  /** an отписка: no fact, no date and next to nothing but phrases */
  emptyAnswer: boolean;
};

/** Weights of the check; they sum to 100. */
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

const cliches = makePatterns(said.cliches);
const done = makePatterns(said.doneFacts);
const planned = makePatterns(said.plannedFacts);
const responsible = makePatterns(said.responsibleWords);
const nextStep = makePatterns(said.nextStepWords);
const rude = makePatterns(said.rudeWords);
const polite = makePatterns(said.politeWords);

type Part = { share: number; why?: readonly Span[]; advice: string };

function spansOf(set: PatternSet, read: ReadText): Span[] {
  const spans = findPatterns(set, read).flatMap(({ tokens }) =>
    tokens.map((token) => spanOf(read, token, token, "answer")),
  );
  return mergeSpans(read.original, spans);
}

function matches(shape: RegExp, read: ReadText): Span[] {
  return [...read.original.slice(0, 4_000).matchAll(shape)].map((match) => {
    const lead = match[0].search(/[\p{L}\d]/u);
    const start = match.index + Math.max(0, lead);
    const end = match.index + match[0].length;
    return { start, end, text: read.original.slice(start, end), field: "answer" as const };
  });
}

/** Words of the question that carry its matter: long enough, not greetings. */
function matterOf(question: ReadText): string[] {
  return [...question.at.keys()].filter(
    (stem) => stem.length > 2 && !/^\d/.test(stem) && !said.weightless.test(stem),
  );
}

/** «закроют» is answered by «закрыт», «люка» by «люк»: a common beginning of four letters is enough. */
function taken(answer: ReadText, stem: string): boolean {
  if (answer.at.has(stem)) return true;
  if (stem.length < 5) return false;
  const beginning = stem.slice(0, Math.max(4, stem.length - 2));
  return (answer.prefixes.get(stem.slice(0, 3)) ?? []).some((other) => other.startsWith(beginning));
}

function aboutQuestion(answer: ReadText, question: ReadText): Part {
  const matter = matterOf(question);
  if (matter.length === 0) return { share: answer.tokens.length > 5 ? 1 : 0.3, advice: "good" };
  const hit = matter.filter((stem) => taken(answer, stem));
  // A long complaint repeats itself: three words of its matter answer as well as all thirty.
  const share = Math.min(1, hit.length / Math.min(3, Math.max(1, matter.length / 2)));
  const why = hit.slice(0, 6).flatMap((stem) => {
    const at = answer.at.get(stem)?.[0];
    return at === undefined ? [] : [spanOf(answer, at, at, "answer")];
  });
  return { share, why, advice: share >= 1 ? "good" : share >= 0.5 ? "partly" : "missing" };
}

function hasFact(answer: ReadText, kind: "interim" | "final"): Part {
  // «Поставлен на контроль» installs nothing: a deed inside an empty phrase is none.
  const hollow = spansOf(cliches, answer);
  const solid = (span: Span): boolean =>
    !hollow.some((other) => span.start < other.end && other.start < span.end);
  const facts = spansOf(done, answer).filter(solid);
  if (facts.length > 0) return { share: 1, why: facts, advice: "good" };
  const plans = spansOf(planned, answer).filter(solid);
  if (plans.length === 0) return { share: 0, advice: "missing" };
  return { share: kind === "interim" ? 0.6 : 0.25, why: plans, advice: "only-plan" };
}

/** An interim answer promises, so a day that has passed does not do. */
function hasDate(answer: ReadText, kind: "interim" | "final", at: Date): Part {
  const exact = matches(said.exactDate, answer);
  const past = exact.filter((span) => isPast(span.text, at));
  if (exact.length > past.length || (kind === "final" && exact.length > 0))
    return { share: 1, why: exact, advice: "good" };
  const near = matches(said.nearDate, answer);
  return near.length > 0
    ? { share: 0.75, why: near, advice: "vague" }
    : {
        share: past.length > 0 ? 0.35 : 0,
        why: past,
        advice: past.length > 0 ? "past" : "missing",
      };
}

/** Only a full day.month.year can be told to lie before today. */
function isPast(text: string, at: Date): boolean {
  const [, day, month, year] = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text) ?? [];
  if (day === undefined) return false;
  return Date.UTC(Number(year), Number(month) - 1, Number(day) + 1) < at.getTime();
}

function hasResponsible(answer: ReadText): Part {
  const words = spansOf(responsible, answer);
  const names = matches(new RegExp(said.bodyNames, "g"), answer);
  const phone = findPersonal(answer.original.slice(0, 4_000)).some((find) => find.kind === "phone");
  const signs = [words.length > 0, names.length > 0, phone].filter(Boolean).length;
  const share = signs === 0 ? 0 : signs === 1 ? 0.7 : 1;
  const advice = signs === 0 ? "missing" : signs === 1 ? "add-contact" : "good";
  return { share, why: [...words, ...names], advice };
}

function hasNextStep(answer: ReadText, kind: "interim" | "final"): Part {
  const steps = spansOf(nextStep, answer);
  if (steps.length > 0) return { share: 1, why: steps, advice: "good" };
  const plans = spansOf(planned, answer);
  if (plans.length > 0) return { share: 0.6, why: plans, advice: "partly" };
  return { share: 0, advice: kind === "final" ? "say-if-returns" : "missing" };
}

/** A specialist's own office telephone is wanted; a resident's flat, papers and mail are not. */
function noPersonal(answer: ReadText): Part {
  const finds = findPersonal(answer.original).filter(
    ({ kind }) => kind !== "phone" && kind !== "name" && kind !== "email",
  );
  const why = finds.map(({ start, end, text, field }): Span => ({ start, end, text, field }));
  return finds.length === 0 ? { share: 1, advice: "good" } : { share: 0, why, advice: "remove" };
}

function plainWords(answer: ReadText): Part {
  const empty = spansOf(cliches, answer);
  const share = empty.length === 0 ? 1 : empty.length === 1 ? 0.7 : empty.length === 2 ? 0.4 : 0;
  return { share, why: empty, advice: empty.length === 0 ? "good" : "remove" };
}

function goodTone(answer: ReadText): Part {
  const bad = spansOf(rude, answer);
  if (bad.length > 0) return { share: 0, why: bad, advice: "rude" };
  const letters = answer.original.replace(/[^\p{L}]/gu, "");
  const shouted = letters.length > 30 && letters === letters.toUpperCase();
  if (shouted) return { share: 0.2, advice: "shouting" };
  return spansOf(polite, answer).length > 0
    ? { share: 1, advice: "good" }
    : { share: 0.6, advice: "greet" };
}

/** Most letters are Russian: an answer in another alphabet or in symbols cannot be read. */
function readable(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const russian = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  return letters >= 5 && russian >= letters * 0.5;
}

/**
 * How good a body's answer is at `at`, 0…100, with what each summand found and advises. The check advises,
 * it forbids nothing. Never throws; an unreadable answer scores 0 and is empty.
 */
export function checkAnswer(given: {
  answer: string;
  question: string;
  kind: "interim" | "final";
  at: Date;
}): AnswerCheck {
  const answer = readText(given.answer);
  const question = readText(given.question);
  const sound = readable(given.answer.slice(0, 4_000));
  const parts: Readonly<Record<AnswerCode, Part>> = {
    question: aboutQuestion(answer, question),
    fact: hasFact(answer, given.kind),
    date: hasDate(answer, given.kind, given.at),
    responsible: hasResponsible(answer),
    "next-step": hasNextStep(answer, given.kind),
    personal: noPersonal(answer),
    cliches: plainWords(answer),
    tone: goodTone(answer),
  };
  const summands = Object.entries(parts).map(([key, part]) => {
    const code = key as AnswerCode;
    const max = answerWeights[code];
    const points = sound ? Math.round(max * part.share) : 0;
    const advice = sound ? `${code}.${part.advice}` : "unreadable";
    const why = part.why ?? [];
    return { code, points, max, ok: points === max, why, advice: `triage.answer.${advice}` };
  });
  const score = summands.reduce((sum, { points }) => sum + points, 0);
  return { score, summands, emptyAnswer: !sound || isEmpty(parts, answer) };
}

function isEmpty(parts: Readonly<Record<AnswerCode, Part>>, answer: ReadText): boolean {
  if (parts.fact.share >= 0.6) return false;
  const phrases = parts.cliches.why?.length ?? 0;
  const bare = parts.date.share === 0 && parts.responsible.share < 1;
  return bare && (phrases > 0 || parts.fact.share === 0 || answer.tokens.length < 8);
}
