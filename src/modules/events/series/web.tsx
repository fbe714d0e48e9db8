import { z } from "zod";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { organisationDirectory } from "#modules/organisations/index.ts";
import { loadEventNames } from "../names.ts";
import { SeriesFormPage, SeriesListPage } from "./page.tsx";
import { eventPolicy } from "../policy.ts";
import { endSeries, saveSeries, seriesInput } from "./actions.ts";
import { loadSeries, listSeries, type EventSeries } from "./store.ts";
import { eventsViewContext } from "../view.ts";

const authorizeSeriesMaker = (c: RequestContext) =>
  authorize({ policy: eventPolicy, actor: c.ctx.actor, action: "make" });

async function renderSeriesList(c: RequestContext): Promise<Response> {
  authorizeSeriesMaker(c);
  const view = eventsViewContext(c);
  return c.page({
    title: view.t.series.title,
    section: "events",
    breadcrumbs: [{ label: view.t.list.title, href: c.href("/events") }],
    body: (
      <SeriesListPage
        viewContext={view}
        series={await listSeries(c.ctx)}
        names={await loadEventNames(c.ctx)}
        href={c.href}
      />
    ),
  });
}

function toFormState(series: EventSeries): FormState {
  const two = (n: number) => String(n).padStart(2, "0");
  const { start_minutes: start } = series;
  return filledForm({
    title: series.title,
    summary: series.summary,
    kind: series.kind,
    format: series.format,
    municipalityId: series.municipality_id,
    roomId: series.room_id,
    address: series.address,
    organisationId: series.organisation_id,
    capacity: series.capacity?.toString(),
    rule: series.rule,
    every: String(series.every),
    firstDay: series.first_day,
    lastDay: series.last_day,
    exceptions: series.exceptions.join(", "),
    start: `${two(Math.floor(start / 60))}:${two(start % 60)}`,
    length: String(series.length_minutes),
    weeksAhead: String(series.weeks_ahead),
    announce: series.announce ? "yes" : undefined,
    version: String(series.version),
  });
}

const newSeriesForm = filledForm({
  kind: "club",
  format: "in-person",
  rule: "week",
  every: "1",
  length: "90",
  weeksAhead: "6",
  announce: "yes",
});

async function renderSeriesForm(
  c: RequestContext,
  { id, state, status = 200 }: { id?: string; state?: FormState; status?: number },
): Promise<Response> {
  authorizeSeriesMaker(c);
  const view = eventsViewContext(c);
  const series = id === undefined ? undefined : await loadSeries(c.ctx, id);
  if (series !== undefined)
    authorize({ policy: eventPolicy, actor: c.ctx.actor, action: "handle", row: series });
  const directory = await organisationDirectory(c.ctx);
  const kept = state && {
    ...state,
    values: { ...state.values, ...(series !== undefined && { version: String(series.version) }) },
  };
  return c.page({
    title: series?.title ?? view.t.series.add,
    section: "events",
    status,
    breadcrumbs: [
      { label: view.t.list.title, href: c.href("/events") },
      { label: view.t.series.title, href: c.href("/series") },
    ],
    body: (
      <SeriesFormPage
        viewContext={view}
        series={series}
        names={await loadEventNames(c.ctx)}
        organisations={directory.bodies.map(({ id: value, shortName }) => ({
          value,
          label: shortName,
        }))}
        state={kept ?? (series === undefined ? newSeriesForm : toFormState(series))}
        href={c.href}
      />
    ),
  });
}

const seriesForm = seriesInput.extend({
  announce: z
    .literal("yes")
    .optional()
    .transform((value) => value === "yes"),
});

function submitSeries(c: RequestContext, id?: string): Promise<Response> {
  authorizeSeriesMaker(c);
  return submit(c, {
    schema: seriesForm,
    async onValid({ exceptions, ...input }) {
      await saveSeries(c.ctx, { ...input, exceptions: exceptions.join(" ") }, id);
      return c.redirect("/series", eventsViewContext(c).t.series.saved);
    },
    onInvalid: (state, status) =>
      renderSeriesForm(c, { ...(id !== undefined && { id }), state, status }),
  });
}

const makePermission = "events.event.make";
const seriesPath = "/series/:id{[0-9a-f-]{36}}";

export const seriesRoutes: Route[] = [
  { method: "get", path: "/series", permission: makePermission, handle: renderSeriesList },
  {
    method: "get",
    path: "/series/new",
    permission: makePermission,
    handle: (c) => renderSeriesForm(c, {}),
  },
  {
    method: "post",
    path: "/series/new",
    permission: makePermission,
    handle: (c) => submitSeries(c),
  },
  {
    method: "get",
    path: seriesPath,
    permission: "events.event.handle",
    handle: (c) => renderSeriesForm(c, { id: c.param("id") }),
  },
  {
    method: "post",
    path: seriesPath,
    permission: "events.event.handle",
    handle: (c) => submitSeries(c, c.param("id")),
  },
  {
    method: "post",
    path: `${seriesPath}/end`,
    permission: "events.event.handle",
    async handle(c) {
      await endSeries(c.ctx, c.param("id"));
      return c.redirect("/series", eventsViewContext(c).t.series.ended);
    },
  },
];
