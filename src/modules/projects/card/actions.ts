import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { transitionProject } from "../transition.ts";
import { loadProjectForUpdate } from "../load.ts";
import type { ProjectTransition } from "../project.ts";
import { requireVersion, updateProject, type Project } from "../store.ts";

/**
 * Transitions triggered on the project's own page; those of a contest are made by its application.
 */
export const manualTransitions = [
  "shape",
  "begin",
  "report",
  "return-report",
  "close",
  "withdraw",
] as const;
export type ManualTransition = (typeof manualTransitions)[number] & ProjectTransition;

/** The policy action required for each of them. */
export const transitionPermissions = {
  shape: "edit",
  begin: "carry",
  report: "carry",
  "return-report": "judge",
  close: "judge",
  withdraw: "carry",
} as const satisfies Record<ManualTransition, string>;

/**
 * Applies a transition; implementation requires the project's dates and makes the project public.
 */
export async function applyManualTransition(
  ctx: Ctx,
  key: string,
  { move, version }: { move: ManualTransition; version?: number },
): Promise<Project> {
  return transact(ctx, async (tx) => {
    const project = await loadProjectForUpdate(tx, key, transitionPermissions[move]);
    requireVersion(project, version);
    if (move === "begin" && (project.starts_on === null || project.ends_on === null))
      throw conflict("projects.no-days");
    return transitionProject(tx, project, move, move === "begin" ? { set: { public: true } } : {});
  });
}

/** Makes the project public or hidden. */
export async function setProjectVisibility(
  ctx: Ctx,
  key: string,
  { shown, version }: { shown: boolean; version?: number },
): Promise<Project> {
  return transact(ctx, async (tx) => {
    const project = await loadProjectForUpdate(tx, key, "judge");
    requireVersion(project, version);
    if (project.public === shown) return project;
    const saved = await updateProject(tx, project, { public: shown });
    recordFact(tx, { subject: project.id, type: shown ? "project.shown" : "project.hidden" });
    return saved;
  });
}
