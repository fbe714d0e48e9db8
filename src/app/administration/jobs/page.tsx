import { labelOf } from "#base/messages.ts";
import type { JobFailure } from "#base/jobs.ts";
import {
  Button,
  EmptyState,
  Flash,
  Form,
  PageHeader,
  Section,
  Stack,
  Table,
  formatDateTime,
} from "#base/ui/index.ts";
import { type AdministrationView } from "../view.tsx";

export type JobLine = {
  name: string;
  waiting: number;
  active: number;
  done: number;
  failed: number;
  newest?: Date;
};

export type ScheduledTaskLine = { name: string; every: string; last?: Date; next?: Date };

type Props = {
  view: AdministrationView;
  jobs: readonly JobLine[];
  failures: readonly JobFailure[];
  scheduledTasks: readonly ScheduledTaskLine[];
  refusal: string | undefined;
};

/** What the system does by itself, what went wrong, and what the clock will start next. */
export function JobsPage({ view, jobs, failures, scheduledTasks, refusal }: Props) {
  const { t } = view;
  return (
    <Stack gap="xl">
      <PageHeader title={t.jobs.title} lead={t.jobs.lead} />
      {refusal !== undefined && <Flash kind="danger">{refusal}</Flash>}
      <Failures view={view} failures={failures} />
      {jobs.length > 0 && <States view={view} jobs={jobs} />}
      <ScheduledTaskTable view={view} scheduledTasks={scheduledTasks} />
    </Stack>
  );
}

function JobName({ view, name }: { view: AdministrationView; name: string }) {
  return <>{labelOf(view.t.jobs.names, name) ?? name}</>;
}

function Failures({ view, failures }: Pick<Props, "view" | "failures">) {
  const { t, href } = view;
  if (failures.length === 0) {
    return (
      <EmptyState icon="check" level={2} title={t.jobs.noFailures} text={t.jobs.noFailuresText} />
    );
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
          { head: t.jobs.when, cell: ({ at }) => formatDateTime(at, view) },
          {
            head: t.jobs.retry,
            cell: ({ name, id }) => (
              <Form action={href("/admin/jobs/retry")} hidden={{ name, id }} variant="actions">
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
            cell: ({ newest }) => (newest ? formatDateTime(newest, view) : t.jobs.never),
          },
        ]}
      />
    </Section>
  );
}

function ScheduledTaskTable({ view, scheduledTasks }: Pick<Props, "view" | "scheduledTasks">) {
  const { t } = view;
  return (
    <Section title={t.jobs.clock} lead={t.jobs.clockLead}>
      <Table
        caption={t.jobs.clock}
        captionHidden
        cards
        rows={scheduledTasks}
        columns={[
          { head: t.jobs.name, cell: ({ name }) => <JobName view={view} name={name} /> },
          { head: t.jobs.every, cell: ({ every }) => <code>{every}</code> },
          {
            head: t.jobs.last,
            cell: ({ last }) => (last ? formatDateTime(last, view) : t.jobs.never),
          },
          {
            head: t.jobs.next,
            cell: ({ next }) => (next ? formatDateTime(next, view) : t.jobs.never),
          },
        ]}
      />
    </Section>
  );
}
