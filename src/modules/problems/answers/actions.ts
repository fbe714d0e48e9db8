import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { claimPictures, publishPictures } from "#base/files/pictures.ts";
import { invalid, invalidField } from "#base/refusal.ts";
import { requiredText, seenVersion } from "#base/http/fields.ts";
import {
  checkAnswer,
  isOfficePhone,
  maskPersonalData,
  type AnswerCheck,
} from "#modules/triage/index.ts";
import { transition } from "../transition.ts";
import { loadAuthorized } from "../load.ts";
import {
  answerKinds,
  requireFutureDate,
  type ProblemAnswerKind,
  type ProblemTransitionName,
} from "../problem.ts";
import { requireVersion, insertAnswer, insertPictures, type Problem } from "../store.ts";

/** «We have it and are looking»: the first reaction, without any answer yet. */
export function acknowledgeProblem(ctx: Ctx, key: string): Promise<Problem> {
  return transact(ctx, async (tx) => {
    const problem = await loadAuthorized(tx, key, "respond");
    return transition(tx, problem, "acknowledge", {});
  });
}

export const answerInput = z.object({
  kind: z.enum(answerKinds),
  text: requiredText(10_000, "problems.answer-empty"),
  /** By which day; an interim answer must say it. */
  promisedFor: z.iso.date("problems.date-missing").optional(),
  /** Kept pictures that show what was done. */
  pictures: z.array(z.uuid()).max(5).default([]),
  version: seenVersion,
});
export type AnswerInput = z.input<typeof answerInput>;

const transitionByKind: Record<ProblemAnswerKind, ProblemTransitionName> = {
  interim: "answer-interim",
  final: "answer",
  claim: "claim",
};

/** What the body says. Its quality is checked and kept with it; personal data never reaches the page, an office's telephone does. */
export function answerProblem(ctx: Ctx, key: string, given: AnswerInput): Promise<Problem> {
  const input = answerInput.parse(given);
  return transact(ctx, async (tx) => {
    const problem = await loadAuthorized(tx, key, "respond");
    requireVersion(problem, input.version);
    requirePromisedDate(tx, input);
    if (problem.body_id === null) throw invalid("problems.no-body");
    const check = checkAnswerText(problem, input, tx.now());
    const id = tx.newId();
    const next = await transition(tx, problem, transitionByKind[input.kind], {
      set: { planned_for: input.promisedFor ?? null },
      data: { answer: id, body: problem.body_id, quality: check.score },
    });
    const at = tx.now();
    const version = await insertAnswer(tx, {
      id,
      problem_id: problem.id,
      kind: input.kind,
      body_id: problem.body_id,
      person_id: tx.actor.kind === "person" ? tx.actor.id : null,
      signed_by: tx.actor.kind === "person" ? tx.actor.name : "",
      text: maskPersonalData(input.text, isOfficePhone),
      promised_for: input.promisedFor ?? null,
      quality: check.score,
      breakdown: JSON.stringify(check.breakdown),
      at,
    });
    await publishAnswerPictures(tx, problem, { ids: input.pictures, answer: id, version });
    return next;
  });
}

/** The same check that the specialist sees before sending. */
export function checkAnswerText(
  problem: Pick<Problem, "title" | "summary">,
  input: { kind: ProblemAnswerKind; text: string },
  at: Date,
): AnswerCheck {
  return checkAnswer({
    answer: input.text,
    question: `${problem.title}. ${problem.summary}`,
    kind: input.kind === "interim" ? "interim" : "final",
    at,
  });
}

function requirePromisedDate(ctx: Ctx, input: z.output<typeof answerInput>): void {
  if (input.promisedFor !== undefined) {
    const today = ctx.today();
    requireFutureDate(input.promisedFor, { today, field: "promisedFor" });
  } else if (input.kind === "interim") {
    throw invalidField("promisedFor", "problems.date-missing");
  }
}

async function publishAnswerPictures(
  ctx: Ctx,
  problem: Problem,
  { ids, answer, version }: { ids: readonly string[]; answer: string; version: number },
): Promise<void> {
  const alt = `${problem.title} (${version})`;
  await claimPictures(ctx, ids);
  await publishPictures(ctx, ids, alt);
  await insertPictures(
    ctx,
    ids.map((file_id) => ({
      file_id,
      problem_id: problem.id,
      moment: "claim",
      answer_id: answer,
      taken_at: ctx.now(),
      alt,
    })),
  );
}
