import { sql, type Insertable, type Selectable, type SqlBool } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { deleteFrom, from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import type { Channel, MessageState, StoredSuggestion, UrgencyLevel } from "./signal.ts";

type MessageTableRow = Selectable<Tables["signals_messages"]>;

/** A message as its table holds it, with the literal types of its columns. */
export type SignalMessage = Omit<
  MessageTableRow,
  "channel" | "state" | "urgency" | "suggestion"
> & {
  channel: Channel;
  state: MessageState;
  urgency: UrgencyLevel;
  suggestion: StoredSuggestion;
};

export type SignalAuthor = Selectable<Tables["signals_authors"]>;
export type NewMessage = Omit<Insertable<Tables["signals_messages"]>, "region_id">;
export type NewAuthor = Omit<Insertable<Tables["signals_authors"]>, "region_id">;

/** Narrows a row to the literal types: only our own code writes these columns. */
const toMessage = (row: MessageTableRow): SignalMessage => row as MessageTableRow & SignalMessage;

export type MessageKey = { channel: string; externalId: string };
/** Returns channel and external id as one text, the key of maps. */
export const messageKeyText = ({ channel, externalId }: MessageKey): string =>
  `${channel} ${externalId}`;

/** Finds the messages that are stored already, by `messageKeyText`. */
export async function findMessagesByKeys(
  ctx: Ctx,
  keys: readonly MessageKey[],
): Promise<Map<string, { id: string; number: string }>> {
  if (keys.length === 0) return new Map();
  const rows = await from(ctx, "signals_messages")
    .select(["id", "number", "channel", "external_id"])
    .where(sql<SqlBool>`(channel, external_id) in (
      select * from unnest(${keys.map((key) => key.channel)}::text[], ${keys.map((key) => key.externalId)}::text[]))`)
    .execute();
  return new Map(
    rows.map(({ channel, external_id: externalId, ...row }) => [
      messageKeyText({ channel, externalId }),
      row,
    ]),
  );
}

/** Inserts those that are not stored yet and returns their ids; of two at once the first one stays. */
export async function insertMessages(ctx: Ctx, rows: readonly NewMessage[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  // One order for everybody, so that two imports of one file do not wait for each other for ever.
  const sorted = rows.toSorted((a, b) =>
    compareText(`${a.channel} ${a.external_id}`, `${b.channel} ${b.external_id}`),
  );
  const written = await insertInto(ctx, "signals_messages", sorted)
    .onConflict((conflict) => conflict.columns(["region_id", "channel", "external_id"]).doNothing())
    .returning("id")
    .execute();
  return new Set(written.map((row) => row.id));
}

/** Inserts authors or adds what is newly known; returns their ids by channel and key. */
export async function upsertAuthors(
  ctx: Ctx,
  rows: readonly NewAuthor[],
): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  const sorted = rows.toSorted((a, b) =>
    compareText(`${a.channel} ${a.author_key}`, `${b.channel} ${b.author_key}`),
  );
  const written = await insertInto(ctx, "signals_authors", sorted)
    .onConflict((conflict) =>
      conflict.columns(["region_id", "channel", "author_key"]).doUpdateSet({
        name: sql`coalesce(excluded.name, signals_authors.name)`,
        email: sql`coalesce(excluded.email, signals_authors.email)`,
        phone: sql`coalesce(excluded.phone, signals_authors.phone)`,
        wants_letters: sql`excluded.wants_letters or signals_authors.wants_letters`,
        consent_at: sql`coalesce(excluded.consent_at, signals_authors.consent_at)`,
      }),
    )
    .returning(["id", "channel", "author_key"])
    .execute();
  return new Map(written.map((row) => [`${row.channel} ${row.author_key}`, row.id]));
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Links pictures to messages; one already linked stays as it is. */
export async function insertMessagePictures(
  ctx: Ctx,
  rows: readonly { file_id: string; message_id: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await insertInto(ctx, "signals_pictures", rows)
    .onConflict((conflict) => conflict.columns(["region_id", "file_id"]).doNothing())
    .execute();
}

/** Finds a message by its number. */
export async function findMessageByNumber(
  ctx: Ctx,
  number: string,
): Promise<SignalMessage | undefined> {
  const row = await from(ctx, "signals_messages")
    .selectAll()
    .where("number", "=", number)
    .executeTakeFirst();
  return row && toMessage(row);
}

/** Finds the message of a private link, by the hash of its secret part. */
export async function findMessageByLink(
  ctx: Ctx,
  hash: Buffer,
): Promise<SignalMessage | undefined> {
  const row = await from(ctx, "signals_messages")
    .selectAll()
    .where("link_hash", "=", hash)
    .executeTakeFirst();
  return row && toMessage(row);
}

/** Returns whether the author has a message in the problem already; false without an author. */
export async function hasReportedProblem(
  ctx: Ctx,
  problem: string,
  author: string | null,
): Promise<boolean> {
  if (author === null) return false;
  const row = await from(ctx, "signals_messages")
    .select("id")
    .where("problem_id", "=", problem)
    .where("author_id", "=", author)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Loads a message and locks it for a change. */
export async function lockMessage(ctx: Ctx, id: string): Promise<SignalMessage | undefined> {
  const row = await lockRow(ctx, "signals_messages", id);
  return row && toMessage(row);
}

/** Finds an author by id, also one whose data are erased. */
export async function findAuthor(ctx: Ctx, id: string): Promise<SignalAuthor | undefined> {
  return from(ctx, "signals_authors").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Lists the ids of a message's pictures. */
export async function listPictureIds(ctx: Ctx, message: string): Promise<string[]> {
  const rows = await from(ctx, "signals_pictures")
    .select("file_id")
    .where("message_id", "=", message)
    .orderBy("file_id")
    .execute();
  return rows.map((row) => row.file_id);
}

/** Moves messages to another problem. */
export async function moveMessages(
  ctx: Ctx,
  ids: readonly string[],
  problem: string,
): Promise<void> {
  if (ids.length === 0) return;
  await updateIn(ctx, "signals_messages")
    .set({ problem_id: problem })
    .where("id", "in", [...ids])
    .execute();
}

/** Sets the decided topic of all messages of a problem. */
export async function updateTopicOfProblem(
  ctx: Ctx,
  problem: string,
  topic: string,
): Promise<void> {
  await updateIn(ctx, "signals_messages")
    .set({ decided_topic: topic })
    .where("problem_id", "=", problem)
    .where(sql<SqlBool>`decided_topic is distinct from ${topic}`)
    .execute();
}

/** Marks a message as withdrawn by its author. */
export async function markWithdrawn(ctx: Ctx, id: string): Promise<void> {
  await updateIn(ctx, "signals_messages")
    .set({ state: "withdrawn", problem_id: null, due_at: null, decided_at: ctx.now() })
    .where("id", "=", id)
    .execute();
}

/** Marks a new message as joined to its problem from the beginning. */
export async function markJoined(
  ctx: Ctx,
  id: string,
  to: { problem: string; topic: string; author: string | null },
): Promise<void> {
  await updateIn(ctx, "signals_messages")
    .set({
      state: "joined",
      problem_id: to.problem,
      decided_topic: to.topic,
      author_id: to.author,
      due_at: null,
      decided_at: ctx.now(),
    })
    .where("id", "=", id)
    .execute();
}

export type EmailRecipient = { author: string; email: string; message: string; number: string };

/**
 * Lists who asked for letters about a problem: one row per author, with their oldest message in it.
 * `message` limits it to the author of that message; `before` leaves out messages that came later.
 */
export async function listEmailRecipients(
  ctx: Ctx,
  problem: string,
  only: { message?: string | undefined; before?: Date | undefined },
): Promise<EmailRecipient[]> {
  const rows = await from(ctx, "signals_messages as m")
    .innerJoin("signals_authors as a", (join) =>
      join.onRef("a.region_id", "=", "m.region_id").onRef("a.id", "=", "m.author_id"),
    )
    .distinctOn("a.id")
    .select(["a.id as author", "a.email", "m.id as message", "m.number"])
    .where("m.problem_id", "=", problem)
    .where("a.wants_letters", "=", true)
    .where("a.email", "is not", null)
    .$if(only.message !== undefined, (qb) => qb.where("m.id", "=", only.message ?? ""))
    .$if(only.before !== undefined, (qb) =>
      qb.where(sql<SqlBool>`(m.decided_at is null or m.decided_at < ${only.before})`),
    )
    .orderBy("a.id")
    .orderBy("m.written_at")
    .execute();
  return rows.map((row) => ({ ...row, email: row.email ?? "" }));
}

/** Stops letters to an author. */
export async function disableEmails(ctx: Ctx, author: string): Promise<void> {
  await updateIn(ctx, "signals_authors")
    .set({ wants_letters: false })
    .where("id", "=", author)
    .execute();
}

/** Locks an author's messages, oldest first; of a message without an author this one alone. */
export async function lockMessagesOfAuthor(
  ctx: Ctx,
  message: SignalMessage,
): Promise<SignalMessage[]> {
  const rows = await from(ctx, "signals_messages")
    .selectAll()
    .$if(message.author_id !== null, (qb) => qb.where("author_id", "=", message.author_id))
    .$if(message.author_id === null, (qb) => qb.where("id", "=", message.id))
    .orderBy("id")
    .forUpdate()
    .execute();
  return rows.map(toMessage);
}

/** Erases a message except the text and suggestion that may stay. */
export async function eraseMessage(
  ctx: Ctx,
  id: string,
  left: { text: string; suggestion: StoredSuggestion },
): Promise<void> {
  await updateIn(ctx, "signals_messages")
    .set({
      text: left.text,
      suggestion: JSON.stringify(left.suggestion),
      address: "",
      lat: null,
      lon: null,
      reply: null,
    })
    .where("id", "=", id)
    .execute();
  await deleteFrom(ctx, "signals_pictures").where("message_id", "=", id).execute();
}

/** Erases the author's data; the row stays, so that the counts do. */
export async function eraseAuthorRow(ctx: Ctx, id: string): Promise<void> {
  await updateIn(ctx, "signals_authors")
    .set({
      name: null,
      email: null,
      phone: null,
      wants_letters: false,
      consent_at: null,
      author_key: `erased ${id}`,
      erased_at: ctx.now(),
    })
    .where("id", "=", id)
    .execute();
}
