import { transact, type Ctx } from "#base/context.ts";
import { factsAbout, record } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { removeVoice, withdrawProblem } from "#modules/problems/index.ts";
import { correctionsOf, type Decided } from "./corrections.ts";
import {
  deleteCorrections,
  insertCorrections,
  personId,
  saveDecision,
  type Decision,
  type DeskMessage,
} from "./store.ts";
import { leaseEnd, loadSortable, stamp, type Tx } from "./actions.ts";
import type { MessageState } from "../signal.ts";
import { triageTerm } from "../triage-deadline.ts";

/** Hours within which one may take one's own decision back. */
export const undoHours = 24;

/** A person looked at what the machine decided and agrees. */
export function confirmDecision(ctx: Ctx, number: string): Promise<void> {
  return transact(ctx, async (tx) => {
    const message = await loadSortable(tx, number);
    if (!message.decided_by_machine || message.decided_by !== null)
      throw conflict("signals.nothing-to-check");
    await saveDecision(tx, message.id, { decided_by: personId(tx) });
    const learnt: Decided = {
      noise: message.state === "noise" ? message.noise_reason : "problem",
      ...(message.state === "joined" && joined(message.problem_id, message.problem_id)),
    };
    await insertCorrections(tx, correctionsOf(message, learnt, stamp(tx)));
    record(tx, { subject: message.id, type: "message.checked", data: { state: message.state } });
  });
}

/**
 * Takes a decision back: mine within a day, or the machine's that nobody has checked. An opened
 * problem is withdrawn only while this is its one voice and nobody else has touched it.
 */
export function undoDecision(ctx: Ctx, number: string): Promise<MessageState> {
  return transact(ctx, async (tx) => {
    const message = await loadSortable(tx, number);
    demandUndoable(tx, message);
    await saveDecision(tx, message.id, {
      ...blank,
      // What the machine put aside had no term; from now on the desk owes it a look.
      ...(message.due_at === null && { due_at: await triageTerm(tx, message.suggestion) }),
      leased_by: personId(tx),
      leased_until: leaseEnd(tx),
    });
    await deleteCorrections(tx, message.id);
    const { problem_id: problem, state } = message;
    if (state === "joined" && message.decided_by_machine && message.decided_by === null)
      await insertCorrections(tx, correctionsOf(message, joined(problem, null), stamp(tx)));
    if (state === "answered") await demandNoLetter(tx, message);
    if (state === "opened" && problem !== null) await takeBackProblem(tx, message, problem);
    if (state === "joined") await removeVoice(tx, message.id);
    record(tx, { subject: message.id, type: "message.undone", data: { from: state, problem } });
    return state;
  });
}

/** What a person says of a joining that the machine made. */
const joined = (suggested: string | null, decided: string | null): Decided => ({
  duplicate: { suggested, likeness: undefined, decided },
});

/** Why the decision cannot be taken back; undefined when it can, as far as the message alone shows. */
export function undoTrouble(
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

function demandUndoable(ctx: Ctx, message: DeskMessage): void {
  const trouble = undoTrouble(ctx, message);
  if (trouble !== undefined) throw conflict(trouble);
}

/** A letter that is on its way cannot be called back. */
async function demandNoLetter(ctx: Ctx, message: DeskMessage): Promise<void> {
  const told = (await factsAbout(ctx, message.id)).findLast(
    ({ type }) => type === "message.answered",
  );
  if (told?.data.letter === true) throw conflict("signals.undo-letter");
}

const ownSteps = new Set([
  "problem.opened",
  "problem.voice-added",
  "problem.confirmed",
  "problem.routed",
]);

async function takeBackProblem(tx: Tx, message: DeskMessage, problem: string): Promise<void> {
  const facts = await factsAbout(tx, problem);
  const opener = facts[0]?.actor;
  const untouched = facts.every(
    ({ type, actor, data }) =>
      actor === opener &&
      ownSteps.has(type) &&
      (type !== "problem.voice-added" || data.voice === message.id),
  );
  if (!untouched) throw conflict("signals.undo-touched");
  // The voice goes first: the message may become a voice of another problem later.
  await removeVoice(tx, message.id);
  await withdrawProblem(tx, problem, { byMistake: true });
}

const blank = {
  state: "waiting",
  problem_id: null,
  decided_topic: null,
  noise_reason: null,
  reply: null,
  decided_by: null,
  decided_at: null,
  decided_by_machine: false,
} satisfies Decision;
