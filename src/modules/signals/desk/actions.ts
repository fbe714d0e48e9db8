import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { queueEmail } from "#base/mail/mail.ts";
import { authorize, may } from "#base/policy.ts";
import { conflict, Refusal, invalidField } from "#base/refusal.ts";
import { requiredText } from "#base/http/fields.ts";
import {
  addReport,
  confirmProblem,
  openProblem,
  openProblemInput,
  reopenProblem,
  routeProblem,
  type Problem,
} from "#modules/problems/index.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { catalogue, noiseReasons } from "#modules/triage/index.ts";
import { toCorrections, type DecidedFields } from "./corrections.ts";
import { deskPolicy } from "./policy.ts";
import { leaseNextMessage, type DeskQuery } from "../queue/reads.ts";
import { leaseNextToTeach } from "../queue/teaching-order-reads.ts";
import {
  findMessageAuthor,
  insertCorrections,
  lockForDecision,
  actorPersonId,
  saveDecision,
  type Decision,
  type DeskMessage,
} from "./store.ts";
import { listPictureIds } from "../store.ts";
import { acceptsEmails } from "./view.ts";
import { type MessageState } from "../signal.ts";
import { signalSettings } from "../settings.ts";

export type Tx = Ctx & { unit: UnitOfWork };

const leaseMinutes = (ctx: Ctx) => signalSettings.of(ctx.region).leaseMinutes;

/** Returns when a lease that begins now ends, by the region's setting. */
export function leaseEnd(ctx: Ctx): Date {
  return new Date(ctx.now().getTime() + leaseMinutes(ctx) * 60_000);
}

/** Returns the person who has leased the message, or undefined when it is free. */
export function leaseHolder(
  message: Pick<DeskMessage, "leased_by" | "leased_until">,
  now: Date,
): string | undefined {
  const { leased_by: by, leased_until: until } = message;
  return by !== null && until !== null && until > now ? by : undefined;
}

/**
 * Leases the next free message for the actor and returns its number; undefined when none is free.
 * `leave` names the message just put aside: the search goes on after it.
 */
export function leaseNextForActor(
  ctx: Ctx,
  query: DeskQuery,
  options: { leave?: string | undefined } = {},
): Promise<string | undefined> {
  return transact(ctx, async (tx) => {
    authorize({ policy: deskPolicy, actor: tx.actor, action: "enter" });
    const { leave } = options;
    const left = leave === undefined ? undefined : await lockSortable(tx, leave);
    if (left !== undefined && left.leased_by === actorPersonId(tx))
      await saveDecision(tx, left.id, noLease);
    const lease = query.state === "teach" ? leaseNextToTeach : leaseNextMessage;
    return lease(tx, query, { after: left, until: leaseEnd(tx) });
  });
}

/** Takes one message into work, or takes the lease anew; another's lease is a conflict. */
export function leaseMessage(ctx: Ctx, number: string): Promise<void> {
  return transact(ctx, async (tx) => {
    const message = await lockWaiting(tx, number);
    await saveDecision(tx, message.id, {
      leased_by: actorPersonId(tx),
      leased_until: leaseEnd(tx),
    });
  });
}

function isKnownTopic(code: string): boolean {
  return catalogue.topics.some((topic) => topic.code === code);
}

/** What was shown as the likeliest duplicate when the person decided: material to learn from. */
const offeredDuplicateFields = {
  offered: z.uuid().optional(),
  likeness: z.coerce.number().min(0).max(1).optional(),
};

export const openMessageInput = openProblemInput.extend({
  topic: z.string("signals.topic-missing").refine(isKnownTopic, "signals.topic-missing"),
  municipalityId: z.uuid("signals.municipality-missing"),
  bodyId: z.uuid().optional(),
  /** Why this body; required with it. */
  routeReason: requiredText(500).optional(),
  ...offeredDuplicateFields,
});
export type OpenMessageInput = z.input<typeof openMessageInput>;

/** Opens a confirmed problem from the message, routed to the body where one is chosen. */
export function openFromMessage(
  ctx: Ctx,
  number: string,
  given: OpenMessageInput,
): Promise<Problem> {
  const { bodyId, routeReason, offered: shown, likeness, ...input } = openMessageInput.parse(given);
  return transact(ctx, async (tx) => {
    const message = await lockWaiting(tx, number);
    await requireOwnPlace(tx, input);
    const { id } = await openProblem(tx, input);
    await addReport(tx, id, await toReport(tx, message));
    const problem =
      bodyId === undefined
        ? await confirmProblem(tx, id)
        : await routeProblem(tx, id, { bodyId, reason: routeReason ?? "" });
    await saveDecisionWithFact(tx, message, {
      state: "opened",
      set: {
        problem_id: id,
        municipality_id: problem.municipality_id,
        urgency: problem.urgency,
        decided_topic: problem.topic,
      },
      fact: { type: "message.opened", data: { problem: id, body: bodyId ?? null } },
      learnt: {
        noise: "problem",
        topic: problem.topic,
        place: problem.settlement_id ?? problem.municipality_id,
        urgency: problem.urgency,
        body: bodyId ?? null,
        ...(shown !== undefined && { duplicate: { suggested: shown, likeness, decided: null } }),
      },
    });
    return problem;
  });
}

