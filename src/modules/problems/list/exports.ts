import { labelOf } from "#base/messages.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import {
  atomResponse,
  csvResponse,
  textStream,
  xlsxResponse,
  type ExportCell,
} from "#base/http/exports.ts";
import { loadDisplayNames, type ProblemDisplayNames } from "../display-names.ts";
import {
  streamProblems,
  listProblems,
  problemListQuery,
  loadProblemCard,
  type ProblemListItem,
} from "./reads.ts";
import { problemViewContext, topicName, type ProblemViewContext } from "../view.ts";

/** A problem as data: codes beside names, times in UTC, never a person. */
function toExportRecord(
  c: RequestContext,
  view: ProblemViewContext,
  names: ProblemDisplayNames,
  line: ProblemListItem,
) {
  return {
    number: line.number,
    title: line.title,
    topic: line.topic,
    topicName: topicName(view.lang, line.topic),
    municipality: names.territory(line.municipality_id),
    address: line.address,
    lat: line.lat,
    lon: line.lon,
    urgency: line.urgency,
    stage: line.stage,
    stageName: view.t.stages[line.stage],
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
    url: absoluteUrl(c, line.number),
  };
}

type ProblemExportRecord = ReturnType<typeof toExportRecord>;

/** The full address of a problem, as a browser would write it. */
const absoluteUrl = (c: RequestContext, number: string): string =>
  encodeURI(`${c.ctx.app.url}${c.href(`/problems/${number}`)}`);

const exportColumns = [
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
] as const satisfies (keyof ProblemExportRecord)[];

async function listJson(c: RequestContext): Promise<Response> {
  const query = c.query(problemListQuery);
  const [page, names] = await Promise.all([listProblems(c.ctx, query), loadDisplayNames(c)]);
  const view = problemViewContext(c);
  const next = (cursor: string) => {
    const url = new URL(c.url);
    url.searchParams.set("after", cursor);
    return `${url.pathname}${url.search}`;
  };
  return c.json({
    problems: page.rows.map((line) => toExportRecord(c, view, names, line)),
    ...(page.after !== undefined && { next: next(page.after) }),
  });
}

async function streamTable(c: RequestContext, write: typeof csvResponse): Promise<Response> {
  const query = c.query(problemListQuery);
  const names = await loadDisplayNames(c);
  const view = problemViewContext(c);
  const rows = async function* (): AsyncGenerator<ExportCell[][]> {
    for await (const lines of streamProblems(c.ctx, query)) {
      yield lines.map((line) => {
        const data = toExportRecord(c, view, names, line);
        return exportColumns.map((column) => data[column]);
      });
    }
  };
  return write("problems", exportColumns, rows());
}

/** The same rows as a workbook, its times by the region's clock. */
const listXlsx = (c: RequestContext) =>
  streamTable(c, (name, head, rows) =>
    xlsxResponse(name, head, rows, { zone: c.ctx.region.timeZone }),
  );

/** RFC 7946: problems with a known place, streamed. */
async function listGeojson(c: RequestContext): Promise<Response> {
  const query = c.query(problemListQuery);
  const names = await loadDisplayNames(c);
  const view = problemViewContext(c);
  const chunks = async function* (): AsyncGenerator<string> {
    yield '{"type":"FeatureCollection","features":[';
    let comma = "";
    for await (const lines of streamProblems(c.ctx, query)) {
      const features = lines.flatMap((line) =>
        line.lat === null || line.lon === null
          ? []
          : [toFeature(toExportRecord(c, view, names, line))],
      );
      if (features.length > 0) yield comma + features.join(",");
      if (features.length > 0) comma = ",";
    }
    yield "]}";
  };
  return new Response(textStream(chunks()), {
    headers: { "content-type": "application/geo+json" },
  });
}

function toFeature({ lat, lon, ...properties }: ProblemExportRecord): string {
  const geometry = { type: "Point", coordinates: [lon, lat] };
  return JSON.stringify({ type: "Feature", geometry, properties });
}

