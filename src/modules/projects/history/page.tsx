import { labelOf } from "#base/messages.ts";
import {
  DescriptionList,
  Heading,
  PageHeader,
  Stack,
  Table,
  formatDateTime,
} from "#base/ui/index.ts";
import type { ProjectFieldChange, ProjectRevision } from "./store.ts";
import type { Project } from "../store.ts";
import type { ProjectViewContext } from "../view.ts";
import { fieldName } from "./field-names.ts";
import { formatRevisionValue, type IdNames } from "./values.ts";

type HistoryPageProps = {
  viewContext: ProjectViewContext;
  project: Project;
  revisions: readonly ProjectRevision[];
  names: ReadonlyMap<string, string>;
  nameOf: IdNames;
};

/** Revisions, newest first, with both texts side by side; a new row is shown once. */
export function HistoryPage(view: HistoryPageProps) {
  const { viewContext, project, revisions } = view;
  const { t } = viewContext;
  return (
    <Stack gap="l">
      <PageHeader title={t.history.title} lead={`${project.title}. ${t.history.lead}`} />
      {revisions.length === 0 && <p class="muted">{t.history.none}</p>}
      {revisions.map((revision) => (
        <RevisionSection {...view} revision={revision} />
      ))}
    </Stack>
  );
}

function RevisionSection({
  viewContext: view,
  names,
  nameOf,
  revision,
}: HistoryPageProps & { revision: ProjectRevision }) {
  const { t } = view;
  const who = names.get(revision.person_id ?? "") ?? t.history.someone;
  const part = labelOf(t.history.parts, revision.part) ?? revision.part;
  const title = [part, who, formatDateTime(revision.at, view)].join(", ");
  // The first place is also stored in `municipality_id`.
  const changes = revision.changes.filter(
    ({ field }, _, all) =>
      field !== "municipality_id" || !all.some((one) => one.field === "places"),
  );
  const formatSide = (change: ProjectFieldChange, side: "before" | "after") =>
    formatRevisionValue(view, { field: change.field, text: change[side], nameOf });
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
            { head: t.history.field, cell: ({ field }) => fieldName(view, field) },
            { head: t.history.before, cell: (change) => formatSide(change, "before") },
            { head: t.history.after, cell: (change) => formatSide(change, "after") },
          ]}
          rows={changes}
        />
      ) : (
        <DescriptionList
          side
          items={changes.map((change) => ({
            name: fieldName(view, change.field),
            value: formatSide(change, one),
          }))}
        />
      )}
    </Stack>
  );
}

/** Returns the side that has texts when the other has none: the row was added or removed. */
function oneSided(changes: readonly ProjectFieldChange[]): "before" | "after" | undefined {
  if (changes.some(({ row }) => row === undefined)) return undefined;
  if (changes.every(({ before }) => before === "")) return "after";
  return changes.every(({ after }) => after === "") ? "before" : undefined;
}
