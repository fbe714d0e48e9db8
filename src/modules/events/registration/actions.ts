import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { isLinkToken, linkHash, linkToken } from "#base/http/private-link.ts";
import { conflict, orNotFound, notFound, invalidField } from "#base/refusal.ts";
import { contactInput, upsertContact, type Contact } from "#modules/people/index.ts";
import { chooseSessions, releaseChoices } from "../seats/session-choices.ts";
import {
  attendanceModes,
  attendanceModesFor,
  selfRegistrationRoles,
  registrationRoles,
  seatCode,
  type AttendanceMode,
} from "../event.ts";
import { resendLink, notifySeat } from "./letters.ts";
import { loadAuthorized } from "../load.ts";
import { promoteQueue, checkSeat } from "../seats/queue.ts";
import {
  insertRegistration,
  listLapsedOffers,
  lockRegistration,
  allocateSeatNumber,
  findRegistrationByHash,
  findRegistration,
  updateRegistration,
  type Registration,
} from "./store.ts";
import { lockEvent, type Event } from "../store.ts";

const personInput = contactInput.omit({ personId: true, consent: true });

export const registrationSchema = personInput.extend({
  role: z.enum(registrationRoles).default("participant"),
  mode: z.enum(attendanceModes).optional(),
  /** Sections that the person chooses. */
  sessions: z.array(z.uuid()).max(40).default([]),
  /** Answers to the event's questions, already saved by `forms`. */
  replyId: z.uuid().optional(),
});
export type RegistrationInput = z.input<typeof registrationSchema>;

export type RegistrationResult = {
  event: Event;
  registration: Registration;
  contact: Contact;
  /** False where the person had registered before: the registration is the earlier one. */
  isNew: boolean;
};

/**
 * Registers a person for an event. A free seat is confirmed, otherwise the person waits; a second
 * registration returns the first. The caller asks for consent.
 */
export async function register(
  ctx: Ctx,
  key: string,
  given: RegistrationInput,
): Promise<RegistrationResult> {
  const input = registrationSchema.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "read");
    return createRegistration(tx, event, { input, source: "self" });
  });
}

/**
 * Registers a person by staff: also after registration has closed, for non-public events, and in
 * any role.
 */
export async function registerByStaff(
  ctx: Ctx,
  key: string,
  given: RegistrationInput,
): Promise<RegistrationResult> {
  const input = registrationSchema.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    return createRegistration(tx, event, { input, source: "staff" });
  });
}

type RegistrationRequest = { input: z.output<typeof registrationSchema>; source: "self" | "staff" };

async function createRegistration(
  ctx: Ctx & { unit: UnitOfWork },
  event: Event,
  { input, source }: RegistrationRequest,
): Promise<RegistrationResult> {
  requireRegistrationOpen(event, { at: ctx.now(), source });
  const mode = resolveMode(event, input.mode);
  if (source === "self" && !(selfRegistrationRoles as readonly string[]).includes(input.role))
    throw invalidField("role", "events.role-by-staff");
  if (input.email === undefined && input.phone === undefined && source === "self")
    throw invalidField("email", "events.no-address");
  const contact = await upsertContact(ctx, {
    ...input,
    consent: source === "self" ? "event" : "paper",
    ...(source === "self" && ctx.actor.kind === "person" && ownContactLink(ctx, input)),
  });
  const known = await findRegistration(ctx, { event: event.id, contact: contact.id });
  if (known !== undefined && known.state !== "cancelled") {
    await resendLink(ctx, event, known);
    return { event, registration: known, contact, isNew: false };
  }
  const ask = {
    mode,
    municipality_id: input.municipalityId ?? contact.municipality_id,
    role: input.role,
  };
  const free = (await checkSeat(ctx, event, ask)) === "free";
  const state = free ? "confirmed" : "waiting";
  const columns = {
    ...ask,
    state,
    source,
    organisation_id: input.organisationId ?? contact.organisation_id,
    reply_id: input.replyId ?? known?.reply_id ?? null,
    asked_at: ctx.now(),
    offered_at: null,
    offered_until: null,
    confirmed_at: free ? ctx.now() : null,
    cancelled_at: null,
    cancelled_because: null,
  } as const;
  const registration =
    known === undefined
      ? await insertNewRegistration(ctx, event, { ...columns, contact_id: contact.id })
      : await updateRegistration(ctx, known.id, columns);
  recordFact(ctx, {
    subject: registration.id,
    type: "registration.created",
    data: { event: event.id, mode, state, source, municipality: registration.municipality_id },
  });
  if (input.sessions.length > 0)
    await chooseSessions(ctx, event, { registration, sessions: input.sessions });
  await notifySeat(ctx, event, registration);
  return { event, registration, contact, isNew: true };
}

