import { transact, type Ctx, type Unit } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { loadAllowed } from "../load.ts";
import { demandUntouched, insertRevision, type FieldChange } from "../history/store.ts";
import { saveProject, type Project, type ProjectPatch } from "../store.ts";

export type Edited = { set?: ProjectPatch; changes: readonly FieldChange[] };

/**
 * The five beats of every edit of a project's text: locked and allowed, nobody wrote into the same
 * part meanwhile, the work, a new version with both texts kept, a fact that names fields only.
 */
export async function editPart(
  ctx: Ctx,
  key: string,
  options: {
    part: string;
    row?: string | undefined;
    seen?: number | undefined;
    work: (tx: Ctx & { unit: Unit }, project: Project) => Promise<Edited>;
  },
): Promise<Project> {
  const { part, row, seen, work } = options;
  return transact(ctx, async (tx) => {
    const project = await loadAllowed(tx, key, "edit");
    if (!project.is_open) throw conflict("projects.ended");
    await demandUntouched(tx, project, { part, row, seen });
    const { set = {}, changes } = await work(tx, project);
    if (changes.length === 0) return project;
    const saved = await saveProject(tx, project, set);
    await insertRevision(tx, saved, { part, changes });
    const fields = [...new Set(changes.map(({ field }) => field))];
    record(tx, { subject: project.id, type: "project.changed", data: { part, fields } });
    return saved;
  });
}
