import { z } from "zod";
import type { CountedRow } from "#base/ports/count-source.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { csvResponse, xlsxResponse } from "#base/http/exports.ts";
import type { ExportCell } from "#base/tables/csv-writer.ts";
import type { Project } from "#modules/projects/index.ts";
import { loadProgress, loadProjectProgress, type IndicatorProgress } from "./progress.ts";
import { loadAuthorizedProject, findIndicator } from "../load.ts";
import { listCountedRows } from "../measure.ts";
import type { Indicator } from "../store.ts";
import { createIndicatorViewContext, type IndicatorViewContext } from "../view.ts";

const boardColumns = [
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

/** Returns the rows of a board: each indicator in total, then each of its places. */
function toBoardRows(
  view: IndicatorViewContext,
  figures: readonly IndicatorProgress[],
): ExportCell[][] {
  return figures.flatMap(({ indicator, progress }) => [
    [
      indicator.title,
      "",
      indicator.unit,
      progress.target,
      progress.confirmed,
      progress.reported,
      progress.planned,
      progress.forecast,
      progress.state,
      indicator.due_on,
    ],
    ...progress.places.map((part): ExportCell[] => [
      indicator.title,
      view.place(part.key),
      indicator.unit,
      part.target,
      part.confirmed,
      part.reported,
      part.planned,
      undefined,
      part.state,
      indicator.due_on,
    ]),
  ]);
}

const toProgressData = (
  view: IndicatorViewContext,
  { indicator, progress }: IndicatorProgress,
) => ({
  id: indicator.id,
  title: indicator.title,
  unit: indicator.unit,
  measure: { source: indicator.source, parts: indicator.parts },
  scope: indicator.scope,
  startsOn: indicator.starts_on,
  dueOn: indicator.due_on,
  controlPoint: indicator.control_point,
  ...progress,
  places: progress.places.map((part) => ({ ...part, name: view.place(part.key) })),
});

async function* yieldOne<T>(rows: T): AsyncGenerator<T> {
  yield rows;
}

async function loadBoard(
  c: RequestContext,
): Promise<{ viewContext: IndicatorViewContext; project: Project; figures: IndicatorProgress[] }> {
  const [view, project] = await Promise.all([
    createIndicatorViewContext(c),
    loadAuthorizedProject(c.ctx, c.param("number"), { action: "read" }),
  ]);
  return { viewContext: view, project, figures: await loadProjectProgress(c.ctx, project.id) };
}

const rowColumns = [
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

const toRowCells = (
  c: RequestContext,
  view: IndicatorViewContext,
  row: CountedRow,
): ExportCell[] => [
  row.day,
  view.place(row.place),
  row.title,
  row.amount,
  row.of,
  row.confirmed,
  row.evidence.map(({ kind, count }) => `${kind} ${count}`).join(", "),
  row.doubts.join(", "),
  row.href === undefined ? "" : encodeURI(`${c.ctx.app.url}${c.href(row.href)}`),
];

/** Yields all rows behind an indicator in batches. */
async function* streamRows(
  c: RequestContext,
  view: IndicatorViewContext,
  indicator: Indicator,
): AsyncGenerator<ExportCell[][]> {
  for (let after: string | undefined, more = true; more;) {
    const page = await listCountedRows(c.ctx, indicator, {
      limit: 200,
      ...(after !== undefined && { after }),
    });
    yield page.rows.map((row) => toRowCells(c, view, row));
    after = page.after;
    more = after !== undefined;
  }
}

async function loadIndicator(
  c: RequestContext,
): Promise<{ viewContext: IndicatorViewContext; indicator: Indicator; project: Project }> {
  const found = await findIndicator(c.ctx, c.param("id"), { action: "read" });
  return { viewContext: await createIndicatorViewContext(c), ...found };
}

async function indicatorJson(c: RequestContext): Promise<Response> {
  const { viewContext: view, indicator, project } = await loadIndicator(c);
  const { after } = c.query(z.object({ after: z.string().max(400).optional() }));
  const [[figure], page] = await Promise.all([
    loadProgress(c.ctx, [indicator]),
    listCountedRows(c.ctx, indicator, { limit: 100, ...(after !== undefined && { after }) }),
  ]);
  return c.json({
    project: project.number,
    ...(figure !== undefined && toProgressData(view, figure)),
    rows: page.rows.map((row) => ({ ...row, placeName: view.place(row.place) })),
    ...(page.after !== undefined && { next: page.after }),
  });
}

const readPermission = "indicators.indicator.read";

/** Strips the extension: Hono matches «id.json» as one parameter. */
const withoutExtension = (c: RequestContext, ending: string): RequestContext => ({
  ...c,
  param: (name) => c.param(name).slice(0, -ending.length),
});

export const exportRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/projects/:number/indicators.json",
    permission: readPermission,
    api: {
      summary: "What a project promised and what is done, counted now",
      response: z.object({
        project: z.string(),
        promises: z.array(z.object({ title: z.string() })),
      }),
    },
    handle: async (c) => {
      const { viewContext: view, project, figures } = await loadBoard(c);
      return c.json({
        project: project.number,
        day: view.today,
        promises: figures.map((figure) => toProgressData(view, figure)),
      });
    },
  },
  {
    method: "get",
    path: "/projects/:number/indicators.csv",
    permission: readPermission,
    handle: async (c) => {
      const { viewContext: view, figures } = await loadBoard(c);
      return csvResponse("indicators", boardColumns, yieldOne(toBoardRows(view, figures)), {
        zone: c.ctx.region.timeZone,
      });
    },
  },
  {
    method: "get",
    path: "/projects/:number/indicators.xlsx",
    permission: readPermission,
    handle: async (c) => {
      const { viewContext: view, project, figures } = await loadBoard(c);
      return xlsxResponse(project.number, boardColumns, yieldOne(toBoardRows(view, figures)), {
        zone: c.ctx.region.timeZone,
      });
    },
  },
  {
    method: "get",
    path: "/indicators/:id{[^/]+\\.json}",
    permission: readPermission,
    api: {
      summary: "One promise, how it stands and the rows behind it, a hundred a page",
      response: z.object({ title: z.string(), rows: z.array(z.object({ title: z.string() })) }),
    },
    handle: (c) => indicatorJson(withoutExtension(c, ".json")),
  },
  {
    method: "get",
    path: "/indicators/:id{[^/]+\\.csv}",
    permission: readPermission,
    handle: async (given) => {
      const c = withoutExtension(given, ".csv");
      const { viewContext: view, indicator } = await loadIndicator(c);
      return csvResponse("promise", rowColumns, streamRows(c, view, indicator), {
        zone: c.ctx.region.timeZone,
      });
    },
  },
  {
    method: "get",
    path: "/indicators/:id{[^/]+\\.xlsx}",
    permission: readPermission,
    handle: async (given) => {
      const c = withoutExtension(given, ".xlsx");
      const { viewContext: view, indicator } = await loadIndicator(c);
      return xlsxResponse(indicator.title, rowColumns, streamRows(c, view, indicator), {
        zone: c.ctx.region.timeZone,
      });
    },
  },
];
