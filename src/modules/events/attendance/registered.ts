import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { linkHash } from "#base/http/private-link.ts";
import type { Mode, RegistrationState } from "../event.ts";

/** One who registered, as the door needs them. */
export type Expected = {
  contactId: string;
  code: string;
  seat: number;
  mode: Mode;
  state: RegistrationState;
  municipalityId: string | null;
  organisationId: string | null;
  /** First bytes of the link's hash, by which a device knows a ticket without network. */
  linkPrefix: string;
};

/** All who registered and did not cancel, by seat. */
export async function expectedAt(ctx: Ctx, event: string): Promise<Expected[]> {
  const rows = await ctx.db
    .selectFrom("events_registrations")
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
    .where("region_id", "=", ctx.region.id)
    .where("event_id", "=", event)
    .where("state", "<>", "cancelled")
    .orderBy("seat")
    .execute();
  return rows.map((row) => ({
    contactId: row.contact_id,
    code: row.code,
    seat: row.seat,
    mode: row.mode as Mode,
    state: row.state as RegistrationState,
    municipalityId: row.municipality_id,
    organisationId: row.organisation_id,
    linkPrefix: row.token_hash.subarray(0, 6).toString("hex"),
  }));
}

/** What people of an event said of themselves when they registered. */
export async function standingsTold(ctx: Ctx, event: string, contacts: readonly string[]) {
  if (contacts.length === 0) return new Map<string, Told>();
  const rows = await ctx.db
    .selectFrom("events_registrations")
    .select(["contact_id", "municipality_id", "organisation_id", "mode"])
    .where("region_id", "=", ctx.region.id)
    .where("event_id", "=", event)
    .where("contact_id", "in", [...new Set(contacts)])
    .execute();
  return new Map<string, Told>(
    rows.map((row) => [
      row.contact_id,
      {
        municipalityId: row.municipality_id,
        organisationId: row.organisation_id,
        mode: row.mode as Mode,
      },
    ]),
  );
}

type Told = { municipalityId: string | null; organisationId: string | null; mode: Mode };

/** A ticket found by its secret or its short code, whatever event it is of. */
export type FoundTicket = { key: string; eventId: string; contactId: string; mode: Mode };

/** Tickets by the secrets of their links; the secret is the answer's key. */
export async function ticketsByToken(ctx: Ctx, tokens: readonly string[]): Promise<FoundTicket[]> {
  if (tokens.length === 0) return [];
  const byHash = new Map(tokens.map((token) => [linkHash(token).toString("hex"), token]));
  const rows = await ctx.db
    .selectFrom("events_registrations")
    .select(["event_id", "contact_id", "mode", "token_hash"])
    .where("region_id", "=", ctx.region.id)
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
    mode: row.mode as Mode,
  }));
}

/** Tickets by short code: those of this event first, then of others, the nearest in time before. */
export async function ticketsByCode(
  ctx: Ctx,
  event: { id: string; starts_at: Date },
  codes: readonly string[],
): Promise<FoundTicket[]> {
  if (codes.length === 0) return [];
  const { rows } = await sql<{ code: string; event_id: string; contact_id: string; mode: Mode }>`
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
