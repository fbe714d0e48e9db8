import { sql, type Insertable, type Selectable, type SqlBool } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { deleteFrom, from, insertInto, updateIn } from "#base/db/region.ts";
import type { Cursor } from "#base/db/paging.ts";
import type { Answers } from "../evaluate/answers.ts";
import type { Answer } from "../kinds/kinds.ts";

type Row = Selectable<Tables["forms_replies"]>;

export type ReplySource = "site" | "paper" | "staff";
export type FormReply = Omit<Row, "answers" | "state" | "source" | "token_hash"> & {
  answers: Answers;
  state: "draft" | "sent";
  source: ReplySource;
};

export type ReplyRevision = {
  number: number;
  at: Date;
  by: string;
  by_name: string;
  page: string | null;
  replaced: Record<string, Answer | null>;
};

const toReply = (row: Row): FormReply => row as unknown as FormReply;

type ReplyLookup = { id: string } | { token: Buffer } | { formId: string; key: string };

/** Selects one reply by its id, by the hash of its private link or by the key of its sending. */
export async function selectReply(
  ctx: Ctx,
  find: ReplyLookup,
  lock = false,
): Promise<FormReply | undefined> {
  let rows = from(ctx, "forms_replies").selectAll();
  if ("id" in find) rows = rows.where("id", "=", find.id);
  else if ("token" in find) rows = rows.where("token_hash", "=", find.token);
  else rows = rows.where("form_id", "=", find.formId).where("key", "=", find.key);
  const row = await (lock ? rows.forUpdate() : rows).executeTakeFirst();
  return row && toReply(row);
}

