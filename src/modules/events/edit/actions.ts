import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { toZoned } from "#base/time/local-time.ts";
import { authorize } from "#base/policy.ts";
import { conflict, invalidField } from "#base/refusal.ts";
import { seenVersion } from "#base/http/fields.ts";
import { findOrganisation } from "#modules/organisations/index.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { rescheduleProgramme } from "./reschedule.ts";
import { requireFreeRoom } from "../rooms/conflicts.ts";
import {
  requireValidSpan,
  eventKinds,
  eventNumber,
  eventFormats,
  eventLifecycle,
  attendanceModesFor,
} from "../event.ts";
import { notifyCancelled, notifyMoved } from "../registration/letters.ts";
import { loadAuthorized } from "../load.ts";
import { toInstant, wallTimeInput } from "../wall-time.ts";
import { eventPolicy } from "../policy.ts";
import { promoteQueue } from "../seats/queue.ts";
import { listRegistrations, updateRegistration, countTakenSeats } from "../registration/store.ts";
import { capacityFor, countSeats } from "../seats/allocation.ts";
import { requireVersion, insertEvent, updateEvent, type Event } from "../store.ts";

const textInput = (max: number) => z.string().trim().max(max);
const seatsInput = z.coerce.number().int().min(1).max(100_000);
const webAddressInput = z.union([
  z.literal(""),
  z.url({ protocol: /^https?$/, error: "events.url-wrong" }),
]);

const eventFields = z.object({
  kind: z.enum(eventKinds),
  title: textInput(200).min(3),
  summary: textInput(4000),
  format: z.enum(eventFormats),
  startsAt: wallTimeInput,
  endsAt: wallTimeInput,
  municipalityId: z.uuid(),
  roomId: z.uuid().nullable(),
  address: textInput(300),
  onlineUrl: webAddressInput,
  organisationId: z.uuid().nullable(),
  projectId: z.uuid().nullable(),
  activityId: z.uuid().nullable(),
  capacity: seatsInput.nullable(),
  onlineCapacity: seatsInput.nullable(),
  registrationOpensAt: wallTimeInput.nullable(),
  registrationClosesAt: wallTimeInput.nullable(),
  registrationFormId: z.uuid().nullable(),
  feedbackFormId: z.uuid().nullable(),
  confirmHours: z.coerce.number().int().min(0).max(240),
  certificateHours: z.coerce.number().min(0.5).max(1000).nullable(),
  certificateAfterSessions: z.coerce.number().int().min(1).max(100).nullable(),
  certificateAfterHours: z.coerce.number().min(0.5).max(1000).nullable(),
  public: z.boolean(),
});

/** A new event: kind, title, when and in which municipality; the rest has its usual values. */
export const createEventInput = eventFields.partial().required({
  kind: true,
  title: true,
  startsAt: true,
  endsAt: true,
  municipalityId: true,
});
export type CreateEventInput = z.input<typeof createEventInput>;

/** What is left out stays as it is; `null` empties. `version` is the one the person saw. */
export const changeEventInput = eventFields.partial().extend({ version: seenVersion });
export type ChangeEventInput = z.input<typeof changeEventInput>;

type EventColumns = Pick<
  Event,
  | "kind"
  | "title"
  | "summary"
  | "format"
  | "starts_at"
  | "ends_at"
  | "day"
  | "municipality_id"
  | "room_id"
  | "address"
  | "online_url"
  | "organisation_id"
  | "project_id"
  | "activity_id"
  | "capacity"
  | "online_capacity"
  | "registration_opens_at"
  | "registration_closes_at"
  | "registration_form_id"
  | "feedback_form_id"
  | "confirm_hours"
  | "certificate_hours"
  | "certificate_after_sessions"
  | "certificate_after_hours"
  | "public"
>;

const defaultColumns: Omit<
  EventColumns,
  "kind" | "title" | "starts_at" | "ends_at" | "day" | "municipality_id"
