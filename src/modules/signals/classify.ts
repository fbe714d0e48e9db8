import type { Ctx } from "#base/context.ts";
import { toZoned } from "#base/time/calendar.ts";
import { cached } from "#base/cache.ts";
import { competenceDirectory, type CompetenceDirectory } from "#modules/organisations/index.ts";
import {
  loadGazetteerRows,
  isInBounds,
  territoryLocator,
  matchKey,
  parseOktmo,
  splitPlaceName,
  territoryDirectory,
  computeBounds,
  webBorders,
  type Bounds,
  type GazetteerRows,
  type TerritoryLocator,
  type TerritoryDirectory,
} from "#modules/territories/index.ts";
import {
  catalogue,
  findPlace,
  buildGazetteer,
  activeModels,
  suggestTriage,
  type Gazetteer,
  type PlaceMatch,
  type TriageSuggestion,
  type CatalogueTopic,
  type RegionModels,
} from "#modules/triage/index.ts";
import {
  CONFIDENT_PLACE_THRESHOLD,
  type StoredSuggestion,
  type UrgencyLevel,
  type IntakeWarning,
} from "./signal.ts";

/** What triage knows of a region, ready for thousands of messages a second. */
export type RegionKnowledge = {
  gazetteer: Gazetteer;
  streetNames: ReadonlyMap<string, string>;
  landmarkNames: ReadonlyMap<string, string>;
  territories: TerritoryDirectory;
  /** «Рудничный, улица Мира»: what the form offers while an address is written. */
  hints: readonly string[];
  /** Municipalities by everything they are called: name, official name, OKTMO. */
  byName: ReadonlyMap<string, string>;
  locator: TerritoryLocator;
  /** The box around the region; undefined where no border is known, so that no point is judged. */
  bounds: Bounds | undefined;
  bodies: CompetenceDirectory;
  /** What the region's own decisions have taught. */
  models: RegionModels;
};

type RegionPlaces = Omit<RegionKnowledge, "bodies" | "locator" | "territories" | "models">;

const cachedPlaces = cached(300, async (ctx): Promise<RegionPlaces> => {
  const rows = await loadGazetteerRows(ctx);
  const { municipalities } = await territoryDirectory(ctx);
  const byName = new Map<string, string>();
  for (const { id, name, officialName, oktmo } of municipalities) {
    for (const called of [name, officialName, oktmo ?? ""]) {
      for (const key of nameKeys(called))
        byName.set(key, byName.has(key) && byName.get(key) !== id ? "" : id);
    }
  }
  return {
    gazetteer: buildGazetteer(rows),
    streetNames: new Map(
      rows.streets.map((row) => [row.id, [row.kind, row.name].filter(Boolean).join(" ")]),
    ),
    landmarkNames: new Map(rows.landmarks.map((row) => [row.id, row.name])),
    byName,
    hints: addressHints(rows),
    bounds: unionBounds(
      (await webBorders(ctx))
        .map(({ border }) => computeBounds(border))
        .filter((box) => box !== undefined),
    ),
  };
});

/** A longer list weighs more than the page it helps; a large region's form then offers its towns only. */
const maxHints = 400;

function addressHints({ territories, streets }: GazetteerRows): string[] {
  const names = new Map(territories.map((row) => [row.id, row.name]));
  const towns = territories.filter((row) => row.kind === "settlement").map((row) => row.name);
  if (streets.length > maxHints) return towns.slice(0, maxHints);
  return streets.map((row) =>
    [names.get(row.territoryId), [row.kind, row.name].filter(Boolean).join(" ")].join(", "),
  );
}

function unionBounds(boxes: readonly Bounds[]): Bounds | undefined {
  if (boxes.length === 0) return undefined;
  return boxes.reduce(([west, south, east, north], box) => [
    Math.min(west, box[0]),
    Math.min(south, box[1]),
    Math.max(east, box[2]),
    Math.max(north, box[3]),
  ]);
}

/**
 * Loads what triage knows of the region; cached for minutes, the matrix of competence for seconds.
 * Call it outside a transaction.
 */
export async function loadKnowledge(ctx: Ctx): Promise<RegionKnowledge> {
  return {
    ...(await cachedPlaces(ctx)),
    territories: await territoryDirectory(ctx),
    locator: await territoryLocator(ctx),
    bodies: await competenceDirectory(ctx),
    models: await activeModels(ctx),
  };
}

