import { PageHeader, Stack, formatDateTime } from "#base/ui/index.ts";
import type { ProblemReport } from "../store.ts";
import type { ProblemViewContext } from "../view.ts";
import { ReportRows } from "./rows.tsx";

/** All residents' messages about one problem. */
export function ReportsPage(view: {
  viewContext: ProblemViewContext;
  title: string;
  href: string;
  reports: readonly Pick<ProblemReport, "channel" | "excerpt" | "at">[];
}) {
  const { viewContext, reports } = view;
  const { t } = viewContext;
  return (
    <Stack gap="l">
      <PageHeader title={t.card.voices} lead={<a href={view.href}>{view.title}</a>} />
      <ReportRows t={t} reports={reports} formatTime={(at) => formatDateTime(at, viewContext)} />
    </Stack>
  );
}
