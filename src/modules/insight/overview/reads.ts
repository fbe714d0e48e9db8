import type { Ctx } from "#base/context.ts";
import { cached } from "#base/cache.ts";
import {
  loadAttentionSummary,
  listChronicPlaces,
  computeFiguresBy,
  computeFigures,
  listProblems,
  problemListQuery,
  zeroFigures,
  listRecentFixes,
  findReportingSettlements,
  countStatesByWeek,
  type AttentionSummary,
  type ChronicPlace,
  type ProblemFigures,
  type ProblemListItem,
  type VerifiedFix,
  type WeeklyStateCounts,
} from "#modules/problems/index.ts";
import {
  territoryDirectory,
  type TerritoryDirectory,
  type TerritorySummary,
} from "#modules/territories/index.ts";
import { lastDays, lastWeeks, type FigurePeriod, type ScopeQuery } from "../period.ts";

/** Returns the context of a guest: figures show everybody the same. */
const asGuestContext = (ctx: Ctx): Ctx => ({ ...ctx, actor: { kind: "guest" } });

/** Days without a message after which a settlement counts as silent. */
export const silentDays = 60;

export type PlaceFigures = { place: TerritorySummary; figures: ProblemFigures };

export type HomePageData = {
  at: Date;
  month: ProblemFigures;
  places: PlaceFigures[];
  topPriority: ProblemListItem[];
  open: number;
  fixes: VerifiedFix[];
};

const cachedHome = cached(15, async (ctx): Promise<HomePageData> => {
  const quarter = lastWeeks(ctx, 13);
  const [month, byPlace, burning, attention, fixes, directory] = await Promise.all([
    computeFigures(ctx, lastDays(ctx, 30)),
    computeFiguresBy(ctx, "municipality", quarter),
    listTopPriority(ctx, 4),
    loadAttentionSummary(ctx),
    listRecentFixes(ctx, 3),
    territoryDirectory(ctx),
  ]);
  return {
    at: ctx.now(),
    month,
    places: withFigures(directory.municipalities, byPlace),
    topPriority: burning,
    open: attention.open,
    fixes,
  };
});

/** Loads the figures of the first page; cached for 15 seconds. */
export const loadHomeData = (ctx: Ctx): Promise<HomePageData> => cachedHome(asGuestContext(ctx));

/** Lists the problems of the highest priority, as guests see them. */
async function listTopPriority(
  ctx: Ctx,
  limit: number,
  municipality?: string,
): Promise<ProblemListItem[]> {
  const query = problemListQuery.parse({
    sort: "burning",
    ...(municipality !== undefined && { municipality }),
  });
  return (await listProblems(asGuestContext(ctx), query, { limit })).rows;
}

function withFigures(
  places: readonly TerritorySummary[],
  figures: ReadonlyMap<string, ProblemFigures>,
): PlaceFigures[] {
  return places.map((place) => ({ place, figures: figures.get(place.id) ?? zeroFigures }));
}

export type SilentPlaces = { silent: TerritorySummary[]; all: number };

/** Finds settlements with residents from which no message came; the largest first. */
function findSilentSettlements(
  directory: TerritoryDirectory,
  reporting: ReadonlySet<string>,
  municipality: string,
): SilentPlaces {
  const all = directory.settlementsOf(municipality);
  const silent = all
    .filter((one) => !reporting.has(one.id) && one.population !== 0)
    .toSorted((a, b) => (b.population ?? 0) - (a.population ?? 0));
  return { silent, all: all.length };
}

const cachedReportingSettlements = cached(30, (ctx) =>
  findReportingSettlements(ctx, lastDays(ctx, silentDays).from),
);

export type RegionPageData = {
  period: FigurePeriod;
  at: Date;
  figures: ProblemFigures;
  weeks: WeeklyStateCounts[];
  places: (PlaceFigures & SilentPlaces)[];
  bodies: Map<string, ProblemFigures>;
  topics: Map<string, ProblemFigures>;
  attention: AttentionSummary;
  chronic: ChronicPlace[];
};

type CachedRegion = ReturnType<typeof cached<RegionPageData>>;
const regionCaches = new Map<number, CachedRegion>();

/** Loads all figures of the region for so many weeks; cached for 30 seconds. */
export function loadRegionData(ctx: Ctx, weeks: number): Promise<RegionPageData> {
  const known = regionCaches.get(weeks) ?? cached(30, (inner) => computeRegionData(inner, weeks));
  regionCaches.set(weeks, known);
  return known(asGuestContext(ctx));
}

