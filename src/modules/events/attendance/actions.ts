import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { conflict, found, invalid } from "#base/refusal.ts";
import { enqueue } from "#base/jobs.ts";
import { contactInput, contactsById, keepContact } from "#modules/people/index.ts";
import { life, modes, modesOf, type Mode } from "../event.ts";
import { loadAllowed } from "../load.ts";
import { applyMarks, demandOpenDoor } from "./marks.ts";
import { byTime, presenceSources, type Mark } from "./presence.ts";
import { standingsTold } from "./registered.ts";
import { marksOf, sessionsToMark } from "./store.ts";
import { demandVersion, saveEvent, type Event } from "../store.ts";

/** One who came without having registered. */
export const personInput = contactInput
  .omit({ personId: true, consent: true })
  .extend({ organisationId: z.uuid().optional() });
export type PersonInput = z.input<typeof personInput>;

export const markInput = z.object({
  contactId: z.uuid(),
  /** The whole event when left out. */
  sessionId: z.uuid().optional(),
  /** As registered when left out. */
  mode: z.enum(modes).optional(),
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
    const event = await loadAllowed(tx, key, "registrations");
    demandOpenDoor(tx, event);
    await demandSession(tx, event, input.sessionId);
    if (!(await contactsById(tx, [input.contactId])).has(input.contactId))
      throw invalid("events.unknown-person", { fields: { contactId: "events.unknown-person" } });
    await applyMarks(tx, event, { marks: [await markOf(tx, event, input)] });
  });
}

/** One who is not on any list: their card is kept and they are marked. Answers the card's id. */
export function markNewcomer(
  ctx: Ctx,
  key: string,
  given: { person: PersonInput } & Omit<MarkInput, "contactId">,
): Promise<string> {
  const person = personInput.parse(given.person);
  return transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "registrations");
    demandOpenDoor(tx, event);
    const contact = await keepContact(tx, { ...person, consent: "event" });
    const input = markInput.parse({ ...given, contactId: contact.id });
    await demandSession(tx, event, input.sessionId);
    await applyMarks(tx, event, { marks: [await markOf(tx, event, input)] });
    return contact.id;
  });
}

async function markOf(ctx: Ctx, event: Event, input: z.output<typeof markInput>): Promise<Mark> {
  const told = await standingsTold(ctx, event.id, [input.contactId]);
  return {
    id: input.id ?? ctx.newId(),
    sessionId: input.sessionId ?? null,
    contactId: input.contactId,
    mode: input.mode ?? told.get(input.contactId)?.mode ?? usualMode(event),
    source: input.source,
    at: input.at ?? ctx.now(),
    recordedBy: ctx.actor.kind === "person" ? ctx.actor.id : null,
    device: input.device,
    paperListId: input.paperListId ?? null,
  };
}

export const usualMode = (event: Pick<Event, "format">): Mode =>
  modesOf(event.format)[0] ?? "in-person";

async function demandSession(ctx: Ctx, event: Event, session: string | undefined): Promise<void> {
  if (session === undefined) return;
  if ((await sessionsToMark(ctx, event.id)).some(({ id }) => id === session)) return;
  throw invalid("events.unknown-session", { fields: { sessionId: "events.unknown-session" } });
}

export const withdrawInput = z.object({
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
  given: z.input<typeof withdrawInput>,
): Promise<void> {
  const input = withdrawInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "registrations");
    const standing = await standingMarks(tx, event.id, input);
    if (standing.length === 0) throw conflict("events.not-marked");
    const by = tx.actor.kind === "person" ? tx.actor.id : null;
    await applyMarks(tx, event, {
      withdrawals: standing.map(({ id }) => ({
        markId: id,
        reason: input.reason,
        at: tx.now(),
        by,
      })),
    });
  });
}

async function standingMarks(
  ctx: Ctx,
  event: string,
  at: { contactId: string; sessionId?: string | undefined },
): Promise<Mark[]> {
  const { marks, withdrawals } = await marksOf(ctx, event, [at.contactId]);
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
    const event = await loadAllowed(tx, key, "registrations");
    if ((await standingMarks(tx, event.id, at)).length > 0) throw conflict("events.marked-already");
    const { marks } = await marksOf(tx, event.id, [at.contactId]);
    const [first] = marks
      .filter((mark) => at.sessionId === undefined || mark.sessionId === at.sessionId)
      .toSorted(byTime);
    await applyMarks(tx, event, { marks: [{ ...found(first), id: tx.newId() }] });
  });
}

export const closeInput = z.object({ version: z.coerce.number().int().optional() });

/** What follows when a list is closed: letters that ask what people think. */
export const attendanceClosed = {
  name: "events.ask-feedback",
  input: z.object({ event: z.uuid() }),
};

/**
 * The list is complete: from now on the figure is proven. Needs at least one mark; what is changed
 * afterwards stands in the journal as a correction.
 */
export function closeAttendance(
  ctx: Ctx,
  key: string,
  given: z.input<typeof closeInput> = {},
): Promise<Event> {
  const { version } = closeInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "registrations");
    demandVersion(event, version);
    if (event.attendance_closed_at !== null) throw conflict("events.attendance-closed");
    if (event.stage === "cancelled") throw conflict("events.presence-cancelled");
    if (tx.now() < event.starts_at) throw conflict("events.not-begun");
    if (event.present === 0) throw conflict("events.no-list");
    const held =
      event.stage === "held"
        ? {}
        : { stage: life.move(event.stage, "hold"), stage_since: tx.now() };
    const saved = await saveEvent(tx, event, { ...held, attendance_closed_at: tx.now() });
    const data = { present: saved.present };
    if (event.stage !== "held") record(tx, { subject: event.id, type: "event.held", data });
    record(tx, { subject: event.id, type: "attendance.closed", data });
    enqueue(tx, attendanceClosed, { event: event.id });
    return saved;
  });
}
