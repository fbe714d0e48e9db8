import type { Ctx } from "#base/context.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import { dayNumber, localDate } from "#base/time/local-time.ts";
import { eventSources } from "#modules/events/index.ts";
import type { Occurrence } from "../rows/store.ts";

const heldEventsSource = eventSources.find(({ name }) => name === "events.held");
const maxEvents = 300;

/** A range longer than a month is a series of events: one of them does not complete it. */
const minSeriesDays = 31;

/**
 * Returns the occurrences, where unmarked ones with an event of their activity within their range
 * are done: with the presence list as evidence once it is closed, only reported before. One event
 * completes one occurrence; a long range counts all events and is done when its last day is over.
 * Marks set by people are not changed.
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

/** Returns a series with its held events; done with the last event once its range is over. */
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

/**
 * Assigns to each occurrence the earliest event within its range that no earlier occurrence took.
 */
export function matchEvents(
  waiting: readonly Occurrence[],
  events: readonly HeldEvent[],
): Occurrence[] {
  const unmatchedEvents = events.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  // Earliest deadline first: no occurrence is left without an event unnecessarily.
  const byEndDate = waiting.toSorted((a, b) => (a.planned_to < b.planned_to ? -1 : 1));
  return byEndDate.flatMap((occurrence) => {
    const at = unmatchedEvents.findIndex(
      ({ day }) => day >= occurrence.planned_from && day <= occurrence.planned_to,
    );
    const [event] = at === -1 ? [] : unmatchedEvents.splice(at, 1);
    return event === undefined ? [] : [markHeldByEvent(occurrence, event)];
  });
}

/**
 * Returns the link to evidence: an event's path is within the region, a written address is
 * absolute.
 */
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
