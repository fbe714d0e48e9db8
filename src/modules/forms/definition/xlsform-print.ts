import type { CodedText } from "../kinds/kind.ts";
import { kindOf } from "../kinds/kinds.ts";
import type { FormDefinition, FormSection, Question } from "./definition.ts";
import { printExpression } from "./expression-syntax.ts";
import type { Expression } from "./expression.ts";
import type { LocalizedText } from "./question-parts.ts";

/** A sheet of an XLSForm: the names of its columns, and its rows. */
export type PrintedSheet = { columns: string[]; rows: string[][] };

const surveyColumns = [
  "type",
  "name",
  "label::ru",
  "label::en",
  "hint::ru",
  "hint::en",
  "required",
  "relevant",
  "constraint",
  "constraint_message::ru",
  "constraint_message::en",
  "calculation",
  "appearance",
  "parameters",
  "okno_kind",
  "okno_rows",
  "okno_columns",
  "okno_options",
  "okno_detail",
];
const choiceColumns = ["list_name", "name", "label::ru", "label::en"];

type Cells = Record<string, string>;

/**
 * Prints a form in the XLSForm standard. The column `okno_kind` brings back the kinds that the standard
 * lacks; elsewhere they are texts. Limits, points and visibility are in the JSON file only.
 */
export function printXlsForm(definition: FormDefinition): {
  survey: PrintedSheet;
  choices: PrintedSheet;
  settings: PrintedSheet;
} {
  const lists = new Map<string, readonly CodedText[]>();
  const survey = definition.sections.flatMap((section) => printSection(section, lists));
  const choices = [...lists].flatMap(([list, options]) =>
    options.map(({ code, text }) => ({
      list_name: list,
      name: code,
      ...localizedCells("label", text),
    })),
  );
  return {
    survey: toSheet(surveyColumns, survey),
    choices: toSheet(choiceColumns, choices),
    settings: { columns: ["form_title"], rows: [[definition.title.ru]] },
  };
}

const toSheet = (columns: string[], rows: readonly Cells[]): PrintedSheet => ({
  columns,
  rows: rows.map((cells) => columns.map((column) => cells[column] ?? "")),
});

function localizedCells(name: string, text: LocalizedText | undefined): Cells {
  if (text === undefined) return {};
  return { [`${name}::ru`]: text.ru, ...(text.en !== undefined && { [`${name}::en`]: text.en }) };
}

function printSection(section: FormSection, lists: Map<string, readonly CodedText[]>): Cells[] {
  const { code, title, text, shownIf } = section;
  return [
    {
      type: "begin_group",
      name: code,
      ...localizedCells("label", title),
      ...(shownIf !== undefined && { relevant: printReferences(shownIf) }),
    },
    ...(text === undefined
      ? []
      : [{ type: "note", name: `${code}_note`, ...localizedCells("label", text) }]),
    ...section.questions.map((question) => printQuestion(question, lists)),
    { type: "end_group" },
  ];
}

function printQuestion(question: Question, lists: Map<string, readonly CodedText[]>): Cells {
  const { code, kind, text, hint, required, shownIf, value, check } = question;
  const { type, options, cells } = kindOf(question).xlsform.write(question);
  if (options !== undefined) lists.set(code, options);
  return {
    name: code,
    ...localizedCells("label", text),
    ...localizedCells("hint", hint),
    ...(required && { required: "yes" }),
    ...(shownIf !== undefined && { relevant: printReferences(shownIf) }),
    ...(check !== undefined && {
      constraint: printReferences(check.that),
      ...localizedCells("constraint_message", check.say),
    }),
    ...(value === undefined
      ? { ...cells, type: options === undefined ? type : `${type} ${code}`, okno_kind: kind }
      : { type: "calculate", calculation: printReferences(value) }),
  };
}

/** Prints the names of questions as the standard does, `${name}`. */
function printReferences(expression: Expression): string {
  const mark = (one: Expression): Expression => {
    if ("say" in one) return one;
    if ("op" in one) return { ...one, of: one.of.map(mark) };
    return { answer: `\${${one.part === undefined ? one.answer : `${one.answer}.${one.part}`}}` };
  };
  return printExpression(mark(expression));
}
