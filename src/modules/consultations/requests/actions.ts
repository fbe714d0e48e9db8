import { z } from "zod";
import { fromZoned, localDate, toZoned } from "#base/time/calendar.ts";
import { transact, type Ctx } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict, orNotFound, invalidField } from "#base/refusal.ts";
import { linkHash, linkToken } from "#base/http/private-link.ts";
import { findOrganisation } from "#modules/organisations/index.ts";
import { upsertContact, contactInput } from "#modules/people/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import {
  requestChannels,
  formatConsultationNumber,
  consultationModes,
  consultationTopics,
} from "../consultation.ts";
import { notifyRequester } from "../letters.ts";
import { consultationPolicy } from "../policy.ts";
import { findSeries, insertConsultation, lockConsultation, type Consultation } from "../store.ts";
import { bookSlot } from "../slots/booking.ts";
import { computeTimer, transition } from "../transition.ts";

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

/** Registers a request for advice: from a guest's form, or from a call that the centre notes. */
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

/** Returns now, or the noted day of the call; refuses a future day. */
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

/** Withdraws a request by its private link; a booked slot is free again. */
export function withdrawConsultation(ctx: Ctx, id: string): Promise<Consultation> {
  return transact(ctx, async (tx) => transition(tx, await lockConsultation(tx, id), "withdraw"));
}
