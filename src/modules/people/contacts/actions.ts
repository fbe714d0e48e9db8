import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import { optionalText, requiredText } from "#base/http/fields.ts";
import {
  insertContact,
  lockContact,
  setMergedInto,
  findContactByAccount,
  loadContactsById,
  findMatchingContacts,
  fillContact,
  type Contact,
} from "./store.ts";
import { emailField } from "../accounts/actions.ts";

const shortText = optionalText(200);

/** Normalizes a Russian number to `+79001234567`; a foreign one retains its digits. */
export const phoneField = z
  .string()
  .transform((text) => text.replace(/[^\d+]/g, ""))
  .pipe(z.string().regex(/^\+?\d{10,15}$/, "people.phone-wrong"))
  .transform((text) => {
    const digits = text.replace("+", "");
    if (digits.length === 10) return `+7${digits}`;
    return `+${digits.length === 11 && digits.startsWith("8") ? `7${digits.slice(1)}` : digits}`;
  });

export const contactInput = z.object({
  surname: requiredText(100, "people.surname-missing"),
  givenName: optionalText(100),
  patronymic: optionalText(100),
  email: emailField.optional(),
  phone: phoneField.optional(),
  municipalityId: z.uuid().optional(),
  organisationId: z.uuid().optional(),
  organisation: shortText,
  position: shortText,
  personId: z.uuid().optional(),
  /** Where the person consented to storage: `event`, `consultation`, `paper`. */
  consent: z.string().trim().max(60).optional(),
});
export type ContactInput = z.input<typeof contactInput>;

/**
 * Finds or creates the card of a person: an existing one where surname and address, telephone or account
 * agree, a new one otherwise. A name alone never joins two people: namesakes are merged by hand.
 * Empty fields of an existing card are filled in; others are not overwritten. Called by other modules'
 * actions, which have checked their own policy.
 */
export async function upsertContact(ctx: Ctx, rawInput: ContactInput): Promise<Contact> {
  const input = contactInput.parse(rawInput);
  return transact(ctx, async (tx) => {
    const [known] = await findMatchingContacts(tx, input);
    const consent = input.consent === undefined ? {} : consentColumns(tx, input.consent);
    if (known !== undefined) return fillContact(tx, known, { input, consent });
    const contact = await insertContact(tx, tx.newId(), { input, consent });
    startChain(tx, contact.id);
    recordFact(tx, { subject: contact.id, type: "contact.added" });
    return contact;
  });
}

const consentColumns = (ctx: Ctx, source: string) => ({
  consent_at: ctx.now(),
  consent_source: source,
});

/** Merges two cards of one person; everything counted for the first counts for the second. */
export async function mergeContacts(
  ctx: Ctx,
  { id, into }: { id: string; into: string },
): Promise<void> {
  if (id === into) throw conflict("people.contact-itself");
  await transact(ctx, async (tx) => {
    const [merged, target] = [await lockContact(tx, id), await lockContact(tx, into)];
    if (orNotFound(target).merged_into !== null || orNotFound(merged).merged_into !== null)
      throw conflict("people.contact-merged");
    await setMergedInto(tx, id, into);
    recordFact(tx, { subject: id, type: "contact.merged", data: { into } });
  });
}

/** Undoes a merge: the card is independent again. */
export async function unmergeContact(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const contact = orNotFound(await lockContact(tx, id));
    if (contact.merged_into === null) throw conflict("people.contact-not-merged");
    await setMergedInto(tx, id, null);
    recordFact(tx, { subject: id, type: "contact.unmerged" });
  });
}

/** Loads cards by id; a merged one resolves to the card that it was merged into. */
export async function loadContacts(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, Contact>> {
  return loadContactsById(ctx, ids);
}

/** Finds the card of an account. */
export async function findContactOfPerson(
  ctx: Ctx,
  personId: string,
): Promise<Contact | undefined> {
  return findContactByAccount(ctx, personId);
}

/** Formats a full name: «Ветрова Анна Павловна». */
export function fullName(contact: Pick<Contact, "surname" | "given_name" | "patronymic">): string {
  return [contact.surname, contact.given_name, contact.patronymic].filter(Boolean).join(" ");
}

/** Formats a name as a speaker is announced: «Анна Павловна Ветрова». */
export function announcedName(
  contact: Pick<Contact, "surname" | "given_name" | "patronymic">,
): string {
  return [contact.given_name, contact.patronymic, contact.surname].filter(Boolean).join(" ");
}

/** Formats a name for public pages: «Анна В.»; an erased person has no name. */
export function abbreviatedName(contact: Pick<Contact, "surname" | "given_name">): string {
  if (contact.surname === "") return "";
  const initial = contact.surname.slice(0, 1);
  return contact.given_name === "" ? `${initial}.` : `${contact.given_name} ${initial}.`;
}
