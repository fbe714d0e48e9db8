import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { claimPictures } from "#base/files/pictures.ts";
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
import { publishProblemPictures } from "../pictures/pictures.ts";
import {
  answerKinds,
  requireFutureDate,
  type ProblemAnswerKind,
  type ProblemTransitionName,
} from "../problem.ts";
import { requireVersion, type Problem } from "../store.ts";
import { insertAnswer } from "./store.ts";

/** Records the body's first reaction, «received, in work», without any answer yet. */
export function acknowledgeProblem(ctx: Ctx, key: string): Promise<Problem> {
  return transact(ctx, async (tx) => {
    const problem = await loadAuthorized(tx, key, "respond");
    return transition(tx, problem, "acknowledge", {});
  });
}

export const answerInput = z.object({
  kind: z.enum(answerKinds),
  text: requiredText(10_000, "problems.answer-empty"),
  /** By which day; an interim answer must have it. */
  promisedFor: z.iso.date("problems.date-missing").optional(),
  /** Saved pictures that show what was done. */
  pictures: z.array(z.uuid()).max(5).default([]),
  version: seenVersion,
});
export type AnswerInput = z.input<typeof answerInput>;

const transitionByKind: Record<ProblemAnswerKind, ProblemTransitionName> = {
  interim: "answer-interim",
  final: "answer",
  claim: "claim",
};

/** Saves the body's answer with its quality (0 to 100); personal data is masked, an office's telephone is not. */
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
    await claimPictures(tx, input.pictures);
    await publishProblemPictures(tx, input.pictures, {
      problem_id: problem.id,
      moment: "claim",
      answer_id: id,
      taken_at: at,
      alt: `${problem.title} (${version})`,
    });
    return next;
  });
}

/** Rates an answer by the same check that the specialist sees before sending. */
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
