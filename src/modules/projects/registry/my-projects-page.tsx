import { Actions, ButtonLink, EmptyState, PageHeader, Stack } from "#base/ui/index.ts";
import type { ProjectEntityNames } from "../entity-names.ts";
import type { ProjectSummary } from "./reads.ts";
import type { ProjectViewContext } from "../view.ts";
import { ProjectRows } from "./project-rows.tsx";

/** Projects of the person and their organisation. */
export function MyProjectsPage({
  viewContext: view,
  lines,
  names,
}: {
  viewContext: ProjectViewContext;
  lines: readonly ProjectSummary[];
  names: ProjectEntityNames;
}) {
  const { t } = view;
  const begin = names.href("/projects/new");
  return (
    <Stack gap="l">
      <PageHeader title={t.mine.title} lead={t.mine.lead} />
      {lines.length === 0 ? (
        <EmptyState
          title={t.mine.emptyTitle}
          text={t.mine.emptyText}
          level={2}
          action={{ href: begin, label: t.list.begin }}
        />
      ) : (
        <>
          <ProjectRows viewContext={view} lines={lines} names={names} level={2} />
          <Actions>
            <ButtonLink href={begin}>{t.list.begin}</ButtonLink>
          </Actions>
        </>
      )}
    </Stack>
  );
}
