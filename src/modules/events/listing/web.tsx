import type { Choices } from "#base/ports/entity-lookup.ts";
import { toZoned } from "#base/time/local-time.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { atomResponse, csvResponse, type Cell } from "#base/http/exports.ts";
import { may } from "#base/policy.ts";
import { calendarResponse, calendarText } from "./calendar.ts";
import { readAllowed } from "../load.ts";
import { namesFor, placeText, type Names } from "../names.ts";
import { ListPage } from "./page.tsx";
import { eventPolicy } from "../policy.ts";
import {
  calendarEvents,
  countEvents,
  eventsOfMonth,
  everyEvent,
  listEvents,
  listQuery,
  type EventLine,
  type ListQuery,
} from "./reads.ts";
import type { Event } from "../store.ts";
import { readerOf, type Reader } from "../view.ts";

/** Addresses of the list with a part of its query changed. */
function hrefsOf(x: Exchange, query: ListQuery) {
  return (
    change: Partial<Record<keyof ListQuery, string | undefined>>,
    path = "/events",
  ): string => {
    const next = { ...query, after: undefined, before: undefined, ...change };
    const given = Object.entries(next).filter(
      ([key, value]) => value !== undefined && !(key === "when" && value === "coming"),
    );
    const text = new URLSearchParams(given as [string, string][]).toString();
    return x.href(text === "" ? path : `${path}?${text}`);
  };
}

async function showList(x: Exchange, { projects }: { projects: Choices }): Promise<Response> {
  const query = x.query(listQuery);
  const reader = readerOf(x);
  const hrefWith = hrefsOf(x, query);
  const month = query.month;
  const names = await namesFor(x.ctx);
  const page = month === undefined ? await listEvents(x.ctx, query) : undefined;
  const inMonth = month === undefined ? [] : await eventsOfMonth(x.ctx, query);
  const chosen =
    query.project === undefined ? undefined : await projects.names(x.ctx, [query.project]);
  return x.page({
    title: reader.t.list.title,
    section: "events",
    description: reader.t.list.lead,
    twins: {
      json: hrefWith({}, "/events.json"),
      csv: hrefWith({}, "/events.csv"),
      ics: hrefWith({}, "/events.ics"),
      atom: hrefWith({}, "/events.atom"),
    },
    body: (
      <ListPage
        reader={reader}
        query={query}
        lines={page?.rows ?? inMonth}
        found={page === undefined ? inMonth.length : await countEvents(x.ctx, query)}
        names={names}
        project={chosen?.get(query.project ?? "")}
        makes={may(eventPolicy, x.ctx.actor, "make")}
        href={x.href}
        hrefWith={hrefWith}
        today={toZoned(x.ctx.now(), x.ctx.region.timeZone).date}
        {...(page?.before !== undefined && { newer: hrefWith({ before: page.before }) })}
        {...(page?.after !== undefined && { older: hrefWith({ after: page.after }) })}
      />
    ),
  });
}

const fullHref = (x: Exchange, path: string) => encodeURI(`${x.ctx.house.url}${x.href(path)}`);

function dataOf(x: Exchange, reader: Reader, names: Names, line: EventLine) {
  return {
    number: line.number,
    kind: line.kind,
    kindName: reader.t.kinds[line.kind],
    title: line.title,
    stage: line.stage,
    stageName: reader.t.stages[line.stage],
    format: line.format,
    startsAt: line.starts_at,
    endsAt: line.ends_at,
    day: line.day,
    municipality: names.territory(line.municipality_id),
    place: placeText(names, line),
    organisation: names.organisation(line.organisation_id),
    capacity: line.capacity,
    present: line.stage === "held" ? line.present : null,
    url: fullHref(x, `/events/${line.number}`),
  };
}
type Data = ReturnType<typeof dataOf>;

const columns = [
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
] as const satisfies (keyof Data)[];

async function json(x: Exchange): Promise<Response> {
  const query = x.query(listQuery);
  const [page, names, reader] = [
    await listEvents(x.ctx, query),
    await namesFor(x.ctx),
    readerOf(x),
  ];
  const next = new URL(x.url);
  if (page.after !== undefined) next.searchParams.set("after", page.after);
  return x.json({
    events: page.rows.map((line) => dataOf(x, reader, names, line)),
    ...(page.after !== undefined && { next: `${next.pathname}${next.search}` }),
  });
}

