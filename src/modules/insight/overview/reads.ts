import type { Ctx } from "#base/context.ts";
import { remember } from "#base/cache.ts";
import {
  attentionOf,
  chronicPlaces,
  figuresBy,
  figuresOf,
  listProblems,
  listQuery,
  noFigures,
  recentlyVerified,
  settlementsHeard,
  weeklyStates,
  type Attention,
  type ChronicPlace,
  type Figures,
  type ProblemLine,
  type VerifiedFix,
  type WeekStates,
} from "#modules/problems/index.ts";
import {
  territoryBook,
  type TerritoryBook,
  type TerritoryBrief,
} from "#modules/territories/index.ts";
import { daysUpToNow, weeksUpToNow, type Period, type ScopeQuery } from "../period.ts";

/** Figures show to everybody what guests see: nobody's rights change a number. */
const asGuest = (ctx: Ctx): Ctx => ({ ...ctx, actor: { kind: "guest" } });

/** Days without a message after which a settlement counts as silent. */
export const silentDays = 60;

export type PlaceFigures = { place: TerritoryBrief; figures: Figures };

export type HomeData = {
  at: Date;
  month: Figures;
  places: PlaceFigures[];
  burning: ProblemLine[];
  open: number;
  fixes: VerifiedFix[];
};

const rememberedHome = remember(15, async (ctx): Promise<HomeData> => {
  const quarter = weeksUpToNow(ctx, 13);
  const [month, byPlace, burning, attention, fixes, book] = await Promise.all([
    figuresOf(ctx, daysUpToNow(ctx, 30)),
    figuresBy(ctx, "municipality", quarter),
    burningIn(ctx, 4),
    attentionOf(ctx),
    recentlyVerified(ctx, 3),
    territoryBook(ctx),
  ]);
  return {
    at: ctx.now(),
    month,
    places: placesWith(book.municipalities, byPlace),
    burning,
    open: attention.open,
    fixes,
  };
});

/** What the first page shows; remembered for 15 seconds. */
export const homeData = (ctx: Ctx): Promise<HomeData> => rememberedHome(asGuest(ctx));

/** What burns, as guests see it. */
async function burningIn(ctx: Ctx, limit: number, municipality?: string): Promise<ProblemLine[]> {
  const query = listQuery.parse({
    sort: "burning",
    ...(municipality !== undefined && { municipality }),
  });
  return (await listProblems(asGuest(ctx), query, { limit })).rows;
}

function placesWith(
  places: readonly TerritoryBrief[],
  figures: ReadonlyMap<string, Figures>,
): PlaceFigures[] {
  return places.map((place) => ({ place, figures: figures.get(place.id) ?? noFigures }));
}

export type SilentPlaces = { silent: TerritoryBrief[]; all: number };

/** Settlements with residents from which nobody was heard; the largest first. */
function silentIn(
  book: TerritoryBook,
  heard: ReadonlySet<string>,
  municipality: string,
): SilentPlaces {
  const all = book.settlementsOf(municipality);
  const silent = all
    .filter((one) => !heard.has(one.id) && one.population !== 0)
    .toSorted((a, b) => (b.population ?? 0) - (a.population ?? 0));
  return { silent, all: all.length };
}

const rememberedHeard = remember(30, (ctx) =>
  settlementsHeard(ctx, daysUpToNow(ctx, silentDays).from),
);

export type RegionData = {
  period: Period;
  at: Date;
  figures: Figures;
  weeks: WeekStates[];
  places: (PlaceFigures & SilentPlaces)[];
  bodies: Map<string, Figures>;
  topics: Map<string, Figures>;
  attention: Attention;
  chronic: ChronicPlace[];
};

type Remembered = ReturnType<typeof remember<RegionData>>;
const regions = new Map<number, Remembered>();

/** Everything about the region in so many weeks; remembered for 30 seconds. */
export function regionData(ctx: Ctx, weeks: number): Promise<RegionData> {
  const known = regions.get(weeks) ?? remember(30, (inner) => readRegion(inner, weeks));
  regions.set(weeks, known);
  return known(asGuest(ctx));
}

async function readRegion(ctx: Ctx, weeks: number): Promise<RegionData> {
  const period = weeksUpToNow(ctx, weeks);
  const [figures, weekly, byPlace, bodies, topics, attention, chronic, book, heard] =
    await Promise.all([
      figuresOf(ctx, period),
      weeklyStates(ctx, period),
      figuresBy(ctx, "municipality", period),
      figuresBy(ctx, "body", period),
      figuresBy(ctx, "group", period),
      attentionOf(ctx),
      chronicPlaces(ctx, { limit: 6 }),
      territoryBook(ctx),
      rememberedHeard(ctx),
    ]);
  const places = placesWith(book.municipalities, byPlace).map((one) => ({
    ...one,
    ...silentIn(book, heard, one.place.id),
  }));
  return {
    period,
    at: ctx.now(),
    figures,
    weeks: everyWeek(period, weekly),
    places,
    bodies,
    topics,
    attention,
    chronic,
  };
}

/** Weeks without a problem stand in the picture too. */
function everyWeek(period: Period, found: readonly WeekStates[]): WeekStates[] {
  const byWeek = new Map(found.map((one) => [one.week, one]));
  const none = { verified: 0, said: 0, open: 0, late: 0, otherwise: 0 };
  return period.weeks.map((week) => byWeek.get(week) ?? { week, ...none });
}

export type TerritoryData = {
  place: TerritoryBrief;
  period: Period;
  at: Date;
  figures: Figures;
  region: Figures;
  weeks: WeekStates[];
  attention: Attention;
  burning: ProblemLine[];
  chronic: ChronicPlace[];
  settlements: PlaceFigures[];
  bodies: Map<string, Figures>;
  topics: Map<string, Figures>;
} & SilentPlaces;

/** Everything about one municipality; topic and body narrow its figures and the region's they are compared with. */
export async function territoryData(
  ctx: Ctx,
  place: TerritoryBrief,
  query: ScopeQuery,
): Promise<TerritoryData> {
  const guest = asGuest(ctx);
  const weeks = Number(query.weeks);
  const period = weeksUpToNow(guest, weeks);
  const narrowed = { ...period, topicGroup: query.topic, bodyId: query.body };
  const mine = { ...narrowed, municipalityId: place.id };
  const whole = query.topic === undefined && query.body === undefined;
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
    book,
    heard,
  ] = await Promise.all([
    figuresOf(guest, mine),
    whole ? regionData(guest, weeks).then((data) => data.figures) : figuresOf(guest, narrowed),
    weeklyStates(guest, mine),
    attentionOf(guest, { municipalityId: place.id }),
    burningIn(guest, 3, place.id),
    chronicPlaces(guest, { municipalityId: place.id, limit: 4 }),
    figuresBy(guest, "settlement", mine),
    figuresBy(guest, "body", { ...mine, bodyId: undefined }),
    figuresBy(guest, "group", { ...mine, topicGroup: undefined }),
    territoryBook(guest),
    rememberedHeard(guest),
  ]);
  return {
    place,
    period,
    at: guest.now(),
    figures,
    region,
    weeks: everyWeek(period, weekly),
    attention,
    burning,
    chronic,
    settlements: placesWith(book.settlementsOf(place.id), bySettlement),
    bodies,
    topics,
    ...silentIn(book, heard, place.id),
  };
}

/** Forgets what was counted, for tests and after large imports. */
export function forgetFigures(ctx: Ctx): void {
  for (const memory of [rememberedHome, rememberedHeard, ...regions.values()]) memory.forget(ctx);
}
