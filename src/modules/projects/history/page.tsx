import { Facts, Heading, Place, Stack, Table, formatDateTime } from "#base/ui/index.ts";
import type { FieldChange, Revision } from "./store.ts";
import type { Project } from "../store.ts";
import type { Reader } from "../view.ts";
import { fieldName } from "./field-names.ts";
import { sayValue, type IdNames } from "./values.ts";

type HistoryView = {
  reader: Reader;
  project: Project;
  revisions: readonly Revision[];
  names: ReadonlyMap<string, string>;
  nameOf: IdNames;
};

/** Who changed what, newest first, both texts side by side; a new row once, as it was written. */
export function HistoryPage(view: HistoryView) {
  const { reader, project, revisions } = view;
  const { t } = reader;
  return (
    <Stack gap="l">
      <Place title={t.history.title} lead={`${project.title}. ${t.history.lead}`} />
      {revisions.length === 0 && <p class="muted">{t.history.none}</p>}
      {revisions.map((revision) => (
        <OneRevision {...view} revision={revision} />
      ))}
    </Stack>
  );
}

function OneRevision({ reader, names, nameOf, revision }: HistoryView & { revision: Revision }) {
  const { t } = reader;
  const who = names.get(revision.person_id ?? "") ?? t.history.someone;
  const part = t.history.parts[revision.part] ?? revision.part;
  const title = [part, who, formatDateTime(revision.at, reader)].join(", ");
  // The first of the places is kept in a column of its own.
  const changes = revision.changes.filter(
    ({ field }, _, all) =>
      field !== "municipality_id" || !all.some((one) => one.field === "places"),
  );
  const say = (change: FieldChange, side: "before" | "after") =>
    sayValue(reader, { field: change.field, text: change[side], nameOf });
  const one = oneSided(changes);
  return (
    <Stack gap="m">
      <Heading level={2} class="h3">
        {one === undefined
          ? title
          : `${title}: ${t.history[one === "after" ? "added" : "removed"]}`}
      </Heading>
      {one === undefined ? (
        <Table
          caption={title}
          captionHidden
          cards
          columns={[
            { head: t.history.field, cell: ({ field }) => fieldName(reader, field) },
            { head: t.history.before, cell: (change) => say(change, "before") },
            { head: t.history.after, cell: (change) => say(change, "after") },
          ]}
          rows={changes}
        />
      ) : (
        <Facts
          side
          facts={changes.map((change) => ({
            name: fieldName(reader, change.field),
            value: say(change, one),
          }))}
        />
      )}
    </Stack>
  );
}

/** The side that has texts where the other has none: the row came, or it went. */
function oneSided(changes: readonly FieldChange[]): "before" | "after" | undefined {
  if (changes.some(({ row }) => row === undefined)) return undefined;
  if (changes.every(({ before }) => before === "")) return "after";
  return changes.every(({ after }) => after === "") ? "before" : undefined;
}
