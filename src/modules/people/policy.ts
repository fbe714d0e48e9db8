import type { Ctx } from "#base/context.ts";
import { definePolicy, may, type GrantLine } from "#base/policy.ts";
import { notFound } from "#base/refusal.ts";

const administrators: GrantLine = { who: { role: ["administrator"], at: "region" } };

/** Who may do what with accounts, roles and keys; `row.id` is the person the act is about. */
export const personPolicy = definePolicy({
  /** Name, password, sessions and second step: everybody's own. */
  account: [{ who: { own: "id" } }],
  /** People, their roles, invitations and keys of programs. */
  admin: [administrators, { who: "system" }],
});

const regionStaff: GrantLine = { who: { role: ["administrator", "operator"], at: "region" } };
const localCoordinators: GrantLine = {
  who: { role: ["coordinator"], at: { territory: "municipality_id" } },
};

/** Who may see and change the people whom the centre knows without an account. */
export const contactPolicy = definePolicy({
  /** The list itself; its rows are limited by `read`. */
  list: [regionStaff, { who: { role: ["coordinator"], at: "anywhere" } }, { who: "system" }],
  read: [regionStaff, localCoordinators, { who: "system" }],
  /** Correct a card, merge two of one human being. */
  keep: [regionStaff, localCoordinators, { who: "system" }],
  /** On the person's own request; cannot be taken back. */
  erase: [regionStaff, { who: "system" }],
});

/** Refuses everybody but administrators with not-found. */
export function authorizeAdmin(ctx: Ctx): void {
  if (!may(personPolicy, ctx.actor, "admin")) throw notFound("base.not-found");
}

/** Returns the signed-in person's own account; refuses a guest. */
export function requireOwnAccount(ctx: Ctx): { id: string; name: string } {
  const { actor } = ctx;
  if (actor.kind === "person" && may(personPolicy, actor, "account", { id: actor.id }))
    return actor;
  throw notFound("base.not-found");
}