/** Drops the cached knowledge of the region, after a change of places and before an import. */
export function invalidateKnowledge(ctx: Ctx): void {
  cachedPlaces.invalidate(ctx);
}

function nameKeys(called: string): string[] {
  const oktmo = parseOktmo(called);
  if (oktmo !== undefined) return [oktmo.slice(0, 8)];
  const whole = matchKey(called);
  const bare = matchKey(splitPlaceName(called).name);
  return [...new Set([whole, bare])].filter((key) => key !== "");
}

/** Finds a municipality by name or OKTMO; undefined for none and for an ambiguous name. */
export function findMunicipalityByName(known: RegionKnowledge, called: string): string | undefined {
  for (const key of nameKeys(called)) {
    const id = known.byName.get(key);
    if (id !== undefined && id !== "") return id;
  }
  return undefined;
}

/** Metres a point may lie off the border: borders for the web and maps of phones differ by this much. */
const borderToleranceMetres = 1_500;

/** Finds the territory of a point; a point outside the region is dropped, with the reason. */
export function locatePoint(
  known: RegionKnowledge,
  point: { lat: number; lon: number },
): { municipalityId: string | null } | { warning: IntakeWarning } {
  if (known.bounds === undefined) return { municipalityId: null };
  const at = known.locator.findNear(point.lat, point.lon, borderToleranceMetres);
  if (at !== undefined) return { municipalityId: containingMunicipality(known, at) };
  const turned = { lat: point.lon, lon: point.lat };
  return { warning: isInBounds(known.bounds, turned) ? "point-swapped" : "point-outside" };
}

/** Returns the municipality that a territory is or lies in. */
function containingMunicipality(known: RegionKnowledge, id: string | undefined): string | null {
  const { byId } = known.territories;
  let at = id === undefined ? undefined : byId.get(id);
  while (at !== undefined && at.kind !== "municipality" && at.parentId !== null)
    at = byId.get(at.parentId);
  return at?.kind === "municipality" ? at.id : null;
}

/** What triage is asked of; `home` is the municipality its channel or its author named. */
export type MessageToClassify = {
  text: string;
  address: string;
  writtenAt: Date;
  home: string | null;
  at: Date;
};

/** Runs triage over a message and returns the suggestion to store with it. Never throws, whatever the text. */
export function classifyMessage(
  ctx: Pick<Ctx, "region">,
  known: RegionKnowledge,
  message: MessageToClassify,
): StoredSuggestion {
  const { gazetteer, models } = known;
  const month = Number(toZoned(message.writtenAt, ctx.region.timeZone).date.slice(5, 7));
  const home = message.home ?? undefined;
  const facts = (place: PlaceMatch | undefined) =>
    topicContext({ municipalityId: message.home ?? confidentMunicipality(known, place), month });
  const found = suggestTriage(
    { text: message.text, month, homeTerritory: home, facts },
    { catalogue, gazetteer, models },
  );
  // What the author wrote into «where» says more than what the story mentions in passing.
  const addressed =
    message.address === ""
      ? undefined
      : withAddressConfidence(findPlace(message.address, gazetteer, { home }));
  const place = toPlaceSuggestion(known, finerPlace(addressed, found.place), message.home);
  const topic = toTopicSuggestion(found);
  const topics = { topic: topic.code ?? topic.group ?? "", group: topic.group ?? "" };
  const municipalityId = message.home ?? place.municipalityId;
  const body =
    topic.group === null
      ? undefined
      : known.bodies.findResponsibleBody({ ...topics, municipalityId, at: message.at });
  return {
    engine: found.topic.version,
    topic,
    place,
    urgency: toUrgencySuggestion(found),
    noise: {
      is: found.noise.kind !== "problem",
      reason: found.noise.kind === "problem" ? null : found.noise.kind,
      confidence: roundShare(
        found.noise.kind === "problem" ? 1 - found.noise.score : found.noise.score,
      ),
    },
    body: {
      organisationId: body?.organisationId ?? null,
      reason: body?.reason ?? "",
      confidence: roundShare(
        (body?.confidence ?? 0) * (topic.code === null ? groupConfidence(found) : topic.confidence),
      ),
    },
    spans: found.why.map(({ start, end, field }) => ({ start, end, field })),
  };
}

