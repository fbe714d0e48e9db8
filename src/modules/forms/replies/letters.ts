import { transact, type Ctx } from "#base/context.ts";
import { queueEmail } from "#base/mail/mail.ts";
import { linkHash, linkToken } from "#base/http/private-link.ts";
import { orNotFound } from "#base/refusal.ts";
import type { Lang } from "#base/messages.ts";
import { replyToken } from "./actions.ts";
import { saveLinkAddress, selectReplyIdsByEmail, selectReply } from "./store.ts";
import { selectForm } from "../store.ts";
import { messages } from "../view.ts";

type LinkRequest = { email: string; lang: Lang };

/**
 * Sends a reply's private link to an address; only the address's hash is stored with the reply, by
 * which the same person asks for a lost link. The caller has checked that the reply is theirs.
 */
export function sendReplyLink(
  ctx: Ctx,
  { replyId, ...asking }: LinkRequest & { replyId: string },
): Promise<void> {
  return transact(ctx, async (tx) => {
    const reply = orNotFound(await selectReply(tx, { id: replyId }, true));
    await saveLinkAddress(tx, replyId, hashEmail(tx, asking.email));
    await queueLinkEmail(tx, { ...asking, replyId, title: await loadFormTitle(tx, reply.form_id) });
  });
}

/** Sends again every link of this form that had been sent to the address; silent when there is none. */
export function sendLostLinks(
  ctx: Ctx,
  { formId, ...asking }: LinkRequest & { formId: string },
): Promise<void> {
  return transact(ctx, async (tx) => {
    const title = await loadFormTitle(tx, formId);
    for (const replyId of await selectReplyIdsByEmail(tx, formId, hashEmail(tx, asking.email)))
      await queueLinkEmail(tx, { ...asking, replyId, title });
  });
}

const loadFormTitle = async (ctx: Ctx, formId: string) =>
  orNotFound(await selectForm(ctx, formId)).title;

const hashEmail = (ctx: Ctx, email: string): Buffer =>
  linkHash(linkToken(ctx.app.linkKey, ctx.region.id, email.toLowerCase()));

type LinkEmail = LinkRequest & { replyId: string; title: string };

/** Queues one letter an hour for each reply and address: pressing twice is not two letters. */
async function queueLinkEmail(
  ctx: Parameters<typeof queueEmail>[0],
  { replyId, title, email, lang }: LinkEmail,
): Promise<void> {
  const t = messages[lang].fill;
  const link = `${ctx.app.url}/${ctx.region.id}/forms/replies/${replyToken(ctx, replyId)}`;
  const hour = ctx.now().toISOString().slice(0, 13);
  const address = hashEmail(ctx, email).toString("hex").slice(0, 16);
  await queueEmail(ctx, {
    to: email,
    subject: t.letterSubject(title),
    body: t.letterBody(title, link),
    dedupeKey: `reply-link ${replyId} ${address} ${hour}`,
  });
}
