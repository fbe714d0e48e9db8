import { z } from "zod";
import { passwordField } from "../accounts/actions.ts";

/** A new password and the same once more: nobody sees what they type. */
export const newPasswordFields = {
  newPassword: passwordField,
  repeat: z.string("people.password-repeat"),
};

/** Refuses two different passwords; refines a schema with these fields. */
export function checkPasswordsMatch(
  input: { newPassword?: string | undefined; repeat?: string | undefined },
  ctx: z.core.$RefinementCtx,
): void {
  if (input.newPassword === input.repeat) return;
  ctx.addIssue({ code: "custom", path: ["repeat"], message: "people.password-repeat" });
}
