import { h } from "preact";
import { fieldId, formatNumber, Icon, Table } from "#base/ui/index.ts";
import { fieldName, type Amount, type MoneyRow, type DatePlanRow } from "../evaluate/answers.ts";
import type { QuestionOf } from "../definition/definition.ts";
import { computeMoneyTotals, computeRowTotal } from "../evaluate/money.ts";
import { localize } from "../localize.ts";
import { questionLabel, type FieldContext, type QuestionProps } from "./field-context.tsx";

type TableInputProps = {
  name: string;
  label: string;
  value: string;
  context: FieldContext;
  kind?: "text" | "date";
  decimal?: boolean;
};

/** An input in a table: its column and row name it, its error stands under it. */
function TableInput({ name, label, value, context, kind = "text", decimal }: TableInputProps) {
  const error = context.errors[name];
  const id = fieldId(name);
  return (
    <>
      {h("input", {
        type: kind,
        id,
        name,
        value,
        "aria-label": label,
        "aria-invalid": error ? "true" : undefined,
        "aria-describedby": error ? `${id}-error` : undefined,
        inputmode: decimal ? "decimal" : undefined,
      } as Record<string, unknown>)}
      {error && (
        <span class="field">
          <span class="error" id={`${id}-error`}>
            <Icon name="warn" />
            {error}
          </span>
        </span>
      )}
    </>
  );
}

function TableHeader({ question, context }: Omit<QuestionProps, "answer">) {
  const error = context.errors[fieldName(question.code)];
  return (
    <>
      <legend>{questionLabel(question, context.lang, context.t)}</legend>
      {question.hint && <span class="hint">{localize(question.hint, context.lang)}</span>}
      {error && (
        <span class="error">
          <Icon name="warn" />
          {error}
        </span>
      )}
    </>
  );
}

/** Rows × columns, one choice in each row. */
export function MatrixField({ question, answer, context }: QuestionProps<QuestionOf<"matrix">>) {
  const { lang, errors } = context;
  const chosen = (answer ?? {}) as Record<string, string>;
  const title = localize(question.text, lang);
  return (
    <fieldset class="field" data-width="full" id={fieldId(fieldName(question.code))}>
      <TableHeader question={question} context={context} />
      <Table
        caption={title}
        captionHidden
        cards
        rows={question.rows}
        columns={[
          {
            head: title,
            cell: (row) => {
              const error = errors[fieldName(question.code, row.code)];
              return (
                <>
                  {localize(row.text, lang)}
                  {error && (
                    <span class="field">
                      <span class="error">{error}</span>
                    </span>
                  )}
                </>
              );
            },
          },
          ...question.columns.map((column, at) => ({
            head: localize(column.text, lang),
            cell: (row: { code: string; text: { ru: string; en?: string | undefined } }) => {
              const name = fieldName(question.code, row.code);
              return (
                <label class="choice">
                  <input
                    type="radio"
                    id={at === 0 ? fieldId(name) : undefined}
                    name={name}
                    value={column.code}
                    checked={chosen[row.code] === column.code}
                  />
                  <span class="visually-hidden">
                    {localize(row.text, lang)}: {localize(column.text, lang)}
                  </span>
                </label>
              );
            },
          })),
        ]}
      />
    </fieldset>
  );
}

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

const emptyDatePlanRow: DatePlanRow = { what: "", from: "", to: "", expected: "" };

/** The rows given, and some empty ones after them, up to the limit. */
function withBlankRows<T>(
  answer: unknown,
  blank: T,
  { most, more }: { most: number; more: number },
) {
  const given = Array.isArray(answer) ? (answer as T[]) : [];
  const free = Math.max(0, Math.min(more, most - given.length));
  return [...given, ...Array.from({ length: free }, () => blank)].map((row, at) => ({ row, at }));
}

/** A budget: what, how many, price, and whose money. Totals are the server's, and the island's while typing. */
export function MoneyTableField({
  question,
  answer,
  context,
}: QuestionProps<QuestionOf<"money-table">>) {
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
      <TableHeader question={question} context={context} />
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
  question: QuestionOf<"money-table">;
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

/** A calendar plan: what, from which day to which, what is expected of it. */
export function DatePlanField({
  question,
  answer,
  context,
}: QuestionProps<QuestionOf<"date-plan">>) {
  const { t, lang, blankRows } = context;
  const rows = withBlankRows(answer, emptyDatePlanRow, { most: question.most, more: blankRows });
  const cell = (part: keyof DatePlanRow, kind: "text" | "date") => ({
    head: t.plan[part],
    cell: ({ row, at }: { row: DatePlanRow; at: number }) => (
      <TableInput
        name={fieldName(question.code, at, part)}
        label={`${t.plan[part]}. ${t.row(at + 1)}`}
        value={row[part]}
        context={context}
        kind={kind}
      />
    ),
  });
  return (
    <fieldset class="field" data-width="full" id={fieldId(fieldName(question.code))}>
      <TableHeader question={question} context={context} />
      <Table
        caption={localize(question.text, lang)}
        captionHidden
        cards
        dense
        rows={rows}
        columns={[
          cell("what", "text"),
          cell("from", "date"),
          cell("to", "date"),
          cell("expected", "text"),
        ]}
      />
      <span class="hint">{t.moreRows}</span>
    </fieldset>
  );
}
