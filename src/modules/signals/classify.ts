import type { Ctx } from "#base/context.ts";
import { toZoned } from "#base/time/calendar.ts";
import { remember } from "#base/cache.ts";
import { competenceBook, type CompetenceBook } from "#modules/organisations/index.ts";
import {
  gazetteerRows,
  inBounds,
  locatorOf,
  matchKey,
  readOktmo,
  splitPlaceName,
  territoryBook,
  boundsOf,
  webBorders,
  type Bounds,
  type GazetteerRows,
  type Locator,
  type TerritoryBook,
} from "#modules/territories/index.ts";
import {
  catalogue,
  findPlace,
  makeGazetteer,
  modelsOf,
  suggest,
  type Gazetteer,
  type Place,
  type Suggestion,
  type Topic,
  type TriageModels,
} from "#modules/triage/index.ts";
import { SURE_PLACE, type StoredSuggestion, type UrgencyLevel, type Warning } from "./signal.ts";

/** What triage knows of a region, ready for thousands of messages a second. */
export type RegionKnowledge = {
  gazetteer: Gazetteer;
  streetNames: ReadonlyMap<string, string>;
  landmarkNames: ReadonlyMap<string, string>;
  territories: TerritoryBook;
  /** «Рудничный, улица Мира»: what the form offers while an address is written. */
  hints: readonly string[];
  /** Municipalities by everything they are called: name, official name, OKTMO. */
  byName: ReadonlyMap<string, string>;
  locator: Locator;
  /** The box around the region; undefined where no border is known, so that no point is judged. */
  bounds: Bounds | undefined;
  bodies: CompetenceBook;
  /** What the region's own decisions have taught. */
  models: TriageModels;
};

type Places = Omit<RegionKnowledge, "bodies" | "locator" | "territories" | "models">;

const placesOf = remember(300, async (ctx): Promise<Places> => {
  const rows = await gazetteerRows(ctx);
  const { municipalities } = await territoryBook(ctx);
  const byName = new Map<string, string>();
  for (const { id, name, officialName, oktmo } of municipalities) {
    for (const called of [name, officialName, oktmo ?? ""]) {
      for (const key of nameKeys(called))
        byName.set(key, byName.has(key) && byName.get(key) !== id ? "" : id);
    }
  }
  return {
    gazetteer: makeGazetteer(rows),
    streetNames: new Map(
      rows.streets.map((row) => [row.id, [row.kind, row.name].filter(Boolean).join(" ")]),
    ),
    landmarkNames: new Map(rows.landmarks.map((row) => [row.id, row.name])),
    byName,
    hints: hintsOf(rows),
    bounds: boxAround(
      (await webBorders(ctx))
        .map(({ border }) => boundsOf(border))
        .filter((box) => box !== undefined),
    ),
  };
});

/** A longer list weighs more than the page it helps; a large region's form then offers its towns only. */
const mostHints = 400;

function hintsOf({ territories, streets }: GazetteerRows): string[] {
  const names = new Map(territories.map((row) => [row.id, row.name]));
  const towns = territories.filter((row) => row.kind === "settlement").map((row) => row.name);
  if (streets.length > mostHints) return towns.slice(0, mostHints);
  return streets.map((row) =>
    [names.get(row.territoryId), [row.kind, row.name].filter(Boolean).join(" ")].join(", "),
  );
}

function boxAround(boxes: readonly Bounds[]): Bounds | undefined {
  if (boxes.length === 0) return undefined;
  return boxes.reduce(([west, south, east, north], box) => [
    Math.min(west, box[0]),
    Math.min(south, box[1]),
    Math.max(east, box[2]),
    Math.max(north, box[3]),
  ]);
}

/** Remembered for minutes, the matrix for seconds. Ask it outside a transaction. */
export async function knowledgeOf(ctx: Ctx): Promise<RegionKnowledge> {
  return {
    ...(await placesOf(ctx)),
    territories: await territoryBook(ctx),
    locator: await locatorOf(ctx),
    bodies: await competenceBook(ctx),
    models: await modelsOf(ctx),
  };
}

/** After places were changed here, and before an import, the next question reads them anew. */
export function forgetKnowledge(ctx: Ctx): void {
  placesOf.forget(ctx);
}

function nameKeys(called: string): string[] {
  const oktmo = readOktmo(called);
  if (oktmo !== undefined) return [oktmo.slice(0, 8)];
  const whole = matchKey(called);
  const bare = matchKey(splitPlaceName(called).name);
  return [...new Set([whole, bare])].filter((key) => key !== "");
}

/** The municipality called so, by name or OKTMO; undefined for none, or when two are called so. */
export function municipalityCalled(known: RegionKnowledge, called: string): string | undefined {
  for (const key of nameKeys(called)) {
    const id = known.byName.get(key);
    if (id !== undefined && id !== "") return id;
  }
  return undefined;
}

/** Metres a point may lie off the border: borders for the web and maps of phones differ by this much. */
const nearBorder = 1_500;

/** Where a point lies; a point that is not of the region is no point, with the reason. */
export function judgePoint(
  known: RegionKnowledge,
  point: { lat: number; lon: number },
): { municipalityId: string | null } | { warning: Warning } {
  if (known.bounds === undefined) return { municipalityId: null };
  const at = known.locator.near(point.lat, point.lon, nearBorder);
  if (at !== undefined) return { municipalityId: municipalityOf(known, at) };
  const turned = { lat: point.lon, lon: point.lat };
  return { warning: inBounds(known.bounds, turned) ? "point-swapped" : "point-outside" };
}

