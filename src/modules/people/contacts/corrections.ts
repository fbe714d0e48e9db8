import type { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { eraseEmails } from "#base/mail/mail.ts";
import { authorize } from "#base/policy.ts";
import { conflict, orNotFound, invalidField } from "#base/refusal.ts";
import { seenVersion } from "#base/http/fields.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { contactInput, mergeContacts, unmergeContact } from "./actions.ts";
import { lockContact, type Contact } from "./store.ts";
import { anonymizeContact, listMergedContacts, updateContactFields } from "./list-store.ts";
import { contactPolicy } from "../policy.ts";

type ContactAction = "read" | "keep" | "erase";

/** Authorizes an action on a card; a card that the actor may not read is refused with not-found. */
export function authorizeContact(ctx: Ctx, action: ContactAction, contact: Contact): void {
  authorize({ policy: contactPolicy, actor: ctx.actor, action, row: contact, read: "read" });
}

async function lockAuthorizedContact(
  ctx: Ctx,
  id: string,
  action: ContactAction,
): Promise<Contact> {
  const contact = orNotFound(await lockContact(ctx, id));
  authorizeContact(ctx, action, contact);
  if (contact.erased_at !== null) throw conflict("people.contact-erased");
  return contact;
}

export const contactCorrectionInput = contactInput
  .pick({
    surname: true,
    givenName: true,
    patronymic: true,
    email: true,
    phone: true,
    municipalityId: true,
    organisation: true,
    position: true,
  })
  .extend({ version: seenVersion });
export type ContactCorrectionInput = z.input<typeof contactCorrectionInput>;

/** Corrects the fields of a card; with `version`, only when the card still has that version. */
export async function correctContact(
  ctx: Ctx,
  id: string,
  rawInput: ContactCorrectionInput,
): Promise<void> {
  const input = contactCorrectionInput.parse(rawInput);
  await transact(ctx, async (tx) => {
    const contact = await lockAuthorizedContact(tx, id, "keep");
    if (contact.merged_into !== null) throw conflict("people.contact-merged");
    if (input.version !== undefined && input.version !== contact.version)
      throw conflict("people.contact-changed");
    await requireMunicipality(tx, contact, input.municipalityId ?? null);
    const saved = {
      surname: input.surname,
      given_name: input.givenName,
      patronymic: input.patronymic,
      email: input.email ?? null,
      phone: input.phone ?? null,
      municipality_id: input.municipalityId ?? null,
      organisation: input.organisation,
      position: input.position,
    };
    const fields = Object.entries(saved).flatMap(([field, value]) =>
      contact[field as keyof typeof saved] === value ? [] : [field],
    );
    if (fields.length === 0) return;
    await updateContactFields(tx, contact, saved);
    recordFact(tx, { subject: id, type: "contact.corrected", data: { fields } });
  });
}

/** Refuses a municipality outside the actor's reach: a coordinator may not move a card away. */
async function requireMunicipality(ctx: Ctx, contact: Contact, to: string | null): Promise<void> {
  if (to === contact.municipality_id) return;
  authorizeContact(ctx, "keep", { ...contact, municipality_id: to });
  if (to === null || (await findTerritory(ctx, to))?.kind === "municipality") return;
  throw invalidField("municipalityId", "people.territory-missing");
}

/** Merges two cards of one person, both within the actor's reach. */
export async function mergeAuthorizedContacts(
  ctx: Ctx,
  { id, into }: { id: string; into: string },
): Promise<void> {
  await transact(ctx, async (tx) => {
    for (const one of [id, into].toSorted()) await lockAuthorizedContact(tx, one, "keep");
    await mergeContacts(tx, { id, into });
  });
}

/** Undoes a merge of two cards within the actor's reach. */
export async function unmergeAuthorizedContact(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx, async (tx) => {
    await lockAuthorizedContact(tx, id, "keep");
    await unmergeContact(tx, id);
  });
}

/**
 * Erases a person on their request (152-ФЗ): name, e-mail, telephone and work are removed from the card
 * and from those
 * merged into it, with the letters that were written; what was counted stays counted.
 */
export async function eraseContact(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const contact = await lockAuthorizedContact(tx, id, "erase");
    for (const card of [contact, ...(await listMergedContacts(tx, id))]) {
      if (card.email !== null) await eraseEmails(tx, card.email);
      await anonymizeContact(tx, card.id);
      recordFact(tx, { subject: card.id, type: "contact.erased" });
    }
  });
}
