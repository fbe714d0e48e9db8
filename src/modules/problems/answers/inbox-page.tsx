import type { ProblemViewContext } from "../view.ts";
import type { ProblemListItem } from "../list/reads.ts";
import { type ProblemRowNames, ProblemRows } from "../list/rows.tsx";
import { Stack, PageHeader, EmptyState, Section } from "#base/ui/index.ts";

/** The problems that wait for a body, the overdue ones first. */
export function InboxPage(view: {
  viewContext: ProblemViewContext;
  lines: readonly ProblemListItem[];
  names: ProblemRowNames;
}) {
  const { viewContext, lines, names } = view;
  const { t, now } = viewContext;
  const awaitingCheck = lines.filter(
    (line) => line.stage === "claimed" || line.stage === "answered",
  );
  const waiting = lines.filter((line) => !awaitingCheck.includes(line));
  const overdue = waiting.filter((line) => line.due_at !== null && line.due_at < now);
  const inTime = waiting.filter((line) => !overdue.includes(line));
  const parts = [
    { title: t.inbox.late, lines: overdue },
    { title: t.inbox.waiting, lines: inTime },
    { title: t.inbox.claimed, lines: awaitingCheck },
  ].filter((part) => part.lines.length > 0);
  return (
    <Stack gap="l">
      <PageHeader title={t.inbox.title} lead={t.inbox.lead} />
      {parts.length === 0 && (
        <EmptyState title={t.inbox.empty} text={t.inbox.emptyText} level={2} />
      )}
      {parts.map((part) => (
        <Section title={`${part.title}: ${part.lines.length}`}>
          <ProblemRows viewContext={viewContext} lines={part.lines} names={names} />
        </Section>
      ))}
    </Stack>
  );
}
