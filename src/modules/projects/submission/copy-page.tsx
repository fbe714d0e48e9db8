import { Button, Form, PageHeader, Progress, Section, Stack, Status } from "#base/ui/index.ts";
import { parseTable } from "../prefill/prefill.ts";
import { submittedTexts } from "./document.ts";
import type { ApplicationDetails } from "../applications/reads.ts";
import {
  costArticleTitle,
  applicationPath,
  applicationSectionRows,
  type ContestViewContext,
  type ApplicationFieldRow,
} from "../applications/view.ts";

/** Every field in the order of the funder's electronic form, to be copied one by one. */
export function ApplicationCopyPage({
  viewContext: view,
  details,
  ticks,
}: {
  viewContext: ContestViewContext;
  details: ApplicationDetails;
  ticks: ReadonlyMap<string, number>;
}) {
  const { copy } = view.t;
  const sections = applicationSectionRows(details.profile, submittedTexts(details));
  const all = sections.flatMap(({ fields }) => fields);
  const done = all.filter(
    ({ field, content }) => ticks.get(field.code) === (content?.version ?? 0),
  ).length;
  return (
    <Stack gap="l">
      <PageHeader title={copy.title} lead={copy.lead} />
      <Progress label={copy.left(done, all.length)} value={done} max={all.length} />
      {sections.map(({ code, title, fields }) => (
        <Section title={title} id={`section-${code}`}>
          {fields.map((line) => (
            <CopyFieldCard
              viewContext={view}
              details={details}
              line={line}
              ticked={ticks.get(line.field.code)}
            />
          ))}
        </Section>
      ))}
    </Stack>
  );
}

function CopyFieldCard({
  viewContext: view,
  details,
  line,
  ticked,
}: {
  viewContext: ContestViewContext;
  details: ApplicationDetails;
  line: ApplicationFieldRow;
  ticked: number | undefined;
}) {
  const { copy, page } = view.t;
  const { field, content, state } = line;
  const version = content?.version ?? 0;
  const current = ticked === version;
  const text = fieldPlainText(view, details, line);
  const id = `copy-${field.code}`;
  return (
    <div class="card stack" data-gap="s" id={`field-${field.code}`}>
      <div class="between">
        {text === "" ? (
          <span class="h3">{field.title}</span>
        ) : (
          <label class="h3" for={id}>
            {field.title}
          </label>
        )}
        <span class="num small muted">
          {field.limit === undefined ? state.length : page.of(state.length, field.limit)}
        </span>
      </div>
      {text === "" ? <p class="muted">{copy.empty}</p> : <CopySource id={id} text={text} />}
      <div class="between">
        {current ? (
          <Status kind="closed" icon="check">
            {copy.copied}
          </Status>
        ) : ticked === undefined ? (
          <span />
        ) : (
          <Status kind="escalated">{copy.stale}</Status>
        )}
        {details.may.write && text !== "" && (
          <Form
            action={view.href(applicationPath(details.key, "/copy"))}
            hidden={{
              field: field.code,
              version: String(version),
              ...(current && { off: "yes" }),
            }}
            variant="actions"
          >
            <Button size="s" kind={current ? "quiet" : undefined}>
              {current ? copy.untick : copy.tick}
            </Button>
          </Form>
        )}
      </div>
    </div>
  );
}

function CopySource({ id, text }: { id: string; text: string }) {
  if (!text.includes("\n") && text.length < 80) return <input id={id} readonly value={text} />;
  return (
    <textarea id={id} readonly rows={Math.min(14, Math.ceil(text.length / 90) + 1)} value={text} />
  );
}

/** Formats a day as «01.11.2026», as electronic forms expect it. */
const toDottedDate = (text: string): string =>
  text.replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$3.$2.$1");

/** Formats a table for an electronic form: a line per row, cells separated by tabs. */
function fieldPlainText(
  view: ContestViewContext,
  { profile }: ApplicationDetails,
  line: ApplicationFieldRow,
): string {
  const { field, content } = line;
  const text = content?.text ?? "";
  if (field.table === undefined || text === "")
    return field.kind === "date" ? toDottedDate(text) : text;
  return parseTable(field.table, text)
    .map((row) =>
      (field.columns ?? [])
        .map(({ key }) => {
          const cell = row[key] ?? "";
          return key === "article" ? costArticleTitle(view, profile, cell) : toDottedDate(cell);
        })
        .join("\t"),
    )
    .join("\n");
}
