import { z } from "zod";
import { asSystem, transact, type Ctx } from "#base/context.ts";
import type { Job } from "#base/jobs.ts";
import { queueEmail } from "#base/mail/mail.ts";
import { loadOrganisationNames } from "#modules/organisations/index.ts";
import { findProblem, type Problem } from "#modules/problems/index.ts";
import { messageLinkToken } from "../intake/actions.ts";
import { listEmailRecipients } from "../store.ts";
import { ru } from "../messages.ru.ts";

/** Steps of a problem that its authors get a letter about. */
export const notifiedFacts = [
  "problem.report-added",
  "problem.routed",
  "problem.rerouted",
  "problem.answered-interim",
  "problem.answered",
  "problem.claimed",
  "problem.verified",
  "problem.refuted",
  "problem.planned",
  "problem.explained",
  "problem.rejected",
  "problem.reopened",
] as const;
export type NotifiedFact = (typeof notifiedFacts)[number];

const notifyAuthorsInput = z.object({
  problem: z.uuid(),
  fact: z.uuid(),
  step: z.enum(notifiedFacts),
  at: z.iso.datetime(),
  /** The message that was added: its author only. */
  message: z.uuid().optional(),
});
type NotifyAuthorsInput = z.infer<typeof notifyAuthorsInput>;

/** Who came within this time before a step learns of it from the letter about coming. */
const recentJoinMs = 60_000;

/** Writes one letter per author and step; the same step never writes a second one. */
async function notifyAuthors(ctx: Ctx, input: NotifyAuthorsInput): Promise<void> {
  const problem = await findProblem(asSystem(ctx, "letters"), input.problem);
  if (problem === undefined) return;
  const fresh = input.step === "problem.report-added";
  const before = fresh ? undefined : new Date(new Date(input.at).getTime() - recentJoinMs);
  const recipients = await listEmailRecipients(ctx, input.problem, {
    message: input.message,
    before,
  });
  if (recipients.length === 0) return;
  const body =
    problem.body_id === null
      ? ""
      : ((await loadOrganisationNames(ctx, [problem.body_id])).get(problem.body_id) ?? "");
  await transact(ctx, async (tx) => {
    for (const reader of recipients) {
      const link = `${tx.app.url}/${tx.region.id}/my/${messageLinkToken(tx, reader.message)}`;
      await queueEmail(tx, {
        to: reader.email,
        subject: ru.letters.subject(reader.number, ru.letters.steps[input.step]),
        body: emailBody(problem, { step: input.step, number: reader.number, body, link }),
        dedupeKey: `notify-authors:${input.fact}:${reader.author}`,
      });
    }
  });
}

/**
 * Sends a letter of a later module to the authors of a problem who want letters, in our frame:
 * greeting, private link, reason. One letter to an author for each dedupeKey.
 */
export async function emailAuthors(
  ctx: Ctx,
  letter: { problem: string; subject: string; text: string; dedupeKey: string },
): Promise<void> {
  const recipients = await listEmailRecipients(ctx, letter.problem, {});
  await transact(ctx, async (tx) => {
    for (const reader of recipients) {
      const link = `${tx.app.url}/${tx.region.id}/my/${messageLinkToken(tx, reader.message)}`;
      const { letters } = ru;
      await queueEmail(tx, {
        to: reader.email,
        subject: letter.subject,
        body: [letters.hello, letter.text, letters.link(link), letters.why].join("\n\n"),
        dedupeKey: `${letter.dedupeKey}:${reader.author}`,
      });
    }
  });
}

function emailBody(
  problem: Problem,
  { step, number, body, link }: { step: NotifiedFact; number: string; body: string; link: string },
): string {
  const { letters } = ru;
  return [
    letters.hello,
    letters.about(number, problem.title),
    letters.says[step]({ problem: problem.number, body }),
    letters.link(link),
    letters.why,
  ].join("\n\n");
}

export const notifyAuthorsJob: Job<NotifyAuthorsInput> = {
  name: "signals.notify-authors",
  input: notifyAuthorsInput,
  run: notifyAuthors,
};
