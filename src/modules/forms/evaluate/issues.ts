import {
  fieldName,
  moneyColumns,
  type Answer,
  type FileAnswer,
  type MoneyRow,
  type PlaceAnswer,
  type PlanRow,
} from "./answers.ts";
import type { Question, QuestionOf, Said } from "../definition/definition.ts";
import { compute, isTrue, type Value } from "../definition/expression.ts";
import { addsUp } from "./money.ts";
import { fits } from "./values.ts";

/** What is missing or wrong: at which control, the word key, the numbers of its sentence. */
export type Trouble = {
  question: string;
  field: string;
  key: string;
  values?: Record<string, string | number>;
  /** The form's own sentence, where the form has one. */
  said?: Said;
};

type Ask = (code: string, part: string | undefined) => Value;

/** What is wrong with the answer to a question that is shown. */
export function troublesWith(question: Question, answer: Answer | undefined, ask: Ask): Trouble[] {
  const { code } = question;
  const at = controlOf(question);
  if (answer === undefined) {
    return question.required ? [{ question: code, field: at, key: "forms.answer-missing" }] : [];
  }
  if (!fits(question, answer)) return [{ question: code, field: at, key: "forms.answer-wrong" }];
  const found = faults(question, answer).map(({ field = at, ...fault }) => ({
    question: code,
    field,
    ...fault,
  }));
  if (found.length > 0 || question.check === undefined) return found;
  if (isTrue(compute(question.check.that, ask))) return [];
  return [{ question: code, field: at, key: "forms.answer-wrong", said: question.check.say }];
}

/** The first control of a question, to which its error leads. */
export function controlOf({ code, kind }: Pick<Question, "code" | "kind">): string {
  if (kind === "place") return fieldName(code, "municipality");
  return kind === "organisation" ? fieldName(code, "name") : fieldName(code);
}

type Fault = { field?: string; key: string; values?: Record<string, string | number> };

const none: Fault[] = [];

function faults(question: Question, answer: Answer): Fault[] {
  switch (question.kind) {
    case "text":
    case "long-text":
      return textFaults(question, answer);
    case "number":
      return numberFaults(question, answer);
    case "scale":
      return scaleFaults(question, answer);
    case "date":
      return dateFaults(question, answer);
    case "choice":
      return question.options.some(({ code }) => code === answer) ? none : [unknownChoice];
    case "choices":
      return choicesFaults(question, answer);
    case "yes-no":
      return typeof answer === "boolean" ? none : [unknownChoice];
    case "matrix":
      return matrixFaults(question, answer as Record<string, string>);
    case "file":
      return fileFaults(question, answer as FileAnswer[]);
    case "place":
      return placeFaults(question, answer as PlaceAnswer);
    case "organisation":
      return tooLong(String((answer as { name: unknown }).name), 500);
    case "money-table":
      return moneyFaults(question, answer as MoneyRow[]);
    case "date-plan":
      return planFaults(question, answer as PlanRow[]);
  }
}

const unknownChoice: Fault = { key: "forms.choice-unknown" };

function tooLong(text: string, most: number, field?: string): Fault[] {
  if (text.length <= most) return none;
  const values = { most, over: text.length - most };
  return [{ key: "forms.answer-long", values, ...(field !== undefined && { field }) }];
}

function textFaults(question: QuestionOf<"text" | "long-text">, answer: Answer): Fault[] {
  return tooLong(String(answer), question.most);
}

function numberFaults({ min, max, whole }: QuestionOf<"number">, answer: Answer): Fault[] {
  if (typeof answer !== "number") return [{ key: "forms.not-a-number" }];
  if (whole && !Number.isInteger(answer)) return [{ key: "forms.not-whole" }];
  if (min !== undefined && answer < min) return [{ key: "forms.too-small", values: { min } }];
  if (max !== undefined && answer > max) return [{ key: "forms.too-large", values: { max } }];
  return none;
}

function scaleFaults({ min, max }: QuestionOf<"scale">, answer: Answer): Fault[] {
  const fits =
    typeof answer === "number" && Number.isInteger(answer) && answer >= min && answer <= max;
  return fits ? none : [{ key: "forms.not-on-scale", values: { min, max } }];
}

/** Is this a day of the calendar, «YYYY-MM-DD»? */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

type Bounds = { min?: string | undefined; max?: string | undefined };

