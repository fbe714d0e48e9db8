import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { loadProjectForUpdate } from "../load.ts";
import { requireUnchanged, insertRevision, type ProjectFieldChange } from "../history/store.ts";
import { updateProject, type Project, type ProjectPatch } from "../store.ts";

export type CharterEdit = { set?: ProjectPatch; changes: readonly ProjectFieldChange[] };

/**
 * Runs an edit of a project's part in a transaction: locks and authorizes, throws a conflict when
 * the same part changed since `version`, applies the change, saves a revision with both texts and
 * records a fact with field names only.
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
