import { z } from "zod";
import { asSystem, transact, type Ctx } from "#base/context.ts";
import type { Job } from "#base/jobs.ts";
import { writeLetter } from "#base/mail/mail.ts";
import { organisationNames } from "#modules/organisations/index.ts";
import { findProblem, type Problem } from "#modules/problems/index.ts";
import { linkTokenOf } from "../intake/actions.ts";
import { readersOf } from "../store.ts";
import { ru } from "../messages.ru.ts";

/** Steps of a problem that its authors get a letter about. */
export const toldSteps = [
  "problem.voice-added",
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
export type ToldStep = (typeof toldSteps)[number];

const input = z.object({
  problem: z.uuid(),
  fact: z.uuid(),
  step: z.enum(toldSteps),
  at: z.iso.datetime(),
  /** The message that was added: its author only. */
  message: z.uuid().optional(),
});
type TellInput = z.infer<typeof input>;

/** Who came within this time before a step learns of it from the letter about coming. */
const justCame = 60_000;

/** Writes one letter per author and step; the same step never writes a second one. */
async function tellAuthors(ctx: Ctx, told: TellInput): Promise<void> {
  const problem = await findProblem(asSystem(ctx, "letters"), told.problem);
  if (problem === undefined) return;
  const fresh = told.step === "problem.voice-added";
  const before = fresh ? undefined : new Date(new Date(told.at).getTime() - justCame);
  const readers = await readersOf(ctx, told.problem, { message: told.message, before });
  if (readers.length === 0) return;
  const body =
    problem.body_id === null
      ? ""
      : ((await organisationNames(ctx, [problem.body_id])).get(problem.body_id) ?? "");
  await transact(ctx, async (tx) => {
    for (const reader of readers) {
      const link = `${tx.house.url}/${tx.region.id}/my/${linkTokenOf(tx, reader.message)}`;
      await writeLetter(tx, {
        to: reader.email,
        subject: ru.letters.subject(reader.number, ru.letters.steps[told.step]),
        body: letterBody(problem, { step: told.step, number: reader.number, body, link }),
        occasion: `told:${told.fact}:${reader.author}`,
      });
    }
  });
}

/**
 * A letter of a later module to those who wrote of a problem and want letters, in the frame of our
 * own: hello, the private link, why they get it. One letter to an author for each occasion.
 */
export async function writeToAuthors(
  ctx: Ctx,
  letter: { problem: string; subject: string; text: string; occasion: string },
): Promise<void> {
  const readers = await readersOf(ctx, letter.problem, {});
  await transact(ctx, async (tx) => {
    for (const reader of readers) {
      const link = `${tx.house.url}/${tx.region.id}/my/${linkTokenOf(tx, reader.message)}`;
      const { letters } = ru;
      await writeLetter(tx, {
        to: reader.email,
        subject: letter.subject,
        body: [letters.hello, letter.text, letters.link(link), letters.why].join("\n\n"),
        occasion: `${letter.occasion}:${reader.author}`,
      });
    }
  });
}

function letterBody(
  problem: Problem,
  { step, number, body, link }: { step: ToldStep; number: string; body: string; link: string },
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

export const tellAuthorsWork: Job<TellInput> = {
  name: "signals.tell-authors",
  input,
  run: tellAuthors,
};
