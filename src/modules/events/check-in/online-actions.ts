import { randomInt, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { sql, type Selectable } from "kysely";
import { asSystem, transact, type Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict, orNotFound, tooMany, invalidField } from "#base/refusal.ts";
import { optionalText } from "#base/http/fields.ts";
import { loadContacts, foldName, fullName, type Contact } from "#modules/people/index.ts";
import { loadAuthorized } from "../load.ts";
import { eventPolicy } from "../policy.ts";
import { applyMarks, requireAttendanceOpen } from "../attendance/marks.ts";
import { listExpected, findTicketsByToken } from "../attendance/registered-reads.ts";
import { listMarkableSessions } from "../attendance/store.ts";
import { lockEvent, type Event } from "../store.ts";

export type OnlineCode = Selectable<Tables["events_online_codes"]>;

/** Wrong attempts after which a code is closed: a guesser's chance is then one in ten thousand. */
const maxWrongAttempts = 100;

export const onlineCodeInput = z.object({
  sessionId: z.uuid().optional(),
  minutes: z.coerce.number().int().min(5).max(240).default(30),
});

/**
 * Creates a six-digit code valid from now for `minutes`; the previous code of the session expires.
 */
export function createOnlineCode(
  ctx: Ctx,
  key: string,
  given: z.input<typeof onlineCodeInput> = {},
): Promise<OnlineCode> {
  const input = onlineCodeInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    requireAttendanceOpen(tx, event);
    if (event.format === "in-person") throw conflict("events.nobody-remote");
    const sessions = await listMarkableSessions(tx, event.id);
    if (input.sessionId !== undefined && !sessions.some(({ id }) => id === input.sessionId))
      throw invalidField("sessionId", "events.unknown-session");
    await closeOnlineCodes(tx, event.id, input.sessionId ?? null);
    const code = await insertInto(tx, "events_online_codes", {
      id: tx.newId(),
      event_id: event.id,
      session_id: input.sessionId ?? null,
      code: String(randomInt(1_000_000)).padStart(6, "0"),
      opens_at: tx.now(),
      closes_at: new Date(tx.now().getTime() + input.minutes * 60_000),
      made_by: tx.actor.kind === "person" ? tx.actor.id : null,
    })
      .returningAll()
      .executeTakeFirstOrThrow();
    recordFact(tx, {
      subject: event.id,
      type: "online-code.created",
      data: { session: code.session_id, minutes: input.minutes },
    });
    return code;
  });
}

async function closeOnlineCodes(ctx: Ctx, event: string, session: string | null): Promise<void> {
  await updateIn(ctx, "events_online_codes")
    .set({ closes_at: ctx.now() })
    .where("event_id", "=", event)
    .where("session_id", session === null ? "is" : "=", session)
    .where("closes_at", ">", ctx.now())
    .execute();
}

/** Lists the codes that can be entered now, the newest first. */
export async function listOpenCodes(ctx: Ctx, event: string): Promise<OnlineCode[]> {
  return from(ctx, "events_online_codes")
    .selectAll()
    .where("event_id", "=", event)
    .where("opens_at", "<=", ctx.now())
    .where("closes_at", ">", ctx.now())
    .orderBy("opens_at", "desc")
    .execute();
}

export const selfReportInput = z.object({
  code: z
    .string("events.here-code-missing")
    .transform((text) => text.replace(/\D/g, ""))
    .pipe(z.string().length(6, "events.here-code-shape")),
  /** The token of the private link, where the person used it. */
  ticket: z.string().max(60).optional(),
  surname: optionalText(200),
  /** Last digits of the phone, requested only where the full name is not unique. */
  phoneEnd: z
    .string()
    .transform((text) => text.replace(/\D/g, ""))
    .default(""),
});

/**
 * Marks a remote participant who entered the code from the screen. Returns the name and the session
 * marked. A wrong code counts as an attempt; the answer to an unknown name does not reveal who is
 * registered.
 */
