import { sql, type Insertable, type Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";

export type Certificate = Selectable<Tables["events_certificates"]>;

const selectCertificates = (ctx: Ctx) => from(ctx, "events_certificates").selectAll();

/** Finds a certificate by its public code, revoked or not. */
export async function findCertificateByCode(
  ctx: Ctx,
  code: string,
): Promise<Certificate | undefined> {
  return selectCertificates(ctx).where("code", "=", code).executeTakeFirst();
}

/** Lists the certificates of an event, newest first; a valid one precedes those it replaced. */
export async function listCertificates(ctx: Ctx, event: string): Promise<Certificate[]> {
  return selectCertificates(ctx)
    .where("event_id", "=", event)
    .orderBy("issued_at", "desc")
    .orderBy("number", "desc")
    .execute();
}

/** Finds the certificate of a contact at an event that is not revoked. */
export async function findValidCertificate(
  ctx: Ctx,
  { event, contact }: { event: string; contact: string },
): Promise<Certificate | undefined> {
  return selectCertificates(ctx)
    .where("event_id", "=", event)
    .where("contact_id", "=", contact)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
}

/** Lists the valid certificates of a person, newest first. */
export async function listCertificatesOfHuman(ctx: Ctx, human: string): Promise<Certificate[]> {
  return selectCertificates(ctx)
    .where("human_id", "=", human)
    .where("revoked_at", "is", null)
    .orderBy("issued_at", "desc")
    .execute();
}

/** Inserts a certificate. */
export async function insertCertificate(
  ctx: Ctx,
  row: Omit<Insertable<Tables["events_certificates"]>, "region_id">,
): Promise<Certificate> {
  return insertInto(ctx, "events_certificates", row).returningAll().executeTakeFirstOrThrow();
}

/** Marks a certificate as revoked now, with the reason and, where known, its replacement. */
export async function markCertificateRevoked(
  ctx: Ctx,
  id: string,
  why: { reason: string; replacedBy?: string | undefined },
): Promise<void> {
  await updateIn(ctx, "events_certificates")
    .set({ revoked_at: ctx.now(), revoked_reason: why.reason, replaced_by: why.replacedBy ?? null })
    .where("id", "=", id)
    .execute();
}

/** Saves which certificate replaced a revoked one. */
export async function setReplacedBy(ctx: Ctx, id: string, replacedBy: string): Promise<void> {
  await updateIn(ctx, "events_certificates")
    .set({ replaced_by: replacedBy })
    .where("id", "=", id)
    .execute();
}

/** Lists contacts present at an event without a valid certificate, by id after the cursor. */
export async function listContactsWithoutCertificate(
  ctx: Ctx,
  event: string,
  options: { after: string | undefined; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ contact_id: string }>`
    select p.contact_id from events_presences p
    where p.region_id = ${ctx.region.id} and p.event_id = ${event}
      and p.session_id is null and p.withdrawn_at is null
      ${options.after === undefined ? sql`` : sql`and p.contact_id > ${options.after}::uuid`}
      and not exists (
        select from events_certificates c where c.region_id = p.region_id
          and c.event_id = p.event_id and c.human_id = p.human_id and c.revoked_at is null)
    order by p.contact_id limit ${options.limit}`.execute(ctx.db);
  return rows.map((row) => row.contact_id);
}
