import type { Ctx, UnitOfWork } from "#base/context.ts";
import { recordFact, type Json } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { computeTermEnd } from "#base/time/rules.ts";
import { seenVersion } from "#base/http/fields.ts";
import { lifecycle, timerOf, type TransitionName } from "./consultation.ts";
import { notifyRequester, type EmailKind } from "./letters.ts";
import { consultationPolicy } from "./policy.ts";
import {
  requireVersion,
  lockConsultation,
  updateConsultation,
  type Consultation,
} from "./store.ts";

export type TransitionChange = {
  set?: Parameters<typeof updateConsultation>[2];
  data?: Record<string, Json>;
};

const factTypes: Record<TransitionName, string> = {
  take: "consultation.taken",
  "hand-back": "consultation.handed-back",
  book: "consultation.booked",
  miss: "consultation.missed",
  give: "consultation.given",
  close: "consultation.closed",
  decline: "consultation.declined",
  withdraw: "consultation.withdrawn",
};

/** Transitions of which the person who asked is notified by letter. */
const emailKinds: Partial<Record<TransitionName, EmailKind>> = {
  book: "booked",
  give: "given",
  decline: "declined",
};

/** Performs a change of stage: stage, timer, fact and letter. Every change passes through it. */
export async function transition(
  tx: Ctx & { unit: UnitOfWork },
  consultation: Consultation,
  name: TransitionName,
  { set = {}, data = {} }: TransitionChange = {},
): Promise<Consultation> {
  const at = tx.now();
  const stage = lifecycle.transition(consultation.stage, name);
  const clock = await computeTimer(tx, stage, (set.ends_at as Date | null | undefined) ?? at);
  const saved = await updateConsultation(tx, consultation, {
    stage,
    stage_since: at,
    ...clock,
    ...set,
  });
  recordFact(tx, {
    subject: consultation.id,
    type: factTypes[name],
    data: { from: consultation.stage, ...data },
  });
  const occasion = emailKinds[name];
  if (occasion !== undefined) await notifyRequester(tx, saved, occasion);
  return saved;
}

/** Computes the timer of a stage and when it is due; both null for final stages. */
export async function computeTimer(ctx: Ctx, stage: Consultation["stage"], startedAt: Date) {
  const timer = timerOf(stage);
  const due_at =
    timer === null ? null : await computeTermEnd(ctx, { timer, startedAt, traits: {} });
  return { timer, due_at };
}

/** Locks a request that the actor may handle; refuses an outdated version. */
export async function loadForHandling(
  tx: Ctx,
  key: string,
  version?: number,
): Promise<Consultation> {
  const consultation = await lockConsultation(tx, key);
  authorize({
    policy: consultationPolicy,
    actor: tx.actor,
    action: "handle",
    row: consultation,
    read: "read",
  });
  requireVersion(consultation, version);
  return consultation;
}

export const versionField = { version: seenVersion };

export const clearedMeeting = { slot_id: null, starts_at: null, ends_at: null, place: "" } as const;
