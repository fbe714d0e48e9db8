import type { XlsFormRow } from "../kinds/kind.ts";
import { kindOf } from "../kinds/kinds.ts";
import { questionKinds, type DefinitionInput } from "./definition.ts";
import { listReferences, type Expression } from "./expression.ts";
import { parseExpression } from "./expression-syntax.ts";

/** A sheet's rows by column name; `line` is the row in the file, from 1. */
export type SheetRow = { line: number; cells: Record<string, string> };
export type Workbook = { survey: SheetRow[]; choices: SheetRow[]; settings: SheetRow[] };

export type SkipReason =
  | "type-unknown"
  | "condition-unknown"
  | "check-unknown"
  | "computation-unknown"
  | "list-unknown"
  | "code-unfit"
  | "code-twice"
  | "reference-unknown"
  | "group-unclosed"
  | "repeat-unsupported"
  | "own-words"
  | "no-survey";
/** A part of the file that was left out or changed, with its text. */
export type SkippedRow = { line: number; reason: SkipReason; what: string };

type SectionInput = DefinitionInput["sections"][number];
type QuestionInput = SectionInput["questions"][number];
type SheetText = { ru: string; en?: string };

type XlsFormReader = {
  report: SkippedRow[];
  choices: Map<string, { code: string; text: SheetText }[]>;
  /** Names in the file → codes of ours. */
  codes: Map<string, string>;
  sections: SectionInput[];
  /** Conditions of the groups that are open now. */
  open: { name: string; shownIf: Expression | undefined }[];
  /** A group has ended: what follows begins a section of its own. */
  ended: boolean;
  note: string;
};

/**
 * Parses a form of the XLSForm standard (sheets survey, choices, settings) into a definition: text,
 * numbers, dates, choices, notes, computations, groups, conditions, checks. Nothing is dropped
 * silently: the report names each row that was left out or changed.
 */
export function parseXlsForm(book: Workbook): {
  definition: DefinitionInput;
  report: SkippedRow[];
} {
  const reading: XlsFormReader = {
    report: [],
    choices: new Map(),
    codes: new Map(),
    sections: [],
    open: [],
    ended: false,
    note: "",
  };
  readChoices(reading, book.choices);
  nameQuestions(reading, book.survey);
  for (const row of book.survey) readRow(reading, row);
  for (const { name } of reading.open)
    reading.report.push({ line: 0, reason: "group-unclosed", what: name });
  if (book.survey.length === 0)
    reading.report.push({ line: 0, reason: "no-survey", what: "survey" });
  const settings = book.settings[0]?.cells ?? {};
  const title = settings["form_title"] || settings["form_id"] || "XLSForm";
  const sections = reading.sections.filter(({ questions }) => questions.length > 0);
  const definition: DefinitionInput = {
    purpose: "survey",
    title: { ru: title.slice(0, 300) },
    sections:
      sections.length > 0 ? sections : [{ code: "s1", title: { ru: title }, questions: [] }],
  };
  return { definition: dropUnknownReferences(definition, reading), report: reading.report };
}

/** Reads the texts of a row in our two languages, from `label::ru`, `label::Русский (ru)` or `label`. */
function readSheetText(cells: Record<string, string>, name: string): SheetText | undefined {
  const keys = Object.keys(cells).filter((key) => key === name || key.startsWith(`${name}::`));
  const of = (lang: string) => {
    const key = keys.find((one) => {
      const language = one
        .slice(name.length + 2)
        .trim()
        .toLowerCase();
      return (
        language === lang ||
        language.endsWith(`(${lang})`) ||
        language.startsWith(languageNames[lang] ?? "\u0000")
      );
    });
    return key === undefined ? "" : (cells[key] ?? "").trim();
  };
  const bare = (cells[name] ?? "").trim();
  const first = keys.map((key) => (cells[key] ?? "").trim()).find(Boolean) ?? "";
  const ru = of("ru") || bare || first;
  const en = of("en");
  if (ru === "") return undefined;
  return { ru: ru.slice(0, 1000), ...(en !== "" && en !== ru && { en: en.slice(0, 1000) }) };
}

const languageNames: Record<string, string> = { ru: "russian", en: "english" };

