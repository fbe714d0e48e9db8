import type { RegionSettings } from "./region-settings.ts";
import type { Actor } from "./policy.ts";
import type { Database, Db } from "./db/database.ts";
import type { Fact, FactDraft, ChainHead } from "./journal.ts";
import type { Log } from "./log.ts";
import { flushJobs, type JobRequest, type JobSender } from "./jobs.ts";
import { flushFacts } from "./journal.ts";
import { toZoned, type LocalDate } from "./time/local-time.ts";

export type Region = {
  id: string;
  name: { ru: string; en: string };
  timeZone: string;
  settings: RegionSettings;
};

/**
 * A later module's handler of an earlier module's fact: in the same transaction, on its own tables
 * only.
 */
export type Reaction = (ctx: Ctx, fact: Fact) => Promise<void>;

/** What every context of the application shares. */
export type App = {
  database: Database;
  jobs: JobSender;
  reactions: ReadonlyMap<string, readonly Reaction[]>;
  /** Folder of the pictures. */
  filesDir: string;
  /** Public URL without a trailing slash. */
  url: string;
  /** Address of raster tiles under the map, `https://…/{z}/{x}/{y}.png`; a plain background without. */
  mapTiles: string | undefined;
  /**
   * Key that private links are derived from, so that an email can repeat a link whose hash alone is
   * stored.
   */
  linkKey: string;
};

/** Everything an action may depend on besides its input; actions use no global state. */
export type Ctx = {
  app: App;
  region: Region;
  db: Db;
  actor: Actor;
  now: () => Date;
  /** The day of the region's zone at `now`. */
  today: (this: Pick<Ctx, "now" | "region">) => LocalDate;
  newId: () => string;
  log: Log;
  /** Present inside a transaction. */
  unit?: UnitOfWork;
};

/** Returns the context's day. It reads the context it is called on, so a copy with another `now` is right too. */
export function regionToday(this: Pick<Ctx, "now" | "region">): LocalDate {
  return toZoned(this.now(), this.region.timeZone).date;
}

/** Facts and jobs collected by a transaction and written just before it commits. */
export type UnitOfWork = {
  facts: FactDraft[];
  chainHeads: Map<string, ChainHead>;
  jobs: JobRequest[];
  /** In-memory callbacks after the commit; never after a rollback. */
  afterCommit: (() => void)[];
};

/**
 * Runs the work in one transaction, joining the open one. Facts, the reactions to them and the jobs
 * they queue are written before the commit: all or nothing.
 */
export async function transact<T>(
  ctx: Ctx,
  work: (ctx: Ctx & { unit: UnitOfWork }) => Promise<T>,
): Promise<T> {
  if (ctx.unit !== undefined) return work({ ...ctx, unit: ctx.unit });
  const unit: UnitOfWork = { facts: [], chainHeads: new Map(), jobs: [], afterCommit: [] };
  const result = await ctx.db.transaction().execute(async (db) => {
    const inner = { ...ctx, db, unit };
    const done = await work(inner);
    await flushFacts(inner);
    await flushJobs(inner);
    return done;
  });
  for (const follow of unit.afterCommit) follow();
  return result;
}

/**
 * Returns the context with the system as the actor, for consequences of a person's action that need
 * no rights of theirs.
 */
export function asSystem<C extends Ctx>(ctx: C, name: string): C {
  return { ...ctx, actor: { kind: "system", name } };
}
