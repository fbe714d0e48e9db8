import {
  Actions,
  Button,
  EmptyState,
  Field,
  Form,
  PageHeader,
  Section,
  Stack,
  Table,
  fieldProps,
  FormErrorSummary,
  formatDateTime,
} from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import type { Project } from "#modules/projects/index.ts";
import type { PeriodDifference, LockedPeriod } from "./actions.ts";
import { RowTitle } from "../board/evidence-rows.tsx";
import { formatDay, formatAmount, type IndicatorViewContext } from "../view.ts";

export type PeriodsPageProps = {
  viewContext: IndicatorViewContext;
  project: Project;
  periods: readonly LockedPeriod[];
  canLock: boolean;
  form: FormState;
};

/** Locked periods, and how current facts differ from them. */
export function PeriodsPage({
  viewContext: view,
  project,
  periods,
  canLock,
  form,
}: PeriodsPageProps) {
  const { t } = view;
  const day = (name: "from" | "to") => (
    <Field kind="date" label={t.periods[name]} required {...fieldProps(form, name)} />
  );
  return (
    <Stack gap="xl">
      <PageHeader title={t.periods.title} lead={t.periods.lead} />
      <FormErrorSummary form={form} />
      {periods.length === 0 && (
        <EmptyState title={t.periods.none} text={t.periods.noneText} level={2} />
      )}
      {periods.map((period) => (
        <LockedPeriodSection viewContext={view} period={period} />
      ))}
      {canLock && (
        <Section title={t.periods.lock} small>
          <Form action={view.href(`/projects/${project.number}/periods`)}>
            <div class="grid">
              {day("from")}
              {day("to")}
            </div>
            <Actions>
              <Button icon="lock">{t.periods.lock}</Button>
            </Actions>
          </Form>
        </Section>
      )}
    </Stack>
  );
}

function LockedPeriodSection({
  viewContext: view,
  period: { row, snapshot, isIntact, differences },
}: {
  viewContext: IndicatorViewContext;
  period: LockedPeriod;
}) {
  const { t } = view;
  const n = (value: number) => formatAmount(view, value);
  return (
    <Section
      title={t.periods.of(formatDay(view, row.from_day), formatDay(view, row.to_day))}
      lead={`${t.periods.lockedAt(formatDateTime(row.locked_at, view))}, ${isIntact ? t.periods.intact : t.periods.broken}`}
    >
      <Table
        caption={t.periods.figure}
        captionHidden
        dense
        rows={snapshot.indicators}
        columns={[
          { head: t.periods.promise, cell: (one) => one.title },
          { head: t.board.proven, number: true, cell: (one) => n(one.confirmed) },
          { head: t.board.said, number: true, cell: (one) => n(one.reported) },
        ]}
      />
      <p class="small muted">
        {t.periods.hash}: <code>{row.sha256}</code>
      </p>
      {differences.length === 0 ? (
        <p>{t.periods.same}</p>
      ) : (
        differences.map((difference) => (
          <DifferenceTable viewContext={view} difference={difference} />
        ))
      )}
    </Section>
  );
}

const maxRows = 20;

/** The locked and the current figure of one indicator, and the rows that differ. */
function DifferenceTable({
  viewContext: view,
  difference,
}: {
  viewContext: IndicatorViewContext;
  difference: PeriodDifference;
}) {
  const { t } = view;
  const n = (value: number) => formatAmount(view, value);
  const rows = [
    ...difference.added.map((row) => ({
      what: t.periods.came,
      row,
      was: undefined,
      is: row.amount,
    })),
    ...difference.removed.map((row) => ({
      what: t.periods.went,
      row,
      was: row.amount,
      is: undefined,
    })),
    ...difference.changed.map(({ before, now }) => ({
      what: t.periods.changed,
      row: now,
      was: before.amount,
      is: now.amount,
    })),
  ];
  return (
    <Table
      caption={t.periods.difference({
        title: difference.title,
        was: n(difference.before.confirmed),
        now: n(difference.now.confirmed),
        unit: difference.unit,
      })}
      cards
      rows={rows.slice(0, maxRows)}
      columns={[
        { head: t.board.what, cell: ({ row }) => <RowTitle viewContext={view} row={row} /> },
        { head: t.periods.how, cell: ({ what }) => what },
        { head: t.board.day, cell: ({ row }) => formatDay(view, row.day) },
        {
          head: t.periods.was,
          number: true,
          cell: ({ was }) => (was === undefined ? "—" : n(was)),
        },
        { head: t.periods.now, number: true, cell: ({ is }) => (is === undefined ? "—" : n(is)) },
      ]}
    />
  );
}