/** Inserts a reply; undefined when one with this key is there already. */
export async function insertReply(
  ctx: Ctx,
  row: Insertable<Tables["forms_replies"]>,
): Promise<FormReply | undefined> {
  const saved = await ctx.db
    .insertInto("forms_replies")
    .values(row)
    .onConflict((clash) => clash.columns(["region_id", "form_id", "key"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  return saved && toReply(saved);
}

export type ReplyPatch = {
  answers: Answers;
  form_version: number;
  municipality_id: string | null;
  respondent_id: string | null;
  state: "draft" | "sent";
  sent_at: Date | null;
  points: number | null;
  points_of: number | null;
};

/** Updates a reply. */
export async function updateReply(
  ctx: Ctx,
  reply: FormReply,
  patch: ReplyPatch,
): Promise<FormReply> {
  const saved = await updateIn(ctx, "forms_replies")
    .set({
      ...patch,
      answers: JSON.stringify(patch.answers),
      saved_at: ctx.now(),
      version: sql<number>`version + 1`,
    })
    .where("id", "=", reply.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toReply(saved);
}

/** Adds a revision to the history of a reply. */
export async function insertRevision(
  ctx: Ctx,
  revision: Omit<ReplyRevision, "at"> & { replyId: string },
): Promise<void> {
  const { replyId, replaced, ...rest } = revision;
  await insertInto(ctx, "forms_revisions", {
    reply_id: replyId,
    at: ctx.now(),
    replaced: JSON.stringify(replaced),
    ...rest,
  }).execute();
}

/** Selects the changes of a reply after a version, newest first. */
export async function selectRevisions(
  ctx: Ctx,
  replyId: string,
  after = 0,
): Promise<ReplyRevision[]> {
  const rows = await from(ctx, "forms_revisions")
    .select(["number", "at", "by", "by_name", "page", "replaced"])
    .where("reply_id", "=", replyId)
    .where("number", ">", after)
    .orderBy("number", "desc")
    .execute();
  return rows as ReplyRevision[];
}

/** Remembers by its hash where the private link was sent. */
export async function saveLinkAddress(ctx: Ctx, replyId: string, hash: Buffer): Promise<void> {
  await updateIn(ctx, "forms_replies")
    .set({ link_email: hash })
    .where("id", "=", replyId)
    .execute();
}

/** Replies of a form whose link went to this address, the newest ten. */
export async function selectReplyIdsByEmail(
  ctx: Ctx,
  formId: string,
  hash: Buffer,
): Promise<string[]> {
  const rows = await from(ctx, "forms_replies")
    .select("id")
    .where("form_id", "=", formId)
    .where("link_email", "=", hash)
    .orderBy("saved_at", "desc")
    .limit(10)
    .execute();
  return rows.map((row) => row.id);
}

/** Drafts of a form that an account began, the newest ten. */
export async function selectOwnDrafts(
  ctx: Ctx,
  { formId, personId }: { formId: string; personId: string },
): Promise<{ id: string; saved_at: Date }[]> {
  return from(ctx, "forms_replies")
    .select(["id", "saved_at"])
    .where("form_id", "=", formId)
    .where("author_id", "=", personId)
    .where("state", "=", "draft")
    .orderBy("saved_at", "desc")
    .limit(10)
    .execute();
}

/** Selects sent replies of a form, newest first, in the cursor's direction; one more than `limit`. */
export async function selectSentRepliesPage(
  ctx: Ctx,
  { formId, cursor, limit }: { formId: string; cursor: Cursor | undefined; limit: number },
): Promise<SentReply[]> {
  let rows = from(ctx, "forms_replies")
    .select(sentColumns)
    .where("form_id", "=", formId)
    .where("state", "=", "sent");
  if (cursor !== undefined) {
    const [at, id] = cursor.key;
    rows = rows.where(
      cursor.dir === "after"
        ? sql<SqlBool>`(sent_at, id) < (${at}::timestamptz, ${id}::uuid)`
        : sql<SqlBool>`(sent_at, id) > (${at}::timestamptz, ${id}::uuid)`,
    );
  }
  const direction = cursor?.dir === "before" ? "asc" : "desc";
  const read = await rows
    .orderBy("sent_at", direction)
    .orderBy("id", direction)
    .limit(limit + 1)
    .execute();
  return read as unknown as SentReply[];
}

/** Counts sent replies, those of them from paper, and drafts. */
export async function countReplies(
  ctx: Ctx,
  formId: string,
): Promise<{ sent: number; paper: number; drafts: number }> {
  return from(ctx, "forms_replies")
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere("state", "=", "sent").as("sent"),
      eb.fn
        .countAll<number>()
        .filterWhere("source", "=", "paper")
        .filterWhere("state", "=", "sent")
        .as("paper"),
      eb.fn.countAll<number>().filterWhere("state", "=", "draft").as("drafts"),
    ])
    .where("form_id", "=", formId)
    .executeTakeFirstOrThrow();
}

const sentColumns = [
  "id",
  "form_version",
  "answers",
  "municipality_id",
  "source",
  "sent_at",
  "subject_kind",
  "subject_id",
  "points",
  "points_of",
] as const;

export type SentReply = Pick<FormReply, (typeof sentColumns)[number]>;

type SentRepliesQuery = { formId: string; subjectId?: string | undefined };

/** Small enough that counting one batch does not make other visitors wait. */
const batchSize = 500;

/** Yields sent replies in batches, in the order of sending. */
export async function* streamSentReplies(
  ctx: Ctx,
  which: SentRepliesQuery,
): AsyncGenerator<SentReply[]> {
  let after: { at: Date; id: string } | undefined;
  for (;;) {
    let rows = from(ctx, "forms_replies")
      .select(sentColumns)
      .where("form_id", "=", which.formId)
      .where("state", "=", "sent");
    if (which.subjectId !== undefined) rows = rows.where("subject_id", "=", which.subjectId);
    const { at, id } = after ?? {};
    if (at !== undefined && id !== undefined)
      rows = rows.where(({ eb, refTuple, tuple }) =>
        eb(refTuple("sent_at", "id"), ">", tuple(at, id)),
      );
    const read = await rows.orderBy("sent_at").orderBy("id").limit(batchSize).execute();
    if (read.length > 0) yield read as unknown as SentReply[];
    const last = read.at(-1);
    if (read.length < batchSize || last === undefined || last.sent_at === null) return;
    after = { at: last.sent_at, id: last.id };
  }
}

/** Lists the ids of people invited to write a reply. */
export async function selectAuthors(ctx: Ctx, replyId: string): Promise<string[]> {
  const rows = await from(ctx, "forms_authors")
    .select("person_id")
    .where("reply_id", "=", replyId)
    .orderBy("added_at")
    .execute();
  return rows.map((row) => row.person_id);
}

/** Adds a person to those who write a reply. */
export async function insertAuthor(ctx: Ctx, replyId: string, personId: string): Promise<void> {
  await insertInto(ctx, "forms_authors", {
    reply_id: replyId,
    person_id: personId,
    added_at: ctx.now(),
  })
    .onConflict((clash) => clash.columns(["region_id", "reply_id", "person_id"]).doNothing())
    .execute();
}

/** Takes a person out of those who write a reply. */
export async function deleteAuthor(ctx: Ctx, replyId: string, personId: string): Promise<void> {
  await deleteFrom(ctx, "forms_authors")
    .where("reply_id", "=", replyId)
    .where("person_id", "=", personId)
    .execute();
}
