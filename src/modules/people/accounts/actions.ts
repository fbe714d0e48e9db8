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

/**
 * Creates an account. The slow hash is computed before the transaction, so that several may run in
 * parallel.
 */
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

/** Blocks an account: its sessions end, no new one begins. The work done stays. */
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

/** Refuses to remove the last administrator of a region: nobody could restore the role. */
export async function requireOtherAdministrator(tx: Ctx, personId: string): Promise<void> {
  const administrators = await lockAdministrators(tx);
  if (administrators.includes(personId) && administrators.every((id) => id === personId)) {
    throw conflict("people.last-administrator");
  }
}

/** Loads names of people by id, for the pages of other modules; unknown ids are absent. */
export function loadPersonNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  return loadUserNames(ctx, ids);
}

/** Loads addresses of accounts by id, for letters of other modules; blocked accounts are absent. */
export function loadPersonEmails(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  return loadUserEmails(ctx, ids);
}

/** Records in the journal what better-auth has just done to the actor's own account. */
export function recordOwnAccountFact(
  ctx: Ctx,
  type: "person.password-changed" | "person.second-step-enabled" | "person.second-step-disabled",
): Promise<void> {
  return transact(ctx, async (tx) => recordFact(tx, { subject: requireOwnAccount(tx).id, type }));
}
