import type { Ctx } from "#base/context.ts";
import { invalid } from "#base/refusal.ts";
import type { Ground } from "../topics.ts";

/** The name of the project that opened an organisation, as a form shows it. */
export async function projectText(
  ctx: Ctx,
  ground: Ground,
  id: string | null,
): Promise<string | undefined> {
  if (id === null) return undefined;
  return (await ground.projects.names(ctx, [id])).get(id)?.name;
}

/**
 * The project that was written by number or name: the present one while its name still stands
 * there, no project for an empty field. Refuses none and many at the field.
 */
export async function resolveProject(
  ctx: Ctx,
  ground: Ground,
  { text, now }: { text: string | undefined; now: string | null },
): Promise<string | null> {
  const present = await projectText(ctx, ground, now);
  // A project that this reader may not see has no name to write: it stays.
  if (now !== null && (present === undefined || present === text)) return now;
  if (text === undefined) return null;
  const [only, another] = await ground.projects.find(ctx, text);
  if (only !== undefined && another === undefined) return only.id;
  const reason = `organisations.${only === undefined ? "unknown-project" : "many-projects"}`;
  throw invalid(reason, { fields: { project: reason } });
}
