import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict, invalidField } from "#base/refusal.ts";
import { requiredText } from "#base/http/fields.ts";
import { requireMunicipality } from "../actions.ts";
import { invalidateOrganisations } from "../directory.ts";
import { dayBefore, periodsOverlap, type CompetenceRule } from "./rules.ts";
import {
  insertRule,
  lockRule,
  listRulesOfCell,
  updateRuleEnd,
  type CompetenceRuleRecord,
} from "./store.ts";
import { competencePolicy } from "../policy.ts";
import { findOrganisation } from "../store.ts";

const dateField = z.iso.date("organisations.date-missing");

export const competenceInput = z.object({
  /** A topic's code, or a group's. */
  topic: z
    .string("organisations.unknown-topic")
    .regex(/^[a-z][a-z0-9.-]{0,79}$/, "organisations.unknown-topic"),
  /** A municipality; null for the whole region. */
  territoryId: z.uuid("organisations.unknown-territory").nullable(),
  organisationId: z.uuid("organisations.unknown-organisation"),
  validFrom: dateField,
  /** The last day; open without it. */
  validTo: dateField.nullish(),
  /** Why this body; residents read it. */
  reason: requiredText(500, "organisations.no-reason"),
  /** Ends what holds in the same cell on the day before. */
  instead: z.boolean().default(false),
});
export type CompetenceInput = z.input<typeof competenceInput>;

/**
 * Makes a body responsible for the topic in the place from a day on; other rules of the cell may stay
 * in force.
 */
export async function setCompetence(ctx: Ctx, rawInput: CompetenceInput): Promise<CompetenceRule> {
  const input = competenceInput.parse(rawInput);
  authorize({ policy: competencePolicy, actor: ctx.actor, action: "set" });
  const rule = await transact(ctx, async (tx) => {
    const { instead, ...wanted } = { ...input, validTo: input.validTo ?? null };
    requireEndNotBefore(wanted, wanted.validFrom, "validTo");
    const body = await requireActiveOrganisation(tx, wanted.organisationId);
    await requireMunicipality(tx, wanted.territoryId);
    const overlappingRules = (await listRulesOfCell(tx, wanted, { lock: true })).filter((other) =>
      periodsOverlap(other, wanted),
    );
    if (instead) await endOverlappingRules(tx, overlappingRules, wanted.validFrom);
    else requireDifferentOrganisation(overlappingRules, wanted.organisationId);
    const newRule = { id: tx.newId(), ...wanted };
    await insertRule(tx, newRule);
    startChain(tx, newRule.id);
    recordFact(tx, {
      subject: newRule.id,
      type: "competence.set",
      data: {
        topic: newRule.topic,
        territory: newRule.territoryId,
        organisation: newRule.organisationId,
        from: newRule.validFrom,
        to: newRule.validTo,
      },
    });
    return { ...newRule, organisationName: body.short_name };
  });
  invalidateOrganisations(ctx);
  return rule;
}

export const endCompetenceInput = z.object({ competenceId: z.uuid(), validTo: dateField });

/**
 * Ends a rule; `validTo` is its last day in force. The day before its first day cancels it: the rule never
 * came into force and stays as history.
 */
export async function endCompetence(
  ctx: Ctx,
  rawInput: z.input<typeof endCompetenceInput>,
): Promise<void> {
  const input = endCompetenceInput.parse(rawInput);
  await transact(ctx, async (tx) => {
    const rule = await lockRule(tx, input.competenceId);
    authorize({
      policy: competencePolicy,
      actor: tx.actor,
      action: "set",
      row: rule,
      read: "read",
    });
    const today = tx.today();
    if (rule.validTo !== null && rule.validTo < today)
      throw conflict("organisations.competence-ended");
    requireEndNotBefore({ validTo: input.validTo }, dayBefore(rule.validFrom), "validTo");
    await endRule(tx, rule, input.validTo);
  });
  invalidateOrganisations(ctx);
}

async function endRule(
  ctx: Ctx & { unit: UnitOfWork },
  rule: CompetenceRuleRecord,
  validTo: string,
): Promise<void> {
  await updateRuleEnd(ctx, rule.id, validTo);
  recordFact(ctx, { subject: rule.id, type: "competence.ended", data: { to: validTo } });
}

/**
 * Ends every overlapping rule on the day before; refuses when one begins later within the new rule's
 * days.
 */
async function endOverlappingRules(
  ctx: Ctx & { unit: UnitOfWork },
  rules: readonly CompetenceRuleRecord[],
  from: string,
): Promise<void> {
  const later = rules.find((rule) => rule.validFrom > from);
  if (later !== undefined) {
    throw conflict("organisations.starts-later", {
      values: { name: later.organisationName },
      fields: { validTo: "organisations.starts-later" },
    });
  }
  for (const rule of rules) await endRule(ctx, rule, dayBefore(from));
}

function requireDifferentOrganisation(
  rules: readonly CompetenceRuleRecord[],
  organisationId: string,
): void {
  if (rules.every((rule) => rule.organisationId !== organisationId)) return;
  throw conflict("organisations.answers-already", {
    fields: { organisationId: "organisations.answers-already" },
  });
}

function requireEndNotBefore(
  { validTo }: { validTo: string | null },
  first: string,
  field: string,
): void {
  if (validTo === null || validTo >= first) return;
  throw invalidField(field, "organisations.ends-before-start");
}

async function requireActiveOrganisation(ctx: Ctx, id: string) {
  const body = await findOrganisation(ctx, id);
  if (body?.active === true) return body;
  throw invalidField("organisationId", "organisations.unknown-organisation");
}
