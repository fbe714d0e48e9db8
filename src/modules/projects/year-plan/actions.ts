import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict } from "#base/refusal.ts";
import { dateOfDay, dayNumber, isLocalDate, localDate } from "#base/time/local-time.ts";
import { createProject, nextProjectNumber } from "../charter/open-project.ts";
import { insertPartRow, replanOccurrences, selectOccurrences, selectPart } from "../rows/store.ts";
import { projectPolicy } from "../policy.ts";
import { findYearPlan, type Project } from "../store.ts";

export const yearInput = z.object({
  year: z.coerce.number("projects.year-wrong").int().min(2000).max(2100, "projects.year-wrong"),
  title: z.string().trim().max(300).optional(),
  /** Copy tasks and activities of the previous year, shifted by a year. */
  copy: z.literal("yes").optional(),
});

/** Creates the centre's plan of a year; throws an error at the field when there is one already. */
export async function openYearPlan(
  ctx: Ctx,
  given: z.input<typeof yearInput>,
  defaultTitle: (year: number) => string,
): Promise<Project> {
  const input = yearInput.parse(given);
  authorize({ policy: projectPolicy, actor: ctx.actor, action: "planYear" });
  const number = await nextProjectNumber(ctx);
  return transact(ctx, async (tx) => {
    if ((await findYearPlan(tx, input.year)) !== undefined)
      throw conflict("projects.year-taken", { fields: { year: "projects.year-taken" } });
    const plan = await createProject(tx, {
      number,
      kind: "year-plan",
      stage: "implementation",
      set: {
        title: input.title ?? defaultTitle(input.year),
        year: input.year,
        starts_on: `${input.year}-01-01`,
        ends_on: `${input.year}-12-31`,
      },
    });
    const before = input.copy === "yes" ? await findYearPlan(tx, input.year - 1) : undefined;
    if (before !== undefined) {
      const copied = await copyYearPlan(tx, before, plan);
      recordFact(tx, {
        subject: plan.id,
        type: "project.plan-copied",
        data: { from: before.id, copied },
      });
    }
    return plan;
  });
}

/**
 * Copies tasks and activities to another year with occurrences shifted by a year and reset to
 * planned.
 */
async function copyYearPlan(tx: Ctx, from: Project, into: Project): Promise<number> {
  const tasks = new Map<string, string>();
  for (const task of await selectPart(tx, from.id, "tasks")) {
    const id = tx.newId();
    tasks.set(task.id, id);
    await insertPartRow(tx, into.id, { part: "tasks", id, cells: { title: task.title } });
  }
  const occurrences = await selectOccurrences(tx, from.id);
  const activities = await selectPart(tx, from.id, "activities");
  for (const activity of activities) {
    const id = tx.newId();
    const cells = {
      title: activity.title,
      kind: activity.kind,
      task_id: tasks.get(activity.task_id ?? "") ?? null,
      starts_on: addYear(activity.starts_on),
      ends_on: addYear(activity.ends_on),
      expected: activity.expected,
      responsible_id: activity.responsible_id,
      places: activity.places,
    };
    await insertPartRow(tx, into.id, { part: "activities", id, cells });
    const plan = occurrences
      .filter((one) => one.activity_id === activity.id && one.state !== "cancelled")
      .map((one) => ({ from: addYear(one.planned_from), to: addYear(one.planned_to) }));
    await replanOccurrences(tx, { project: into.id, activity: id, plan });
  }
  return activities.length;
}

/** Returns the same day a year later; the last day of February stays the last. */
export function addYear(day: string): string {
  const next = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
  if (day.slice(5) === "02-28") {
    const leap = `${next.slice(0, 4)}-02-29`;
    const wasLast = !isLocalDate(`${day.slice(0, 4)}-02-29`);
    return wasLast && isLocalDate(leap) ? leap : next;
  }
  return isLocalDate(next)
    ? next
    : dateOfDay(dayNumber(localDate(`${next.slice(0, 4)}-03-01`)) - 1);
}
