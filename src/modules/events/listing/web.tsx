import { listUrl } from "#base/http/list-url.ts";
import { z } from "zod";
import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { atomResponse } from "#base/http/exports.ts";
import { defineExport, type ExportColumns } from "#base/http/list-export.ts";
import { may } from "#base/policy.ts";
import { calendarResponse, renderCalendar } from "./calendar.ts";
import { readAuthorized } from "../load.ts";
import { loadEventNames, formatPlace, type EventNames } from "../names.ts";
import { eventFormats, eventKinds } from "../event.ts";
import { EventListPage } from "./page.tsx";
import { eventPolicy } from "../policy.ts";
import {
  listCalendarEvents,
  countEvents,
  listEventsOfMonth,
  streamEvents,
  listEvents,
  eventListQuery,
  type EventListItem,
  type EventListQuery,
} from "./reads.ts";
import type { Event } from "../store.ts";
import { eventsViewContext, type EventsViewContext } from "../view.ts";

/** Returns a function that builds the address of the list with part of its query changed. */
function listUrlBuilder(c: RequestContext, query: EventListQuery) {
  return (
    change: Partial<Record<keyof EventListQuery, string | undefined>>,
    path = "/events",
  ): string => {
    return listUrl(c.href(path), query, change, { when: "coming" });
  };
}

async function renderList(
  c: RequestContext,
  { projects }: { projects: EntityLookup },
): Promise<Response> {
  const query = c.query(eventListQuery);
  const view = eventsViewContext(c);
  const hrefWith = listUrlBuilder(c, query);
  const month = query.month;
  const names = await loadEventNames(c.ctx);
  const page = month === undefined ? await listEvents(c.ctx, query) : undefined;
  const inMonth = month === undefined ? [] : await listEventsOfMonth(c.ctx, query);
  const chosen =
    query.project === undefined ? undefined : await projects.findNames(c.ctx, [query.project]);
  return c.page({
    title: view.t.list.title,
    section: "events",
    description: view.t.list.lead,
    exports: {
      json: hrefWith({}, "/events.json"),
      csv: hrefWith({}, "/events.csv"),
      ics: hrefWith({}, "/events.ics"),
      atom: hrefWith({}, "/events.atom"),
    },
    body: (
      <EventListPage
        viewContext={view}
        query={query}
        items={page?.rows ?? inMonth}
        found={page === undefined ? inMonth.length : await countEvents(c.ctx, query)}
        names={names}
        project={chosen?.get(query.project ?? "")}
        canCreate={may(eventPolicy, c.ctx.actor, "make")}
        href={c.href}
        hrefWith={hrefWith}
        today={c.ctx.today()}
        {...(page?.before !== undefined && { newer: hrefWith({ before: page.before }) })}
        {...(page?.after !== undefined && { older: hrefWith({ after: page.after }) })}
      />
    ),
  });
}

const absoluteUrl = (c: RequestContext, path: string) =>
  encodeURI(`${c.ctx.app.url}${c.href(path)}`);

type ExportView = EventsViewContext & { names: EventNames; c: RequestContext };

async function loadExportView(c: RequestContext): Promise<ExportView> {
  return { ...eventsViewContext(c), names: await loadEventNames(c.ctx), c };
}

/** Columns of an exported event: codes and names. */
const eventColumns = {
  number: { schema: z.string(), value: (line) => line.number },
  kind: { schema: z.enum(eventKinds), value: (line) => line.kind },
  kindName: { schema: z.string(), value: (line, { t }) => t.kinds[line.kind] },
  title: { schema: z.string(), value: (line) => line.title },
  stage: { schema: z.string(), value: (line) => line.stage },
  stageName: { schema: z.string(), value: (line, { t }) => t.stages[line.stage] },
  format: { schema: z.enum(eventFormats), value: (line) => line.format },
  startsAt: { schema: z.iso.datetime(), value: (line) => line.starts_at },
  endsAt: { schema: z.iso.datetime(), value: (line) => line.ends_at },
  day: { schema: z.iso.date(), value: (line) => line.day },
  municipality: {
    schema: z.string(),
    value: (line, { names }) => names.territory(line.municipality_id),
  },
  place: { schema: z.string(), value: (line, { names }) => formatPlace(names, line) },
  organisation: {
    schema: z.string(),
    value: (line, { names }) => names.organisation(line.organisation_id),
  },
  capacity: { schema: z.int().nullable(), value: (line) => line.capacity },
  present: {
    schema: z.int().nullable(),
    value: (line) => (line.stage === "held" ? line.present : null),
  },
  url: { schema: z.url(), value: (line, { c }) => absoluteUrl(c, `/events/${line.number}`) },
} as const satisfies ExportColumns<EventListItem, ExportView>;

