import type { Ctx } from "#base/context.ts";
import { definePolicy, demand } from "#base/policy.ts";

/** The house's own pages are for administrators of the region. */
export const housePolicy = definePolicy({
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

export function demandAdministrator(ctx: Ctx): void {
  demand({ policy: housePolicy, actor: ctx.actor, action: "administer" });
}
