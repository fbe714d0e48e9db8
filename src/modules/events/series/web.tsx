import { actionRoute } from "#base/http/action-route.ts";
import { checkbox } from "../inputs.ts";
import { filledForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { loadEventNames, loadOrganisationOptions } from "../names.ts";
import { SeriesFormPage, SeriesListPage } from "./page.tsx";
import { eventPolicy } from "../policy.ts";
import { endSeries, saveSeries, seriesInput } from "./actions.ts";
import { loadSeries, listSeries, type EventSeries } from "./store.ts";
import { listBreadcrumb, eventsViewContext, withVersion } from "../view.ts";

const authorizeSeriesMaker = (c: RequestContext) =>
  authorize({ policy: eventPolicy, actor: c.ctx.actor, action: "make" });

async function renderSeriesList(c: RequestContext): Promise<Response> {
  authorizeSeriesMaker(c);
  const view = eventsViewContext(c);
  return c.page({
    title: view.t.series.title,
    section: "events",
    breadcrumbs: [listBreadcrumb(c)],
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
  const formState = state && withVersion(state, series);
  return c.page({
    title: series?.title ?? view.t.series.add,
    section: "events",
    status,
    breadcrumbs: [listBreadcrumb(c), { label: view.t.series.title, href: c.href("/series") }],
    body: (
      <SeriesFormPage
        viewContext={view}
        series={series}
        names={await loadEventNames(c.ctx)}
        organisations={await loadOrganisationOptions(c.ctx)}
        state={formState ?? (series === undefined ? newSeriesForm : toFormState(series))}
        href={c.href}
      />
    ),
  });
}

const seriesForm = seriesInput.extend({
  announce: checkbox,
});

const makePermission = "events.event.make";
const seriesPath = "/series/:id{[0-9a-f-]{36}}";

/** Creates the route of the form of a new series, or of an existing one. */
function seriesFormRoute(
  path: string,
  permission: string,
  target: (c: RequestContext) => { id?: string },
): Route {
  return actionRoute({
    path,
    permission,
    schema: seriesForm,
    load: authorizeSeriesMaker,
    async act(c, { exceptions, ...input }) {
      await saveSeries(c.ctx, { ...input, exceptions: exceptions.join(" ") }, target(c).id);
      return { path: "/series", flash: eventsViewContext(c).t.series.saved };
    },
    onInvalid: (c, state, status) => renderSeriesForm(c, { ...target(c), state, status }),
  });
}

export const seriesRoutes: Route[] = [
  { method: "get", path: "/series", permission: makePermission, handle: renderSeriesList },
  {
    method: "get",
    path: "/series/new",
    permission: makePermission,
    handle: (c) => renderSeriesForm(c, {}),
  },
  seriesFormRoute("/series/new", makePermission, () => ({})),
  {
    method: "get",
    path: seriesPath,
    permission: "events.event.handle",
    handle: (c) => renderSeriesForm(c, { id: c.param("id") }),
  },
  seriesFormRoute(seriesPath, "events.event.handle", (c) => ({ id: c.param("id") })),
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
