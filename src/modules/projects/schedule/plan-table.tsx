import { Clock, Status, Table } from "#base/ui/index.ts";
import type { ProjectCard } from "../card/reads.ts";
import type { Occurrence } from "../rows/store.ts";
import {
  daysBetween,
  formatDaySpan,
  formatDay,
  occurrenceStatus,
  type ProjectViewContext,
} from "../view.ts";

type OccurrenceRow = { occurrence: Occurrence; title: string };

/** The calendar plan by date: planned, actual, and status. */
export function PlanTable({
  viewContext: view,
  card,
  href,
  tickHref,
}: {
  viewContext: ProjectViewContext;
  card: ProjectCard;
  href: (path: string) => string;
  /** Address of the page that marks an occurrence, for those who may mark it. */
  tickHref?: (occurrence: string) => string;
}) {
  const { t } = view;
  const titles = new Map(card.activities.map(({ id, title }) => [id, title]));
  const lines: OccurrenceRow[] = card.occurrences.map((occurrence) => ({
    occurrence,
    title: titles.get(occurrence.activity_id) ?? "",
  }));
  if (lines.length === 0) return <p class="muted">{t.card.planEmpty}</p>;
  return (
    <Table
      caption={t.card.plan}
      captionHidden
      cards
      columns={[
        { head: t.card.what, cell: ({ title }) => title },
        {
          head: t.card.planned,
          cell: ({ occurrence }) =>
            formatDaySpan(view, occurrence.planned_from, occurrence.planned_to),
        },
        {
          head: t.card.actual,
          cell: ({ occurrence }) => (
            <ActualDate viewContext={view} occurrence={occurrence} href={href} />
          ),
        },
        {
          head: t.card.state,
          cell: ({ occurrence }) => (
            <OccurrenceState
              viewContext={view}
              occurrence={occurrence}
              {...(tickHref !== undefined && { tickHref: tickHref(occurrence.id) })}
            />
          ),
        },
      ]}
      rows={lines}
    />
  );
}

function ActualDate({
  viewContext: view,
  occurrence,
  href,
}: {
  viewContext: ProjectViewContext;
  occurrence: Occurrence;
  href: (path: string) => string;
}) {
  const { t } = view;
  if (occurrence.actual_on === null) return <span class="muted">{t.card.ahead}</span>;
  const day = formatDay(view, occurrence.actual_on);
  if (occurrence.evidence_kind === null && occurrence.evidence_href === null) return <>{day}</>;
  const kind = t.evidence[occurrence.evidence_kind ?? "link"];
  if (occurrence.evidence_href === null) return <>{`${day}, ${kind.toLowerCase()}`}</>;
  const shown = occurrence.evidence_href;
  return (
    <span>
      {day}, <a href={shown.startsWith("/") ? href(shown) : shown}>{kind}</a>
    </span>
  );
}

/** Done and cancelled are statuses; pending is a clock. */
export function OccurrenceState({
  viewContext: view,
  occurrence,
  tickHref,
}: {
  viewContext: ProjectViewContext;
  occurrence: Occurrence;
  tickHref?: string;
}) {
  const { t } = view;
  const status = occurrenceStatus(view, occurrence);
  const word = occurrence.state === "planned" ? t.plan.tick : t.edit.change;
  const mark = tickHref === undefined ? undefined : <a href={tickHref}>{word}</a>;
  if (status.progress === "done" || status.progress === "said" || status.progress === "cancelled") {
    return (
      <span>
        <Status kind={status.kind}>{status.text}</Status> {mark}
      </span>
    );
  }
  return (
    <span>
      <PendingClock viewContext={view} occurrence={occurrence} progress={status.progress} /> {mark}
    </span>
  );
}

function PendingClock({
  viewContext: view,
  occurrence,
  progress,
}: {
  viewContext: ProjectViewContext;
  occurrence: Occurrence;
  progress: "overdue" | "due" | "coming";
}) {
  const { t, today } = view;
  if (progress === "overdue") {
    return <Clock state="late">{t.plan.lateBy(daysBetween(occurrence.planned_to, today))}</Clock>;
  }
  if (progress === "due") {
    const left = daysBetween(today, occurrence.planned_to);
    const whole = Math.max(1, daysBetween(occurrence.planned_from, occurrence.planned_to));
    return (
      <Clock state="soon" share={1 - left / whole}>
        {t.card.untilDays(left)}
      </Clock>
    );
  }
  return (
    <Clock state="calm" share={0.2}>
      {t.card.inDays(daysBetween(today, occurrence.planned_from))}
    </Clock>
  );
}