function dayFault(text: string, { min, max }: Bounds): Fault[] {
  if (!isDay(text)) return [{ key: "forms.not-a-day" }];
  if (min !== undefined && text < min)
    return [{ key: "forms.too-early", values: { min: told(min) } }];
  if (max !== undefined && text > max)
    return [{ key: "forms.too-late", values: { max: told(max) } }];
  return none;
}

/** «2026-03-01» → «01.03.2026» */
const told = (day: string): string => day.split("-").reverse().join(".");

function dateFaults(question: QuestionOf<"date">, answer: Answer): Fault[] {
  return dayFault(String(answer), question);
}

function choicesFaults({ options, most }: QuestionOf<"choices">, answer: Answer): Fault[] {
  const chosen = Array.isArray(answer) ? (answer as string[]) : [];
  const known = new Set(options.map(({ code }) => code));
  if (chosen.length === 0 || chosen.some((code) => !known.has(code))) return [unknownChoice];
  if (most !== undefined && chosen.length > most)
    return [{ key: "forms.choices-many", values: { most } }];
  return none;
}

function matrixFaults(question: QuestionOf<"matrix">, answer: Record<string, string>): Fault[] {
  const known = new Set(question.columns.map(({ code }) => code));
  return question.rows.flatMap(({ code }): Fault[] => {
    const field = fieldName(question.code, code);
    const value = Object.hasOwn(answer, code) ? answer[code] : undefined;
    if (value === undefined)
      return question.required ? [{ field, key: "forms.row-missing" }] : none;
    return known.has(value) ? none : [{ field, ...unknownChoice }];
  });
}

function fileFaults({ most }: QuestionOf<"file">, files: FileAnswer[]): Fault[] {
  return files.length > most ? [{ key: "forms.files-many", values: { most } }] : none;
}

function placeFaults(question: QuestionOf<"place">, place: PlaceAnswer): Fault[] {
  const field = (part: string) => fieldName(question.code, part);
  if (question.required && place.municipality === "")
    return [{ field: field("municipality"), key: "forms.municipality-missing" }];
  if (question.required && question.detail === "address" && place.address === "")
    return [{ field: field("address"), key: "forms.address-missing" }];
  return tooLong(place.address + place.settlement, 500, field("address"));
}

function tooManyRows(rows: readonly unknown[], most: number): Fault[] {
  return rows.length > most ? [{ key: "forms.rows-many", values: { most } }] : none;
}

function moneyFaults(question: QuestionOf<"money-table">, rows: MoneyRow[]): Fault[] {
  const found = rows.flatMap((row, at) => moneyRowFaults(question, row, at));
  return [...tooManyRows(rows, question.most), ...found];
}

function moneyRowFaults(question: QuestionOf<"money-table">, row: MoneyRow, at: number): Fault[] {
  const field = (part: string) => fieldName(question.code, at, part);
  const wrong = moneyColumns.flatMap((part): Fault[] => {
    const amount = row[part];
    if (typeof amount === "string") return [{ field: field(part), key: "forms.not-a-number" }];
    return amount !== null && amount < 0 ? [{ field: field(part), key: "forms.negative" }] : none;
  });
  if (wrong.length > 0) return wrong;
  if (row.what === "" && row.article === "")
    return [{ field: field("what"), key: "forms.row-nameless" }];
  if (row.price === null) return [{ field: field("price"), key: "forms.price-missing" }];
  if (!addsUp(row)) return [{ field: field("grant"), key: "forms.money-differs" }];
  return tooLong(row.what + row.comment, 2000, field("what"));
}

function planFaults(question: QuestionOf<"date-plan">, rows: PlanRow[]): Fault[] {
  const found = rows.flatMap((row, at): Fault[] => {
    const field = (part: string) => fieldName(question.code, at, part);
    if (row.what === "") return [{ field: field("what"), key: "forms.row-nameless" }];
    if (row.from === "") return [{ field: field("from"), key: "forms.day-missing" }];
    const wrong = (["from", "to"] as const).flatMap((part) =>
      row[part] === ""
        ? none
        : dayFault(row[part], question).map((f) => ({ ...f, field: field(part) })),
    );
    if (wrong.length > 0) return wrong;
    if (row.to !== "" && row.to < row.from)
      return [{ field: field("to"), key: "forms.days-reversed" }];
    return tooLong(row.what + row.expected, 4000, field("what"));
  });
  return [...tooManyRows(rows, question.most), ...found];
}
