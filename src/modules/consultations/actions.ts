import { z } from "zod";
import { fromZoned, localDate, toZoned } from "#base/time/calendar.ts";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { startChain, recordFact, type Json } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict, orNotFound, invalidField } from "#base/refusal.ts";
import { endOfDay, computeTermEnd } from "#base/time/rules.ts";
import { linkHash, linkToken } from "#base/http/private-link.ts";
import { optionalText, seenVersion } from "#base/http/fields.ts";
import { findOrganisation } from "#modules/organisations/index.ts";
import { upsertContact, loadPersonNames, contactInput } from "#modules/people/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import {
  requestChannels,
  formatConsultationNumber,
  requireFuture,
  requirePast,
  lifecycle,
  consultationModes,
  consultationOutcomes,
  timerOf,
  consultationTopics,
  type TransitionName,
} from "./consultation.ts";
import { notifyRequester, type EmailKind } from "./letters.ts";
import { consultationPolicy } from "./policy.ts";
import { lockSlot } from "./slots/store.ts";
import {
  requireVersion,
  findSeries,
  insertConsultation,
  insertPeople,
  insertSeries,
  lockConsultation,
  updateConsultation,
  type Consultation,
} from "./store.ts";

const recordText = z.string().trim().max(2000);

export const requestInput = z.object({
  contact: contactInput,
  topic: z.enum(consultationTopics, "consultations.topic-missing"),
  mode: z.enum(consultationModes).default("individual"),
  channel: z.enum(requestChannels).default("form"),
  question: z
    .string("consultations.question-missing")
    .trim()
    .min(10, "consultations.question-short")
    .max(4000, "consultations.question-long"),
  municipalityId: z.uuid("consultations.municipality-missing"),
  organisationId: z.uuid().optional(),
  aboutProjectId: z.uuid().optional(),
  programmeId: z.uuid().optional(),
  seriesId: z.uuid().optional(),
  slotId: z.uuid().optional(),
  /** The day of the call, when the centre notes it later. */
  askedOn: z.iso.date("consultations.date-wrong").optional(),
  /** Names this sending of the form: the same one twice is one request. */
  key: z.string().min(1).max(100),
});
export type RequestInput = z.input<typeof requestInput>;

/** Somebody asks for advice: a guest through the form, or the centre noting a call. */
export async function requestConsultation(ctx: Ctx, given: RequestInput): Promise<Consultation> {
  const input = requestInput.parse(given);
  if (input.channel === "telephone") {
    authorize({ policy: consultationPolicy, actor: ctx.actor, action: "note" });
  }
  const at = requestedAt(ctx, input);
  const year = toZoned(at, ctx.region.timeZone).date.slice(0, 4);
  const n = await ctx.app.database.nextNumber(ctx.region.id, `consultations-${year}`);
  return transact(ctx, async (tx) => {
    await requirePlaces(tx, input);
    const contact = await upsertContact(tx, {
      ...input.contact,
      municipalityId: input.municipalityId,
    });
    const id = tx.newId();
    const { consultation, isNew } = await insertConsultation(tx, {
      region_id: tx.region.id,
      id,
      number: formatConsultationNumber(year, n),
      stage: "asked",
      stage_since: at,
      ...(await computeTimer(tx, "asked", at)),
      topic: input.topic,
      mode: input.mode,
      channel: input.channel,
      question: input.question,
      contact_id: contact.id,
      municipality_id: input.municipalityId,
      organisation_id: input.organisationId ?? null,
      about_project_id: input.aboutProjectId ?? null,
      programme_id: input.programmeId ?? null,
      series_id: input.seriesId ?? null,
      asked_at: at,
      link_hash: linkHash(linkToken(tx.app.linkKey, tx.region.id, id)),
      form_key: input.key,
    });
    if (!isNew) return consultation;
    startChain(tx, id);
    recordFact(tx, {
      subject: id,
      type: "consultation.requested",
      data: { topic: input.topic, mode: input.mode, channel: input.channel },
    });
    await notifyRequester(tx, consultation, "requested");
    return input.slotId === undefined ? consultation : bookSlot(tx, consultation, input.slotId);
  });
}

/** Now, or the noted day of the call; a day ahead is a slip of the pen. */
function requestedAt(ctx: Ctx, { channel, askedOn }: z.output<typeof requestInput>): Date {
  const now = ctx.now();
  if (channel !== "telephone" || askedOn === undefined) return now;
  const at = fromZoned(localDate(askedOn), 9 * 60, ctx.region.timeZone);
  if (askedOn > toZoned(now, ctx.region.timeZone).date)
    throw invalidField("askedOn", "consultations.not-yet");
  return at < now ? at : now;
}

async function requirePlaces(ctx: Ctx, input: z.output<typeof requestInput>): Promise<void> {
  const known = await listMunicipalities(ctx);
  if (!known.some(({ id }) => id === input.municipalityId)) {
    throw invalidField("municipalityId", "consultations.municipality-missing");
  }
  if (input.organisationId !== undefined)
    orNotFound(await findOrganisation(ctx, input.organisationId));
  if (input.seriesId !== undefined) {
    const series = orNotFound(await findSeries(ctx, input.seriesId));
    if (series.asked >= series.planned) throw conflict("consultations.series-full");
  }
}

