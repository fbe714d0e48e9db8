import {
  cancelEventInput,
  changeEventInput,
  createEventInput,
  defaultColumns,
  moveEventInput,
  toColumns,
  type CancelEventInput,
  type ChangeEventInput,
  type CreateEventInput,
  type EventColumns,
  type MoveEventInput,
  type SeenVersion,
} from "./input.ts";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { toZoned } from "#base/time/local-time.ts";
import { authorize } from "#base/policy.ts";
import { conflict, invalidField } from "#base/refusal.ts";
import { findOrganisation } from "#modules/organisations/index.ts";
import { rescheduleProgramme } from "./reschedule.ts";
import { requireFreeRoom } from "../rooms/conflicts.ts";
import { requireValidSpan, eventNumber, eventLifecycle, attendanceModesFor } from "../event.ts";
import { notifyCancelled, notifyMoved } from "../registration/letters.ts";
import { loadAuthorized, requireMunicipality } from "../load.ts";
import { toInstant } from "../wall-time.ts";
import { eventPolicy } from "../policy.ts";
import { promoteQueue } from "../seats/queue.ts";
import { listRegistrations, updateRegistration, countTakenSeats } from "../registration/store.ts";
import { capacityFor, countSeats } from "../seats/allocation.ts";
import { requireVersion, insertEvent, updateEvent, type Event } from "../store.ts";

/** Creates an event as a draft, which only its managers see. */
export async function createEvent(
  ctx: Ctx,
  given: CreateEventInput,
  occurrence: { seriesId?: string; seriesDay?: string } = {},
): Promise<Event> {
  const input = createEventInput.parse(given);
  const zone = ctx.region.timeZone;
  const starts = toInstant(input.startsAt, zone);
  const row: EventColumns = {
    ...defaultColumns,
    ...toColumns(ctx, input),
    kind: input.kind,
    title: input.title,
    starts_at: starts,
    ends_at: toInstant(input.endsAt, zone),
    day: toZoned(starts, zone).date,
    municipality_id: input.municipalityId,
  };
  authorize({ policy: eventPolicy, actor: ctx.actor, action: "handle", row });
  const year = row.day.slice(0, 4);
  const n = await ctx.app.database.nextNumber(ctx.region.id, `events-${year}`);
  return transact(ctx, async (tx) => {
    const id = tx.newId();
    await requireValidEvent(tx, { ...row, id });
    const event = await insertEvent(tx, {
      id,
      number: eventNumber(year, n),
      ...row,
      stage: "draft",
      stage_since: tx.now(),
      series_id: occurrence.seriesId ?? null,
      series_day: occurrence.seriesDay ?? null,
      created_at: tx.now(),
      changed_at: tx.now(),
    });
    startChain(tx, id);
    recordFact(tx, { subject: id, type: "event.created", data: factData(event) });
    return event;
  });
}

const factData = (event: Event) => ({
  kind: event.kind,
  municipality: event.municipality_id,
  day: event.day,
  project: event.project_id,
});

/** Throws for the first field of the event that is invalid. */
async function requireValidEvent(ctx: Ctx, row: EventColumns & { id: string }): Promise<void> {
  requireValidSpan({ startsAt: row.starts_at, endsAt: row.ends_at });
  const { registration_opens_at: opens, registration_closes_at: closes } = row;
  if (opens !== null && closes !== null && closes <= opens)
    throw invalidField("registrationClosesAt", "events.closes-before");
  if (closes !== null && closes > row.ends_at)
    throw invalidField("registrationClosesAt", "events.closes-after-end");
  if (row.format !== "in-person" && row.format !== "hybrid" && row.room_id !== null)
    throw invalidField("roomId", "events.room-online");
  await requireMunicipality(ctx, row.municipality_id);
  if (
    row.organisation_id !== null &&
    (await findOrganisation(ctx, row.organisation_id)) === undefined
  )
    throw invalidField("organisationId", "events.unknown-organisation");
  await requireFreeRoom(ctx, {
    room: row.room_id,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    seats: row.capacity,
    event: row.id,
  });
}

/**
 * Changes an event. A new time, place or address is a move: SEQUENCE grows for calendars and
 * everybody registered gets an email. More seats go to the queue.
 */
export async function changeEvent(ctx: Ctx, key: string, given: ChangeEventInput): Promise<Event> {
  const input = changeEventInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "handle");
    requireVersion(event, input.version);
    if (event.stage === "cancelled") throw conflict("events.is-cancelled");
    const patch = toColumns(tx, input);
    const next: Event = { ...event, ...patch };
    authorize({ policy: eventPolicy, actor: tx.actor, action: "handle", row: next });
    await requireValidEvent(tx, next);
    await requireSeatsForRegistered(tx, event, next);
    const changed = changedColumns(event, next);
    if (changed.length === 0) return event;
    const moved = changed.some((column) => rescheduleColumns.has(column));
    const seen = event.stage !== "draft";
    const carried = await rescheduleProgramme(tx, { before: event, after: next });
    const saved = await updateEvent(tx, event, {
      ...patch,
      ...carried,
      ...(seen && { sequence: event.sequence + 1 }),
    });
    recordFact(tx, {
      subject: event.id,
      type: moved && seen ? "event.moved" : "event.changed",
      data: { changed, ...(moved && { from: event.day, to: saved.day }) },
    });
    if (moved && event.stage === "announced")
      await notifyMoved(tx, { before: event, after: saved });
    return promoteQueue(tx, saved);
  });
}