export const joinInput = z.object({
  /** Number or id of the problem. */
  problem: z.string().trim().min(1, "signals.problem-missing").max(40),
  ...offeredDuplicateFields,
});

/** Joins the message to a known problem as one more report; a finished problem is reopened. */
export function joinMessage(
  ctx: Ctx,
  number: string,
  given: z.input<typeof joinInput>,
): Promise<Problem> {
  const input = joinInput.parse(given);
  return transact(ctx, async (tx) => {
    const message = await lockWaiting(tx, number);
    const joined = await addReport(tx, input.problem, await toReport(tx, message)).catch(
      rethrowUnknownProblem,
    );
    const again = finishedStages.includes(joined.stage);
    const problem = again ? await reopenProblem(tx, joined.id) : joined;
    await saveDecisionWithFact(tx, message, {
      state: "joined",
      set: { problem_id: problem.id, decided_topic: problem.topic },
      fact: { type: "message.joined", data: { problem: problem.id, reopened: again } },
      learnt: {
        noise: "problem",
        topic: problem.topic,
        duplicate: {
          suggested: input.offered ?? null,
          likeness: input.likeness,
          decided: problem.id,
        },
      },
    });
    return problem;
  });
}

/**
 * Joins a waiting message by triage itself: listed among the automatic decisions, and any coordinator
 * may undo it. Pictures that nobody has looked at stay with the message.
 */
export function joinAutomatically(
  ctx: Ctx,
  number: string,
  { problem: id, likeness }: { problem: string; likeness: number },
): Promise<Problem> {
  return transact(ctx, async (tx) => {
    const message = await lockWaiting(tx, number);
    const problem = await addReport(tx, id, { ...(await toReport(tx, message)), pictures: [] });
    if (finishedStages.includes(problem.stage)) throw conflict("signals.already-decided");
    await saveDecision(tx, message.id, {
      ...noLease,
      state: "joined",
      problem_id: problem.id,
      decided_by_machine: true,
      decided_at: tx.now(),
    });
    recordFact(tx, {
      subject: message.id,
      type: "message.joined",
      data: {
        problem: problem.id,
        reopened: false,
        likeness: Math.round(likeness * 1_000) / 1_000,
      },
    });
    return problem;
  });
}

const finishedStages: readonly Problem["stage"][] = [
  "verified",
  "explained",
  "rejected",
  "withdrawn",
];

/** Turns an unknown number into an error of its field, since it was typed by a person. */
function rethrowUnknownProblem(error: unknown): never {
  if (error instanceof Refusal && error.kind === "not-found") {
    throw invalidField("problem", "signals.unknown-problem");
  }
  throw error;
}

export const dismissInput = z.object({ reason: z.enum(noiseReasons) });

/** Closes the message as needing no action, with the reason. */
export function dismissMessage(
  ctx: Ctx,
  number: string,
  given: z.input<typeof dismissInput>,
): Promise<void> {
  const { reason } = dismissInput.parse(given);
  return transact(ctx, async (tx) => {
    const message = await lockWaiting(tx, number);
    await saveDecisionWithFact(tx, message, {
      state: "noise",
      set: { noise_reason: reason },
      fact: { type: "message.dismissed", data: { reason } },
      learnt: { noise: reason },
    });
  });
}

export const replyInput = z.object({
  text: z.string().trim().min(1, "signals.reply-empty").max(4000),
});

export type EmailTexts = { subject: (number: string) => string; body: (text: string) => string };

/** Answers the author and closes the message; a letter goes to whoever left an address for letters. */
export function replyToAuthor(
  ctx: Ctx,
  number: string,
  given: z.input<typeof replyInput> & { letter: EmailTexts },
): Promise<{ letter: boolean }> {
  const { text } = replyInput.parse(given);
  return transact(ctx, async (tx) => {
    const message = await lockWaiting(tx, number);
    const email = await findReplyAddress(tx, message);
    if (email !== undefined) {
      await queueEmail(tx, {
        to: email,
        subject: given.letter.subject(message.number),
        body: given.letter.body(text),
        dedupeKey: `message-answered:${message.id}`,
      });
    }
    const letter = email !== undefined;
    await saveDecisionWithFact(tx, message, {
      state: "answered",
      set: { reply: text },
      fact: { type: "message.answered", data: { letter } },
      learnt: { noise: "answered" },
    });
    return { letter };
  });
}

