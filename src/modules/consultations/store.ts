import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import { isUuid } from "#base/db/ids.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import type {
  RequestChannel,
  ConsultationMode,
  ConsultationOutcome,
  ConsultationStage,
  ConsultationTopic,
} from "./consultation.ts";

type Row = Selectable<Tables["consultations_consultations"]>;

export type Consultation = Omit<Row, "stage" | "topic" | "mode" | "channel" | "outcome"> & {
  stage: ConsultationStage;
  topic: ConsultationTopic;
  mode: ConsultationMode;
  channel: RequestChannel;
  outcome: ConsultationOutcome | null;
};

const toConsultation = (row: Row): Consultation => row as Consultation;

/** Locks a request by id or number for a change; refuses with not-found. */
export async function lockConsultation(ctx: Ctx, key: string): Promise<Consultation> {
  const row = await lockRow(
    ctx,
    "consultations_consultations",
    isUuid(key) ? key : { number: key },
  );
  return toConsultation(orNotFound(row));
}

/** Finds a consultation by id or number. */
export async function findConsultation(ctx: Ctx, key: string): Promise<Consultation | undefined> {
  const row = await from(ctx, "consultations_consultations")
    .selectAll()
    .where(isUuid(key) ? "id" : "number", "=", key)
    .executeTakeFirst();
  return row && toConsultation(row);
}

/** Finds a consultation by the hash of its private link. */
export async function findByLink(ctx: Ctx, hash: Buffer): Promise<Consultation | undefined> {
  const row = await from(ctx, "consultations_consultations")
    .selectAll()
    .where("link_hash", "=", hash)
    .executeTakeFirst();
  return row && toConsultation(row);
}

/** Inserts a request once; the same form sent again returns the existing row. */
export async function insertConsultation(
  ctx: Ctx,
  row: Insertable<Tables["consultations_consultations"]>,
): Promise<{ consultation: Consultation; isNew: boolean }> {
  const written = await ctx.db
    .insertInto("consultations_consultations")
    .values(row)
    .onConflict((conflict) => conflict.columns(["region_id", "form_key"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (written !== undefined) return { consultation: toConsultation(written), isNew: true };
  const known = await from(ctx, "consultations_consultations")
    .selectAll()
    .where("form_key", "=", row.form_key)
    .executeTakeFirstOrThrow();
  return { consultation: toConsultation(known), isNew: false };
}

/** Saves the changed columns and returns the whole row. */
export async function updateConsultation(
  ctx: Ctx,
  consultation: Consultation,
  patch: Updateable<Tables["consultations_consultations"]>,
): Promise<Consultation> {
  const saved = await updateIn(ctx, "consultations_consultations")
    .set({ ...patch, version: sql<number>`version + 1` })
    .where("id", "=", consultation.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toConsultation(saved);
}

/** Refuses with a conflict when the request no longer has the version that the person saw. */
export function requireVersion(consultation: Consultation, seen: number | undefined): void {
  if (seen !== undefined && seen !== consultation.version)
    throw conflict("consultations.changed-meanwhile");
}

/** Adds contacts to a consultation; those already added are left as they are. */
export async function insertPeople(
  ctx: Ctx,
  consultationId: string,
  contactIds: readonly string[],
): Promise<void> {
  if (contactIds.length === 0) return;
  await insertInto(
    ctx,
    "consultations_people",
    contactIds.map((contact_id) => ({
      consultation_id: consultationId,
      contact_id,
    })),
  )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Lists the ids of the contacts who were advised besides the person who asked. */
export async function listPeople(ctx: Ctx, consultationId: string): Promise<string[]> {
  const rows = await from(ctx, "consultations_people")
    .select("contact_id")
    .where("consultation_id", "=", consultationId)
    .execute();
  return rows.map((row) => row.contact_id);
}

/** Inserts a series of meetings. */
export async function insertSeries(
  ctx: Ctx,
  row: Omit<Insertable<Tables["consultations_series"]>, "region_id">,
): Promise<void> {
  await insertInto(ctx, "consultations_series", row).execute();
}

export type ConsultationSeries = Selectable<Tables["consultations_series"]> & {
  asked: number;
  given: number;
};

/** Finds a series with how many of its meetings were asked for and held. */
export async function findSeries(ctx: Ctx, id: string): Promise<ConsultationSeries | undefined> {
  if (!isUuid(id)) return undefined;
  return from(ctx, "consultations_series as s")
    .selectAll("s")
    .select((eb) =>
      eb
        .selectFrom("consultations_consultations as c")
        .select(eb.fn.countAll<number>().as("n"))
        .where("c.region_id", "=", ctx.region.id)
        .where("c.stage", "not in", ["declined", "withdrawn"])
        .whereRef("c.series_id", "=", "s.id")
        .$castTo<number>()
        .as("asked"),
    )
    .select((eb) =>
      eb
        .selectFrom("consultations_consultations as c")
        .select(eb.fn.countAll<number>().as("n"))
        .where("c.region_id", "=", ctx.region.id)
        .where("c.given_on", "is not", null)
        .whereRef("c.series_id", "=", "s.id")
        .$castTo<number>()
        .as("given"),
    )
    .where("s.id", "=", id)
    .executeTakeFirst() as Promise<ConsultationSeries | undefined>;
}

/** Lists series that still have meetings to plan. */
export async function listOpenSeries(ctx: Ctx): Promise<{ id: string; title: string }[]> {
  return from(ctx, "consultations_series as s")
    .select(["s.id", "s.title"])
    .where(
      sql<boolean>`s.planned > (
        select count(*) from consultations_consultations c
        where c.region_id = s.region_id and c.series_id = s.id and c.stage not in ('declined', 'withdrawn')
      )`,
    )
    .orderBy("s.created_at", "desc")
    .limit(50)
    .execute();
}
