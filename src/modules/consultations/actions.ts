import { z } from "zod";
import { toZoned } from "#base/time/calendar.ts";
import { transact, type Ctx } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict, invalidField } from "#base/refusal.ts";
import { endOfDay } from "#base/time/rules.ts";
import { upsertContact, loadPersonNames, contactInput } from "#modules/people/index.ts";
import { consultationOutcomes } from "./consultation.ts";
import { consultationPolicy } from "./policy.ts";
import { insertPeople, insertSeries, updateConsultation, type Consultation } from "./store.ts";
import { clearedMeeting, loadForHandling, transition, versionField } from "./transition.ts";

const recordText = z.string().trim().max(2000);

export const assignInput = z.object({ consultantId: z.uuid().optional(), ...versionField });

/** Assigns a request to the given consultant, or to the actor. */
export function assignConsultation(
  ctx: Ctx,
  key: string,
  given: z.input<typeof assignInput> = {},
): Promise<Consultation> {
  const input = assignInput.parse(given);
  return transact(ctx, async (tx) => {
    const consultation = await loadForHandling(tx, key, input.version);
    const own = tx.actor.kind === "person" ? tx.actor.id : undefined;
    const consultantId = input.consultantId ?? own;
    if (
      consultantId === undefined ||
      !(await loadPersonNames(tx, [consultantId])).has(consultantId)
    ) {
      throw invalidField("consultantId", "consultations.unknown-consultant");
    }
    return transition(tx, consultation, "take", {
      set: { consultant_id: consultantId, taken_at: tx.now() },
      data: { consultant: consultantId },
    });
  });
}

export const handBackInput = z.object(versionField);

/** Returns a request to the queue; its booked slot is free again. */
export function handBack(
  ctx: Ctx,
  key: string,
  given: z.input<typeof handBackInput> = {},
): Promise<Consultation> {
  return transact(ctx, async (tx) => {
    const consultation = await loadForHandling(tx, key, handBackInput.parse(given).version);
    return transition(tx, consultation, "hand-back", {
      set: { consultant_id: null, ...clearedMeeting },
    });
  });
}

export const recordInput = z.object({
  asked: recordText.min(3, "consultations.line-missing"),
  situation: recordText.min(3, "consultations.line-missing"),
  advised: recordText.min(3, "consultations.line-missing"),
  agreed: recordText.min(3, "consultations.line-missing"),
  next: recordText.min(3, "consultations.line-missing"),
  nextDue: z.iso.date("consultations.date-wrong").optional(),
  /** The day of the talk; today by default. */
  givenOn: z.iso.date("consultations.date-wrong").optional(),
  minutes: z.coerce
    .number()
    .int()
    .min(5, "consultations.minutes-wrong")
    .max(600, "consultations.minutes-wrong"),
  /** Who else was advised, when it is a group. */
  people: z.array(contactInput).max(60).default([]),
  ...versionField,
});
export type RecordInput = z.input<typeof recordInput>;

/** Records a talk: five lines and the next step. Only a recorded consultation is counted. */
export function recordConsultation(
  ctx: Ctx,
  key: string,
  given: RecordInput,
): Promise<Consultation> {
  const input = recordInput.parse(given);
  return transact(ctx, async (tx) => {
    const consultation = await loadForHandling(tx, key, input.version);
    const at = tx.now();
    const givenOn = input.givenOn ?? toZoned(at, tx.region.timeZone).date;
    const talked = endOfDay(tx, givenOn);
    requirePastDay(tx, consultation, givenOn);
    const contacts = [];
    for (const person of input.people) contacts.push((await upsertContact(tx, person)).id);
    await insertPeople(tx, consultation.id, contacts);
    return transition(tx, consultation, "give", {
      set: {
        given_at: talked < at ? talked : at,
        given_on: givenOn,
        minutes: input.minutes,
        consultant_id:
          consultation.consultant_id ?? (tx.actor.kind === "person" ? tx.actor.id : null),
        record_asked: input.asked,
        record_situation: input.situation,
        record_advised: input.advised,
        record_agreed: input.agreed,
        record_next: input.next,
        next_due: input.nextDue ?? null,
      },
      data: { on: givenOn, minutes: input.minutes, people: contacts.length + 1 },
    });
  });
}

