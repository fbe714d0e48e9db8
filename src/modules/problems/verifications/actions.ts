import { z } from "zod";
import { asSystem, transact, type Ctx } from "#base/context.ts";
import { claimPictures } from "#base/files/pictures.ts";
import { authorize, may } from "#base/policy.ts";
import { forbidden } from "#base/refusal.ts";
import { requiredText, seenVersion } from "#base/http/fields.ts";
import { maskPersonalData } from "#modules/triage/index.ts";
import { transition } from "../transition.ts";
import { publishProblemPictures } from "../pictures/pictures.ts";
import { problemPolicy } from "../policy.ts";
import { requireVersion, loadProblemForUpdate, type Problem } from "../store.ts";
import { insertVerification } from "./store.ts";

export const verificationInput = z.object({
  outcome: z.enum(["fixed", "not-fixed"]),
  text: requiredText(4000, "problems.check-empty"),
  /** Saved pictures of what was seen. */
  pictures: z.array(z.uuid()).max(5).default([]),
  lat: z.coerce.number().min(-90).max(90).optional(),
  lon: z.coerce.number().min(-180).max(180).optional(),
  version: seenVersion,
});
export type VerificationInput = z.input<typeof verificationInput>;

type Checker = { kind: "person" | "author"; id: string | null; name: string };

/**
 * Records an independent check on the spot: it ends the problem or sends it back, one step higher.
 * Refused for anyone tied to the executor, whatever other role they hold.
 */
export function verifyProblem(ctx: Ctx, key: string, given: VerificationInput): Promise<Problem> {
  const input = verificationInput.parse(given);
  return transact(ctx, async (tx) => {
    const problem = await loadProblemForUpdate(tx, key);
    authorizeVerification(tx, problem);
    requireVersion(problem, input.version);
    const { actor } = tx;
    const checker: Checker =
      actor.kind === "person"
        ? { kind: "person", id: actor.id, name: actor.name }
        : { kind: "person", id: null, name: "" };
    return recordOutcome(tx, problem, input, checker);
  });
}

/** Records what the author of a message reports by the private link, which the caller has checked. */
export function verifyByAuthor(ctx: Ctx, key: string, given: VerificationInput): Promise<Problem> {
  const input = verificationInput.parse(given);
  return transact(asSystem(ctx, "author"), async (tx) => {
    const problem = await loadProblemForUpdate(tx, key);
    return recordOutcome(tx, problem, input, { kind: "author", id: null, name: "" });
  });
}

/** Allows a check only to those not tied to the body; a tied person who may read the problem gets that as the reason. */
export function authorizeVerification(ctx: Ctx, problem: Problem): void {
  const { actor } = ctx;
  const isTied =
    actor.kind === "person" && problem.body_id !== null && actor.ties.includes(problem.body_id);
  if (isTied && may(problemPolicy, actor, "read", problem))
    throw forbidden("problems.tied-to-executor");
  authorize({ policy: problemPolicy, actor, action: "verify", row: problem, read: "read" });
}

async function recordOutcome(
  tx: Parameters<typeof transition>[0],
  problem: Problem,
  input: z.output<typeof verificationInput>,
  checker: Checker,
): Promise<Problem> {
  const id = tx.newId();
  const isFixed = input.outcome === "fixed";
  const next = await transition(tx, problem, isFixed ? "verify" : "refute", {
    data: { verification: id, checker: checker.kind, body: problem.body_id },
  });
  await insertVerification(tx, {
    id,
    problem_id: problem.id,
    outcome: input.outcome,
    checked_by: checker.id,
    checker: checker.kind,
    checker_name: checker.name,
    text: maskPersonalData(input.text),
    lat: input.lat ?? null,
    lon: input.lon ?? null,
    at: tx.now(),
  });
  const alt = `${problem.title}: ${maskPersonalData(input.text).slice(0, 120)}`;
  await claimPictures(tx, input.pictures);
  await publishProblemPictures(tx, input.pictures, {
    problem_id: problem.id,
    moment: "after",
    verification_id: id,
    taken_at: tx.now(),
    alt,
  });
  return next;
}