/** Links the contact to the signed-in account only where the person registers themselves. */
function ownContactLink(ctx: Ctx, input: { email?: string | undefined; surname: string }) {
  const { actor } = ctx;
  if (actor.kind !== "person" || !actor.name.includes(input.surname)) return {};
  return { personId: actor.id };
}

type NewRegistrationRow = Omit<
  Parameters<typeof insertRegistration>[1],
  "id" | "event_id" | "code" | "seat" | "token_hash"
>;

async function insertNewRegistration(
  ctx: Ctx & { unit: UnitOfWork },
  event: Event,
  row: NewRegistrationRow,
): Promise<Registration> {
  const id = ctx.newId();
  const seat = await allocateSeatNumber(ctx, event.id);
  startChain(ctx, id);
  return insertRegistration(ctx, {
    id,
    event_id: event.id,
    seat,
    code: seatCode(event.number, seat),
    token_hash: linkHash(linkToken(ctx.app.linkKey, ctx.region.id, id)),
    ...row,
  });
}

/**
 * Throws unless people can register: by the page within its hours, by staff until the list is
 * closed.
 */
export function requireRegistrationOpen(
  event: Event,
  { at, source }: { at: Date; source: "self" | "staff" },
): void {
  if (event.stage === "cancelled") throw conflict("events.is-cancelled");
  if (source === "staff") {
    if (event.stage === "draft") throw conflict("events.not-announced");
    if (event.attendance_closed_at !== null) throw conflict("events.list-closed");
    return;
  }
  if (event.stage === "held" || event.ends_at <= at) throw conflict("events.is-past");
  if (event.stage !== "announced") throw conflict("events.not-announced");
  if (event.registration_opens_at !== null && event.registration_opens_at > at)
    throw conflict("events.registration-not-yet");
  if (event.registration_closes_at !== null && event.registration_closes_at <= at)
    throw conflict("events.registration-closed");
}

function resolveMode(event: Event, requested: AttendanceMode | undefined): AttendanceMode {
  const possible = attendanceModesFor(event.format);
  const [only] = possible;
  if (requested === undefined && possible.length === 1 && only !== undefined) return only;
  if (requested === undefined || !possible.includes(requested))
    throw invalidField("mode", "events.mode-choose");
  return requested;
}

/** Finds the registration behind a private link; throws not-found for a wrong one. */
export async function findRegistrationByLink(ctx: Ctx, token: string): Promise<Registration> {
  if (!isLinkToken(token)) throw notFound("base.not-found");
  return orNotFound(await findRegistrationByHash(ctx, linkHash(token)));
}

type LockedRegistration = { event: Event; registration: Registration };

/** Locks the event, then the registration: every change of seats takes the locks in this order. */
async function lockByLink(ctx: Ctx, token: string): Promise<LockedRegistration> {
  const { id, event_id } = await findRegistrationByLink(ctx, token);
  const event = await lockEvent(ctx, event_id);
  return { event, registration: await lockRegistration(ctx, id) };
}

/** Confirms a seat that was offered; throws where the offer has expired. */
export async function confirmSeat(ctx: Ctx, token: string): Promise<Registration> {
  return transact(ctx, async (tx) => {
    const { event, registration } = await lockByLink(tx, token);
    if (registration.state === "confirmed") return registration;
    if (registration.state === "waiting") throw conflict("events.still-waiting");
    const { offered_until: until } = registration;
    if (registration.state !== "offered" || until === null || until <= tx.now())
      throw conflict("events.offer-gone");
    const saved = await updateRegistration(tx, registration.id, {
      state: "confirmed",
      confirmed_at: tx.now(),
    });
    recordFact(tx, {
      subject: saved.id,
      type: "registration.confirmed",
      data: { event: event.id, mode: saved.mode },
    });
    await notifySeat(tx, event, saved);
    return saved;
  });
}

/** Cancels the registration; the seat is offered to the next in the queue. */
export async function cancelRegistration(ctx: Ctx, token: string): Promise<Registration> {
  return transact(ctx, async (tx) => releaseSeat(tx, await lockByLink(tx, token), "self"));
}

