import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { eraseLetters } from "#base/mail/mail.ts";
import { demand } from "#base/policy.ts";
import { conflict, found, invalid } from "#base/refusal.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { contactInput, mergeContacts, unmergeContact } from "./actions.ts";
import { lockContact, type Contact } from "./store.ts";
import { eraseRow, heldBy, saveContact } from "./list-store.ts";
import { contactPolicy } from "../policy.ts";

type Action = "read" | "keep" | "erase";

/** A card that this person may not read looks absent. */
export function demandContact(ctx: Ctx, action: Action, contact: Contact): void {
  demand({ policy: contactPolicy, actor: ctx.actor, action, row: contact, read: "read" });
}

async function lockFor(ctx: Ctx, id: string, action: Action): Promise<Contact> {
  const contact = found(await lockContact(ctx, id));
  demandContact(ctx, action, contact);
  if (contact.erased_at !== null) throw conflict("people.contact-erased");
  return contact;
}

export const correctInput = contactInput
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
  .extend({ version: z.coerce.number().int().optional() });
export type CorrectInput = z.input<typeof correctInput>;

/** Writes the card as the person says it is; with `version`, only over the card that was seen. */
export async function correctContact(ctx: Ctx, id: string, given: CorrectInput): Promise<void> {
  const input = correctInput.parse(given);
  await transact(ctx, async (tx) => {
    const contact = await lockFor(tx, id, "keep");
    if (contact.merged_into !== null) throw conflict("people.contact-merged");
    if (input.version !== undefined && input.version !== contact.version)
      throw conflict("people.contact-changed");
    await demandPlace(tx, contact, input.municipalityId ?? null);
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
    await saveContact(tx, contact, saved);
    record(tx, { subject: id, type: "contact.corrected", data: { fields } });
  });
}

/** A coordinator moves nobody out of sight: into a municipality that is theirs as well. */
async function demandPlace(ctx: Ctx, contact: Contact, to: string | null): Promise<void> {
  if (to === contact.municipality_id) return;
  demandContact(ctx, "keep", { ...contact, municipality_id: to });
  if (to === null || (await findTerritory(ctx, to))?.kind === "municipality") return;
  throw invalid("people.territory-missing", {
    fields: { municipalityId: "people.territory-missing" },
  });
}

/** Two cards of one human being, both in the actor's reach, become one. */
export async function joinContacts(
  ctx: Ctx,
  { id, into }: { id: string; into: string },
): Promise<void> {
  await transact(ctx, async (tx) => {
    for (const one of [id, into].toSorted()) await lockFor(tx, one, "keep");
    await mergeContacts(tx, { id, into });
  });
}

/** The joined card stands for itself again. */
export async function separateContact(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx, async (tx) => {
    await lockFor(tx, id, "keep");
    await unmergeContact(tx, id);
  });
}

/**
 * 152-ФЗ, on the person's request: name, e-mail, telephone and work go from the card and from those
 * merged into it, with the letters that were written; what was counted stays counted.
 */
export async function eraseContact(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const contact = await lockFor(tx, id, "erase");
    for (const card of [contact, ...(await heldBy(tx, id))]) {
      if (card.email !== null) await eraseLetters(tx, card.email);
      await eraseRow(tx, card.id);
      record(tx, { subject: card.id, type: "contact.erased" });
    }
  });
}
