import type { Answers } from "../evaluate/answers.ts";
import type { Answer } from "../kinds/kinds.ts";

/** A question that two people answered differently since the first of them looked. */
export type AnswerConflict = { question: string; mine: Answer | null; theirs: Answer | null };

const canonicalJson = (value: unknown): string => JSON.stringify(sortKeys(value ?? null));

/** Sorts the keys of objects, since the database does not preserve their order. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}

/** Compares two answers as data, whatever the order of keys. */
export const isSameAnswer = (a: unknown, b: unknown): boolean =>
  canonicalJson(a) === canonicalJson(b);

/** Returns question code → the answer before, null for none: only the questions whose answer changed. */
export function diffAnswers(before: Answers, after: Answers): Record<string, Answer | null> {
  const codes = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...codes].filter((code) => !isSameAnswer(before[code], after[code]));
  return Object.fromEntries(changed.map((code) => [code, before[code] ?? null]));
}

/** Returns the answers before a change. */
export function revertAnswers(answers: Answers, replaced: Record<string, Answer | null>): Answers {
  const before = { ...answers };
  for (const [code, answer] of Object.entries(replaced)) {
    if (answer === null) delete before[code];
    else before[code] = answer;
  }
  return before;
}

/**
 * Merges three ways: `base` is what I saw, `theirs` what is saved now. What only one of us changed is
 * taken; where both changed the same question differently, theirs stays and the conflict is returned.
 */
export function mergeAnswers(versions: { base: Answers; mine: Answers; theirs: Answers }): {
  answers: Answers;
  clashes: AnswerConflict[];
} {
  const { base, mine, theirs } = versions;
  const answers: Answers = { ...theirs };
  const clashes: AnswerConflict[] = [];
  for (const code of Object.keys(diffAnswers(base, mine))) {
    const answer = mine[code];
    if (isSameAnswer(answer, theirs[code])) continue;
    if (!isSameAnswer(base[code], theirs[code])) {
      clashes.push({ question: code, mine: answer ?? null, theirs: theirs[code] ?? null });
    } else if (answer === undefined) delete answers[code];
    else answers[code] = answer;
  }
  return { answers, clashes };
}