> = {
  summary: "",
  format: "in-person",
  room_id: null,
  address: "",
  online_url: "",
  organisation_id: null,
  project_id: null,
  activity_id: null,
  capacity: null,
  online_capacity: null,
  registration_opens_at: null,
  registration_closes_at: null,
  registration_form_id: null,
  feedback_form_id: null,
  confirm_hours: 24,
  certificate_hours: null,
  certificate_after_sessions: null,
  certificate_after_hours: null,
  public: true,
};

/** The input in the table's words; what was not given is absent. */
function toColumns(ctx: Ctx, input: z.output<typeof changeEventInput>): Partial<EventColumns> {
  const zone = ctx.region.timeZone;
  const at = (given: z.output<typeof wallTimeInput> | null | undefined) =>
    given === undefined || given === null ? given : toInstant(given, zone);
  const starts = at(input.startsAt) ?? undefined;
  const given = {
    kind: input.kind,
    title: input.title,
    summary: input.summary,
    format: input.format,
    starts_at: starts,
    ends_at: at(input.endsAt) ?? undefined,
    day: starts && toZoned(starts, zone).date,
    municipality_id: input.municipalityId,
    room_id: input.roomId,
    address: input.address,
    online_url: input.onlineUrl,
    organisation_id: input.organisationId,
    project_id: input.projectId,
    activity_id: input.activityId,
    capacity: input.capacity,
    online_capacity: input.onlineCapacity,
    registration_opens_at: at(input.registrationOpensAt),
    registration_closes_at: at(input.registrationClosesAt),
    registration_form_id: input.registrationFormId,
    feedback_form_id: input.feedbackFormId,
    confirm_hours: input.confirmHours,
    certificate_hours: input.certificateHours,
    certificate_after_sessions: input.certificateAfterSessions,
    certificate_after_hours: input.certificateAfterHours,
    public: input.public,
  };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<EventColumns>;
}

/** An event begins as a draft that only its makers see. */
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

/** Everything about the event that can be wrong by itself, each at its field. */
async function requireValidEvent(ctx: Ctx, row: EventColumns & { id: string }): Promise<void> {
  requireValidSpan({ startsAt: row.starts_at, endsAt: row.ends_at });
  const { registration_opens_at: opens, registration_closes_at: closes } = row;
  if (opens !== null && closes !== null && closes <= opens)
    throw invalidField("registrationClosesAt", "events.closes-before");
  if (closes !== null && closes > row.ends_at)
    throw invalidField("registrationClosesAt", "events.closes-after-end");
  if (row.format !== "in-person" && row.format !== "hybrid" && row.room_id !== null)
    throw invalidField("roomId", "events.room-online");
  const territory = await findTerritory(ctx, row.municipality_id);
  if (territory?.kind !== "municipality")
    throw invalidField("municipalityId", "events.unknown-municipality");
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
 * Changes the event. A new time, place or address of the line is a move: calendars see it by
 * SEQUENCE, and everybody registered gets a letter. More seats call the queue.
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

/** Columns that people plan their way by. */
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

/** Nobody loses a seat by a change of the form: fewer places or another format must leave room. */
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

export const moveEventInput = changeEventInput.pick({
  startsAt: true,
  endsAt: true,
  roomId: true,
  address: true,
  municipalityId: true,
  version: true,
});
export type MoveEventInput = z.input<typeof moveEventInput>;

/** Another time or place; everybody registered learns of it. */
export function moveEvent(ctx: Ctx, key: string, given: MoveEventInput): Promise<Event> {
  return changeEvent(ctx, key, moveEventInput.parse(given));
}

type SeenVersion = { version?: number | undefined };

/** From here on guests see the event and may register. */
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

/** It took place: by the clock when its last minute has passed, or entered afterwards. */
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

export const cancelEventInput = z.object({
  reason: z.string("events.no-reason").trim().min(3, "events.no-reason").max(500),
  version: seenVersion,
});
export type CancelEventInput = z.input<typeof cancelEventInput>;

/** It will not take place: everybody registered gets a letter with the reason, calendars strike it out. */
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
