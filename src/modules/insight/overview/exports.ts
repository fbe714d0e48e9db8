import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { csvResponse, type Cell } from "#base/http/exports.ts";
import { groupName, type Figures, type WeekStates } from "#modules/problems/index.ts";
import { webBorders } from "#modules/territories/index.ts";
import { periodQuery, scopeQuery } from "../period.ts";
import { regionData, territoryData, type RegionData } from "./reads.ts";
import {
  confirmedShare,
  onTimeShare,
  perThousand,
  refutedShare,
  verifiedShare,
} from "../shares.ts";
import { lookOf } from "../view.ts";
import { territoryOf } from "./web.tsx";

/** Figures as data: every share beside its summands; null where there are too few cases to say. */
export function figureData(figures: Figures, population?: number | null) {
  const { states, answers, claims, checks, reaction, answer, fix } = figures;
  const rounded = (value: number | undefined) =>
    value === undefined ? null : Math.round(value * 10_000) / 10_000;
  return {
    opened: figures.opened,
    messages: figures.messages,
    verified: states.verified,
    claimedUnchecked: states.said,
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
const maybe = z.number().nullable();
const figureSchema = z.object({
  opened: count,
  messages: count,
  verified: count,
  claimedUnchecked: count,
  inWork: count,
  overdue: count,
  endedOtherwise: count,
  verifiedShare: maybe,
  answersInTime: count,
  answersGiven: count,
  answersOwed: count,
  onTimeShare: maybe,
  claims: count,
  claimsConfirmed: count,
  confirmedShare: maybe,
  checks: count,
  refuted: count,
  refutedShare: maybe,
  reactionHoursMedian: maybe,
  reactionHoursP90: maybe,
  answerDaysMedian: maybe,
  answerDaysP90: maybe,
  fixDaysMedian: maybe,
  fixDaysP90: maybe,
  perThousand: maybe.optional(),
});

type Row = Record<string, Cell>;

function csv(name: string, rows: readonly Row[], head: readonly string[]): Response {
  const portions = async function* () {
    yield rows.map((row) => head.map((column) => row[column]));
  };
  return csvResponse(name, head, portions());
}

const figureHead = Object.keys(figureSchema.shape).filter((name) => name !== "perThousand");

type Placed = RegionData["places"][number];

const placeRow = ({ place, figures, silent, all }: Placed) => ({
  territory: place.slug,
  name: place.name,
  oktmo: place.oktmo,
  population: place.population,
  settlements: all,
  silentSettlements: silent.length,
  ...figureData(figures, place.population),
});
const placeHead = [
  "territory",
  "name",
  "oktmo",
  "population",
  "settlements",
  "silentSettlements",
  ...figureHead,
  "perThousand",
];

const stateNames = ["verified", "said", "open", "late", "otherwise"] as const;
const weekHead = ["week", "verified", "claimedUnchecked", "inWork", "overdue", "endedOtherwise"];
const weekRow = (week: WeekStates): Row => {
  const [verified, said, open, late, otherwise] = stateNames.map((name) => week[name]);
  return {
    week: week.week,
    verified,
    claimedUnchecked: said,
    inWork: open,
    overdue: late,
    endedOtherwise: otherwise,
  };
};

const weeksOf = (x: Exchange) => Number(x.query(periodQuery).weeks);
const region = (x: Exchange) => regionData(x.ctx, weeksOf(x));

const periodData = ({ from, to }: { from: Date; to: Date }) => ({ from, to });

async function placesJson(x: Exchange): Promise<Response> {
  const data = await region(x);
  return x.json({ period: periodData(data.period), territories: data.places.map(placeRow) });
}

async function placesCsv(x: Exchange): Promise<Response> {
  return csv("municipalities", (await region(x)).places.map(placeRow), placeHead);
}

async function placesGeojson(x: Exchange): Promise<Response> {
  const [data, borders] = await Promise.all([region(x), webBorders(x.ctx)]);
  const byId = new Map(borders.map((one) => [one.id, one.border]));
  const features = data.places.map((one) => ({
    type: "Feature",
    id: one.place.slug,
    geometry: byId.get(one.place.id) ?? null,
    properties: placeRow(one),
  }));
  return new Response(JSON.stringify({ type: "FeatureCollection", features }), {
    headers: { "content-type": "application/geo+json" },
  });
}

async function bodyRows(x: Exchange): Promise<Row[]> {
  const [data, { names }] = await Promise.all([region(x), lookOf(x)]);
  return [...data.bodies]
    .map(([id, figures]) => ({ body: id, name: names.body(id), ...figureData(figures) }))
    .toSorted((a, b) => b.answersOwed - a.answersOwed || b.opened - a.opened);
}

async function topicRows(x: Exchange): Promise<Row[]> {
  const data = await region(x);
  return [...data.topics]
    .map(([code, figures]) => ({
      topic: code,
      name: groupName(x.lang, code),
      ...figureData(figures),
    }))
    .toSorted((a, b) => b.opened - a.opened);
}

async function regionJson(x: Exchange): Promise<Response> {
  const [data, bodies, topics] = await Promise.all([region(x), bodyRows(x), topicRows(x)]);
  const population = data.places.reduce((sum, { place }) => sum + (place.population ?? 0), 0);
  return x.json({
    period: periodData(data.period),
    countedAt: data.at,
    figures: figureData(data.figures, population),
    weeks: data.weeks.map(weekRow),
    territories: data.places.map(placeRow),
    bodies,
    topics,
  });
}

async function territoryJson(x: Exchange): Promise<Response> {
  const data = await territoryData(x.ctx, await territoryOf(x), x.query(scopeQuery));
  const { names } = await lookOf(x);
  return x.json({
    territory: data.place.slug,
    name: data.place.officialName,
    oktmo: data.place.oktmo,
    population: data.place.population,
    period: periodData(data.period),
    countedAt: data.at,
    figures: figureData(data.figures, data.place.population),
    region: figureData(data.region),
    weeks: data.weeks.map(weekRow),
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
      ...figureData(figures, place.population),
    })),
    bodies: [...data.bodies].map(([id, figures]) => ({
      body: id,
      name: names.body(id),
      ...figureData(figures),
    })),
  });
}

