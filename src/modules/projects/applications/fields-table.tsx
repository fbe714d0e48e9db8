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

export function FieldsTable({ viewContext: view, details }: ApplicationPageProps) {
  const { page } = view.t;
  const editable = details.may.write;
  return (
    <>
      {applicationSectionRows(details.profile, submittedTexts(details)).map(
        ({ code, title, fields }) => (
          <Section
            title={title}
            id={`section-${code}`}
            {...(editable && {
              link: {
                href: view.href(applicationPath(details.key, `/fields/${code}`)),
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
                { head: page.from, cell: (line) => formatTextOrigin(view, details, line) },
                {
                  head: page.state,
                  cell: (line) => <FieldStatus viewContext={view} line={line} />,
                },
              ]}
              rows={fields}
            />
          </Section>
        ),
      )}
    </>
  );
}

/** The submitted texts, read-only. */
export function SubmittedTexts({ viewContext: view, details }: ApplicationPageProps) {
  return (
    <>
      {applicationSectionRows(details.profile, submittedTexts(details)).map(
        ({ code, title, fields }) => (
          <Section title={title} id={`section-${code}`}>
            {fields.map(({ field, content }) => (
              <div class="stack" data-gap="s">
                <h3>{field.title}</h3>
                <FieldText
                  viewContext={view}
                  profile={details.profile}
                  field={field}
                  text={content?.text ?? ""}
                />
              </div>
            ))}
          </Section>
        ),
      )}
    </>
  );
}

function formatTextOrigin(
  view: ContestViewContext,
  details: ApplicationDetails,
  { content, state }: ApplicationFieldRow,
): string {
  const { origins, changed } = view.t.page;
  if (content === undefined || content.text === "") return "";
  if (content.origin === "own") return origins.own;
  const { former } = details;
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
