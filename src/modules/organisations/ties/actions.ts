import { z } from "zod";
import { toZoned } from "#base/time/calendar.ts";
import { transact, type Ctx } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { demand } from "#base/policy.ts";
import { conflict, invalid } from "#base/refusal.ts";
import { personNames } from "#modules/people/index.ts";
import { tieRoles } from "../organisation.ts";
import { tiePolicy } from "../policy.ts";
import { loadForChange } from "../store.ts";
import { findTieFrom, insertTie, loadTieForChange, saveTieEnd, tiedOn, type Tie } from "./store.ts";

export const tieInput = z.object({
  organisationId: z.uuid(),
  personId: z.uuid("organisations.unknown-person"),
  role: z.enum(tieRoles, "organisations.unknown-role"),
  since: z.iso.date("organisations.date-missing"),
});
export type TieInput = z.input<typeof tieInput>;

/** From this day the person belongs to the organisation, and no longer checks its work. */
export async function tiePerson(ctx: Ctx, given: TieInput): Promise<Tie> {
  const input = tieInput.parse(given);
  demand({ policy: tiePolicy, actor: ctx.actor, action: "change" });
  return transact(ctx, async (tx) => {
    await loadForChange(tx, input.organisationId);
    await demandPerson(tx, input.personId);
    if ((await findTieFrom(tx, input)) !== undefined) throw conflict("organisations.already-tied");
    const tie = await insertTie(tx, {
      id: tx.newId(),
      organisation_id: input.organisationId,
      person_id: input.personId,
      role: input.role,
      since: input.since,
      until: null,
    });
    record(tx, {
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

/** `until` is the last day of belonging. A tie that is over stays as it was. */
export async function endTie(ctx: Ctx, given: z.input<typeof endTieInput>): Promise<Tie> {
  const input = endTieInput.parse(given);
  return transact(ctx, async (tx) => {
    const tie = await loadTieForChange(tx, input.tieId);
    demand({ policy: tiePolicy, actor: tx.actor, action: "change", row: tie, read: "read" });
    const today = toZoned(tx.now(), tx.region.timeZone).date;
    if (tie.until !== null && tie.until < today) throw conflict("organisations.tie-ended");
    if (input.until < tie.since) {
      throw invalid("organisations.ends-before-start", {
        fields: { until: "organisations.ends-before-start" },
      });
    }
    const ended = await saveTieEnd(tx, tie, input.until);
    record(tx, {
      subject: tie.organisation_id,
      type: "tie.ended",
      data: { tie: tie.id, person: tie.person_id, until: input.until },
    });
    return ended;
  });
}

/** Ids of the organisations the person belongs to today, by the calendar of the region. */
export function tiesOf(ctx: Ctx, personId: string): Promise<string[]> {
  return tiedOn(ctx, personId, toZoned(ctx.now(), ctx.region.timeZone).date);
}

async function demandPerson(ctx: Ctx, id: string): Promise<void> {
  if ((await personNames(ctx, [id])).has(id)) return;
  throw invalid("organisations.unknown-person", {
    fields: { personId: "organisations.unknown-person" },
  });
}
