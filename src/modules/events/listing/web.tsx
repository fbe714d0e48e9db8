import { listUrl } from "#base/http/list-url.ts";
import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { atomResponse, csvResponse, type ExportCell } from "#base/http/exports.ts";
import { may } from "#base/policy.ts";
import { calendarResponse, renderCalendar } from "./calendar.ts";
import { readAuthorized } from "../load.ts";
import { loadEventNames, formatPlace, type EventNames } from "../names.ts";
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

/** Addresses of the list with a part of its query changed. */
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

function toExportRecord(
  c: RequestContext,
  view: EventsViewContext,
  names: EventNames,
  line: EventListItem,
) {
  return {
    number: line.number,
    kind: line.kind,
    kindName: view.t.kinds[line.kind],
    title: line.title,
    stage: line.stage,
    stageName: view.t.stages[line.stage],
    format: line.format,
    startsAt: line.starts_at,
    endsAt: line.ends_at,
    day: line.day,
    municipality: names.territory(line.municipality_id),
    place: formatPlace(names, line),
    organisation: names.organisation(line.organisation_id),
    capacity: line.capacity,
    present: line.stage === "held" ? line.present : null,
    url: absoluteUrl(c, `/events/${line.number}`),
  };
}
type EventExportRecord = ReturnType<typeof toExportRecord>;

const exportColumns = [
  "number",
  "kind",
  "kindName",
  "title",
  "stage",
  "stageName",
  "format",
  "startsAt",
  "endsAt",
  "day",
  "municipality",
  "place",
  "organisation",
  "capacity",
  "present",
  "url",
] as const satisfies (keyof EventExportRecord)[];

async function respondJson(c: RequestContext): Promise<Response> {
  const query = c.query(eventListQuery);
  const [page, names, view] = [
    await listEvents(c.ctx, query),
    await loadEventNames(c.ctx),
    eventsViewContext(c),
  ];
  const next = new URL(c.url);
  if (page.after !== undefined) next.searchParams.set("after", page.after);
  return c.json({
    events: page.rows.map((line) => toExportRecord(c, view, names, line)),
    ...(page.after !== undefined && { next: `${next.pathname}${next.search}` }),
  });
}

async function respondCsv(c: RequestContext): Promise<Response> {
  const query = c.query(eventListQuery);
  const [names, view] = [await loadEventNames(c.ctx), eventsViewContext(c)];
  const rows = async function* (): AsyncGenerator<ExportCell[][]> {
    for await (const lines of streamEvents(c.ctx, query)) {
      yield lines.map((line) => {
        const data = toExportRecord(c, view, names, line);
        return exportColumns.map((column) => data[column]);
      });
    }
  };
  return csvResponse("events", exportColumns, rows());
}

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

/** The same filters as a calendar to subscribe to: what is cancelled is struck out there too. */
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
  const [names, view] = [await loadEventNames(c.ctx), eventsViewContext(c)];
  return c.json({ ...toExportRecord(c, view, names, event), summary: event.summary });
}

export function listRoutes(deps: { projects: EntityLookup }): Route[] {
  return [
    { method: "get", path: "/events", permission: "public", handle: (c) => renderList(c, deps) },
    { method: "get", path: "/events.json", permission: "public", handle: respondJson },
    { method: "get", path: "/events.csv", permission: "public", handle: respondCsv },
    { method: "get", path: "/events.atom", permission: "public", handle: respondAtom },
    { method: "get", path: "/events.ics", permission: "public", handle: respondIcs },
    // Twins stand before the card: «/events/М-1.ics» must not be taken for a number.
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
      handle: respondEventJson,
    },
  ];
}
