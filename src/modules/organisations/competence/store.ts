import { sql, type Expression, type SqlBool } from "kysely";
import type { Ctx } from "#base/context.ts";
import { isUuid } from "#base/db/ids.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { pageOf, type Cursor, type PageOf } from "#base/db/paging.ts";
import { orNotFound, invalid } from "#base/refusal.ts";
import type { CompetenceRule } from "./rules.ts";

/** A rule with what its organisation is today; of a merged one, what its holder is. */
export type CompetenceRuleRecord = CompetenceRule & {
  organisationActive: boolean;
  organisationInn: string | null;
};

function selectRules(ctx: Ctx) {
  return from(ctx, "organisations_competence as rule")
    .innerJoin("organisations_organisations as body", (join) =>
      join
        .onRef("body.region_id", "=", "rule.region_id")
        .onRef("body.id", "=", "rule.organisation_id"),
    )
    .leftJoin("organisations_organisations as holder", (join) =>
      join
        .onRef("holder.region_id", "=", "body.region_id")
        .onRef("holder.id", "=", "body.holder_id"),
    )
    .select([
      "rule.id",
      "rule.topic",
      "rule.territory_id as territoryId",
      sql<string>`coalesce(holder.id, body.id)`.as("organisationId"),
      "rule.valid_from as validFrom",
      "rule.valid_to as validTo",
      "rule.reason",
      sql<string>`coalesce(holder.short_name, body.short_name)`.as("organisationName"),
      sql<boolean>`coalesce(holder.active, body.active)`.as("organisationActive"),
      sql<string | null>`coalesce(holder.inn, body.inn)`.as("organisationInn"),
    ]);
}

/** Lists every rule of active organisations, ended ones included: old messages are resolved by them. */
export function listActiveRules(ctx: Ctx): Promise<CompetenceRuleRecord[]> {
  return selectRules(ctx)
    .where(sql<SqlBool>`coalesce(holder.active, body.active)`)
    .execute();
}

/** Lists the rules that may decide one query. */
export function listRulesFor(
  ctx: Ctx,
  query: { topics: readonly string[]; municipalityId: string | null },
): Promise<CompetenceRuleRecord[]> {
  return selectRules(ctx)
    .where(sql<SqlBool>`coalesce(holder.active, body.active)`)
    .where("rule.topic", "in", [...query.topics])
    .where(sql<SqlBool>`(rule.territory_id is null or rule.territory_id = ${query.municipalityId})`)
    .execute();
}

/** Lists every rule of the region by topic, then place (the whole region first), then first day. */
export function listAllRules(ctx: Ctx): Promise<CompetenceRuleRecord[]> {
  return selectRules(ctx)
    .orderBy("rule.topic")
    .orderBy("rule.territory_id", (order) => order.asc().nullsFirst())
    .orderBy("rule.valid_from")
    .execute();
}

/** Lists the rules of one organisation that are in force on the day. */
export function listRulesOfOrganisation(
  ctx: Ctx,
  organisationId: string,
  day: string,
): Promise<CompetenceRuleRecord[]> {
  return selectRules(ctx)
    .where(
      sql<SqlBool>`(body.id = ${organisationId}::uuid or body.holder_id = ${organisationId}::uuid)`,
    )
    .where(
      sql<SqlBool>`rule.valid_from <= ${day}::date and (rule.valid_to is null or rule.valid_to >= ${day}::date)`,
    )
    .orderBy("rule.topic")
    .orderBy("rule.territory_id", (order) => order.asc().nullsFirst())
    .execute();
}

/** Lists all rules of one cell, the newest first; `lock` locks them against concurrent changes. */
export async function listRulesOfCell(
  ctx: Ctx,
  cell: { topic: string; territoryId: string | null },
  { lock = false }: { lock?: boolean } = {},
): Promise<CompetenceRuleRecord[]> {
  const query = selectRules(ctx)
    .where("rule.topic", "=", cell.topic)
    .where(sql<SqlBool>`rule.territory_id is not distinct from ${cell.territoryId}::uuid`)
    .orderBy("rule.valid_from", "desc")
    .orderBy("rule.id", "desc");
  return (lock ? query.forUpdate("rule") : query).execute();
}

/** Locks a rule for a change; refuses with not-found when there is none. */
export async function lockRule(ctx: Ctx, id: string): Promise<CompetenceRuleRecord> {
  const query = selectRules(ctx).where("rule.id", "=", id).forUpdate("rule");
  return orNotFound(isUuid(id) ? await query.executeTakeFirst() : undefined);
}

/** Lists rules whose last day is before the day, the last ended first. */
export async function listEndedRules(
  ctx: Ctx,
  day: string,
  { cursor, limit }: { cursor: Cursor | undefined; limit: number },
): Promise<PageOf<CompetenceRuleRecord>> {
  const direction = cursor?.dir === "before" ? "asc" : "desc";
  let query = selectRules(ctx).where(sql<SqlBool>`rule.valid_to < ${day}::date`);
  if (cursor !== undefined) query = query.where(cursorCondition(cursor));
  const rows = await query
    .orderBy("rule.valid_to", direction)
    .orderBy("rule.id", direction)
    .limit(limit + 1)
    .execute();
  return pageOf(rows, { limit, cursor, key: (row) => [row.validTo ?? "", row.id] });
}

function cursorCondition({ dir, key: [day, id] }: Cursor): Expression<SqlBool> {
  const isValidDay = typeof day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(day);
  if (!isValidDay || typeof id !== "string" || !isUuid(id)) throw invalid("base.bad-address");
  return dir === "after"
    ? sql<SqlBool>`(rule.valid_to, rule.id) < (${day}::date, ${id}::uuid)`
    : sql<SqlBool>`(rule.valid_to, rule.id) > (${day}::date, ${id}::uuid)`;
}

/** Inserts a rule of the matrix. */
export async function insertRule(
  ctx: Ctx,
  rule: Omit<CompetenceRule, "organisationName">,
): Promise<void> {
  await insertInto(ctx, "organisations_competence", {
    id: rule.id,
    topic: rule.topic,
    territory_id: rule.territoryId,
    organisation_id: rule.organisationId,
    valid_from: rule.validFrom,
    valid_to: rule.validTo,
    reason: rule.reason,
  }).execute();
}

/** Sets the last day of a rule, «YYYY-MM-DD». */
export async function updateRuleEnd(ctx: Ctx, id: string, validTo: string): Promise<void> {
  await updateIn(ctx, "organisations_competence")
    .set({ valid_to: validTo })
    .where("id", "=", id)
    .execute();
}
