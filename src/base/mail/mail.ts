import { escapeLike } from "../db/search.ts";
import { from, insertInto, updateIn } from "../db/region.ts";
import { createTransport, type Transporter } from "nodemailer";
import type { Selectable } from "kysely";
import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "../context.ts";
import type { Tables } from "../db/tables.ts";
import { enqueue, type Job } from "../jobs.ts";
import { recordFact } from "../journal.ts";
import { pageOf, cursorKeys, readCursor, type PageOf } from "../db/paging.ts";
import { conflict, orNotFound, invalid, notFound } from "../refusal.ts";
import { isUuid } from "../db/ids.ts";

export type Email = {
  to: string;
  subject: string;
  body: string;
  /** The same key never writes a second email. */
  dedupeKey: string;
};

const input = z.object({ id: z.uuid() });

/** Sends letters through SMTP, or keeps them in the outbox page where no SMTP is set. */
export type Mailer = { job: Job<z.infer<typeof input>>; close(): void };

/** Writes a letter into the outbox in the caller's transaction and asks the post to carry it. */
export async function queueEmail(ctx: Ctx & { unit: UnitOfWork }, email: Email): Promise<void> {
  const row = await insertInto(ctx, "base_emails", {
    id: ctx.newId(),
    recipient: email.to,
    subject: email.subject,
    body: email.body,
    dedupe_key: email.dedupeKey,
    state: "waiting",
    created_at: ctx.now(),
    sent_at: null,
    error: null,
  })
    .onConflict((conflict) => conflict.columns(["region_id", "dedupe_key"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (row !== undefined) enqueue(ctx, sendEmailJob, { id: row.id });
}

const sendEmailJob = { name: "base.send-email", input };

/**
 * Creates the mailer with its SMTP connection; the email's id is its Message-ID, so a retry is
 * recognisable.
 */
export function createMailer(options: { smtpUrl: string | undefined; from: string }): Mailer {
  const transport = options.smtpUrl === undefined ? undefined : createTransport(options.smtpUrl);
  return {
    job: { ...sendEmailJob, run: (ctx, { id }) => sendEmail(ctx, id, transport, options.from) },
    close: () => transport?.close(),
  };
}

/** Takes a person's address, and what was written to it, out of the outbox; that a letter was written stays. */
export async function eraseEmails(ctx: Ctx, recipient: string): Promise<void> {
  await updateIn(ctx, "base_emails")
    .set({ recipient: "", subject: "", body: "", state: "kept" })
    .where("recipient", "=", recipient)
    .execute();
}

async function sendEmail(
  ctx: Ctx,
  id: string,
  transport: Transporter | undefined,
  sender: string,
): Promise<void> {
  const email = await from(ctx, "base_emails").selectAll().where("id", "=", id).executeTakeFirst();
  if (email === undefined || (email.state !== "waiting" && email.state !== "failed")) return;
  if (transport === undefined) return saveDeliveryState(ctx, id, { state: "kept", error: null });
  try {
    await transport.sendMail({
      from: sender,
      to: email.recipient,
      subject: email.subject,
      text: email.body,
      messageId: `<${id}@${domainOf(sender)}>`,
    });
  } catch (error) {
    await saveDeliveryState(ctx, id, {
      state: "failed",
      error: error instanceof Error ? error.message : "?",
    });
    throw error;
  }
  await saveDeliveryState(ctx, id, { state: "sent", error: null });
}

/** `Name <name@domain>` and a bare address alike. */
const domainOf = (from: string) => /@([^\s<>@]+)/.exec(from)?.[1] ?? "okno";

async function saveDeliveryState(
  ctx: Ctx,
  id: string,
  { state, error }: { state: EmailState; error: string | null },
): Promise<void> {
  await updateIn(ctx, "base_emails")
    .set({ state, error, sent_at: state === "sent" ? ctx.now() : null })
    .where("id", "=", id)
    .execute();
}

export const emailStates = ["waiting", "sent", "kept", "failed"] as const;
export type EmailState = (typeof emailStates)[number];

export type StoredEmail = Selectable<Tables["base_emails"]>;
export type EmailSummary = Omit<StoredEmail, "body" | "region_id" | "dedupe_key">;

export const emailQuery = z.object({
  state: z.enum(emailStates).optional(),
  /** Part of the recipient's address. */
  q: z.string().trim().max(120).optional(),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});

/** Returns a page of the outbox, newest first, without the texts. */
export async function listEmails(
  ctx: Ctx,
  query: z.output<typeof emailQuery>,
  limit = 40,
): Promise<PageOf<EmailSummary>> {
  const cursor = readCursor(query, cursorKeys.instant);
  const direction = cursor?.dir === "before" ? "asc" : "desc";
  let rows = from(ctx, "base_emails").select([
    "id",
    "recipient",
    "subject",
    "state",
    "created_at",
    "sent_at",
    "error",
  ]);
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  if (query.q !== undefined) {
    rows = rows.where("recipient", "ilike", `%${escapeLike(query.q)}%`);
  }
  if (cursor !== undefined) {
    const [at, id] = parseEmailCursorKey(cursor.key);
    const order = cursor.dir === "after" ? "<" : ">";
    rows = rows.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("created_at", "id"), order, tuple(at, id)),
    );
  }
  const read = await rows
    .orderBy("created_at", direction)
    .orderBy("id", direction)
    .limit(limit + 1)
    .execute();
  return pageOf(read, { limit, cursor, key: (row) => [row.created_at.toISOString(), row.id] });
}

function parseEmailCursorKey([at, id]: (string | number)[]): [Date, string] {
  const date = new Date(String(at));
  if (Number.isNaN(date.getTime()) || !isUuid(String(id))) throw invalid("base.bad-address");
  return [date, String(id)];
}

/** Returns the number of emails by state. */
export async function countEmails(ctx: Ctx): Promise<Record<EmailState, number>> {
  const rows = await from(ctx, "base_emails")
    .select((eb) => ["state", eb.fn.countAll<number>().as("count")])
    .groupBy("state")
    .execute();
  const counts: Record<EmailState, number> = { waiting: 0, sent: 0, kept: 0, failed: 0 };
  for (const row of rows) counts[row.state as EmailState] = row.count;
  return counts;
}

/** Returns one email with its text; undefined for an unknown id in the region. */
export async function findEmail(ctx: Ctx, id: string): Promise<StoredEmail> {
  if (!isUuid(id)) throw notFound("base.not-found");
  const row = await from(ctx, "base_emails").selectAll().where("id", "=", id).executeTakeFirst();
  return orNotFound(row);
}

/** Returns the emails whose dedupe key begins with the prefix, in the order of the keys. */
export async function listEmailsByKey(ctx: Ctx, prefix: string): Promise<StoredEmail[]> {
  return ctx.db
    .selectFrom("base_emails")
    .selectAll()
    .where("region_id", "=", ctx.region.id)
    .where("dedupe_key", "like", `${escapeLike(prefix)}%`)
    .orderBy("dedupe_key")
    .execute();
}

/** Gives a letter that could not be sent, or was kept for want of SMTP, to the post once more. */
export async function resendEmail(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const email = await findEmail(tx, id);
    if (email.state !== "failed" && email.state !== "kept") throw conflict("base.letter-on-way");
    await saveDeliveryState(tx, id, { state: "waiting", error: null });
    enqueue(tx, sendEmailJob, { id });
    recordFact(tx, { subject: id, type: "letter.resent" });
  });
}
