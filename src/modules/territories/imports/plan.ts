import type { MultiPolygon } from "geojson";
import { labelPoint } from "../geometry/geometry.ts";
import { matchNames } from "../address/match-names.ts";
import { foldName, splitPlaceName } from "../address/place-names.ts";
import { shortName } from "../address/short-name.ts";
import { freeSlug } from "../registry/slug.ts";
import type { Bordered, TerritoryBrief } from "../store.ts";
import { getOrAdd, type Outline } from "./outline.ts";
import { emptyTallies, type Ambiguous, type ImportReport, type Unmatched } from "./report.ts";
import type { GazetteerRow } from "../import-files/rows.ts";
import { pathInRegion, type PlaceTree } from "./place-tree.ts";

export type NewPlace = TerritoryBrief & { border?: MultiPolygon };
export type ChangedPlace = { id: string; patch: Partial<TerritoryBrief>; border?: MultiPolygon };

/** What joining a file to the region's places would write, and the report of it. */
export type Plan = {
  created: NewPlace[];
  changed: ChangedPlace[];
  report: Pick<ImportReport, "tallies" | "ambiguous" | "left"> & {
    unmatched: Map<string, Unmatched>;
  };
};

export type Joining = {
  tree: PlaceTree;
  borders: ReadonlyMap<string, Bordered>;
  regionName: string;
  /** Adds municipalities beside those that are there already. */
  addNew: boolean;
  newId: () => string;
};

/**
 * Joins the file's municipalities and settlements. A list fills an empty level; beside the
 * municipalities that are there it adds none unless asked, since lists of different years would
 * double what was renamed. Settlements, which no list holds all of, are always added.
 */
export function planPlaces(outline: Outline, joining: Joining): Plan {
  const { tree } = joining;
  const plan: Plan = {
    created: [],
    changed: [],
    report: { tallies: emptyTallies(), ambiguous: [], left: [], unmatched: new Map() },
  };
  const known = tree.under(null).filter((place) => place.kind === "municipality");
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
    const parent = parentOf(row, joining);
    if (parent === undefined) missParent(plan, row, joining);
    else getOrAdd(byParent, parent.id, () => []).push(row);
  }
  for (const [parent, rows] of byParent) {
    const siblings = tree.under(parent);
    joinLevel(plan, { joining, known: siblings, rows, kind: "settlement", parent, adds: true });
  }
  return plan;
}

type Level = {
  joining: Joining;
  known: readonly TerritoryBrief[];
  rows: readonly GazetteerRow[];
  kind: TerritoryBrief["kind"];
  parent: string | null;
  adds: boolean;
};

/** Joins rows to the places of one parent; answers the places that no row named. */
function joinLevel(plan: Plan, level: Level): TerritoryBrief[] {
  const { joining, known, rows, kind, adds } = level;
  const { report } = plan;
  const byCode = new Set<TerritoryBrief>();
  const nameless: GazetteerRow[] = [];
  for (const row of distinct(rows)) {
    const place = joining.tree.byOktmo(kind, row.oktmo);
    if (place === undefined || byCode.has(place)) {
      nameless.push(row);
      continue;
    }
    byCode.add(place);
    complete(plan, { joining, place, row });
  }
  const found = matchNames(
    known.filter((place) => !byCode.has(place)),
    nameless,
  );
  for (const { existing, incoming } of found.matched) {
    complete(plan, { joining, place: existing, row: incoming });
  }
  for (const { incoming, candidates } of found.ambiguous) {
    report.ambiguous.push(ambiguity(incoming, candidates));
  }
  for (const { incoming, suggestions } of found.unmatched) {
    if (adds) create(plan, { joining, row: incoming, kind, parent: level.parent });
    else {
      report.unmatched.set(`${kind} ${incoming.line}`, {
        line: incoming.line,
        kind,
        name: fullName(incoming),
        count: 1,
        suggestions: suggestions.map(({ existing, likeness }) => ({
          id: existing.id,
          name: existing.name,
          likeness,
        })),
      });
    }
  }
  return found.left;
}

/** A place listed twice under one name, type and code is one place. */
function distinct(rows: readonly GazetteerRow[]): GazetteerRow[] {
  const named = new Map<string, GazetteerRow>();
  for (const row of rows) {
    const { key, type } = splitPlaceName(fullName(row));
    getOrAdd(named, `${key}|${type ?? row.type ?? ""}|${row.oktmo ?? ""}`, () => row);
  }
  return [...named.values()];
}

