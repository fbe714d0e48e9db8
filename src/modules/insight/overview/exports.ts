import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { csvResponse } from "#base/http/exports.ts";
import type { ExportCell } from "#base/tables/csv-writer.ts";
import { groupName, type ProblemFigures, type WeeklyStateCounts } from "#modules/problems/index.ts";
import { webBorders } from "#modules/territories/index.ts";
import { periodQuery, scopeQuery } from "../period.ts";
import { loadRegionData, loadTerritoryData, type RegionPageData } from "./reads.ts";
import {
  confirmedShare,
  onTimeShare,
  perThousand,
  refutedShare,
  verifiedShare,
} from "../shares.ts";
import { insightViewContext } from "../view.ts";
import { requireMunicipality } from "./web.tsx";

/** Returns figures as data: every share with its summands; null where there are too few cases. */
export function toFigureRecord(figures: ProblemFigures, population?: number | null) {
  const { states, answers, claims, checks, reaction, answer, fix } = figures;
  const rounded = (value: number | undefined) =>
    value === undefined ? null : Math.round(value * 10_000) / 10_000;
  return {
    opened: figures.opened,
    messages: figures.messages,
    verified: states.verified,
    claimedUnchecked: states.claimed,
    inWork: states.open,
    overdue: states.late,
    endedOtherwise: states.otherwise,
    verifiedShare: rounded(verifiedShare(figures)),
    answersInTime: answers.inTime,
    answersGiven: answers.given,
    answersOwed: answers.owed,
    onTimeShare: rounded(onTimeShare(figures)),
    claims: claims.made,
    claimsConfirmed: claims.confirmed,
    confirmedShare: rounded(confirmedShare(figures)),
    checks: checks.made,
    refuted: checks.refuted,
    refutedShare: rounded(refutedShare(figures)),
    reactionHoursMedian: rounded(reaction.median),
    reactionHoursP90: rounded(reaction.p90),
    answerDaysMedian: rounded(answer.median),
    answerDaysP90: rounded(answer.p90),
    fixDaysMedian: rounded(fix.median),
    fixDaysP90: rounded(fix.p90),
    ...(population !== undefined && {
      perThousand: rounded(perThousand(figures.opened, population)),
    }),
  };
}

const count = z.int();
const nullableNumber = z.number().nullable();
const figureSchema = z.object({
  opened: count,
  messages: count,
  verified: count,
  claimedUnchecked: count,
  inWork: count,
  overdue: count,
  endedOtherwise: count,
  verifiedShare: nullableNumber,
  answersInTime: count,
  answersGiven: count,
  answersOwed: count,
  onTimeShare: nullableNumber,
  claims: count,
  claimsConfirmed: count,
  confirmedShare: nullableNumber,
  checks: count,
  refuted: count,
  refutedShare: nullableNumber,
  reactionHoursMedian: nullableNumber,
  reactionHoursP90: nullableNumber,
  answerDaysMedian: nullableNumber,
  answerDaysP90: nullableNumber,
  fixDaysMedian: nullableNumber,
  fixDaysP90: nullableNumber,
  perThousand: nullableNumber.optional(),
});

type Row = Record<string, ExportCell>;

function csvExport(
  c: RequestContext,
  name: string,
  rows: readonly Row[],
  head: readonly string[],
): Response {
  const portions = async function* () {
    yield rows.map((row) => head.map((column) => row[column]));
  };
  return csvResponse(name, head, portions(), { zone: c.ctx.region.timeZone });
}

const figureColumns = Object.keys(figureSchema.shape).filter((name) => name !== "perThousand");

type PlaceWithFigures = RegionPageData["places"][number];

const toPlaceRecord = ({ place, figures, silent, all }: PlaceWithFigures) => ({
  territory: place.slug,
  name: place.name,
  oktmo: place.oktmo,
  population: place.population,
  settlements: all,
  silentSettlements: silent.length,
  ...toFigureRecord(figures, place.population),
});
const placeColumns = [
  "territory",
  "name",
  "oktmo",
  "population",
  "settlements",
  "silentSettlements",
  ...figureColumns,
  "perThousand",
];

const stateNames = ["verified", "claimed", "open", "late", "otherwise"] as const;
const weekColumns = ["week", "verified", "claimedUnchecked", "inWork", "overdue", "endedOtherwise"];
const toWeekRecord = (week: WeeklyStateCounts): Row => {
  const [verified, claimed, open, late, otherwise] = stateNames.map((name) => week[name]);
  return {
    week: week.week,
    verified,
    claimedUnchecked: claimed,
    inWork: open,
    overdue: late,
    endedOtherwise: otherwise,
  };
};

const weeksParam = (c: RequestContext) => Number(c.query(periodQuery).weeks);
const requestedRegion = (c: RequestContext) => loadRegionData(c.ctx, weeksParam(c));

const periodData = ({ from, to }: { from: Date; to: Date }) => ({ from, to });

async function placesJson(c: RequestContext): Promise<Response> {
  const data = await requestedRegion(c);
  return c.json({ period: periodData(data.period), territories: data.places.map(toPlaceRecord) });
}

async function placesCsv(c: RequestContext): Promise<Response> {
  return csvExport(
    c,
    "municipalities",
    (await requestedRegion(c)).places.map(toPlaceRecord),
    placeColumns,
  );
}

