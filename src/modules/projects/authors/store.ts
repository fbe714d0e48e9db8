import type { Ctx } from "#base/context.ts";
import { deleteFrom, from, insertInto } from "#base/db/region.ts";
import type { OriginKind } from "../project.ts";

export type ProjectOrigin = { kind: OriginKind; subject_id: string };

/** Links a project to what it originates from; existing links are not changed. */
export async function insertOrigins(
  ctx: Ctx,
  project: string,
  roots: readonly ProjectOrigin[],
): Promise<void> {
  if (roots.length === 0) return;
  await insertInto(
    ctx,
    "projects_origins",
    roots.map((root) => ({ project_id: project, ...root })),
  )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export type ProjectAuthor = { person_id: string; role: "lead" | "co-author" };

/** Lists the authors of a project in the order they were added. */
export async function listAuthors(ctx: Ctx, project: string): Promise<ProjectAuthor[]> {
  const rows = await from(ctx, "projects_authors")
    .select(["person_id", "role"])
    .where("project_id", "=", project)
    .orderBy("added_at")
    .execute();
  return rows as ProjectAuthor[];
}

/** Inserts an author; returns false when they are one already. */
export async function insertAuthor(
  ctx: Ctx,
  project: string,
  author: ProjectAuthor,
): Promise<boolean> {
  const row = await insertInto(ctx, "projects_authors", {
    project_id: project,
    added_at: ctx.now(),
    ...author,
  })
    .onConflict((conflict) => conflict.doNothing())
    .returning("person_id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Deletes an author of a project. */
export async function deleteAuthor(ctx: Ctx, project: string, person: string): Promise<void> {
  await deleteFrom(ctx, "projects_authors")
    .where("project_id", "=", project)
    .where("person_id", "=", person)
    .execute();
}
