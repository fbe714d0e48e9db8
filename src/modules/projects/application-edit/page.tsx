import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Field,
  Flash,
  Form,
  Grid,
  PageHeader,
  Quote,
  Section,
  Stack,
  fieldId,
  type SelectOption,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { ApplicationDetails } from "../applications/reads.ts";
import {
  costArticleTitle,
  applicationPath,
  type ContestViewContext,
  type ApplicationFieldRow,
} from "../applications/view.ts";
import type { TextConflict } from "../applications/actions.ts";
import {
  tableColumns,
  type ContestProfile,
  type ProfileField,
  type TableName,
} from "../contests/profile.ts";
import { costArticles } from "../project.ts";
import { charterColumnFor, parseTable, type ApplicationTableRow } from "../prefill/prefill.ts";
import { Paragraphs } from "../applications/field-text.tsx";

/** Empty rows offered under a table. */
const emptyRowCount = 2;

export type ApplicationEditProps = {
  viewContext: ContestViewContext;
  details: ApplicationDetails;
  section: { code: string; title: string; fields: ApplicationFieldRow[] };
  form: FormState;
  /** Submitted texts by field code, when the page is shown again after a refusal. */
  submittedTexts?: ReadonlyMap<string, string>;
  conflicts: readonly TextConflict[];
  /** Fields that the charter, or the former application, has a text for. */
  copies: { passport: ReadonlySet<string>; former: ReadonlySet<string> };
};

export function ApplicationEditPage(view: ApplicationEditProps) {
  const { viewContext, details, section, form, conflicts } = view;
  const { edit } = viewContext.t;
  return (
    <Stack gap="l">
      <PageHeader title={section.title} lead={details.application.contest} />
      <FormErrorSummary form={form} />
      {conflicts.length > 0 && <Flash kind="warn">{edit.clashes(conflicts.length)}</Flash>}
      <Form
        action={viewContext.href(applicationPath(details.key, `/fields/${section.code}`))}
        variant="stack"
      >
        {section.fields.map((line) => (
          <FieldEditor {...view} line={line} />
        ))}
        <Actions>
          <Button kind="primary">{edit.save}</Button>
        </Actions>
      </Form>
      <CopyForms {...view} />
    </Stack>
  );
}

function FieldEditor(view: ApplicationEditProps & { line: ApplicationFieldRow }) {
  const { viewContext, line, conflicts, submittedTexts } = view;
  const { field, content } = line;
  const clash = conflicts.find((one) => one.field === field.code);
  const text = clash?.submittedText ?? submittedTexts?.get(field.code) ?? content?.text ?? "";
  return (
    <div class="stack" data-gap="s">
      <input type="hidden" name={`v-${field.code}`} value={String(content?.version ?? 0)} />
      {clash !== undefined && (
        <>
          <p class="error">{viewContext.t.edit.clash}</p>
          <Quote by={viewContext.t.edit.theirs}>
            <Paragraphs text={clash.currentText} />
          </Quote>
        </>
      )}
      {field.table === undefined ? (
        <TextField
          viewContext={viewContext}
          field={field}
          text={text}
          profile={view.details.profile}
        />
      ) : (
        <TableField
          viewContext={viewContext}
          field={field}
          table={field.table}
          profile={view.details.profile}
          text={text}
        />
      )}
    </div>
  );
}

type FieldEditorProps = {
  viewContext: ContestViewContext;
  field: ProfileField;
  text: string;
  profile: ContestProfile;
};

function TextField({ viewContext: view, field, text, profile }: FieldEditorProps) {
  const { edit } = view.t;
  const limit = field.limit === undefined ? undefined : edit.limit(field.limit);
  const list = field.kind === "list" && field.hint === undefined ? edit.listHint : undefined;
  const hint = [field.hint, list, limit].filter(Boolean).join(" ");
  const base = {
    name: field.code,
    label: field.title,
    ...(hint !== "" && { hint }),
    ...(field.required ? {} : { optional: true }),
  };
  if (field.kind === "choice") {
    const options = profile.directions.map((value) => ({ value, label: value }));
    return <Field {...base} kind="select" options={options} value={text} empty={edit.choose} />;
  }
  if (field.kind === "date") return <Field {...base} kind="date" value={text} />;
  if (field.kind === "money") return <Field {...base} inputmode="decimal" value={text} width="s" />;
  if (field.kind === "line") return <Field {...base} value={text} width="full" />;
  return (
    <Field
      {...base}
      kind="textarea"
      rows={Math.min(16, Math.max(4, Math.ceil((field.limit ?? 400) / 160)))}
      value={text}
      {...(field.limit !== undefined && { maxlength: field.limit, counter: true })}
    />
  );
}

