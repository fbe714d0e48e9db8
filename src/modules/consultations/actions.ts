import { z } from "zod";
import { fromZoned, localDate, toZoned } from "#base/time/calendar.ts";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { bornNow, record, type Json } from "#base/journal.ts";
import { demand } from "#base/policy.ts";
import { conflict, found, invalid } from "#base/refusal.ts";
import { endOfDay, termEnd } from "#base/time/rules.ts";
import { linkHash, linkToken } from "#base/http/private-link.ts";
import { findOrganisation } from "#modules/organisations/index.ts";
import { keepContact, personNames, contactInput } from "#modules/people/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import {
  channels,
  consultationNumber,
  demandAhead,
  demandBehind,
  life,
  modes,
  outcomes,
  timerOf,
  topics,
  type MoveName,
} from "./consultation.ts";
import { tell, type Occasion } from "./letters.ts";
import { consultationPolicy } from "./policy.ts";
import { lockSlot } from "./slots/store.ts";
import {
  demandVersion,
  findSeries,
  insertConsultation,
  insertPeople,
  insertSeries,
  loadForChange,
  saveConsultation,
  type Consultation,
} from "./store.ts";

const line = z.string().trim().max(2000);

export const askInput = z.object({
  contact: contactInput,
  topic: z.enum(topics, "consultations.topic-missing"),
  mode: z.enum(modes).default("individual"),
  channel: z.enum(channels).default("form"),
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
export type AskInput = z.input<typeof askInput>;

/** Somebody asks for advice: a guest through the form, or the centre noting a call. */
export async function requestConsultation(ctx: Ctx, given: AskInput): Promise<Consultation> {
  const input = askInput.parse(given);
  if (input.channel === "telephone") {
    demand({ policy: consultationPolicy, actor: ctx.actor, action: "note" });
  }
  const at = askedAt(ctx, input);
  const year = toZoned(at, ctx.region.timeZone).date.slice(0, 4);
  const n = await ctx.house.database.nextNumber(ctx.region.id, `consultations-${year}`);
  return transact(ctx, async (tx) => {
    await demandPlaces(tx, input);
    const contact = await keepContact(tx, {
      ...input.contact,
      municipalityId: input.municipalityId,
    });
    const id = tx.newId();
    const { consultation, fresh } = await insertConsultation(tx, {
      region_id: tx.region.id,
      id,
      number: consultationNumber(year, n),
      stage: "asked",
      stage_since: at,
      ...(await clockOf(tx, "asked", at)),
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
      link_hash: linkHash(linkToken(tx.house.linkKey, tx.region.id, id)),
      form_key: input.key,
    });
    if (!fresh) return consultation;
    bornNow(tx, id);
    record(tx, {
      subject: id,
      type: "consultation.requested",
      data: { topic: input.topic, mode: input.mode, channel: input.channel },
    });
    await tell(tx, consultation, "requested");
    return input.slotId === undefined ? consultation : bookSlot(tx, consultation, input.slotId);
  });
}

/** Now, or the noted day of the call; a day ahead is a slip of the pen. */
function askedAt(ctx: Ctx, { channel, askedOn }: z.output<typeof askInput>): Date {
  const now = ctx.now();
  if (channel !== "telephone" || askedOn === undefined) return now;
  const at = fromZoned(localDate(askedOn), 9 * 60, ctx.region.timeZone);
  if (askedOn > toZoned(now, ctx.region.timeZone).date)
    throw invalid("consultations.not-yet", { fields: { askedOn: "consultations.not-yet" } });
  return at < now ? at : now;
}

async function demandPlaces(ctx: Ctx, input: z.output<typeof askInput>): Promise<void> {
  const known = await listMunicipalities(ctx);
  if (!known.some(({ id }) => id === input.municipalityId)) {
    throw invalid("consultations.municipality-missing", {
      fields: { municipalityId: "consultations.municipality-missing" },
    });
  }
  if (input.organisationId !== undefined) found(await findOrganisation(ctx, input.organisationId));
  if (input.seriesId !== undefined) {
    const series = found(await findSeries(ctx, input.seriesId));
    if (series.asked >= series.planned) throw conflict("consultations.series-full");
  }
}

type Change = { set?: Parameters<typeof saveConsultation>[2]; data?: Record<string, Json> };

const factOf: Record<MoveName, string> = {
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
const letterOf: Partial<Record<MoveName, Occasion>> = {
  book: "booked",
  give: "given",
  decline: "declined",
};

/** The one function through which every change of stage passes: stage, clock, fact. */
async function advance(
  tx: Ctx & { unit: Unit },
  consultation: Consultation,
  name: MoveName,
  { set = {}, data = {} }: Change = {},
): Promise<Consultation> {
  const at = tx.now();
  const stage = life.move(consultation.stage, name);
  const clock = await clockOf(tx, stage, (set.ends_at as Date | null | undefined) ?? at);
  const saved = await saveConsultation(tx, consultation, {
    stage,
    stage_since: at,
    ...clock,
    ...set,
  });
  record(tx, {
    subject: consultation.id,
    type: factOf[name],
    data: { from: consultation.stage, ...data },
  });
  const occasion = letterOf[name];
  if (occasion !== undefined) await tell(tx, saved, occasion);
  return saved;
}

async function clockOf(ctx: Ctx, stage: Consultation["stage"], startedAt: Date) {
  const timer = timerOf(stage);
  const due_at = timer === null ? null : await termEnd(ctx, { timer, startedAt, traits: {} });
  return { timer, due_at };
}

/** The first two beats: the request locked, and may the actor handle it? */
async function loadHandled(tx: Ctx, key: string, version?: number): Promise<Consultation> {
  const consultation = await loadForChange(tx, key);
  demand({
    policy: consultationPolicy,
    actor: tx.actor,
    action: "handle",
    row: consultation,
    read: "read",
  });
  demandVersion(consultation, version);
  return consultation;
}

const seen = { version: z.coerce.number().int().optional() };

export const takeInput = z.object({ consultantId: z.uuid().optional(), ...seen });

/** A consultant takes the request from the queue, or is given it. */
export function takeConsultation(
  ctx: Ctx,
  key: string,
  given: z.input<typeof takeInput> = {},
): Promise<Consultation> {
  const input = takeInput.parse(given);
  return transact(ctx, async (tx) => {
    const consultation = await loadHandled(tx, key, input.version);
    const own = tx.actor.kind === "person" ? tx.actor.id : undefined;
    const consultantId = input.consultantId ?? own;
    if (consultantId === undefined || !(await personNames(tx, [consultantId])).has(consultantId)) {
      throw invalid("consultations.unknown-consultant", {
        fields: { consultantId: "consultations.unknown-consultant" },
      });
    }
    return advance(tx, consultation, "take", {
      set: { consultant_id: consultantId, taken_at: tx.now() },
      data: { consultant: consultantId },
    });
  });
}

export const handBackInput = z.object(seen);

/** Back to the queue: another consultant is to take it. The hour that was booked is free again. */
export function handBack(
  ctx: Ctx,
  key: string,
  given: z.input<typeof handBackInput> = {},
): Promise<Consultation> {
  return transact(ctx, async (tx) => {
    const consultation = await loadHandled(tx, key, handBackInput.parse(given).version);
    return advance(tx, consultation, "hand-back", { set: { consultant_id: null, ...noMeeting } });
  });
}

const noMeeting = { slot_id: null, starts_at: null, ends_at: null, place: "" } as const;

export const bookInput = z.object({
  startsAt: z.coerce.date("consultations.time-missing"),
  minutes: z.coerce.number().int().min(10).max(480).default(60),
  place: z.string().trim().max(300).default(""),
  ...seen,
});

/** A time agreed by telephone or letter, without a slot. */
export function bookConsultation(
  ctx: Ctx,
  key: string,
  given: z.input<typeof bookInput>,
): Promise<Consultation> {
  const input = bookInput.parse(given);
  return transact(ctx, async (tx) => {
    const consultation = await loadHandled(tx, key, input.version);
    demandAhead(input.startsAt, tx.now());
    const ends = new Date(input.startsAt.getTime() + input.minutes * 60_000);
    return advance(tx, consultation, "book", {
      set: { ...noMeeting, starts_at: input.startsAt, ends_at: ends, place: input.place },
      data: { starts: input.startsAt.toISOString() },
    });
  });
}

/** Takes an offered hour; whoever comes second is told and keeps the request. */
export async function bookSlot(
  tx: Ctx & { unit: Unit },
  consultation: Consultation,
  slotId: string,
): Promise<Consultation> {
  const slot = await lockSlot(tx, slotId);
  if (slot === undefined || slot.withdrawn || slot.taken) {
    throw conflict("consultations.slot-taken", { fields: { slotId: "consultations.slot-taken" } });
  }
  demandAhead(slot.starts_at, tx.now());
  return advance(tx, consultation, "book", {
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
export function bookOffered(
  ctx: Ctx,
  key: string,
  given: { slotId: string; version?: number },
): Promise<Consultation> {
  return transact(ctx, async (tx) =>
    bookSlot(tx, await loadHandled(tx, key, given.version), given.slotId),
  );
}

/** Nobody came: the request waits for another hour. */
export function missConsultation(
  ctx: Ctx,
  key: string,
  given: z.input<typeof handBackInput> = {},
): Promise<Consultation> {
  return transact(ctx, async (tx) => {
    const consultation = await loadHandled(tx, key, handBackInput.parse(given).version);
    demandBehind(consultation.starts_at ?? tx.now(), tx.now());
    return advance(tx, consultation, "miss", {
      set: { ...noMeeting, missed_count: consultation.missed_count + 1 },
    });
  });
}

export const recordInput = z.object({
  asked: line.min(3, "consultations.line-missing"),
  stands: line.min(3, "consultations.line-missing"),
  advised: line.min(3, "consultations.line-missing"),
  agreed: line.min(3, "consultations.line-missing"),
  next: line.min(3, "consultations.line-missing"),
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
  ...seen,
});
export type RecordInput = z.input<typeof recordInput>;

/** The talk is over: five lines and the next step. Only this makes it a consultation that counts. */
export function giveConsultation(ctx: Ctx, key: string, given: RecordInput): Promise<Consultation> {
  const input = recordInput.parse(given);
  return transact(ctx, async (tx) => {
    const consultation = await loadHandled(tx, key, input.version);
    const at = tx.now();
    const givenOn = input.givenOn ?? toZoned(at, tx.region.timeZone).date;
    const talked = endOfDay(tx, givenOn);
    demandPast(tx, consultation, givenOn);
    const contacts = [];
    for (const person of input.people) contacts.push((await keepContact(tx, person)).id);
    await insertPeople(tx, consultation.id, contacts);
    return advance(tx, consultation, "give", {
      set: {
        given_at: talked < at ? talked : at,
        given_on: givenOn,
        minutes: input.minutes,
        consultant_id:
          consultation.consultant_id ?? (tx.actor.kind === "person" ? tx.actor.id : null),
        record_asked: input.asked,
        record_stands: input.stands,
        record_advised: input.advised,
        record_agreed: input.agreed,
        record_next: input.next,
        next_due: input.nextDue ?? null,
      },
      data: { on: givenOn, minutes: input.minutes, people: contacts.length + 1 },
    });
  });
}

function demandPast(tx: Ctx, consultation: Consultation, givenOn: string): void {
  const dayOf = (at: Date) => toZoned(at, tx.region.timeZone).date;
  const wrong = (reason: string) => invalid(reason, { fields: { givenOn: reason } });
  if (givenOn > dayOf(tx.now())) throw wrong("consultations.not-yet");
  if (givenOn < dayOf(consultation.asked_at)) throw wrong("consultations.before-asked");
}

export const closeInput = z.object({
  outcome: z.enum(outcomes, "consultations.outcome-missing"),
  projectId: z.uuid().optional(),
  note: line.default(""),
  ...seen,
});

/** What came of the advice, with the project that grew of it where one did. */
export function closeConsultation(
  ctx: Ctx,
  key: string,
  given: z.input<typeof closeInput>,
): Promise<Consultation> {
  const input = closeInput.parse(given);
  return transact(ctx, async (tx) => {
    const consultation = await loadHandled(tx, key, input.version);
    return advance(tx, consultation, "close", {
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
export function outgrow(ctx: Ctx, key: string, projectId: string): Promise<Consultation> {
  return transact(ctx, async (tx) => {
    const consultation = await loadHandled(tx, key);
    const grown = { outcome: "project-opened", outcome_project_id: projectId } as const;
    if (consultation.stage === "given") {
      const set = { ...grown, closed_at: tx.now() };
      return advance(tx, consultation, "close", { set, data: { outcome: grown.outcome } });
    }
    if (consultation.stage !== "closed") throw conflict("consultations.stage-forbids");
    record(tx, { subject: consultation.id, type: "consultation.outgrown" });
    return saveConsultation(tx, consultation, grown);
  });
}

export const declineInput = z.object({
  reason: line.min(5, "consultations.reason-missing"),
  ...seen,
});

/** Not ours to advise on: the person is told why and whom to ask. */
export function declineConsultation(
  ctx: Ctx,
  key: string,
  given: z.input<typeof declineInput>,
): Promise<Consultation> {
  const input = declineInput.parse(given);
  return transact(ctx, async (tx) => {
    const consultation = await loadHandled(tx, key, input.version);
    return advance(tx, consultation, "decline", { set: { decline_reason: input.reason } });
  });
}

/** Who asked takes the request back, by the private link; a booked hour is free again. */
export function withdrawConsultation(ctx: Ctx, id: string): Promise<Consultation> {
  return transact(ctx, async (tx) => advance(tx, await loadForChange(tx, id), "withdraw"));
}

/** Who asked chooses an hour, by the private link. */
export function chooseSlot(ctx: Ctx, id: string, slotId: string): Promise<Consultation> {
  return transact(ctx, async (tx) => bookSlot(tx, await loadForChange(tx, id), slotId));
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
export async function openSeries(ctx: Ctx, given: z.input<typeof seriesInput>): Promise<string> {
  const input = seriesInput.parse(given);
  demand({ policy: consultationPolicy, actor: ctx.actor, action: "note" });
  return transact(ctx, async (tx) => {
    const id = tx.newId();
    await insertSeries(tx, {
      id,
      title: input.title,
      planned: input.planned,
      about_project_id: input.aboutProjectId ?? null,
      created_at: tx.now(),
    });
    bornNow(tx, id);
    record(tx, { subject: id, type: "series.opened", data: { planned: input.planned } });
    return id;
  });
}
