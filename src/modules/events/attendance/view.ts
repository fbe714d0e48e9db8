import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext } from "#base/http/route.ts";
import { toZoned } from "#base/time/local-time.ts";
import { isUuid } from "#base/db/ids.ts";
import { orNotFound } from "#base/refusal.ts";
import { formatDate, formatTime, type ViewContext } from "#base/ui/index.ts";
import type { Contact } from "#modules/people/index.ts";
import { organisationDirectory } from "#modules/organisations/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { attendanceEn } from "./messages.en.ts";
import { attendanceRu } from "./messages.ru.ts";
import type { Event } from "../store.ts";

const attendanceMessageCatalogs = { ru: attendanceRu, en: attendanceEn };

/** What every page of attendance needs; `place` and `organisation` return names by id. */
export type AttendanceViewContext = ViewContext & {
  t: typeof attendanceRu;
  href: (path: string) => string;
  place: (id: string | null) => string;
  organisation: (id: string | null) => string;
};

/**
 * Loads what every page of attendance needs: language, time zone, messages, names of places and
 * organisations.
 */
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

/** Returns the messages of attendance in the language of the request. */
export const attendanceMessages = (c: Pick<RequestContext, "lang">) =>
  attendanceMessageCatalogs[c.lang];
/** Formats a date always with its year, for documents and records: «15 апреля 2026». */
export const formatFullDate = (view: Pick<AttendanceViewContext, "lang" | "zone">, at: Date) =>
  formatDate(at, { ...view, now: new Date(0) });
/** Formats «15 апреля 2026», «15–17 апреля 2026», or both dates in full where the month changes. */
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

/** Returns the path of an event inside the region, or of a page under it. */
export const eventPath = (event: Pick<Event, "number">, rest = "") =>
  `/events/${event.number}${rest}`;

/** Returns the breadcrumbs of a page under an event. */
export const eventCrumbs = (c: RequestContext, event: Event) => [
  { label: event.title, href: c.href(eventPath(event)) },
];

/**
 * Returns details that distinguish namesakes: place, organisation, last four digits of the phone.
 */
export function distinguishingDetails(view: AttendanceViewContext, contact: Contact): string[] {
  const organisation = view.organisation(contact.organisation_id) || contact.organisation;
  return [
    view.place(contact.municipality_id),
    organisation,
    contact.phone === null ? "" : view.t.door.phoneEnd(contact.phone.slice(-4)),
  ].filter(Boolean);
}

/** Returns the contact's id in the address; throws not-found where it is no UUID. */
export function contactIdParam(c: RequestContext): string {
  const id = c.param("contact");
  return orNotFound(isUuid(id) ? id : undefined);
}

/** Returns the options of a field in which the whole event or one session is chosen. */
export const sessionOptions = (
  view: AttendanceViewContext,
  sessions: readonly { id: string; title: string; starts_at: Date }[],
) => [
  { value: "", label: view.t.door.wholeEvent },
  ...sessions.map((one) => ({
    value: one.id,
    label: `${formatTime(one.starts_at, view)} ${one.title}`,
  })),
];

/** The form of a page, and the status of its response: 200 for a new form, else that of the refusal. */
export type PageForm = { form: FormState; status: number };

export const newPageForm: PageForm = { form: emptyForm, status: 200 };
