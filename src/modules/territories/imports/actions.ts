import type { Readable } from "node:stream";
import { transact, type Ctx } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { demand } from "#base/policy.ts";
import { invalid, type Refusal } from "#base/refusal.ts";
import { forgetTerritories } from "../cache.ts";
import { boundsAround, redrawBorders } from "../geometry/web-borders.ts";
import type { Bounds } from "../geometry/geometry.ts";
import * as saved from "./store.ts";
import { readOutline, type Outline } from "./outline.ts";
import { placeStreets, planStreets, type StreetPlan } from "./plan-streets.ts";
import { planPlaces, type Plan } from "./plan.ts";
import { openGazetteer, type GazetteerFormat } from "../import-files/read-gazetteer.ts";
import { changesAnything, type ImportReport } from "./report.ts";
import type { RejectedRow } from "../import-files/rows.ts";
import { makeTree } from "./place-tree.ts";
import { territoryPolicy } from "../policy.ts";
import { readBorders, readTerritories } from "../store.ts";

export type ImportOptions = {
  /** Reads and joins all, writes nothing. */
  dryRun?: boolean;
  /** Adds municipalities that the region lacks, although it has others. */
  addNew?: boolean;
  /** The region's name in a file of many regions; our Russian name of it unless said. */
  regionName?: string;
  onProgress?: (progress: ImportProgress) => void;
};

export type ImportProgress = { stage: "reading" | "writing"; done: number };

/**
 * Takes a gazetteer file (GeoJSON, CSV, XLSX, JSON of the known kinds) into the region: joined by
 * code and name with what is there, in one transaction. A second run changes nothing. A file that
 * cannot be read at all is refused; a row that cannot be taken stands in the report.
 */
export async function importGazetteer(
  ctx: Ctx,
  source: string | Readable,
  options: ImportOptions = {},
): Promise<ImportReport> {
  demand({ policy: territoryPolicy, actor: ctx.actor, action: "edit" });
  const regionName = options.regionName ?? ctx.region.name.ru;
  const bounds = roomAround(boundsAround(await readBorders(ctx, "border_web")));
  const opened = await openGazetteer(source, { region: regionName, ...(bounds && { bounds }) });
  if ("reason" in opened) throw refusedFile(opened);
  const outline = await readOutline(opened, (done) => {
    if (done % 1000 === 0) options.onProgress?.({ stage: "reading", done });
  });
  const [first] = outline.rejected;
  if (first !== undefined && outline.rejectedCount === outline.rows) throw refusedFile(first);
  const report = await transact(ctx, (tx) =>
    join(tx, { outline, format: opened.format, regionName, options }),
  );
  if (options.dryRun !== true) forgetTerritories(ctx);
  return report;
}

/** What is wrong with the file as a whole, in the sentence of its first row. */
function refusedFile({ reason, detail }: RejectedRow): Refusal {
  return invalid(`territories.${reason}`, { values: { detail } });
}

/** The region's box with half a degree around: a list may know more of the region than its map. */
function roomAround(bounds: Bounds | undefined): Bounds | undefined {
  if (bounds === undefined) return undefined;
  const [west, south, east, north] = bounds;
  return [west - 0.5, south - 0.5, east + 0.5, north + 0.5];
}

type Joined = {
  outline: Outline;
  format: GazetteerFormat;
  regionName: string;
  options: ImportOptions;
};

async function join(
  tx: Parameters<typeof record>[0],
  { outline, format, regionName, options }: Joined,
): Promise<ImportReport> {
  await saved.lockImports(tx);
  const borders = await readBorders(tx, "border");
  const joining = {
    tree: makeTree(await readTerritories(tx), borders),
    borders: new Map(borders.map((one) => [one.id, one])),
    regionName,
    addNew: options.addNew ?? false,
    newId: tx.newId,
  };
  const plan = planPlaces(outline, joining);
  const placed = placeStreets(plan, outline, joining);
  const streets = placed.length === 0 ? [] : await saved.knownStreets(tx);
  const touched = new Set(placed.map(({ territoryId }) => territoryId));
  const houses = await saved.knownHouses(
    tx,
    streets.flatMap((street) => (touched.has(street.territoryId) ? [street.id] : [])),
  );
  const streetPlan = planStreets(plan, placed, {
    streets,
    housesOf: (street) => houses.get(street) ?? [],
    newId: tx.newId,
  });
  const report: ImportReport = {
    format,
    dryRun: options.dryRun ?? false,
    rows: outline.rows,
    ...plan.report,
    unmatched: [...plan.report.unmatched.values()].toSorted((a, b) => b.count - a.count),
    rejected: outline.rejected,
    rejectedCount: outline.rejectedCount,
  };
  if (report.dryRun || !changesAnything(report)) return report;
  await write(tx, { plan, streetPlan, onProgress: options.onProgress });
  record(tx, {
    subject: tx.newId(),
    type: "gazetteer.imported",
    data: { format, ...flat(report) },
  });
  return report;
}

async function write(
  tx: Ctx,
  work: { plan: Plan; streetPlan: StreetPlan; onProgress: ImportOptions["onProgress"] },
): Promise<void> {
  const { plan, streetPlan, onProgress } = work;
  await saved.insertPlaces(tx, plan.created);
  await saved.changePlaces(tx, plan.changed);
  const drawn = [...plan.created, ...plan.changed].some(({ border }) => border !== undefined);
  if (drawn) await redrawBorders(tx);
  await saved.insertStreets(tx, streetPlan.streets);
  let done = 0;
  await saved.insertHouses(tx, streetPlan.houses, (count) => {
    onProgress?.({ stage: "writing", done: (done += count) });
  });
  await saved.moveHouses(tx, streetPlan.moved);
}

function flat({ tallies }: ImportReport): Record<string, number> {
  return Object.fromEntries(
    Object.entries(tallies).flatMap(([kind, { created, updated }]) => [
      [`${kind}Created`, created],
      [`${kind}Updated`, updated],
    ]),
  );
}