async function placesGeojson(c: RequestContext): Promise<Response> {
  const [data, borders] = await Promise.all([requestedRegion(c), webBorders(c.ctx)]);
  const byId = new Map(borders.map((one) => [one.id, one.border]));
  const features = data.places.map((one) => ({
    type: "Feature",
    id: one.place.slug,
    geometry: byId.get(one.place.id) ?? null,
    properties: toPlaceRecord(one),
  }));
  return new Response(JSON.stringify({ type: "FeatureCollection", features }), {
    headers: { "content-type": "application/geo+json" },
  });
}

async function bodyRows(c: RequestContext): Promise<Row[]> {
  const [data, { names }] = await Promise.all([requestedRegion(c), insightViewContext(c)]);
  return [...data.bodies]
    .map(([id, figures]) => ({ body: id, name: names.body(id), ...toFigureRecord(figures) }))
    .toSorted((a, b) => b.answersOwed - a.answersOwed || b.opened - a.opened);
}

async function topicRows(c: RequestContext): Promise<Row[]> {
  const data = await requestedRegion(c);
  return [...data.topics]
    .map(([code, figures]) => ({
      topic: code,
      name: groupName(c.lang, code),
      ...toFigureRecord(figures),
    }))
    .toSorted((a, b) => b.opened - a.opened);
}

async function regionJson(c: RequestContext): Promise<Response> {
  const [data, bodies, topics] = await Promise.all([requestedRegion(c), bodyRows(c), topicRows(c)]);
  const population = data.places.reduce((sum, { place }) => sum + (place.population ?? 0), 0);
  return c.json({
    period: periodData(data.period),
    countedAt: data.at,
    figures: toFigureRecord(data.figures, population),
    weeks: data.weeks.map(toWeekRecord),
    territories: data.places.map(toPlaceRecord),
    bodies,
    topics,
  });
}

async function territoryJson(c: RequestContext): Promise<Response> {
  const data = await loadTerritoryData(c.ctx, await requireMunicipality(c), c.query(scopeQuery));
  const { names } = await insightViewContext(c);
  return c.json({
    territory: data.place.slug,
    name: data.place.officialName,
    oktmo: data.place.oktmo,
    population: data.place.population,
    period: periodData(data.period),
    countedAt: data.at,
    figures: toFigureRecord(data.figures, data.place.population),
    region: toFigureRecord(data.region),
    weeks: data.weeks.map(toWeekRecord),
    attention: {
      ...data.attention,
      lateBodies: data.attention.lateBodies.map(({ bodyId, late }) => ({
        body: bodyId,
        name: names.body(bodyId),
        late,
      })),
    },
    silentSettlements: data.silent.map(({ name, population }) => ({ name, population })),
    chronicPlaces: data.chronic.map(({ municipalityId: _, ...place }) => place),
    settlements: data.settlements.map(({ place, figures }) => ({
      name: place.name,
      ...toFigureRecord(figures, place.population),
    })),
    bodies: [...data.bodies].map(([id, figures]) => ({
      body: id,
      name: names.body(id),
      ...toFigureRecord(figures),
    })),
  });
}

async function territoryCsv(c: RequestContext): Promise<Response> {
  const data = await loadTerritoryData(c.ctx, await requireMunicipality(c), c.query(scopeQuery));
  return csvExport(c, data.place.slug, data.weeks.map(toWeekRecord), weekColumns);
}

/** Returns the part of the address without its extension, «dolgomost» of «dolgomost.json». */
function stripExtension(c: RequestContext, ending: string): RequestContext {
  return { ...c, param: (name) => c.param(name).slice(0, -ending.length) };
}

const publicRoute = (path: string, handle: Route["handle"]): Route => ({
  method: "get",
  path,
  permission: "public",
  handle,
});

const periodSchema = z.object({ from: z.iso.datetime(), to: z.iso.datetime() });
const placeSchema = figureSchema.extend({ territory: z.string(), name: z.string() });

export const exportRoutes: Route[] = [
  {
    ...publicRoute("/insight/municipalities.json", placesJson),
    api: {
      summary: "Honest figures of every municipality; shares are null below five cases",
      query: periodQuery,
      response: z.object({ period: periodSchema, territories: z.array(placeSchema) }),
    },
  },
  publicRoute("/insight/municipalities.geojson", placesGeojson),
  {
    ...publicRoute("/territories/:slug{.+\\.json}", (c) =>
      territoryJson(stripExtension(c, ".json")),
    ),
    api: {
      summary:
        "One municipality: figures, weeks, what is late, where it is silent, places where trouble returns",
      query: scopeQuery,
      response: z.object({
        territory: z.string(),
        name: z.string(),
        period: periodSchema,
        figures: figureSchema,
        region: figureSchema,
      }),
    },
  },
  publicRoute("/territories/:slug{.+\\.csv}", (c) => territoryCsv(stripExtension(c, ".csv"))),
  {
    ...publicRoute("/insight.json", regionJson),
    api: {
      summary: "The whole region: figures, weeks, municipalities, bodies and topics",
      query: periodQuery,
      response: z.object({
        period: periodSchema,
        figures: figureSchema,
        territories: z.array(placeSchema),
      }),
    },
  },
  publicRoute("/insight/municipalities.csv", placesCsv),
  publicRoute("/insight/bodies.csv", async (c) =>
    csvExport(c, "bodies", await bodyRows(c), ["body", "name", ...figureColumns]),
  ),
  publicRoute("/insight/topics.csv", async (c) =>
    csvExport(c, "topics", await topicRows(c), ["topic", "name", ...figureColumns]),
  ),
  publicRoute("/insight/weeks.csv", async (c) =>
    csvExport(c, "weeks", (await requestedRegion(c)).weeks.map(toWeekRecord), weekColumns),
  ),
];
