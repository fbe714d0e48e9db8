import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { loadProjectForUpdate } from "../load.ts";
import { requireUnchanged, insertRevision, type ProjectFieldChange } from "../history/store.ts";
import { updateProject, type Project, type ProjectPatch } from "../store.ts";

export type CharterEdit = { set?: ProjectPatch; changes: readonly ProjectFieldChange[] };

/**
 * The five beats of every edit of a project's text: locked and allowed, nobody wrote into the same
 * part meanwhile, the work, a new version with both texts kept, a fact that names fields only.
 */
export async function editCharterPart(
  ctx: Ctx,
  key: string,
  options: {
    part: string;
    row?: string | undefined;
    seen?: number | undefined;
    work: (tx: Ctx & { unit: UnitOfWork }, project: Project) => Promise<CharterEdit>;
  },
): Promise<Project> {
  const { part, row, seen, work: applyEdit } = options;
  return transact(ctx, async (tx) => {
    const project = await loadProjectForUpdate(tx, key, "edit");
    if (!project.is_open) throw conflict("projects.ended");
    await requireUnchanged(tx, project, { part, row, seen });
    const { set = {}, changes } = await applyEdit(tx, project);
    if (changes.length === 0) return project;
    const saved = await updateProject(tx, project, set);
    await insertRevision(tx, saved, { part, changes });
    const fields = [...new Set(changes.map(({ field }) => field))];
    recordFact(tx, { subject: project.id, type: "project.changed", data: { part, fields } });
    return saved;
  });
}
