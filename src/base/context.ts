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

/** What may differ between regions without a line of code. */
export type RegionSettings = {
  /** Telephone of the centre and its hours, shown in the footer. */
  telephone?: string;
  /** Milliseconds between the true time and this region's: an imaginary region lives in a time of its own. */
  clockLagMs?: number;
  /** The triage desk: minutes a claimed message stays with its coordinator. */
  leaseMinutes?: number;
  /** Messages that surely tell of a known trouble join it by themselves; people see it and may undo it. */
  joinDuplicates?: boolean;
  /** Months within which a trouble that comes back after a verified fix is chronic. */
  chronicMonths?: number;
};

/** What a later module does when an earlier one records a fact: same transaction, own tables only. */
export type Reaction = (ctx: Ctx, fact: Fact) => Promise<void>;

/** What every context of the house shares. */
export type App = {
  database: Database;
  jobs: JobSender;
  reactions: ReadonlyMap<string, readonly Reaction[]>;
  /** Folder of the pictures. */
  filesDir: string;
  /** The address people see, without a trailing slash. */
  url: string;
  /** Address of raster tiles under the map, `https://…/{z}/{x}/{y}.png`; plain ground without. */
  mapTiles: string | undefined;
  /** Private links are derived from it, so that a letter can repeat a link of which only the hash is kept. */
  linkKey: string;
};

/** Everything an action may depend on besides its input: no action asks the world directly. */
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

/** What a transaction has gathered and writes just before it commits. */
export type UnitOfWork = {
  facts: FactDraft[];
  chainHeads: Map<string, ChainHead>;
  jobs: JobRequest[];
  /** What happens in memory once all is committed; never after a transaction that failed. */
  afterCommit: (() => void)[];
};

/**
 * Runs the work in one transaction, joining the one that is open. Facts, the reactions to them and
 * the jobs they ask for are written before the commit: either all of it happened or none.
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

/** The same context acting as the system, for what follows from a person's act without their rights. */
export function asSystem<C extends Ctx>(ctx: C, name: string): C {
  return { ...ctx, actor: { kind: "system", name } };
}
