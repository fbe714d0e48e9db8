import { toZoned } from "#base/time/calendar.ts";
import type { Ctx } from "#base/context.ts";
import { dueAt, findRule, type RulePack } from "#base/time/deadlines.ts";
import { calendar, listRulePacks } from "#base/time/rules.ts";
import { listProblems, listQuery, type ProblemLine } from "#modules/problems/index.ts";

/** A deadline that other rules would move; null means no deadline. */
export type Moved = { number: string; title: string; was: Date | null; becomes: Date | null };

const looked = 200;
const shown = 10;

/**
 * What would change for the open problems with the nearest deadlines if the pack were in force: how
 * many were looked at, how many move, and the first ten of them. Promised days follow no rule.
 */
export async function previewRules(
  ctx: Ctx,
  pack: RulePack,
): Promise<{ seen: number; changed: number; moved: Moved[] }> {
  const kept = (await listRulePacks(ctx)).map((one) => one.pack);
  const packs = [...kept.filter(({ code }) => code !== pack.code), pack].toSorted((a, b) =>
    a.code < b.code ? -1 : 1,
  );
  const rules: RulePack = { code: "all", rules: packs.flatMap((one) => one.rules) };
  const query = listQuery.parse({ stage: "open", sort: "due" });
  const { rows } = await listProblems(ctx, query, { limit: looked });
  const ruled = rows.filter(({ timer }) => timer !== "plan" && timer !== "promise");
  const moved = ruled
    .map((line) => ({
      number: line.number,
      title: line.title,
      was: line.due_at,
      becomes: dueBy(ctx, rules, line),
    }))
    .filter(({ was, becomes }) => was?.getTime() !== becomes?.getTime());
  return { seen: rows.length, changed: moved.length, moved: moved.slice(0, shown) };
}

function dueBy(ctx: Ctx, rules: RulePack, line: ProblemLine): Date | null {
  const { timer, timer_started_at: startedAt, urgency, topic, topic_group: group } = line;
  if (timer === null || startedAt === null) return null;
  const zone = ctx.region.timeZone;
  const at = toZoned(startedAt, zone).date;
  const rule = findRule(rules, { timer, at, traits: { urgency, topic, group } });
  return rule === undefined ? null : dueAt({ rule, startedAt, calendar, zone });
}
