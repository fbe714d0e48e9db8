import { z } from "zod";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { organisationBook } from "#modules/organisations/index.ts";
import { namesFor } from "../names.ts";
import { SeriesFormPage, SeriesListPage } from "./page.tsx";
import { eventPolicy } from "../policy.ts";
import { endSeries, keepSeries, seriesInput } from "./actions.ts";
import { findSeries, listSeries, type Series } from "./store.ts";
import { readerOf } from "../view.ts";

const demandMaker = (x: Exchange) =>
  demand({ policy: eventPolicy, actor: x.ctx.actor, action: "make" });

async function showAll(x: Exchange): Promise<Response> {
  demandMaker(x);
  const reader = readerOf(x);
  return x.page({
    title: reader.t.series.title,
    section: "events",
    crumbs: [{ label: reader.t.list.title, href: x.href("/events") }],
    body: (
      <SeriesListPage
        reader={reader}
        series={await listSeries(x.ctx)}
        names={await namesFor(x.ctx)}
        href={x.href}
      />
    ),
  });
}

function stateOf(series: Series): FormState {
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

const fresh = filledForm({
  kind: "club",
  format: "in-person",
  rule: "week",
  every: "1",
  length: "90",
  weeksAhead: "6",
  announce: "yes",
});

async function showForm(
  x: Exchange,
  { id, state, status = 200 }: { id?: string; state?: FormState; status?: number },
): Promise<Response> {
  demandMaker(x);
  const reader = readerOf(x);
  const series = id === undefined ? undefined : await findSeries(x.ctx, id);
  if (series !== undefined)
    demand({ policy: eventPolicy, actor: x.ctx.actor, action: "handle", row: series });
  const book = await organisationBook(x.ctx);
  const kept = state && {
    ...state,
    values: { ...state.values, ...(series !== undefined && { version: String(series.version) }) },
  };
  return x.page({
    title: series?.title ?? reader.t.series.add,
    section: "events",
    status,
    crumbs: [
      { label: reader.t.list.title, href: x.href("/events") },
      { label: reader.t.series.title, href: x.href("/series") },
    ],
    body: (
      <SeriesFormPage
        reader={reader}
        series={series}
        names={await namesFor(x.ctx)}
        organisations={book.bodies.map(({ id: value, shortName }) => ({ value, label: shortName }))}
        state={kept ?? (series === undefined ? fresh : stateOf(series))}
        href={x.href}
      />
    ),
  });
}

const form = seriesInput.extend({
  announce: z
    .literal("yes")
    .optional()
    .transform((value) => value === "yes"),
});

function save(x: Exchange, id?: string): Promise<Response> {
  demandMaker(x);
  return submit(x, {
    schema: form,
    async act({ exceptions, ...input }) {
      await keepSeries(x.ctx, { ...input, exceptions: exceptions.join(" ") }, id);
      return x.go("/series", readerOf(x).t.series.saved);
    },
    again: (state, status) => showForm(x, { ...(id !== undefined && { id }), state, status }),
  });
}

const make = "events.event.make";
const one = "/series/:id{[0-9a-f-]{36}}";

export const seriesRoutes: Route[] = [
  { method: "get", path: "/series", asks: make, handle: showAll },
  { method: "get", path: "/series/new", asks: make, handle: (x) => showForm(x, {}) },
  { method: "post", path: "/series/new", asks: make, handle: (x) => save(x) },
  {
    method: "get",
    path: one,
    asks: "events.event.handle",
    handle: (x) => showForm(x, { id: x.param("id") }),
  },
  { method: "post", path: one, asks: "events.event.handle", handle: (x) => save(x, x.param("id")) },
  {
    method: "post",
    path: `${one}/end`,
    asks: "events.event.handle",
    async handle(x) {
      await endSeries(x.ctx, x.param("id"));
      return x.go("/series", readerOf(x).t.series.ended);
    },
  },
];
