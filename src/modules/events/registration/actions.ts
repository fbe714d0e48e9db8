import { z } from "zod";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import { isLinkToken, linkHash, linkToken } from "#base/http/private-link.ts";
import { conflict, found, invalid, notFound } from "#base/refusal.ts";
import { contactInput, keepContact, type Contact } from "#modules/people/index.ts";
import { chooseSessions, freeChoices } from "../seats/session-choices.ts";
import { modes, modesOf, openRoles, registrationRoles, seatCode, type Mode } from "../event.ts";
import { tellAgain, tellSeat } from "./letters.ts";
import { loadAllowed } from "../load.ts";
import { promote, seatNow } from "../seats/queue.ts";
import {
  insertRegistration,
  lapsedOffers,
  lockRegistration,
  nextSeat,
  registrationByHash,
  registrationOf,
  saveRegistration,
  type Registration,
} from "./store.ts";
import { lockEvent, type Event } from "../store.ts";

const person = contactInput.omit({ personId: true, consent: true });

export const registerInput = person.extend({
  role: z.enum(registrationRoles).default("participant"),
  mode: z.enum(modes).optional(),
  /** Sections that the person chooses. */
  sessions: z.array(z.uuid()).max(40).default([]),
  /** Answers to the event's questions, already kept by `forms`. */
  replyId: z.uuid().optional(),
});
export type RegisterInput = z.input<typeof registerInput>;

export type Registered = {
  event: Event;
  registration: Registration;
  contact: Contact;
  /** False where the person had registered before: the seat is the one they had. */
  fresh: boolean;
};

/**
 * A person registers for an event, or staff for a person. A free seat is theirs, in a full hall they
 * wait; who registers twice gets the registration they have. Consent is the caller's to ask.
 */
export async function register(ctx: Ctx, key: string, given: RegisterInput): Promise<Registered> {
  const input = registerInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "read");
    return seatPerson(tx, event, { input, source: "self" });
  });
}

/** Staff write people down: also past the closing hour, for non-public events, and in any role. */
export async function registerByStaff(
  ctx: Ctx,
  key: string,
  given: RegisterInput,
): Promise<Registered> {
  const input = registerInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "registrations");
    return seatPerson(tx, event, { input, source: "staff" });
  });
}

type Asked = { input: z.output<typeof registerInput>; source: "self" | "staff" };

async function seatPerson(
  ctx: Ctx & { unit: Unit },
  event: Event,
  { input, source }: Asked,
): Promise<Registered> {
  demandOpen(event, { at: ctx.now(), source });
  const mode = modeOf(event, input.mode);
  if (source === "self" && !(openRoles as readonly string[]).includes(input.role))
    throw invalid("events.role-by-staff", { fields: { role: "events.role-by-staff" } });
  if (input.email === undefined && input.phone === undefined && source === "self")
    throw invalid("events.no-address", { fields: { email: "events.no-address" } });
  const contact = await keepContact(ctx, {
    ...input,
    consent: source === "self" ? "event" : "paper",
    ...(source === "self" && ctx.actor.kind === "person" && own(ctx, input)),
  });
  const known = await registrationOf(ctx, { event: event.id, contact: contact.id });
  if (known !== undefined && known.state !== "cancelled") {
    await tellAgain(ctx, event, known);
    return { event, registration: known, contact, fresh: false };
  }
  const ask = {
    mode,
    municipality_id: input.municipalityId ?? contact.municipality_id,
    role: input.role,
  };
  const free = (await seatNow(ctx, event, ask)) === "free";
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
      ? await newRegistration(ctx, event, { ...columns, contact_id: contact.id })
      : await saveRegistration(ctx, known.id, columns);
  record(ctx, {
    subject: registration.id,
    type: "registration.made",
    data: { event: event.id, mode, state, source, municipality: registration.municipality_id },
  });
  if (input.sessions.length > 0)
    await chooseSessions(ctx, event, { registration, sessions: input.sessions });
  await tellSeat(ctx, event, registration);
  return { event, registration, contact, fresh: true };
}

/** A signed-in person's own card is theirs only when they write themselves down. */
function own(ctx: Ctx, input: { email?: string | undefined; surname: string }) {
  const { actor } = ctx;
  if (actor.kind !== "person" || !actor.name.includes(input.surname)) return {};
  return { personId: actor.id };
}

type NewRow = Omit<
  Parameters<typeof insertRegistration>[1],
  "id" | "event_id" | "code" | "seat" | "token_hash"
>;

async function newRegistration(
  ctx: Ctx & { unit: Unit },
  event: Event,
  row: NewRow,
): Promise<Registration> {
  const id = ctx.newId();
  const seat = await nextSeat(ctx, event.id);
  bornNow(ctx, id);
  return insertRegistration(ctx, {
    id,
    event_id: event.id,
    seat,
    code: seatCode(event.number, seat),
    token_hash: linkHash(linkToken(ctx.house.linkKey, ctx.region.id, id)),
    ...row,
  });
}

