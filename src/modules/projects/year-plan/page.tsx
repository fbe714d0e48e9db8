import type { ComponentChildren } from "preact";
import {
  Actions,
  Button,
  ButtonLink,
  EmptyState,
  Form,
  Meta,
  Pane,
  PlainRows,
  PageHeader,
  Section,
  Stack,
  Status,
  Table,
  FramedPanes,
} from "#base/ui/index.ts";
import type { Occurrence } from "../rows/store.ts";
import { addDays } from "../project.ts";
import { listMonths } from "../schedule/date-ranges.ts";
import { formatDay, formatDaySpan, occurrenceStatus, type ProjectViewContext } from "../view.ts";
import {
  countCompleted,
  occurrencesByProgress,
  type PendingOccurrence,
  type YearPlanRow,
  type YearPlan,
} from "./reads.ts";
import { OccurrenceState } from "../schedule/plan-table.tsx";

export type YearPlanPageProps = {
  viewContext: ProjectViewContext;
  year: YearPlan;
  href: (path: string) => string;
  /** Errors of the form that creates a year. */
  refusal?: string;
};

const upcomingDays = 45;

/** The centre's year: overdue, due and upcoming first, then months × activities. */
export function YearPlanPage(view: YearPlanPageProps) {
  const { viewContext, year, href } = view;
  const { t } = viewContext;
  const { done, all } = countCompleted(year);
  return (
    <Stack gap="xl">
      <PageHeader
        title={t.plan.title(year.year)}
        lead={`${t.plan.lead} ${t.plan.done(done, all)}.`}
      >
        <Actions>
          {year.plan !== undefined && (
            <ButtonLink href={href(`/projects/${year.plan.number}/edit/plan`)} icon="edit">
              {t.plan.edit}
            </ButtonLink>
          )}
          <ButtonLink href={href(`/plan?year=${year.year - 1}`)} icon="left">
            {String(year.year - 1)}
          </ButtonLink>
          <ButtonLink href={href(`/plan?year=${year.year + 1}`)} icon="right">
            {String(year.year + 1)}
          </ButtonLink>
        </Actions>
      </PageHeader>
      {view.refusal !== undefined && (
        <p class="flash" data-kind="warn" role="alert">
          {view.refusal}
        </p>
      )}
      {year.plan === undefined && <EmptyPlan {...view} />}
      {year.rows.length > 0 && (
        <>
          <CurrentStatus {...view} />
          <Section title={t.plan.whole} id="year">
            <YearTable {...view} />
            <p class="small muted">{t.plan.legend}</p>
          </Section>
          <p class="small">
            {t.list.data} <a href={href(`/plan.csv?year=${year.year}`)}>CSV</a>,{" "}
            <a href={href(`/plan.ics?year=${year.year}`)}>{t.plan.calendar}</a>
          </p>
        </>
      )}
    </Stack>
  );
}

function EmptyPlan({ viewContext: view, year, href }: YearPlanPageProps) {
  const { t } = view;
  const action = href("/plan");
  return (
    <Stack gap="m">
      <EmptyState title={t.plan.noneTitle(year.year)} text={t.plan.noneText} level={2} />
      <Actions>
        <Form action={action} hidden={{ year: String(year.year) }} variant="actions">
          <Button kind="primary">{t.plan.open}</Button>
        </Form>
        <Form action={action} hidden={{ year: String(year.year), copy: "yes" }} variant="actions">
          <Button>{t.plan.copy}</Button>
        </Form>
      </Actions>
    </Stack>
  );
}

