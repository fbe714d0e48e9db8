import type { ComponentChildren } from "preact";
import {
  Actions,
  Button,
  ButtonLink,
  Empty,
  Form,
  Meta,
  Pane,
  PlainRows,
  Place,
  Section,
  Stack,
  Status,
  Table,
  Window,
} from "#base/ui/index.ts";
import type { Occasion } from "../rows/store.ts";
import { addDays } from "../project.ts";
import { monthsOf } from "../schedule/date-ranges.ts";
import { sayDay, saySpan, standOf, type Reader } from "../view.ts";
import { doneOf, standing, type Awaited, type PlanLine, type Year } from "./reads.ts";
import { Standing } from "../schedule/plan-table.tsx";

export type PlanView = {
  reader: Reader;
  year: Year;
  href: (path: string) => string;
  /** What stands over the form that opens a year. */
  refusal?: string;
};

const comingDays = 45;

/** The centre's year: overdue, due and coming first, then months × activities. */
export function PlanPage(view: PlanView) {
  const { reader, year, href } = view;
  const { t } = reader;
  const { done, all } = doneOf(year);
  return (
    <Stack gap="xl">
      <Place title={t.plan.title(year.year)} lead={`${t.plan.lead} ${t.plan.done(done, all)}.`}>
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
      </Place>
      {view.refusal !== undefined && (
        <p class="flash" data-kind="warn" role="alert">
          {view.refusal}
        </p>
      )}
      {year.plan === undefined && <NoPlan {...view} />}
      {year.lines.length > 0 && (
        <>
          <Now {...view} />
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

function NoPlan({ reader, year, href }: PlanView) {
  const { t } = reader;
  const action = href("/plan");
  return (
    <Stack gap="m">
      <Empty title={t.plan.noneTitle(year.year)} text={t.plan.noneText} level={2} />
      <Actions>
        <Form action={action} hidden={{ year: String(year.year) }} look="actions">
          <Button kind="primary">{t.plan.open}</Button>
        </Form>
        <Form action={action} hidden={{ year: String(year.year), copy: "yes" }} look="actions">
          <Button>{t.plan.copy}</Button>
        </Form>
      </Actions>
    </Stack>
  );
}

function Now(view: PlanView) {
  const { reader, year } = view;
  const { t } = reader;
  const until = addDays(year.today, comingDays);
  const [overdue, due] = [standing(year, "overdue"), standing(year, "due")];
  const coming = standing(year, "coming", until);
  return (
    <Window>
      <Pane title={`${t.plan.overdue}: ${overdue.length}`} lit={overdue.length > 0} small>
        <Waiting view={view} rows={overdue} none={t.plan.nothingOverdue} />
      </Pane>
      <Pane title={`${t.plan.due}: ${due.length}`} lit={overdue.length === 0} small>
        <Waiting view={view} rows={due} none={t.plan.nothingDue} />
      </Pane>
      <Pane title={`${t.plan.coming}: ${coming.length}`} small>
        <p class="small muted">{t.plan.comingNote}</p>
        <Waiting view={view} rows={coming} none={t.plan.nothingComing} />
      </Pane>
    </Window>
  );
}

function Waiting({ view, rows, none }: { view: PlanView; rows: readonly Awaited[]; none: string }) {
  const { reader, href } = view;
  if (rows.length === 0) return <p class="muted">{none}</p>;
  return (
    <PlainRows>
      {rows.map(({ line, occasion }) => (
        <>
          <p>
            <strong>{line.activity.title}</strong>
          </p>
          <Meta
            items={[
              saySpan(reader, occasion.planned_from, occasion.planned_to),
              line.project.kind === "project" ? line.project.title : undefined,
            ]}
          />
          <p>
            <Standing
              reader={reader}
              occasion={occasion}
              tickHref={href(`/projects/${line.project.number}/occasions/${occasion.id}`)}
            />
          </p>
        </>
      ))}
    </PlainRows>
  );
}

/** Months × activities; each mark says its state in words to those who cannot see it. */
function YearTable({ reader, year, href }: PlanView) {
  const { t } = reader;
  const months = monthsOf({ from: `${year.year}-01-01`, to: `${year.year}-12-31` });
  return (
    <Table
      caption={t.plan.title(year.year)}
      captionHidden
      dense
      scroll
      columns={[
        {
          head: t.plan.activity,
          cell: ({ activity, project }: PlanLine) => (
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
          cell: (line: PlanLine): ComponentChildren =>
            line.occasions
              .filter((occasion) => monthsOf(shown(occasion)).includes(month))
              .map((occasion) => (
                <Mark reader={reader} line={line} occasion={occasion} href={href} />
              )),
        })),
      ]}
      rows={year.lines}
    />
  );
}

/** What is done stands at its day; what is not, over the months it may happen in. */
const shown = (occasion: Occasion) =>
  occasion.actual_on === null
    ? { from: occasion.planned_from, to: occasion.planned_to }
    : { from: occasion.actual_on, to: occasion.actual_on };

function Mark({
  reader,
  line,
  occasion,
  href,
}: {
  reader: Reader;
  line: PlanLine;
  occasion: Occasion;
  href: (path: string) => string;
}) {
  const stand = standOf(reader, occasion);
  const when =
    occasion.actual_on === null
      ? saySpan(reader, occasion.planned_from, occasion.planned_to)
      : sayDay(reader, occasion.actual_on);
  const said = `${stand.text}, ${when}`;
  return (
    <a
      href={href(`/projects/${line.project.number}/occasions/${occasion.id}`)}
      title={said}
      aria-label={said}
    >
      <Status kind={stand.kind}>{""}</Status>
    </a>
  );
}