/** May people still be written down? By the page within its hours, by staff until the list is closed. */
export function demandOpen(
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

function modeOf(event: Event, asked: Mode | undefined): Mode {
  const possible = modesOf(event.format);
  const [only] = possible;
  if (asked === undefined && possible.length === 1 && only !== undefined) return only;
  if (asked === undefined || !possible.includes(asked))
    throw invalid("events.mode-choose", { fields: { mode: "events.mode-choose" } });
  return asked;
}

/** The registration behind a private link; a wrong link looks absent. */
export async function registrationByLink(ctx: Ctx, token: string): Promise<Registration> {
  if (!isLinkToken(token)) throw notFound("base.not-found");
  return found(await registrationByHash(ctx, linkHash(token)));
}

type Held = { event: Event; registration: Registration };

/** Event first, registration second: all who change seats take the locks in this order. */
async function holdByLink(ctx: Ctx, token: string): Promise<Held> {
  const { id, event_id } = await registrationByLink(ctx, token);
  const event = await lockEvent(ctx, event_id);
  return { event, registration: await lockRegistration(ctx, id) };
}

/** The person keeps the seat that was freed for them. */
export async function confirmSeat(ctx: Ctx, token: string): Promise<Registration> {
  return transact(ctx, async (tx) => {
    const { event, registration } = await holdByLink(tx, token);
    if (registration.state === "confirmed") return registration;
    if (registration.state === "waiting") throw conflict("events.still-waiting");
    const { offered_until: until } = registration;
    if (registration.state !== "offered" || until === null || until <= tx.now())
      throw conflict("events.offer-gone");
    const saved = await saveRegistration(tx, registration.id, {
      state: "confirmed",
      confirmed_at: tx.now(),
    });
    record(tx, {
      subject: saved.id,
      type: "registration.confirmed",
      data: { event: event.id, mode: saved.mode },
    });
    await tellSeat(tx, event, saved);
    return saved;
  });
}

/** The person gives the seat back; it is offered to the next at once. */
export async function cancelRegistration(ctx: Ctx, token: string): Promise<Registration> {
  return transact(ctx, async (tx) => release(tx, await holdByLink(tx, token), "self"));
}

/** Staff strike a person out. */
export async function cancelByStaff(
  ctx: Ctx,
  { event: key, registration: id }: { event: string; registration: string },
): Promise<Registration> {
  return transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "registrations");
    const registration = await lockRegistration(tx, id);
    if (registration.event_id !== event.id) throw notFound("base.not-found");
    return release(tx, { event, registration }, "staff");
  });
}

async function release(
  ctx: Ctx & { unit: Unit },
  { event, registration }: Held,
  because: "self" | "staff" | "no-answer",
): Promise<Registration> {
  if (registration.state === "cancelled") return registration;
  if (event.stage === "held" || event.attendance_closed_at !== null)
    throw conflict("events.is-past");
  const saved = await saveRegistration(ctx, registration.id, {
    state: "cancelled",
    cancelled_at: ctx.now(),
    cancelled_because: because,
  });
  record(ctx, {
    subject: saved.id,
    type: "registration.cancelled",
    data: { event: event.id, because },
  });
  await freeChoices(ctx, saved.id);
  if (because !== "self") await tellSeat(ctx, event, saved);
  await promote(ctx, event);
  return saved;
}

/** From the hall to the line or back, where that other side has a seat; the one left is freed. */
export async function switchMode(ctx: Ctx, token: string, mode: Mode): Promise<Registration> {
  return transact(ctx, async (tx) => {
    const { event, registration } = await holdByLink(tx, token);
    if (registration.state === "cancelled") throw conflict("events.registration-cancelled");
    if (registration.mode === mode) return registration;
    if (event.stage !== "announced" || event.ends_at <= tx.now()) throw conflict("events.is-past");
    if (!modesOf(event.format).includes(mode)) throw conflict("events.mode-choose");
    const seat = await seatNow(tx, event, { ...registration, mode });
    if (seat !== "free") throw conflict("events.no-seat-there");
    const saved = await saveRegistration(tx, registration.id, {
      mode,
      state: "confirmed",
      confirmed_at: tx.now(),
      offered_until: null,
    });
    record(tx, {
      subject: saved.id,
      type: "registration.switched",
      data: { event: event.id, mode },
    });
    await tellSeat(tx, event, saved);
    await promote(tx, event);
    return saved;
  });
}

/** A registered person chooses other sections; those left go to the ones who wait. */
export async function changeChoices(
  ctx: Ctx,
  token: string,
  sessions: readonly string[],
): Promise<void> {
  await transact(ctx, async (tx) => {
    const { event, registration } = await holdByLink(tx, token);
    if (registration.state === "cancelled") throw conflict("events.registration-cancelled");
    if (event.stage !== "announced") throw conflict("events.is-past");
    await chooseSessions(tx, event, { registration, sessions });
  });
}

const batch = 200;

/** Seats that nobody confirmed in time go to the next. */
export async function expireOffers(ctx: Ctx): Promise<number> {
  for (let gone = 0; ;) {
    const lapsed = await lapsedOffers(ctx, batch);
    for (const { id, event_id } of lapsed) gone += await expireOffer(ctx, { id, event: event_id });
    if (lapsed.length < batch) return gone;
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
    if (event.stage === "held") return closeOffer(tx, registration);
    await release(tx, { event, registration }, "no-answer");
    return 1;
  });
}

/** The event is over: nobody is called any more. */
async function closeOffer(tx: Ctx & { unit: Unit }, registration: Registration): Promise<number> {
  await saveRegistration(tx, registration.id, {
    state: "cancelled",
    cancelled_at: tx.now(),
    cancelled_because: "no-answer",
  });
  record(tx, {
    subject: registration.id,
    type: "registration.cancelled",
    data: { event: registration.event_id, because: "no-answer" },
  });
  return 1;
}
