import type { Transaction } from "kysely";
import { CompiledQuery, sql } from "kysely";
import { PgBoss, type JobResult } from "pg-boss";
import type { ZodType } from "zod";
import type { Ctx, UnitOfWork } from "./context.ts";
import type { Tables } from "./db/tables.ts";
import type { Log } from "./log.ts";
import { Refusal } from "./refusal.ts";

/** Work that happens outside a request; run at least once, so it must be idempotent. */
export type Job<T extends object = object> = {
  /** `problems.remind-overdue` */
  name: string;
  input: ZodType<T>;
  run: (ctx: Ctx, input: T) => Promise<void>;
};

/** Work that the clock starts, once for every region. */
export type ScheduledTask = {
  name: string;
  /** Cron expression in UTC. */
  every: string;
  run: (ctx: Ctx) => Promise<void>;
};

export type JobRequest = { name: string; input: object };

type Envelope = { region: string; input: object };

/** Writes requested jobs within the caller's transaction. */
export type JobSender = {
  send(db: Transaction<Tables>, region: string, requests: readonly JobRequest[]): Promise<void>;
};

/** Asks for a job; it exists only if the transaction commits. */
export function enqueue<T extends object>(
  ctx: Ctx & { unit: UnitOfWork },
  job: Pick<Job<T>, "name" | "input">,
  input: T,
): void {
  ctx.unit.jobs.push({ name: job.name, input });
}

export type JobStatus = { state: "waiting" | "running" | "done" | "failed"; at: Date };

/**
 * Returns the state of the region's newest request for a job, and since when; undefined when none
 * is stored.
 */
export async function findJobStatus(
  ctx: Ctx,
  { name }: Pick<Job, "name">,
): Promise<JobStatus | undefined> {
  const { rows } = await sql<JobStatus>`
    select coalesce(completed_on, started_on, created_on) as at,
      case state when 'active' then 'running' when 'completed' then 'done'
        when 'failed' then 'failed' when 'cancelled' then 'failed' else 'waiting' end as state
    from pgboss.job where name = ${name} and data ->> 'region' = ${ctx.region.id}
    order by created_on desc limit 1`.execute(ctx.db);
  return rows[0];
}

/** Queues the jobs that the transaction collected, within it. */
export async function flushJobs(ctx: Ctx & { unit: UnitOfWork }): Promise<void> {
  const requests = ctx.unit.jobs.splice(0);
  if (requests.length === 0) return;
  await ctx.app.jobs.send(ctx.db as Transaction<Tables>, ctx.region.id, requests);
}

/** Gives a job or a clockwork its context: the region, acting as the system under the job's name. */
export type ContextFor = (region: string, name: string) => Promise<Ctx>;

export type JobState = { name: string; state: string; count: number; newest: Date };

export type JobFailure = { id: string; name: string; output: string; at: Date };

export type JobQueue = JobSender & {
  /** Starts taking jobs; `stop` lets those under way finish. */
  startWorker(contextFor: ContextFor, regions: () => Promise<string[]>): Promise<void>;
  /** Runs every waiting job to its end, for tests and the replay. */
  drainJobs(contextFor: ContextFor): Promise<number>;
  /** How many jobs of the region, and of the clock, are in each state. */
  states(region: string): Promise<JobState[]>;
  failures(region: string, limit: number): Promise<JobFailure[]>;
  /** Lets a failed job of the region run again; answers whether there was such a one. */
  retry(region: string, job: { name: string; id: string }): Promise<boolean>;
  stop(): Promise<void>;
};

/** Lays pg-boss's own tables, as the database's owner. */
export async function installJobs(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, supervise: false, schedule: false });
  await boss.start();
  await boss.stop({ graceful: false });
}

/** Opens pg-boss as the database's owner; the guarded role may only insert. */
export async function createJobQueue(options: {
  ownerUrl: string;
  jobs: readonly Job[];
  clockwork: readonly ScheduledTask[];
  log: Log;
  /** Does this process also take jobs? */
  worker: boolean;
}): Promise<JobQueue> {
  const { jobs, clockwork: scheduledTasks, log, worker } = options;
  const boss = new PgBoss({
    connectionString: options.ownerUrl,
    max: worker ? 4 : 2,
    supervise: worker,
    schedule: worker,
    useListenNotify: false,
  });
  boss.on("error", (error) => log.error({ err: error }, "job office"));
  await boss.start();
  const names = [...jobs, ...scheduledTasks].map((job) => job.name);
  const known = new Set((await boss.getQueues()).map((queue) => queue.name));
  for (const name of names) {
    if (!known.has(name)) {
      await boss.createQueue(name, { retryLimit: 5, retryDelay: 10, retryBackoff: true });
    }
  }
  await boss.getDb().executeSql(grants);
  return {
    send: (db, region, requests) => send(boss, db, region, requests),
    startWorker: (contextFor, regions) =>
      work({ boss, jobs, clockwork: scheduledTasks, log, contextFor, regions }),
    drainJobs: (contextFor) => settle({ boss, jobs, log, contextFor }),
    states: (region) => readStates(boss, region),
    failures: (region, limit) => readFailures(boss, region, limit),
    retry: (region, job) => retry(boss, region, job),
    stop: () => boss.stop({ graceful: true, timeout: 20_000 }),
  };
}

