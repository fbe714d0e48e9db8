import { transact, type Ctx } from "#base/context.ts";
import { listSubjectFacts, recordFact } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { removeReport, withdrawProblem } from "#modules/problems/index.ts";
import { toCorrections, type DecidedFields } from "./corrections.ts";
import {
  deleteCorrections,
  insertCorrections,
  actorPersonId,
  saveDecision,
  type Decision,
  type DeskMessage,
} from "./store.ts";
import { leaseEnd, lockSortable, correctionStamp, type Tx } from "./actions.ts";
import type { MessageState } from "../signal.ts";
import { triageDeadline } from "../triage-deadline.ts";

/** Hours within which one may take one's own decision back. */
export const undoHours = 24;

/** Confirms an automatic decision after a person has looked at it. */
export function confirmDecision(ctx: Ctx, number: string): Promise<void> {
  return transact(ctx, async (tx) => {
    const message = await lockSortable(tx, number);
    if (!message.decided_by_machine || message.decided_by !== null)
      throw conflict("signals.nothing-to-check");
    await saveDecision(tx, message.id, { decided_by: actorPersonId(tx) });
    const learnt: DecidedFields = {
      noise: message.state === "noise" ? message.noise_reason : "problem",
      ...(message.state === "joined" && duplicateDecision(message.problem_id, message.problem_id)),
    };
    await insertCorrections(tx, toCorrections(message, learnt, correctionStamp(tx)));
    recordFact(tx, {
      subject: message.id,
      type: "message.checked",
      data: { state: message.state },
    });
  });
}

/**
 * Undoes a decision: the actor's own within a day, or an automatic one that nobody has checked. An
 * opened problem is withdrawn only while this is its only report and nobody else has changed it.
 */
export function undoDecision(ctx: Ctx, number: string): Promise<MessageState> {
  return transact(ctx, async (tx) => {
    const message = await lockSortable(tx, number);
    requireUndoable(tx, message);
    await saveDecision(tx, message.id, {
      ...undecidedState,
      // What the machine put aside had no term; from now on the desk owes it a look.
      ...(message.due_at === null && { due_at: await triageDeadline(tx, message.suggestion) }),
      leased_by: actorPersonId(tx),
      leased_until: leaseEnd(tx),
    });
    await deleteCorrections(tx, message.id);
    const { problem_id: problem, state } = message;
    if (state === "joined" && message.decided_by_machine && message.decided_by === null)
      await insertCorrections(
        tx,
        toCorrections(message, duplicateDecision(problem, null), correctionStamp(tx)),
      );
    if (state === "answered") await requireNoEmailSent(tx, message);
    if (state === "opened" && problem !== null) await withdrawOpenedProblem(tx, message, problem);
    if (state === "joined") await removeReport(tx, message.id);
    recordFact(tx, { subject: message.id, type: "message.undone", data: { from: state, problem } });
    return state;
  });
}

/** Returns a person's verdict on an automatic join, as a correction. */
const duplicateDecision = (suggested: string | null, decided: string | null): DecidedFields => ({
  duplicate: { suggested, likeness: undefined, decided },
});

/** Returns why the decision cannot be undone; undefined when it can, as far as the message alone shows. */
export function undoRefusalReason(
  ctx: Pick<Ctx, "actor" | "now">,
  message: Pick<DeskMessage, "state" | "decided_by" | "decided_at" | "decided_by_machine">,
): "signals.nothing-to-undo" | "signals.undo-not-yours" | "signals.undo-late" | undefined {
  if (message.state === "waiting" || message.state === "withdrawn")
    return "signals.nothing-to-undo";
  if (message.decided_by_machine && message.decided_by === null) return undefined;
  if (ctx.actor.kind !== "person" || message.decided_by !== ctx.actor.id)
    return "signals.undo-not-yours";
  const since = ctx.now().getTime() - undoHours * 3_600_000;
  return (message.decided_at?.getTime() ?? 0) > since ? undefined : "signals.undo-late";
}

function requireUndoable(ctx: Ctx, message: DeskMessage): void {
  const refusalReason = undoRefusalReason(ctx, message);
  if (refusalReason !== undefined) throw conflict(refusalReason);
}

/** Refuses when a letter about the decision is already on its way. */
async function requireNoEmailSent(ctx: Ctx, message: DeskMessage): Promise<void> {
  const answered = (await listSubjectFacts(ctx, message.id)).findLast(
    ({ type }) => type === "message.answered",
  );
  if (answered?.data.letter === true) throw conflict("signals.undo-letter");
}

const ownFactTypes = new Set([
  "problem.opened",
  "problem.report-added",
  "problem.confirmed",
  "problem.routed",
]);

async function withdrawOpenedProblem(tx: Tx, message: DeskMessage, problem: string): Promise<void> {
  const facts = await listSubjectFacts(tx, problem);
  const opener = facts[0]?.actor;
  const untouched = facts.every(
    ({ type, actor, data }) =>
      actor === opener &&
      ownFactTypes.has(type) &&
      (type !== "problem.report-added" || data.voice === message.id),
  );
  if (!untouched) throw conflict("signals.undo-touched");
  // The voice goes first: the message may become a voice of another problem later.
  await removeReport(tx, message.id);
  await withdrawProblem(tx, problem, { byMistake: true });
}

const undecidedState = {
  state: "waiting",
  problem_id: null,
  decided_topic: null,
  noise_reason: null,
  reply: null,
  decided_by: null,
  decided_at: null,
  decided_by_machine: false,
} satisfies Decision;
