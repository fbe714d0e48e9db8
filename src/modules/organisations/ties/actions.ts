import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict, invalidField } from "#base/refusal.ts";
import { loadPersonNames } from "#modules/people/index.ts";
import { tieRoles } from "../organisation.ts";
import { tiePolicy } from "../policy.ts";
import { lockCurrentOrganisation } from "../store.ts";
import {
  findOverlappingTie,
  insertTie,
  lockTie,
  updateTieEnd,
  listTiedOrganisationIds,
  type Tie,
} from "./store.ts";

export const tieInput = z.object({
  organisationId: z.uuid(),
  personId: z.uuid("organisations.unknown-person"),
  role: z.enum(tieRoles, "organisations.unknown-role"),
  since: z.iso.date("organisations.date-missing"),
});
export type TieInput = z.input<typeof tieInput>;

/** Ties a person to an organisation from a day on; they no longer check its work. */
export async function addTie(ctx: Ctx, rawInput: TieInput): Promise<Tie> {
  const input = tieInput.parse(rawInput);
  authorize({ policy: tiePolicy, actor: ctx.actor, action: "change" });
  return transact(ctx, async (tx) => {
    await lockCurrentOrganisation(tx, input.organisationId);
    await requirePerson(tx, input.personId);
    if ((await findOverlappingTie(tx, input)) !== undefined)
      throw conflict("organisations.already-tied");
    const tie = await insertTie(tx, {
      id: tx.newId(),
      organisation_id: input.organisationId,
      person_id: input.personId,
      role: input.role,
      since: input.since,
      until: null,
    });
    recordFact(tx, {
      subject: input.organisationId,
      type: "person.tied",
      data: { tie: tie.id, person: tie.person_id, role: tie.role, since: tie.since },
    });
    return tie;
  });
}

export const endTieInput = z.object({
  tieId: z.uuid(),
  until: z.iso.date("organisations.date-missing"),
});

/** Ends a tie; `until` is its last day. Refuses to change an ended tie. */
export async function endTie(ctx: Ctx, rawInput: z.input<typeof endTieInput>): Promise<Tie> {
  const input = endTieInput.parse(rawInput);
  return transact(ctx, async (tx) => {
    const tie = await lockTie(tx, input.tieId);
    authorize({ policy: tiePolicy, actor: tx.actor, action: "change", row: tie, read: "read" });
    const today = tx.today();
    if (tie.until !== null && tie.until < today) throw conflict("organisations.tie-ended");
    if (input.until < tie.since) {
      throw invalidField("until", "organisations.ends-before-start");
    }
    const ended = await updateTieEnd(tx, tie, input.until);
    recordFact(tx, {
      subject: tie.organisation_id,
      type: "tie.ended",
      data: { tie: tie.id, person: tie.person_id, until: input.until },
    });
    return ended;
  });
}

/** Lists ids of the organisations that the person is tied to today, by the region's calendar. */
export function listCurrentTies(ctx: Ctx, personId: string): Promise<string[]> {
  return listTiedOrganisationIds(ctx, personId, ctx.today());
}

async function requirePerson(ctx: Ctx, id: string): Promise<void> {
  if ((await loadPersonNames(ctx, [id])).has(id)) return;
  throw invalidField("personId", "organisations.unknown-person");
}
