import type { Ctx } from "#base/context.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import { dayNumber, localDate } from "#base/time/local-time.ts";
import { eventSources } from "#modules/events/index.ts";
import type { Occurrence } from "../rows/store.ts";

const heldEventsSource = eventSources.find(({ name }) => name === "events.held");
const maxEvents = 300;

/** A stretch longer than a month is a course of events: one of them does not finish it. */
const minSeriesDays = 31;

/**
 * Occasions that nobody ticked, but in whose time an event of their activity was held, read as done:
 * with the list of those present as evidence once it is closed, only said before. One event stands
 * for one occasion; of a long stretch all are told, and it is done when its last day is over. What a
 * person marked stays as they marked it.
 */
export async function withEventEvidence(
  ctx: Ctx,
  occurrences: readonly Occurrence[],
  today: string,
): Promise<Occurrence[]> {
  const open = occurrences.filter((one) => one.state === "planned" && one.planned_from <= today);
  const done = new Map<string, Occurrence>();
  for (const [activity, pendingOccurrences] of Map.groupBy(open, (one) => one.activity_id)) {
    const events = await findHeldEvents(ctx, activity, pendingOccurrences, today);
    const [longOccurrences, single] = [
      pendingOccurrences.filter(isLongOccurrence),
      pendingOccurrences.filter((one) => !isLongOccurrence(one)),
    ];
    for (const one of matchEvents(single, events)) done.set(one.id, one);
    for (const one of longOccurrences)
      done.set(one.id, applyEventsToLongOccurrence(one, events, today));
  }
  return occurrences.map((one) => done.get(one.id) ?? one);
}

const isLongOccurrence = ({ planned_from: from, planned_to: to }: Occurrence): boolean =>
  dayNumber(localDate(to)) - dayNumber(localDate(from)) > minSeriesDays;

type HeldEvent = Pick<CountedRow, "id" | "day" | "href" | "confirmed">;

/** A course with what was held of it; done with its last event once its time is over. */
export function applyEventsToLongOccurrence(
  occurrence: Occurrence,
  events: readonly HeldEvent[],
  today: string,
): Occurrence {
  const own = events
    .filter(({ day }) => day >= occurrence.planned_from && day <= occurrence.planned_to)
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return occurrence;
  const held = { count: own.length, from: first.day, to: last.day };
  return occurrence.planned_to < today
    ? { ...markHeldByEvent(occurrence, last), heldEvents: held }
    : { ...occurrence, heldEvents: held };
}

async function findHeldEvents(
  ctx: Ctx,
  activityId: string,
  waiting: readonly Occurrence[],
  today: string,
): Promise<CountedRow[]> {
  const from = waiting.map((one) => one.planned_from).toSorted()[0] ?? today;
  const query = { filters: { activityId }, from, to: today, per: "total" as const };
  return (await heldEventsSource?.rows(ctx, { ...query, limit: maxEvents }))?.rows ?? [];
}

/** Each occasion takes the earliest event of its time that no earlier occasion took. */
export function matchEvents(
  waiting: readonly Occurrence[],
  events: readonly HeldEvent[],
): Occurrence[] {
  const unmatchedEvents = events.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  // The one whose time ends first chooses first, so that no occasion is left empty without need.
  const byEndDate = waiting.toSorted((a, b) => (a.planned_to < b.planned_to ? -1 : 1));
  return byEndDate.flatMap((occurrence) => {
    const at = unmatchedEvents.findIndex(
      ({ day }) => day >= occurrence.planned_from && day <= occurrence.planned_to,
    );
    const [event] = at === -1 ? [] : unmatchedEvents.splice(at, 1);
    return event === undefined ? [] : [markHeldByEvent(occurrence, event)];
  });
}

/** The address of an event lies inside the region, that of written evidence is whole. */
function markHeldByEvent(occurrence: Occurrence, event: HeldEvent): Occurrence {
  return {
    ...occurrence,
    state: "done",
    actual_on: event.day,
    evidence_kind: event.confirmed ? "presence-list" : null,
    evidence_id: event.id,
    evidence_href: event.href ?? null,
  };
}