async function csv(x: Exchange): Promise<Response> {
  const query = x.query(listQuery);
  const [names, reader] = [await namesFor(x.ctx), readerOf(x)];
  const rows = async function* (): AsyncGenerator<Cell[][]> {
    for await (const lines of everyEvent(x.ctx, query)) {
      yield lines.map((line) => {
        const data = dataOf(x, reader, names, line);
        return columns.map((column) => data[column]);
      });
    }
  };
  return csvResponse("events", columns, rows());
}

async function atom(x: Exchange): Promise<Response> {
  const query = x.query(listQuery);
  const [page, names, reader] = [
    await listEvents(x.ctx, { ...query, after: undefined, before: undefined }, { limit: 50 }),
    await namesFor(x.ctx),
    readerOf(x),
  ];
  const newest = page.rows.toSorted((a, b) => b.changed_at.getTime() - a.changed_at.getTime());
  return atomResponse({
    title: `${reader.t.list.title}. ${x.ctx.region.name[x.lang]}`,
    href: fullHref(x, "/events"),
    self: encodeURI(`${x.ctx.house.url}${x.url.pathname}${x.url.search}`),
    updated: newest[0]?.changed_at ?? x.ctx.now(),
    entries: newest.map((line) => ({
      id: `urn:uuid:${line.id}`,
      title: line.title,
      href: fullHref(x, `/events/${line.number}`),
      at: line.changed_at,
      text: [reader.t.stages[line.stage], line.day, placeText(names, line)]
        .filter(Boolean)
        .join(". "),
    })),
  });
}

/** The same filters as a calendar to subscribe to: what is cancelled is struck out there too. */
async function ics(x: Exchange): Promise<Response> {
  const query = x.query(listQuery);
  const [events, names] = [await calendarEvents(x.ctx, query), await namesFor(x.ctx)];
  const { t } = readerOf(x);
  const text = calendarText({
    name: `${t.list.title}. ${x.ctx.region.name[x.lang]}`,
    zone: x.ctx.region.timeZone,
    self: encodeURI(`${x.ctx.house.url}${x.url.pathname}${x.url.search}`),
    entries: events.map((event) => entryOf(x, names, event)),
  });
  return calendarResponse(text, "events");
}

const entryOf = (x: Exchange, names: Names, event: Event) => ({
  event,
  where: event.format === "online" ? readerOf(x).t.formats.online : placeText(names, event),
  url: fullHref(x, `/events/${event.number}`),
});

async function oneIcs(x: Exchange): Promise<Response> {
  const event = await readAllowed(x.ctx, x.param("file").replace(/\.ics$/, ""), "read");
  const names = await namesFor(x.ctx);
  const text = calendarText({
    name: event.title,
    zone: x.ctx.region.timeZone,
    self: fullHref(x, `/events/${event.number}.ics`),
    entries: [entryOf(x, names, event)],
  });
  return calendarResponse(text, "event");
}

async function oneJson(x: Exchange): Promise<Response> {
  const event = await readAllowed(x.ctx, x.param("file").replace(/\.json$/, ""), "read");
  const [names, reader] = [await namesFor(x.ctx), readerOf(x)];
  return x.json({ ...dataOf(x, reader, names, event), summary: event.summary });
}

export function listRoutes(ground: { projects: Choices }): Route[] {
  return [
    { method: "get", path: "/events", asks: "public", handle: (x) => showList(x, ground) },
    { method: "get", path: "/events.json", asks: "public", handle: json },
    { method: "get", path: "/events.csv", asks: "public", handle: csv },
    { method: "get", path: "/events.atom", asks: "public", handle: atom },
    { method: "get", path: "/events.ics", asks: "public", handle: ics },
    // Twins stand before the card: «/events/М-1.ics» must not be taken for a number.
    { method: "get", path: "/events/:file{.+\\.ics}", asks: "events.event.read", handle: oneIcs },
    { method: "get", path: "/events/:file{.+\\.json}", asks: "events.event.read", handle: oneJson },
  ];
}
