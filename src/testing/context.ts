import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { Ctx, House, Reaction, Region } from "#base/context.ts";
import { openDatabase } from "#base/db/database.ts";
import { uuidAt } from "#base/db/ids.ts";
import {
  installJobs,
  openJobs,
  type Clockwork,
  type ContextFor,
  type Job,
  type JobOffice,
} from "#base/jobs.ts";
import { makeLog } from "#base/log.ts";
import type { Actor } from "#base/policy.ts";
import { keepRegion } from "#base/regions.ts";
import { openTestDatabase } from "./database.ts";

export const groundRegion: Region = {
  id: "sinegorsk",
  name: { ru: "Синегорская область", en: "Sinegorsk Region" },
  timeZone: "Asia/Yekaterinburg",
  settings: {},
};

export type TestGround = {
  house: House;
  /** The clock of every context; tests move it by hand. */
  clock: { now: Date };
  as(actor: Actor, region?: Region): Ctx;
  system(region?: Region): Ctx;
  jobs: JobOffice;
  contextFor: ContextFor;
  /** SQL as the owner, past row-level security: to look, and to tamper. */
  owner: pg.Pool;
  /** The address at which the guarded role logs in. */
  appUrl: string;
  close(): Promise<void>;
};

/** The base floor without any module: true SQL, true jobs, one region. */
export async function openTestGround(
  options: {
    jobs?: readonly Job[];
    clockwork?: readonly Clockwork[];
    reactions?: ReadonlyMap<string, readonly Reaction[]>;
    worker?: boolean;
  } = {},
): Promise<TestGround> {
  const database = await openTestDatabase({ prepared: "with-jobs-1", prepare: installJobs });
  const filesDir = await mkdtemp(join(tmpdir(), "okno-ground-"));
  const log = makeLog("silent");
  const clock = { now: new Date("2026-06-01T05:00:00Z") };
  const opened = openDatabase(database.appUrl, { connections: 10 });
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  owner.on("error", () => {});
  const jobs = await openJobs({
    ownerUrl: database.ownerUrl,
    jobs: options.jobs ?? [],
    clockwork: options.clockwork ?? [],
    log,
    worker: options.worker ?? false,
  });
  const house: House = {
    database: opened,
    jobs,
    reactions: options.reactions ?? new Map(),
    filesDir,
    url: "http://localhost:3000",
    mapTiles: undefined,
    linkKey: "a key of the tests",
  };
  await keepRegion(opened, groundRegion, clock.now);
  const as = (actor: Actor, region = groundRegion): Ctx => ({
    house,
    region,
    db: opened.region(region.id),
    actor,
    now: () => new Date(clock.now),
    newId: () => uuidAt(clock.now),
    log,
  });
  return {
    house,
    clock,
    as,
    system: (region) => as({ kind: "system", name: "test" }, region),
    jobs,
    contextFor: async (region, name) =>
      as({ kind: "system", name }, { ...groundRegion, id: region }),
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
