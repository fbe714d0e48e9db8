import { z } from "zod";
import { transact } from "#base/context.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { record } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { isUuid } from "#base/db/ids.ts";
import { submit } from "#base/http/form.ts";
import { nextRun } from "./next-run.ts";
import { JobsPage, type ClockLine, type JobLine } from "./page.tsx";
import { houseSubject, type HouseParts } from "../deps.ts";
import { demandAdministrator } from "../policy.ts";
import { adminPage, viewOf } from "../view.tsx";

const asks = "house.house.administer";

export function jobRoutes(parts: HouseParts): Route[] {
  return [
    { method: "get", path: "/admin/jobs", asks, handle: (x) => showJobs(x, parts) },
    { method: "post", path: "/admin/jobs/retry", asks, handle: (x) => retryJob(x, parts) },
  ];
}

async function showJobs(
  x: Exchange,
  parts: HouseParts,
  { refusal, status = 200 }: { refusal?: string | undefined; status?: number } = {},
): Promise<Response> {
  demandAdministrator(x.ctx);
  const view = viewOf(x);
  const office = parts.office();
  const [states, failures] = await Promise.all([
    office.states(x.ctx.region.id),
    office.failures(x.ctx.region.id, 50),
  ]);
  const clockwork = parts.modules().flatMap((module) => module.clockwork ?? []);
  const byClock = new Set(clockwork.map(({ name }) => name));
  const groups = Map.groupBy(states, ({ name }) => name);
  const jobs: JobLine[] = [...groups]
    .filter(([name]) => !byClock.has(name))
    .map(([name, group]) => lineOf(name, group));
  const clock: ClockLine[] = clockwork.map(({ name, every }) => {
    const last = newestOf(groups.get(name) ?? []);
    const next = nextRun(every, view.now);
    return { name, every, ...(last && { last }), ...(next && { next }) };
  });
  return adminPage(x, {
    title: view.t.jobs.title,
    status,
    body: <JobsPage view={view} jobs={jobs} failures={failures} clock={clock} refusal={refusal} />,
  });
}

type Group = readonly { state: string; count: number; newest: Date }[];

const newestOf = (group: Group): Date | undefined =>
  group.map(({ newest }) => newest).toSorted((a, b) => b.getTime() - a.getTime())[0];

function lineOf(name: string, group: Group): JobLine {
  const sum = (...states: string[]) =>
    group.reduce((total, one) => (states.includes(one.state) ? total + one.count : total), 0);
  const newest = newestOf(group);
  return {
    name,
    waiting: sum("created", "retry", "blocked"),
    active: sum("active"),
    done: sum("completed"),
    failed: sum("failed"),
    ...(newest && { newest }),
  };
}

const retryInput = z.object({ name: z.string().max(120), id: z.string().refine(isUuid) });

function retryJob(x: Exchange, parts: HouseParts): Promise<Response> {
  demandAdministrator(x.ctx);
  return submit(x, {
    schema: retryInput,
    async act({ name, id }) {
      if (!(await parts.office().retry(x.ctx.region.id, { name, id }))) {
        throw conflict("house.no-such-job");
      }
      await transact(x.ctx, async (tx) =>
        record(tx, { subject: houseSubject, type: "job.retried", data: { name, id } }),
      );
      return x.go("/admin/jobs", viewOf(x).t.jobs.retried);
    },
    again: (form, status) =>
      showJobs(x, parts, { status, refusal: form.refusal ?? Object.values(form.errors)[0] }),
  });
}