type TransitionChange = {
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

/** Moves that the person who asked hears of by letter. */
const emailKinds: Partial<Record<TransitionName, EmailKind>> = {
  book: "booked",
  give: "given",
  decline: "declined",
};

/** The one function through which every change of stage passes: stage, clock, fact. */
async function transition(
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

async function computeTimer(ctx: Ctx, stage: Consultation["stage"], startedAt: Date) {
  const timer = timerOf(stage);
  const due_at =
    timer === null ? null : await computeTermEnd(ctx, { timer, startedAt, traits: {} });
  return { timer, due_at };
}

/** The first two beats: the request locked, and may the actor handle it? */
async function loadForHandling(tx: Ctx, key: string, version?: number): Promise<Consultation> {
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

const versionField = { version: seenVersion };

export const assignInput = z.object({ consultantId: z.uuid().optional(), ...versionField });

/** A consultant takes the request from the queue, or is given it. */
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

/** Back to the queue: another consultant is to take it. The hour that was booked is free again. */
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

const clearedMeeting = { slot_id: null, starts_at: null, ends_at: null, place: "" } as const;

export const bookInput = z.object({
  startsAt: z.coerce.date("consultations.time-missing"),
  minutes: z.coerce.number().int().min(10).max(480).default(60),
  place: optionalText(300),
  ...versionField,
});

/** A time agreed by telephone or letter, without a slot. */
export function bookConsultation(
  ctx: Ctx,
  key: string,
  given: z.input<typeof bookInput>,
): Promise<Consultation> {
  const input = bookInput.parse(given);
  return transact(ctx, async (tx) => {
    const consultation = await loadForHandling(tx, key, input.version);
    requireFuture(input.startsAt, tx.now());
    const ends = new Date(input.startsAt.getTime() + input.minutes * 60_000);
    return transition(tx, consultation, "book", {
      set: { ...clearedMeeting, starts_at: input.startsAt, ends_at: ends, place: input.place },
      data: { starts: input.startsAt.toISOString() },
    });
  });
}

/** Takes an offered hour; whoever comes second is told and keeps the request. */
export async function bookSlot(
  tx: Ctx & { unit: UnitOfWork },
  consultation: Consultation,
  slotId: string,
): Promise<Consultation> {
  const slot = await lockSlot(tx, slotId);
  if (slot === undefined || slot.withdrawn || slot.isTaken) {
    throw conflict("consultations.slot-taken", { fields: { slotId: "consultations.slot-taken" } });
  }
  requireFuture(slot.starts_at, tx.now());
  return transition(tx, consultation, "book", {
    set: {
      slot_id: slot.id,
      consultant_id: slot.consultant_id,
      taken_at: consultation.taken_at ?? tx.now(),
      starts_at: slot.starts_at,
      ends_at: slot.ends_at,
      place: slot.place,
    },
    data: { starts: slot.starts_at.toISOString(), slot: slot.id },
  });
}

/** The staff chooses an hour for the request. */
export function bookOfferedSlot(
  ctx: Ctx,
  key: string,
  given: { slotId: string; version?: number },
): Promise<Consultation> {
  return transact(ctx, async (tx) =>
    bookSlot(tx, await loadForHandling(tx, key, given.version), given.slotId),
  );
}

/** Nobody came: the request waits for another hour. */
export function markMissed(
  ctx: Ctx,
  key: string,
  given: z.input<typeof handBackInput> = {},
): Promise<Consultation> {
  return transact(ctx, async (tx) => {
    const consultation = await loadForHandling(tx, key, handBackInput.parse(given).version);
    requirePast(consultation.starts_at ?? tx.now(), tx.now());
    return transition(tx, consultation, "miss", {
      set: { ...clearedMeeting, missed_count: consultation.missed_count + 1 },
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
  /** The day of the talk; today where none is said. */
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

/** The talk is over: five lines and the next step. Only this makes it a consultation that counts. */
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

/** What came of the advice, with the project that grew of it where one did. */
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

/** A project grew from the advice: that is its outcome, whether it was said to be another one or none yet. */
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

/** Not ours to advise on: the person is told why and whom to ask. */
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

/** Who asked takes the request back, by the private link; a booked hour is free again. */
export function withdrawConsultation(ctx: Ctx, id: string): Promise<Consultation> {
  return transact(ctx, async (tx) => transition(tx, await lockConsultation(tx, id), "withdraw"));
}

/** Who asked chooses an hour, by the private link. */
export function chooseSlot(ctx: Ctx, id: string, slotId: string): Promise<Consultation> {
  return transact(ctx, async (tx) => bookSlot(tx, await lockConsultation(tx, id), slotId));
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

/** Several meetings planned for one group. */
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
