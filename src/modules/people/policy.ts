import type { Ctx } from "#base/context.ts";
import { definePolicy, may, type Line } from "#base/policy.ts";
import { notFound } from "#base/refusal.ts";

const administrators: Line = { who: { role: ["administrator"], at: "region" } };

/** Who may do what with accounts, roles and keys; `row.id` is the person the act is about. */
export const personPolicy = definePolicy({
  /** Name, password, sessions and second step: everybody's own. */
  account: [{ who: { own: "id" } }],
  /** People, their roles, invitations and keys of programs. */
  admin: [administrators, { who: "system" }],
});

/** Lists of people and keys look absent to everybody else. */
export function demandAdmin(ctx: Ctx): void {
  if (!may(personPolicy, ctx.actor, "admin")) throw notFound("base.not-found");
}

/** The signed-in person's own account; a guest has none. */
export function demandOwn(ctx: Ctx): { id: string; name: string } {
  const { actor } = ctx;
  if (actor.kind === "person" && may(personPolicy, actor, "account", { id: actor.id }))
    return actor;
  throw notFound("base.not-found");
}
