import type { FormState } from "#base/http/form.ts";
import type { Exchange } from "#base/http/route.ts";
import { toZoned } from "#base/time/local-time.ts";
import { formatDate, formatTime } from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import type { Contact } from "#modules/people/index.ts";
import { organisationBook } from "#modules/organisations/index.ts";
import { territoryBook } from "#modules/territories/index.ts";
import { presenceEn } from "./messages.en.ts";
import { presenceRu } from "./messages.ru.ts";
import type { Event } from "../store.ts";

const words = { ru: presenceRu, en: presenceEn };

/** Who reads a page of presence, in which words, and how its places and organisations are called. */
export type PresenceReader = {
  lang: Lang;
  zone: string;
  now: Date;
  t: typeof presenceRu;
  href: (path: string) => string;
  place: (id: string | null) => string;
  organisation: (id: string | null) => string;
};

export async function presenceReader(x: Exchange): Promise<PresenceReader> {
  const [places, bodies] = await Promise.all([territoryBook(x.ctx), organisationBook(x.ctx)]);
  return {
    lang: x.lang,
    zone: x.ctx.region.timeZone,
    now: x.ctx.now(),
    t: words[x.lang],
    href: x.href,
    place: (id) => places.byId.get(id ?? "")?.name ?? "",
    organisation: (id) => bodies.byId.get(id ?? "")?.shortName ?? "",
  };
}

export const presenceWords = (x: Pick<Exchange, "lang">) => words[x.lang];

export const sayDay = (reader: PresenceReader, at: Date) => formatDate(at, reader);
/** With its year, which a paper or a record needs in every year. */
export const sayFullDay = (reader: Pick<PresenceReader, "lang" | "zone">, at: Date) =>
  formatDate(at, { ...reader, now: new Date(0) });
/** «15 апреля 2026», «15–17 апреля 2026», or both days whole where the month changes. */
export function sayFullDays(
  reader: Pick<PresenceReader, "lang" | "zone">,
  { starts_at: first, ends_at: last }: Pick<Event, "starts_at" | "ends_at">,
): string {
  const [from, to] = [toZoned(first, reader.zone).date, toZoned(last, reader.zone).date];
  if (from === to) return sayFullDay(reader, first);
  const whole = sayFullDay(reader, last);
  return from.slice(0, 7) === to.slice(0, 7)
    ? `${Number(from.slice(8))}\u2013${whole}`
    : `${sayFullDay(reader, first)} \u2014 ${whole}`;
}
export const sayTime = (reader: PresenceReader, at: Date) => formatTime(at, reader);
export const eventPath = (event: Pick<Event, "number">, rest = "") =>
  `/events/${event.number}${rest}`;

export const crumbsOf = (x: Exchange, event: Event) => [
  { label: event.title, href: x.href(eventPath(event)) },
];

/** What tells namesakes apart, without saying more than is needed. */
export function tellApart(reader: PresenceReader, contact: Contact): string[] {
  const organisation = reader.organisation(contact.organisation_id) || contact.organisation;
  return [
    reader.place(contact.municipality_id),
    organisation,
    contact.phone === null ? "" : reader.t.door.phoneEnd(contact.phone.slice(-4)),
  ].filter(Boolean);
}

/** The error of one field, as the design system's fields take it. */
export const errorOf = (form: FormState, name: string) =>
  form.errors[name] === undefined ? {} : { error: form.errors[name] };

export const errorList = (form: FormState) =>
  Object.entries(form.errors).map(([name, text]) => ({ name, text }));
