import type { Exchange } from "#base/http/route.ts";
import { toZoned } from "#base/time/local-time.ts";
import { formatDate, formatDateTime, formatNumber, type StatusKind } from "#base/ui/index.ts";
import type { Lang, Words } from "#base/messages.ts";
import { findEvent } from "#modules/events/index.ts";
import type { Project } from "#modules/projects/index.ts";
import { territoryBook } from "#modules/territories/index.ts";
import { catalogue } from "#modules/triage/index.ts";
import { isShare, type Measure } from "./measure.ts";
import type { Scope, Standing, State } from "./indicator.ts";
import { shapes } from "./sources.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export const words = { ru, en };
export type PromiseWords = Words<typeof ru>;

/** Where and when the reader stands, and the names of places. */
export type Reader = {
  lang: Lang;
  zone: string;
  now: Date;
  today: string;
  t: PromiseWords;
  href: (path: string) => string;
  place: (id: string | null) => string;
  placeHref: (id: string) => string;
  municipalities: readonly { id: string; name: string }[];
};

export async function readerOf(x: Exchange): Promise<Reader> {
  const { region } = x.ctx;
  const now = x.ctx.now();
  const places = await territoryBook(x.ctx);
  return {
    lang: x.lang,
    zone: region.timeZone,
    now,
    today: toZoned(now, region.timeZone).date,
    t: words[x.lang],
    href: x.href,
    place: (id) => places.nameOf(id),
    placeHref: (id) => x.href(`/promises/places/${places.byId.get(id)?.slug ?? ""}`),
    municipalities: places.municipalities,
  };
}

/** «12 марта», with the year where it is another one. */
export const sayDay = (reader: Reader, day: string): string =>
  formatDate(new Date(`${day}T12:00:00Z`), { ...reader, zone: "UTC" });

const epoch = new Date(0);

/** With its year, always: a document is read years later. */
export const sayFullDay = (reader: Reader, day: string): string =>
  formatDate(new Date(`${day}T12:00:00Z`), { ...reader, zone: "UTC", now: epoch });

export const sayMoment = (reader: Reader, at: Date): string => formatDateTime(at, reader);

export const sayNumber = (reader: Reader, value: number): string =>
  formatNumber(value, { lang: reader.lang });

const looks: Record<State, StatusKind> = {
  done: "verified",
  ahead: "working",
  "on-track": "working",
  behind: "overdue",
  late: "overdue",
  "not-yet": "new",
  "nothing-to-divide": "new",
};

/** State in a word and a look: amber where the pace may still do. */
export function statusOf(
  reader: Reader,
  standing: Standing,
): { kind: StatusKind; icon?: "right" | "alarm"; text: string } {
  const { state, light, behindBy } = standing;
  const say = reader.t.states[state];
  const text = typeof say === "string" ? say : say(sayNumber(reader, behindBy));
  if (light === "amber") return { kind: "escalated", icon: "alarm", text };
  const kind = looks[state];
  return kind === "working" ? { kind, icon: "right", text } : { kind, text };
}

/** Names of the events that measures speak of. */
export async function eventNames(
  x: Exchange,
  measures: readonly Measure[],
): Promise<Map<string, string>> {
  const ids = [
    ...new Set(
      measures.flatMap(({ parts }) => (typeof parts.eventId === "string" ? [parts.eventId] : [])),
    ),
  ];
  const found = await Promise.all(ids.map((id) => findEvent(x.ctx, id)));
  return new Map(found.flatMap((event) => (event === undefined ? [] : [[event.id, event.title]])));
}

const list = (parts: Record<string, unknown>, name: string): string[] => {
  const value = parts[name];
  return Array.isArray(value) ? value.map(String) : [];
};

function joined(t: PromiseWords, items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${t.say.and} ${items.at(-1) ?? ""}`;
}

type Said = {
  measure: Measure;
  scope: Scope;
  places: readonly string[];
  project: Pick<Project, "id" | "number">;
  events: ReadonlyMap<string, string>;
};

/** The measure as one sentence, with everything that narrows it. */
export function sayMeasure(reader: Reader, said: Said): string {
  const { t } = reader;
  const { measure, scope, places, project } = said;
  const { ofProject } = shapes[measure.source];
  const own = ofProject !== undefined && measure.parts[ofProject] === project.id;
  const narrowed = ofProject !== undefined && measure.parts.eventId === undefined;
  const whose = !narrowed ? "" : own ? t.say.ofProject(project.number) : t.say.ofAll;
  return whatOf(reader, said) + whose + whereOf(t, scope, places);
}

function whereOf(t: PromiseWords, scope: Scope, places: readonly string[]): string {
  if (scope === "per-place") return t.say.perPlace(places.length);
  const together = places.length > 0 ? t.say.together(places.length) : "";
  return scope === "per-month" ? together + t.say.perMonth : together;
}

function whatOf(reader: Reader, { measure: { source, parts }, events }: Said): string {
  const { t, lang } = reader;
  const event = typeof parts.eventId === "string" ? events.get(parts.eventId) : undefined;
  const kinds = list(parts, "kinds").map((kind) => t.kindsOf[kind] ?? kind);
  const named = kinds.length === 0 ? t.say.anyEvents : joined(t, kinds);
  const enough =
    typeof parts.atLeast === "number" ? t.say.atLeast(sayNumber(reader, parts.atLeast)) : "";
  const what = event === undefined ? named + enough : t.say.one(event);
  switch (source) {
    case "events.held":
      return t.say.held(what);
    case "events.attendance":
      return event === undefined ? t.say.attendance(what) : t.say.attendanceOne(event);
    case "events.people":
      return t.say.people(what);
    case "events.organisations":
      return t.say.organisations(what);
    case "events.feedback":
      return t.say.feedback(what);
    case "consultations.given": {
      const topics = list(parts, "topics").map((topic) => t.topics[topic] ?? topic);
      const mode =
        typeof parts.mode === "string" ? t.say.mode(t.modes[parts.mode] ?? parts.mode) : "";
      return (
        t.say.consultations + mode + (topics.length === 0 ? "" : t.say.topics(topics.join(", ")))
      );
    }
    case "projects.reached":
      return t.say.reached(t.stages[String(parts.stage)] ?? String(parts.stage));
    case "projects.publications":
      return t.say.publications;
    case "organisations.opened": {
      const opened = list(parts, "kinds").map((kind) => t.organisationKindsOf[kind] ?? kind);
      return t.say.opened(opened.length === 0 ? t.say.anyOrganisations : joined(t, opened));
    }
    case "problems.verified": {
      const groups = list(parts, "groups").map((code) => groupName(lang, code));
      return t.say.verified + (groups.length === 0 ? "" : t.say.topics(groups.join(", ")));
    }
    case "promises.entered":
      return t.say.entered;
  }
}

const groupName = (lang: Lang, code: string): string =>
  catalogue.groups.find((group) => group.code === code)?.name[lang] ?? code;

export const groupOptions = (lang: Lang) =>
  catalogue.groups.map(({ code, name }) => ({ value: code, label: name[lang] }));

/** After the figure: «из 24 семинаров», or for a share «% при обещанных 60 %». */
export function sayTarget(reader: Reader, source: string, unit: string, target: number): string {
  const n = sayNumber(reader, target);
  return isShare(source) ? reader.t.board.ofShare(n) : reader.t.board.of(n, unit);
}
