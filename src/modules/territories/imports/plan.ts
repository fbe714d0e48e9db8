import type { MultiPolygon } from "geojson";
import { labelPoint } from "../geometry/geometry.ts";
import { matchNames } from "../address/match-names.ts";
import { foldName, splitPlaceName } from "../address/place-names.ts";
import { shortName } from "../address/short-name.ts";
import { uniqueSlug } from "../registry/slug.ts";
import type { TerritoryBorder, TerritorySummary } from "../store.ts";
import { getOrAdd, type GazetteerOutline } from "./outline.ts";
import {
  emptyTallies,
  type AmbiguousPlace,
  type TerritoryImportReport,
  type UnmatchedPlace,
} from "./report.ts";
import type { GazetteerRow } from "../import-files/rows.ts";
import { pathInRegion, type PlaceTree } from "./place-tree.ts";

export type NewPlace = TerritorySummary & { border?: MultiPolygon };
export type ChangedPlace = { id: string; patch: Partial<TerritorySummary>; border?: MultiPolygon };

/** The changes that an import would write, and its report. */
export type TerritoryImportPlan = {
  created: NewPlace[];
  changed: ChangedPlace[];
  report: Pick<TerritoryImportReport, "tallies" | "ambiguous" | "left"> & {
    unmatched: Map<string, UnmatchedPlace>;
  };
};

export type TerritoryImportContext = {
  tree: PlaceTree;
  borders: ReadonlyMap<string, TerritoryBorder>;
  regionName: string;
  /** Adds municipalities to existing ones. */
  addNew: boolean;
  newId: () => string;
};

/**
 * Matches the file's municipalities and settlements. A list fills an empty level; to existing
 * municipalities it adds none unless asked, since lists of different years would duplicate renamed
 * ones. Settlements are always added, as no list is complete.
 */
export function planPlaces(
  outline: GazetteerOutline,
  joining: TerritoryImportContext,
): TerritoryImportPlan {
  const { tree } = joining;
  const plan: TerritoryImportPlan = {
    created: [],
    changed: [],
    report: { tallies: emptyTallies(), ambiguous: [], left: [], unmatched: new Map() },
  };
  const known = tree.children(null).filter((place) => place.kind === "municipality");
  const adds = known.length === 0 || joining.addNew;
  const left = joinLevel(plan, {
    joining,
    known,
    rows: outline.municipalities,
    kind: "municipality",
    parent: null,
    adds,
  });
  if (outline.municipalities.length > 0) plan.report.left = left.map((place) => place.name);
  const byParent = new Map<string, GazetteerRow[]>();
  for (const row of outline.settlements) {
    const parent = findParent(row, joining);
    if (parent === undefined) reportUnmatchedParent(plan, row, joining);
    else getOrAdd(byParent, parent.id, () => []).push(row);
  }
  for (const [parent, rows] of byParent) {
    const siblings = tree.children(parent);
    joinLevel(plan, { joining, known: siblings, rows, kind: "settlement", parent, adds: true });
  }
  return plan;
}

type PlaceLevel = {
  joining: TerritoryImportContext;
  known: readonly TerritorySummary[];
  rows: readonly GazetteerRow[];
  kind: TerritorySummary["kind"];
  parent: string | null;
  adds: boolean;
};

/** Matches rows with the places of one parent; returns the places that no row named. */
function joinLevel(plan: TerritoryImportPlan, level: PlaceLevel): TerritorySummary[] {
  const { joining, known, rows, kind, adds } = level;
  const { report } = plan;
  const byCode = new Set<TerritorySummary>();
  const nameless: GazetteerRow[] = [];
  for (const row of deduplicate(rows)) {
    const place = joining.tree.findByOktmo(kind, row.oktmo);
    if (place === undefined || byCode.has(place)) {
      nameless.push(row);
      continue;
    }
    byCode.add(place);
    planUpdate(plan, { joining, place, row });
  }
  const found = matchNames(
    known.filter((place) => !byCode.has(place)),
    nameless,
  );
  for (const { existing, incoming } of found.matched) {
    planUpdate(plan, { joining, place: existing, row: incoming });
  }
  for (const { incoming, candidates } of found.ambiguous) {
    report.ambiguous.push(toAmbiguous(incoming, candidates));
  }
  for (const { incoming, suggestions } of found.unmatched) {
    if (adds) planNewPlace(plan, { joining, row: incoming, kind, parent: level.parent });
    else {
      report.unmatched.set(`${kind} ${incoming.line}`, {
        line: incoming.line,
        kind,
        name: fullName(incoming),
        count: 1,
        suggestions: suggestions.map(({ existing, likeness }) => ({
          id: existing.id,
          name: existing.name,
          similarity: likeness,
        })),
      });
    }
  }
  return found.left;
}

/** Drops rows with the same name, type and code. */
function deduplicate(rows: readonly GazetteerRow[]): GazetteerRow[] {
  const named = new Map<string, GazetteerRow>();
  for (const row of rows) {
    const { key, type } = splitPlaceName(fullName(row));
    getOrAdd(named, `${key}|${type ?? row.type ?? ""}|${row.oktmo ?? ""}`, () => row);
  }
  return [...named.values()];
}

const fullName = (row: GazetteerRow): string =>
  row.officialName ?? `${row.type ?? ""} ${row.name}`.trim();

