import type { JobFailure } from "#base/jobs.ts";
import { Button, Empty, Flash, Form, Place, Section, Stack, Table } from "#base/ui/index.ts";
import { sayMoment, type View } from "../view.tsx";

export type JobLine = {
  name: string;
  waiting: number;
  active: number;
  done: number;
  failed: number;
  newest?: Date;
};

export type ClockLine = { name: string; every: string; last?: Date; next?: Date };

type Props = {
  view: View;
  jobs: readonly JobLine[];
  failures: readonly JobFailure[];
  clock: readonly ClockLine[];
  refusal: string | undefined;
};

/** What the system does by itself, what went wrong, and what the clock will start next. */
export function JobsPage({ view, jobs, failures, clock, refusal }: Props) {
  const { t } = view;
  return (
    <Stack gap="xl">
      <Place title={t.jobs.title} lead={t.jobs.lead} />
      {refusal !== undefined && <Flash kind="danger">{refusal}</Flash>}
      <Failures view={view} failures={failures} />
      {jobs.length > 0 && <States view={view} jobs={jobs} />}
      <ClockTable view={view} clock={clock} />
    </Stack>
  );
}

function JobName({ view, name }: { view: View; name: string }) {
  return <>{view.t.jobs.names[name] ?? name}</>;
}

function Failures({ view, failures }: Pick<Props, "view" | "failures">) {
  const { t, href } = view;
  if (failures.length === 0) {
    return <Empty icon="check" level={2} title={t.jobs.noFailures} text={t.jobs.noFailuresText} />;
  }
  return (
    <Section title={t.jobs.failures} lead={t.jobs.failuresLead}>
      <Table
        caption={t.jobs.failures}
        captionHidden
        cards
        rows={failures}
        columns={[
          { head: t.jobs.name, cell: ({ name }) => <JobName view={view} name={name} /> },
          { head: t.jobs.reason, cell: ({ output }) => output.slice(0, 300) },
          { head: t.jobs.when, cell: ({ at }) => sayMoment(view, at) },
          {
            head: t.jobs.retry,
            cell: ({ name, id }) => (
              <Form action={href("/admin/jobs/retry")} hidden={{ name, id }} look="actions">
                <Button size="s" icon="loop">
                  {t.jobs.retry}
                </Button>
              </Form>
            ),
          },
        ]}
      />
    </Section>
  );
}

function States({ view, jobs }: Pick<Props, "view" | "jobs">) {
  const { t } = view;
  return (
    <Section title={t.jobs.states}>
      <Table
        caption={t.jobs.states}
        captionHidden
        cards
        rows={jobs}
        columns={[
          { head: t.jobs.name, cell: ({ name }) => <JobName view={view} name={name} /> },
          { head: t.jobs.waiting, number: true, cell: ({ waiting }) => waiting },
          { head: t.jobs.active, number: true, cell: ({ active }) => active },
          { head: t.jobs.done, number: true, cell: ({ done }) => done },
          { head: t.jobs.failed, number: true, cell: ({ failed }) => failed },
          {
            head: t.jobs.newest,
            cell: ({ newest }) => (newest ? sayMoment(view, newest) : t.jobs.never),
          },
        ]}
      />
    </Section>
  );
}

function ClockTable({ view, clock }: Pick<Props, "view" | "clock">) {
  const { t } = view;
  return (
    <Section title={t.jobs.clock} lead={t.jobs.clockLead}>
      <Table
        caption={t.jobs.clock}
        captionHidden
        cards
        rows={clock}
        columns={[
          { head: t.jobs.name, cell: ({ name }) => <JobName view={view} name={name} /> },
          { head: t.jobs.every, cell: ({ every }) => <code>{every}</code> },
          { head: t.jobs.last, cell: ({ last }) => (last ? sayMoment(view, last) : t.jobs.never) },
          { head: t.jobs.next, cell: ({ next }) => (next ? sayMoment(view, next) : t.jobs.never) },
        ]}
      />
    </Section>
  );
}