function requirePastDay(tx: Ctx, consultation: Consultation, givenOn: string): void {
  const dayOf = (at: Date) => toZoned(at, tx.region.timeZone).date;
  const wrong = (reason: string) => invalidField("givenOn", reason);
  if (givenOn > dayOf(tx.now())) throw wrong("consultations.not-yet");
  if (givenOn < dayOf(consultation.asked_at)) throw wrong("consultations.before-asked");
}

export const closeInput = z.object({
  outcome: z.enum(consultationOutcomes, "consultations.outcome-missing"),
  projectId: z.uuid().optional(),
  note: recordText.default(""),
  ...versionField,
});

/** Closes a consultation with its outcome, and the project that grew from it where there is one. */
export function closeConsultation(
  ctx: Ctx,
  key: string,
  given: z.input<typeof closeInput>,
): Promise<Consultation> {
  const input = closeInput.parse(given);
  return transact(ctx, async (tx) => {
    const consultation = await loadForHandling(tx, key, input.version);
    return transition(tx, consultation, "close", {
      set: {
        outcome: input.outcome,
        outcome_project_id: input.projectId ?? consultation.about_project_id,
        outcome_note: input.note,
        closed_at: tx.now(),
      },
      data: { outcome: input.outcome },
    });
  });
}

/** Links the project that grew from the advice as its outcome, in place of another outcome or none. */
export function linkProject(ctx: Ctx, key: string, projectId: string): Promise<Consultation> {
  return transact(ctx, async (tx) => {
    const consultation = await loadForHandling(tx, key);
    const grown = { outcome: "project-opened", outcome_project_id: projectId } as const;
    if (consultation.stage === "given") {
      const set = { ...grown, closed_at: tx.now() };
      return transition(tx, consultation, "close", { set, data: { outcome: grown.outcome } });
    }
    if (consultation.stage !== "closed") throw conflict("consultations.stage-forbids");
    recordFact(tx, { subject: consultation.id, type: "consultation.outgrown" });
    return updateConsultation(tx, consultation, grown);
  });
}

export const declineInput = z.object({
  reason: recordText.min(5, "consultations.reason-missing"),
  ...versionField,
});

/** Declines a request; the letter to the person has the reason and whom to ask. */
export function declineConsultation(
  ctx: Ctx,
  key: string,
  given: z.input<typeof declineInput>,
): Promise<Consultation> {
  const input = declineInput.parse(given);
  return transact(ctx, async (tx) => {
    const consultation = await loadForHandling(tx, key, input.version);
    return transition(tx, consultation, "decline", { set: { decline_reason: input.reason } });
  });
}

export const seriesInput = z.object({
  title: z
    .string("consultations.title-missing")
    .trim()
    .min(3, "consultations.title-missing")
    .max(200),
  planned: z.coerce
    .number()
    .int()
    .min(2, "consultations.planned-wrong")
    .max(50, "consultations.planned-wrong"),
  aboutProjectId: z.uuid().optional(),
});

/** Opens a series of meetings for one group; returns its id. */
export async function createSeries(ctx: Ctx, given: z.input<typeof seriesInput>): Promise<string> {
  const input = seriesInput.parse(given);
  authorize({ policy: consultationPolicy, actor: ctx.actor, action: "note" });
  return transact(ctx, async (tx) => {
    const id = tx.newId();
    await insertSeries(tx, {
      id,
      title: input.title,
      planned: input.planned,
      about_project_id: input.aboutProjectId ?? null,
      created_at: tx.now(),
    });
    startChain(tx, id);
    recordFact(tx, { subject: id, type: "series.opened", data: { planned: input.planned } });
    return id;
  });
}
