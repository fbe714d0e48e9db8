import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import { conflict, found } from "#base/refusal.ts";
import { passwordLength } from "../sign-in/auth.ts";
import { demandAdmin, demandOwn } from "../policy.ts";
import {
  deleteSessions,
  findUserHere,
  insertUser,
  lockAdministrators,
  selectAddresses,
  selectNames,
  updateUser,
} from "../store.ts";

export const nameField = z
  .string("people.name-missing")
  .trim()
  .min(2, "people.name-missing")
  .max(120);
export const emailField = z
  .string("people.email-missing")
  .trim()
  .toLowerCase()
  .pipe(z.email("people.email-wrong").max(254, "people.email-wrong"));
export const passwordField = z
  .string("people.password-missing")
  .min(passwordLength.least, "people.password-short")
  .max(passwordLength.most, "people.password-long");

export const personInput = z.object({
  name: nameField,
  email: emailField,
  password: passwordField.optional(),
});
export type PersonInput = z.input<typeof personInput>;

/** An account made by hand. The slow hash is made before the transaction, so many may be made side by side. */
export async function createPerson(ctx: Ctx, given: PersonInput): Promise<{ id: string }> {
  const { name, email, password } = personInput.parse(given);
  demandAdmin(ctx);
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  return transact(ctx, (tx) => addPerson(tx, { name, email, passwordHash }));
}

/** Writes the account and its first fact; a second account for one address is refused. */
export async function addPerson(
  tx: Ctx & { unit: Unit },
  person: { name: string; email: string; passwordHash: string | undefined },
): Promise<{ id: string }> {
  const id = tx.newId();
  if (!(await insertUser(tx, { id, ...person }))) {
    throw conflict("people.email-taken", { fields: { email: "people.email-taken" } });
  }
  bornNow(tx, id);
  record(tx, { subject: id, type: "person.created" });
  return { id };
}

/** Changes the name that others see beside one's work. */
export function renameSelf(ctx: Ctx, given: { name: string }): Promise<void> {
  const name = nameField.parse(given.name);
  return transact(ctx, async (tx) => {
    const { id } = demandOwn(tx);
    await updateUser(tx, id, { name });
    record(tx, { subject: id, type: "person.renamed" });
  });
}

/** Shuts the account everywhere: no session lives on, no new one begins. The work done stays. */
export function blockPerson(ctx: Ctx, id: string): Promise<void> {
  return transact(ctx, async (tx) => {
    demandAdmin(tx);
    const user = found(await findUserHere(tx, id));
    if (tx.actor.kind === "person" && tx.actor.id === id) throw conflict("people.block-self");
    if (user.blocked) return;
    await demandAnotherAdministrator(tx, id);
    await updateUser(tx, id, { blocked: true });
    await deleteSessions(tx, { person: id });
    record(tx, { subject: id, type: "person.blocked" });
  });
}

export function unblockPerson(ctx: Ctx, id: string): Promise<void> {
  return transact(ctx, async (tx) => {
    demandAdmin(tx);
    const user = found(await findUserHere(tx, id));
    if (!user.blocked) return;
    await updateUser(tx, id, { blocked: false });
    record(tx, { subject: id, type: "person.unblocked" });
  });
}

/** A region never loses its last administrator: nobody could give the role back. */
export async function demandAnotherAdministrator(tx: Ctx, leaving: string): Promise<void> {
  const administrators = await lockAdministrators(tx);
  if (administrators.includes(leaving) && administrators.every((id) => id === leaving)) {
    throw conflict("people.last-administrator");
  }
}

/** Names of people by id, for the pages of other modules; strangers are left out. */
export function personNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  return selectNames(ctx, ids);
}

/** Addresses of accounts by id, for letters that another module writes; blocked ones get none. */
export function personAddresses(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  return selectAddresses(ctx, ids);
}

/** Leaves in the journal what better-auth has just done to the actor's own account. */
export function noteOwn(
  ctx: Ctx,
  type: "person.password-changed" | "person.second-step-enabled" | "person.second-step-disabled",
): Promise<void> {
  return transact(ctx, async (tx) => record(tx, { subject: demandOwn(tx).id, type }));
}
