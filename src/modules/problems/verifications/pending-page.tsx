import type { ProblemViewContext } from "../view.ts";
import type { ProblemListItem } from "../list/reads.ts";
import { type ProblemRowNames, toProblemRow } from "../list/rows.tsx";
import { Stack, PageHeader, EmptyState, Rows } from "#base/ui/index.ts";

/** Claims that wait for a check, by deadline, with the body's last answer. */
export function PendingChecksPage(view: {
  viewContext: ProblemViewContext;
  lines: readonly (ProblemListItem & { lastAnswer: string | null })[];
  names: ProblemRowNames;
}) {
  const { viewContext, lines, names } = view;
  const { t } = viewContext;
  return (
    <Stack gap="l">
      <PageHeader title={t.checks.title} lead={t.checks.lead} />
      {lines.length === 0 ? (
        <EmptyState title={t.checks.empty} text={t.checks.emptyText} level={2} />
      ) : (
        <Rows
          level={2}
          rows={lines.map((line) => {
            const row = toProblemRow(viewContext, line, names, false);
            return {
              ...row,
              ...(line.lastAnswer !== null && {
                text: `${t.checks.said}: «${line.lastAnswer.slice(0, 200)}»`,
              }),
              side: (
                <>
                  {row.side}
                  <a
                    class="button"
                    data-size="s"
                    href={names.href(`/problems/${line.number}/check`)}
                  >
                    {t.checks.go}
                  </a>
                </>
              ),
            };
          })}
        />
      )}
    </Stack>
  );
}
