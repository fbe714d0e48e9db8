import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import {
  atomResponse,
  csvResponse,
  textStream,
  xlsxResponse,
  type Cell,
} from "#base/http/exports.ts";
import { namesFor, type Names } from "../display-names.ts";
import { everyProblem, listProblems, listQuery, problemCard, type ProblemLine } from "./reads.ts";
import { readerOf, topicName, type Reader } from "../view.ts";

/** A problem as data: codes beside names, times in UTC, never a person. */
function dataOf(x: Exchange, reader: Reader, names: Names, line: ProblemLine) {
  return {
    number: line.number,
    title: line.title,
    topic: line.topic,
    topicName: topicName(reader.lang, line.topic),
    municipality: names.territory(line.municipality_id),
    address: line.address,
    lat: line.lat,
    lon: line.lon,
    urgency: line.urgency,
    stage: line.stage,
    stageName: reader.t.stages[line.stage],
    body: line.body_id === null ? null : names.body(line.body_id),
    messages: line.message_count,
    escalation: line.escalation,
    refuted: line.refuted_count,
    returns: line.returns_after !== null,
    chronic: line.chronic_since !== null,
    score: line.score,
    openedAt: line.opened_at,
    dueAt: line.due_at,
    overdue: line.overdue_since !== null,
    verifiedAt: line.verified_at,
    closedAt: line.closed_at,
    url: addressOf(x, line.number),
  };
}

type Data = ReturnType<typeof dataOf>;

/** The full address of a problem, as a browser would write it. */
const addressOf = (x: Exchange, number: string): string =>
  encodeURI(`${x.ctx.house.url}${x.href(`/problems/${number}`)}`);

const columns = [
  "number",
  "title",
  "topic",
  "topicName",
  "municipality",
  "address",
  "lat",
  "lon",
  "urgency",
  "stage",
  "stageName",
  "body",
  "messages",
  "escalation",
  "refuted",
  "returns",
  "score",
  "openedAt",
  "dueAt",
  "overdue",
  "verifiedAt",
  "closedAt",
  "url",
] as const satisfies (keyof Data)[];

async function json(x: Exchange): Promise<Response> {
  const query = x.query(listQuery);
  const [page, names] = await Promise.all([listProblems(x.ctx, query), namesFor(x)]);
  const reader = readerOf(x);
  const next = (cursor: string) => {
    const url = new URL(x.url);
    url.searchParams.set("after", cursor);
    return `${url.pathname}${url.search}`;
  };
  return x.json({
    problems: page.rows.map((line) => dataOf(x, reader, names, line)),
    ...(page.after !== undefined && { next: next(page.after) }),
  });
}

async function table(x: Exchange, write: typeof csvResponse): Promise<Response> {
  const query = x.query(listQuery);
  const names = await namesFor(x);
  const reader = readerOf(x);
  const rows = async function* (): AsyncGenerator<Cell[][]> {
    for await (const lines of everyProblem(x.ctx, query)) {
      yield lines.map((line) => {
        const data = dataOf(x, reader, names, line);
        return columns.map((column) => data[column]);
      });
    }
  };
  return write("problems", columns, rows());
}

/** The same rows as a workbook, its times by the region's clock. */
const xlsx = (x: Exchange) =>
  table(x, (name, head, rows) => xlsxResponse(name, head, rows, { zone: x.ctx.region.timeZone }));

/** RFC 7946: problems with a known place, streamed. */
async function geojson(x: Exchange): Promise<Response> {
  const query = x.query(listQuery);
  const names = await namesFor(x);
  const reader = readerOf(x);
  const pieces = async function* (): AsyncGenerator<string> {
    yield '{"type":"FeatureCollection","features":[';
    let comma = "";
    for await (const lines of everyProblem(x.ctx, query)) {
      const features = lines.flatMap((line) =>
        line.lat === null || line.lon === null ? [] : [featureOf(dataOf(x, reader, names, line))],
      );
      if (features.length > 0) yield comma + features.join(",");
      if (features.length > 0) comma = ",";
    }
    yield "]}";
  };
  return new Response(textStream(pieces()), {
    headers: { "content-type": "application/geo+json" },
  });
}

function featureOf({ lat, lon, ...properties }: Data): string {
  const geometry = { type: "Point", coordinates: [lon, lat] };
  return JSON.stringify({ type: "Feature", geometry, properties });
}