function CurrentStatus(view: YearPlanPageProps) {
  const { viewContext, year } = view;
  const { t } = viewContext;
  const until = addDays(year.today, upcomingDays);
  const [overdue, due] = [
    occurrencesByProgress(year, "overdue"),
    occurrencesByProgress(year, "due"),
  ];
  const coming = occurrencesByProgress(year, "coming", until);
  return (
    <FramedPanes>
      <Pane title={`${t.plan.overdue}: ${overdue.length}`} lit={overdue.length > 0} small>
        <PendingOccurrences view={view} rows={overdue} none={t.plan.nothingOverdue} />
      </Pane>
      <Pane title={`${t.plan.due}: ${due.length}`} lit={overdue.length === 0} small>
        <PendingOccurrences view={view} rows={due} none={t.plan.nothingDue} />
      </Pane>
      <Pane title={`${t.plan.coming}: ${coming.length}`} small>
        <p class="small muted">{t.plan.comingNote}</p>
        <PendingOccurrences view={view} rows={coming} none={t.plan.nothingComing} />
      </Pane>
    </FramedPanes>
  );
}

function PendingOccurrences({
  view,
  rows,
  none,
}: {
  view: YearPlanPageProps;
  rows: readonly PendingOccurrence[];
  none: string;
}) {
  const { viewContext, href } = view;
  if (rows.length === 0) return <p class="muted">{none}</p>;
  return (
    <PlainRows>
      {rows.map(({ line, occurrence }) => (
        <>
          <p>
            <strong>{line.activity.title}</strong>
          </p>
          <Meta
            items={[
              formatDaySpan(viewContext, occurrence.planned_from, occurrence.planned_to),
              line.project.kind === "project" ? line.project.title : undefined,
            ]}
          />
          <p>
            <OccurrenceState
              viewContext={viewContext}
              occurrence={occurrence}
              tickHref={href(`/projects/${line.project.number}/occasions/${occurrence.id}`)}
            />
          </p>
        </>
      ))}
    </PlainRows>
  );
}

/** Months × activities; each mark has its status as text for screen readers. */
function YearTable({ viewContext: view, year, href }: YearPlanPageProps) {
  const { t } = view;
  const months = listMonths({ from: `${year.year}-01-01`, to: `${year.year}-12-31` });
  return (
    <Table
      caption={t.plan.title(year.year)}
      captionHidden
      dense
      scroll
      columns={[
        {
          head: t.plan.activity,
          cell: ({ activity, project }: YearPlanRow) => (
            <>
              {activity.title}
              {project.kind === "project" && (
                <>
                  {" "}
                  <a class="small" href={href(`/projects/${project.number}`)}>
                    {project.number}
                  </a>
                </>
              )}
            </>
          ),
        },
        ...months.map((month, index) => ({
          head: t.plan.months[index] ?? month,
          cell: (line: YearPlanRow): ComponentChildren =>
            line.occurrences
              .filter((occurrence) => listMonths(displayedRange(occurrence)).includes(month))
              .map((occurrence) => (
                <OccurrenceMark
                  viewContext={view}
                  line={line}
                  occurrence={occurrence}
                  href={href}
                />
              )),
        })),
      ]}
      rows={year.rows}
    />
  );
}

/** Done occurrences are placed at their day, others over their planned months. */
const displayedRange = (occurrence: Occurrence) =>
  occurrence.actual_on === null
    ? { from: occurrence.planned_from, to: occurrence.planned_to }
    : { from: occurrence.actual_on, to: occurrence.actual_on };

function OccurrenceMark({
  viewContext: view,
  line,
  occurrence,
  href,
}: {
  viewContext: ProjectViewContext;
  line: YearPlanRow;
  occurrence: Occurrence;
  href: (path: string) => string;
}) {
  const status = occurrenceStatus(view, occurrence);
  const when =
    occurrence.actual_on === null
      ? formatDaySpan(view, occurrence.planned_from, occurrence.planned_to)
      : formatDay(view, occurrence.actual_on);
  const accessibleLabel = `${status.text}, ${when}`;
  return (
    <a
      href={href(`/projects/${line.project.number}/occasions/${occurrence.id}`)}
      title={accessibleLabel}
      aria-label={accessibleLabel}
    >
      <Status kind={status.kind}>{""}</Status>
    </a>
  );
}
