import { z } from "zod";
import { fieldId, Table } from "#base/ui/index.ts";
import { common, option, options } from "../../definition/question-parts.ts";
import { localize } from "../../localize.ts";
import { OptionLines, parseOptions, printOptions, startOptions } from "../builder-fields.tsx";
import { isRecord, isText, noFaults, unknownChoice, type AnswerFault } from "../checks.ts";
import type { FieldInput, Kind, KindRules } from "../kind.ts";
import { PaperGrid } from "../paper.tsx";
import { fieldName, readText } from "../posted.ts";
import { FieldsetHeader } from "../tables/table-input.tsx";
import { optionText } from "./choice-field.tsx";

const schema = () =>
  z.object({
    ...common,
    kind: z.literal("matrix"),
    rows: options,
    columns: z.array(option).min(2, "forms.options-missing").max(11, "forms.options-many"),
  });
type MatrixSchema = ReturnType<typeof schema>;
type MatrixQuestion = z.output<MatrixSchema>;
/** Code of the row → code of the column. */
type MatrixAnswer = Record<string, string>;

const isMatrixAnswer = (answer: unknown): answer is MatrixAnswer =>
  isRecord(answer) && Object.values(answer).every(isText);

/** What a condition sees of a row is the column's points where it has them, else its code. */
export const matrixRules: KindRules<MatrixQuestion, MatrixAnswer> = {
  parse(question, posted) {
    const given = question.rows
      .map(({ code }) => [code, readText(posted, fieldName(question.code, code))] as const)
      .filter(([, value]) => value !== "");
    return given.length === 0 ? undefined : Object.fromEntries(given);
  },
  matches: isMatrixAnswer,
  value({ columns }, answer, part) {
    const columnValue = (code: string | undefined) =>
      code === undefined ? null : (columns.find((column) => column.code === code)?.points ?? code);
    if (part === undefined) return Object.values(answer).map(columnValue);
    return columnValue(Object.hasOwn(answer, part) ? answer[part] : undefined);
  },
  parts: ({ rows }) => rows.map(({ code }) => code),
  faults(question, answer) {
    const known = new Set(question.columns.map(({ code }) => code));
    return question.rows.flatMap(({ code }): AnswerFault[] => {
      const field = fieldName(question.code, code);
      const value = Object.hasOwn(answer, code) ? answer[code] : undefined;
      if (value === undefined)
        return question.required ? [{ field, key: "forms.row-missing" }] : noFaults;
      return known.has(value) ? noFaults : [{ field, ...unknownChoice }];
    });
  },
};

export const matrixKind: Kind<MatrixSchema, MatrixAnswer> = {
  rules: matrixRules,
  schema,
  fit: (answer) => (isMatrixAnswer(answer) ? answer : undefined),
  field: (input) => <MatrixField {...input} />,
  builder: {
    start: { rows: startOptions, columns: startOptions },
    parse: ({ rows = "", columns = "" }) => ({
      rows: parseOptions(rows),
      columns: parseOptions(columns),
    }),
    values: ({ rows, columns }) => ({ rows: printOptions(rows), columns: printOptions(columns) }),
    fields: ({ t, form }) => (
      <>
        <OptionLines form={form} name="rows" label={t.rows} hint={t.optionsHint} />
        <OptionLines form={form} name="columns" label={t.columns} hint={t.optionsHint} />
      </>
    ),
    lists: ({ rows, columns }) => [rows, columns],
  },
  paper: {
    space: ({ question, lang }) => (
      <PaperGrid
        caption={localize(question.text, lang)}
        rows={question.rows.map(({ text }) => localize(text, lang))}
        columns={question.columns.map(({ text }) => localize(text, lang))}
      />
    ),
  },
  tally: {
    rows: ({ rows }) => rows,
    read({ columns }, answer, row = "") {
      const code = answer[row];
      const points = columns.find((column) => column.code === code)?.points;
      return { codes: code === undefined ? [] : [code], number: points };
    },
    cells: ({ columns }) => columns,
  },
  text: ({ rows, columns }, answer, { lang }) =>
    Object.entries(answer)
      .map(
        ([row, column]) => `${optionText(rows, row, lang)}: ${optionText(columns, column, lang)}`,
      )
      .join("; "),
  isList: true,
  exports: {
    cell: ({ columns }, answer, { row, lang }) =>
      row === undefined ? undefined : optionText(columns, answer[row] ?? "", lang),
  },
  xlsform: {
    read: ({ cells, isOwn }) =>
      isOwn
        ? {
            rows: parseOptions(cells["okno_rows"] ?? ""),
            columns: parseOptions(cells["okno_columns"] ?? ""),
          }
        : undefined,
    // The standard has no question of rows and columns: elsewhere it is a text.
    write: ({ rows, columns }) => ({
      type: "text",
      cells: { okno_rows: printOptions(rows), okno_columns: printOptions(columns) },
    }),
  },
};

/** Rows × columns, one choice in each row. */
function MatrixField({ question, answer = {}, context }: FieldInput<MatrixQuestion, MatrixAnswer>) {
  const { lang, errors } = context;
  const title = localize(question.text, lang);
  return (
    <fieldset class="field" data-width="full" id={fieldId(fieldName(question.code))}>
      <FieldsetHeader question={question} context={context} />
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
            cell: (row: MatrixQuestion["rows"][number]) => {
              const name = fieldName(question.code, row.code);
              return (
                <label class="choice">
                  <input
                    type="radio"
                    id={at === 0 ? fieldId(name) : undefined}
                    name={name}
                    value={column.code}
                    checked={answer[row.code] === column.code}
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
