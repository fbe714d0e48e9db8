import { createHash } from "node:crypto";
import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import type { Project } from "#modules/projects/index.ts";
import { projectFor, todayIn } from "../load.ts";
import { canonical, cellsFor, rowsFor } from "../measure.ts";
import { demandFreePeriod, standingOf } from "../indicator.ts";
import {
  insertPeriod,
  periodsOf,
  personOf,
  promisesOf,
  termsOf,
  type PeriodRow,
  type Promised,
} from "../store.ts";

/** A counted row as a snapshot keeps it. */
type KeptRow = Pick<CountedRow, "id" | "day" | "place" | "title" | "href" | "amount" | "proven">;

/** One promise at the end of a period. */
export type Kept = {
  id: string;
  version: number;
  title: string;
  unit: string;
  target: number;
  proven: number;
  said: number;
  places: { place: string; proven: number; said: number; target: number }[];
  rows: KeptRow[];
};

export type Snapshot = { project: string; from: string; to: string; promises: Kept[] };

export const periodInput = z.object({
  from: z.iso.date("promises.day-wrong"),
  to: z.iso.date("promises.day-wrong"),
});

/** SHA-256 of the snapshot as canonical JSON, hex: jsonb gives back the same, whatever the order of keys. */
export const hashOf = (snapshot: unknown): string =>
  createHash("sha256").update(canonical(snapshot)).digest("hex");

const rowsAtOnce = 500;
const mostRows = 20_000;

/** Locks an ended period: its figures and rows are kept as they are now, under a hash. */
export async function lockPeriod(
  ctx: Ctx,
  key: string,
  given: z.input<typeof periodInput>,
): Promise<{ project: Project; sha256: string }> {
  const input = periodInput.parse(given);
  return transact(ctx, async (tx) => {
    const project = await projectFor(tx, key, { action: "lock" });
    const asked = { from_day: input.from, to_day: input.to };
    demandFreePeriod(await periodsOf(tx, project.id), asked, todayIn(tx));
    const snapshot = await snapshotOf(tx, project.id, input);
    const sha256 = hashOf(snapshot);
    const id = tx.newId();
    await insertPeriod(tx, {
      id,
      project_id: project.id,
      ...asked,
      snapshot: JSON.stringify(snapshot),
      sha256,
      locked_by: personOf(tx),
      locked_at: tx.now(),
    });
    bornNow(tx, id);
    record(tx, {
      subject: id,
      type: "period.locked",
      data: { project: project.id, ...input, sha256 },
    });
    return { project, sha256 };
  });
}

/**
 * The figures of a period by the facts of now: of each promise what fell within both its term and the
 * period. Rows are named as a guest may read them, for the snapshot is public whoever locks it.
 */
export async function snapshotOf(
  ctx: Ctx,
  project: string,
  { from, to }: { from: string; to: string },
): Promise<Snapshot> {
  const eyes: Ctx = { ...ctx, actor: { kind: "guest" } };
  const touched = (await promisesOf(ctx, project)).filter(
    (one) => one.starts_on <= to && from <= one.due_on,
  );
  const promises: Kept[] = [];
  for (const promise of touched) promises.push(await keptOf(eyes, promise, { from, to }));
  return { project, from, to, promises };
}

async function keptOf(
  ctx: Ctx,
  promise: Promised,
  span: { from: string; to: string },
): Promise<Kept> {
  const within = {
    ...promise,
    starts_on: promise.starts_on > span.from ? promise.starts_on : span.from,
    due_on: promise.due_on < span.to ? promise.due_on : span.to,
  };
  const standing = standingOf(
    { ...termsOf(within), steps: null },
    { cells: await cellsFor(ctx, within), today: span.to },
  );
  const rows: KeptRow[] = [];
  for (let after: string | undefined, more = true; more && rows.length < mostRows;) {
    const page = await rowsFor(ctx, within, {
      limit: rowsAtOnce,
      ...(after !== undefined && { after }),
    });
    rows.push(...page.rows.map(keptRow));
    after = page.after;
    more = after !== undefined;
  }
  return {
    id: promise.id,
    version: promise.version,
    title: promise.title,
    unit: promise.unit,
    target: promise.target,
    proven: standing.proven,
    said: standing.said,
    places: standing.places.map(({ key, proven, said, target }) => ({
      place: key,
      proven,
      said,
      target,
    })),
    rows: rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

const keptRow = ({ id, day, place, title, href, amount, proven }: CountedRow): KeptRow => ({
  id,
  day,
  place,
  title,
  ...(href !== undefined && { href }),
  amount,
  proven,
});

export type Difference = {
  id: string;
  title: string;
  unit: string;
  before: { proven: number; said: number };
  now: { proven: number; said: number };
  came: KeptRow[];
  went: KeptRow[];
  /** Rows whose amount or evidence is another now. */
  changed: { before: KeptRow; now: KeptRow }[];
};

/** What the facts of now say differently of a locked period; nothing where they still agree. */
export function differences(locked: Snapshot, now: Snapshot): Difference[] {
  const later = new Map(now.promises.map((one) => [one.id, one]));
  return locked.promises.flatMap((before) => {
    const after = later.get(before.id) ?? { ...before, proven: 0, said: 0, rows: [] };
    const was = new Map(before.rows.map((row) => [row.id, row]));
    const is = new Map(after.rows.map((row) => [row.id, row]));
    const came = after.rows.filter((row) => !was.has(row.id));
    const went = before.rows.filter((row) => !is.has(row.id));
    const changed = after.rows.flatMap((row) => {
      const old = was.get(row.id);
      return old === undefined || (old.amount === row.amount && old.proven === row.proven)
        ? []
        : [{ before: old, now: row }];
    });
    const same = before.proven === after.proven && before.said === after.said;
    if (same && came.length + went.length + changed.length === 0) return [];
    return [
      {
        id: before.id,
        title: before.title,
        unit: before.unit,
        before: { proven: before.proven, said: before.said },
        now: { proven: after.proven, said: after.said },
        came,
        went,
        changed,
      },
    ];
  });
}

export type PeriodView = {
  row: PeriodRow;
  snapshot: Snapshot;
  intact: boolean;
  differences: Difference[];
};

/** The locked periods of a project, each with what has changed since and whether its snapshot still has its hash. */
export async function periodViews(ctx: Ctx, project: string): Promise<PeriodView[]> {
  const rows = await periodsOf(ctx, project);
  return Promise.all(
    rows.map(async (row) => {
      const snapshot = row.snapshot as Snapshot;
      const now = await snapshotOf(ctx, project, { from: row.from_day, to: row.to_day });
      return {
        row,
        snapshot,
        intact: hashOf(snapshot) === row.sha256,
        differences: differences(snapshot, now),
      };
    }),
  );
}
