import type { Ctx, Unit } from "#base/context.ts";
import { record, type Json } from "#base/journal.ts";
import { toZoned } from "#base/time/local-time.ts";
import { termEnd } from "#base/time/rules.ts";
import { change, defaultDue, reachedBy, timerOf, type MoveName, type Stage } from "./project.ts";
import { insertStages, saveProject, type Project, type ProjectPatch } from "./store.ts";

/** What a move brings besides the stage: columns to set (`due_on` wins over the rule), and what the fact tells. */
export type Change = { set?: ProjectPatch; data?: Record<string, Json> };

/** The fact that each move leaves in the journal. */
const factOf: Record<MoveName, string> = {
  shape: "project.shaped",
  apply: "project.application-begun",
  shelve: "project.shelved",
  submit: "project.submitted",
  recall: "project.recalled",
  support: "project.supported",
  decline: "project.declined",
  begin: "project.begun",
  report: "project.reported",
  "return-report": "project.report-returned",
  close: "project.closed",
  withdraw: "project.withdrawn",
};

export const today = (ctx: Ctx): string => toZoned(ctx.now(), ctx.region.timeZone).date;

/** Moves a locked project: next stage, its clock, the day it was first reached, saved and told. */
export async function advance(
  ctx: Ctx & { unit: Unit },
  project: Project,
  name: MoveName,
  { set = {}, data = {} }: Change = {},
): Promise<Project> {
  const stage = change(project, name);
  const clock = await clockOf(ctx, { ...project, ...datesOf(set), stage });
  const saved = await saveProject(ctx, project, {
    stage,
    stage_since: ctx.now(),
    ...clock,
    ...set,
  });
  const reached = reachedBy({ kind: project.kind, stage });
  await insertStages(ctx, project.id, { stages: reached, on: today(ctx) });
  record(ctx, { subject: project.id, type: factOf[name], data: { from: project.stage, ...data } });
  return saved;
}

const datesOf = (set: ProjectPatch) =>
  typeof set.ends_on === "string" ? { ends_on: set.ends_on } : {};

/** The timer of a stage and its last day: the project's own end, the region's rule, or our default. */
export async function clockOf(
  ctx: Ctx,
  project: { stage: Stage; ends_on: string | null; kind: string },
): Promise<{ timer: string | null; due_on: string | null }> {
  const timer = timerOf(project.stage);
  if (timer === null) return { timer, due_on: null };
  if (timer === "project-end" && project.ends_on !== null)
    return { timer, due_on: project.ends_on };
  const traits = { kind: project.kind };
  const end = await termEnd(ctx, { timer, startedAt: ctx.now(), traits });
  const due = end === null ? defaultDue(timer, today(ctx)) : toZoned(end, ctx.region.timeZone).date;
  return { timer, due_on: due };
}
