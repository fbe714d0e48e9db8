import { createHash } from "node:crypto";
import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import type { Project } from "#modules/projects/index.ts";
import { loadAuthorizedProject } from "../load.ts";
import { canonicalJson, countCells, listCountedRows } from "../measure.ts";
import { computeProgress } from "../indicator.ts";
import { requireLockablePeriod } from "../requirements.ts";
import {
  insertPeriod,
  listPeriods,
  actorPersonId,
  listIndicators,
  toTerms,
  type PeriodRow,
  type Indicator,
} from "../store.ts";

/** A counted row in a snapshot. */
type SnapshotRow = Pick<
  CountedRow,
  "id" | "day" | "place" | "title" | "href" | "amount" | "confirmed"
>;

/** One indicator at the end of a period. */
export type SnapshotIndicator = {
  id: string;
  version: number;
  title: string;
  unit: string;
  target: number;
  confirmed: number;
  reported: number;
  places: { place: string; confirmed: number; reported: number; target: number }[];
  rows: SnapshotRow[];
};

export type PeriodSnapshot = {
  project: string;
  from: string;
  to: string;
  indicators: SnapshotIndicator[];
};

export const periodInput = z.object({
  from: z.iso.date("indicators.day-wrong"),
  to: z.iso.date("indicators.day-wrong"),
});

/**
 * Returns the SHA-256 of the snapshot as canonical JSON in hex; jsonb does not preserve the order
 * of keys.
 */
export const hashSnapshot = (snapshot: unknown): string =>
  createHash("sha256").update(canonicalJson(snapshot)).digest("hex");

const rowsPageSize = 500;
const maxRows = 20_000;

/** Locks an ended period: saves its current figures and rows with their hash. */
export async function lockPeriod(
  ctx: Ctx,
  key: string,
  given: z.input<typeof periodInput>,
): Promise<{ project: Project; sha256: string }> {
  const input = periodInput.parse(given);
  return transact(ctx, async (tx) => {
    const project = await loadAuthorizedProject(tx, key, { action: "lock" });
    const asked = { from_day: input.from, to_day: input.to };
    requireLockablePeriod(await listPeriods(tx, project.id), asked, tx.today());
    const snapshot = await buildSnapshot(tx, project.id, input);
    const sha256 = hashSnapshot(snapshot);
    const id = tx.newId();
    await insertPeriod(tx, {
      id,
      project_id: project.id,
      ...asked,
      snapshot: JSON.stringify(snapshot),
      sha256,
      locked_by: actorPersonId(tx),
      locked_at: tx.now(),
    });
    startChain(tx, id);
    recordFact(tx, {
      subject: id,
      type: "period.locked",
      data: { project: project.id, ...input, sha256 },
    });
    return { project, sha256 };
  });
}

/**
 * Computes the figures of a period from current facts: for each indicator the cells within both
 * its term and the period. Rows are titled as a guest may read them, since the snapshot is public.
 */
export async function buildSnapshot(
  ctx: Ctx,
  project: string,
  { from, to }: { from: string; to: string },
): Promise<PeriodSnapshot> {
  const guestCtx: Ctx = { ...ctx, actor: { kind: "guest" } };
  const touched = (await listIndicators(ctx, project)).filter(
    (one) => one.starts_on <= to && from <= one.due_on,
  );
  const indicators: SnapshotIndicator[] = [];
  for (const indicator of touched)
    indicators.push(await snapshotIndicator(guestCtx, indicator, { from, to }));
  return { project, from, to, indicators };
}

async function snapshotIndicator(
  ctx: Ctx,
  indicator: Indicator,
  span: { from: string; to: string },
): Promise<SnapshotIndicator> {
  const within = {
    ...indicator,
    starts_on: indicator.starts_on > span.from ? indicator.starts_on : span.from,
    due_on: indicator.due_on < span.to ? indicator.due_on : span.to,
  };
  const progress = computeProgress(
    { ...toTerms(within), steps: null },
    { cells: await countCells(ctx, within), today: span.to },
  );
  const rows: SnapshotRow[] = [];
  for (let after: string | undefined, more = true; more && rows.length < maxRows;) {
    const page = await listCountedRows(ctx, within, {
      limit: rowsPageSize,
      ...(after !== undefined && { after }),
    });
    rows.push(...page.rows.map(toSnapshotRow));
    after = page.after;
    more = after !== undefined;
  }
  return {
    id: indicator.id,
    version: indicator.version,
    title: indicator.title,
    unit: indicator.unit,
    target: indicator.target,
    confirmed: progress.confirmed,
    reported: progress.reported,
    places: progress.places.map(({ key, confirmed, reported, target }) => ({
      place: key,
      confirmed,
      reported,
      target,
    })),
    rows: rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

const toSnapshotRow = ({
  id,
  day,
  place,
  title,
  href,
  amount,
  confirmed,
}: CountedRow): SnapshotRow => ({
  id,
  day,
  place,
  title,
  ...(href !== undefined && { href }),
  amount,
  confirmed,
});

export type PeriodDifference = {
  id: string;
  title: string;
  unit: string;
  before: { confirmed: number; reported: number };
  now: { confirmed: number; reported: number };
  added: SnapshotRow[];
  removed: SnapshotRow[];
  /** Lists the rows whose amount or evidence has changed. */
  changed: { before: SnapshotRow; now: SnapshotRow }[];
};

/** Compares current facts with a locked period; empty when they agree. */
export function diffSnapshots(locked: PeriodSnapshot, now: PeriodSnapshot): PeriodDifference[] {
  const later = new Map(now.indicators.map((one) => [one.id, one]));
  return locked.indicators.flatMap((before) => {
    const after = later.get(before.id) ?? { ...before, confirmed: 0, reported: 0, rows: [] };
    const was = new Map(before.rows.map((row) => [row.id, row]));
    const is = new Map(after.rows.map((row) => [row.id, row]));
    const added = after.rows.filter((row) => !was.has(row.id));
    const removed = before.rows.filter((row) => !is.has(row.id));
    const changed = after.rows.flatMap((row) => {
      const old = was.get(row.id);
      return old === undefined || (old.amount === row.amount && old.confirmed === row.confirmed)
        ? []
        : [{ before: old, now: row }];
    });
    const same = before.confirmed === after.confirmed && before.reported === after.reported;
    if (same && added.length + removed.length + changed.length === 0) return [];
    return [
      {
        id: before.id,
        title: before.title,
        unit: before.unit,
        before: { confirmed: before.confirmed, reported: before.reported },
        now: { confirmed: after.confirmed, reported: after.reported },
        added,
        removed,
        changed,
      },
    ];
  });
}

export type LockedPeriod = {
  row: PeriodRow;
  snapshot: PeriodSnapshot;
  isIntact: boolean;
  differences: PeriodDifference[];
};

/**
 * Lists the locked periods of a project, each with its changes since and whether its snapshot
 * still matches its hash.
 */
export async function loadLockedPeriods(ctx: Ctx, project: string): Promise<LockedPeriod[]> {
  const rows = await listPeriods(ctx, project);
  return Promise.all(
    rows.map(async (row) => {
      const snapshot = row.snapshot as PeriodSnapshot;
      const now = await buildSnapshot(ctx, project, { from: row.from_day, to: row.to_day });
      return {
        row,
        snapshot,
        isIntact: hashSnapshot(snapshot) === row.sha256,
        differences: diffSnapshots(snapshot, now),
      };
    }),
  );
}
