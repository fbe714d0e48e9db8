import type { ComponentChildren } from "preact";
import { Facts, formatNumber, Table } from "#base/ui/index.ts";
import { answerText } from "../evaluate/answer-text.ts";
import type { Amount, Answer, FileAnswer, MoneyRow } from "../evaluate/answers.ts";
import type { Question } from "../definition/definition.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import type { ReplyView } from "./reads.ts";
import { moneyTotals, rowTotal } from "../evaluate/money.ts";
import { inLang, wordsOfFields } from "../localize.ts";
import { fits } from "../evaluate/values.ts";
import { questionsOf } from "../definition/versions.ts";
import type { View } from "../view.ts";
import { showValue } from "../kinds/computed-field.tsx";

type SaidProps = {
  view: View;
  reply: Pick<ReplyView, "definition" | "answers">;
  placeName: (id: string) => string;
  /** Where a file of the reply is fetched from. */
  fileHref: (id: string) => string;
};

/** What was given and computed, question by question. */
export function Said({ view, reply, ...reading }: SaidProps) {
  const { lang } = view;
  const { definition } = reply;
  const { given, computed, shown } = evaluate(definition, reply.answers);
  const t = wordsOfFields(lang);
  const facts = questionsOf(definition)
    .filter(({ code }) => shown.has(code))
    .map((question) => {
      const answer = given[question.code];
      return {
        name: inLang(question.text, lang),
        value:
          question.value !== undefined ? (
            showValue(computed[question.code] ?? null, { t, lang })
          ) : answer === undefined ? (
            <span class="muted">{t.noAnswer}</span>
          ) : (
            <Answered question={question} answer={answer} view={view} {...reading} />
          ),
      };
    });
  return <Facts facts={facts} />;
}

type AnsweredProps = Pick<SaidProps, "placeName" | "fileHref"> & {
  question: Question;
  answer: Answer;
  view: View;
};

/** Files are links, a budget is a table, all else a text with its own lines. */
function Answered({ question, answer, view, placeName, fileHref }: AnsweredProps) {
  if (question.kind === "file" && fits(question, answer))
    return (
      <Lines
        lines={(answer as FileAnswer[]).map(({ id, name }) => (
          <a href={fileHref(id)} download>
            {name}
          </a>
        ))}
      />
    );
  if (question.kind === "money-table" && fits(question, answer))
    return <Budget question={question} rows={answer as MoneyRow[]} view={view} />;
  const text = answerText(question, answer, { lang: view.lang, day: view.day, placeName });
  const isList = ["date-plan", "matrix", "choices"].includes(question.kind);
  const lines = text.split(isList ? "; " : /\n+/);
  return lines.length < 2 ? <>{text}</> : <Lines lines={lines} />;
}

function Lines({ lines }: { lines: readonly ComponentChildren[] }) {
  return (
    <ul class="plain">
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}

type BudgetProps = {
  question: Extract<Question, { kind: "money-table" }>;
  rows: readonly MoneyRow[];
  view: View;
};

/** A budget as it was written, with what each row and the whole come to. */
function Budget({ question, rows, view: { lang } }: BudgetProps) {
  const t = wordsOfFields(lang).money;
  const totals = moneyTotals(rows);
  const number = (amount: Amount) =>
    typeof amount === "number" ? formatNumber(amount, { lang, digits: 2 }) : (amount ?? "");
  const amount = (head: string, of: (row: MoneyRow) => Amount, foot?: number) => ({
    head,
    number: true,
    cell: (row: MoneyRow) => number(of(row)),
    ...(foot !== undefined && { foot: number(foot) }),
  });
  const named = (row: MoneyRow) => {
    const article = question.articles?.find(({ code }) => code === row.article);
    const title = article === undefined ? row.article : inLang(article.text, lang);
    return [title, row.what].filter(Boolean).join(": ") || "—";
  };
  return (
    <Table
      caption={inLang(question.text, lang)}
      captionHidden
      cards
      dense
      rows={rows}
      columns={[
        { head: t.what, cell: named, rowHead: true, foot: t.sum },
        amount(t.quantity, (row) => row.quantity),
        amount(t.price, (row) => row.price),
        amount(t.total, rowTotal, totals.total),
        amount(t.grant, (row) => row.grant, totals.grant),
        amount(t.own, (row) => row.own, totals.own),
        amount(t.partner, (row) => row.partner, totals.partner),
        { head: t.comment, cell: (row) => row.comment },
      ]}
    />
  );
}
