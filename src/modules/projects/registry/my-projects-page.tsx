import { Actions, ButtonLink, Empty, Place, Stack } from "#base/ui/index.ts";
import type { Names } from "../entity-names.ts";
import type { ProjectLine } from "./reads.ts";
import type { Reader } from "../view.ts";
import { ProjectRows } from "./project-rows.tsx";

/** What the person and their organisation write. */
export function MinePage({
  reader,
  lines,
  names,
}: {
  reader: Reader;
  lines: readonly ProjectLine[];
  names: Names;
}) {
  const { t } = reader;
  const begin = names.href("/projects/new");
  return (
    <Stack gap="l">
      <Place title={t.mine.title} lead={t.mine.lead} />
      {lines.length === 0 ? (
        <Empty
          title={t.mine.emptyTitle}
          text={t.mine.emptyText}
          level={2}
          action={{ href: begin, label: t.list.begin }}
        />
      ) : (
        <>
          <ProjectRows reader={reader} lines={lines} names={names} level={2} />
          <Actions>
            <ButtonLink href={begin}>{t.list.begin}</ButtonLink>
          </Actions>
        </>
      )}
    </Stack>
  );
}
