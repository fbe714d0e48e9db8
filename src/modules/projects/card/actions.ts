import { transact, type Ctx } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { advance } from "../transition.ts";
import { loadAllowed } from "../load.ts";
import type { MoveName } from "../project.ts";
import { demandVersion, saveProject, type Project } from "../store.ts";

/** Moves that a person presses on the project's own page; those of a contest are made by its application. */
export const pressed = ["shape", "begin", "report", "return-report", "close", "withdraw"] as const;
export type PressedMove = (typeof pressed)[number] & MoveName;

/** Who decides each of them. */
export const asksOf = {
  shape: "edit",
  begin: "carry",
  report: "carry",
  "return-report": "judge",
  close: "judge",
  withdraw: "carry",
} as const satisfies Record<PressedMove, string>;

/** Moves the project; what is carried out must have its days, a beginning shows it to guests. */
export async function moveProject(
  ctx: Ctx,
  key: string,
  { move, version }: { move: PressedMove; version?: number },
): Promise<Project> {
  return transact(ctx, async (tx) => {
    const project = await loadAllowed(tx, key, asksOf[move]);
    demandVersion(project, version);
    if (move === "begin" && (project.starts_on === null || project.ends_on === null))
      throw conflict("projects.no-days");
    return advance(tx, project, move, move === "begin" ? { set: { public: true } } : {});
  });
}

/** Shows the project to guests, or hides it again. */
export async function showProject(
  ctx: Ctx,
  key: string,
  { shown, version }: { shown: boolean; version?: number },
): Promise<Project> {
  return transact(ctx, async (tx) => {
    const project = await loadAllowed(tx, key, "judge");
    demandVersion(project, version);
    if (project.public === shown) return project;
    const saved = await saveProject(tx, project, { public: shown });
    record(tx, { subject: project.id, type: shown ? "project.shown" : "project.hidden" });
    return saved;
  });
}
