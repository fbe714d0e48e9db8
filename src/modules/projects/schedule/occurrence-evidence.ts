import type { Ctx } from "#base/context.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import { dayNumber, localDate } from "#base/time/local-time.ts";
import { eventSources } from "#modules/events/index.ts";
import type { Occasion } from "../rows/store.ts";

const held = eventSources.find(({ name }) => name === "events.held");
const mostEvents = 300;

/** A stretch longer than a month is a course of events: one of them does not finish it. */
const courseDays = 31;

/**
 * Occasions that nobody ticked, but in whose time an event of their activity was held, read as done:
 * with the list of those present as evidence once it is closed, only said before. One event stands
 * for one occasion; of a long stretch all are told, and it is done when its last day is over. What a
 * person marked stays as they marked it.
 */
export async function withHeld(
  ctx: Ctx,
  occasions: readonly Occasion[],
  today: string,
): Promise<Occasion[]> {
  const open = occasions.filter((one) => one.state === "planned" && one.planned_from <= today);
  const done = new Map<string, Occasion>();
  for (const [activity, waiting] of Map.groupBy(open, (one) => one.activity_id)) {
    const events = await eventsOf(ctx, activity, waiting, today);
    const [courses, single] = [waiting.filter(isCourse), waiting.filter((one) => !isCourse(one))];
    for (const one of matched(single, events)) done.set(one.id, one);
    for (const one of courses) done.set(one.id, courseOf(one, events, today));
  }
  return occasions.map((one) => done.get(one.id) ?? one);
}

const isCourse = ({ planned_from: from, planned_to: to }: Occasion): boolean =>
  dayNumber(localDate(to)) - dayNumber(localDate(from)) > courseDays;

type Held = Pick<CountedRow, "id" | "day" | "href" | "proven">;

/** A course with what was held of it; done with its last event once its time is over. */
export function courseOf(occasion: Occasion, events: readonly Held[], today: string): Occasion {
  const own = events
    .filter(({ day }) => day >= occasion.planned_from && day <= occasion.planned_to)
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return occasion;
  const held = { count: own.length, from: first.day, to: last.day };
  return occasion.planned_to < today ? { ...heldAt(occasion, last), held } : { ...occasion, held };
}

async function eventsOf(
  ctx: Ctx,
  activityId: string,
  waiting: readonly Occasion[],
  today: string,
): Promise<CountedRow[]> {
  const from = waiting.map((one) => one.planned_from).toSorted()[0] ?? today;
  const ask = { parts: { activityId }, from, to: today, per: "total" as const };
  return (await held?.rows(ctx, { ...ask, limit: mostEvents }))?.rows ?? [];
}

/** Each occasion takes the earliest event of its time that no earlier occasion took. */
export function matched(waiting: readonly Occasion[], events: readonly Held[]): Occasion[] {
  const left = events.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  // The one whose time ends first chooses first, so that no occasion is left empty without need.
  const inTurn = waiting.toSorted((a, b) => (a.planned_to < b.planned_to ? -1 : 1));
  return inTurn.flatMap((occasion) => {
    const at = left.findIndex(
      ({ day }) => day >= occasion.planned_from && day <= occasion.planned_to,
    );
    const [event] = at === -1 ? [] : left.splice(at, 1);
    return event === undefined ? [] : [heldAt(occasion, event)];
  });
}

/** The address of an event lies inside the region, that of written evidence is whole. */
function heldAt(occasion: Occasion, event: Held): Occasion {
  return {
    ...occasion,
    state: "done",
    actual_on: event.day,
    evidence_kind: event.proven ? "presence-list" : null,
    evidence_id: event.id,
    evidence_href: event.href ?? null,
  };
}