async function listAtom(c: RequestContext): Promise<Response> {
  const query = c.query(problemListQuery);
  const [page, names] = await Promise.all([
    listProblems(
      c.ctx,
      { ...query, sort: "newest", after: undefined, before: undefined },
      { limit: 50 },
    ),
    loadDisplayNames(c),
  ]);
  const view = problemViewContext(c);
  const full = (path: string) => new URL(path, c.ctx.app.url).toString();
  return atomResponse({
    title: `${view.t.list.title}. ${c.ctx.region.name[c.lang]}`,
    href: full(c.href("/problems")),
    self: full(`${c.url.pathname}${c.url.search}`),
    updated: page.rows[0]?.opened_at ?? c.ctx.now(),
    entries: page.rows.map((line) => ({
      id: `urn:uuid:${line.id}`,
      title: line.title,
      href: absoluteUrl(c, line.number),
      at: line.stage_since,
      text: [view.t.stages[line.stage], names.territory(line.municipality_id), line.address]
        .filter(Boolean)
        .join(". "),
    })),
  });
}

/** All public facts about one problem. */
async function cardJson(c: RequestContext): Promise<Response> {
  const card = await loadProblemCard(c.ctx, c.param("number"));
  const names = await loadDisplayNames(c);
  const { problem, answers, verifications, pictures, reports, facts } = card;
  return c.json({
    ...toExportRecord(c, problemViewContext(c), names, problem),
    summary: problem.summary,
    reason: problem.route_reason,
    mergedInto:
      problem.merged_into === null ? null : (card.numbersById.get(problem.merged_into) ?? null),
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
      url: new URL(c.href(`/pictures/${file_id}/large.webp`), c.ctx.app.url),
    })),
    voices: reports.map(({ channel, excerpt, at }) => ({ channel, excerpt, at })),
    facts: facts.map(({ seq, type, at, data }) => ({ seq, type, at, data })),
  });
}

async function cardAtom(c: RequestContext): Promise<Response> {
  const { problem, facts } = await loadProblemCard(c.ctx, c.param("number"));
  const { t } = problemViewContext(c);
  const full = (path: string) => new URL(path, c.ctx.app.url).toString();
  const page = full(c.href(`/problems/${problem.number}`));
  return atomResponse({
    title: problem.title,
    href: page,
    self: full(c.url.pathname),
    updated: facts.at(-1)?.at ?? problem.opened_at,
    entries: facts
      .filter((fact) => fact.type in t.facts)
      .toReversed()
      .slice(0, 50)
      .map((fact) => ({
        id: `urn:uuid:${fact.id}`,
        title: labelOf(t.facts, fact.type) ?? fact.type,
        href: `${page}#fact-${fact.seq}`,
        at: fact.at,
        text: problem.title,
      })),
  });
}

const problemSchema = z.object({
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

export const exportRoutes: Route[] = [
  {
    method: "get",
    path: "/problems.json",
    permission: "public",
    api: {
      summary:
        "Problems that the asker may see, twenty a page; `next` is the address of the page after",
      query: problemListQuery,
      response: z.object({ problems: z.array(problemSchema), next: z.string().optional() }),
    },
    handle: listJson,
  },
  {
    method: "get",
    path: "/problems.csv",
    permission: "public",
    handle: (c) => streamTable(c, csvResponse),
  },
  { method: "get", path: "/problems.xlsx", permission: "public", handle: listXlsx },
  { method: "get", path: "/problems.geojson", permission: "public", handle: listGeojson },
  { method: "get", path: "/problems.atom", permission: "public", handle: listAtom },
  {
    method: "get",
    path: "/problems/:number{.+\\.json}",
    permission: "problems.problem.read",
    api: {
      summary: "One problem with its answers, checks, pictures and all facts of its life",
      response: problemSchema.extend({
        summary: z.string(),
        facts: z.array(z.object({ type: z.string() })),
      }),
    },
    handle: (c) => cardJson(stripExtension(c, ".json")),
  },
  {
    method: "get",
    path: "/problems/:number{.+\\.atom}",
    permission: "problems.problem.read",
    handle: (c) => cardAtom(stripExtension(c, ".atom")),
  },
];

/** The router gives «К-2026-00417.json» as one part; the number is what stands before the ending. */
function stripExtension(c: RequestContext, ending: string): RequestContext {
  return { ...c, param: (name) => c.param(name).slice(0, -ending.length) };
}
