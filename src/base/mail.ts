import { createTransport, type Transporter } from "nodemailer";
import { z } from "zod";
import type { Ctx, Unit } from "./context.ts";
import { enqueue, type Job } from "./jobs.ts";

export type Letter = {
  to: string;
  subject: string;
  body: string;
  /** Names the occasion; the same occasion never writes a second letter. */
  occasion: string;
};

const input = z.object({ id: z.uuid() });

/** Sends letters through SMTP, or keeps them in the outbox page where no SMTP is set. */
export type Post = { job: Job<z.infer<typeof input>>; close(): void };

/** Writes a letter into the outbox in the caller's transaction and asks the post to carry it. */
export async function writeLetter(ctx: Ctx & { unit: Unit }, letter: Letter): Promise<void> {
  const row = await ctx.db
    .insertInto("base_letters")
    .values({
      region_id: ctx.region.id,
      id: ctx.newId(),
      recipient: letter.to,
      subject: letter.subject,
      body: letter.body,
      occasion: letter.occasion,
      state: "waiting",
      created_at: ctx.now(),
      sent_at: null,
      error: null,
    })
    .onConflict((conflict) => conflict.columns(["region_id", "occasion"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (row !== undefined) enqueue(ctx, carryLetter, { id: row.id });
}

const carryLetter = { name: "base.carry-letter", input };

/** The post with its SMTP connection; the letter's id is its Message-ID, so a retry is recognisable. */
export function openPost(options: { smtpUrl: string | undefined; from: string }): Post {
  const transport = options.smtpUrl === undefined ? undefined : createTransport(options.smtpUrl);
  return {
    job: { ...carryLetter, run: (ctx, { id }) => carry(ctx, id, transport, options.from) },
    close: () => transport?.close(),
  };
}

async function carry(
  ctx: Ctx,
  id: string,
  transport: Transporter | undefined,
  from: string,
): Promise<void> {
  const letter = await ctx.db
    .selectFrom("base_letters")
    .selectAll()
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", id)
    .executeTakeFirst();
  if (letter === undefined || (letter.state !== "waiting" && letter.state !== "failed")) return;
  if (transport === undefined) return note(ctx, id, { state: "kept", error: null });
  try {
    await transport.sendMail({
      from,
      to: letter.recipient,
      subject: letter.subject,
      text: letter.body,
      messageId: `<${id}@${from.split("@")[1] ?? "okno"}>`,
    });
  } catch (error) {
    await note(ctx, id, { state: "failed", error: error instanceof Error ? error.message : "?" });
    throw error;
  }
  await note(ctx, id, { state: "sent", error: null });
}

async function note(
  ctx: Ctx,
  id: string,
  { state, error }: { state: "sent" | "kept" | "failed"; error: string | null },
): Promise<void> {
  await ctx.db
    .updateTable("base_letters")
    .set({ state, error, sent_at: state === "sent" ? ctx.now() : null })
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", id)
    .execute();
}