async function findReplyAddress(ctx: Ctx, message: DeskMessage): Promise<string | undefined> {
  const author =
    message.author_id === null ? undefined : await findMessageAuthor(ctx, message.author_id);
  return acceptsEmails(author, message.channel) ? author.email : undefined;
}

export const handOverInput = z.object({ handTo: z.uuid("signals.municipality-missing") });

/** Hands the message over to another municipality, to the desk of its coordinators. */
export function handOverMessage(
  ctx: Ctx,
  number: string,
  given: z.input<typeof handOverInput>,
): Promise<void> {
  const { handTo: municipalityId } = handOverInput.parse(given);
  return transact(ctx, async (tx) => {
    const message = await lockWaiting(tx, number);
    const wrong = (reason: string) => invalidField("handTo", reason);
    const place = await findTerritory(tx, municipalityId);
    if (place?.kind !== "municipality") throw wrong("signals.municipality-missing");
    if (message.municipality_id === municipalityId) throw wrong("signals.same-municipality");
    await saveDecision(tx, message.id, { ...noLease, municipality_id: municipalityId });
    await insertCorrections(
      tx,
      toCorrections(message, { place: municipalityId }, correctionStamp(tx)),
    );
    const data = { from: message.municipality_id, to: municipalityId };
    recordFact(tx, { subject: message.id, type: "message.handed-over", data });
  });
}

const noLease = { leased_by: null, leased_until: null } satisfies Decision;

/** Locks the message if the actor may sort it; else it is refused as not found. */
export async function lockSortable(tx: Tx, number: string): Promise<DeskMessage> {
  const message = await lockForDecision(tx, number);
  authorize({ policy: deskPolicy, actor: tx.actor, action: "sort", row: message, read: "sort" });
  return message;
}

/** Locks a message that waits and is leased by nobody else; else a conflict that keeps the form. */
async function lockWaiting(tx: Tx, number: string): Promise<DeskMessage> {
  const message = await lockSortable(tx, number);
  if (message.state !== "waiting") throw conflict("signals.already-decided");
  const holder = leaseHolder(message, tx.now());
  if (holder !== undefined && holder !== actorPersonId(tx)) throw conflict("signals.leased");
  return message;
}

/** Refuses, at its field, a municipality in which the coordinator may not open problems. */
async function requireOwnPlace(
  ctx: Ctx,
  { municipalityId, settlementId }: { municipalityId: string; settlementId?: string | undefined },
): Promise<void> {
  if (!may(deskPolicy, ctx.actor, "sort", { municipality_id: municipalityId })) {
    throw invalidField("municipalityId", "signals.foreign-municipality");
  }
  if (settlementId === undefined) return;
  const settlement = await findTerritory(ctx, settlementId);
  if (settlement?.parentId === municipalityId) return;
  throw invalidField("settlementId", "signals.settlement-elsewhere");
}

/**
 * Turns the message into a report of a problem; its pictures, seen by the person who decides, become
 * those of «before».
 */
async function toReport(ctx: Ctx, message: DeskMessage) {
  return {
    id: message.id,
    authorKey: message.author_id ?? message.id,
    channel: message.channel,
    text: message.text,
    at: message.written_at,
    pictures: await listPictureIds(ctx, message.id),
  };
}

/** Returns by whom and when a correction was made. */
export const correctionStamp = (ctx: Ctx) => ({
  newId: ctx.newId,
  at: ctx.now(),
  person: ctx.actor.kind === "person" ? ctx.actor.id : null,
});

/** Saves a decision with its corrections and records the fact: the end of every decision. */
async function saveDecisionWithFact(
  tx: Tx,
  message: DeskMessage,
  done: {
    state: MessageState;
    set: Decision;
    fact: { type: string; data: Parameters<typeof recordFact>[1]["data"] };
    learnt: DecidedFields;
  },
): Promise<void> {
  await saveDecision(tx, message.id, {
    ...noLease,
    ...done.set,
    state: done.state,
    decided_by: tx.actor.kind === "person" ? tx.actor.id : null,
    decided_at: tx.now(),
  });
  await insertCorrections(tx, toCorrections(message, done.learnt, correctionStamp(tx)));
  recordFact(tx, { subject: message.id, type: done.fact.type, data: done.fact.data ?? {} });
}
