import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import { passwordLength } from "../sign-in/auth.ts";
import { authorizeAdmin, requireOwnAccount } from "../policy.ts";
import {
  deleteSessions,
  findRegionUser,
  insertUser,
  lockAdministrators,
  loadUserEmails,
  loadUserNames,
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
  .min(passwordLength.min, "people.password-short")
  .max(passwordLength.max, "people.password-long");

export const personInput = z.object({
  name: nameField,
  email: emailField,
  password: passwordField.optional(),
});
export type PersonInput = z.input<typeof personInput>;

/** An account made by hand. The slow hash is made before the transaction, so many may be made side by side. */
export async function createPerson(ctx: Ctx, rawInput: PersonInput): Promise<{ id: string }> {
  const { name, email, password } = personInput.parse(rawInput);
  authorizeAdmin(ctx);
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  return transact(ctx, (tx) => addPerson(tx, { name, email, passwordHash }));
}

/** Writes the account and its first fact; a second account for one address is refused. */
export async function addPerson(
  tx: Ctx & { unit: UnitOfWork },
  person: { name: string; email: string; passwordHash: string | undefined },
): Promise<{ id: string }> {
  const id = tx.newId();
  if (!(await insertUser(tx, { id, ...person }))) {
    throw conflict("people.email-taken", { fields: { email: "people.email-taken" } });
  }
  startChain(tx, id);
  recordFact(tx, { subject: id, type: "person.created" });
  return { id };
}

/** Changes the name that others see beside one's work. */
export function renameOwnAccount(ctx: Ctx, given: { name: string }): Promise<void> {
  const name = nameField.parse(given.name);
  return transact(ctx, async (tx) => {
    const { id } = requireOwnAccount(tx);
    await updateUser(tx, id, { name });
    recordFact(tx, { subject: id, type: "person.renamed" });
  });
}

/** Shuts the account everywhere: no session lives on, no new one begins. The work done stays. */
export function blockPerson(ctx: Ctx, id: string): Promise<void> {
  return transact(ctx, async (tx) => {
    authorizeAdmin(tx);
    const user = orNotFound(await findRegionUser(tx, id));
    if (tx.actor.kind === "person" && tx.actor.id === id) throw conflict("people.block-self");
    if (user.blocked) return;
    await requireOtherAdministrator(tx, id);
    await updateUser(tx, id, { blocked: true });
    await deleteSessions(tx, { person: id });
    recordFact(tx, { subject: id, type: "person.blocked" });
  });
}

/** Opens a blocked account again; records nothing when it is open. Administrators only. */
export function unblockPerson(ctx: Ctx, id: string): Promise<void> {
  return transact(ctx, async (tx) => {
    authorizeAdmin(tx);
    const user = orNotFound(await findRegionUser(tx, id));
    if (!user.blocked) return;
    await updateUser(tx, id, { blocked: false });
    recordFact(tx, { subject: id, type: "person.unblocked" });
  });
}

/** A region never loses its last administrator: nobody could give the role back. */
export async function requireOtherAdministrator(tx: Ctx, personId: string): Promise<void> {
  const administrators = await lockAdministrators(tx);
  if (administrators.includes(personId) && administrators.every((id) => id === personId)) {
    throw conflict("people.last-administrator");
  }
}

/** Names of people by id, for the pages of other modules; strangers are left out. */
export function loadPersonNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  return loadUserNames(ctx, ids);
}

/** Addresses of accounts by id, for letters that another module writes; blocked ones get none. */
export function loadPersonEmails(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  return loadUserEmails(ctx, ids);
}

/** Leaves in the journal what better-auth has just done to the actor's own account. */
export function recordOwnAccountFact(
  ctx: Ctx,
  type: "person.password-changed" | "person.second-step-enabled" | "person.second-step-disabled",
): Promise<void> {
  return transact(ctx, async (tx) => recordFact(tx, { subject: requireOwnAccount(tx).id, type }));
}
