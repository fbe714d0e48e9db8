import { z } from "zod";
import type { CountSource } from "#base/ports/count-source.ts";
import { eventKinds } from "../event.ts";
import { countDistinct } from "./distinct-reads.ts";
import {
  countAttendance,
  countAttendanceScheduled,
  countFeedback,
  countHeld,
  countHeldScheduled,
  listCountedEvents,
  listFirstAttendances,
} from "./store.ts";

/** Filters of the sources. */
export const eventCountFilters = z.object({
  kinds: z.array(z.enum(eventKinds)).optional(),
  /** Only events with at least so many people present. */
  atLeast: z.int().min(1).optional(),
  projectId: z.uuid().optional(),
  activityId: z.uuid().optional(),
  eventId: z.uuid().optional(),
});
export type EventCountFilters = z.output<typeof eventCountFilters>;

type EventSource = CountSource<EventCountFilters>;

/**
 * An event is confirmed once its attendance is closed, and reported while its day is over and the
 * list is open. People and organisations are counted once: at their first confirmed event,
 * otherwise at the first reported one.
 */
export const eventsHeld: EventSource = {
  name: "events.held",
  measure: "things",
  filters: eventCountFilters,
  cells: countHeld,
  scheduled: countHeldScheduled,
  rows: (ctx, query) => listCountedEvents(ctx, query, () => ({ amount: 1 })),
};

export const eventsAttendance: EventSource = {
  name: "events.attendance",
  measure: "people",
  filters: eventCountFilters,
  cells: countAttendance,
  scheduled: countAttendanceScheduled,
  rows: (ctx, query) => listCountedEvents(ctx, query, (row) => ({ amount: row.present })),
};

export const eventsPeople: EventSource = {
  name: "events.people",
  measure: "people",
  filters: eventCountFilters,
  cells: (ctx, query) => countDistinct(ctx, query, "human_id"),
  rows: (ctx, query) => listFirstAttendances(ctx, query, "human_id"),
};

export const eventsOrganisations: EventSource = {
  name: "events.organisations",
  measure: "things",
  filters: eventCountFilters,
  cells: (ctx, query) => countDistinct(ctx, query, "organisation_id"),
  rows: (ctx, query) => listFirstAttendances(ctx, query, "organisation_id"),
};

/** Replies of people present, of all present; an open list has no rate yet. */
export const eventsFeedback: EventSource = {
  name: "events.feedback",
  measure: "share",
  filters: eventCountFilters,
  cells: countFeedback,
  rows: (ctx, query) =>
    listCountedEvents(ctx, { ...query, closedOnly: true }, (row) => ({
      amount: row.replies,
      of: row.present,
    })),
};

export const eventSources: readonly CountSource[] = [
  eventsHeld,
  eventsAttendance,
  eventsPeople,
  eventsOrganisations,
  eventsFeedback,
];
