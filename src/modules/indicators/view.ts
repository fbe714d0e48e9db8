import { labelOf } from "#base/messages.ts";
import type { RequestContext } from "#base/http/route.ts";
import { toZoned } from "#base/time/local-time.ts";
import { formatDate, formatNumber, type StatusKind, type ViewContext } from "#base/ui/index.ts";
import type { Lang, Messages } from "#base/messages.ts";
import { findEvent } from "#modules/events/index.ts";
import type { Project } from "#modules/projects/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { catalogue } from "#modules/triage/index.ts";
import { isShare, type Measure } from "./measure.ts";
import type { IndicatorScope, Progress, IndicatorState } from "./indicator.ts";
import { sourceShapes } from "./sources.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export const messages = { ru, en };
export type IndicatorMessages = Messages<typeof ru>;

/** Language, time zone, current time, messages, links and names of places for pages. */
export type IndicatorViewContext = ViewContext & {
  today: string;
  t: IndicatorMessages;
  href: (path: string) => string;
  place: (id: string | null) => string;
  placeHref: (id: string) => string;
  municipalities: readonly { id: string; name: string }[];
};

/** Creates the view context of the module's pages with the names of places. */
export async function createIndicatorViewContext(c: RequestContext): Promise<IndicatorViewContext> {
  const { region } = c.ctx;
  const now = c.ctx.now();
  const places = await territoryDirectory(c.ctx);
  return {
    lang: c.lang,
    zone: region.timeZone,
    now,
    today: toZoned(now, region.timeZone).date,
    t: messages[c.lang],
    href: c.href,
    place: (id) => places.nameOf(id),
    placeHref: (id) => c.href(`/indicators/places/${places.byId.get(id)?.slug ?? ""}`),
    municipalities: places.municipalities,
  };
}

/** Formats a day as «12 марта», with the year when it is not the current one. */
export const formatDay = (view: IndicatorViewContext, day: string): string =>
  formatDate(new Date(`${day}T12:00:00Z`), { ...view, zone: "UTC" });

const epoch = new Date(0);

/** Formats a day with its year: a document is read years later. */
export const formatFullDay = (view: IndicatorViewContext, day: string): string =>
  formatDate(new Date(`${day}T12:00:00Z`), { ...view, zone: "UTC", now: epoch });

/** Formats an amount with thousands separators. */
export const formatAmount = (view: IndicatorViewContext, value: number): string =>
  formatNumber(value, { lang: view.lang });

const stateKinds: Record<IndicatorState, StatusKind> = {
  done: "verified",
  ahead: "working",
  "on-track": "working",
  behind: "overdue",
  late: "overdue",
  "not-yet": "new",
  "nothing-to-divide": "new",
};

/** Returns the status of an indicator; amber when the pace may still be enough. */
export function progressStatus(
  view: IndicatorViewContext,
  progress: Progress,
): { kind: StatusKind; icon?: "right" | "alarm"; text: string } {
  const { state, light, shortfall } = progress;
  const message = view.t.states[state];
  const text = typeof message === "string" ? message : message(formatAmount(view, shortfall));
  if (light === "amber") return { kind: "escalated", icon: "alarm", text };
  const kind = stateKinds[state];
  return kind === "working" ? { kind, icon: "right", text } : { kind, text };
}

/** Loads the titles of the events in measures, by id. */
export async function eventNames(
  c: RequestContext,
  measures: readonly Measure[],
): Promise<Map<string, string>> {
  const ids = [
    ...new Set(
      measures.flatMap(({ parts }) => (typeof parts.eventId === "string" ? [parts.eventId] : [])),
    ),
  ];
  const found = await Promise.all(ids.map((id) => findEvent(c.ctx, id)));
  return new Map(found.flatMap((event) => (event === undefined ? [] : [[event.id, event.title]])));
}

const stringList = (parts: Record<string, unknown>, name: string): string[] => {
  const value = parts[name];
  return Array.isArray(value) ? value.map(String) : [];
};

function joinList(t: IndicatorMessages, items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${t.say.and} ${items.at(-1) ?? ""}`;
}

type MeasureDescription = {
  measure: Measure;
  scope: IndicatorScope;
  places: readonly string[];
  project: Pick<Project, "id" | "number">;
  events: ReadonlyMap<string, string>;
};

/** Formats the measure as one sentence, with all its filters. */
export function describeMeasure(
  view: IndicatorViewContext,
  description: MeasureDescription,
): string {
  const { t } = view;
  const { measure, scope, places, project } = description;
  const { ofProject } = sourceShapes[measure.source];
  const own = ofProject !== undefined && measure.parts[ofProject] === project.id;
  const narrowed = ofProject !== undefined && measure.parts.eventId === undefined;
  const whose = !narrowed ? "" : own ? t.say.ofProject(project.number) : t.say.ofAll;
  return describeSubject(view, description) + whose + describeScope(t, scope, places);
}

function describeScope(
  t: IndicatorMessages,
  scope: IndicatorScope,
  places: readonly string[],
): string {
  if (scope === "per-place") return t.say.perPlace(places.length);
  const together = places.length > 0 ? t.say.together(places.length) : "";
  return scope === "per-month" ? together + t.say.perMonth : together;
}

function describeSubject(
  view: IndicatorViewContext,
  { measure: { source, parts }, events }: MeasureDescription,
): string {
  const { t, lang } = view;
  const event = typeof parts.eventId === "string" ? events.get(parts.eventId) : undefined;
  const kinds = stringList(parts, "kinds").map((kind) => labelOf(t.kindsOf, kind) ?? kind);
  const named = kinds.length === 0 ? t.say.anyEvents : joinList(t, kinds);
  const enough =
    typeof parts.atLeast === "number" ? t.say.atLeast(formatAmount(view, parts.atLeast)) : "";
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
      const topics = stringList(parts, "topics").map((topic) => labelOf(t.topics, topic) ?? topic);
      const mode =
        typeof parts.mode === "string"
          ? t.say.mode(labelOf(t.modes, parts.mode) ?? parts.mode)
          : "";
      return (
        t.say.consultations + mode + (topics.length === 0 ? "" : t.say.topics(topics.join(", ")))
      );
    }
    case "projects.reached":
      return t.say.reached(labelOf(t.stages, String(parts.stage)) ?? String(parts.stage));
    case "projects.publications":
      return t.say.publications;
    case "organisations.opened": {
      const opened = stringList(parts, "kinds").map(
        (kind) => labelOf(t.organisationKindsOf, kind) ?? kind,
      );
      return t.say.opened(opened.length === 0 ? t.say.anyOrganisations : joinList(t, opened));
    }
    case "problems.verified": {
      const groups = stringList(parts, "groups").map((code) => topicGroupName(lang, code));
      return t.say.verified + (groups.length === 0 ? "" : t.say.topics(groups.join(", ")));
    }
    case "indicators.entered":
      return t.say.entered;
  }
}

const topicGroupName = (lang: Lang, code: string): string =>
  catalogue.groups.find((group) => group.code === code)?.name[lang] ?? code;

/** Returns the topic groups as options of a select. */
export const topicGroupOptions = (lang: Lang) =>
  catalogue.groups.map(({ code, name }) => ({ value: code, label: name[lang] }));

/** Formats the text after the figure: «из 24 семинаров», or for a share «% при обещанных 60 %». */
export function formatTarget(
  view: IndicatorViewContext,
  source: string,
  unit: string,
  target: number,
): string {
  const n = formatAmount(view, target);
  return isShare(source) ? view.t.board.ofShare(n) : view.t.board.of(n, unit);
}
