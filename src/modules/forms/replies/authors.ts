import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { orNotFound, notFound } from "#base/refusal.ts";
import { loadPersonNames } from "#modules/people/index.ts";
import { revertAnswers } from "./merge.ts";
import { saveReply } from "./actions.ts";
import {
  deleteAuthor,
  insertAuthor,
  selectReply,
  selectRevisions,
  type FormReply,
} from "./store.ts";

/** Allows only the person who began the reply, and the system; everybody else is refused as not found. */
export function authorizeOwner({ actor }: Ctx, reply: { authorId: string | null }): void {
  if (actor.kind === "system") return;
  if (actor.kind === "person" && actor.id === reply.authorId) return;
  throw notFound("base.not-found");
}

async function loadOwnReply(ctx: Ctx, replyId: string): Promise<FormReply> {
  const reply = orNotFound(await selectReply(ctx, { id: replyId }, true));
  authorizeOwner(ctx, { authorId: reply.author_id });
  return reply;
}

type AuthorInvitation = { replyId: string; personId: string };

/** Allows a person with an account to write this reply from now on. */
export function inviteAuthor(
  ctx: Ctx,
  { replyId, personId }: AuthorInvitation,
): Promise<{ name: string }> {
  return transact(ctx, async (tx) => {
    await loadOwnReply(tx, replyId);
    const name = orNotFound((await loadPersonNames(tx, [personId])).get(personId));
    await insertAuthor(tx, replyId, personId);
    recordFact(tx, { subject: replyId, type: "reply.author-invited", data: { person: personId } });
    return { name };
  });
}

/** Ends a person's part in writing a reply. */
export function removeAuthor(ctx: Ctx, { replyId, personId }: AuthorInvitation): Promise<void> {
  return transact(ctx, async (tx) => {
    await loadOwnReply(tx, replyId);
    await deleteAuthor(tx, replyId, personId);
    recordFact(tx, { subject: replyId, type: "reply.author-removed", data: { person: personId } });
  });
}

/**
 * Restores the answers before a change, as one more revision. The caller has checked that the reply is
 * the actor's.
 */
export function restoreRevision(
  ctx: Ctx,
  { replyId, number }: { replyId: string; number: number },
): Promise<void> {
  return transact(ctx, async (tx) => {
    const reply = orNotFound(await selectReply(tx, { id: replyId }, true));
    const later = await selectRevisions(tx, replyId, number - 1);
    const answers = later.reduce(
      (now, { replaced }) => revertAnswers(now, replaced),
      reply.answers,
    );
    const { form_id: formId, key, form_version: formVersion } = reply;
    await saveReply(tx, { formId, key, answers, formVersion });
  });
}
