import type { Ctx } from "../context.ts";
import { from, insertInto } from "../db/region.ts";
import { createCalendar, toZoned, type Calendar } from "./calendar.ts";
import { RUSSIAN_YEARS } from "./calendar-russia.ru.ts";
import {
  dueAt,
  findRule,
  rulePackSchema,
  type DeadlineRule,
  type RulePack,
  type Traits,
} from "./deadlines.ts";
import { fromZoned, localDate } from "./local-time.ts";
import { invalid } from "../refusal.ts";
import { cached } from "../cache.ts";

/** The working time that rules count in; one for all regions until one asks for another. */
export const calendar: Calendar = createCalendar({
  years: RUSSIAN_YEARS,
  workday: { from: "09:00", to: "18:00", lunch: { from: "13:00", to: "14:00" } },
});

const loadRules = cached(10, async (ctx): Promise<RulePack> => {
  const rows = await from(ctx, "base_rule_packs").select("pack").orderBy("code").execute();
  return { code: "all", rules: rows.flatMap((row) => rulePackSchema.parse(row.pack).rules) };
});

/** Returns the rule for this timer's term, searched in all packs of the region. */
export async function findRuleFor(
  ctx: Ctx,
  { timer, at, traits }: { timer: string; at: Date; traits: Traits },
): Promise<DeadlineRule | undefined> {
  return findRule(await loadRules(ctx), {
    timer,
    at: toZoned(at, ctx.region.timeZone).date,
    traits,
  });
}

/** Computes the end of the timer's term; null when the region has no rule for it. */
export async function computeTermEnd(
  ctx: Ctx,
  { timer, startedAt, traits }: { timer: string; startedAt: Date; traits: Traits },
): Promise<Date | null> {
  const rule = await findRuleFor(ctx, { timer, at: startedAt, traits });
  if (rule === undefined) return null;
  return dueAt({ rule, startedAt, calendar, zone: ctx.region.timeZone });
}

/** Returns the close of business of a day in the region's zone. */
export function endOfDay(ctx: Ctx, date: string): Date {
  return fromZoned(localDate(date), 18 * 60, ctx.region.timeZone);
}

/** A rule pack as it is kept, with when it was last written. */
export type StoredRulePack = { code: string; title: string; pack: RulePack; updatedAt: Date };

/** Returns the region's rule packs by code. */
export async function listRulePacks(ctx: Ctx): Promise<StoredRulePack[]> {
  const rows = await from(ctx, "base_rule_packs")
    .select(["code", "title", "pack", "updated_at"])
    .orderBy("code")
    .execute();
  return rows.map(({ code, title, pack, updated_at: updatedAt }) => ({
    code,
    title,
    pack: rulePackSchema.parse(pack),
    updatedAt,
  }));
}

/** Reads the rules anew at the next question: after a change that another process may have made. */
export function invalidateRules(ctx: Ctx): void {
  loadRules.invalidate(ctx);
}

/** Saves a rule pack after reading it by its schema; deadlines are then computed anew by a job. */
export async function saveRulePack(
  ctx: Ctx,
  { code, title, pack }: { code: string; title: string; pack: unknown },
): Promise<void> {
  const parsed = rulePackSchema.safeParse(pack);
  if (!parsed.success)
    throw invalid("base.bad-rule-pack", {
      values: { trouble: formatIssue(parsed.error.issues[0]) },
    });
  const row = { title, pack: JSON.stringify(parsed.data), updated_at: ctx.now() };
  await insertInto(ctx, "base_rule_packs", { code, ...row })
    .onConflict((conflict) => conflict.columns(["region_id", "code"]).doUpdateSet(row))
    .execute();
  loadRules.invalidate(ctx);
}

function formatIssue(issue: { path: PropertyKey[]; message: string } | undefined): string {
  return issue === undefined ? "" : `${issue.path.join(".")}: ${issue.message}`;
}