const fullName = (row: GazetteerRow): string =>
  row.officialName ?? `${row.type ?? ""} ${row.name}`.trim();

function ambiguity(row: GazetteerRow, candidates: readonly TerritoryBrief[]): Ambiguous {
  const { line, kind } = row;
  return { line, kind, name: fullName(row), candidates: candidates.map((one) => one.officialName) };
}

/** By the path, else by the code's first eight digits, else by the point, else by a town's own name. */
function parentOf(row: GazetteerRow, joining: Joining): TerritoryBrief | undefined {
  const { tree } = joining;
  const path = pathInRegion(row.parentNames, joining.regionName);
  if (path === undefined) return undefined;
  const named = path[0] === undefined ? undefined : tree.child(null, path[0]);
  return (
    named ??
    tree.byOktmo("municipality", row.oktmo?.slice(0, 8)) ??
    tree.at(row) ??
    tree.child(null, fullName(row))
  );
}

function missParent(plan: Plan, row: GazetteerRow, { tree, regionName }: Joining): void {
  const path = pathInRegion(row.parentNames, regionName);
  const name = path?.[0] ?? row.parentNames[0] ?? fullName(row);
  miss(plan, { name, line: row.line, count: 1, tree });
}

/** Reports a municipality that the file names and the region lacks, with how much hangs on it. */
export function miss(
  plan: Plan,
  { name, line, count, tree }: { name: string; line: number; count: number; tree: PlaceTree },
): void {
  const entry = getOrAdd(plan.report.unmatched, `parent ${foldName(name)}`, () => ({
    line,
    kind: "municipality" as const,
    name,
    count: 0,
    suggestions: tree.alike(name),
  }));
  entry.count += count;
}

type Adding = {
  joining: Joining;
  row: Pick<
    GazetteerRow,
    "name" | "officialName" | "type" | "oktmo" | "population" | "lat" | "lon" | "border"
  >;
  kind: TerritoryBrief["kind"];
  parent: string | null;
};

/** Adds a place of the file to the plan and to the tree, so that what follows finds it. */
export function create(plan: Plan, { joining, row, kind, parent }: Adding): TerritoryBrief {
  const { tree } = joining;
  const officialName = row.officialName ?? `${row.type ?? ""} ${row.name}`.trim();
  const name = shortName(officialName);
  const parentName = parent === null ? undefined : tree.all.get(parent)?.name;
  const centre = centreOf(row);
  const place: NewPlace = {
    id: joining.newId(),
    parentId: parent,
    kind,
    slug: freeSlug(parentName === undefined ? [name] : [name, parentName], tree.slugs),
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

function centreOf({ lat, lon, border }: Adding["row"]) {
  if (lat !== undefined && lon !== undefined) return { lat, lon };
  return border && labelPoint(border);
}

/** Takes from the row what the place lacks or has differently. */
function complete(
  plan: Plan,
  { joining, place, row }: { joining: Joining; place: TerritoryBrief; row: GazetteerRow },
): void {
  const tally = plan.report.tallies[place.kind];
  tally.matched += 1;
  const patch = differences(place, row);
  const before = joining.borders.get(place.id)?.border;
  const redrawn =
    row.border !== undefined &&
    JSON.stringify(before?.coordinates) !== JSON.stringify(row.border.coordinates);
  const centre = place.lat === null ? centreOf(row) : undefined;
  if (centre !== undefined) Object.assign(patch, centre);
  if (Object.keys(patch).length === 0 && !redrawn) return;
  tally.updated += 1;
  plan.changed.push({ id: place.id, patch, ...(redrawn && row.border && { border: row.border }) });
}

function differences(place: TerritoryBrief, row: GazetteerRow): Partial<TerritoryBrief> {
  const patch: Partial<TerritoryBrief> = {};
  if (row.oktmo !== undefined && row.oktmo !== place.oktmo) patch.oktmo = row.oktmo;
  if (row.population !== undefined && row.population !== place.population) {
    patch.population = row.population;
  }
  if (row.lat !== undefined && row.lon !== undefined) {
    if (row.lat !== place.lat) patch.lat = row.lat;
    if (row.lon !== place.lon) patch.lon = row.lon;
  }
  // Only a list with codes knows the legal name; a map may have last year's.
  const legal = row.oktmo === undefined ? undefined : row.officialName;
  if (legal !== undefined && foldName(legal) !== foldName(place.officialName)) {
    patch.officialName = legal;
    // A name that a person gave stays.
    if (place.name === shortName(place.officialName)) patch.name = shortName(legal);
  }
  return patch;
}
