import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { conflict, invalid } from "#base/refusal.ts";
import { demandOver } from "../actions.ts";
import { relationKinds } from "../catalogues/codes.ts";
import { findOrganisation, loadForChange, loadStanding } from "../store.ts";
import {
  insertRelation,
  loadRelation,
  relationsOf,
  saveRelationEnd,
  type Relation,
} from "./store.ts";

const day = z.iso.date("organisations.bad-day");

export const relationInput = z.object({
  otherId: z.uuid("organisations.unknown-organisation"),
  kind: z.enum(relationKinds, "organisations.unknown-relation"),
  since: day.optional(),
  until: day.optional(),
});
export type RelationInput = z.input<typeof relationInput>;

/** From this organisation to the other: «is the founder of», «works at», … */
export async function relateOrganisations(
  ctx: Ctx,
  id: string,
  given: RelationInput,
): Promise<string> {
  const { otherId, kind, since = null, until = null } = relationInput.parse(given);
  if (since !== null && until !== null && until < since) throw endsEarly();
  return transact(ctx, async (tx) => {
    const organisation = await loadForChange(tx, id);
    await demandOver(tx, "keep", organisation);
    const other = await findOrganisation(tx, otherId);
    if (other === undefined) throw unknownOther();
    if (other.id === id) throw conflict("organisations.relation-itself");
    const known = (await relationsOf(tx, id)).some(
      (one) => one.outward && one.kind === kind && one.other.id === other.id && one.until === null,
    );
    if (known) throw conflict("organisations.already-related");
    const relation: Relation = { id: tx.newId(), from_id: id, to_id: other.id, kind, since, until };
    await insertRelation(tx, relation);
    record(tx, {
      subject: id,
      type: "organisation.related",
      data: { relation: relation.id, kind, to: other.id },
    });
    return relation.id;
  });
}

const unknownOther = () =>
  invalid("organisations.unknown-organisation", {
    fields: { other: "organisations.unknown-organisation" },
  });

const endsEarly = () =>
  invalid("organisations.ends-before-start", {
    fields: { until: "organisations.ends-before-start" },
  });

/** `until` is the last day; the organisation it is read from says it. */
export async function endRelation(
  ctx: Ctx,
  given: { relationId: string; until: string },
): Promise<void> {
  const until = day.parse(given.until);
  await transact(ctx, async (tx) => {
    const relation = await loadRelation(tx, given.relationId);
    await demandOver(tx, "keep", await loadStanding(tx, relation.from_id));
    if (relation.since !== null && until < relation.since) throw endsEarly();
    await saveRelationEnd(tx, relation.id, until);
    record(tx, {
      subject: relation.from_id,
      type: "relation.ended",
      data: { relation: relation.id, until },
    });
  });
}
