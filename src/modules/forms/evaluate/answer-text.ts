import type { Lang } from "#base/messages.ts";
import type {
  Answer,
  FileAnswer,
  MoneyRow,
  OrganisationAnswer,
  PlaceAnswer,
  DatePlanRow,
} from "./answers.ts";
import type { QuestionOption, Question } from "../definition/definition.ts";
import { computeMoneyTotals, computeRowTotal } from "./money.ts";
import { localize, fieldMessages } from "../localize.ts";
import { matchesKind } from "./values.ts";

type AnswerTextContext = {
  lang: Lang;
  placeName: (id: string) => string;
  /** How a day «YYYY-MM-DD» is read aloud; exports leave it as it is. */
  day?: (text: string) => string;
};

/** An answer in one text, as it is read in a reply, in the history and in an export. */
export function formatAnswer(
  question: Question,
  answer: Answer,
  { lang, placeName, day = (text) => text }: AnswerTextContext,
): string {
  if (!matchesKind(question, answer)) return JSON.stringify(answer);
  const t = fieldMessages(lang);
  const named = (options: readonly QuestionOption[], code: string) => {
    const option = options.find((one) => one.code === code);
    return option === undefined ? code : localize(option.text, lang);
  };
  switch (question.kind) {
    case "date":
      return day(String(answer));
    case "choice":
      return named(question.options, String(answer));
    case "choices":
      return (answer as string[]).map((code) => named(question.options, code)).join("; ");
    case "yes-no":
      return answer === true ? t.yes : t.no;
    case "matrix":
      return Object.entries(answer as Record<string, string>)
        .map(([row, column]) => `${named(question.rows, row)}: ${named(question.columns, column)}`)
        .join("; ");
    case "file":
      return (answer as FileAnswer[]).map(({ name }) => name).join("; ");
    case "place": {
      const { municipality, settlement, address } = answer as PlaceAnswer;
      return [placeName(municipality), settlement, address].filter(Boolean).join(", ");
    }
    case "organisation":
      return (answer as OrganisationAnswer).name;
    case "money-table":
      return formatMoneyRow(answer as MoneyRow[], t.money.sum);
    case "date-plan":
      return (answer as DatePlanRow[])
        .map(({ what, from, to, expected }) => {
          const days = [...new Set([from, to])].filter(Boolean).map(day).join(" – ");
          return [what, days, expected].filter(Boolean).join(", ");
        })
        .join("; ");
    default:
      return String(answer);
  }
}

function formatMoneyRow(rows: readonly MoneyRow[], sum: string): string {
  const lines = rows.map((row) => `${row.what || row.article}: ${computeRowTotal(row)}`);
  return [...lines, `${sum}: ${computeMoneyTotals(rows).total}`].join("; ");
}
