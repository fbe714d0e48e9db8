import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { from } from "#base/db/region.ts";
import { linkHash } from "#base/http/private-link.ts";
import type { AttendanceMode, RegistrationState } from "../event.ts";

/** A registered person, as check-in needs them. */
export type ExpectedAttendee = {
  contactId: string;
  code: string;
  seat: number;
  mode: AttendanceMode;
  state: RegistrationState;
  municipalityId: string | null;
  organisationId: string | null;
  /** First bytes of the hash of the link, by which a device recognises a ticket offline. */
  linkPrefix: string;
};

/** Lists the registrations of an event that are not cancelled, by seat number. */
export async function listExpected(ctx: Ctx, event: string): Promise<ExpectedAttendee[]> {
  const rows = await from(ctx, "events_registrations")
    .select([
      "contact_id",
      "code",
      "seat",
      "mode",
      "state",
      "municipality_id",
      "organisation_id",
      "token_hash",
    ])
    .where("event_id", "=", event)
    .where("state", "<>", "cancelled")
    .orderBy("seat")
    .execute();
  return rows.map((row) => ({
    contactId: row.contact_id,
    code: row.code,
    seat: row.seat,
    mode: row.mode as AttendanceMode,
    state: row.state as RegistrationState,
    municipalityId: row.municipality_id,
    organisationId: row.organisation_id,
    linkPrefix: row.token_hash.subarray(0, 6).toString("hex"),
  }));
}

/** Loads municipality, organisation and mode of the registered, by contact id. */
export async function loadRegisteredAffiliations(
  ctx: Ctx,
  event: string,
  contacts: readonly string[],
) {
  if (contacts.length === 0) return new Map<string, RegisteredAffiliation>();
  const rows = await from(ctx, "events_registrations")
    .select(["contact_id", "municipality_id", "organisation_id", "mode"])
    .where("event_id", "=", event)
    .where("contact_id", "in", [...new Set(contacts)])
    .execute();
  return new Map<string, RegisteredAffiliation>(
    rows.map((row) => [
      row.contact_id,
      {
        municipalityId: row.municipality_id,
        organisationId: row.organisation_id,
        mode: row.mode as AttendanceMode,
      },
    ]),
  );
}

type RegisteredAffiliation = {
  municipalityId: string | null;
  organisationId: string | null;
  mode: AttendanceMode;
};

/** A ticket found by its token or short code, of any event. */
export type FoundTicket = { key: string; eventId: string; contactId: string; mode: AttendanceMode };

/** Finds tickets by the tokens of their links; the token is the result's key. */
export async function findTicketsByToken(
  ctx: Ctx,
  tokens: readonly string[],
): Promise<FoundTicket[]> {
  if (tokens.length === 0) return [];
  const byHash = new Map(tokens.map((token) => [linkHash(token).toString("hex"), token]));
  const rows = await from(ctx, "events_registrations")
    .select(["event_id", "contact_id", "mode", "token_hash"])
    .where(
      "token_hash",
      "in",
      [...byHash.keys()].map((hash) => Buffer.from(hash, "hex")),
    )
    .execute();
  return rows.map((row) => ({
    key: byHash.get(row.token_hash.toString("hex")) ?? "",
    eventId: row.event_id,
    contactId: row.contact_id,
    mode: row.mode as AttendanceMode,
  }));
}

/**
 * Finds tickets by short code: those of this event first, then of other events, the nearest in time
 * first.
 */
export async function findTicketsByCode(
  ctx: Ctx,
  event: { id: string; starts_at: Date },
  codes: readonly string[],
): Promise<FoundTicket[]> {
  if (codes.length === 0) return [];
  const { rows } = await sql<{
    code: string;
    event_id: string;
    contact_id: string;
    mode: AttendanceMode;
  }>`
    select r.code, r.event_id, r.contact_id, r.mode
    from events_registrations r
    join events_events e on e.region_id = r.region_id and e.id = r.event_id
    where r.region_id = ${ctx.region.id} and r.code = any(${[...new Set(codes)]}::text[])
    order by r.event_id = ${event.id}::uuid desc,
      abs(extract(epoch from e.starts_at - ${event.starts_at}::timestamptz))`.execute(ctx.db);
  return rows.map((row) => ({
    key: row.code,
    eventId: row.event_id,
    contactId: row.contact_id,
    mode: row.mode,
  }));
}
