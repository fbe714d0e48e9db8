import { matchKey, splitPlaceName } from "../address/place-names.ts";
import type { TerritorySummary } from "../store.ts";
import {
  getOrAdd,
  type HouseDraft,
  type GazetteerOutline,
  type StreetDraft,
  type StreetGroup,
} from "./outline.ts";
import {
  planNewPlace,
  reportUnmatched,
  type TerritoryImportContext,
  type TerritoryImportPlan,
} from "./plan.ts";
import { pathInRegion } from "./place-tree.ts";

export type KnownStreet = { id: string; territoryId: string; kind: string; matchKey: string };
export type KnownHouse = { id: string; key: string; lat: number | null; lon: number | null };

export type NewStreet = KnownStreet & { name: string };
export type NewHouse = {
  id: string;
  streetId: string;
  number: string;
  key: string;
  lat: number | null;
  lon: number | null;
};
export type MovedHouse = { id: string; lat: number; lon: number };

export type StreetPlan = { streets: NewStreet[]; houses: NewHouse[]; moved: MovedHouse[] };

type PlacedStreet = { territoryId: string; street: StreetDraft; houses: HouseDraft[] };

/** Assigns every street of the file to its territory; reports those without one. */
export function assignStreets(
  plan: TerritoryImportPlan,
  outline: GazetteerOutline,
  joining: TerritoryImportContext,
): PlacedStreet[] {
  const placed = new Map<string, PlacedStreet>();
  const assign = (territoryId: string, street: StreetDraft, houses: readonly HouseDraft[]) => {
    const key = `${territoryId}|${street.matchKey}|${street.kind}`;
    getOrAdd(placed, key, () => ({ territoryId, street, houses: [] })).houses.push(...houses);
  };
  for (const group of outline.groups) {
    const path = pathInRegion(group.path, joining.regionName);
    const place = path && resolvePath(plan, path, joining);
    const unplaced: StreetGroup["streets"] = new Map();
    for (const [key, street] of group.streets) {
      if (place !== undefined) assign(place.id, street, street.houses);
      // A street of another region is not placed by its point either.
      else if (!path || !assignByPoints(street, { joining, put: assign }))
        unplaced.set(key, street);
    }
    if (unplaced.size > 0) reportUnmatchedGroup(plan, { group, lost: unplaced, joining });
  }
  return [...placed.values()];
}

/** Resolves a path to a territory; adds a settlement that is new to its municipality. */
function resolvePath(
  plan: TerritoryImportPlan,
  path: readonly string[],
  joining: TerritoryImportContext,
): TerritorySummary | undefined {
  const { tree } = joining;
  let place: TerritorySummary | undefined;
  for (const name of path) {
    if (place === undefined) {
      place = tree.findChild(null, name) ?? tree.findSettlement(name);
      continue;
    }
    const inside: TerritorySummary | undefined = tree.findChild(place.id, name);
    if (inside !== undefined) place = inside;
    else if (place.kind === "municipality" && matchKey(place.officialName) !== matchKey(name)) {
      const { name: bare, type } = splitPlaceName(name);
      const row = { name: bare, officialName: name, ...(type !== undefined && { type }) };
      place = planNewPlace(plan, { joining, row, kind: "settlement", parent: place.id });
    }
  }
  return place;
}

/** Assigns each house to the municipality of its point; false when no house has one. */
function assignByPoints(
  street: StreetDraft,
  {
    joining,
    put,
  }: {
    joining: TerritoryImportContext;
    put: (id: string, street: StreetDraft, houses: HouseDraft[]) => void;
  },
): boolean {
  const byPlace = Map.groupBy(street.houses, (house) => joining.tree.findByPoint(house)?.id);
  const withoutPoint = byPlace.get(undefined) ?? [];
  byPlace.delete(undefined);
  const [only] = byPlace.keys();
  for (const [id, houses] of byPlace) {
    // A house without a point goes with its street, when that is in one municipality.
    put(
      id ?? "",
      street,
      byPlace.size === 1 && id === only ? [...houses, ...withoutPoint] : houses,
    );
  }
  return byPlace.size > 0;
}

function reportUnmatchedGroup(
  plan: TerritoryImportPlan,
  {
    group,
    lost,
    joining,
  }: { group: StreetGroup; lost: StreetGroup["streets"]; joining: TerritoryImportContext },
): void {
  const path = pathInRegion(group.path, joining.regionName) ?? group.path;
  const count = [...lost.values()].reduce((sum, { houses }) => sum + Math.max(1, houses.length), 0);
  const name = path[0] ?? joining.regionName;
  reportUnmatched(plan, { name, line: group.line, count, tree: joining.tree });
}

/** Matches placed streets and houses with existing ones. */
export function planStreets(
  plan: TerritoryImportPlan,
  placed: readonly PlacedStreet[],
  known: {
    streets: readonly KnownStreet[];
    housesOf: (street: string) => readonly KnownHouse[];
    newId: () => string;
  },
): StreetPlan {
  const result: StreetPlan = { streets: [], houses: [], moved: [] };
  const byName = new Map<string, KnownStreet[]>();
  const nameKey = (street: { territoryId: string; matchKey: string }) =>
    `${street.territoryId}|${street.matchKey}`;
  for (const street of known.streets) getOrAdd(byName, nameKey(street), () => []).push(street);
  const houses = new Map<string, Map<string, KnownHouse | undefined>>();
  for (const { territoryId, street, houses: drafts } of placed) {
    const { matchKey: key, kind, name } = street;
    const namesakes = getOrAdd(byName, nameKey({ territoryId, matchKey: key }), () => []);
    let found = namesakes.find((one) => one.kind === kind) ?? findUntypedMatch(kind, namesakes);
    if (found === undefined) {
      found = { id: known.newId(), territoryId, kind, matchKey: key };
      namesakes.push(found);
      result.streets.push({ ...found, name });
      plan.report.tallies.street.created += 1;
    } else plan.report.tallies.street.matched += 1;
    const { id } = found;
    const there = getOrAdd(
      houses,
      id,
      () => new Map(known.housesOf(id).map((one) => [one.key, one])),
    );
    for (const draft of drafts) {
      mergeHouse(plan, result, { draft, there, streetId: id, newId: known.newId });
    }
  }
  return result;
}

/** «Лесная» without a type matches the only street of this name. */
function findUntypedMatch(
  kind: string,
  namesakes: readonly KnownStreet[],
): KnownStreet | undefined {
  return kind === "" && namesakes.length === 1 ? namesakes[0] : undefined;
}

function mergeHouse(
  plan: TerritoryImportPlan,
  result: StreetPlan,
  house: {
    draft: HouseDraft;
    there: Map<string, KnownHouse | undefined>;
    streetId: string;
    newId: () => string;
  },
): void {
  const { draft, there, streetId, newId } = house;
  const tally = plan.report.tallies.house;
  const [lat, lon] = [draft.lat ?? null, draft.lon ?? null];
  if (!there.has(draft.key)) {
    there.set(draft.key, undefined);
    result.houses.push({ id: newId(), streetId, number: draft.label, key: draft.key, lat, lon });
    tally.created += 1;
    return;
  }
  const known = there.get(draft.key);
  // Duplicates in the file: the first counts.
  if (known === undefined) return;
  there.set(draft.key, undefined);
  tally.matched += 1;
  if (lat === null || lon === null || (known.lat === lat && known.lon === lon)) return;
  tally.updated += 1;
  result.moved.push({ id: known.id, lat, lon });
}
