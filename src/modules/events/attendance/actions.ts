import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { conflict, orNotFound, invalidField } from "#base/refusal.ts";
import { enqueue } from "#base/jobs.ts";
import { seenVersion } from "#base/http/fields.ts";
import { contactInput, loadContacts, upsertContact } from "#modules/people/index.ts";
import {
  eventLifecycle,
  attendanceModes,
  attendanceModesFor,
  type AttendanceMode,
} from "../event.ts";
import { loadAuthorized } from "../load.ts";
import { applyMarks, requireAttendanceOpen } from "./marks.ts";
import { compareMarks, presenceSources, type AttendanceMark } from "./presence.ts";
import { loadRegisteredAffiliations } from "./registered-reads.ts";
import { listMarks, listMarkableSessions } from "./store.ts";
import { requireVersion, updateEvent, type Event } from "../store.ts";

/** One who came without having registered. */
export const newcomerInput = contactInput
  .omit({ personId: true, consent: true })
  .extend({ organisationId: z.uuid().optional() });
export type NewcomerInput = z.input<typeof newcomerInput>;

export const markInput = z.object({
  contactId: z.uuid(),
  /** The whole event when left out. */
  sessionId: z.uuid().optional(),
  /** As registered when left out. */
  mode: z.enum(attendanceModes).optional(),
  source: z.enum(presenceSources).default("hand"),
  at: z.date().optional(),
  /** An id made by the device, so that sending again marks nobody twice. */
  id: z.uuid().optional(),
  device: z.string().max(80).default(""),
  paperListId: z.uuid().optional(),
});
export type MarkInput = z.input<typeof markInput>;

/** Somebody is here: found by name, from a list, or as the organiser knows. Marked twice is once. */
export function markPresent(ctx: Ctx, key: string, given: MarkInput): Promise<void> {
  const input = markInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    requireAttendanceOpen(tx, event);
    await requireSession(tx, event, input.sessionId);
    if (!(await loadContacts(tx, [input.contactId])).has(input.contactId))
      throw invalidField("contactId", "events.unknown-person");
    await applyMarks(tx, event, { marks: [await toMark(tx, event, input)] });
  });
}

/** One who is not on any list: their card is kept and they are marked. Answers the card's id. */
export function markNewcomer(
  ctx: Ctx,
  key: string,
  given: { person: NewcomerInput } & Omit<MarkInput, "contactId">,
): Promise<string> {
  const person = newcomerInput.parse(given.person);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    requireAttendanceOpen(tx, event);
    const contact = await upsertContact(tx, { ...person, consent: "event" });
    const input = markInput.parse({ ...given, contactId: contact.id });
    await requireSession(tx, event, input.sessionId);
    await applyMarks(tx, event, { marks: [await toMark(tx, event, input)] });
    return contact.id;
  });
}

async function toMark(
  ctx: Ctx,
  event: Event,
  input: z.output<typeof markInput>,
): Promise<AttendanceMark> {
  const registered = await loadRegisteredAffiliations(ctx, event.id, [input.contactId]);
  return {
    id: input.id ?? ctx.newId(),
    sessionId: input.sessionId ?? null,
    contactId: input.contactId,
    mode: input.mode ?? registered.get(input.contactId)?.mode ?? defaultMode(event),
    source: input.source,
    at: input.at ?? ctx.now(),
    recordedBy: ctx.actor.kind === "person" ? ctx.actor.id : null,
    device: input.device,
    paperListId: input.paperListId ?? null,
  };
}

export const defaultMode = (event: Pick<Event, "format">): AttendanceMode =>
  attendanceModesFor(event.format)[0] ?? "in-person";

async function requireSession(ctx: Ctx, event: Event, session: string | undefined): Promise<void> {
  if (session === undefined) return;
  if ((await listMarkableSessions(ctx, event.id)).some(({ id }) => id === session)) return;
  throw invalidField("sessionId", "events.unknown-session");
}

export const withdrawPresenceInput = z.object({
  contactId: z.uuid(),
  sessionId: z.uuid().optional(),
  reason: z
    .string("events.reason-missing")
    .trim()
    .min(3, "events.reason-missing")
    .max(300, "events.reason-long"),
});

/** The mark was a mistake: it stays in the list, taken back, with the reason. */
export function withdrawPresence(
  ctx: Ctx,
  key: string,
  given: z.input<typeof withdrawPresenceInput>,
): Promise<void> {
  const input = withdrawPresenceInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    const activeMarks = await listActiveMarks(tx, event.id, input);
    if (activeMarks.length === 0) throw conflict("events.not-marked");
    const by = tx.actor.kind === "person" ? tx.actor.id : null;
    await applyMarks(tx, event, {
      withdrawals: activeMarks.map(({ id }) => ({
        markId: id,
        reason: input.reason,
        at: tx.now(),
        by,
      })),
    });
  });
}

async function listActiveMarks(
  ctx: Ctx,
  event: string,
  at: { contactId: string; sessionId?: string | undefined },
): Promise<AttendanceMark[]> {
  const { marks, withdrawals } = await listMarks(ctx, event, [at.contactId]);
  const taken = new Set(withdrawals.map((one) => one.markId));
  return marks.filter(
    (mark) =>
      !taken.has(mark.id) && (at.sessionId === undefined || mark.sessionId === at.sessionId),
  );
}

/** Undo of a withdrawal: a new mark says what the first one said. */
export function restorePresence(
  ctx: Ctx,
  key: string,
  at: { contactId: string; sessionId?: string | undefined },
): Promise<void> {
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    if ((await listActiveMarks(tx, event.id, at)).length > 0)
      throw conflict("events.marked-already");
    const { marks } = await listMarks(tx, event.id, [at.contactId]);
    const [first] = marks
      .filter((mark) => at.sessionId === undefined || mark.sessionId === at.sessionId)
      .toSorted(compareMarks);
    await applyMarks(tx, event, { marks: [{ ...orNotFound(first), id: tx.newId() }] });
  });
}

export const closeAttendanceInput = z.object({ version: seenVersion });

/** What follows when a list is closed: letters that ask what people think. */
export const feedbackRequestJob = {
  name: "events.request-feedback",
  input: z.object({ event: z.uuid() }),
};

/**
 * The list is complete: from now on the figure is proven. Needs at least one mark; what is changed
 * afterwards stands in the journal as a correction.
 */
export function closeAttendance(
  ctx: Ctx,
  key: string,
  given: z.input<typeof closeAttendanceInput> = {},
): Promise<Event> {
  const { version } = closeAttendanceInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    requireVersion(event, version);
    if (event.attendance_closed_at !== null) throw conflict("events.attendance-closed");
    if (event.stage === "cancelled") throw conflict("events.presence-cancelled");
    if (tx.now() < event.starts_at) throw conflict("events.not-begun");
    if (event.present === 0) throw conflict("events.no-list");
    const held =
      event.stage === "held"
        ? {}
        : { stage: eventLifecycle.transition(event.stage, "hold"), stage_since: tx.now() };
    const saved = await updateEvent(tx, event, { ...held, attendance_closed_at: tx.now() });
    const data = { present: saved.present };
    if (event.stage !== "held") recordFact(tx, { subject: event.id, type: "event.held", data });
    recordFact(tx, { subject: event.id, type: "attendance.closed", data });
    enqueue(tx, feedbackRequestJob, { event: event.id });
    return saved;
  });
}
