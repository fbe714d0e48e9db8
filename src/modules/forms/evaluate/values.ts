import type {
  Answer,
  FileAnswer,
  MoneyRow,
  OrganisationAnswer,
  PlaceAnswer,
  DatePlanRow,
} from "./answers.ts";
import type { Question } from "../definition/definition.ts";
import type { ExpressionValue } from "../definition/expression.ts";
import { computeMoneyTotals } from "./money.ts";

const isText = (value: unknown): value is string => typeof value === "string";

/** Is the answer of the kind that the question asks for? An older version may have asked for another. */
export function matchesKind({ kind }: Pick<Question, "kind">, answer: Answer): boolean {
  switch (kind) {
    case "number":
    case "scale":
      return typeof answer === "number" || isText(answer);
    case "yes-no":
      return typeof answer === "boolean";
    case "choices":
      return Array.isArray(answer) && answer.every(isText);
    case "file":
      return isListOf(answer, ["id", "name"]);
    case "money-table":
      return isListOf(answer, ["article", "what", "comment"]);
    case "date-plan":
      return isListOf(answer, ["what", "from", "to", "expected"]);
    case "matrix":
      return isRecord(answer) && Object.values(answer).every(isText);
    case "place":
      return hasTexts(answer, ["municipality", "settlement", "address"]);
    case "organisation":
      return hasTexts(answer, ["name"]);
    default:
      return isText(answer);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const hasTexts = (value: unknown, names: readonly string[]): boolean =>
  isRecord(value) && names.every((name) => isText(value[name]));

const isListOf = (value: unknown, names: readonly string[]): boolean =>
  Array.isArray(value) && value.every((row) => hasTexts(row, names));

/** What a condition sees of an answer, or of a part of it: `budget.grant`, `place.municipality`. */
export function answerValue(
  question: Question,
  answer: Answer,
  part: string | undefined,
): ExpressionValue {
  switch (question.kind) {
    case "number":
    case "scale":
      return typeof answer === "number" ? answer : null;
    case "choices":
      return Array.isArray(answer) ? (answer as string[]) : null;
    case "matrix":
      return matrixValue(question.columns, answer as Record<string, string>, part);
    case "file":
      return (answer as FileAnswer[]).map(({ name }) => name);
    case "place":
      return placeValue(answer as PlaceAnswer, part);
    case "organisation":
      return part === "id"
        ? ((answer as OrganisationAnswer).id ?? null)
        : (answer as OrganisationAnswer).name;
    case "money-table":
      return moneyValue(answer as MoneyRow[], part);
    case "date-plan":
      return datePlanValue(answer as DatePlanRow[], part);
    default:
      return typeof answer === "object" ? null : answer;
  }
}

/** Parts by which a condition may name what is inside an answer of this kind. */
export function listParts(question: Question): string[] {
  switch (question.kind) {
    case "matrix":
      return question.rows.map(({ code }) => code);
    case "place":
      return ["municipality", "settlement", "address"];
    case "organisation":
      return ["name", "id"];
    case "money-table":
      return ["total", "grant", "own", "partner", "rows"];
    case "date-plan":
      return ["rows", "from", "to"];
    default:
      return [];
  }
}

type Column = { code: string; points?: number | undefined };

/** A column's points where it has them, else its code. */
function matrixValue(
  columns: readonly Column[],
  answer: Record<string, string>,
  part: string | undefined,
): ExpressionValue {
  const columnValue = (code: string | undefined): ExpressionValue => {
    if (code === undefined) return null;
    return columns.find((column) => column.code === code)?.points ?? code;
  };
  if (part === undefined) return Object.values(answer).map(columnValue);
  return columnValue(Object.hasOwn(answer, part) ? answer[part] : undefined);
}

function placeValue(answer: PlaceAnswer, part: string | undefined): ExpressionValue {
  if (part === "settlement" || part === "address") return answer[part] || null;
  return answer.municipality || null;
}

function moneyValue(rows: readonly MoneyRow[], part: string | undefined): ExpressionValue {
  if (part === "rows") return rows.length;
  const totals = computeMoneyTotals(rows);
  return part === "grant" || part === "own" || part === "partner" ? totals[part] : totals.total;
}

function datePlanValue(rows: readonly DatePlanRow[], part: string | undefined): ExpressionValue {
  if (part === "rows") return rows.length;
  if (part !== "from" && part !== "to") return rows.map(({ what }) => what);
  const days = rows
    .map((row) => row[part])
    .filter(Boolean)
    .sort();
  return (part === "from" ? days[0] : days.at(-1)) ?? null;
}