const grants = `
  grant usage on schema pgboss to okno_app;
  grant select, insert, update on all tables in schema pgboss to okno_app;
  grant execute on all functions in schema pgboss to okno_app;`;

async function send(
  boss: PgBoss,
  db: Transaction<Tables>,
  region: string,
  requests: readonly JobRequest[],
): Promise<void> {
  const within = {
    executeSql: async (text: string, values: unknown[] = []) => {
      const { rows } = await db.executeQuery(CompiledQuery.raw(text, values));
      return { rows };
    },
  };
  for (const [name, group] of Map.groupBy(requests, (request) => request.name)) {
    const rows = group.map(({ input }) => ({ data: { region, input } satisfies Envelope }));
    await boss.insert(name, rows, { db: within });
  }
}

type WorkerDeps = { boss: PgBoss; log: Log; contextFor: ContextFor };

async function work(
  options: WorkerDeps & {
    jobs: readonly Job[];
    clockwork: readonly ScheduledTask[];
    regions: () => Promise<string[]>;
  },
): Promise<void> {
  const { boss, jobs, clockwork: scheduledTasks, contextFor, regions } = options;
  for (const job of jobs) {
    await boss.work<Envelope, JobResult[]>(
      job.name,
      { batchSize: 20, pollingIntervalSeconds: 2, perJobResults: true },
      async (batch) => {
        const results: JobResult[] = [];
        for (const { id, data } of batch) results.push(await tryJob(job, { id, data }, options));
        return results;
      },
    );
  }
  for (const { name, every, run } of scheduledTasks) {
    await boss.work(name, async () => {
      for (const region of await regions()) await run(await contextFor(region, name));
    });
    await boss.schedule(name, every);
  }
}

/** One job that breaks leaves the others of its batch alone. */
async function tryJob(
  job: Job,
  { id, data }: { id: string; data: Envelope },
  bench: Omit<WorkerDeps, "boss">,
): Promise<JobResult> {
  try {
    await runJob(job, data, bench);
    return { id, status: "completed" };
  } catch (error) {
    bench.log.warn({ err: error, job: job.name, id }, "job broke");
    return {
      id,
      status: "failed",
      output: error instanceof Error ? { message: error.message } : {},
    };
  }
}

/** A Refusal ends the job, since asking again would meet the same answer; any other error retries. */
async function runJob(
  job: Job,
  envelope: Envelope,
  bench: Omit<WorkerDeps, "boss">,
): Promise<void> {
  const ctx = await bench.contextFor(envelope.region, job.name);
  try {
    await job.run(ctx, job.input.parse(envelope.input));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    bench.log.info({ job: job.name, reason: error.reason }, "job refused");
  }
}

async function settle(options: WorkerDeps & { jobs: readonly Job[] }): Promise<number> {
  const { boss, jobs } = options;
  let ran = 0;
  for (let idle = false; !idle;) {
    idle = true;
    for (const job of jobs) {
      const batch = await boss.fetch<Envelope>(job.name, { batchSize: 100 });
      for (const { id, data } of batch) {
        await runJob(job, data, options);
        await boss.complete(job.name, id);
        ran += 1;
      }
      if (batch.length > 0) idle = false;
    }
  }
  return ran;
}

// What the clock starts belongs to no region: every region may see how it went.
const regionCondition = `coalesce(data->>'region', $1) = $1 and name not like '\\_\\_pgboss%'`;

async function readStates(boss: PgBoss, region: string): Promise<JobState[]> {
  const { rows } = await boss.getDb().executeSql(
    `select name, state::text, count(*)::int as count, max(created_on) as newest
     from pgboss.job where ${regionCondition} group by 1, 2 order by 1, 2`,
    [region],
  );
  return rows as JobState[];
}

async function readFailures(boss: PgBoss, region: string, limit: number): Promise<JobFailure[]> {
  const { rows } = await boss.getDb().executeSql(
    `select id, name, coalesce(output->>'message', output::text, '') as output, completed_on as at
     from pgboss.job where state = 'failed' and ${regionCondition} order by completed_on desc limit $2`,
    [region, limit],
  );
  return rows as JobFailure[];
}

async function retry(
  boss: PgBoss,
  region: string,
  { name, id }: { name: string; id: string },
): Promise<boolean> {
  const { rows } = await boss
    .getDb()
    .executeSql(
      `select from pgboss.job where ${regionCondition} and name = $2 and id = $3 and state = 'failed'`,
      [region, name, id],
    );
  if (rows.length === 0) return false;
  await boss.retry(name, id);
  return true;
}
