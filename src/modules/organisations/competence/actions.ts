import { z } from "zod";
import { toZoned } from "#base/time/calendar.ts";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import { demand } from "#base/policy.ts";
import { conflict, invalid } from "#base/refusal.ts";
import { demandMunicipality } from "../actions.ts";
import { forgetOrganisations } from "../directory.ts";
import { dayBefore, overlap, type CompetenceRule } from "./rules.ts";
import {
  insertRule,
  loadRuleForChange,
  rulesOfCell,
  saveRuleEnd,
  type StoredRule,
} from "./store.ts";
import { competencePolicy } from "../policy.ts";
import { findOrganisation } from "../store.ts";

const day = z.iso.date("organisations.date-missing");

export const competenceInput = z.object({
  /** A topic's code, or a group's. */
  topic: z
    .string("organisations.unknown-topic")
    .regex(/^[a-z][a-z0-9.-]{0,79}$/, "organisations.unknown-topic"),
  /** A municipality; null for the whole region. */
  territoryId: z.uuid("organisations.unknown-territory").nullable(),
  organisationId: z.uuid("organisations.unknown-organisation"),
  validFrom: day,
  /** The last day; open without it. */
  validTo: day.nullish(),
  /** Why this body; residents read it. */
  reason: z.string("organisations.no-reason").trim().min(1, "organisations.no-reason").max(500),
  /** Ends what holds in the same cell on the day before. */
  instead: z.boolean().default(false),
});
export type CompetenceInput = z.input<typeof competenceInput>;

/** From the day on this body answers for the topic in the place; others of the cell may stay beside it. */
export async function setCompetence(ctx: Ctx, given: CompetenceInput): Promise<CompetenceRule> {
  const input = competenceInput.parse(given);
  demand({ policy: competencePolicy, actor: ctx.actor, action: "set" });
  const rule = await transact(ctx, async (tx) => {
    const { instead, ...wanted } = { ...input, validTo: input.validTo ?? null };
    demandOrder(wanted, wanted.validFrom, "validTo");
    const body = await findWorking(tx, wanted.organisationId);
    await demandMunicipality(tx, wanted.territoryId);
    const rivals = (await rulesOfCell(tx, wanted, { lock: true })).filter((other) =>
      overlap(other, wanted),
    );
    if (instead) await endRivals(tx, rivals, wanted.validFrom);
    else demandAnother(rivals, wanted.organisationId);
    const made = { id: tx.newId(), ...wanted };
    await insertRule(tx, made);
    bornNow(tx, made.id);
    record(tx, {
      subject: made.id,
      type: "competence.set",
      data: {
        topic: made.topic,
        territory: made.territoryId,
        organisation: made.organisationId,
        from: made.validFrom,
        to: made.validTo,
      },
    });
    return { ...made, organisationName: body.short_name };
  });
  forgetOrganisations(ctx);
  return rule;
}

export const endCompetenceInput = z.object({ competenceId: z.uuid(), validTo: day });

/**
 * `validTo` is the last day in force. The day before the first one takes the rule back: it never
 * came into force and stays as history.
 */
export async function endCompetence(
  ctx: Ctx,
  given: z.input<typeof endCompetenceInput>,
): Promise<void> {
  const input = endCompetenceInput.parse(given);
  await transact(ctx, async (tx) => {
    const rule = await loadRuleForChange(tx, input.competenceId);
    demand({ policy: competencePolicy, actor: tx.actor, action: "set", row: rule, read: "read" });
    const today = toZoned(tx.now(), tx.region.timeZone).date;
    if (rule.validTo !== null && rule.validTo < today)
      throw conflict("organisations.competence-ended");
    demandOrder({ validTo: input.validTo }, dayBefore(rule.validFrom), "validTo");
    await end(tx, rule, input.validTo);
  });
  forgetOrganisations(ctx);
}

async function end(ctx: Ctx & { unit: Unit }, rule: StoredRule, validTo: string): Promise<void> {
  await saveRuleEnd(ctx, rule.id, validTo);
  record(ctx, { subject: rule.id, type: "competence.ended", data: { to: validTo } });
}

/** Ends every rival on the day before; one that begins later would cut into the new rule's days. */
async function endRivals(
  ctx: Ctx & { unit: Unit },
  rivals: readonly StoredRule[],
  from: string,
): Promise<void> {
  const later = rivals.find((rival) => rival.validFrom > from);
  if (later !== undefined) {
    throw conflict("organisations.starts-later", {
      values: { name: later.organisationName },
      fields: { validTo: "organisations.starts-later" },
    });
  }
  for (const rival of rivals) await end(ctx, rival, dayBefore(from));
}

function demandAnother(rivals: readonly StoredRule[], organisationId: string): void {
  if (rivals.every((rival) => rival.organisationId !== organisationId)) return;
  throw conflict("organisations.answers-already", {
    fields: { organisationId: "organisations.answers-already" },
  });
}

function demandOrder({ validTo }: { validTo: string | null }, first: string, field: string): void {
  if (validTo === null || validTo >= first) return;
  throw invalid("organisations.ends-before-start", {
    fields: { [field]: "organisations.ends-before-start" },
  });
}

async function findWorking(ctx: Ctx, id: string) {
  const body = await findOrganisation(ctx, id);
  if (body?.active === true) return body;
  throw invalid("organisations.unknown-organisation", {
    fields: { organisationId: "organisations.unknown-organisation" },
  });
}
