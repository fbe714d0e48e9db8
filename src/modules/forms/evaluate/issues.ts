import {
  fieldName,
  moneyColumns,
  type Answer,
  type FileAnswer,
  type MoneyRow,
  type PlaceAnswer,
  type DatePlanRow,
} from "./answers.ts";
import type { Question, QuestionOf, LocalizedText } from "../definition/definition.ts";
import { compute, isTruthy, type ExpressionValue } from "../definition/expression.ts";
import { isBalanced } from "./money.ts";
import { matchesKind } from "./values.ts";

/** What is missing or wrong: at which control, the word key, the numbers of its sentence. */
export type AnswerIssue = {
  question: string;
  field: string;
  key: string;
  values?: Record<string, string | number>;
  /** The form's own sentence, where the form has one. */
  message?: LocalizedText;
};

type ValueLookup = (code: string, part: string | undefined) => ExpressionValue;

/** What is wrong with the answer to a question that is shown. */
export function validateAnswer(
  question: Question,
  answer: Answer | undefined,
  valueAt: ValueLookup,
): AnswerIssue[] {
  const { code } = question;
  const at = firstFieldName(question);
  if (answer === undefined) {
    return question.required ? [{ question: code, field: at, key: "forms.answer-missing" }] : [];
  }
  if (!matchesKind(question, answer))
    return [{ question: code, field: at, key: "forms.answer-wrong" }];
  const found = findFaults(question, answer).map(({ field = at, ...fault }) => ({
    question: code,
    field,
    ...fault,
  }));
  if (found.length > 0 || question.check === undefined) return found;
  if (isTruthy(compute(question.check.that, valueAt))) return [];
  return [{ question: code, field: at, key: "forms.answer-wrong", message: question.check.say }];
}

/** The first control of a question, to which its error leads. */
export function firstFieldName({ code, kind }: Pick<Question, "code" | "kind">): string {
  if (kind === "place") return fieldName(code, "municipality");
  return kind === "organisation" ? fieldName(code, "name") : fieldName(code);
}

type AnswerFault = { field?: string; key: string; values?: Record<string, string | number> };

const noFaults: AnswerFault[] = [];

function findFaults(question: Question, answer: Answer): AnswerFault[] {
  switch (question.kind) {
    case "text":
    case "long-text":
      return checkText(question, answer);
    case "number":
      return checkNumber(question, answer);
    case "scale":
      return checkScale(question, answer);
    case "date":
      return checkDate(question, answer);
    case "choice":
      return question.options.some(({ code }) => code === answer) ? noFaults : [unknownChoice];
    case "choices":
      return checkChoices(question, answer);
    case "yes-no":
      return typeof answer === "boolean" ? noFaults : [unknownChoice];
    case "matrix":
      return checkMatrix(question, answer as Record<string, string>);
    case "file":
      return checkFiles(question, answer as FileAnswer[]);
    case "place":
      return checkPlace(question, answer as PlaceAnswer);
    case "organisation":
      return checkLength(String((answer as { name: unknown }).name), 500);
    case "money-table":
      return checkMoneyTable(question, answer as MoneyRow[]);
    case "date-plan":
      return checkDatePlan(question, answer as DatePlanRow[]);
  }
}

const unknownChoice: AnswerFault = { key: "forms.choice-unknown" };

function checkLength(text: string, maxLength: number, field?: string): AnswerFault[] {
  if (text.length <= maxLength) return noFaults;
  const values = { most: maxLength, over: text.length - maxLength };
  return [{ key: "forms.answer-long", values, ...(field !== undefined && { field }) }];
}

function checkText(question: QuestionOf<"text" | "long-text">, answer: Answer): AnswerFault[] {
  return checkLength(String(answer), question.most);
}

function checkNumber({ min, max, whole }: QuestionOf<"number">, answer: Answer): AnswerFault[] {
  if (typeof answer !== "number") return [{ key: "forms.not-a-number" }];
  if (whole && !Number.isInteger(answer)) return [{ key: "forms.not-whole" }];
  if (min !== undefined && answer < min) return [{ key: "forms.too-small", values: { min } }];
  if (max !== undefined && answer > max) return [{ key: "forms.too-large", values: { max } }];
  return noFaults;
}

function checkScale({ min, max }: QuestionOf<"scale">, answer: Answer): AnswerFault[] {
  const fits =
    typeof answer === "number" && Number.isInteger(answer) && answer >= min && answer <= max;
  return fits ? noFaults : [{ key: "forms.not-on-scale", values: { min, max } }];
}

/** Is this a day of the calendar, «YYYY-MM-DD»? */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

type DateBounds = { min?: string | undefined; max?: string | undefined };

