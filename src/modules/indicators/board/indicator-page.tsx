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
} from "#base/ui/index.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import type { FormState } from "#base/http/form.ts";
import type { Project } from "#modules/projects/index.ts";
import type { IndicatorProgress } from "./progress.ts";
import { formatDay, formatMoment, formatAmount, type IndicatorViewContext } from "../view.ts";
import { ProgressPartBar, IndicatorGauge } from "./gauge.tsx";
import { CountedRowsTable } from "./evidence-rows.tsx";

export type IndicatorVersion = {
  version: number;
  terms: { title?: string; target?: number; due_on?: string };
  reason: string;
  at: Date;
};

export type IndicatorPageProps = {
  reader: IndicatorViewContext;
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

/** One promise: how it is counted, where it stands, and every row behind it. */
export function IndicatorPage(view: IndicatorPageProps) {
  const { reader, figure, sentence, rows, entries } = view;
  const { t, href } = reader;
  const { indicator: promise } = figure;
  const at = `/indicators/${promise.id}`;
  return (
    <Stack gap="xl">
      <PageHeader title={promise.title} lead={sentence}>
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
      <IndicatorGauge reader={reader} figure={figure} titled={false} />
      <MeasureSection {...view} />
      {promise.scope !== "total" && <PartsSection {...view} />}
      <Section title={t.one.rows} id="rows">
        {promise.places.length > 1 && (
          <Filters action={`${href(at)}#rows`}>
            <Field
              kind="select"
              name="place"
              label={t.one.place}
              empty={t.one.allPlaces}
              value={view.place ?? ""}
              options={promise.places.map((id) => ({ value: id, label: reader.place(id) }))}
            />
          </Filters>
        )}
        {rows.length === 0 ? (
          <EmptyState title={t.one.none} text={t.one.noneText} level={3} />
        ) : (
          <CountedRowsTable reader={reader} rows={rows} caption={t.one.rows} />
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
  reader,
  figure: { indicator: promise, progress: standing },
}: IndicatorPageProps) {
  const { t } = reader;
  const n = (value: number) => formatAmount(reader, value);
  const steps = promise.steps
    ?.map(({ day, value }) => t.one.step(n(value), formatDay(reader, day)))
    .join(", ");
  return (
    <Section title={t.one.how} small>
      <DescriptionList
        side
        items={[
          {
            name: t.one.facts.target,
            value: `${n(promise.target)} ${promise.unit}, ${t.one.scopes[promise.scope]}`,
          },
          {
            name: t.one.facts.term,
            value: t.periods.of(
              formatDay(reader, promise.starts_on),
              formatDay(reader, promise.due_on),
            ),
          },
          {
            name: t.one.facts.plan,
            value: steps === undefined ? t.one.linear : `${t.one.steps}: ${steps}`,
          },
          { name: t.one.facts.done, value: n(standing.confirmed) },
          { name: t.one.facts.said, value: n(standing.reported) },
        ]}
      />
      <p class="small muted">{t.one.formula}</p>
    </Section>
  );
}

const monthName = (reader: IndicatorViewContext, month: string) =>
  new Intl.DateTimeFormat(reader.lang === "ru" ? "ru-RU" : "en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${month}-15T12:00:00Z`));

function PartsSection({
  reader,
  figure: { indicator: promise, progress: standing },
}: IndicatorPageProps) {
  const { t } = reader;
  const byMonth = promise.scope === "per-month";
  const parts = byMonth ? standing.months : standing.places;
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
                monthName(reader, key)
              ) : (
                <a href={`${reader.href(`/indicators/${promise.id}`)}?place=${key}#rows`}>
                  {reader.place(key)}
                </a>
              ),
          },
          { head: t.board.proven, cell: (part) => <ProgressPartBar reader={reader} part={part} /> },
          { head: t.board.said, number: true, cell: (part) => formatAmount(reader, part.reported) },
        ]}
      />
    </Section>
  );
}

function VersionsSection({ reader, versions }: IndicatorPageProps) {
  const { t } = reader;
  if (versions.length === 0) return null;
  return (
    <Section title={t.one.versions} small>
      <Timeline
        level={3}
        entries={versions.map(({ version, terms, reason, at }) => ({
          icon: "edit" as const,
          title: t.one.version(version),
          at,
          when: formatMoment(reader, at),
          text: [
            `${terms.title ?? ""}: ${formatAmount(reader, terms.target ?? 0)}, ${t.board.due(formatDay(reader, terms.due_on ?? reader.today))}`,
            reason === "" ? "" : `${t.one.reason}: ${reason}`,
          ]
            .filter(Boolean)
            .join(". "),
        }))}
      />
    </Section>
  );
}

function WithdrawForm({ reader, figure: { indicator: promise }, form }: IndicatorPageProps) {
  const { t } = reader;
  const error = form.errors.reason;
  return (
    <Section title={t.one.withdraw} small>
      <Form
        action={reader.href(`/indicators/${promise.id}/withdraw`)}
        hidden={{ version: String(promise.version) }}
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
