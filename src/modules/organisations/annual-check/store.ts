import { sql, type Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { orNotFound } from "#base/refusal.ts";
import { civicKinds } from "../organisation.ts";

export type AnnualCheck = Selectable<Tables["organisations_annual_checks"]>;

export type DueOrganisation = { id: string; short_name: string; email: string | null };

/**
 * Lists active civic organisations that confirmed nothing since the day and were not
 * asked since then, those silent longest first.
 */
export function listDueOrganisations(
  ctx: Ctx,
  { silentSince, limit }: { silentSince: string; limit: number },
): Promise<DueOrganisation[]> {
  return from(ctx, "organisations_organisations as body")
    .select(["body.id", "body.short_name", "body.email"])
    .where("body.holder_id", "is", null)
    .where("body.active", "=", true)
    .where("body.kind", "in", [...civicKinds])
    .where(
      sql<boolean>`coalesce(body.confirmed_on,
        (body.created_at at time zone ${ctx.region.timeZone})::date) <= ${silentSince}::date`,
    )
    .where(
      sql<boolean>`not exists (select from organisations_annual_checks ask where ask.region_id = body.region_id
        and ask.organisation_id = body.id and ask.asked_on > ${silentSince}::date)`,
    )
    .orderBy(
      sql`coalesce(body.confirmed_on, (body.created_at at time zone ${ctx.region.timeZone})::date)`,
    )
    .orderBy("body.id")
    .limit(limit)
    .execute();
}

/**
 * Inserts the yearly question of an organisation, as written in its e-mail; the answer columns stay
 * empty.
 */
export async function insertCheck(
  ctx: Ctx,
  ask: Pick<AnnualCheck, "id" | "organisation_id" | "asked_on" | "written">,
): Promise<void> {
  await insertInto(ctx, "organisations_annual_checks", ask).execute();
}

/** Loads a yearly question by id; refuses with not-found when the region has none. */
export async function loadCheck(ctx: Ctx, id: string): Promise<AnnualCheck> {
  const row = await from(ctx, "organisations_annual_checks")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return orNotFound(row);
}

/** Saves the answer and its note, dated now; an earlier answer is overwritten. */
export async function saveAnswer(
  ctx: Ctx,
  id: string,
  { answer, note }: { answer: "yes" | "changed" | "closed"; note: string },
): Promise<void> {
  await updateIn(ctx, "organisations_annual_checks")
    .set({ answer, note, answered_at: ctx.now() })
    .where("id", "=", id)
    .execute();
}

/** Marks the organisations asked on the day or before that have not confirmed since; returns them. */
export async function markUnconfirmed(
  ctx: Ctx,
  { askedBy, today }: { askedBy: string; today: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update organisations_organisations body set unconfirmed_since = ${today}::date, version = version + 1
    where region_id = ${ctx.region.id} and active and holder_id is null and unconfirmed_since is null
      and exists (select from organisations_annual_checks ask where ask.region_id = body.region_id
        and ask.organisation_id = body.id and ask.answer is null and ask.asked_on <= ${askedBy}::date
        and (body.confirmed_on is null or body.confirmed_on < ask.asked_on))
    returning id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** Finds the organisation's latest answer with a note of its own, for administrators. */
export function findLatestAnsweredCheck(
  ctx: Ctx,
  organisationId: string,
): Promise<AnnualCheck | undefined> {
  return from(ctx, "organisations_annual_checks")
    .selectAll()
    .where("organisation_id", "=", organisationId)
    .where("answer", "is not", null)
    .orderBy("answered_at", "desc")
    .limit(1)
    .executeTakeFirst();
}