/** The municipality that a territory is or lies in. */
function municipalityOf(known: RegionKnowledge, id: string | undefined): string | null {
  const { byId } = known.territories;
  let at = id === undefined ? undefined : byId.get(id);
  while (at !== undefined && at.kind !== "municipality" && at.parentId !== null)
    at = byId.get(at.parentId);
  return at?.kind === "municipality" ? at.id : null;
}

/** What triage is asked of; `home` is the municipality its channel or its author named. */
export type Told = {
  text: string;
  address: string;
  writtenAt: Date;
  home: string | null;
  at: Date;
};

/** Runs triage over a message and answers what is stored beside it. Never throws, whatever the text. */
export function weighMessage(
  ctx: Pick<Ctx, "region">,
  known: RegionKnowledge,
  told: Told,
): StoredSuggestion {
  const { gazetteer, models } = known;
  const month = Number(toZoned(told.writtenAt, ctx.region.timeZone).date.slice(5, 7));
  const home = told.home ?? undefined;
  const facts = (place: Place | undefined) =>
    topicFacts({ municipalityId: told.home ?? surelyIn(known, place), month });
  const found = suggest({ text: told.text, month, home, facts }, { catalogue, gazetteer, models });
  // What the author wrote into «where» says more than what the story mentions in passing.
  const addressed =
    told.address === "" ? undefined : surer(findPlace(told.address, gazetteer, { home }));
  const place = placeOf(known, better(addressed, found.place), told.home);
  const topic = topicOf(found);
  const topics = { topic: topic.code ?? topic.group ?? "", group: topic.group ?? "" };
  const municipalityId = told.home ?? place.municipalityId;
  const body =
    topic.group === null
      ? undefined
      : known.bodies.bodyFor({ ...topics, municipalityId, at: told.at });
  return {
    engine: found.topic.version,
    topic,
    place,
    urgency: urgencyOf(found),
    noise: {
      is: found.noise.kind !== "problem",
      reason: found.noise.kind === "problem" ? null : found.noise.kind,
      confidence: rounded(
        found.noise.kind === "problem" ? 1 - found.noise.score : found.noise.score,
      ),
    },
    body: {
      organisationId: body?.organisationId ?? null,
      reason: body?.reason ?? "",
      confidence: rounded(
        (body?.confidence ?? 0) * (topic.code === null ? topicGroupTrust(found) : topic.confidence),
      ),
    },
    spans: found.why.map(({ start, end, field }) => ({ start, end, field })),
  };
}

const seasons = ["winter", "spring", "summer", "autumn"] as const;

/** What a topic model is told beside the text; `month` 1…12 is that of its writing. */
export function topicFacts(about: { municipalityId: string | null; month: number }): string[] {
  const season = `season:${seasons[Math.floor((about.month % 12) / 3)]}`;
  return about.municipalityId === null
    ? [season]
    : [`municipality:${about.municipalityId}`, season];
}

/** The municipality that the words name, where they do so surely enough to send a message there. */
function surelyIn(known: RegionKnowledge, place: Place | undefined): string | null {
  if (place === undefined || place.confidence < SURE_PLACE) return null;
  return municipalityOf(known, place.settlement ?? place.territory);
}

const rounded = (share: number) => Math.round(Math.max(0, Math.min(1, share)) * 1000) / 1000;
const topicGroupTrust = (found: Suggestion) => found.topic.groupConfidence;

function topicOf({ topic }: Suggestion): StoredSuggestion["topic"] {
  return {
    code: topic.topic ?? null,
    group: topic.group ?? null,
    confidence: rounded(topic.confidence),
    runnersUp: topic.runnersUp.map(({ code, probability }) => ({
      code,
      confidence: rounded(probability),
    })),
  };
}

const weight: Record<UrgencyLevel, number> = { normal: 0, important: 1, danger: 2 };
const topicByCode = new Map<string, Topic>(catalogue.topics.map((topic) => [topic.code, topic]));

/** The words' own level, or that of the topic where it is graver: an open manhole is never ordinary. */
function urgencyOf({ urgency, topic }: Suggestion): StoredSuggestion["urgency"] {
  const own = topic.topic === undefined ? undefined : topicByCode.get(topic.topic)?.urgent;
  const said = {
    level: urgency.level,
    confidence: rounded(urgency.confidence),
    reasons: [...urgency.reasons],
  };
  if (own === undefined || weight[own] <= weight[urgency.level]) return said;
  return {
    level: own,
    confidence: rounded(topic.confidence),
    reasons: [`topic:${topic.topic}`, ...said.reasons],
  };
}

/** A field that asks «where» holds nothing but a place: half of the doubt whether it is one is gone. */
function surer(place: Place | undefined): Place | undefined {
  return place && { ...place, confidence: 1 - (1 - place.confidence) / 2 };
}

/** The finer of two places; of equals the first. */
function better(first: Place | undefined, second: Place | undefined): Place | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return fineness(second) > fineness(first) ? second : first;
}

function fineness(place: Place): number {
  if (place.house !== undefined) return 3;
  if (place.street !== undefined || place.landmark !== undefined) return 2;
  return place.settlement === undefined ? 0 : 1;
}

const nowhere: StoredSuggestion["place"] = {
  municipalityId: null,
  settlementId: null,
  streetName: null,
  house: null,
  lat: null,
  lon: null,
  confidence: 0,
  label: "",
};

function placeOf(
  known: RegionKnowledge,
  place: Place | undefined,
  home: string | null,
): StoredSuggestion["place"] {
  if (place === undefined) {
    return home === null
      ? nowhere
      : { ...nowhere, municipalityId: home, label: known.territories.nameOf(home) };
  }
  const municipalityId = municipalityOf(known, place.settlement ?? place.territory) ?? home;
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
    confidence: rounded(place.confidence),
    label: parts.filter(Boolean).join(", "),
  };
}
