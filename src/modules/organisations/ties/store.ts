import { sql, type Insertable, type Selectable, type SqlBool } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import { orNotFound } from "#base/refusal.ts";
import { inMergedGroup } from "../merges/store.ts";
import type { TieRole } from "../organisation.ts";

type TieRow = Selectable<Tables["organisations_ties"]>;

/** A person's belonging to an organisation; days «YYYY-MM-DD», the last one included. */
export type Tie = Omit<TieRow, "role"> & { role: TieRole };

/**
 * Lists organisations that the person is tied to on the day, each once; for a merged one also the card that
 * holds it, since work may bear either id.
 */
export async function listTiedOrganisationIds(
  ctx: Ctx,
  personId: string,
  day: string,
): Promise<string[]> {
  const rows = await from(ctx, "organisations_ties as tie")
    .innerJoin("organisations_organisations as body", (join) =>
      join
        .onRef("body.region_id", "=", "tie.region_id")
        .onRef("body.id", "=", "tie.organisation_id"),
    )
    .select(["body.id", "body.holder_id"])
    .distinct()
    .where("tie.person_id", "=", personId)
    .where(
      sql<SqlBool>`tie.since <= ${day}::date and (tie.until is null or tie.until >= ${day}::date)`,
    )
    .execute();
  return [
    ...new Set(rows.flatMap(({ id, holder_id }) => (holder_id === null ? [id] : [id, holder_id]))),
  ];
}

/**
 * Lists present and past ties of the organisation and of cards merged into it: present ones first,
 * the newest first.
 */
export async function listTies(ctx: Ctx, organisationId: string): Promise<Tie[]> {
  const rows = await from(ctx, "organisations_ties")
    .selectAll()
    .where(inMergedGroup(ctx, organisationId))
    .orderBy("until", (order) => order.desc().nullsFirst())
    .orderBy("since", "desc")
    .orderBy("id")
    .execute();
  return rows as Tie[];
}

/** Locks a tie for a change; refuses with not-found when there is none. */
export async function lockTie(ctx: Ctx, id: string): Promise<Tie> {
  return orNotFound(await lockRow(ctx, "organisations_ties", id)) as Tie;
}

/** Finds a tie of the same person in the same role that lasts to the day or longer. */
export function findOverlappingTie(
  ctx: Ctx,
  tie: { organisationId: string; personId: string; role: TieRole; since: string },
) {
  return from(ctx, "organisations_ties")
    .select("id")
    .where("organisation_id", "=", tie.organisationId)
    .where("person_id", "=", tie.personId)
    .where("role", "=", tie.role)
    .where(sql<SqlBool>`(until is null or until >= ${tie.since}::date)`)
    .executeTakeFirst();
}

/** Inserts a tie and returns its row. */
export async function insertTie(
  ctx: Ctx,
  tie: Omit<Insertable<Tables["organisations_ties"]>, "region_id">,
): Promise<Tie> {
  const saved = await insertInto(ctx, "organisations_ties", tie)
    .returningAll()
    .executeTakeFirstOrThrow();
  return saved as Tie;
}

/** Sets the last day of a tie, «YYYY-MM-DD», and returns its row. */
export async function updateTieEnd(ctx: Ctx, tie: Tie, until: string): Promise<Tie> {
  const saved = await updateIn(ctx, "organisations_ties")
    .set({ until })
    .where("id", "=", tie.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return saved as Tie;
}
