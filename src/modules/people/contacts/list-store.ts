import { escapeLike } from "#base/db/search.ts";
import { from, updateIn } from "#base/db/region.ts";
import { sql, type Expression, type SqlBool } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { isUuid } from "#base/db/ids.ts";
import { cursorKeys, pageOf, readCursor, type PageOf } from "#base/db/paging.ts";
import { rowsFor } from "#base/policy.ts";
import { invalid } from "#base/refusal.ts";
import { contactColumns, foldName, type Contact } from "./store.ts";
import { contactPolicy } from "../policy.ts";

export const contactsQuery = z.object({
  /** Name, e-mail or telephone. */
  q: z.string().trim().max(120).optional(),
  territory: z.uuid().optional(),
  /** Only cards whose name, e-mail or telephone another card has too. */
  doubled: z.literal("yes").optional(),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});
export type ContactsQuery = z.output<typeof contactsQuery>;

const selectContacts = (ctx: Ctx) =>
  from(ctx, "people_contacts").select([...contactColumns, "folded"]);

/** Matches two rows of `people_contacts` that may be the same person. */
const possibleDuplicateCondition = sql<SqlBool>`(other.folded = people_contacts.folded or other.email = people_contacts.email
  or other.phone = people_contacts.phone)`;

/** Returns the condition for rows within the actor's reach that the query finds. */
function filterCondition(ctx: Ctx, { q, territory, doubled }: ContactsQuery): Expression<SqlBool> {
  const parts: Expression<SqlBool>[] = [
    sql<SqlBool>`region_id = ${ctx.region.id} and merged_into is null and erased_at is null`,
    rowsFor(contactPolicy, ctx.actor, "read", "people_contacts"),
  ];
  if (territory !== undefined) parts.push(sql<SqlBool>`municipality_id = ${territory}::uuid`);
  if (q !== undefined && q !== "") parts.push(textSearchCondition(q));
  if (doubled !== undefined)
    parts.push(sql<SqlBool>`exists (select from people_contacts other where other.region_id = ${ctx.region.id}
      and other.id <> people_contacts.id and other.merged_into is null and other.erased_at is null and ${possibleDuplicateCondition})`);
  return sql<SqlBool>`(${sql.join(parts, sql` and `)})`;
}

/** Matches an address by a part, a telephone by its digits, a name by the beginning of any word. */
function textSearchCondition(q: string): Expression<SqlBool> {
  const piece = (text: string) => escapeLike(text);
  if (q.includes("@")) return sql<SqlBool>`email ilike ${`%${piece(q)}%`}`;
  const digits = q.replace(/\D/g, "");
  if (digits.length >= 4 && !/\p{L}/u.test(q)) {
    const number = digits.replace(/^[78](?=\d{10}$)/, "");
    return sql<SqlBool>`phone like ${`%${number}%`}`;
  }
  const name = piece(foldName(q));
  return sql<SqlBool>`(folded like ${`${name}%`} or folded like ${`% ${name}%`})`;
}

/** Lists a page of contacts by name. */
export async function listContacts(
  ctx: Ctx,
  query: ContactsQuery,
  limit = 40,
): Promise<PageOf<Contact>> {
  const cursor = readCursor(query, cursorKeys.text);
  const direction = cursor?.dir === "before" ? "desc" : "asc";
  let rows = selectContacts(ctx).where(filterCondition(ctx, query));
  if (cursor !== undefined) {
    const [folded, id] = cursor.key;
    if (typeof folded !== "string" || typeof id !== "string" || !isUuid(id))
      throw invalid("base.bad-address");
    const order = cursor.dir === "after" ? sql`>` : sql`<`;
    rows = rows.where(sql<SqlBool>`(folded, id) ${order} (${folded}, ${id}::uuid)`);
  }
  const read = await rows
    .orderBy("folded", direction)
    .orderBy("id", direction)
    .limit(limit + 1)
    .execute();
  return pageOf(read, { limit, cursor, key: (row) => [row.folded ?? "", row.id] });
}

/** Counts the contacts within the actor's reach that the query finds. */
export async function countContacts(ctx: Ctx, query: ContactsQuery): Promise<number> {
  const { count } = await ctx.db
    .selectFrom("people_contacts")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where(filterCondition(ctx, query))
    .executeTakeFirstOrThrow();
  return count;
}

/** Finds cards within the actor's reach that may be the same person; at most ten. */
export function findPossibleDuplicates(ctx: Ctx, contact: Contact): Promise<Contact[]> {
  const { surname, given_name: given, email, phone } = contact;
  const name = escapeLike(foldName(`${surname} ${given}`));
  return selectContacts(ctx)
    .where(filterCondition(ctx, {}))
    .where("id", "<>", contact.id)
    .where(sql<SqlBool>`(folded like ${`${name}%`} or email = ${email} or phone = ${phone})`)
    .orderBy("folded")
    .orderBy("id")
    .limit(10)
    .execute();
}

/** Lists the cards merged into this one. */
export function listMergedContacts(ctx: Ctx, id: string): Promise<Contact[]> {
  return selectContacts(ctx)
    .where("merged_into", "=", id)
    .orderBy("folded")
    .orderBy("id")
    .execute();
}

type ContactPatch = Pick<
  Contact,
  | "surname"
  | "given_name"
  | "patronymic"
  | "email"
  | "phone"
  | "municipality_id"
  | "organisation"
  | "position"
>;

/** Updates fields of a card and raises its version. */
export async function updateContactFields(
  ctx: Ctx,
  contact: Contact,
  patch: ContactPatch,
): Promise<void> {
  await updateIn(ctx, "people_contacts")
    .set({ ...patch, version: contact.version + 1 })
    .where("id", "=", contact.id)
    .execute();
}

/** Removes everything that identifies the person; place and organisation stay for the counts. */
export async function anonymizeContact(ctx: Ctx, id: string): Promise<void> {
  await updateIn(ctx, "people_contacts")
    .set({
      surname: "",
      given_name: "",
      patronymic: "",
      email: null,
      phone: null,
      organisation: "",
      position: "",
      person_id: null,
      consent_at: null,
      consent_source: null,
      erased_at: ctx.now(),
      version: sql`version + 1`,
    })
    .where("id", "=", id)
    .execute();
}
