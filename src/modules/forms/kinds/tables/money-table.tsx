import { z } from "zod";
import { fieldId, formatNumber, Table } from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import { common, option } from "../../definition/question-parts.ts";
import { fieldMessages, localize } from "../../localize.ts";
import {
  LimitField,
  OptionLines,
  parseMost,
  parseOptions,
  printLimit,
  printOptions,
} from "../builder-fields.tsx";
import { checkLength, isListOf, noFaults, type AnswerFault } from "../checks.ts";
import type { FieldContext } from "../field-context.tsx";
import type { FieldInput, Kind, KindRules } from "../kind.ts";
import { BlankTable } from "../paper.tsx";
import { fieldName, parseAmount, readText, type Amount, type PostedForm } from "../posted.ts";
import { computeMoneyTotals, computeRowTotal, isBalanced, type MoneyRow } from "./money.ts";
import { checkRowCount, listRowNumbers } from "./rows.ts";
import { FieldsetHeader, TableInput, withBlankRows } from "./table-input.tsx";

const schema = () =>
  z.object({
    ...common,
    kind: z.literal("money-table"),
    most: z.int().min(1).max(200).default(60),
    articles: z.array(option).max(60).optional(),
  });
type MoneySchema = ReturnType<typeof schema>;
type MoneyQuestion = z.output<MoneySchema>;

const isMoneyAnswer = (answer: unknown): answer is MoneyRow[] =>
  isListOf(answer, ["article", "what", "comment"]);

export const moneyTableRules: KindRules<MoneyQuestion, MoneyRow[]> = {
  parse({ code }, posted, names) {
    const rows = listRowNumbers(code, names).map((at) => readMoneyRow(code, posted, at));
    const given = rows.filter((row) =>
      Object.values(row).some((cell) => cell !== "" && cell !== null),
    );
    return given.length === 0 ? undefined : given;
  },
  matches: isMoneyAnswer,
  value(_question, rows, part) {
    if (part === "rows") return rows.length;
    const totals = computeMoneyTotals(rows);
    return part === "grant" || part === "own" || part === "partner" ? totals[part] : totals.total;
  },
  parts: () => ["total", "grant", "own", "partner", "rows"],
  faults(question, rows) {
    const found = rows.flatMap((row, at) => checkMoneyRow(question, row, at));
    return [...checkRowCount(rows, question.most), ...found];
  },
};

function readMoneyRow(code: string, posted: PostedForm, at: number): MoneyRow {
  const text = (part: string) => readText(posted, fieldName(code, at, part));
  const amount = (part: string) => parseAmount(text(part));
  return {
    article: text("article"),
    what: text("what"),
    quantity: amount("quantity"),
    price: amount("price"),
    grant: amount("grant"),
    own: amount("own"),
    partner: amount("partner"),
    comment: text("comment"),
  };
}

const amountColumns = ["quantity", "price", "grant", "own", "partner"] as const;

