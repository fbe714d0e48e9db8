import type { Ctx } from "#base/context.ts";
import { invalidField } from "#base/refusal.ts";
import type { OrganisationsDeps } from "../topics.ts";

/** Loads the name of the project that opened an organisation, as a form shows it. */
export async function loadProjectName(
  ctx: Ctx,
  deps: OrganisationsDeps,
  id: string | null,
): Promise<string | undefined> {
  if (id === null) return undefined;
  return (await deps.projects.findNames(ctx, [id])).get(id)?.name;
}

/**
 * Resolves a project written by number or name: the current one while its name is unchanged
 * in the field, no project for an empty field. Refuses no match and several matches at the field.
 */
export async function resolveProject(
  ctx: Ctx,
  deps: OrganisationsDeps,
  { text, now: currentId }: { text: string | undefined; now: string | null },
): Promise<string | null> {
  const currentName = await loadProjectName(ctx, deps, currentId);
  // A project that this reader may not see has no name in the field: it stays.
  if (currentId !== null && (currentName === undefined || currentName === text)) return currentId;
  if (text === undefined) return null;
  const [only, another] = await deps.projects.search(ctx, text);
  if (only !== undefined && another === undefined) return only.id;
  const reason = `organisations.${only === undefined ? "unknown-project" : "many-projects"}`;
  throw invalidField("project", reason);
}
