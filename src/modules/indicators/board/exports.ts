import { z } from "zod";
import type { CountedRow } from "#base/ports/count-source.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { csvResponse, xlsxResponse, type Cell } from "#base/http/exports.ts";
import type { Project } from "#modules/projects/index.ts";
import { figuresFor, figuresOf, type Figure } from "./progress.ts";
import { projectFor, promiseFor } from "../load.ts";
import { rowsFor } from "../measure.ts";
import type { Promised } from "../store.ts";
import { readerOf, type Reader } from "../view.ts";

const heads = [
  "promise",
  "place",
  "unit",
  "target",
  "proven",
  "said",
  "plan",
  "forecast",
  "state",
  "due",
] as const;

/** A board as rows: each promise in whole, then each of its places. */
function boardRows(reader: Reader, figures: readonly Figure[]): Cell[][] {
  return figures.flatMap(({ promise, standing }) => [
    [
      promise.title,
      "",
      promise.unit,
      standing.target,
      standing.proven,
      standing.said,
      standing.plan,
      standing.forecast,
      standing.state,
      promise.due_on,
    ],
    ...standing.places.map((part): Cell[] => [
      promise.title,
      reader.place(part.key),
      promise.unit,
      part.target,
      part.proven,
      part.said,
      part.plan,
      undefined,
      part.state,
      promise.due_on,
    ]),
  ]);
}

const figureData = (reader: Reader, { promise, standing }: Figure) => ({
  id: promise.id,
  title: promise.title,
  unit: promise.unit,
  measure: { source: promise.source, parts: promise.parts },
  scope: promise.scope,
  startsOn: promise.starts_on,
  dueOn: promise.due_on,
  controlPoint: promise.control_point,
  ...standing,
  places: standing.places.map((part) => ({ ...part, name: reader.place(part.key) })),
});

async function* one<T>(rows: T): AsyncGenerator<T> {
  yield rows;
}

async function boardOf(
  x: Exchange,
): Promise<{ reader: Reader; project: Project; figures: Figure[] }> {
  const [reader, project] = await Promise.all([
    readerOf(x),
    projectFor(x.ctx, x.param("number"), { action: "read" }),
  ]);
  return { reader, project, figures: await figuresOf(x.ctx, project.id) };
}

const rowHeads = [
  "day",
  "place",
  "title",
  "amount",
  "of",
  "proven",
  "evidence",
  "doubts",
  "url",
] as const;

const rowCells = (x: Exchange, reader: Reader, row: CountedRow): Cell[] => [
  row.day,
  reader.place(row.place),
  row.title,
  row.amount,
  row.of,
  row.proven,
  row.evidence.map(({ kind, count }) => `${kind} ${count}`).join(", "),
  row.doubts.join(", "),
  row.href === undefined ? "" : encodeURI(`${x.ctx.house.url}${x.href(row.href)}`),
];

/** Every row behind a promise, a portion at a time. */
async function* everyRow(x: Exchange, reader: Reader, promise: Promised): AsyncGenerator<Cell[][]> {
  for (let after: string | undefined, more = true; more;) {
    const page = await rowsFor(x.ctx, promise, {
      limit: 200,
      ...(after !== undefined && { after }),
    });
    yield page.rows.map((row) => rowCells(x, reader, row));
    after = page.after;
    more = after !== undefined;
  }
}

async function promiseOf(
  x: Exchange,
): Promise<{ reader: Reader; promise: Promised; project: Project }> {
  const found = await promiseFor(x.ctx, x.param("id"), { action: "read" });
  return { reader: await readerOf(x), ...found };
}

async function promiseJson(x: Exchange): Promise<Response> {
  const { reader, promise, project } = await promiseOf(x);
  const { after } = x.query(z.object({ after: z.string().max(400).optional() }));
  const [[figure], page] = await Promise.all([
    figuresFor(x.ctx, [promise]),
    rowsFor(x.ctx, promise, { limit: 100, ...(after !== undefined && { after }) }),
  ]);
  return x.json({
    project: project.number,
    ...(figure !== undefined && figureData(reader, figure)),
    rows: page.rows.map((row) => ({ ...row, placeName: reader.place(row.place) })),
    ...(page.after !== undefined && { next: page.after }),
  });
}

const read = "promises.promise.read";

/** The router gives «id.json» as one part; the id is what stands before the ending. */
const bare = (x: Exchange, ending: string): Exchange => ({
  ...x,
  param: (name) => x.param(name).slice(0, -ending.length),
});

export const twinRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/projects/:number/promises.json",
    asks: read,
    api: {
      summary: "What a project promised and what is done, counted now",
      answer: z.object({ project: z.string(), promises: z.array(z.object({ title: z.string() })) }),
    },
    handle: async (x) => {
      const { reader, project, figures } = await boardOf(x);
      return x.json({
        project: project.number,
        day: reader.today,
        promises: figures.map((figure) => figureData(reader, figure)),
      });
    },
  },
  {
    method: "get",
    path: "/projects/:number/promises.csv",
    asks: read,
    handle: async (x) => {
      const { reader, figures } = await boardOf(x);
      return csvResponse("promises", heads, one(boardRows(reader, figures)));
    },
  },
  {
    method: "get",
    path: "/projects/:number/promises.xlsx",
    asks: read,
    handle: async (x) => {
      const { reader, project, figures } = await boardOf(x);
      return xlsxResponse(project.number, heads, one(boardRows(reader, figures)));
    },
  },
  {
    method: "get",
    path: "/promises/:id{[^/]+\\.json}",
    asks: read,
    api: {
      summary: "One promise, how it stands and the rows behind it, a hundred a page",
      answer: z.object({ title: z.string(), rows: z.array(z.object({ title: z.string() })) }),
    },
    handle: (x) => promiseJson(bare(x, ".json")),
  },
  {
    method: "get",
    path: "/promises/:id{[^/]+\\.csv}",
    asks: read,
    handle: async (given) => {
      const x = bare(given, ".csv");
      const { reader, promise } = await promiseOf(x);
      return csvResponse("promise", rowHeads, everyRow(x, reader, promise));
    },
  },
  {
    method: "get",
    path: "/promises/:id{[^/]+\\.xlsx}",
    asks: read,
    handle: async (given) => {
      const x = bare(given, ".xlsx");
      const { reader, promise } = await promiseOf(x);
      return xlsxResponse(promise.title, rowHeads, everyRow(x, reader, promise));
    },
  },
];
