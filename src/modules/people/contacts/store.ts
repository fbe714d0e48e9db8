import { escapeLike } from "#base/db/search.ts";
import { from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import { sql, type Selectable } from "kysely";
import type { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import type { contactInput } from "./actions.ts";

export type Contact = Omit<Selectable<Tables["people_contacts"]>, "folded">;
type ParsedContactInput = z.output<typeof contactInput>;
type ConsentColumns = { consent_at?: Date; consent_source?: string };

/** The columns of `Contact`. */
export const contactColumns = [
  "region_id",
  "id",
  "surname",
  "given_name",
  "patronymic",
  "email",
  "phone",
  "municipality_id",
  "organisation_id",
  "organisation",
  "position",
  "person_id",
  "consent_at",
  "consent_source",
  "merged_into",
  "erased_at",
  "created_at",
  "version",
] as const;

/** Normalizes a name for comparison: lower case, ё as е, single blanks. */
export const foldName = (text: string): string =>
  text.trim().toLocaleLowerCase("ru").replaceAll("\u0451", "\u0435").replace(/\s+/g, " ");

const selectFromContacts = (ctx: Ctx) => from(ctx, "people_contacts").select(contactColumns);

/** Finds cards that are certainly the same person: same account, or surname with e-mail or telephone. */
export async function findMatchingContacts(
  ctx: Ctx,
  input: ParsedContactInput,
): Promise<Contact[]> {
  const { email, phone, personId } = input;
  if (email === undefined && phone === undefined && personId === undefined) return [];
  return selectFromContacts(ctx)
    .where("merged_into", "is", null)
    .where("erased_at", "is", null)
    .where((eb) =>
      eb.or([
        ...(personId === undefined ? [] : [eb("person_id", "=", personId)]),
        eb.and([
          sql<boolean>`folded like ${`${foldName(input.surname)} %`}`,
          ...(input.givenName === ""
            ? []
            : [sql<boolean>`folded like ${`% ${foldName(input.givenName)} %`}`]),
          eb.or([
            ...(email === undefined ? [] : [eb("email", "=", email)]),
            ...(phone === undefined ? [] : [eb("phone", "=", phone)]),
          ]),
        ]),
      ]),
    )
    .orderBy("created_at")
    .limit(1)
    .forUpdate()
    .execute();
}

/** Inserts a card with its consent and returns the row. */
export async function insertContact(
  ctx: Ctx,
  id: string,
  { input, consent }: { input: ParsedContactInput; consent: ConsentColumns },
): Promise<Contact> {
  return insertInto(ctx, "people_contacts", {
    id,
    surname: input.surname,
    given_name: input.givenName,
    patronymic: input.patronymic,
    email: input.email ?? null,
    phone: input.phone ?? null,
    municipality_id: input.municipalityId ?? null,
    organisation_id: input.organisationId ?? null,
    organisation: input.organisation,
    position: input.position,
    person_id: input.personId ?? null,
    created_at: ctx.now(),
    ...consent,
  })
    .returning(contactColumns)
    .executeTakeFirstOrThrow();
}

/** Fills empty fields of a card; an empty patch writes nothing. */
export async function fillContact(
  ctx: Ctx,
  known: Contact,
  { input, consent }: { input: ParsedContactInput; consent: ConsentColumns },
): Promise<Contact> {
  const filled = {
    given_name: known.given_name || input.givenName,
    patronymic: known.patronymic || input.patronymic,
    email: known.email ?? input.email ?? null,
    phone: known.phone ?? input.phone ?? null,
    municipality_id: known.municipality_id ?? input.municipalityId ?? null,
    organisation_id: known.organisation_id ?? input.organisationId ?? null,
    organisation: known.organisation || input.organisation,
    position: known.position || input.position,
    person_id: known.person_id ?? input.personId ?? null,
    ...(known.consent_at === null && consent),
  };
  return updateIn(ctx, "people_contacts")
    .set(filled)
    .where("id", "=", known.id)
    .returning(contactColumns)
    .executeTakeFirstOrThrow();
}

/** Finds a card by id, merged and erased ones included. */
export async function findContact(ctx: Ctx, id: string): Promise<Contact | undefined> {
  return selectFromContacts(ctx).where("id", "=", id).executeTakeFirst();
}

/** Locks a card for a change; undefined when there is none. */
export async function lockContact(ctx: Ctx, id: string): Promise<Contact | undefined> {
  return lockRow(ctx, "people_contacts", id, contactColumns);
}

/** Points the card, and the cards merged into it before, at the card it is merged into. */
export async function setMergedInto(ctx: Ctx, id: string, into: string | null): Promise<void> {
  await updateIn(ctx, "people_contacts")
    .set({ merged_into: into })
    .where((eb) =>
      into === null ? eb("id", "=", id) : eb.or([eb("id", "=", id), eb("merged_into", "=", id)]),
    )
    .execute();
}

/**
 * Loads cards by id; the id of a merged card maps to the card it was merged into, an unknown id is
 * absent.
 */
export async function loadContactsById(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, Contact>> {
  if (ids.length === 0) return new Map();
  const rows = await selectFromContacts(ctx)
    .where("id", "in", [...new Set(ids)])
    .execute();
  const merged = rows.flatMap((row) => row.merged_into ?? []);
  const holders =
    merged.length === 0 ? [] : await selectFromContacts(ctx).where("id", "in", merged).execute();
  const byId = new Map(holders.map((row) => [row.id, row]));
  return new Map(rows.map((row) => [row.id, byId.get(row.merged_into ?? "") ?? row]));
}

/** Finds the oldest card of an account that is not merged into another. */
export async function findContactByAccount(
  ctx: Ctx,
  personId: string,
): Promise<Contact | undefined> {
  return selectFromContacts(ctx)
    .where("person_id", "=", personId)
    .where("merged_into", "is", null)
    .orderBy("created_at")
    .executeTakeFirst();
}

/** Searches cards whose name begins with the text, for attendance and search fields. */
export async function searchContacts(
  ctx: Ctx,
  { name, limit = 20 }: { name: string; limit?: number },
): Promise<Contact[]> {
  const folded = escapeLike(foldName(name));
  if (folded === "") return [];
  return selectFromContacts(ctx)
    .where("merged_into", "is", null)
    .where("erased_at", "is", null)
    .where(sql<boolean>`folded like ${`${folded}%`}`)
    .orderBy("folded")
    .orderBy("id")
    .limit(limit)
    .execute();
}
