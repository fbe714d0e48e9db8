import type { FormDefinition, Question } from "./definition.ts";
import { listReferences, type Expression } from "./expression.ts";
import { kindOf } from "../kinds/kinds.ts";

/** Why a form cannot be saved: the message key, the names in its sentence, and the question to correct. */
export type DefinitionIssue = { key: string; values: Record<string, string>; at?: string };

/** Lists repeated codes, references to nothing and conditions that loop; empty for a sound form. */
export function validateDefinition(definition: FormDefinition): DefinitionIssue[] {
  return [
    ...findRepeatedCodes(definition),
    ...findUnknownReferences(definition),
    ...findCycles(definition),
  ];
}

const questionsOf = (definition: FormDefinition): Question[] =>
  definition.sections.flatMap(({ questions }) => questions);

function findRepeatedCodes(definition: FormDefinition): DefinitionIssue[] {
  const codes = [
    ...definition.sections.map(({ code }) => ({ code, at: undefined })),
    ...questionsOf(definition).map(({ code }) => ({ code, at: code })),
  ];
  const seen = new Set<string>();
  const faults: DefinitionIssue[] = [];
  for (const { code, at } of codes) {
    if (seen.has(code))
      faults.push({ key: "forms.code-twice", values: { code }, ...(at && { at }) });
    seen.add(code);
  }
  const lists = questionsOf(definition).flatMap((question) =>
    (kindOf(question).builder.lists?.(question) ?? []).map((list) => ({ question, list })),
  );
  for (const { question, list } of lists) {
    const double = list.find(({ code }, at) => list.findIndex((o) => o.code === code) !== at);
    if (double === undefined) continue;
    const values = { code: double.code, question: question.text.ru };
    faults.push({ key: "forms.option-twice", values, at: question.code });
  }
  return faults;
}

/** Lists every expression of a question with what it belongs to. */
function listExpressions(question: Question): Expression[] {
  return [question.shownIf, question.value, question.check?.that].filter(
    (expression) => expression !== undefined,
  );
}

function findUnknownReferences(definition: FormDefinition): DefinitionIssue[] {
  const known = new Map(questionsOf(definition).map((question) => [question.code, question]));
  const check = (expression: Expression, name: string, at?: string): DefinitionIssue[] =>
    listAnswerReferences(expression).flatMap(({ answer, part }) => {
      const question = known.get(answer);
      if (question !== undefined && (part === undefined || hasPart(question, part))) return [];
      const reference = part === undefined ? answer : `${answer}.${part}`;
      return [
        {
          key: "forms.reference-unknown",
          values: { reference, question: name },
          ...(at && { at }),
        },
      ];
    });
  return [
    ...definition.sections.flatMap(({ shownIf, title }) =>
      shownIf === undefined ? [] : check(shownIf, title.ru),
    ),
    ...questionsOf(definition).flatMap((question) =>
      listExpressions(question).flatMap((one) => check(one, question.text.ru, question.code)),
    ),
  ];
}

const hasPart = (question: Question, part: string): boolean =>
  kindOf(question).rules.parts?.(question).includes(part) ?? false;

function listAnswerReferences(
  expression: Expression,
): { answer: string; part?: string | undefined }[] {
  if ("say" in expression) return [];
  return "answer" in expression ? [expression] : expression.of.flatMap(listAnswerReferences);
}

/**
 * Lists the questions named by a question's condition, computation and section condition. Its check
 * may name itself: it is evaluated when everything else is known.
 */
function dependenciesOf(definition: FormDefinition): Map<string, string[]> {
  return new Map(
    definition.sections.flatMap((section) =>
      section.questions.map((question) => [
        question.code,
        [
          ...listReferences(section.shownIf),
          ...listReferences(question.shownIf),
          ...listReferences(question.value),
        ],
      ]),
    ),
  );
}

/** Finds the first loop among the questions' conditions, with the names of the questions on it. */
function findCycles(definition: FormDefinition): DefinitionIssue[] {
  const needs = dependenciesOf(definition);
  const done = new Set<string>();
  const names = new Map(questionsOf(definition).map(({ code, text }) => [code, text.ru]));
  const walk = (code: string, way: string[]): string[] | undefined => {
    if (done.has(code)) return undefined;
    if (way.includes(code)) return way.slice(way.indexOf(code));
    for (const next of needs.get(code) ?? []) {
      const loop = walk(next, [...way, code]);
      if (loop !== undefined) return loop;
    }
    done.add(code);
    return undefined;
  };
  for (const code of needs.keys()) {
    const loop = walk(code, []);
    const [first] = loop ?? [];
    if (loop === undefined || first === undefined) continue;
    const path = [...loop, first].map((one) => `«${names.get(one) ?? one}»`).join(" → ");
    return [{ key: "forms.conditions-loop", values: { questions: path }, at: first }];
  }
  return [];
}
