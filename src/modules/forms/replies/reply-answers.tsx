import type { ComponentChildren } from "preact";
import { DescriptionList, formatNumber, Table } from "#base/ui/index.ts";
import { formatAnswer } from "../evaluate/answer-text.ts";
import type { Amount, Answer, FileAnswer, MoneyRow } from "../evaluate/answers.ts";
import type { Question } from "../definition/definition.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import type { ReplyView } from "./reads.ts";
import { computeMoneyTotals, computeRowTotal } from "../evaluate/money.ts";
import { localize, fieldMessages } from "../localize.ts";
import { matchesKind } from "../evaluate/values.ts";
import { listQuestions } from "../definition/versions.ts";
import type { FormViewContext } from "../view.ts";
import { formatValue } from "../kinds/computed-field.tsx";

type ReplyAnswersProps = {
  view: FormViewContext;
  reply: Pick<ReplyView, "definition" | "answers">;
  placeName: (id: string) => string;
  /** Where a file of the reply is fetched from. */
  fileHref: (id: string) => string;
};

/** What was given and computed, question by question. */
export function ReplyAnswers({ view, reply, ...reading }: ReplyAnswersProps) {
  const { lang } = view;
  const { definition } = reply;
  const { given, computed, shown } = evaluate(definition, reply.answers);
  const t = fieldMessages(lang);
  const facts = listQuestions(definition)
    .filter(({ code }) => shown.has(code))
    .map((question) => {
      const answer = given[question.code];
      return {
        name: localize(question.text, lang),
        value:
          question.value !== undefined ? (
            formatValue(computed[question.code] ?? null, { t, lang })
          ) : answer === undefined ? (
            <span class="muted">{t.noAnswer}</span>
          ) : (
            <AnswerItem question={question} answer={answer} view={view} {...reading} />
          ),
      };
    });
  return <DescriptionList items={facts} />;
}

type AnswerProps = Pick<ReplyAnswersProps, "placeName" | "fileHref"> & {
  question: Question;
  answer: Answer;
  view: FormViewContext;
};

/** Files are links, a budget is a table, all else a text with its own lines. */
function AnswerItem({ question, answer, view, placeName, fileHref }: AnswerProps) {
  if (question.kind === "file" && matchesKind(question, answer))
    return (
      <AnswerLines
        lines={(answer as FileAnswer[]).map(({ id, name }) => (
          <a href={fileHref(id)} download>
            {name}
          </a>
        ))}
      />
    );
  if (question.kind === "money-table" && matchesKind(question, answer))
    return <MoneyTable question={question} rows={answer as MoneyRow[]} view={view} />;
  const text = formatAnswer(question, answer, { lang: view.lang, day: view.formatDay, placeName });
  const isList = ["date-plan", "matrix", "choices"].includes(question.kind);
  const lines = text.split(isList ? "; " : /\n+/);
  return lines.length < 2 ? <>{text}</> : <AnswerLines lines={lines} />;
}

function AnswerLines({ lines }: { lines: readonly ComponentChildren[] }) {
  return (
    <ul class="plain">
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}

type MoneyTableProps = {
  question: Extract<Question, { kind: "money-table" }>;
  rows: readonly MoneyRow[];
  view: FormViewContext;
};

/** A budget as it was written, with what each row and the whole come to. */
function MoneyTable({ question, rows, view: { lang } }: MoneyTableProps) {
  const t = fieldMessages(lang).money;
  const totals = computeMoneyTotals(rows);
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
    const title = article === undefined ? row.article : localize(article.text, lang);
    return [title, row.what].filter(Boolean).join(": ") || "—";
  };
  return (
    <Table
      caption={localize(question.text, lang)}
      captionHidden
      cards
      dense
      rows={rows}
      columns={[
        { head: t.what, cell: named, rowHead: true, foot: t.sum },
        amount(t.quantity, (row) => row.quantity),
        amount(t.price, (row) => row.price),
        amount(t.total, computeRowTotal, totals.total),
        amount(t.grant, (row) => row.grant, totals.grant),
        amount(t.own, (row) => row.own, totals.own),
        amount(t.partner, (row) => row.partner, totals.partner),
        { head: t.comment, cell: (row) => row.comment },
      ]}
    />
  );
}
