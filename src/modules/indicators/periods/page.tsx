import {
  Actions,
  Button,
  Empty,
  ErrorSummary,
  Field,
  Form,
  Place,
  Section,
  Stack,
  Table,
} from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import type { Project } from "#modules/projects/index.ts";
import type { Difference, PeriodView } from "./actions.ts";
import { RowTitle } from "../board/evidence-rows.tsx";
import { sayDay, sayMoment, sayNumber, type Reader } from "../view.ts";

export type PeriodsView = {
  reader: Reader;
  project: Project;
  periods: readonly PeriodView[];
  mayLock: boolean;
  form: FormState;
};

/** Ended periods as they were locked, and what the facts of now say differently. */
export function PeriodsPage({ reader, project, periods, mayLock, form }: PeriodsView) {
  const { t } = reader;
  const errors = Object.entries(form.errors).map(([name, text]) => ({ name, text }));
  const day = (name: "from" | "to") => (
    <Field
      kind="date"
      name={name}
      label={t.periods[name]}
      value={form.values[name] ?? ""}
      required
      {...(form.errors[name] !== undefined && { error: form.errors[name] })}
    />
  );
  return (
    <Stack gap="xl">
      <Place title={t.periods.title} lead={t.periods.lead} />
      <ErrorSummary errors={errors} {...(form.refusal !== undefined && { title: form.refusal })} />
      {periods.length === 0 && <Empty title={t.periods.none} text={t.periods.noneText} level={2} />}
      {periods.map((period) => (
        <Period reader={reader} period={period} />
      ))}
      {mayLock && (
        <Section title={t.periods.lock} small>
          <Form action={reader.href(`/projects/${project.number}/periods`)}>
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

function Period({
  reader,
  period: { row, snapshot, intact, differences },
}: {
  reader: Reader;
  period: PeriodView;
}) {
  const { t } = reader;
  const n = (value: number) => sayNumber(reader, value);
  return (
    <Section
      title={t.periods.of(sayDay(reader, row.from_day), sayDay(reader, row.to_day))}
      lead={`${t.periods.lockedAt(sayMoment(reader, row.locked_at))}, ${intact ? t.periods.intact : t.periods.broken}`}
    >
      <Table
        caption={t.periods.figure}
        captionHidden
        dense
        rows={snapshot.promises}
        columns={[
          { head: t.periods.promise, cell: (one) => one.title },
          { head: t.board.proven, number: true, cell: (one) => n(one.proven) },
          { head: t.board.said, number: true, cell: (one) => n(one.said) },
        ]}
      />
      <p class="small muted">
        {t.periods.hash}: <code>{row.sha256}</code>
      </p>
      {differences.length === 0 ? (
        <p>{t.periods.same}</p>
      ) : (
        differences.map((difference) => <DifferenceTable reader={reader} difference={difference} />)
      )}
    </Section>
  );
}

const mostRows = 20;

/** Locked and present figure of one promise, and the rows that made the difference. */
function DifferenceTable({ reader, difference }: { reader: Reader; difference: Difference }) {
  const { t } = reader;
  const n = (value: number) => sayNumber(reader, value);
  const rows = [
    ...difference.came.map((row) => ({
      what: t.periods.came,
      row,
      was: undefined,
      is: row.amount,
    })),
    ...difference.went.map((row) => ({
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
        was: n(difference.before.proven),
        now: n(difference.now.proven),
        unit: difference.unit,
      })}
      cards
      rows={rows.slice(0, mostRows)}
      columns={[
        { head: t.board.what, cell: ({ row }) => <RowTitle reader={reader} row={row} /> },
        { head: t.periods.how, cell: ({ what }) => what },
        { head: t.board.day, cell: ({ row }) => sayDay(reader, row.day) },
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