async function computeRegionData(ctx: Ctx, weeks: number): Promise<RegionPageData> {
  const period = lastWeeks(ctx, weeks);
  const [figures, weekly, byPlace, bodies, topics, attention, chronic, directory, reporting] =
    await Promise.all([
      computeFigures(ctx, period),
      countStatesByWeek(ctx, period),
      computeFiguresBy(ctx, "municipality", period),
      computeFiguresBy(ctx, "body", period),
      computeFiguresBy(ctx, "group", period),
      loadAttentionSummary(ctx),
      listChronicPlaces(ctx, { limit: 6 }),
      territoryDirectory(ctx),
      cachedReportingSettlements(ctx),
    ]);
  const places = withFigures(directory.municipalities, byPlace).map((one) => ({
    ...one,
    ...findSilentSettlements(directory, reporting, one.place.id),
  }));
  return {
    period,
    at: ctx.now(),
    figures,
    weeks: fillMissingWeeks(period, weekly),
    places,
    bodies,
    topics,
    attention,
    chronic,
  };
}

/** Adds the weeks without a problem, with zeros. */
function fillMissingWeeks(
  period: FigurePeriod,
  found: readonly WeeklyStateCounts[],
): WeeklyStateCounts[] {
  const byWeek = new Map(found.map((one) => [one.week, one]));
  const none = { verified: 0, claimed: 0, open: 0, late: 0, otherwise: 0 };
  return period.weeks.map((week) => byWeek.get(week) ?? { week, ...none });
}

export type TerritoryPageData = {
  place: TerritorySummary;
  period: FigurePeriod;
  at: Date;
  figures: ProblemFigures;
  region: ProblemFigures;
  weeks: WeeklyStateCounts[];
  attention: AttentionSummary;
  topPriority: ProblemListItem[];
  chronic: ChronicPlace[];
  settlements: PlaceFigures[];
  bodies: Map<string, ProblemFigures>;
  topics: Map<string, ProblemFigures>;
} & SilentPlaces;

/**
 * Loads all figures of one municipality; topic and body narrow its figures and those of the region
 * next to them.
 */
export async function loadTerritoryData(
  ctx: Ctx,
  place: TerritorySummary,
  query: ScopeQuery,
): Promise<TerritoryPageData> {
  const guest = asGuestContext(ctx);
  const weeks = Number(query.weeks);
  const period = lastWeeks(guest, weeks);
  const filteredScope = { ...period, topicGroup: query.topic, bodyId: query.body };
  const municipalityScope = { ...filteredScope, municipalityId: place.id };
  const isUnfiltered = query.topic === undefined && query.body === undefined;
  const [
    figures,
    region,
    weekly,
    attention,
    burning,
    chronic,
    bySettlement,
    bodies,
    topics,
    directory,
    reporting,
  ] = await Promise.all([
    computeFigures(guest, municipalityScope),
    isUnfiltered
      ? loadRegionData(guest, weeks).then((data) => data.figures)
      : computeFigures(guest, filteredScope),
    countStatesByWeek(guest, municipalityScope),
    loadAttentionSummary(guest, { municipalityId: place.id }),
    listTopPriority(guest, 3, place.id),
    listChronicPlaces(guest, { municipalityId: place.id, limit: 4 }),
    computeFiguresBy(guest, "settlement", municipalityScope),
    computeFiguresBy(guest, "body", { ...municipalityScope, bodyId: undefined }),
    computeFiguresBy(guest, "group", { ...municipalityScope, topicGroup: undefined }),
    territoryDirectory(guest),
    cachedReportingSettlements(guest),
  ]);
  return {
    place,
    period,
    at: guest.now(),
    figures,
    region,
    weeks: fillMissingWeeks(period, weekly),
    attention,
    topPriority: burning,
    chronic,
    settlements: withFigures(directory.settlementsOf(place.id), bySettlement),
    bodies,
    topics,
    ...findSilentSettlements(directory, reporting, place.id),
  };
}

/** Forgets what was counted, for tests and after large imports. */
export function invalidateFigures(ctx: Ctx): void {
  for (const cache of [cachedHome, cachedReportingSettlements, ...regionCaches.values()])
    cache.invalidate(ctx);
}
