import type { Readable } from "node:stream";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { invalid, type Refusal } from "#base/refusal.ts";
import { invalidateTerritories } from "../cache.ts";
import { computeBoundsOfAll, updateWebBorders } from "../geometry/web-borders.ts";
import type { Bounds } from "../geometry/geometry.ts";
import * as saved from "./store.ts";
import { buildOutline, type GazetteerOutline } from "./outline.ts";
import { assignStreets, planStreets, type StreetPlan } from "./plan-streets.ts";
import { planPlaces, type TerritoryImportPlan } from "./plan.ts";
import { openGazetteer, type GazetteerFormat } from "../import-files/read-gazetteer.ts";
import { hasChanges, type TerritoryImportReport } from "./report.ts";
import type { RejectedRow } from "../import-files/rows.ts";
import { createPlaceTree } from "./place-tree.ts";
import { territoryPolicy } from "../policy.ts";
import { listBorders, listTerritories } from "../store.ts";

export type TerritoryImportOptions = {
  /** Reads and matches everything, writes nothing. */
  dryRun?: boolean;
  /** Adds unknown municipalities although the region has others. */
  addNew?: boolean;
  /** The region's name in a file with many; by default its Russian name. */
  regionName?: string;
  onProgress?: (progress: TerritoryImportProgress) => void;
};

export type TerritoryImportProgress = { stage: "reading" | "writing"; done: number };

/**
 * Imports a gazetteer file (GeoJSON, CSV, XLSX, JSON of the known formats) into the region: matched
 * by code and name with existing places, in one transaction. A second run changes nothing. Throws
 * an invalid refusal for an unreadable file; rejected rows are in the report.
 */
export async function importGazetteer(
  ctx: Ctx,
  source: string | Readable,
  options: TerritoryImportOptions = {},
): Promise<TerritoryImportReport> {
  authorize({ policy: territoryPolicy, actor: ctx.actor, action: "edit" });
  const regionName = options.regionName ?? ctx.region.name.ru;
  const bounds = padBounds(computeBoundsOfAll(await listBorders(ctx, "border_web")));
  const opened = await openGazetteer(source, { region: regionName, ...(bounds && { bounds }) });
  if ("reason" in opened) throw toFileRefusal(opened);
  const outline = await buildOutline(opened, (done) => {
    if (done % 1000 === 0) options.onProgress?.({ stage: "reading", done });
  });
  const [first] = outline.rejected;
  if (first !== undefined && outline.rejectedCount === outline.rows) throw toFileRefusal(first);
  const report = await transact(ctx, (tx) =>
    runImport(tx, { outline, format: opened.format, regionName, options }),
  );
  if (options.dryRun !== true) invalidateTerritories(ctx);
  return report;
}

/** The refusal for an unreadable file, from its first row. */
function toFileRefusal({ reason, detail }: RejectedRow): Refusal {
  return invalid(`territories.${reason}`, { values: { detail } });
}

/** The region's box with a margin of half a degree: a list may cover more than the map. */
function padBounds(bounds: Bounds | undefined): Bounds | undefined {
  if (bounds === undefined) return undefined;
  const [west, south, east, north] = bounds;
  return [west - 0.5, south - 0.5, east + 0.5, north + 0.5];
}

type ImportInput = {
  outline: GazetteerOutline;
  format: GazetteerFormat;
  regionName: string;
  options: TerritoryImportOptions;
};

async function runImport(
  tx: Parameters<typeof recordFact>[0],
  { outline, format, regionName, options }: ImportInput,
): Promise<TerritoryImportReport> {
  await saved.lockImports(tx);
  const borders = await listBorders(tx, "border");
  const joining = {
    tree: createPlaceTree(await listTerritories(tx), borders),
    borders: new Map(borders.map((one) => [one.id, one])),
    regionName,
    addNew: options.addNew ?? false,
    newId: tx.newId,
  };
  const plan = planPlaces(outline, joining);
  const streetsByTerritory = assignStreets(plan, outline, joining);
  const streets = streetsByTerritory.length === 0 ? [] : await saved.listKnownStreets(tx);
  const touched = new Set(streetsByTerritory.map(({ territoryId }) => territoryId));
  const houses = await saved.listKnownHouses(
    tx,
    streets.flatMap((street) => (touched.has(street.territoryId) ? [street.id] : [])),
  );
  const streetPlan = planStreets(plan, streetsByTerritory, {
    streets,
    housesOf: (street) => houses.get(street) ?? [],
    newId: tx.newId,
  });
  const report: TerritoryImportReport = {
    format,
    dryRun: options.dryRun ?? false,
    rows: outline.rows,
    ...plan.report,
    unmatched: [...plan.report.unmatched.values()].toSorted((a, b) => b.count - a.count),
    rejected: outline.rejected,
    rejectedCount: outline.rejectedCount,
  };
  if (report.dryRun || !hasChanges(report)) return report;
  await writePlan(tx, { plan, streetPlan, onProgress: options.onProgress });
  recordFact(tx, {
    subject: tx.newId(),
    type: "gazetteer.imported",
    data: { format, ...flattenTallies(report) },
  });
  return report;
}

async function writePlan(
  tx: Ctx,
  work: {
    plan: TerritoryImportPlan;
    streetPlan: StreetPlan;
    onProgress: TerritoryImportOptions["onProgress"];
  },
): Promise<void> {
  const { plan, streetPlan, onProgress } = work;
  await saved.insertPlaces(tx, plan.created);
  await saved.updatePlaces(tx, plan.changed);
  const drawn = [...plan.created, ...plan.changed].some(({ border }) => border !== undefined);
  if (drawn) await updateWebBorders(tx);
  await saved.insertStreets(tx, streetPlan.streets);
  let done = 0;
  await saved.insertHouses(tx, streetPlan.houses, (count) => {
    onProgress?.({ stage: "writing", done: (done += count) });
  });
  await saved.updateHousePoints(tx, streetPlan.moved);
}

function flattenTallies({ tallies }: TerritoryImportReport): Record<string, number> {
  return Object.fromEntries(
    Object.entries(tallies).flatMap(([kind, { created, updated }]) => [
      [`${kind}Created`, created],
      [`${kind}Updated`, updated],
    ]),
  );
}