function readChoices(reading: XlsFormReader, rows: readonly SheetRow[]): void {
  for (const { line, cells } of rows) {
    const list = cells["list_name"] || cells["list name"] || "";
    const name = (cells["name"] || cells["value"] || "").trim();
    if (list === "" || name === "") continue;
    const known = reading.choices.get(list) ?? [];
    const code = /^[\w.-]{1,40}$/.test(name) ? name : `o${known.length + 1}`;
    if (code !== name) reading.report.push({ line, reason: "code-unfit", what: name });
    if (known.some((one) => one.code === code)) {
      reading.report.push({ line, reason: "code-twice", what: name });
      continue;
    }
    reading.choices.set(list, [
      ...known,
      { code, text: readSheetText(cells, "label") ?? { ru: name } },
    ]);
  }
}

/** Assigns all codes first: a condition may name a question further down. */
function nameQuestions(reading: XlsFormReader, rows: readonly SheetRow[]): void {
  const taken = new Set<string>();
  for (const { line, cells } of rows) {
    const name = (cells["name"] ?? "").trim();
    if (name === "" || /^(begin|end)/.test(cells["type"] ?? "")) continue;
    const lower = name.toLowerCase();
    const fit = /^[a-z][a-z0-9_]{0,39}$/.test(lower) ? lower : `q${taken.size + 1}`;
    let code = fit;
    for (let n = 2; taken.has(code); n++) code = `${fit.slice(0, 36)}_${n}`;
    if (fit !== lower) reading.report.push({ line, reason: "code-unfit", what: name });
    else if (code !== fit) reading.report.push({ line, reason: "code-twice", what: name });
    taken.add(code);
    if (!reading.codes.has(name)) reading.codes.set(name, code);
    cells["okno code"] = code;
  }
}

function readRow(reading: XlsFormReader, row: SheetRow): void {
  const type = (row.cells["type"] ?? "").trim().replace(/\s+/g, " ");
  if (type === "") return;
  if (/^begin[ _](group|repeat)$/.test(type)) return openGroup(reading, row, type);
  if (/^end[ _](group|repeat)$/.test(type)) return closeGroup(reading, row);
  if (type === "note") {
    const { ru = "" } = readSheetText(row.cells, "label") ?? {};
    reading.note = [reading.note, ru].filter(Boolean).join("\n");
    return;
  }
  if (ignoredTypes.has(type)) return;
  const question = readQuestion(reading, row, type);
  if (question !== undefined) currentSection(reading).questions.push(question);
}

/** What a telephone notes by itself: there is nothing to ask. */
const ignoredTypes = new Set([
  "start",
  "end",
  "today",
  "deviceid",
  "username",
  "audit",
  "simserial",
]);

function openGroup(reading: XlsFormReader, row: SheetRow, type: string): void {
  const { line, cells } = row;
  const name = cells["name"] ?? "";
  if (type.endsWith("repeat"))
    reading.report.push({ line, reason: "repeat-unsupported", what: name });
  const own = readCondition(reading, row, "relevant", "condition-unknown");
  const above = reading.open.at(-1)?.shownIf;
  const shownIf =
    own === undefined
      ? above
      : above === undefined
        ? own
        : { op: "and" as const, of: [above, own] };
  reading.open.push({ name, shownIf });
  reading.ended = false;
  const n = reading.sections.length + 1;
  reading.sections.push({
    code: `part${n}`,
    title: readSheetText(cells, "label") ?? { ru: name || `${n}` },
    ...(shownIf !== undefined && { shownIf }),
    questions: [],
  });
}

function closeGroup(reading: XlsFormReader, { line, cells }: SheetRow): void {
  if (reading.open.pop() === undefined)
    reading.report.push({ line, reason: "group-unclosed", what: cells["name"] ?? "" });
  reading.ended = true;
}

function currentSection(reading: XlsFormReader): SectionInput {
  const last = reading.sections.at(-1);
  if (last !== undefined && !reading.ended) return addNote(reading, last);
  reading.ended = false;
  const n = reading.sections.length + 1;
  const shownIf = reading.open.at(-1)?.shownIf;
  const made: SectionInput = {
    code: `part${n}`,
    title: { ru: `${n}` },
    ...(shownIf !== undefined && { shownIf }),
    questions: [],
  };
  reading.sections.push(made);
  return addNote(reading, made);
}

/** Notes become the explanation of the section that they open. */
function addNote(reading: XlsFormReader, section: SectionInput): SectionInput {
  if (reading.note !== "" && section.questions.length === 0)
    section.text = { ru: reading.note.slice(0, 4000) };
  reading.note = "";
  return section;
}