function TableField({
  viewContext: view,
  field,
  text,
  profile,
  table,
}: FieldEditorProps & { table: TableName }) {
  const { edit } = view.t;
  const rows = parseTable(table, text);
  const rowName = (index: number) =>
    index < rows.length ? edit.row(index + 1) : edit.newRow(index + 1 - rows.length);
  const all: ApplicationTableRow[] = [
    ...rows,
    ...Array.from({ length: emptyRowCount }, () => ({})),
  ];
  return (
    <section class="stack" id={fieldId(field.code)} aria-label={field.title}>
      <h2 class="h3">{field.title}</h2>
      <p class="small muted">{[field.hint, edit.rowsHint].filter(Boolean).join(" ")}</p>
      {all.map((row, index) => (
        <div class="card stack" data-gap="s" role="group" aria-label={rowName(index)}>
          <p class="small muted">{rowName(index)}</p>
          <RowCells
            viewContext={view}
            field={field}
            profile={profile}
            table={table}
            row={row}
            at={index}
          />
        </div>
      ))}
    </section>
  );
}

/** Returns the name of a table cell's input: «field-row-column». */
export const cellName = (field: string, { at, key }: { at: number; key: string }) =>
  `${field}-${at}-${key}`;

/** Cells that need a line of their own. */
const fullWidthColumns = new Set([
  "article",
  "item",
  "task",
  "activity",
  "result",
  "comment",
  "experience",
  "support",
  "tasks",
  "measure",
  "place",
]);

function RowCells({
  viewContext: view,
  field,
  profile,
  table,
  row,
  at,
}: Omit<FieldEditorProps, "text"> & { table: TableName; row: ApplicationTableRow; at: number }) {
  const shown = field.columns ?? [];
  const hidden = tableColumns[table].filter((key) => !shown.some((column) => column.key === key));
  return (
    <>
      {hidden.map((key) => (
        <input type="hidden" name={cellName(field.code, { at, key })} value={row[key] ?? ""} />
      ))}
      {groupColumns(shown).map(({ short, columns }) => {
        const cells = columns.map((column) => (
          <TableCell
            viewContext={view}
            profile={profile}
            field={field}
            column={column}
            row={row}
            at={at}
          />
        ));
        return short ? (
          <Grid>
            {cells.map((cell) => (
              <div>{cell}</div>
            ))}
          </Grid>
        ) : (
          cells
        );
      })}
    </>
  );
}

type ProfileColumn = NonNullable<ProfileField["columns"]>[number];

/** Neighbouring short cells share a line; a long one has its own. */
function groupColumns(
  columns: readonly ProfileColumn[],
): { short: boolean; columns: ProfileColumn[] }[] {
  const runs: { short: boolean; columns: ProfileColumn[] }[] = [];
  for (const column of columns) {
    const short = !fullWidthColumns.has(column.key);
    const last = runs.at(-1);
    if (last?.short === true && short) last.columns.push(column);
    else runs.push({ short, columns: [column] });
  }
  return runs;
}

function TableCell({
  viewContext: view,
  profile,
  field,
  column: { key, title },
  row,
  at,
}: Omit<FieldEditorProps, "text"> & {
  column: ProfileColumn;
  row: ApplicationTableRow;
  at: number;
}) {
  const base = { name: cellName(field.code, { at, key }), label: title, value: row[key] ?? "" };
  if (key === "article") {
    return (
      <Field
        {...base}
        kind="select"
        options={articleOptions(view, profile)}
        empty={view.t.edit.choose}
        width="full"
      />
    );
  }
  if (key === "starts" || key === "ends") return <Field {...base} kind="date" />;
  return <Field {...base} {...(fullWidthColumns.has(key) && { width: "full" as const })} />;
}

/** The charter's articles, gathered under the funder's own. */
function articleOptions(view: ContestViewContext, profile: ContestProfile) {
  const groups = Map.groupBy(costArticles, (code) => costArticleTitle(view, profile, code));
  return [...groups].map(([group, codes]) => ({
    group,
    options: codes.map((value): SelectOption => ({
      value,
      label: view.articles[value] ?? value,
    })),
  }));
}

/**
 * Forms that copy one field from a source or back to the charter; separate from the section's
 * form.
 */
function CopyForms({ viewContext: view, details, section, copies }: ApplicationEditProps) {
  const { edit } = view.t;
  const take = (field: string, from: "passport" | "former", label: string) => (
    <Form
      action={view.href(applicationPath(details.key, "/take"))}
      hidden={{ field, from, section: section.code }}
      variant="actions"
    >
      <Button size="s" kind="quiet">
        {label}
      </Button>
    </Form>
  );
  const rows = section.fields
    .map(({ field, content }) => ({
      field,
      passport: copies.passport.has(field.code),
      former: copies.former.has(field.code),
      back: charterColumnFor(field) !== undefined && (content?.text ?? "") !== "",
    }))
    .filter(({ passport, former, back }) => passport || former || back);
  if (rows.length === 0) return null;
  return (
    <Section title={edit.copying} lead={edit.copyingLead} small>
      {rows.map(({ field, passport, former, back }) => (
        <div class="between">
          <span>{field.title}</span>
          <span class="cluster">
            {passport && take(field.code, "passport", edit.fromPassport)}
            {former && take(field.code, "former", edit.fromFormer)}
            {back && (
              <Form
                action={view.href(applicationPath(details.key, "/back"))}
                hidden={{ field: field.code, section: section.code }}
                variant="actions"
              >
                <Button size="s" kind="quiet">
                  {edit.toPassport}
                </Button>
              </Form>
            )}
          </span>
        </div>
      ))}
    </Section>
  );
}
