import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import { withdrawPromise } from "../actions.ts";
import { may } from "#base/policy.ts";
import { resultsOf } from "#modules/projects/index.ts";
import { figuresFor, figuresOf, latestRows } from "./progress.ts";
import { waitingFor } from "../entries/actions.ts";
import { promisePolicy } from "../policy.ts";
import { allowed, projectFor, promiseFor } from "../load.ts";
import { rowsFor } from "../measure.ts";
import { BoardPage } from "./page.tsx";
import { PromisePage, type Version } from "./indicator-page.tsx";
import { versionsOf } from "../store.ts";
import { eventNames, readerOf, sayMeasure } from "../view.ts";
import { builderRoutes } from "../builder/web.tsx";
import { entriesSection, entryRoutes } from "../entries/web.tsx";
import { overviewRoutes } from "./overview-web.tsx";
import { periodRoutes } from "../periods/web.tsx";
import { reportRoutes } from "../reports/web.tsx";
import { twinRoutes } from "./exports.ts";

async function showBoard(x: Exchange): Promise<Response> {
  const reader = await readerOf(x);
  const project = await projectFor(x.ctx, x.param("number"), { action: "read" });
  const figures = await figuresOf(x.ctx, project.id);
  const latest = await latestRows(x.ctx, figures, { promises: 3, each: 2 });
  const maySet = allowed(x.ctx, project, "set");
  const results = maySet ? await resultsOf(x.ctx, project.id) : [];
  const waiting = may(promisePolicy, x.ctx.actor, "waiting") ? await waitingFor(x.ctx) : [];
  const own = new Set(figures.map(({ promise }) => promise.id));
  const at = `/projects/${project.number}`;
  return x.page({
    title: reader.t.board.title,
    crumb: reader.t.title,
    section: "promises",
    description: project.title,
    crumbs: [{ label: project.number, href: x.href(at) }],
    twins: {
      json: x.href(`${at}/promises.json`),
      csv: x.href(`${at}/promises.csv`),
      xlsx: x.href(`${at}/promises.xlsx`),
    },
    body: (
      <BoardPage
        reader={reader}
        project={project}
        figures={figures}
        latest={latest}
        untied={results.filter((one) => one.promise_id === null)}
        waiting={waiting.filter((entry) => own.has(entry.promise_id)).length}
        maySet={maySet}
      />
    ),
  });
}

const rowsQuery = z.object({
  place: z.uuid().optional(),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});

async function showPromise(
  x: Exchange,
  form: FormState = blankForm,
  status = 200,
): Promise<Response> {
  const reader = await readerOf(x);
  const { promise, project } = await promiseFor(x.ctx, x.param("id"), { action: "read" });
  const query = x.query(rowsQuery);
  const { place, after, before } = query;
  const [[figure], page, events, versions] = await Promise.all([
    figuresFor(x.ctx, [promise]),
    rowsFor(x.ctx, promise, {
      limit: 25,
      ...(place !== undefined && { place }),
      ...(after !== undefined && { after }),
      ...(before !== undefined && { before }),
    }),
    eventNames(x, [promise]),
    versionsOf(x.ctx, promise.id),
  ]);
  if (figure === undefined) throw new Error("a promise without a figure");
  const at = `/promises/${promise.id}`;
  const hrefWith = (cursor: Record<string, string>) =>
    `${x.href(at)}?${new URLSearchParams({ ...(place !== undefined && { place }), ...cursor }).toString()}#rows`;
  return x.page({
    title: promise.title,
    section: "promises",
    status,
    crumbs: [
      { label: project.number, href: x.href(`/projects/${project.number}`) },
      { label: reader.t.title, href: x.href(`/projects/${project.number}/promises`) },
    ],
    twins: { json: x.href(`${at}.json`), csv: x.href(`${at}.csv`), xlsx: x.href(`${at}.xlsx`) },
    body: (
      <PromisePage
        reader={reader}
        project={project}
        figure={figure}
        sentence={sayMeasure(reader, {
          measure: promise,
          scope: promise.scope,
          places: promise.places,
          project,
          events,
        })}
        rows={page.rows}
        place={place}
        versions={versions.map((one): Version => ({
          version: one.version,
          terms: one.terms as Version["terms"],
          reason: one.reason,
          at: one.changed_at,
        }))}
        maySet={allowed(x.ctx, project, "set") && promise.withdrawn_at === null}
        form={form}
        entries={await entriesSection(x, { reader, promise, project })}
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

export const promiseRoutes: readonly Route[] = [
  // Twins stand before the pages: «….json» must not be taken for an id.
  ...twinRoutes,
  {
    method: "get",
    path: "/projects/:number/promises",
    asks: "promises.promise.read",
    handle: showBoard,
  },
  ...builderRoutes,
  ...overviewRoutes,
  ...entryRoutes,
  ...periodRoutes,
  ...reportRoutes,
  {
    method: "get",
    path: "/promises/:id",
    asks: "promises.promise.read",
    handle: (x) => showPromise(x),
  },
  {
    method: "post",
    path: "/promises/:id/withdraw",
    asks: "promises.promise.set",
    handle: (x) =>
      submit(x, {
        schema: withdrawInput,
        act: async (input) => {
          const project = await withdrawPromise(x.ctx, x.param("id"), input);
          return x.go(
            `/projects/${project.number}/promises`,
            (await readerOf(x)).t.builder.withdrawn,
          );
        },
        again: (form, status) => showPromise(x, form, status),
      }),
  },
];
