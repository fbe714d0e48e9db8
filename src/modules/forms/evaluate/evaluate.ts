import type { Answers } from "./answers.ts";
import type { FormDefinition, Question } from "../definition/definition.ts";
import { compute, isTruthy, type ExpressionValue } from "../definition/expression.ts";
import { validateAnswer, type AnswerIssue } from "./issues.ts";
import { kindOf, type Answer } from "../kinds/kinds.ts";

export type FormScore = { points: number; of: number };

/** What a form is for these answers. */
export type Evaluation = {
  /** Codes of the sections and questions that are asked. */
  sections: ReadonlySet<string>;
  shown: ReadonlySet<string>;
  /** Values of the computed questions that are shown. */
  computed: Record<string, ExpressionValue>;
  /** What counts: answers of the questions shown. The others are kept, but were not given. */
  given: Answers;
  /** What is missing or wrong, in the order of the form. */
  issues: AnswerIssue[];
  /** Points of a form with weights or points. */
  score?: FormScore;
};

/**
 * Returns which questions are shown, what is computed, what is missing or wrong. Pure: the island in the
 * browser and the server run this same file. A hidden answer counts as none in every condition.
 */
export function evaluate(definition: FormDefinition, answers: Answers): Evaluation {
  const { isShown, isSectionShown, valueAt } = createEvaluator(definition, answers);
  const result = {
    sections: new Set<string>(),
    shown: new Set<string>(),
    computed: {} as Record<string, ExpressionValue>,
    given: {} as Answers,
    issues: [] as AnswerIssue[],
  };
  for (const section of definition.sections) {
    if (isSectionShown(section.code)) result.sections.add(section.code);
    for (const question of section.questions) {
      if (!isShown(question.code)) continue;
      result.shown.add(question.code);
      if (question.value !== undefined) {
        result.computed[question.code] = valueAt(question.code, undefined);
        continue;
      }
      const answer = answers[question.code];
      if (answer !== undefined) result.given[question.code] = answer;
      result.issues.push(...validateAnswer(question, answer, valueAt));
    }
  }
  const score = computeScore(definition, result.shown, (code) => valueAt(code, undefined));
  return score === undefined ? result : { ...result, score };
}

/** Returns the answers given to questions shown, without checking them: results count thousands of replies. */
export function givenAnswers(definition: FormDefinition, answers: Answers): Answers {
  const { isShown } = createEvaluator(definition, answers);
  const given: Answers = {};
  for (const { questions } of definition.sections) {
    for (const { code, value } of questions) {
      const answer = answers[code];
      if (answer !== undefined && value === undefined && isShown(code)) given[code] = answer;
    }
  }
  return given;
}

/** Answers by need: each question is judged once, and a loop (refused when a form is saved) is nothing. */
function createEvaluator(definition: FormDefinition, answers: Answers) {
  const questions = new Map<string, { question: Question; section: string }>();
  for (const section of definition.sections) {
    for (const question of section.questions)
      questions.set(question.code, { question, section: section.code });
  }
  const sections = new Map(definition.sections.map((section) => [section.code, section]));
  const once = memoize<boolean>(false);
  const onceComputed = memoize<ExpressionValue>(null);
  const isSectionShown = (code: string): boolean =>
    once(`section ${code}`, () => {
      const shownIf = sections.get(code)?.shownIf;
      return shownIf === undefined || isTruthy(compute(shownIf, valueAt));
    });
  const isShown = (code: string): boolean =>
    once(code, () => {
      const found = questions.get(code);
      if (found === undefined || !isSectionShown(found.section)) return false;
      const { shownIf } = found.question;
      return shownIf === undefined || isTruthy(compute(shownIf, valueAt));
    });
  const valueAt = (code: string, part: string | undefined): ExpressionValue => {
    const question = questions.get(code)?.question;
    if (question === undefined || !isShown(code)) return null;
    const { value } = question;
    if (value !== undefined) return onceComputed(code, () => compute(value, valueAt));
    const answer: Answer | undefined = Object.hasOwn(answers, code) ? answers[code] : undefined;
    const { rules } = kindOf(question);
    return answer !== undefined && rules.matches(answer)
      ? rules.value(question, answer, part)
      : null;
  };
  return { isShown, isSectionShown, valueAt };
}

function memoize<T>(whilePending: T) {
  const known = new Map<string, T>();
  return (key: string, work: () => T): T => {
    const value = known.get(key);
    if (value !== undefined || known.has(key)) return value as T;
    known.set(key, whilePending);
    const worked = work();
    known.set(key, worked);
    return worked;
  };
}

/** Computes Σ weight × points over the questions shown, and the maximum. */
function computeScore(
  definition: FormDefinition,
  shown: ReadonlySet<string>,
  valueOfQuestion: (code: string) => ExpressionValue,
): FormScore | undefined {
  let points = 0;
  let of = 0;
  let weighs = false;
  for (const question of definition.sections.flatMap((section) => section.questions)) {
    const most = maxPoints(question);
    if (most === undefined || !shown.has(question.code)) continue;
    weighs = true;
    const weight = question.weight ?? 1;
    of += weight * most;
    points += weight * scoreAnswer(question, valueOfQuestion(question.code));
  }
  return weighs ? { points: roundToHundredths(points), of: roundToHundredths(of) } : undefined;
}

const roundToHundredths = (value: number) => Math.round(value * 100) / 100;

/** Returns the most points that a question can bring; `undefined` where it is not scored. */
export const maxPoints = (question: Question): number | undefined =>
  kindOf(question).rules.maxPoints?.(question);

function scoreAnswer(question: Question, value: ExpressionValue): number {
  const { rules } = kindOf(question);
  if (rules.points !== undefined) return rules.points(question, value);
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "number" ? value : 0;
}
