import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type Ctx, type App, type Reaction, type Region, regionToday } from "#base/context.ts";
import { connectDatabase } from "#base/db/database.ts";
import { uuidAt } from "#base/db/ids.ts";
import {
  installJobs,
  createJobQueue,
  type ScheduledTask,
  type ContextFor,
  type Job,
  type JobQueue,
} from "#base/jobs.ts";
import { createLog } from "#base/log.ts";
import type { Actor } from "#base/policy.ts";
import { saveRegion } from "#base/regions.ts";
import { createTestDatabase } from "./database.ts";

export const testContextRegion: Region = {
  id: "sinegorsk",
  name: { ru: "Синегорская область", en: "Sinegorsk Region" },
  timeZone: "Asia/Yekaterinburg",
  settings: {},
};

export type TestContext = {
  app: App;
  /** The clock of every context; tests move it by hand. */
  clock: { now: Date };
  asActor(actor: Actor, region?: Region): Ctx;
  asSystem(region?: Region): Ctx;
  jobs: JobQueue;
  contextFor: ContextFor;
  /** SQL as the owner, past row-level security: to look, and to tamper. */
  owner: pg.Pool;
  /** The address at which the guarded role logs in. */
  appUrl: string;
  close(): Promise<void>;
};

/** Creates a context of base without any module: real SQL and jobs, one region. */
export async function createTestContext(
  options: {
    jobs?: readonly Job[];
    clockwork?: readonly ScheduledTask[];
    reactions?: ReadonlyMap<string, readonly Reaction[]>;
    worker?: boolean;
  } = {},
): Promise<TestContext> {
  const database = await createTestDatabase({ prepared: "with-jobs-1", prepare: installJobs });
  const filesDir = await mkdtemp(join(tmpdir(), "okno-files-"));
  const log = createLog("silent");
  const clock = { now: new Date("2026-06-01T05:00:00Z") };
  const opened = connectDatabase(database.appUrl, { connections: 10 });
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  owner.on("error", () => {});
  const jobs = await createJobQueue({
    ownerUrl: database.ownerUrl,
    jobs: options.jobs ?? [],
    clockwork: options.clockwork ?? [],
    log,
    worker: options.worker ?? false,
  });
  const app: App = {
    database: opened,
    jobs,
    reactions: options.reactions ?? new Map(),
    filesDir,
    url: "http://localhost:3000",
    mapTiles: undefined,
    linkKey: "a key of the tests",
  };
  await saveRegion(opened, testContextRegion, clock.now);
  const as = (actor: Actor, region = testContextRegion): Ctx => ({
    app,
    region,
    db: opened.region(region.id),
    actor,
    now: () => new Date(clock.now),
    today: regionToday,
    newId: () => uuidAt(clock.now),
    log,
  });
  return {
    app,
    clock,
    asActor: as,
    asSystem: (region) => as({ kind: "system", name: "test" }, region),
    jobs,
    contextFor: async (region, name) =>
      as({ kind: "system", name }, { ...testContextRegion, id: region }),
    owner,
    appUrl: database.appUrl,
    async close() {
      await jobs.stop();
      await opened.close();
      await owner.end();
      await database.close();
      await rm(filesDir, { recursive: true, force: true });
    },
  };
}
