import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import { withdrawIndicator } from "../actions.ts";
import { may } from "#base/policy.ts";
import { listResults } from "#modules/projects/index.ts";
import { loadProgress, loadProjectProgress, listLatestFacts } from "./progress.ts";
import { listPendingEntries } from "../entries/actions.ts";
import { indicatorPolicy } from "../policy.ts";
import { isAllowed, loadAuthorizedProject, findIndicator } from "../load.ts";
import { listCountedRows } from "../measure.ts";
import { BoardPage } from "./page.tsx";
import { IndicatorPage, type IndicatorVersion } from "./indicator-page.tsx";
import { listVersions } from "../store.ts";
import { eventNames, createIndicatorViewContext, describeMeasure } from "../view.ts";
import { builderRoutes } from "../builder/web.tsx";
import { renderEntriesSection, entryRoutes } from "../entries/web.tsx";
import { overviewRoutes } from "./overview-web.tsx";
import { periodRoutes } from "../periods/web.tsx";
import { reportRoutes } from "../reports/web.tsx";
import { exportRoutes } from "./exports.ts";

async function renderBoard(c: RequestContext): Promise<Response> {
  const view = await createIndicatorViewContext(c);
  const project = await loadAuthorizedProject(c.ctx, c.param("number"), { action: "read" });
  const figures = await loadProjectProgress(c.ctx, project.id);
  const latest = await listLatestFacts(c.ctx, figures, { indicatorLimit: 3, rowLimit: 2 });
  const maySet = isAllowed(c.ctx, project, "set");
  const results = maySet ? await listResults(c.ctx, project.id) : [];
  const waiting = may(indicatorPolicy, c.ctx.actor, "waiting")
    ? await listPendingEntries(c.ctx)
    : [];
  const own = new Set(figures.map(({ indicator }) => indicator.id));
  const at = `/projects/${project.number}`;
  return c.page({
    title: view.t.board.title,
    breadcrumb: view.t.title,
    section: "indicators",
    description: project.title,
    breadcrumbs: [{ label: project.number, href: c.href(at) }],
    exports: {
      json: c.href(`${at}/indicators.json`),
      csv: c.href(`${at}/indicators.csv`),
      xlsx: c.href(`${at}/indicators.xlsx`),
    },
    body: (
      <BoardPage
        view={view}
        project={project}
        indicators={figures}
        latest={latest}
        unlinkedResults={results.filter((one) => one.indicator_id === null)}
        pendingEntries={waiting.filter((entry) => own.has(entry.indicator_id)).length}
        canEdit={maySet}
      />
    ),
  });
}

const rowsQuery = z.object({
  place: z.uuid().optional(),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});

async function renderIndicator(
  c: RequestContext,
  form: FormState = emptyForm,
  status = 200,
): Promise<Response> {
  const view = await createIndicatorViewContext(c);
  const { indicator, project } = await findIndicator(c.ctx, c.param("id"), {
    action: "read",
  });
  const query = c.query(rowsQuery);
  const { place, after, before } = query;
  const [[figure], page, events, versions] = await Promise.all([
    loadProgress(c.ctx, [indicator]),
    listCountedRows(c.ctx, indicator, {
      limit: 25,
      ...(place !== undefined && { place }),
      ...(after !== undefined && { after }),
      ...(before !== undefined && { before }),
    }),
    eventNames(c, [indicator]),
    listVersions(c.ctx, indicator.id),
  ]);
  if (figure === undefined) throw new Error("an indicator without a figure");
  const at = `/indicators/${indicator.id}`;
  const hrefWith = (cursor: Record<string, string>) =>
    `${c.href(at)}?${new URLSearchParams({ ...(place !== undefined && { place }), ...cursor }).toString()}#rows`;
  return c.page({
    title: indicator.title,
    section: "indicators",
    status,
    breadcrumbs: [
      { label: project.number, href: c.href(`/projects/${project.number}`) },
      { label: view.t.title, href: c.href(`/projects/${project.number}/indicators`) },
    ],
    exports: { json: c.href(`${at}.json`), csv: c.href(`${at}.csv`), xlsx: c.href(`${at}.xlsx`) },
    body: (
      <IndicatorPage
        viewContext={view}
        project={project}
        figure={figure}
        sentence={describeMeasure(view, {
          measure: indicator,
          scope: indicator.scope,
          places: indicator.places,
          project,
          events,
        })}
        rows={page.rows}
        place={place}
        versions={versions.map((one): IndicatorVersion => ({
          version: one.version,
          terms: one.terms as IndicatorVersion["terms"],
          reason: one.reason,
          at: one.changed_at,
        }))}
        maySet={isAllowed(c.ctx, project, "set") && indicator.withdrawn_at === null}
        form={form}
        entries={await renderEntriesSection(c, { viewContext: view, indicator, project })}
        {...(page.before !== undefined && { newer: hrefWith({ before: page.before }) })}
        {...(page.after !== undefined && { older: hrefWith({ after: page.after }) })}
      />
    ),
  });
}

const withdrawInput = z.object({
  reason: z.string().max(500).default(""),
  version: z.coerce.number().int().optional(),
});

export const indicatorRoutes: readonly Route[] = [
  // Exports come before the pages: «….json» must not be taken for an id.
  ...exportRoutes,
  {
    method: "get",
    path: "/projects/:number/indicators",
    permission: "indicators.indicator.read",
    handle: renderBoard,
  },
  ...builderRoutes,
  ...overviewRoutes,
  ...entryRoutes,
  ...periodRoutes,
  ...reportRoutes,
  {
    method: "get",
    path: "/indicators/:id",
    permission: "indicators.indicator.read",
    handle: (c) => renderIndicator(c),
  },
  actionRoute({
    path: "/indicators/:id/withdraw",
    permission: "indicators.indicator.set",
    schema: withdrawInput,
    async act(c, input) {
      const project = await withdrawIndicator(c.ctx, c.param("id"), input);
      return {
        path: `/projects/${project.number}/indicators`,
        flash: (await createIndicatorViewContext(c)).t.builder.withdrawn,
      };
    },
    onInvalid: (c, form, status) => renderIndicator(c, form, status),
  }),
];
