import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { transact } from "#base/context.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { recordFact } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { isUuid } from "#base/db/ids.ts";
import { refusalOnly } from "#base/http/form.ts";
import { computeNextRun } from "./next-run.ts";
import { JobsPage, type ScheduledTaskLine, type JobLine } from "./page.tsx";
import { administrationSubject, type AdministrationDeps } from "../deps.ts";
import { authorizeAdministrator } from "../policy.ts";
import { administrationPage, administrationView } from "../view.tsx";

const permission = "administration.settings.administer";

/** Returns the routes of the jobs page and of the retry of a failed job. */
export function jobRoutes(deps: AdministrationDeps): Route[] {
  return [
    { method: "get", path: "/admin/jobs", permission, handle: (c) => showJobs(c, deps) },
    actionRoute({
      path: "/admin/jobs/retry",
      permission,
      schema: retryInput,
      load: (c) => authorizeAdministrator(c.ctx),
      async act(c, { name, id }) {
        if (!(await deps.jobQueue().retry(c.ctx.region.id, { name, id }))) {
          throw conflict("administration.no-such-job");
        }
        await transact(c.ctx, async (tx) =>
          recordFact(tx, {
            subject: administrationSubject,
            type: "job.retried",
            data: { name, id },
          }),
        );
        return { path: "/admin/jobs", flash: administrationView(c).t.jobs.retried };
      },
      onInvalid: (c, form, status) =>
        showJobs(c, deps, { status, refusal: refusalOnly(form).refusal }),
    }),
  ];
}

async function showJobs(
  c: RequestContext,
  parts: AdministrationDeps,
  { refusal, status = 200 }: { refusal?: string | undefined; status?: number } = {},
): Promise<Response> {
  authorizeAdministrator(c.ctx);
  const view = administrationView(c);
  const office = parts.jobQueue();
  const [states, failures] = await Promise.all([
    office.states(c.ctx.region.id),
    office.failures(c.ctx.region.id, 50),
  ]);
  const scheduledTasks = parts.modules().flatMap((module) => module.scheduledTasks ?? []);
  const byClock = new Set(scheduledTasks.map(({ name }) => name));
  const groups = Map.groupBy(states, ({ name }) => name);
  const jobs: JobLine[] = [...groups]
    .filter(([name]) => !byClock.has(name))
    .map(([name, group]) => toJobLine(name, group));
  const clock: ScheduledTaskLine[] = scheduledTasks.map(({ name, every }) => {
    const last = findNewest(groups.get(name) ?? []);
    const next = computeNextRun(every, view.now);
    return { name, every, ...(last && { last }), ...(next && { next }) };
  });
  return administrationPage(c, {
    title: view.t.jobs.title,
    status,
    body: (
      <JobsPage
        view={view}
        jobs={jobs}
        failures={failures}
        scheduledTasks={clock}
        refusal={refusal}
      />
    ),
  });
}

type Group = readonly { state: string; count: number; newest: Date }[];

const findNewest = (group: Group): Date | undefined =>
  group.map(({ newest }) => newest).toSorted((a, b) => b.getTime() - a.getTime())[0];

function toJobLine(name: string, group: Group): JobLine {
  const sum = (...states: string[]) =>
    group.reduce((total, one) => (states.includes(one.state) ? total + one.count : total), 0);
  const newest = findNewest(group);
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