function toAmbiguous(row: GazetteerRow, candidates: readonly TerritorySummary[]): AmbiguousPlace {
  const { line, kind } = row;
  return { line, kind, name: fullName(row), candidates: candidates.map((one) => one.officialName) };
}

/**
 * Finds the parent by path, else by the code's first eight digits, else by point, else by a town's
 * own name.
 */
function findParent(
  row: GazetteerRow,
  joining: TerritoryImportContext,
): TerritorySummary | undefined {
  const { tree } = joining;
  const path = pathInRegion(row.parentNames, joining.regionName);
  if (path === undefined) return undefined;
  const named = path[0] === undefined ? undefined : tree.findChild(null, path[0]);
  return (
    named ??
    tree.findByOktmo("municipality", row.oktmo?.slice(0, 8)) ??
    tree.findByPoint(row) ??
    tree.findChild(null, fullName(row))
  );
}

function reportUnmatchedParent(
  plan: TerritoryImportPlan,
  row: GazetteerRow,
  { tree, regionName }: TerritoryImportContext,
): void {
  const path = pathInRegion(row.parentNames, regionName);
  const name = path?.[0] ?? row.parentNames[0] ?? fullName(row);
  reportUnmatched(plan, { name, line: row.line, count: 1, tree });
}

/** Reports a municipality of the file that the region lacks, with the number of dependent rows. */
export function reportUnmatched(
  plan: TerritoryImportPlan,
  { name, line, count, tree }: { name: string; line: number; count: number; tree: PlaceTree },
): void {
  const entry = getOrAdd(plan.report.unmatched, `parent ${foldName(name)}`, () => ({
    line,
    kind: "municipality" as const,
    name,
    count: 0,
    suggestions: tree.findSimilar(name),
  }));
  entry.count += count;
}

type NewPlaceInput = {
  joining: TerritoryImportContext;
  row: Pick<
    GazetteerRow,
    "name" | "officialName" | "type" | "oktmo" | "population" | "lat" | "lon" | "border"
  >;
  kind: TerritorySummary["kind"];
  parent: string | null;
};

/** Adds a place of the file to the plan and to the tree, so that later rows find it. */
export function planNewPlace(
  plan: TerritoryImportPlan,
  { joining, row, kind, parent }: NewPlaceInput,
): TerritorySummary {
  const { tree } = joining;
  const officialName = row.officialName ?? `${row.type ?? ""} ${row.name}`.trim();
  const name = shortName(officialName);
  const parentName = parent === null ? undefined : tree.all.get(parent)?.name;
  const centre = centreOfRow(row);
  const place: NewPlace = {
    id: joining.newId(),
    parentId: parent,
    kind,
    slug: uniqueSlug(parentName === undefined ? [name] : [name, parentName], tree.slugs),
    name,
    officialName,
    oktmo: row.oktmo ?? null,
    population: row.population ?? null,
    lat: centre?.lat ?? null,
    lon: centre?.lon ?? null,
  };
  tree.add(place);
  plan.created.push(row.border ? { ...place, border: row.border } : place);
  plan.report.tallies[kind].created += 1;
  return place;
}

function centreOfRow({ lat, lon, border }: NewPlaceInput["row"]) {
  if (lat !== undefined && lon !== undefined) return { lat, lon };
  return border && labelPoint(border);
}

/** Copies from the row what the place lacks or has differently. */
function planUpdate(
  plan: TerritoryImportPlan,
  {
    joining,
    place,
    row,
  }: { joining: TerritoryImportContext; place: TerritorySummary; row: GazetteerRow },
): void {
  const tally = plan.report.tallies[place.kind];
  tally.matched += 1;
  const patch = diffPlace(place, row);
  const before = joining.borders.get(place.id)?.border;
  const hasNewBorder =
    row.border !== undefined &&
    JSON.stringify(before?.coordinates) !== JSON.stringify(row.border.coordinates);
  const centre = place.lat === null ? centreOfRow(row) : undefined;
  if (centre !== undefined) Object.assign(patch, centre);
  if (Object.keys(patch).length === 0 && !hasNewBorder) return;
  tally.updated += 1;
  plan.changed.push({
    id: place.id,
    patch,
    ...(hasNewBorder && row.border && { border: row.border }),
  });
}

function diffPlace(place: TerritorySummary, row: GazetteerRow): Partial<TerritorySummary> {
  const patch: Partial<TerritorySummary> = {};
  if (row.oktmo !== undefined && row.oktmo !== place.oktmo) patch.oktmo = row.oktmo;
  if (row.population !== undefined && row.population !== place.population) {
    patch.population = row.population;
  }
  if (row.lat !== undefined && row.lon !== undefined) {
    if (row.lat !== place.lat) patch.lat = row.lat;
    if (row.lon !== place.lon) patch.lon = row.lon;
  }
  // Only a list with codes has the legal name; a map may be outdated.
  const legal = row.oktmo === undefined ? undefined : row.officialName;
  if (legal !== undefined && foldName(legal) !== foldName(place.officialName)) {
    patch.officialName = legal;
    // A name edited by a person stays.
    if (place.name === shortName(place.officialName)) patch.name = shortName(legal);
  }
  return patch;
}
