import type { AddressInfo } from "node:net";
import { simpleParser, type ParsedMail } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestContext, type TestContext } from "#testing/context.ts";
import { transact, type Ctx } from "../context.ts";
import type { Job } from "../jobs.ts";
import { createMailer, queueEmail, type Mailer } from "./mail.ts";

const email = {
  to: "anna@example.org",
  subject: "Ответ по проблеме К-2026-00417",
  body: "Здравствуйте!\n\nИсполнитель ответил.\n",
  dedupeKey: "answered:1",
};

/** A true SMTP server that takes letters, or turns them away while `busy`. */
async function openMailbox() {
  const box = { letters: [] as ParsedMail[], busy: false };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    async onData(stream, _session, done) {
      const parsed = await simpleParser(stream);
      if (!box.busy) box.letters.push(parsed);
      done(box.busy ? new Error("mailbox busy, try later") : undefined);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { box, url: `smtp://127.0.0.1:${port}`, close };
}

type Mailbox = Awaited<ReturnType<typeof openMailbox>>;

let mailbox: Mailbox;
let mailer: Mailer;
let without: Mailer;
let context: TestContext;
let ctx: Ctx;

beforeAll(async () => {
  mailbox = await openMailbox();
  mailer = createMailer({ smtpUrl: mailbox.url, from: "ОКНО <okno@sinegorsk.example>" });
  without = createMailer({ smtpUrl: undefined, from: "okno@localhost" });
  context = await createTestContext({ jobs: [mailer.job as Job] });
  ctx = context.asSystem();
});
afterAll(async () => {
  mailer.close();
  without.close();
  await context.close();
  await mailbox.close();
});
beforeEach(() => {
  mailbox.box.letters = [];
  mailbox.box.busy = false;
});
afterEach(() => context.owner.query("truncate base_emails"));

const write = (dedupeKey = email.dedupeKey) =>
  transact(ctx, (tx) => queueEmail(tx, { ...email, dedupeKey }));
const outbox = () => ctx.db.selectFrom("base_emails").selectAll().orderBy("created_at").execute();

describe("a letter", () => {
  it("is sent once its transaction is over, in Russian, to whom it is for", async () => {
    await write();
    expect(mailbox.box.letters).toEqual([]);
    await context.jobs.drainJobs(context.contextFor);
    const [sent] = mailbox.box.letters;
    expect(sent?.subject).toBe(email.subject);
    expect(sent?.text?.trim()).toBe(email.body.trim());
    expect(sent?.to).toMatchObject({ text: email.to });
    expect(sent?.from?.value[0]).toMatchObject({ name: "ОКНО", address: "okno@sinegorsk.example" });
    expect(await outbox()).toMatchObject([
      { state: "sent", sent_at: context.clock.now, error: null },
    ]);
  });

  it("is not written when the transaction fails", async () => {
    const failing = transact(ctx, async (tx) => {
      await queueEmail(tx, email);
      throw new Error("undo");
    });
    await expect(failing).rejects.toThrow("undo");
    await context.jobs.drainJobs(context.contextFor);
    expect(await outbox()).toEqual([]);
    expect(mailbox.box.letters).toEqual([]);
  });

  it("is written once for one occasion, however often that is told", async () => {
    await write();
    await write();
    await transact(ctx, async (tx) => {
      await queueEmail(tx, email);
      await queueEmail(tx, { ...email, dedupeKey: "answered:2" });
    });
    await context.jobs.drainJobs(context.contextFor);
    expect(mailbox.box.letters).toHaveLength(2);
  });

  it("turned away is marked failed with the reason, and goes out on the next try under the same Message-ID", async () => {
    mailbox.box.busy = true;
    await write();
    const [row] = await outbox();
    const id = row?.id ?? "";
    await expect(mailer.job.run(ctx, { id })).rejects.toThrow("mailbox busy");
    expect(await outbox()).toMatchObject([
      { state: "failed", error: expect.stringContaining("mailbox busy"), sent_at: null },
    ]);
    mailbox.box.busy = false;
    await mailer.job.run(ctx, { id });
    expect(mailbox.box.letters[0]?.messageId).toBe(`<${id}@sinegorsk.example>`);
    expect(await outbox()).toMatchObject([{ state: "sent", error: null }]);
  });

  it("already sent is not sent again when its job runs twice", async () => {
    await write();
    const [row] = await outbox();
    await mailer.job.run(ctx, { id: row?.id ?? "" });
    await mailer.job.run(ctx, { id: row?.id ?? "" });
    await mailer.job.run(ctx, { id: "00000000-0000-7000-8000-000000000001" });
    expect(mailbox.box.letters).toHaveLength(1);
  });

  it("is kept to be read where no SMTP is set", async () => {
    await write();
    const [row] = await outbox();
    await without.job.run(ctx, { id: row?.id ?? "" });
    expect(await outbox()).toMatchObject([{ state: "kept", sent_at: null }]);
    expect(mailbox.box.letters).toEqual([]);
  });
});