/** Cancels a person's registration by staff. */
export async function cancelByStaff(
  ctx: Ctx,
  { event: key, registration: id }: { event: string; registration: string },
): Promise<Registration> {
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    const registration = await lockRegistration(tx, id);
    if (registration.event_id !== event.id) throw notFound("base.not-found");
    return releaseSeat(tx, { event, registration }, "staff");
  });
}

async function releaseSeat(
  ctx: Ctx & { unit: UnitOfWork },
  { event, registration }: LockedRegistration,
  reason: "self" | "staff" | "no-answer",
): Promise<Registration> {
  if (registration.state === "cancelled") return registration;
  if (event.stage === "held" || event.attendance_closed_at !== null)
    throw conflict("events.is-past");
  const saved = await updateRegistration(ctx, registration.id, {
    state: "cancelled",
    cancelled_at: ctx.now(),
    cancelled_because: reason,
  });
  recordFact(ctx, {
    subject: saved.id,
    type: "registration.cancelled",
    data: { event: event.id, because: reason },
  });
  await releaseChoices(ctx, saved.id);
  if (reason !== "self") await notifySeat(ctx, event, saved);
  await promoteQueue(ctx, event);
  return saved;
}

/**
 * Switches between in person and online where the other mode has a free seat; the previous seat is
 * freed.
 */
export async function switchMode(
  ctx: Ctx,
  token: string,
  mode: AttendanceMode,
): Promise<Registration> {
  return transact(ctx, async (tx) => {
    const { event, registration } = await lockByLink(tx, token);
    if (registration.state === "cancelled") throw conflict("events.registration-cancelled");
    if (registration.mode === mode) return registration;
    if (event.stage !== "announced" || event.ends_at <= tx.now()) throw conflict("events.is-past");
    if (!attendanceModesFor(event.format).includes(mode)) throw conflict("events.mode-choose");
    const seat = await checkSeat(tx, event, { ...registration, mode });
    if (seat !== "free") throw conflict("events.no-seat-there");
    const saved = await updateRegistration(tx, registration.id, {
      mode,
      state: "confirmed",
      confirmed_at: tx.now(),
      offered_until: null,
    });
    recordFact(tx, {
      subject: saved.id,
      type: "registration.switched",
      data: { event: event.id, mode },
    });
    await notifySeat(tx, event, saved);
    await promoteQueue(tx, event);
    return saved;
  });
}

/** Changes the sections chosen; places given up go to those who wait. */
export async function changeChoices(
  ctx: Ctx,
  token: string,
  sessions: readonly string[],
): Promise<void> {
  await transact(ctx, async (tx) => {
    const { event, registration } = await lockByLink(tx, token);
    if (registration.state === "cancelled") throw conflict("events.registration-cancelled");
    if (event.stage !== "announced") throw conflict("events.is-past");
    await chooseSessions(tx, event, { registration, sessions });
  });
}

const batchSize = 200;

/**
 * Expires offers that nobody confirmed in time; the seats go to the next. Returns how many expired.
 */
export async function expireOffers(ctx: Ctx): Promise<number> {
  for (let expired = 0; ;) {
    const lapsed = await listLapsedOffers(ctx, batchSize);
    for (const { id, event_id } of lapsed)
      expired += await expireOffer(ctx, { id, event: event_id });
    if (lapsed.length < batchSize) return expired;
  }
}

function expireOffer(
  ctx: Ctx,
  { id, event: eventId }: { id: string; event: string },
): Promise<number> {
  return transact(ctx, async (tx) => {
    const event = await lockEvent(tx, eventId);
    const registration = await lockRegistration(tx, id);
    const { state, offered_until: until } = registration;
    if (state !== "offered" || until === null || until > tx.now()) return 0;
    if (event.stage === "held") return cancelLapsedOffer(tx, registration);
    await releaseSeat(tx, { event, registration }, "no-answer");
    return 1;
  });
}

/** Cancels an offer of a past event, without offering the seat again. */
async function cancelLapsedOffer(
  tx: Ctx & { unit: UnitOfWork },
  registration: Registration,
): Promise<number> {
  await updateRegistration(tx, registration.id, {
    state: "cancelled",
    cancelled_at: tx.now(),
    cancelled_because: "no-answer",
  });
  recordFact(tx, {
    subject: registration.id,
    type: "registration.cancelled",
    data: { event: registration.event_id, because: "no-answer" },
  });
  return 1;
}
