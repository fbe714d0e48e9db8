import type { Ctx } from "#base/context.ts";
import { conflict } from "#base/refusal.ts";
import type { Project } from "../store.ts";

/** What one save changed in one field, both texts kept; `row` where the part is a table of rows. */
export type FieldChange = { field: string; before: string; after: string; row?: string };

export type Revision = {
  version: number;
  part: string;
  changes: FieldChange[];
  person_id: string | null;
  at: Date;
};

/** The fields that differ, as texts; dates and numbers as they are written. */
export function changesBetween(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  row?: string,
): FieldChange[] {
  return Object.keys(after).flatMap((field) => {
    const [was, is] = [asText(before[field]), asText(after[field])];
    return was === is ? [] : [{ field, before: was, after: is, ...(row !== undefined && { row }) }];
  });
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.map(asText).join(", ") : String(value);
}

export async function insertRevision(
  ctx: Ctx,
  project: Project,
  { part, changes }: { part: string; changes: readonly FieldChange[] },
): Promise<void> {
  await ctx.db
    .insertInto("projects_revisions")
    .values({
      region_id: ctx.region.id,
      id: ctx.newId(),
      project_id: project.id,
      version: project.version,
      part,
      changes: JSON.stringify(changes),
      person_id: ctx.actor.kind === "person" ? ctx.actor.id : null,
      at: ctx.now(),
    })
    .execute();
}

/** Saves after the version seen, newest first; of one part, and of one row of it, where asked. */
export async function revisionsOf(
  ctx: Ctx,
  project: string,
  ask: { since?: number; part?: string; row?: string; limit?: number } = {},
): Promise<Revision[]> {
  let rows = ctx.db
    .selectFrom("projects_revisions")
    .select(["version", "part", "changes", "person_id", "at"])
    .where("region_id", "=", ctx.region.id)
    .where("project_id", "=", project)
    .orderBy("version", "desc")
    .limit(ask.limit ?? 100);
  if (ask.since !== undefined) rows = rows.where("version", ">", ask.since);
  if (ask.part !== undefined) rows = rows.where("part", "=", ask.part);
  const found = (await rows.execute()) as unknown as Revision[];
  const row = ask.row;
  return row === undefined
    ? found
    : found.filter(({ changes }) => changes.some((change) => change.row === row));
}

/** What somebody else wrote into this part since the person opened it is not silently overwritten. */
export async function demandUntouched(
  ctx: Ctx,
  project: Project,
  { part, row, seen }: { part: string; row?: string | undefined; seen: number | undefined },
): Promise<void> {
  if (seen === undefined || seen === project.version) return;
  const ask = { since: seen, part, ...(row !== undefined && { row }) };
  if ((await revisionsOf(ctx, project.id, ask)).length > 0)
    throw conflict("projects.changed-meanwhile");
}
