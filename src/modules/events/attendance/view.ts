import type { RequestContext } from "#base/http/route.ts";
import { toZoned } from "#base/time/local-time.ts";
import { formatDate, type ViewContext } from "#base/ui/index.ts";
import type { Contact } from "#modules/people/index.ts";
import { organisationDirectory } from "#modules/organisations/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { attendanceEn } from "./messages.en.ts";
import { attendanceRu } from "./messages.ru.ts";
import type { Event } from "../store.ts";

const attendanceMessageCatalogs = { ru: attendanceRu, en: attendanceEn };

/** Who reads a page of presence, in which words, and how its places and organisations are called. */
export type AttendanceViewContext = ViewContext & {
  t: typeof attendanceRu;
  href: (path: string) => string;
  place: (id: string | null) => string;
  organisation: (id: string | null) => string;
};

export async function attendanceViewContext(c: RequestContext): Promise<AttendanceViewContext> {
  const [places, bodies] = await Promise.all([
    territoryDirectory(c.ctx),
    organisationDirectory(c.ctx),
  ]);
  return {
    lang: c.lang,
    zone: c.ctx.region.timeZone,
    now: c.ctx.now(),
    t: attendanceMessageCatalogs[c.lang],
    href: c.href,
    place: (id) => places.byId.get(id ?? "")?.name ?? "",
    organisation: (id) => bodies.byId.get(id ?? "")?.shortName ?? "",
  };
}

export const attendanceMessages = (c: Pick<RequestContext, "lang">) =>
  attendanceMessageCatalogs[c.lang];
/** With its year, which a paper or a record needs in every year. */
export const formatFullDate = (view: Pick<AttendanceViewContext, "lang" | "zone">, at: Date) =>
  formatDate(at, { ...view, now: new Date(0) });
/** «15 апреля 2026», «15–17 апреля 2026», or both days whole where the month changes. */
export function formatFullDateRange(
  view: Pick<AttendanceViewContext, "lang" | "zone">,
  { starts_at: first, ends_at: last }: Pick<Event, "starts_at" | "ends_at">,
): string {
  const [from, to] = [toZoned(first, view.zone).date, toZoned(last, view.zone).date];
  if (from === to) return formatFullDate(view, first);
  const whole = formatFullDate(view, last);
  return from.slice(0, 7) === to.slice(0, 7)
    ? `${Number(from.slice(8))}\u2013${whole}`
    : `${formatFullDate(view, first)} \u2014 ${whole}`;
}
export const eventPath = (event: Pick<Event, "number">, rest = "") =>
  `/events/${event.number}${rest}`;

export const eventCrumbs = (c: RequestContext, event: Event) => [
  { label: event.title, href: c.href(eventPath(event)) },
];

/** What tells namesakes apart, without saying more than is needed. */
export function distinguishingDetails(view: AttendanceViewContext, contact: Contact): string[] {
  const organisation = view.organisation(contact.organisation_id) || contact.organisation;
  return [
    view.place(contact.municipality_id),
    organisation,
    contact.phone === null ? "" : view.t.door.phoneEnd(contact.phone.slice(-4)),
  ].filter(Boolean);
}