export async function reportOnlineAttendance(
  ctx: Ctx,
  key: string,
  given: z.input<typeof selfReportInput>,
): Promise<{ name: string; session: string | null }> {
  const input = selfReportInput.parse(given);
  const outcome = await transact(asSystem(ctx, "events.self-report"), async (tx) => {
    const event = await lockEvent(tx, key);
    authorize({ policy: eventPolicy, actor: ctx.actor, action: "read", row: event });
    requireAttendanceOpen(tx, event);
    const codes = await listOpenCodes(tx, event.id);
    if (codes.length === 0) throw conflict("events.here-closed");
    const code = codes.find(
      (one) => one.wrong < maxWrongAttempts && equalsConstantTime(one.code, input.code),
    );
    if (code === undefined) return { wrong: await countWrongAttempt(tx, codes) } as const;
    const person = await identifyAttendee(tx, event, input);
    await applyMarks(tx, event, {
      marks: [
        {
          id: tx.newId(),
          sessionId: code.session_id,
          contactId: person.ticketOf,
          mode: "online",
          source: "self",
          at: tx.now(),
          recordedBy: null,
          device: "",
          paperListId: null,
        },
      ],
    });
    return { here: { name: fullName(person.contact), session: code.session_id } } as const;
  });
  // Thrown outside the transaction, so that the count of wrong attempts is saved.
  if (outcome.here !== undefined) return outcome.here;
  if (outcome.wrong >= maxWrongAttempts) throw tooMany("events.here-guessed");
  throw invalidField("code", "events.here-wrong");
}

const equalsConstantTime = (a: string, b: string) =>
  timingSafeEqual(Buffer.from(a), Buffer.from(b));

async function countWrongAttempt(ctx: Ctx, codes: readonly OnlineCode[]): Promise<number> {
  const { rows } = await sql<{ wrong: number }>`
    update events_online_codes set wrong = wrong + 1
    where region_id = ${ctx.region.id} and id = any(${codes.map(({ id }) => id)}::uuid[])
    returning wrong`.execute(ctx.db);
  return Math.min(...rows.map((row) => row.wrong));
}

type IdentifiedAttendee = { contact: Contact; ticketOf: string };

async function identifyAttendee(
  ctx: Ctx,
  event: Event,
  input: z.output<typeof selfReportInput>,
): Promise<IdentifiedAttendee> {
  if (input.ticket !== undefined) {
    const [ticket] = await findTicketsByToken(ctx, [input.ticket]);
    if (ticket === undefined || ticket.eventId !== event.id)
      throw conflict("events.unknown-ticket");
    const cards = await loadContacts(ctx, [ticket.contactId]);
    return { contact: orNotFound(cards.get(ticket.contactId)), ticketOf: ticket.contactId };
  }
  if (input.surname === "") throw invalidField("surname", "events.surname-missing");
  const expected = await listExpected(ctx, event.id);
  const cards = await loadContacts(
    ctx,
    expected.map((one) => one.contactId),
  );
  const matching = [...cards].filter(([, contact]) => matchesName(contact, input.surname));
  const fitting =
    input.phoneEnd === ""
      ? matching
      : matching.filter(([, contact]) => contact.phone?.endsWith(input.phoneEnd) === true);
  const [only, ...others] = fitting;
  if (only === undefined) throw invalidField("surname", "events.here-not-registered");
  if (others.length === 0) return { contact: only[1], ticketOf: only[0] };
  const bare = foldName(input.surname).split(" ").length === 1;
  if (bare) throw invalidField("surname", "events.here-say-full");
  throw invalidField("phoneEnd", "events.here-say-phone");
}

/** Matches «Ветрова», «Ветрова Анна» or the full name by whole words. */
function matchesName(contact: Contact, given: string): boolean {
  const wanted = foldName(given).split(" ");
  const has = foldName(fullName(contact)).split(" ");
  return wanted.every((word, at) => has[at] === word);
}