const seasons = ["winter", "spring", "summer", "autumn"] as const;

/** Returns the input of a topic model besides the text; `month` is 1…12, that of the writing. */
export function topicContext(about: { municipalityId: string | null; month: number }): string[] {
  const season = `season:${seasons[Math.floor((about.month % 12) / 3)]}`;
  return about.municipalityId === null
    ? [season]
    : [`municipality:${about.municipalityId}`, season];
}

/** Returns the municipality named in the text when that is certain enough to route the message by it. */
function confidentMunicipality(
  known: RegionKnowledge,
  place: PlaceMatch | undefined,
): string | null {
  if (place === undefined || place.confidence < CONFIDENT_PLACE_THRESHOLD) return null;
  return containingMunicipality(known, place.settlement ?? place.territory);
}

const roundShare = (share: number) => Math.round(Math.max(0, Math.min(1, share)) * 1000) / 1000;
const groupConfidence = (found: TriageSuggestion) => found.topic.groupConfidence;

function toTopicSuggestion({ topic }: TriageSuggestion): StoredSuggestion["topic"] {
  return {
    code: topic.topic ?? null,
    group: topic.group ?? null,
    confidence: roundShare(topic.confidence),
    runnersUp: topic.runnersUp.map(({ code, probability }) => ({
      code,
      confidence: roundShare(probability),
    })),
  };
}

const urgencyRank: Record<UrgencyLevel, number> = { normal: 0, important: 1, danger: 2 };
const topicByCode = new Map<string, CatalogueTopic>(
  catalogue.topics.map((topic) => [topic.code, topic]),
);

/**
 * Returns the urgency found in the text, or that of the topic where it is higher: an open manhole is
 * never ordinary.
 */
function toUrgencySuggestion({ urgency, topic }: TriageSuggestion): StoredSuggestion["urgency"] {
  const own = topic.topic === undefined ? undefined : topicByCode.get(topic.topic)?.urgent;
  const suggested = {
    level: urgency.level,
    confidence: roundShare(urgency.confidence),
    reasons: [...urgency.reasons],
  };
  if (own === undefined || urgencyRank[own] <= urgencyRank[urgency.level]) return suggested;
  return {
    level: own,
    confidence: roundShare(topic.confidence),
    reasons: [`topic:${topic.topic}`, ...suggested.reasons],
  };
}

/** Halves the doubt of a place that was typed into the address field, which holds nothing else. */
function withAddressConfidence(place: PlaceMatch | undefined): PlaceMatch | undefined {
  return place && { ...place, confidence: 1 - (1 - place.confidence) / 2 };
}

/** Returns the more precise of two places; the first of equals. */
function finerPlace(
  first: PlaceMatch | undefined,
  second: PlaceMatch | undefined,
): PlaceMatch | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return placePrecision(second) > placePrecision(first) ? second : first;
}

function placePrecision(place: PlaceMatch): number {
  if (place.house !== undefined) return 3;
  if (place.street !== undefined || place.landmark !== undefined) return 2;
  return place.settlement === undefined ? 0 : 1;
}

const noPlace: StoredSuggestion["place"] = {
  municipalityId: null,
  settlementId: null,
  streetName: null,
  house: null,
  lat: null,
  lon: null,
  confidence: 0,
  label: "",
};

function toPlaceSuggestion(
  known: RegionKnowledge,
  place: PlaceMatch | undefined,
  home: string | null,
): StoredSuggestion["place"] {
  if (place === undefined) {
    return home === null
      ? noPlace
      : { ...noPlace, municipalityId: home, label: known.territories.nameOf(home) };
  }
  const municipalityId = containingMunicipality(known, place.settlement ?? place.territory) ?? home;
  const streetName = (place.street && known.streetNames.get(place.street)) ?? null;
  const landmark = place.landmark && known.landmarkNames.get(place.landmark);
  const parts = [
    place.settlement === undefined
      ? known.territories.nameOf(municipalityId)
      : known.territories.nameOf(place.settlement),
    streetName,
    place.house?.label,
    streetName === null ? landmark : undefined,
  ];
  return {
    municipalityId,
    settlementId: place.settlement ?? null,
    streetName,
    house: place.house?.label ?? null,
    lat: place.lat ?? null,
    lon: place.lon ?? null,
    confidence: roundShare(place.confidence),
    label: parts.filter(Boolean).join(", "),
  };
}
