import { toZoned } from "#base/time/calendar.ts";
import type { Ctx } from "#base/context.ts";
import { dueAt, findRule, type RulePack } from "#base/time/deadlines.ts";
import { calendar, listRulePacks } from "#base/time/rules.ts";
import { listProblems, problemListQuery, type ProblemListItem } from "#modules/problems/index.ts";

/** A deadline that other rules would move; null means no deadline. */
export type MovedDeadline = {
  number: string;
  title: string;
  before: Date | null;
  after: Date | null;
};

const MAX_CHECKED = 200;
const MAX_SHOWN = 10;

/**
 * What would change for the open problems with the nearest deadlines if the pack were in force: how
 * many were looked at, how many move, and the first ten of them. Promised days follow no rule.
 */
export async function previewRules(
  ctx: Ctx,
  pack: RulePack,
): Promise<{ seen: number; changed: number; moved: MovedDeadline[] }> {
  const stored = (await listRulePacks(ctx)).map((one) => one.pack);
  const packs = [...stored.filter(({ code }) => code !== pack.code), pack].toSorted((a, b) =>
    a.code < b.code ? -1 : 1,
  );
  const rules: RulePack = { code: "all", rules: packs.flatMap((one) => one.rules) };
  const query = problemListQuery.parse({ stage: "open", sort: "due" });
  const { rows } = await listProblems(ctx, query, { limit: MAX_CHECKED });
  const ruled = rows.filter(({ timer }) => timer !== "plan" && timer !== "promise");
  const moved = ruled
    .map((line) => ({
      number: line.number,
      title: line.title,
      before: line.due_at,
      after: computeDueBy(ctx, rules, line),
    }))
    .filter(({ before, after }) => before?.getTime() !== after?.getTime());
  return { seen: rows.length, changed: moved.length, moved: moved.slice(0, MAX_SHOWN) };
}

function computeDueBy(ctx: Ctx, rules: RulePack, line: ProblemListItem): Date | null {
  const { timer, timer_started_at: startedAt, urgency, topic, topic_group: group } = line;
  if (timer === null || startedAt === null) return null;
  const zone = ctx.region.timeZone;
  const at = toZoned(startedAt, zone).date;
  const rule = findRule(rules, { timer, at, traits: { urgency, topic, group } });
  return rule === undefined ? null : dueAt({ rule, startedAt, calendar, zone });
}
