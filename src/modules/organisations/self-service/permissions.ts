import type { Ctx } from "#base/context.ts";
import { may } from "#base/policy.ts";
import { organisationPolicy } from "../policy.ts";
import { mergedInto, type Organisation } from "../store.ts";

type OwnAction = "contact" | "keep" | "propose" | "read-contacts";

/** May the actor do this to the card, in their own right or as one of a card merged into it? */
export async function mayOver(
  ctx: Ctx,
  action: OwnAction,
  organisation: Organisation,
): Promise<boolean> {
  const { actor } = ctx;
  if (may(organisationPolicy, actor, action, organisation)) return true;
  const holdsOne =
    actor.kind === "person" && actor.roles.some(({ scope }) => scope.kind === "organisation");
  if (!holdsOne) return false;
  const merged = await mergedInto(ctx, organisation.id);
  return merged.some((id) => may(organisationPolicy, actor, action, { ...organisation, id }));
}
