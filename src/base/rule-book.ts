import type { Ctx } from "./context.ts";
import { makeCalendar, toZoned, type Calendar } from "./calendar.ts";
import { RUSSIAN_YEARS } from "./calendar-russia.ts";
import { dueAt, findRule, rulePackSchema, type Rule, type RulePack, type Traits } from "./deadlines.ts";
import { fromZoned, localDate } from "./local-time.ts";
import { invalid } from "./refusal.ts";

/** The working time that rules count in; one for all regions until one asks for another. */
export const calendar: Calendar = makeCalendar({
  years: RUSSIAN_YEARS,
  workday: { from: "09:00", to: "18:00", lunch: { from: "13:00", to: "14:00" } },
});

type Known = { at: number; packs: Promise<RulePack[]> };
const remembered = new WeakMap<object, Map<string, Known>>();
const keepFor = 10_000;

/** The region's rules in force; remembered for ten seconds, since every action asks. */
async function packsOf(ctx: Ctx): Promise<RulePack[]> {
  const byRegion = remembered.get(ctx.house.database) ?? new Map<string, Known>();
  remembered.set(ctx.house.database, byRegion);
  const known = byRegion.get(ctx.region.id);
  if (known !== undefined && performance.now() - known.at < keepFor) return known.packs;
  const packs = readPacks(ctx);
  byRegion.set(ctx.region.id, { at: performance.now(), packs });
  return packs.catch((error: unknown) => {
    byRegion.delete(ctx.region.id);
    throw error;
  });
}

async function readPacks(ctx: Ctx): Promise<RulePack[]> {
  const rows = await ctx.house.database
    .region(ctx.region.id)
    .selectFrom("base_rule_packs")
    .select(["pack"])
    .where("region_id", "=", ctx.region.id)
    .orderBy("code")
    .execute();
  return rows.map((row) => rulePackSchema.parse(row.pack));
}

/** The rule that sets this timer's term, found over all packs of the region. */
export async function ruleFor(
  ctx: Ctx,
  { timer, at, traits }: { timer: string; at: Date; traits: Traits },
): Promise<Rule | undefined> {
  const all = { code: "all", rules: (await packsOf(ctx)).flatMap((pack) => pack.rules) };
  return findRule(all, { timer, at: toZoned(at, ctx.region.timeZone).date, traits });
}

/** Until when the timer runs; null where the region has no rule for it. */
export async function termEnd(
  ctx: Ctx,
  { timer, startedAt, traits }: { timer: string; startedAt: Date; traits: Traits },
): Promise<Date | null> {
  const rule = await ruleFor(ctx, { timer, at: startedAt, traits });
  if (rule === undefined) return null;
  return dueAt({ rule, startedAt, calendar, zone: ctx.region.timeZone });
}

/** The close of business of a promised day in the region's zone. */
export function endOfDay(ctx: Ctx, date: string): Date {
  return fromZoned(localDate(date), 18 * 60, ctx.region.timeZone);
}

/** Saves a rule pack after reading it by its schema; deadlines are then computed anew by a job. */
export async function keepRulePack(
  ctx: Ctx,
  { code, title, pack }: { code: string; title: string; pack: unknown },
): Promise<void> {
  const parsed = rulePackSchema.safeParse(pack);
  if (!parsed.success) throw invalid("base.bad-rule-pack", { values: { trouble: sayIssue(parsed.error.issues[0]) } });
  const row = { title, pack: JSON.stringify(parsed.data), updated_at: ctx.now() };
  await ctx.db
    .insertInto("base_rule_packs")
    .values({ region_id: ctx.region.id, code, ...row })
    .onConflict((conflict) => conflict.columns(["region_id", "code"]).doUpdateSet(row))
    .execute();
  remembered.get(ctx.house.database)?.delete(ctx.region.id);
}

function sayIssue(issue: { path: PropertyKey[]; message: string } | undefined): string {
  return issue === undefined ? "" : `${issue.path.join(".")}: ${issue.message}`;
}
