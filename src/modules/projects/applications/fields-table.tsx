import type { ApplicationPageProps } from "./page.tsx";
import { Section, Status, Table } from "#base/ui/index.ts";
import { submittedTexts } from "../submission/document.ts";
import type { ApplicationDetails } from "./reads.ts";
import {
  applicationPath,
  applicationSectionRows,
  type ContestViewContext,
  type ApplicationFieldRow,
} from "./view.ts";
import { FieldText } from "./field-text.tsx";

export function FieldsTable({ viewContext: view, file }: ApplicationPageProps) {
  const { page } = view.t;
  const editable = file.may.write;
  return (
    <>
      {applicationSectionRows(file.profile, submittedTexts(file)).map(({ code, title, fields }) => (
        <Section
          title={title}
          id={`section-${code}`}
          {...(editable && {
            link: {
              href: view.href(applicationPath(file.key, `/fields/${code}`)),
              label: page.edit,
            },
          })}
        >
          <Table
            caption={title}
            captionHidden
            cards
            columns={[
              {
                head: page.field,
                cell: ({ field }: ApplicationFieldRow) => field.title,
                rowHead: true,
              },
              {
                head: page.length,
                number: true,
                cell: ({ field, state }) =>
                  field.limit === undefined
                    ? String(state.length)
                    : page.of(state.length, field.limit),
              },
              { head: page.from, cell: (line) => formatTextOrigin(view, file, line) },
              { head: page.state, cell: (line) => <FieldStatus viewContext={view} line={line} /> },
            ]}
            rows={fields}
          />
        </Section>
      ))}
    </>
  );
}

/** The submitted texts, read-only. */
export function SubmittedTexts({ viewContext: view, file }: ApplicationPageProps) {
  return (
    <>
      {applicationSectionRows(file.profile, submittedTexts(file)).map(({ code, title, fields }) => (
        <Section title={title} id={`section-${code}`}>
          {fields.map(({ field, content }) => (
            <div class="stack" data-gap="s">
              <h3>{field.title}</h3>
              <FieldText
                viewContext={view}
                profile={file.profile}
                field={field}
                text={content?.text ?? ""}
              />
            </div>
          ))}
        </Section>
      ))}
    </>
  );
}

function formatTextOrigin(
  view: ContestViewContext,
  file: ApplicationDetails,
  { content, state }: ApplicationFieldRow,
): string {
  const { origins, changed } = view.t.page;
  if (content === undefined || content.text === "") return "";
  if (content.origin === "own") return origins.own;
  const { former } = file;
  const from =
    content.origin === "passport"
      ? origins.passport
      : former?.id === content.sourceId && former !== undefined
        ? origins.application(former.application.seq)
        : origins.formerApplication;
  return state.changed ? `${from}, ${changed}` : from;
}

function FieldStatus({
  viewContext: view,
  line,
}: {
  viewContext: ContestViewContext;
  line: ApplicationFieldRow;
}) {
  const { page } = view.t;
  const { state, content } = line;
  if (state.over > 0) {
    return (
      <Status kind="refuted" icon="warn">
        {page.over(state.over)}
      </Status>
    );
  }
  if (state.missing) return <Status kind="overdue">{page.missing}</Status>;
  if (content === undefined || content.text === "")
    return <span class="muted">{page.optional}</span>;
  return (
    <Status kind="closed" icon="check">
      {page.ready}
    </Status>
  );
}
