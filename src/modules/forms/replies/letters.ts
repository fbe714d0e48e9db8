import { transact, type Ctx } from "#base/context.ts";
import { writeLetter } from "#base/mail/mail.ts";
import { linkHash, linkToken } from "#base/http/private-link.ts";
import { found } from "#base/refusal.ts";
import type { Lang } from "#base/messages.ts";
import { tokenOf } from "./actions.ts";
import { saveLinkAddress, selectLinked, selectReply } from "./store.ts";
import { selectForm } from "../store.ts";
import { words } from "../view.ts";

type Asking = { email: string; lang: Lang };

/**
 * Sends a reply's private link to an address; beside the reply only the address's hash stays, by which
 * the same person asks for a lost link. The caller has shown that the reply is theirs.
 */
export function letterLink(
  ctx: Ctx,
  { replyId, ...asking }: Asking & { replyId: string },
): Promise<void> {
  return transact(ctx, async (tx) => {
    const reply = found(await selectReply(tx, { id: replyId }, true));
    await saveLinkAddress(tx, replyId, addressHash(tx, asking.email));
    await write(tx, { ...asking, replyId, title: await titleOf(tx, reply.form_id) });
  });
}

/** Sends again every link of this form that had been sent to the address; silent when there is none. */
export function letterLostLinks(
  ctx: Ctx,
  { formId, ...asking }: Asking & { formId: string },
): Promise<void> {
  return transact(ctx, async (tx) => {
    const title = await titleOf(tx, formId);
    for (const replyId of await selectLinked(tx, formId, addressHash(tx, asking.email)))
      await write(tx, { ...asking, replyId, title });
  });
}

const titleOf = async (ctx: Ctx, formId: string) => found(await selectForm(ctx, formId)).title;

const addressHash = (ctx: Ctx, email: string): Buffer =>
  linkHash(linkToken(ctx.house.linkKey, ctx.region.id, email.toLowerCase()));

type Writing = Asking & { replyId: string; title: string };

/** One letter an hour for each reply and address: pressing twice is not two letters. */
async function write(
  ctx: Parameters<typeof writeLetter>[0],
  { replyId, title, email, lang }: Writing,
): Promise<void> {
  const t = words[lang].fill;
  const link = `${ctx.house.url}/${ctx.region.id}/forms/replies/${tokenOf(ctx, replyId)}`;
  const hour = ctx.now().toISOString().slice(0, 13);
  const address = addressHash(ctx, email).toString("hex").slice(0, 16);
  await writeLetter(ctx, {
    to: email,
    subject: t.letterSubject(title),
    body: t.letterBody(title, link),
    occasion: `reply-link ${replyId} ${address} ${hour}`,
  });
}
