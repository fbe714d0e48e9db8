import type { Lang } from "#base/messages.ts";
import type {
  Answer,
  FileAnswer,
  MoneyRow,
  OrganisationAnswer,
  PlaceAnswer,
  PlanRow,
} from "./answers.ts";
import type { Option, Question } from "../definition/definition.ts";
import { moneyTotals, rowTotal } from "./money.ts";
import { inLang, wordsOfFields } from "../localize.ts";
import { fits } from "./values.ts";

type Reader = {
  lang: Lang;
  placeName: (id: string) => string;
  /** How a day «YYYY-MM-DD» is read aloud; exports leave it as it is. */
  day?: (text: string) => string;
};

/** An answer in one text, as it is read in a reply, in the history and in an export. */
export function answerText(
  question: Question,
  answer: Answer,
  { lang, placeName, day = (text) => text }: Reader,
): string {
  if (!fits(question, answer)) return JSON.stringify(answer);
  const t = wordsOfFields(lang);
  const named = (options: readonly Option[], code: string) => {
    const option = options.find((one) => one.code === code);
    return option === undefined ? code : inLang(option.text, lang);
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
      return moneyText(answer as MoneyRow[], t.money.sum);
    case "date-plan":
      return (answer as PlanRow[])
        .map(({ what, from, to, expected }) => {
          const days = [...new Set([from, to])].filter(Boolean).map(day).join(" – ");
          return [what, days, expected].filter(Boolean).join(", ");
        })
        .join("; ");
    default:
      return String(answer);
  }
}

function moneyText(rows: readonly MoneyRow[], sum: string): string {
  const lines = rows.map((row) => `${row.what || row.article}: ${rowTotal(row)}`);
  return [...lines, `${sum}: ${moneyTotals(rows).total}`].join("; ");
}
