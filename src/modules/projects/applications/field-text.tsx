import { DescriptionList, PlainRows, Table, FigureTable } from "#base/ui/index.ts";
import { formatTable, formatFieldText, type ContestViewContext } from "./view.ts";
import type { ContestProfile, ProfileField } from "../contests/profile.ts";
import type { DiffSegment } from "../remarks/word-diff.ts";

/** The text of a field as a funder reads it: paragraphs, a list or a table. */
export function FieldText({
  viewContext: view,
  profile,
  field,
  text,
}: {
  viewContext: ContestViewContext;
  profile: ContestProfile;
  field: ProfileField;
  text: string;
}) {
  if (text === "") return <p class="muted">{view.t.copy.empty}</p>;
  if (field.kind === "list") {
    return (
      <ol>
        {text.split("\n").map((line) => (
          <li>{line}</li>
        ))}
      </ol>
    );
  }
  if (field.table === undefined) return <Paragraphs text={formatFieldText(view, field, text)} />;
  const { headings, rows } = formatTable(view, { profile, field, text });
  if (headings.length > maxTableColumns) return <WideRows heads={headings} rows={rows} />;
  return (
    <Table
      caption={field.title}
      captionHidden
      cards
      columns={headings.map((head, index) => ({ head, cell: (row: string[]) => row[index] ?? "" }))}
      rows={rows}
    />
  );
}

export function Paragraphs({ text }: { text: string }) {
  return (
    <>
      {text.split(/\n+/).map((part) => (
        <p>{part}</p>
      ))}
    </>
  );
}

/** Two texts as one with removed and added words marked, for screen readers too. */
export function TextDiff({
  viewContext: view,
  pieces,
}: {
  viewContext: ContestViewContext;
  pieces: readonly DiffSegment[];
}) {
  const { removed, added } = view.t.changes;
  return (
    <p>
      {pieces.map(({ kind, text }) => {
        const lines = text.split("\n");
        const shown = lines.map((line, index) => (
          <>
            {index > 0 && <br />}
            {line}
          </>
        ));
        if (kind === "same") return <>{shown}</>;
        if (kind === "removed") {
          return (
            <del>
              <span class="visually-hidden">{removed}: </span>
              {shown}
            </del>
          );
        }
        return (
          <ins>
            <span class="visually-hidden">{added}: </span>
            {shown}
          </ins>
        );
      })}
    </p>
  );
}

/** Where a form comes from and that the contest's own rules have the last word. */
export function ProfileSource({
  title,
  profile,
  asOf,
}: {
  title: string;
  profile: ContestProfile;
  asOf: string;
}) {
  return (
    <FigureTable summary={title}>
      <DescriptionList
        items={[
          { name: profile.title, value: profile.note },
          { name: profile.funder, value: asOf },
        ]}
      />
    </FigureTable>
  );
}

/** Text tables with more columns than this do not fit beside the sidebar. */
const maxTableColumns = 5;

/** A row of many columns as a list of its own; empty cells are left out. */
function WideRows({ heads, rows }: { heads: readonly string[]; rows: readonly string[][] }) {
  return (
    <PlainRows>
      {rows.map((row) => (
        <DescriptionList
          side
          items={heads
            .map((name, index) => ({ name, value: row[index] ?? "" }))
            .filter(({ value }) => value !== "")}
        />
      ))}
    </PlainRows>
  );
}
