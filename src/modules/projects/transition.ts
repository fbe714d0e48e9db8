import type { Ctx, UnitOfWork } from "#base/context.ts";
import { recordFact, type Json } from "#base/journal.ts";
import { toZoned } from "#base/time/local-time.ts";
import { computeTermEnd } from "#base/time/rules.ts";
import {
  applyTransition,
  defaultDueDate,
  stagesReachedAt,
  stageTimer,
  type ProjectTransition,
  type ProjectStage,
} from "./project.ts";
import { insertStages, updateProject, type Project, type ProjectPatch } from "./store.ts";

/** Changes besides the stage: columns to set (`due_on` overrides the rule), and the fact's data. */
export type ProjectTransitionChanges = { set?: ProjectPatch; data?: Record<string, Json> };

/** The journal's fact of each transition. */
const transitionFacts: Record<ProjectTransition, string> = {
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

/**
 * Applies a transition to a locked project: stage, timer, first day reached, and a fact in the
 * journal.
 */
export async function transitionProject(
  ctx: Ctx & { unit: UnitOfWork },
  project: Project,
  name: ProjectTransition,
  { set = {}, data = {} }: ProjectTransitionChanges = {},
): Promise<Project> {
  const stage = applyTransition(project, name);
  const deadline = await stageDeadline(ctx, { ...project, ...endDateOf(set), stage });
  const saved = await updateProject(ctx, project, {
    stage,
    stage_since: ctx.now(),
    ...deadline,
    ...set,
  });
  const reachedStages = stagesReachedAt({ kind: project.kind, stage });
  await insertStages(ctx, project.id, { stages: reachedStages, on: ctx.today() });
  recordFact(ctx, {
    subject: project.id,
    type: transitionFacts[name],
    data: { from: project.stage, ...data },
  });
  return saved;
}

const endDateOf = (set: ProjectPatch) =>
  typeof set.ends_on === "string" ? { ends_on: set.ends_on } : {};

/**
 * Returns the timer of a stage and its last day: the project's end, the region's rule, or the
 * default.
 */
export async function stageDeadline(
  ctx: Ctx,
  project: { stage: ProjectStage; ends_on: string | null; kind: string },
): Promise<{ timer: string | null; due_on: string | null }> {
  const timer = stageTimer(project.stage);
  if (timer === null) return { timer, due_on: null };
  if (timer === "project-end" && project.ends_on !== null)
    return { timer, due_on: project.ends_on };
  const traits = { kind: project.kind };
  const end = await computeTermEnd(ctx, { timer, startedAt: ctx.now(), traits });
  const due =
    end === null ? defaultDueDate(timer, ctx.today()) : toZoned(end, ctx.region.timeZone).date;
  return { timer, due_on: due };
}
