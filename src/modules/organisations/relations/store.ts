import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { insertInto, lockRow, updateIn } from "#base/db/region.ts";
import { orNotFound } from "#base/refusal.ts";
import type { RelationKind } from "../catalogues/codes.ts";
import { inMergedGroup } from "../merges/store.ts";

/** A relation between two organisations; days «YYYY-MM-DD», the last one included. */
export type OrganisationRelation = {
  id: string;
  from_id: string;
  to_id: string;
  kind: RelationKind;
  since: string | null;
  until: string | null;
};

/** A relation as one card shows it: `outward` when it is read from this card. */
export type DirectedRelation = OrganisationRelation & {
  outward: boolean;
  other: { id: string; name: string; active: boolean };
};

/** Lists the relations of the organisation and of the cards merged into it, present ones first. */
export async function listRelations(ctx: Ctx, organisationId: string): Promise<DirectedRelation[]> {
  const { rows } = await sql<DirectedRelation>`
    select relation.id, relation.kind, relation.since, relation.until, relation.from_id, relation.to_id,
      side.outward, json_build_object('id', body.id, 'name', body.short_name, 'active', body.active) as other
    from (
      select id, true as outward, to_id as other_id from organisations_relations
      where region_id = ${ctx.region.id} and ${inMergedGroup(ctx, organisationId, "from_id")}
      union all
      select id, false, from_id from organisations_relations
      where region_id = ${ctx.region.id} and ${inMergedGroup(ctx, organisationId, "to_id")}
    ) side
    join organisations_relations relation on relation.region_id = ${ctx.region.id} and relation.id = side.id
    join organisations_organisations own on own.region_id = ${ctx.region.id} and own.id = side.other_id
    join organisations_organisations body on body.region_id = ${ctx.region.id} and body.id = coalesce(own.holder_id, own.id)
    where body.id <> ${organisationId}
    order by relation.until desc nulls first, relation.kind, body.short_name, relation.id`.execute(
    ctx.db,
  );
  return rows;
}

/** Locks a relation for a change; refuses with not-found when there is none. */
export async function lockRelation(ctx: Ctx, id: string): Promise<OrganisationRelation> {
  const columns = ["id", "from_id", "to_id", "kind", "since", "until"] as const;
  const row = await lockRow(ctx, "organisations_relations", id, columns);
  return orNotFound(row) as OrganisationRelation;
}

/** Inserts a relation between two organisations. */
export async function insertRelation(ctx: Ctx, row: OrganisationRelation): Promise<void> {
  await insertInto(ctx, "organisations_relations", row).execute();
}

/** Sets the last day of a relation, «YYYY-MM-DD». */
export async function updateRelationEnd(ctx: Ctx, id: string, until: string): Promise<void> {
  await updateIn(ctx, "organisations_relations").set({ until }).where("id", "=", id).execute();
}