async function atom(x: Exchange): Promise<Response> {
  const query = x.query(listQuery);
  const [page, names] = await Promise.all([
    listProblems(
      x.ctx,
      { ...query, sort: "newest", after: undefined, before: undefined },
      { limit: 50 },
    ),
    namesFor(x),
  ]);
  const reader = readerOf(x);
  const full = (path: string) => new URL(path, x.ctx.house.url).toString();
  return atomResponse({
    title: `${reader.t.list.title}. ${x.ctx.region.name[x.lang]}`,
    href: full(x.href("/problems")),
    self: full(`${x.url.pathname}${x.url.search}`),
    updated: page.rows[0]?.opened_at ?? x.ctx.now(),
    entries: page.rows.map((line) => ({
      id: `urn:uuid:${line.id}`,
      title: line.title,
      href: addressOf(x, line.number),
      at: line.stage_since,
      text: [reader.t.stages[line.stage], names.territory(line.municipality_id), line.address]
        .filter(Boolean)
        .join(". "),
    })),
  });
}

/** All public facts about one problem. */
async function cardJson(x: Exchange): Promise<Response> {
  const card = await problemCard(x.ctx, x.param("number"));
  const names = await namesFor(x);
  const { problem, answers, verifications, pictures, voices, facts } = card;
  return x.json({
    ...dataOf(x, readerOf(x), names, problem),
    summary: problem.summary,
    reason: problem.route_reason,
    mergedInto:
      problem.merged_into === null ? null : (card.linked.get(problem.merged_into) ?? null),
    answers: answers.map(({ kind, version, text, promised_for, quality, at }) => ({
      kind,
      version,
      text,
      promisedFor: promised_for,
      quality,
      at,
    })),
    verifications: verifications.map(({ outcome, checker, text, at }) => ({
      outcome,
      checker,
      text,
      at,
    })),
    pictures: pictures.map(({ file_id, moment, alt, taken_at }) => ({
      moment,
      alt,
      takenAt: taken_at,
      url: new URL(x.href(`/pictures/${file_id}/large.webp`), x.ctx.house.url),
    })),
    voices: voices.map(({ channel, excerpt, at }) => ({ channel, excerpt, at })),
    facts: facts.map(({ seq, type, at, data }) => ({ seq, type, at, data })),
  });
}

async function cardAtom(x: Exchange): Promise<Response> {
  const { problem, facts } = await problemCard(x.ctx, x.param("number"));
  const { t } = readerOf(x);
  const full = (path: string) => new URL(path, x.ctx.house.url).toString();
  const page = full(x.href(`/problems/${problem.number}`));
  return atomResponse({
    title: problem.title,
    href: page,
    self: full(x.url.pathname),
    updated: facts.at(-1)?.at ?? problem.opened_at,
    entries: facts
      .filter((fact) => fact.type in t.facts)
      .toReversed()
      .slice(0, 50)
      .map((fact) => ({
        id: `urn:uuid:${fact.id}`,
        title: t.facts[fact.type] ?? fact.type,
        href: `${page}#fact-${fact.seq}`,
        at: fact.at,
        text: problem.title,
      })),
  });
}

const problemData = z.object({
  number: z.string(),
  title: z.string(),
  topic: z.string(),
  topicName: z.string(),
  municipality: z.string(),
  address: z.string(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  urgency: z.string(),
  stage: z.string(),
  stageName: z.string(),
  body: z.string().nullable(),
  messages: z.int(),
  escalation: z.int(),
  refuted: z.int(),
  returns: z.boolean(),
  score: z.int(),
  openedAt: z.iso.datetime(),
  dueAt: z.iso.datetime().nullable(),
  overdue: z.boolean(),
  verifiedAt: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
  url: z.url(),
});

export const twinRoutes: Route[] = [
  {
    method: "get",
    path: "/problems.json",
    asks: "public",
    api: {
      summary:
        "Problems that the asker may see, twenty a page; `next` is the address of the page after",
      query: listQuery,
      answer: z.object({ problems: z.array(problemData), next: z.string().optional() }),
    },
    handle: json,
  },
  {
    method: "get",
    path: "/problems.csv",
    asks: "public",
    handle: (x) => table(x, csvResponse),
  },
  { method: "get", path: "/problems.xlsx", asks: "public", handle: xlsx },
  { method: "get", path: "/problems.geojson", asks: "public", handle: geojson },
  { method: "get", path: "/problems.atom", asks: "public", handle: atom },
  {
    method: "get",
    path: "/problems/:number{.+\\.json}",
    asks: "problems.problem.read",
    api: {
      summary: "One problem with its answers, checks, pictures and all facts of its life",
      answer: problemData.extend({
        summary: z.string(),
        facts: z.array(z.object({ type: z.string() })),
      }),
    },
    handle: (x) => cardJson(withoutEnding(x, ".json")),
  },
  {
    method: "get",
    path: "/problems/:number{.+\\.atom}",
    asks: "problems.problem.read",
    handle: (x) => cardAtom(withoutEnding(x, ".atom")),
  },
];

/** The router gives «К-2026-00417.json» as one part; the number is what stands before the ending. */
function withoutEnding(x: Exchange, ending: string): Exchange {
  return { ...x, param: (name) => x.param(name).slice(0, -ending.length) };
}