function checkMoneyRow({ code }: MoneyQuestion, row: MoneyRow, at: number): AnswerFault[] {
  const field = (part: string) => fieldName(code, at, part);
  const wrong = amountColumns.flatMap((part): AnswerFault[] => {
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

export const moneyTableKind: Kind<MoneySchema, MoneyRow[]> = {
  rules: moneyTableRules,
  schema,
  fit: (answer) => (isMoneyAnswer(answer) ? answer : undefined),
  field: (input) => <MoneyTableField {...input} />,
  builder: {
    parse: (input) => ({
      ...parseMost(input),
      ...(input.options !== undefined && { articles: parseOptions(input.options) }),
    }),
    values: ({ most, articles }) => ({
      most: printLimit(most),
      options: articles === undefined ? undefined : printOptions(articles),
    }),
    fields: ({ t, form }) => (
      <>
        <OptionLines form={form} name="options" label={t.articles} hint={t.optionsHint} />
        <LimitField form={form} name="most" label={t.most} hint={t.mostHint} />
      </>
    ),
  },
  paper: {
    /** The same columns as on the screen: a sheet keyed in later must hold all of them. */
    space({ question, lang }) {
      const t = fieldMessages(lang).money;
      const article = question.articles === undefined ? [] : [t.article];
      const sums = [t.quantity, t.price, t.total, t.grant, t.own, t.partner];
      return <BlankTable heads={[...article, t.what, ...sums, t.comment]} />;
    },
  },
  tally: {
    read: (_question, rows) => ({ codes: [], number: computeMoneyTotals(rows).total }),
  },
  text(_question, rows, { lang }) {
    const lines = rows.map((row) => `${row.what || row.article}: ${computeRowTotal(row)}`);
    const { sum } = fieldMessages(lang).money;
    return [...lines, `${sum}: ${computeMoneyTotals(rows).total}`].join("; ");
  },
  view: ({ question, answer, view: { lang } }) => (
    <MoneyAnswer question={question} rows={answer} lang={lang} />
  ),
  exports: {
    rows: (question, rows) =>
      rows.map((row) => [
        question.articles?.find(({ code }) => code === row.article)?.text.ru ?? row.article,
        row.what,
        row.quantity,
        row.price,
        computeRowTotal(row),
        row.grant,
        row.own,
        row.partner,
        row.comment,
        "",
        "",
        "",
      ]),
  },
  xlsform: {
    read({ cells, isOwn }) {
      if (!isOwn) return undefined;
      const articles = parseOptions(cells["okno_options"] ?? "");
      return articles.length === 0 ? {} : { articles };
    },
    // The standard has no budget: elsewhere it is a text.
    write: ({ articles = [] }) => ({
      type: "text",
      cells: { appearance: "multiline", okno_options: printOptions(articles) },
    }),
  },
};

const amountText = (amount: Amount): string => (amount === null ? "" : String(amount));

const emptyMoneyRow: MoneyRow = {
  article: "",
  what: "",
  quantity: null,
  price: null,
  grant: null,
  own: null,
  partner: null,
  comment: "",
};

/** A budget: what, how many, price, and whose money. The server computes totals, the island while people type. */
function MoneyTableField({
  question,
  answer = [],
  context,
}: FieldInput<MoneyQuestion, MoneyRow[]>) {
  const { t, lang, blankRows } = context;
  const rows = withBlankRows(answer, emptyMoneyRow, { most: question.most, more: blankRows });
  const totals = computeMoneyTotals(rows.map(({ row }) => row));
  const roubles = (value: number) => formatNumber(value, { lang, digits: 2 });
  const sum = (part: keyof typeof totals) => (
    <output data-money-sum={`${question.code}.${part}`}>{roubles(totals[part])}</output>
  );
  const cell = (at: number, part: keyof MoneyRow, value: string, decimal = false) => (
    <TableInput
      name={fieldName(question.code, at, part)}
      label={`${t.money[part]}. ${t.row(at + 1)}`}
      value={value}
      context={context}
      decimal={decimal}
    />
  );
  const amount = (part: "quantity" | "price" | "grant" | "own" | "partner") => ({
    head: t.money[part],
    cell: ({ row, at }: { row: MoneyRow; at: number }) =>
      cell(at, part, amountText(row[part]), true),
    foot: part === "quantity" || part === "price" ? "" : sum(part),
  });
  return (
    <fieldset class="field" data-width="full" id={fieldId(fieldName(question.code))}>
      <FieldsetHeader question={question} context={context} />
      <Table
        caption={localize(question.text, lang)}
        captionHidden
        cards
        dense
        rows={rows}
        columns={[
          {
            head: t.money.what,
            cell: ({ row, at }) => (
              <>
                {question.articles !== undefined && (
                  <ArticleCell question={question} context={context} at={at} value={row.article} />
                )}
                {cell(at, "what", row.what)}
              </>
            ),
            foot: t.money.sum,
          },
          amount("quantity"),
          amount("price"),
          {
            head: t.money.total,
            cell: ({ row, at }) => (
              <output data-money-row={`${question.code}.${at}`}>
                {roubles(computeRowTotal(row))}
              </output>
            ),
            foot: sum("total"),
          },
          amount("grant"),
          amount("own"),
          amount("partner"),
          {
            head: t.money.comment,
            cell: ({ row, at }) => cell(at, "comment", row.comment),
            foot: "",
          },
        ]}
      />
      <span class="hint">{t.moreRows}</span>
    </fieldset>
  );
}

type ArticleProps = {
  question: MoneyQuestion;
  context: FieldContext;
  at: number;
  value: string;
};

function ArticleCell({ question, context: { t, lang }, at, value }: ArticleProps) {
  const name = fieldName(question.code, at, "article");
  return (
    <select id={fieldId(name)} name={name} aria-label={`${t.money.article}. ${t.row(at + 1)}`}>
      <option value="">{t.money.article}</option>
      {(question.articles ?? []).map(({ code, text }) => (
        <option value={code} selected={code === value}>
          {localize(text, lang)}
        </option>
      ))}
    </select>
  );
}

type MoneyTableProps = {
  question: MoneyQuestion;
  rows: readonly MoneyRow[];
  lang: Lang;
};

/** A budget as it was written, with what each row and the whole come to. */
function MoneyAnswer({ question, rows, lang }: MoneyTableProps) {
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
