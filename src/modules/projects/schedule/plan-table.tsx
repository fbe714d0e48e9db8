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

/** The calendar plan by day: what was planned, what came of it, and how it stands. */
export function PlanTable({
  reader,
  card,
  href,
  tickHref,
}: {
  reader: ProjectViewContext;
  card: ProjectCard;
  href: (path: string) => string;
  /** Address of the mark of an occasion, for those who may set it. */
  tickHref?: (occasion: string) => string;
}) {
  const { t } = reader;
  const titles = new Map(card.activities.map(({ id, title }) => [id, title]));
  const lines: OccurrenceRow[] = card.occurrences.map((occasion) => ({
    occurrence: occasion,
    title: titles.get(occasion.activity_id) ?? "",
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
          cell: ({ occurrence: occasion }) =>
            formatDaySpan(reader, occasion.planned_from, occasion.planned_to),
        },
        {
          head: t.card.actual,
          cell: ({ occurrence: occasion }) => (
            <ActualDate reader={reader} occasion={occasion} href={href} />
          ),
        },
        {
          head: t.card.state,
          cell: ({ occurrence: occasion }) => (
            <OccurrenceState
              reader={reader}
              occasion={occasion}
              {...(tickHref !== undefined && { tickHref: tickHref(occasion.id) })}
            />
          ),
        },
      ]}
      rows={lines}
    />
  );
}

function ActualDate({
  reader,
  occasion,
  href,
}: {
  reader: ProjectViewContext;
  occasion: Occurrence;
  href: (path: string) => string;
}) {
  const { t } = reader;
  if (occasion.actual_on === null) return <span class="muted">{t.card.ahead}</span>;
  const day = formatDay(reader, occasion.actual_on);
  if (occasion.evidence_kind === null && occasion.evidence_href === null) return <>{day}</>;
  const kind = t.evidence[occasion.evidence_kind ?? "link"];
  if (occasion.evidence_href === null) return <>{`${day}, ${kind.toLowerCase()}`}</>;
  const shown = occasion.evidence_href;
  return (
    <span>
      {day}, <a href={shown.startsWith("/") ? href(shown) : shown}>{kind}</a>
    </span>
  );
}

/** Done and called off are statuses; what waits is a clock. */
export function OccurrenceState({
  reader,
  occasion,
  tickHref,
}: {
  reader: ProjectViewContext;
  occasion: Occurrence;
  tickHref?: string;
}) {
  const { t } = reader;
  const status = occurrenceStatus(reader, occasion);
  const word = occasion.state === "planned" ? t.plan.tick : t.edit.change;
  const mark = tickHref === undefined ? undefined : <a href={tickHref}>{word}</a>;
  if (status.standing === "done" || status.standing === "said" || status.standing === "cancelled") {
    return (
      <span>
        <Status kind={status.kind}>{status.text}</Status> {mark}
      </span>
    );
  }
  return (
    <span>
      <PendingClock reader={reader} occasion={occasion} standing={status.standing} /> {mark}
    </span>
  );
}

function PendingClock({
  reader,
  occasion,
  standing,
}: {
  reader: ProjectViewContext;
  occasion: Occurrence;
  standing: "overdue" | "due" | "coming";
}) {
  const { t, today } = reader;
  if (standing === "overdue") {
    return <Clock state="late">{t.plan.lateBy(daysBetween(occasion.planned_to, today))}</Clock>;
  }
  if (standing === "due") {
    const left = daysBetween(today, occasion.planned_to);
    const whole = Math.max(1, daysBetween(occasion.planned_from, occasion.planned_to));
    return (
      <Clock state="soon" share={1 - left / whole}>
        {t.card.untilDays(left)}
      </Clock>
    );
  }
  return (
    <Clock state="calm" share={0.2}>
      {t.card.inDays(daysBetween(today, occasion.planned_from))}
    </Clock>
  );
}
