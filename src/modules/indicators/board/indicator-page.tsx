import type { ComponentChildren } from "preact";
import {
  Button,
  ButtonLink,
  Cluster,
  EmptyState,
  DescriptionList,
  Field,
  Filters,
  Form,
  Pager,
  PageHeader,
  Section,
  Stack,
  Table,
  Timeline,
  formatDateTime,
} from "#base/ui/index.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import type { FormState } from "#base/http/form.ts";
import type { Project } from "#modules/projects/index.ts";
import type { IndicatorProgress } from "./progress.ts";
import { formatDay, formatAmount, type IndicatorViewContext } from "../view.ts";
import { ProgressPartBar, IndicatorGauge } from "./gauge.tsx";
import { CountedRowsTable } from "./evidence-rows.tsx";

export type IndicatorVersion = {
  version: number;
  terms: { title?: string; target?: number; due_on?: string };
  reason: string;
  at: Date;
};

export type IndicatorPageProps = {
  viewContext: IndicatorViewContext;
  project: Project;
  figure: IndicatorProgress;
  sentence: string;
  rows: readonly CountedRow[];
  place: string | undefined;
  newer?: string;
  older?: string;
  versions: readonly IndicatorVersion[];
  maySet: boolean;
  form: FormState;
  entries?: ComponentChildren;
};

/** One indicator: its measure, its progress, and every row behind it. */
export function IndicatorPage(view: IndicatorPageProps) {
  const { viewContext, figure, sentence, rows, entries } = view;
  const { t, href } = viewContext;
  const { indicator } = figure;
  const at = `/indicators/${indicator.id}`;
  return (
    <Stack gap="xl">
      <PageHeader title={indicator.title} lead={sentence}>
        <Cluster>
          {view.maySet && (
            <ButtonLink size="s" icon="edit" href={href(`${at}/change`)}>
              {t.one.change}
            </ButtonLink>
          )}
          {(["csv", "xlsx", "json"] as const).map((ending) => (
            <a class="small" href={href(`${at}.${ending}`)}>
              {ending.toUpperCase()}
            </a>
          ))}
        </Cluster>
      </PageHeader>
      <IndicatorGauge viewContext={viewContext} figure={figure} titled={false} />
      <MeasureSection {...view} />
      {indicator.scope !== "total" && <PartsSection {...view} />}
      <Section title={t.one.rows} id="rows">
        {indicator.places.length > 1 && (
          <Filters action={`${href(at)}#rows`}>
            <Field
              kind="select"
              name="place"
              label={t.one.place}
              empty={t.one.allPlaces}
              value={view.place ?? ""}
              options={indicator.places.map((id) => ({ value: id, label: viewContext.place(id) }))}
            />
          </Filters>
        )}
        {rows.length === 0 ? (
          <EmptyState title={t.one.none} text={t.one.noneText} level={3} />
        ) : (
          <CountedRowsTable viewContext={viewContext} rows={rows} caption={t.one.rows} />
        )}
        <Pager
          {...(view.newer !== undefined && { newer: view.newer })}
          {...(view.older !== undefined && { older: view.older })}
        />
      </Section>
      {entries}
      <VersionsSection {...view} />
      {view.maySet && <WithdrawForm {...view} />}
    </Stack>
  );
}

function MeasureSection({
  viewContext: view,
  figure: { indicator, progress },
}: IndicatorPageProps) {
  const { t } = view;
  const n = (value: number) => formatAmount(view, value);
  const steps = indicator.steps
    ?.map(({ day, value }) => t.one.step(n(value), formatDay(view, day)))
    .join(", ");
  return (
    <Section title={t.one.how} small>
      <DescriptionList
        side
        items={[
          {
            name: t.one.facts.target,
            value: `${n(indicator.target)} ${indicator.unit}, ${t.one.scopes[indicator.scope]}`,
          },
          {
            name: t.one.facts.term,
            value: t.periods.of(
              formatDay(view, indicator.starts_on),
              formatDay(view, indicator.due_on),
            ),
          },
          {
            name: t.one.facts.plan,
            value: steps === undefined ? t.one.linear : `${t.one.steps}: ${steps}`,
          },
          { name: t.one.facts.done, value: n(progress.confirmed) },
          { name: t.one.facts.said, value: n(progress.reported) },
        ]}
      />
      <p class="small muted">{t.one.formula}</p>
    </Section>
  );
}

const monthName = (view: IndicatorViewContext, month: string) =>
  new Intl.DateTimeFormat(view.lang === "ru" ? "ru-RU" : "en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${month}-15T12:00:00Z`));

function PartsSection({ viewContext: view, figure: { indicator, progress } }: IndicatorPageProps) {
  const { t } = view;
  const byMonth = indicator.scope === "per-month";
  const parts = byMonth ? progress.months : progress.places;
  return (
    <Section
      title={byMonth ? t.one.months : t.board.places}
      lead={byMonth ? undefined : t.board.placesLead}
    >
      <Table
        caption={byMonth ? t.one.months : t.board.places}
        captionHidden
        dense
        rows={parts}
        columns={[
          {
            head: byMonth ? t.one.month : t.one.place,
            cell: ({ key }) =>
              byMonth ? (
                monthName(view, key)
              ) : (
                <a href={`${view.href(`/indicators/${indicator.id}`)}?place=${key}#rows`}>
                  {view.place(key)}
                </a>
              ),
          },
          {
            head: t.board.proven,
            cell: (part) => <ProgressPartBar viewContext={view} part={part} />,
          },
          { head: t.board.said, number: true, cell: (part) => formatAmount(view, part.reported) },
        ]}
      />
    </Section>
  );
}

function VersionsSection({ viewContext: view, versions }: IndicatorPageProps) {
  const { t } = view;
  if (versions.length === 0) return null;
  return (
    <Section title={t.one.versions} small>
      <Timeline
        level={3}
        entries={versions.map(({ version, terms, reason, at }) => ({
          icon: "edit" as const,
          title: t.one.version(version),
          at,
          when: formatDateTime(at, view),
          text: [
            `${terms.title ?? ""}: ${formatAmount(view, terms.target ?? 0)}, ${t.board.due(formatDay(view, terms.due_on ?? view.today))}`,
            reason === "" ? "" : `${t.one.reason}: ${reason}`,
          ]
            .filter(Boolean)
            .join(". "),
        }))}
      />
    </Section>
  );
}

function WithdrawForm({ viewContext: view, figure: { indicator }, form }: IndicatorPageProps) {
  const { t } = view;
  const error = form.errors.reason;
  return (
    <Section title={t.one.withdraw} small>
      <Form
        action={view.href(`/indicators/${indicator.id}/withdraw`)}
        hidden={{ version: String(indicator.version) }}
      >
        <Field
          name="reason"
          label={t.one.withdrawReason}
          hint={t.one.withdrawHint}
          value={form.values.reason ?? ""}
          {...(error !== undefined && { error })}
        />
        <Button kind="danger" size="s">
          {t.one.withdraw}
        </Button>
      </Form>
    </Section>
  );
}