async function territoryCsv(x: Exchange): Promise<Response> {
  const data = await territoryData(x.ctx, await territoryOf(x), x.query(scopeQuery));
  return csv(data.place.slug, data.weeks.map(weekRow), weekHead);
}

/** «dolgomost.json» comes as one part of the address. */
function withoutEnding(x: Exchange, ending: string): Exchange {
  return { ...x, param: (name) => x.param(name).slice(0, -ending.length) };
}

const open = (path: string, handle: Route["handle"]): Route => ({
  method: "get",
  path,
  asks: "public",
  handle,
});

const period = z.object({ from: z.iso.datetime(), to: z.iso.datetime() });
const placeSchema = figureSchema.extend({ territory: z.string(), name: z.string() });

export const twinRoutes: Route[] = [
  {
    ...open("/insight/municipalities.json", placesJson),
    api: {
      summary: "Honest figures of every municipality; shares are null below five cases",
      query: periodQuery,
      answer: z.object({ period, territories: z.array(placeSchema) }),
    },
  },
  open("/insight/municipalities.geojson", placesGeojson),
  {
    ...open("/territories/:slug{.+\\.json}", (x) => territoryJson(withoutEnding(x, ".json"))),
    api: {
      summary:
        "One municipality: figures, weeks, what is late, where it is silent, places where trouble returns",
      query: scopeQuery,
      answer: z.object({
        territory: z.string(),
        name: z.string(),
        period,
        figures: figureSchema,
        region: figureSchema,
      }),
    },
  },
  open("/territories/:slug{.+\\.csv}", (x) => territoryCsv(withoutEnding(x, ".csv"))),
  {
    ...open("/insight.json", regionJson),
    api: {
      summary: "The whole region: figures, weeks, municipalities, bodies and topics",
      query: periodQuery,
      answer: z.object({ period, figures: figureSchema, territories: z.array(placeSchema) }),
    },
  },
  open("/insight/municipalities.csv", placesCsv),
  open("/insight/bodies.csv", async (x) =>
    csv("bodies", await bodyRows(x), ["body", "name", ...figureHead]),
  ),
  open("/insight/topics.csv", async (x) =>
    csv("topics", await topicRows(x), ["topic", "name", ...figureHead]),
  ),
  open("/insight/weeks.csv", async (x) =>
    csv("weeks", (await region(x)).weeks.map(weekRow), weekHead),
  ),
];
