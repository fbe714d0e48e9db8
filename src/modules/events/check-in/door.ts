import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { orNotFound } from "#base/refusal.ts";
import {
  loadContacts,
  searchContacts,
  fullName,
  upsertContact,
  type Contact,
} from "#modules/people/index.ts";
import { attendanceModes, type AttendanceMode } from "../event.ts";
import { loadAuthorized, readAuthorized } from "../load.ts";
import { newcomerInput, defaultMode } from "../attendance/actions.ts";
import { applyMarks, requireAttendanceOpen } from "../attendance/marks.ts";
import { parseTicket, type AttendanceMark } from "../attendance/presence.ts";
import {
  listExpected,
  loadRegisteredAffiliations,
  findTicketsByCode,
  findTicketsByToken,
  type ExpectedAttendee,
  type FoundTicket,
} from "../attendance/registered-reads.ts";
import {
  findMarksById,
  listPresences,
  countPresent,
  listMarkableSessions,
  type PresenceRow,
} from "../attendance/store.ts";
import { findEventsById, type Event } from "../store.ts";

/** Marks in one request; a longer queue is sent in batches. */
const batchSize = 200;

/** A device's clock may be wrong: a time in the future is replaced by the time of receipt. */
const clockToleranceMs = 5 * 60_000;

const doorMarkInput = z.object({
  id: z.uuid(),
  at: z.coerce.date(),
  session: z.uuid().nullable().default(null),
  mode: z.enum(attendanceModes).optional(),
  source: z.enum(["qr", "surname", "hand"]),
  /**
   * Exactly one of the three is given: a contact of the list, a scanned or typed ticket, or a
   * newcomer.
   */
  contact: z.uuid().optional(),
  ticket: z.string().max(500).optional(),
  person: newcomerInput.optional(),
});

export const doorBatchInput = z.object({
  device: z.string().max(80).default(""),
  marks: z.array(doorMarkInput).max(batchSize).default([]),
  withdrawals: z
    .array(
      z.object({
        mark: z.uuid(),
        reason: z.string().trim().min(1).max(300),
        at: z.coerce.date(),
      }),
    )
    .max(batchSize)
    .default([]),
});
export type DoorBatch = z.input<typeof doorBatchInput>;
type DoorMark = z.output<typeof doorMarkInput>;

/** Result of each mark; `other-event` contains the event of the ticket. */
export type MarkResult = { id: string } & (
  | { state: "counted" | "known"; contact: string; name: string }
  | {
      state: "other-event";
      name: string;
      contact: string;
      event: { number: string; title: string };
    }
  | { state: "unknown-ticket" | "unknown-person" | "unknown-session" }
);

/**
 * Merges a batch of marks from a device, possibly hours old and possibly sent before. Order and
 * batches do not change the resulting presences. A mark that cannot be accepted gets its reason and
 * does not affect the others.
 */
export function mergePresences(
  ctx: Ctx,
  key: string,
  given: DoorBatch,
): Promise<{ present: number; marks: MarkResult[] }> {
  const input = doorBatchInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    requireAttendanceOpen(tx, event);
    const resolved = await resolveMarks(tx, event, input.marks);
    const by = tx.actor.kind === "person" ? tx.actor.id : null;
    const marks = await toMarks(tx, event, { resolved, device: input.device });
    const fresh = await applyMarks(tx, event, {
      marks,
      withdrawals: input.withdrawals.map((one) => ({
        markId: one.mark,
        reason: one.reason,
        at: one.at,
        by,
      })),
    });
    const names = await loadContacts(
      tx,
      resolved.flatMap((one) => ("contact" in one ? one.contact : [])),
    );
    const events = await findEventsById(
      tx,
      resolved.flatMap((one) => ("other" in one ? one.other : [])),
    );
    return {
      present: await countPresent(tx, event.id),
      marks: resolved.map((one) => toMarkResult(one, { fresh, names, events })),
    };
  });
}

type ResolvedMark = { mark: DoorMark } & (
  | { contact: string; mode?: AttendanceMode | undefined }
  | { contact: string; other: string }
  | { refused: "unknown-ticket" | "unknown-person" | "unknown-session" }
);

async function resolveMarks(
  ctx: Ctx & { unit: UnitOfWork },
  event: Event,
  marks: readonly DoorMark[],
): Promise<ResolvedMark[]> {
  const known = await findMarksById(
    ctx,
    marks.map((mark) => mark.id),
  );
  const tickets = await findTickets(ctx, event, marks);
  const cards = await loadContacts(
    ctx,
    marks.flatMap((mark) => mark.contact ?? []),
  );
  const sessions = marks.some((mark) => mark.session !== null)
    ? new Set((await listMarkableSessions(ctx, event.id)).map(({ id }) => id))
    : new Set<string>();
  const resolved: ResolvedMark[] = [];
  for (const mark of marks) {
    const before = known.get(mark.id);
    if (before !== undefined) resolved.push({ mark, contact: before.contact });
    else if (mark.session !== null && !sessions.has(mark.session))
      resolved.push({ mark, refused: "unknown-session" });
    else if (mark.person !== undefined)
      resolved.push({
        mark,
        contact: (await upsertContact(ctx, { ...mark.person, consent: "event" })).id,
      });
    else if (mark.contact !== undefined)
      resolved.push(
        cards.has(mark.contact)
          ? { mark, contact: mark.contact }
          : { mark, refused: "unknown-person" },
      );
    else resolved.push(resolveTicket(mark, event, tickets));
  }
  return resolved;
}