/** Columns whose change is a move: people plan by them. */
const rescheduleColumns = new Set([
  "starts_at",
  "ends_at",
  "municipality_id",
  "room_id",
  "address",
  "online_url",
  "format",
]);

function changedColumns(before: Event, after: Event): string[] {
  return Object.keys(before).filter((name) => {
    const [a, b] = [before[name as keyof Event], after[name as keyof Event]];
    return a instanceof Date && b instanceof Date ? a.getTime() !== b.getTime() : a !== b;
  });
}

/** Throws where a change of seats or format would leave a registered person without a seat. */
async function requireSeatsForRegistered(ctx: Ctx, before: Event, after: Event): Promise<void> {
  if (
    before.capacity === after.capacity &&
    before.online_capacity === after.online_capacity &&
    before.format === after.format
  )
    return;
  const taken = await countTakenSeats(ctx, before.id);
  for (const mode of ["in-person", "online"] as const) {
    const people = countSeats(taken, (row) => row.mode === mode);
    const limit = capacityFor(after, mode);
    if (people > 0 && !attendanceModesFor(after.format).includes(mode))
      throw conflict("events.format-taken", {
        values: { people },
        fields: { format: "events.format-taken" },
      });
    if (limit !== null && people > limit) {
      const field = mode === "online" ? "onlineCapacity" : "capacity";
      throw conflict("events.fewer-than-taken", {
        values: { people },
        fields: { [field]: "events.fewer-than-taken" },
      });
    }
  }
}

/** Moves an event to another time or place; everybody registered gets an email. */
export function moveEvent(ctx: Ctx, key: string, given: MoveEventInput): Promise<Event> {
  return changeEvent(ctx, key, moveEventInput.parse(given));
}

/** Announces a draft: guests see it and can register. Throws for a past event. */
export function announceEvent(ctx: Ctx, key: string, seen: SeenVersion = {}): Promise<Event> {
  return applyTransition(ctx, key, {
    seen,
    name: "announce",
    type: "event.announced",
    check: (event, at) => {
      if (event.ends_at <= at) throw conflict("events.is-past");
    },
  });
}

/**
 * Marks an event as held: at its end by the schedule, or entered afterwards. Throws before its
 * beginning.
 */
export function holdEvent(ctx: Ctx, key: string, seen: SeenVersion = {}): Promise<Event> {
  return applyTransition(ctx, key, {
    seen,
    name: "hold",
    type: "event.held",
    check: (event, at) => {
      if (event.starts_at > at) throw conflict("events.not-yet");
    },
  });
}

async function applyTransition(
  ctx: Ctx,
  key: string,
  {
    seen,
    name,
    type,
    check,
  }: {
    seen: SeenVersion;
    name: "announce" | "hold";
    type: string;
    check: (event: Event, at: Date) => void;
  },
): Promise<Event> {
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "handle");
    requireVersion(event, seen.version);
    const stage = eventLifecycle.transition(event.stage, name);
    check(event, tx.now());
    const saved = await updateEvent(tx, event, { stage, stage_since: tx.now() });
    recordFact(tx, { subject: event.id, type, data: factData(saved) });
    return saved;
  });
}

/**
 * Cancels an event with a reason: registrations are cancelled and everybody registered gets an
 * email.
 */
export async function cancelEvent(ctx: Ctx, key: string, given: CancelEventInput): Promise<Event> {
  const input = cancelEventInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "handle");
    requireVersion(event, input.version);
    const saved = await updateEvent(tx, event, {
      stage: eventLifecycle.transition(event.stage, "cancel"),
      stage_since: tx.now(),
      cancel_reason: input.reason,
      sequence: event.sequence + 1,
    });
    recordFact(tx, { subject: event.id, type: "event.cancelled", data: factData(saved) });
    await cancelAllRegistrations(tx, saved);
    return saved;
  });
}

async function cancelAllRegistrations(tx: Ctx & { unit: UnitOfWork }, event: Event): Promise<void> {
  const people = await listRegistrations(tx, event.id, ["waiting", "offered", "confirmed"]);
  await notifyCancelled(tx, { event, people });
  for (const { id } of people) {
    await updateRegistration(tx, id, {
      state: "cancelled",
      cancelled_at: tx.now(),
      cancelled_because: "event",
    });
  }
}