function readQuestion(
  reading: XlsFormReader,
  row: SheetRow,
  type: string,
): QuestionInput | undefined {
  const { line, cells } = row;
  const code = cells["okno code"] ?? `q${line}`;
  const text = readSheetText(cells, "label") ?? { ru: cells["name"] || code };
  const hint = readSheetText(cells, "hint");
  const shownIf = readCondition(reading, row, "relevant", "condition-unknown");
  const check = readCondition(reading, row, "constraint", "check-unknown");
  const common = {
    code,
    text,
    ...(hint !== undefined && { hint }),
    required: /^(yes|true|true\(\)|1)$/i.test((cells["required"] ?? "").trim()),
    ...(shownIf !== undefined && { shownIf }),
    ...(check !== undefined && {
      check: {
        that: check,
        say: readSheetText(cells, "constraint_message") ?? { ru: cells["constraint"] ?? "" },
      },
    }),
  };
  const [word = "", list = ""] = type.split(" ");
  if (word === "calculate") {
    const value = readCondition(reading, row, "calculation", "computation-unknown");
    return value === undefined ? undefined : { ...common, kind: "number", value };
  }
  const options = reading.choices.get(list);
  if (list !== "" && word.startsWith("select_")) {
    if (/or_other/.test(type)) reading.report.push({ line, reason: "own-words", what: code });
    if (options === undefined) {
      reading.report.push({ line, reason: "list-unknown", what: list });
      return undefined;
    }
  }
  const kind = readKind({ type: word, cells, options, isOwn: false });
  // Saving checks the whole definition by its schema.
  if (kind !== undefined) return { ...common, ...kind } as QuestionInput;
  reading.report.push({ line, reason: "type-unknown", what: type });
  return undefined;
}

/**
 * Reads the kind of a row; our own files name it, else the last and most special of the kinds that
 * accept the row.
 */
function readKind(row: XlsFormRow): Record<string, unknown> | undefined {
  const own = questionKinds.find((kind) => kind === row.cells["okno_kind"]);
  const ownFields = own && kindOf({ kind: own }).xlsform.read({ ...row, isOwn: true });
  if (ownFields !== undefined) return { kind: own, ...ownFields };
  for (const kind of questionKinds.toReversed()) {
    const fields = kindOf({ kind }).xlsform.read(row);
    if (fields !== undefined) return { kind, ...fields };
  }
  return undefined;
}

/** Reads a condition of the file in our codes; an unreadable one is reported and left out. */
function readCondition(
  reading: XlsFormReader,
  { line, cells }: SheetRow,
  column: string,
  reason: SkipReason,
): Expression | undefined {
  const text = (cells[column] ?? "").trim();
  if (text === "") return undefined;
  const parsed = parseExpression(text, cells["okno code"]);
  if ("expression" in parsed) return renameReferences(parsed.expression, reading.codes);
  reading.report.push({ line, reason, what: text.slice(0, 120) });
  return undefined;
}

function renameReferences(expression: Expression, codes: Map<string, string>): Expression {
  if ("say" in expression) return expression;
  if ("answer" in expression)
    return { ...expression, answer: codes.get(expression.answer) ?? expression.answer };
  return { ...expression, of: expression.of.map((part) => renameReferences(part, codes)) };
}

/** Drops and reports conditions that name a question which was not taken. */
function dropUnknownReferences(
  definition: DefinitionInput,
  reading: XlsFormReader,
): DefinitionInput {
  const known = new Set(definition.sections.flatMap((s) => s.questions.map((q) => q.code)));
  const withKnownReferences = <T extends Expression | undefined>(expression: T): T | undefined => {
    const lost = listReferences(expression).find((code) => !known.has(code));
    if (lost === undefined) return expression;
    reading.report.push({ line: 0, reason: "reference-unknown", what: lost });
    return undefined;
  };
  return {
    ...definition,
    sections: definition.sections.map((section) => ({
      ...section,
      shownIf: withKnownReferences(section.shownIf),
      questions: section.questions.flatMap((question): QuestionInput[] => {
        const value = withKnownReferences(question.value);
        if (question.value !== undefined && value === undefined) return [];
        const check =
          withKnownReferences(question.check?.that) === undefined ? undefined : question.check;
        return [{ ...question, value, check, shownIf: withKnownReferences(question.shownIf) }];
      }),
    })),
  };
}
