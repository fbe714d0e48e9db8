import type { Ctx } from "#base/context.ts";
import { from, insertInto } from "#base/db/region.ts";
import { conflict } from "#base/refusal.ts";
import type { Project } from "../store.ts";

/** A change of one field: both texts; `row` when the part is a table of rows. */
export type ProjectFieldChange = { field: string; before: string; after: string; row?: string };

export type ProjectRevision = {
  version: number;
  part: string;
  changes: ProjectFieldChange[];
  person_id: string | null;
  at: Date;
};

/** Lists the fields that differ, values converted to texts. */
export function diffFields(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  row?: string,
): ProjectFieldChange[] {
  return Object.keys(after).flatMap((field) => {
    const [was, is] = [toText(before[field]), toText(after[field])];
    return was === is ? [] : [{ field, before: was, after: is, ...(row !== undefined && { row }) }];
  });
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.map(toText).join(", ") : String(value);
}

/** Inserts a revision of a part with the project's current version. */
export async function insertRevision(
  ctx: Ctx,
  project: Project,
  { part, changes }: { part: string; changes: readonly ProjectFieldChange[] },
): Promise<void> {
  await insertInto(ctx, "projects_revisions", {
    id: ctx.newId(),
    project_id: project.id,
    version: project.version,
    part,
    changes: JSON.stringify(changes),
    person_id: ctx.actor.kind === "person" ? ctx.actor.id : null,
    at: ctx.now(),
  }).execute();
}

/**
 * Lists revisions, newest first, filtered by version, part and row; 100 unless `limit` is given.
 */
export async function listRevisions(
  ctx: Ctx,
  project: string,
  query: { since?: number; part?: string; row?: string; limit?: number } = {},
): Promise<ProjectRevision[]> {
  let rows = from(ctx, "projects_revisions")
    .select(["version", "part", "changes", "person_id", "at"])
    .where("project_id", "=", project)
    .orderBy("version", "desc")
    .limit(query.limit ?? 100);
  if (query.since !== undefined) rows = rows.where("version", ">", query.since);
  if (query.part !== undefined) rows = rows.where("part", "=", query.part);
  const found = (await rows.execute()) as unknown as ProjectRevision[];
  const row = query.row;
  return row === undefined
    ? found
    : found.filter(({ changes }) => changes.some((change) => change.row === row));
}

/** Throws a conflict when somebody else changed this part, or its row, after the version seen. */
export async function requireUnchanged(
  ctx: Ctx,
  project: Project,
  { part, row, seen }: { part: string; row?: string | undefined; seen: number | undefined },
): Promise<void> {
  if (seen === undefined || seen === project.version) return;
  const query = { since: seen, part, ...(row !== undefined && { row }) };
  if ((await listRevisions(ctx, project.id, query)).length > 0)
    throw conflict("projects.changed-meanwhile");
}