function checkDay(text: string, { min, max }: DateBounds): AnswerFault[] {
  if (!isDay(text)) return [{ key: "forms.not-a-day" }];
  if (min !== undefined && text < min)
    return [{ key: "forms.too-early", values: { min: formatTypedDay(min) } }];
  if (max !== undefined && text > max)
    return [{ key: "forms.too-late", values: { max: formatTypedDay(max) } }];
  return noFaults;
}

/** «2026-03-01» → «01.03.2026» */
const formatTypedDay = (day: string): string => day.split("-").reverse().join(".");

function checkDate(question: QuestionOf<"date">, answer: Answer): AnswerFault[] {
  return checkDay(String(answer), question);
}

function checkChoices({ options, most }: QuestionOf<"choices">, answer: Answer): AnswerFault[] {
  const chosen = Array.isArray(answer) ? (answer as string[]) : [];
  const known = new Set(options.map(({ code }) => code));
  if (chosen.length === 0 || chosen.some((code) => !known.has(code))) return [unknownChoice];
  if (most !== undefined && chosen.length > most)
    return [{ key: "forms.choices-many", values: { most } }];
  return noFaults;
}

function checkMatrix(
  question: QuestionOf<"matrix">,
  answer: Record<string, string>,
): AnswerFault[] {
  const known = new Set(question.columns.map(({ code }) => code));
  return question.rows.flatMap(({ code }): AnswerFault[] => {
    const field = fieldName(question.code, code);
    const value = Object.hasOwn(answer, code) ? answer[code] : undefined;
    if (value === undefined)
      return question.required ? [{ field, key: "forms.row-missing" }] : noFaults;
    return known.has(value) ? noFaults : [{ field, ...unknownChoice }];
  });
}

function checkFiles({ most }: QuestionOf<"file">, files: FileAnswer[]): AnswerFault[] {
  return files.length > most ? [{ key: "forms.files-many", values: { most } }] : noFaults;
}

function checkPlace(question: QuestionOf<"place">, place: PlaceAnswer): AnswerFault[] {
  const field = (part: string) => fieldName(question.code, part);
  if (question.required && place.municipality === "")
    return [{ field: field("municipality"), key: "forms.municipality-missing" }];
  if (question.required && question.detail === "address" && place.address === "")
    return [{ field: field("address"), key: "forms.address-missing" }];
  return checkLength(place.address + place.settlement, 500, field("address"));
}

function checkRowCount(rows: readonly unknown[], most: number): AnswerFault[] {
  return rows.length > most ? [{ key: "forms.rows-many", values: { most } }] : noFaults;
}

function checkMoneyTable(question: QuestionOf<"money-table">, rows: MoneyRow[]): AnswerFault[] {
  const found = rows.flatMap((row, at) => checkMoneyRow(question, row, at));
  return [...checkRowCount(rows, question.most), ...found];
}

function checkMoneyRow(
  question: QuestionOf<"money-table">,
  row: MoneyRow,
  at: number,
): AnswerFault[] {
  const field = (part: string) => fieldName(question.code, at, part);
  const wrong = moneyColumns.flatMap((part): AnswerFault[] => {
    const amount = row[part];
    if (typeof amount === "string") return [{ field: field(part), key: "forms.not-a-number" }];
    return amount !== null && amount < 0
      ? [{ field: field(part), key: "forms.negative" }]
      : noFaults;
  });
  if (wrong.length > 0) return wrong;
  if (row.what === "" && row.article === "")
    return [{ field: field("what"), key: "forms.row-nameless" }];
  if (row.price === null) return [{ field: field("price"), key: "forms.price-missing" }];
  if (!isBalanced(row)) return [{ field: field("grant"), key: "forms.money-differs" }];
  return checkLength(row.what + row.comment, 2000, field("what"));
}

function checkDatePlan(question: QuestionOf<"date-plan">, rows: DatePlanRow[]): AnswerFault[] {
  const found = rows.flatMap((row, at): AnswerFault[] => {
    const field = (part: string) => fieldName(question.code, at, part);
    if (row.what === "") return [{ field: field("what"), key: "forms.row-nameless" }];
    if (row.from === "") return [{ field: field("from"), key: "forms.day-missing" }];
    const wrong = (["from", "to"] as const).flatMap((part) =>
      row[part] === ""
        ? noFaults
        : checkDay(row[part], question).map((f) => ({ ...f, field: field(part) })),
    );
    if (wrong.length > 0) return wrong;
    if (row.to !== "" && row.to < row.from)
      return [{ field: field("to"), key: "forms.days-reversed" }];
    return checkLength(row.what + row.expected, 4000, field("what"));
  });
  return [...checkRowCount(rows, question.most), ...found];
}
