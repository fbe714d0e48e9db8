import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { conflict, invalidField } from "#base/refusal.ts";
import { authorizeOnOrganisation } from "../actions.ts";
import { relationKinds } from "../catalogues/codes.ts";
import { findOrganisation, lockCurrentOrganisation, loadCurrentOrganisation } from "../store.ts";
import {
  insertRelation,
  lockRelation,
  listRelations,
  updateRelationEnd,
  type OrganisationRelation,
} from "./store.ts";

const dateField = z.iso.date("organisations.bad-day");

export const relationInput = z.object({
  otherId: z.uuid("organisations.unknown-organisation"),
  kind: z.enum(relationKinds, "organisations.unknown-relation"),
  since: dateField.optional(),
  until: dateField.optional(),
});
export type RelationInput = z.input<typeof relationInput>;

/** Adds a relation from this organisation to the other: «is the founder of», «works at», … */
export async function addRelation(ctx: Ctx, id: string, rawInput: RelationInput): Promise<string> {
  const { otherId, kind, since = null, until = null } = relationInput.parse(rawInput);
  if (since !== null && until !== null && until < since) throw endBeforeStart();
  return transact(ctx, async (tx) => {
    const organisation = await lockCurrentOrganisation(tx, id);
    await authorizeOnOrganisation(tx, "keep", organisation);
    const other = await findOrganisation(tx, otherId);
    if (other === undefined) throw unknownOrganisation();
    if (other.id === id) throw conflict("organisations.relation-itself");
    const known = (await listRelations(tx, id)).some(
      (one) => one.outward && one.kind === kind && one.other.id === other.id && one.until === null,
    );
    if (known) throw conflict("organisations.already-related");
    const relation: OrganisationRelation = {
      id: tx.newId(),
      from_id: id,
      to_id: other.id,
      kind,
      since,
      until,
    };
    await insertRelation(tx, relation);
    recordFact(tx, {
      subject: id,
      type: "organisation.related",
      data: { relation: relation.id, kind, to: other.id },
    });
    return relation.id;
  });
}

const unknownOrganisation = () => invalidField("other", "organisations.unknown-organisation");

const endBeforeStart = () => invalidField("until", "organisations.ends-before-start");

/** Ends a relation; `until` is its last day. Only the organisation that it is read from may end it. */
export async function endRelation(
  ctx: Ctx,
  given: { relationId: string; until: string },
): Promise<void> {
  const until = dateField.parse(given.until);
  await transact(ctx, async (tx) => {
    const relation = await lockRelation(tx, given.relationId);
    await authorizeOnOrganisation(tx, "keep", await loadCurrentOrganisation(tx, relation.from_id));
    if (relation.since !== null && until < relation.since) throw endBeforeStart();
    await updateRelationEnd(tx, relation.id, until);
    recordFact(tx, {
      subject: relation.from_id,
      type: "relation.ended",
      data: { relation: relation.id, until },
    });
  });
}
