import type { Ctx } from "#base/context.ts";
import { definePolicy, authorize } from "#base/policy.ts";

/** Administration pages are for administrators of the region. */
export const administrationPolicy = definePolicy({
  administer: [{ who: { role: ["administrator"], at: "region" } }, { who: "system" }],
});

const staff = ["operator", "administrator", "coordinator", "specialist", "head", "editor"];

/** A picture that no public page shows yet is for those who work with messages and problems. */
export const picturePolicy = definePolicy({
  see: [
    { who: "anyone", where: { public: true } },
    { who: { role: staff, at: "anywhere" } },
    { who: "system" },
  ],
});

/** Throws «forbidden» unless the actor may administer the region. */
export function authorizeAdministrator(ctx: Ctx): void {
  authorize({ policy: administrationPolicy, actor: ctx.actor, action: "administer" });
}