const eventExport = defineExport<EventListItem, ExportView, EventListQuery, typeof eventColumns>({
  name: "events",
  path: "/events",
  permission: "public",
  summary:
    "Events that the asker may see, a page at a time; `next` is the address of the page after",
  query: eventListQuery,
  columns: eventColumns,
  loadView: loadExportView,
  loadPage: (c, query) => listEvents(c.ctx, query),
  streamRows: (c, query) => streamEvents(c.ctx, query),
});

async function respondAtom(c: RequestContext): Promise<Response> {
  const query = c.query(eventListQuery);
  const [page, names, view] = [
    await listEvents(c.ctx, { ...query, after: undefined, before: undefined }, { limit: 50 }),
    await loadEventNames(c.ctx),
    eventsViewContext(c),
  ];
  const newest = page.rows.toSorted((a, b) => b.changed_at.getTime() - a.changed_at.getTime());
  return atomResponse({
    title: `${view.t.list.title}. ${c.ctx.region.name[c.lang]}`,
    href: absoluteUrl(c, "/events"),
    self: encodeURI(`${c.ctx.app.url}${c.url.pathname}${c.url.search}`),
    updated: newest[0]?.changed_at ?? c.ctx.now(),
    entries: newest.map((line) => ({
      id: `urn:uuid:${line.id}`,
      title: line.title,
      href: absoluteUrl(c, `/events/${line.number}`),
      at: line.changed_at,
      text: [view.t.stages[line.stage], line.day, formatPlace(names, line)]
        .filter(Boolean)
        .join(". "),
    })),
  });
}

/** Responds with a calendar of the filtered events; cancelled ones are included as cancelled. */
async function respondIcs(c: RequestContext): Promise<Response> {
  const query = c.query(eventListQuery);
  const [events, names] = [await listCalendarEvents(c.ctx, query), await loadEventNames(c.ctx)];
  const { t } = eventsViewContext(c);
  const text = renderCalendar({
    name: `${t.list.title}. ${c.ctx.region.name[c.lang]}`,
    zone: c.ctx.region.timeZone,
    self: encodeURI(`${c.ctx.app.url}${c.url.pathname}${c.url.search}`),
    entries: events.map((event) => toCalendarEntry(c, names, event)),
  });
  return calendarResponse(text, "events");
}

const toCalendarEntry = (c: RequestContext, names: EventNames, event: Event) => ({
  event,
  where:
    event.format === "online" ? eventsViewContext(c).t.formats.online : formatPlace(names, event),
  url: absoluteUrl(c, `/events/${event.number}`),
});

async function respondEventIcs(c: RequestContext): Promise<Response> {
  const event = await readAuthorized(c.ctx, c.param("file").replace(/\.ics$/, ""), "read");
  const names = await loadEventNames(c.ctx);
  const text = renderCalendar({
    name: event.title,
    zone: c.ctx.region.timeZone,
    self: absoluteUrl(c, `/events/${event.number}.ics`),
    entries: [toCalendarEntry(c, names, event)],
  });
  return calendarResponse(text, "event");
}

async function respondEventJson(c: RequestContext): Promise<Response> {
  const event = await readAuthorized(c.ctx, c.param("file").replace(/\.json$/, ""), "read");
  const record = eventExport.toRecord(event, await loadExportView(c));
  return c.json({ ...record, summary: event.summary });
}

/** Creates the routes of the list, its exports and feeds. */
export function listRoutes(deps: { projects: EntityLookup }): Route[] {
  return [
    { method: "get", path: "/events", permission: "public", handle: (c) => renderList(c, deps) },
    ...eventExport.routes,
    { method: "get", path: "/events.atom", permission: "public", handle: respondAtom },
    { method: "get", path: "/events.ics", permission: "public", handle: respondIcs },
    // Files precede the page of an event: «/events/М-1.ics» must not match as a number.
    {
      method: "get",
      path: "/events/:file{.+\\.ics}",
      permission: "events.event.read",
      handle: respondEventIcs,
    },
    {
      method: "get",
      path: "/events/:file{.+\\.json}",
      permission: "events.event.read",
      api: {
        summary: "One event: when, where, who holds it, how many came",
        response: eventExport.schema.extend({ summary: z.string() }),
      },
      handle: respondEventJson,
    },
  ];
}
