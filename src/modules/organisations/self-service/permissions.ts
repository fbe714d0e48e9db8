import type { Ctx } from "#base/context.ts";
import { may } from "#base/policy.ts";
import { organisationPolicy } from "../policy.ts";
import { listMergedIds, type Organisation } from "../store.ts";

type SelfServiceAction = "contact" | "keep" | "propose" | "read-contacts";

/**
 * Checks whether the actor may do this to the card, in their own right or through a card merged into
 * it.
 */
export async function canActOnOrganisation(
  ctx: Ctx,
  action: SelfServiceAction,
  organisation: Organisation,
): Promise<boolean> {
  const { actor } = ctx;
  if (may(organisationPolicy, actor, action, organisation)) return true;
  const hasOrganisationRole =
    actor.kind === "person" && actor.roles.some(({ scope }) => scope.kind === "organisation");
  if (!hasOrganisationRole) return false;
  const merged = await listMergedIds(ctx, organisation.id);
  return merged.some((id) => may(organisationPolicy, actor, action, { ...organisation, id }));
}
