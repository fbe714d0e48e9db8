import { z } from "zod";
import { fieldId, Table } from "#base/ui/index.ts";
import { common, day } from "../../definition/question-parts.ts";
import { fieldMessages, localize } from "../../localize.ts";
import { LimitField, parseMost, printLimit } from "../builder-fields.tsx";
import { checkDay, checkLength, isListOf, noFaults, type AnswerFault } from "../checks.ts";
import type { FieldInput, Kind, KindRules } from "../kind.ts";
import { BlankTable } from "../paper.tsx";
import { fieldName, parseDay, readText, type PostedForm } from "../posted.ts";
import { checkRowCount, listRowNumbers } from "./rows.ts";
import { FieldsetHeader, TableInput, withBlankRows } from "./table-input.tsx";

const schema = () =>
  z.object({
    ...common,
    kind: z.literal("date-plan"),
    most: z.int().min(1).max(200).default(60),
    min: day,
    max: day,
  });
type DatePlanSchema = ReturnType<typeof schema>;
type DatePlanQuestion = z.output<DatePlanSchema>;

/** A row of a plan; days are «YYYY-MM-DD», or what was typed in their place. */
export type DatePlanRow = { what: string; from: string; to: string; expected: string };

const isDatePlan = (answer: unknown): answer is DatePlanRow[] =>
  isListOf(answer, ["what", "from", "to", "expected"]);

export const datePlanRules: KindRules<DatePlanQuestion, DatePlanRow[]> = {
  parse({ code }, posted, names) {
    const given = listRowNumbers(code, names)
      .map((at) => readDatePlanRow(code, posted, at))
      .filter((row) => Object.values(row).some((cell) => cell !== ""));
    return given.length === 0 ? undefined : given;
  },
  matches: isDatePlan,
  value(_question, rows, part) {
    if (part === "rows") return rows.length;
    if (part !== "from" && part !== "to") return rows.map(({ what }) => what);
    const days = rows
      .map((row) => row[part])
      .filter(Boolean)
      .sort();
    return (part === "from" ? days[0] : days.at(-1)) ?? null;
  },
  parts: () => ["rows", "from", "to"],
  faults(question, rows) {
    const found = rows.flatMap((row, at) => checkDatePlanRow(question, row, at));
    return [...checkRowCount(rows, question.most), ...found];
  },
};

function readDatePlanRow(code: string, posted: PostedForm, at: number): DatePlanRow {
  const text = (part: string) => readText(posted, fieldName(code, at, part));
  return {
    what: text("what"),
    from: parseDay(text("from")),
    to: parseDay(text("to")),
    expected: text("expected"),
  };
}

function checkDatePlanRow(question: DatePlanQuestion, row: DatePlanRow, at: number): AnswerFault[] {
  const field = (part: string) => fieldName(question.code, at, part);
  if (row.what === "") return [{ field: field("what"), key: "forms.row-nameless" }];
  if (row.from === "") return [{ field: field("from"), key: "forms.day-missing" }];
  const wrong = (["from", "to"] as const).flatMap((part) =>
    row[part] === ""
      ? noFaults
      : checkDay(row[part], question).map((fault) => ({ ...fault, field: field(part) })),
  );
  if (wrong.length > 0) return wrong;
  if (row.to !== "" && row.to < row.from)
    return [{ field: field("to"), key: "forms.days-reversed" }];
  return checkLength(row.what + row.expected, 4000, field("what"));
}

export const datePlanKind: Kind<DatePlanSchema, DatePlanRow[]> = {
  rules: datePlanRules,
  schema,
  fit: (answer) => (isDatePlan(answer) ? answer : undefined),
  field: (input) => <DatePlanField {...input} />,
  builder: {
    parse: (input) => ({ ...parseMost(input), min: input.min, max: input.max }),
    values: ({ most, min, max }) => ({ most: printLimit(most), min, max }),
    fields: ({ t, form }) => (
      <LimitField form={form} name="most" label={t.most} hint={t.mostHint} />
    ),
  },
  paper: {
    space({ lang }) {
      const t = fieldMessages(lang).plan;
      return <BlankTable heads={[t.what, t.from, t.to, t.expected]} />;
    },
  },
  tally: { read: () => ({ codes: [] }) },
  text: (_question, rows, { day: printDay }) =>
    rows
      .map(({ what, from, to, expected }) => {
        const days = [...new Set([from, to])].filter(Boolean).map(printDay).join(" – ");
        return [what, days, expected].filter(Boolean).join(", ");
      })
      .join("; "),
  isList: true,
  exports: {
    rows: (_question, rows) =>
      rows.map(({ what, from, to, expected }) => [
        "",
        what,
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        from,
        to,
        expected,
      ]),
  },
  xlsform: {
    read: ({ isOwn }) => (isOwn ? {} : undefined),
    // The standard has no plan of dates: elsewhere it is a text.
    write: () => ({ type: "text", cells: { appearance: "multiline" } }),
  },
};

const emptyDatePlanRow: DatePlanRow = { what: "", from: "", to: "", expected: "" };

/** A calendar plan: what, from which day to which, what is expected of it. */
function DatePlanField({
  question,
  answer = [],
  context,
}: FieldInput<DatePlanQuestion, DatePlanRow[]>) {
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
      <FieldsetHeader question={question} context={context} />
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
