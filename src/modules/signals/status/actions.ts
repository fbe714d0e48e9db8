import { z } from "zod";
import { asSystem, transact, type Ctx } from "#base/context.ts";
import { isLinkToken, linkHash } from "#base/http/private-link.ts";
import { recordFact } from "#base/journal.ts";
import { eraseEmails } from "#base/mail/mail.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import { requiredText } from "#base/http/fields.ts";
import {
  addReport,
  findProblem,
  openStages,
  removeReport,
  reopenProblem,
  verifyByAuthor,
  withdrawProblem,
  type Problem,
} from "#modules/problems/index.ts";
import { maskPersonalData } from "#modules/triage/index.ts";
import { receiveMessage } from "../intake/actions.ts";
import {
  findAuthor,
  findMessageByLink,
  lockMessage,
  lockMessagesOfAuthor,
  eraseMessage,
  eraseAuthorRow,
  markJoined,
  disableEmails,
  markWithdrawn,
  type SignalMessage,
} from "../store.ts";

/** Loads the message of a private link; a wrong link is refused like none. */
export async function requireMessageByLink(ctx: Ctx, token: string): Promise<SignalMessage> {
  return orNotFound(isLinkToken(token) ? await findMessageByLink(ctx, linkHash(token)) : undefined);
}

const verifiableStages: readonly Problem["stage"][] = ["claimed", "answered"];
const endedStages: readonly Problem["stage"][] = ["verified", "explained"];

/** Returns what the author may do now; the page shows no button that would be refused. */
export function authorPermissions(message: SignalMessage, problem: Problem | undefined) {
  const standing = message.state === "opened" || message.state === "joined";
  const open = problem !== undefined && openStages.includes(problem.stage);
  return {
    judge: standing && problem !== undefined && verifiableStages.includes(problem.stage),
    sayAgain: standing && problem !== undefined && endedStages.includes(problem.stage),
    withdraw: message.state === "waiting" || (standing && open),
  };
}

export const verifyFixInput = z.object({
  outcome: z.enum(["fixed", "not-fixed"], "signals.verdict-missing"),
  text: requiredText(4000, "signals.verdict-empty"),
  pictures: z.array(z.uuid()).max(5).default([]),
});

/** Records the author's own check of a fix, equal to one by a coordinator. */
export async function verifyFix(
  ctx: Ctx,
  token: string,
  given: z.input<typeof verifyFixInput>,
): Promise<Problem> {
  const input = verifyFixInput.parse(given);
  const { message, problem } = await loadOwnMessage(ctx, token);
  if (problem === undefined || !authorPermissions(message, problem).judge)
    throw conflict("signals.nothing-to-judge");
  return verifyByAuthor(ctx, problem.id, input);
}

export const reopenInput = z.object({
  text: requiredText(4000, "signals.text-missing"),
  pictures: z.array(z.uuid()).max(5).default([]),
});

/**
 * Takes a new message «does not work again» into the same problem, which goes back to the body, one
 * step higher.
 */
export async function reportAgain(
  ctx: Ctx,
  token: string,
  given: z.input<typeof reopenInput>,
): Promise<Problem> {
  const input = reopenInput.parse(given);
  const { message, problem } = await loadOwnMessage(ctx, token);
  if (problem === undefined || !authorPermissions(message, problem).sayAgain)
    throw conflict("signals.not-ended");
  const author = asSystem(ctx, "author");
  // One complaint per end of the problem: a second press finds the same message.
  const { id, created } = await receiveMessage(author, {
    channel: "site",
    externalId: `again ${message.id} ${problem.reopened_count}`,
    text: input.text,
    address: message.address,
    municipality: problem.municipality_id,
    pictures: input.pictures,
  });
  if (!created) return problem;
  return transact(author, async (tx) => {
    await markJoined(tx, id, {
      problem: problem.id,
      topic: problem.topic,
      author: message.author_id,
    });
    await addReport(tx, problem.id, {
      id,
      authorKey: message.author_id ?? message.id,
      channel: "site",
      text: input.text,
      at: tx.now(),
    });
    recordFact(tx, {
      subject: id,
      type: "message.joined",
      data: { problem: problem.id, reopened: true },
    });
    return reopenProblem(tx, problem.id);
  });
}

/** Withdraws the author's message. A problem with this report only is withdrawn too. */
export async function withdrawMessage(ctx: Ctx, token: string): Promise<void> {
  const { id } = await requireMessageByLink(ctx, token);
  await transact(asSystem(ctx, "author"), async (tx) => {
    const message = orNotFound(await lockMessage(tx, id));
    if (message.state === "withdrawn") return;
    const problem =
      message.problem_id === null ? undefined : await findProblem(tx, message.problem_id);
    if (!authorPermissions(message, problem).withdraw)
      throw conflict("signals.too-late-to-withdraw");
    if (problem !== undefined && problem.message_count <= 1) await withdrawProblem(tx, problem.id);
    else if (problem !== undefined) await removeReport(tx, message.id);
    await markWithdrawn(tx, message.id);
    recordFact(tx, {
      subject: message.id,
      type: "message.withdrawn",
      data: { problem: problem?.id ?? null },
    });
  });
}

/** Stops letters about any of the author's messages. */
export async function unsubscribeAuthor(ctx: Ctx, token: string): Promise<void> {
  const message = await requireMessageByLink(ctx, token);
  if (message.author_id !== null) await disableEmails(ctx, message.author_id);
}

const maxExcerptLength = 400;

/**
 * Erases the author: name, addresses, letters, photographs; of each message its public, masked
 * beginning stays, so that counts and problem do. The private link goes on working.
 */
export async function eraseAuthor(ctx: Ctx, token: string): Promise<void> {
  const { id } = await requireMessageByLink(ctx, token);
  await transact(asSystem(ctx, "author"), async (tx) => {
    const message = orNotFound(await lockMessage(tx, id));
    for (const one of await lockMessagesOfAuthor(tx, message)) {
      await eraseMessage(tx, one.id, {
        text: maskPersonalData(one.text).slice(0, maxExcerptLength).toWellFormed(),
        suggestion: { ...one.suggestion, spans: [] },
      });
      recordFact(tx, { subject: one.id, type: "message.erased" });
    }
    const author = message.author_id === null ? undefined : await findAuthor(tx, message.author_id);
    if (author === undefined) return;
    if (author.email !== null) await eraseEmails(tx, author.email);
    await eraseAuthorRow(tx, author.id);
  });
}

async function loadOwnMessage(
  ctx: Ctx,
  token: string,
): Promise<{ message: SignalMessage; problem: Problem | undefined }> {
  const message = await requireMessageByLink(ctx, token);
  const problem =
    message.problem_id === null ? undefined : await findProblem(ctx, message.problem_id);
  return { message, problem };
}
