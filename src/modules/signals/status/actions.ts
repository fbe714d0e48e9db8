import { z } from "zod";
import { asSystem, transact, type Ctx } from "#base/context.ts";
import { isLinkToken, linkHash } from "#base/http/private-link.ts";
import { record } from "#base/journal.ts";
import { eraseLetters } from "#base/mail/mail.ts";
import { conflict, found } from "#base/refusal.ts";
import {
  addVoice,
  findProblem,
  openStages,
  removeVoice,
  reopenProblem,
  verifyByAuthor,
  withdrawProblem,
  type Problem,
} from "#modules/problems/index.ts";
import { maskPersonal } from "#modules/triage/index.ts";
import { receiveMessage } from "../intake/actions.ts";
import {
  findAuthor,
  findByLink,
  lockMessage,
  lockMessagesOf,
  saveErased,
  saveForgotten,
  saveJoined,
  saveNoLetters,
  saveWithdrawal,
  type Message,
} from "../store.ts";

/** The message behind a private link. A wrong link and no link look alike. */
export async function messageByLink(ctx: Ctx, token: string): Promise<Message> {
  return found(isLinkToken(token) ? await findByLink(ctx, linkHash(token)) : undefined);
}

const judged: readonly Problem["stage"][] = ["claimed", "answered"];
const ended: readonly Problem["stage"][] = ["verified", "explained"];

/** What the author may do now; the page shows no button that would be refused. */
export function authorMay(message: Message, problem: Problem | undefined) {
  const standing = message.state === "opened" || message.state === "joined";
  const open = problem !== undefined && openStages.includes(problem.stage);
  return {
    judge: standing && problem !== undefined && judged.includes(problem.stage),
    sayAgain: standing && problem !== undefined && ended.includes(problem.stage),
    withdraw: message.state === "waiting" || (standing && open),
  };
}

export const verdictInput = z.object({
  outcome: z.enum(["fixed", "not-fixed"], "signals.verdict-missing"),
  text: z.string("signals.verdict-empty").trim().min(1, "signals.verdict-empty").max(4000),
  pictures: z.array(z.uuid()).max(5).default([]),
});

/** The author saw whether it is fixed: as good as a check by a coordinator. */
export async function judgeFix(
  ctx: Ctx,
  token: string,
  given: z.input<typeof verdictInput>,
): Promise<Problem> {
  const input = verdictInput.parse(given);
  const { message, problem } = await mine(ctx, token);
  if (problem === undefined || !authorMay(message, problem).judge)
    throw conflict("signals.nothing-to-judge");
  return verifyByAuthor(ctx, problem.id, input);
}

export const againInput = z.object({
  text: z.string("signals.text-missing").trim().min(1, "signals.text-missing").max(4000),
  pictures: z.array(z.uuid()).max(5).default([]),
});

/** «Does not work again»: a new message in the same problem, which goes back to the body, one step higher. */
export async function sayAgain(
  ctx: Ctx,
  token: string,
  given: z.input<typeof againInput>,
): Promise<Problem> {
  const input = againInput.parse(given);
  const { message, problem } = await mine(ctx, token);
  if (problem === undefined || !authorMay(message, problem).sayAgain)
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
    await saveJoined(tx, id, {
      problem: problem.id,
      topic: problem.topic,
      author: message.author_id,
    });
    await addVoice(tx, problem.id, {
      id,
      authorKey: message.author_id ?? message.id,
      channel: "site",
      text: input.text,
      at: tx.now(),
    });
    record(tx, {
      subject: id,
      type: "message.joined",
      data: { problem: problem.id, reopened: true },
    });
    return reopenProblem(tx, problem.id);
  });
}

/** The author takes the message back. A problem of this one voice ends with it; one of many goes on. */
export async function withdrawMessage(ctx: Ctx, token: string): Promise<void> {
  const { id } = await messageByLink(ctx, token);
  await transact(asSystem(ctx, "author"), async (tx) => {
    const message = found(await lockMessage(tx, id));
    if (message.state === "withdrawn") return;
    const problem =
      message.problem_id === null ? undefined : await findProblem(tx, message.problem_id);
    if (!authorMay(message, problem).withdraw) throw conflict("signals.too-late-to-withdraw");
    if (problem !== undefined && problem.message_count <= 1) await withdrawProblem(tx, problem.id);
    else if (problem !== undefined) await removeVoice(tx, message.id);
    await saveWithdrawal(tx, message.id);
    record(tx, {
      subject: message.id,
      type: "message.withdrawn",
      data: { problem: problem?.id ?? null },
    });
  });
}

/** No more letters about any of the author's messages. */
export async function stopLetters(ctx: Ctx, token: string): Promise<void> {
  const message = await messageByLink(ctx, token);
  if (message.author_id !== null) await saveNoLetters(ctx, message.author_id);
}

const excerptLength = 400;

/**
 * Forgets the author: name, addresses, letters, photographs; of each message its public, masked
 * beginning stays, so that the counts and the problem do. The link goes on working.
 */
export async function eraseAuthor(ctx: Ctx, token: string): Promise<void> {
  const { id } = await messageByLink(ctx, token);
  await transact(asSystem(ctx, "author"), async (tx) => {
    const message = found(await lockMessage(tx, id));
    for (const one of await lockMessagesOf(tx, message)) {
      await saveErased(tx, one.id, {
        text: maskPersonal(one.text).slice(0, excerptLength).toWellFormed(),
        suggestion: { ...one.suggestion, spans: [] },
      });
      record(tx, { subject: one.id, type: "message.erased" });
    }
    const author = message.author_id === null ? undefined : await findAuthor(tx, message.author_id);
    if (author === undefined) return;
    if (author.email !== null) await eraseLetters(tx, author.email);
    await saveForgotten(tx, author.id);
  });
}

async function mine(
  ctx: Ctx,
  token: string,
): Promise<{ message: Message; problem: Problem | undefined }> {
  const message = await messageByLink(ctx, token);
  const problem =
    message.problem_id === null ? undefined : await findProblem(ctx, message.problem_id);
  return { message, problem };
}
