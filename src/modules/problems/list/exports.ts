import { labelOf } from "#base/messages.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { atomResponse, textStream } from "#base/http/exports.ts";
import { defineExport, type ExportColumns, type ExportRecord } from "#base/http/list-export.ts";
import { loadDisplayNames, type ProblemDisplayNames } from "../display-names.ts";
import {
  streamProblems,
  listProblems,
  problemListQuery,
  type ProblemListItem,
  type ProblemListQuery,
} from "./reads.ts";
import { loadProblemCard } from "../card/reads.ts";
import { problemViewContext, topicName, type ProblemViewContext } from "../view.ts";

type ExportView = ProblemViewContext & { names: ProblemDisplayNames; c: RequestContext };

async function loadExportView(c: RequestContext): Promise<ExportView> {
  return { ...problemViewContext(c), names: await loadDisplayNames(c), c };
}

const instant = z.iso.datetime();

/** A problem as data: codes next to names, instants, never a person. */
const problemColumns = {
  number: { schema: z.string(), value: (line) => line.number },
  title: { schema: z.string(), value: (line) => line.title },
  topic: { schema: z.string(), value: (line) => line.topic },
  topicName: { schema: z.string(), value: (line, view) => topicName(view.lang, line.topic) },
  municipality: {
    schema: z.string(),
    value: (line, view) => view.names.territory(line.municipality_id),
  },
  address: { schema: z.string(), value: (line) => line.address },
  lat: { schema: z.number().nullable(), value: (line) => line.lat },
  lon: { schema: z.number().nullable(), value: (line) => line.lon },
  urgency: { schema: z.string(), value: (line) => line.urgency },
  stage: { schema: z.string(), value: (line) => line.stage },
  stageName: { schema: z.string(), value: (line, view) => view.t.stages[line.stage] },
  body: {
    schema: z.string().nullable(),
    value: (line, view) => (line.body_id === null ? null : view.names.body(line.body_id)),
  },
  messages: { schema: z.int(), value: (line) => line.message_count },
  escalation: { schema: z.int(), value: (line) => line.escalation },
  refuted: { schema: z.int(), value: (line) => line.refuted_count },
  returns: { schema: z.boolean(), value: (line) => line.returns_after !== null },
  chronic: { schema: z.boolean(), value: (line) => line.chronic_since !== null },
  score: { schema: z.int(), value: (line) => line.score },
  openedAt: { schema: instant, value: (line) => line.opened_at },
  dueAt: { schema: instant.nullable(), value: (line) => line.due_at },
  overdue: { schema: z.boolean(), value: (line) => line.overdue_since !== null },
  verifiedAt: { schema: instant.nullable(), value: (line) => line.verified_at },
  closedAt: { schema: instant.nullable(), value: (line) => line.closed_at },
  url: { schema: z.url(), value: (line, view) => absoluteUrl(view.c, line.number) },
} as const satisfies ExportColumns<ProblemListItem, ExportView>;

/** Returns the full address of a problem. */
const absoluteUrl = (c: RequestContext, number: string): string =>
  encodeURI(`${c.ctx.app.url}${c.href(`/problems/${number}`)}`);

const problemExport = defineExport<
  ProblemListItem,
  ExportView,
  ProblemListQuery,
  typeof problemColumns
>({
  name: "problems",
  path: "/problems",
  permission: "public",
  summary:
    "Problems that the asker may see, twenty a page; `next` is the address of the page after",
  query: problemListQuery,
  columns: problemColumns,
  loadView: loadExportView,
  loadPage: (c, query) => listProblems(c.ctx, query),
  streamRows: (c, query) => streamProblems(c.ctx, query),
});

/** Streams the problems with a known place as GeoJSON (RFC 7946). */
async function listGeojson(c: RequestContext): Promise<Response> {
  const query = c.query(problemListQuery);
  const view = await loadExportView(c);
  const chunks = async function* (): AsyncGenerator<string> {
    yield '{"type":"FeatureCollection","features":[';
    let comma = "";
    for await (const lines of streamProblems(c.ctx, query)) {
      const features = lines.flatMap((line) =>
        line.lat === null || line.lon === null
          ? []
          : [toFeature(problemExport.toRecord(line, view))],
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

function toFeature({ lat, lon, ...properties }: ExportRecord<typeof problemColumns>): string {
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

/** Returns all public facts of one problem. */
async function cardJson(c: RequestContext): Promise<Response> {
  const card = await loadProblemCard(c.ctx, c.param("number"));
  const { problem, answers, verifications, pictures, reports, facts } = card;
  return c.json({
    ...problemExport.toRecord(problem, await loadExportView(c)),
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

export const exportRoutes: Route[] = [
  ...problemExport.routes,
  { method: "get", path: "/problems.geojson", permission: "public", handle: listGeojson },
  { method: "get", path: "/problems.atom", permission: "public", handle: listAtom },
  {
    method: "get",
    path: "/problems/:number{.+\\.json}",
    permission: "problems.problem.read",
    api: {
      summary: "One problem with its answers, checks, pictures and all facts of its life",
      response: problemExport.schema.extend({
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

/** Returns the request with the extension cut off its number: the router gives «К-2026-00417.json» as one part. */
function stripExtension(c: RequestContext, ending: string): RequestContext {
  return { ...c, param: (name) => c.param(name).slice(0, -ending.length) };
}