function resolveTicket(
  mark: DoorMark,
  event: Event,
  tickets: readonly FoundTicket[],
): ResolvedMark {
  const read = parseTicket(mark.ticket ?? "");
  if (read === undefined) return { mark, refused: "unknown-ticket" };
  const key = "token" in read ? read.token : read.code;
  const ticket = tickets.find((one) => one.key === key);
  if (ticket === undefined) return { mark, refused: "unknown-ticket" };
  if (ticket.eventId === event.id) return { mark, contact: ticket.contactId, mode: ticket.mode };
  return { mark, contact: ticket.contactId, other: ticket.eventId };
}

async function findTickets(ctx: Ctx, event: Event, marks: readonly DoorMark[]) {
  const read = marks.flatMap((mark) => parseTicket(mark.ticket ?? "") ?? []);
  const tokens = read.flatMap((one) => ("token" in one ? [one.token] : []));
  const codes = read.flatMap((one) => ("code" in one ? [one.code] : []));
  return [
    ...(await findTicketsByToken(ctx, tokens)),
    ...(await findTicketsByCode(ctx, event, codes)),
  ];
}

async function toMarks(
  ctx: Ctx,
  event: Event,
  { resolved, device }: { resolved: readonly ResolvedMark[]; device: string },
): Promise<AttendanceMark[]> {
  const registered = await loadRegisteredAffiliations(
    ctx,
    event.id,
    resolved.flatMap((one) => ("contact" in one ? one.contact : [])),
  );
  const latest = ctx.now().getTime() + clockToleranceMs;
  return resolved.flatMap((one) => {
    if (!("contact" in one) || "other" in one) return [];
    const { mark, contact } = one;
    return {
      id: mark.id,
      sessionId: mark.session,
      contactId: contact,
      mode: mark.mode ?? registered.get(contact)?.mode ?? defaultMode(event),
      source: mark.source,
      at: mark.at.getTime() > latest ? ctx.now() : mark.at,
      recordedBy: ctx.actor.kind === "person" ? ctx.actor.id : null,
      device,
      paperListId: null,
    };
  });
}

function toMarkResult(
  one: ResolvedMark,
  context: {
    fresh: ReadonlySet<string>;
    names: ReadonlyMap<string, Contact>;
    events: ReadonlyMap<string, Event>;
  },
): MarkResult {
  const { id } = one.mark;
  if ("refused" in one) return { id, state: one.refused };
  const name = fullName(orNotFound(context.names.get(one.contact)));
  if ("other" in one) {
    const { number, title } = orNotFound(context.events.get(one.other));
    return { id, state: "other-event", contact: one.contact, name, event: { number, title } };
  }
  return { id, state: context.fresh.has(id) ? "counted" : "known", contact: one.contact, name };
}

/** A person found at check-in: registered or only known, and whether they are present. */
export type DoorLine = {
  contact: Contact;
  expected: ExpectedAttendee | undefined;
  presence: PresenceRow | undefined;
};

/** Searches people by the beginning of the surname: registered ones first, then other contacts. */
export async function searchAtDoor(ctx: Ctx, key: string, name: string): Promise<DoorLine[]> {
  const event = await readAuthorized(ctx, key, "registrations");
  const contacts = await searchContacts(ctx, { name, limit: 30 });
  const expected = new Map((await listExpected(ctx, event.id)).map((one) => [one.contactId, one]));
  const present = new Map((await listPresences(ctx, event.id)).map((row) => [row.contact_id, row]));
  const lines = contacts.map((contact) => ({
    contact,
    expected: expected.get(contact.id),
    presence: present.get(contact.id),
  }));
  return lines.toSorted(
    (a, b) => Number(b.expected !== undefined) - Number(a.expected !== undefined),
  );
}

/** Loads the list for a device: who is expected and who is present, without phones or addresses. */
export async function loadDoorList(ctx: Ctx, key: string) {
  const event = await readAuthorized(ctx, key, "registrations");
  const [expected, present, sessions] = [
    await listExpected(ctx, event.id),
    await listPresences(ctx, event.id),
    await listMarkableSessions(ctx, event.id),
  ];
  const contacts = await loadContacts(ctx, [
    ...expected.map((one) => one.contactId),
    ...present.map((one) => one.contact_id),
  ]);
  const seats = new Map(expected.map((one) => [one.contactId, one]));
  const inside = new Map(present.map((row) => [row.contact_id, row]));
  const ids = new Set([...seats.keys(), ...inside.keys()]);
  return {
    event: { number: event.number, title: event.title, day: event.day },
    present: event.present,
    sessions: sessions.map(({ id, title, starts_at, ends_at }) => ({
      id,
      title,
      startsAt: starts_at.toISOString(),
      endsAt: ends_at.toISOString(),
    })),
    people: [...ids].flatMap((id) => {
      const contact = contacts.get(id);
      const seat = seats.get(id);
      if (contact === undefined) return [];
      return {
        contact: id,
        name: fullName(contact),
        municipality: seat?.municipalityId ?? contact.municipality_id,
        organisation: contact.organisation,
        code: seat?.code ?? "",
        link: seat?.linkPrefix ?? "",
        mode: seat?.mode ?? defaultMode(event),
        at: inside.get(id)?.at.toISOString() ?? null,
      };
    }),
  };
}
