import { Place, Section, Stack, Table, formatDateTime } from "#base/ui/index.ts";
import type { Revision } from "../revisions.ts";
import type { Project } from "../store.ts";
import type { Reader } from "../view.ts";
import { fieldName } from "./field-names.ts";

/** Who changed what, newest first, both texts side by side. */
export function HistoryPage({
  reader,
  project,
  revisions,
  names,
}: {
  reader: Reader;
  project: Project;
  revisions: readonly Revision[];
  names: ReadonlyMap<string, string>;
}) {
  const { t } = reader;
  return (
    <Stack gap="l">
      <Place title={t.history.title} lead={`${project.title}. ${t.history.lead}`} />
      {revisions.length === 0 && <p class="muted">{t.history.none}</p>}
      {revisions.map((revision) => {
        const who = names.get(revision.person_id ?? "") ?? t.history.someone;
        const title = [
          t.history.parts[revision.part] ?? revision.part,
          who,
          formatDateTime(revision.at, reader),
        ].join(", ");
        return (
          <Section title={title} small>
            <Table
              caption={title}
              captionHidden
              cards
              columns={[
                { head: "", cell: ({ field }) => fieldName(reader, field) },
                { head: t.history.before, cell: ({ before }) => before },
                { head: t.history.after, cell: ({ after }) => after },
              ]}
              rows={revision.changes}
            />
          </Section>
        );
      })}
    </Stack>
  );
}
