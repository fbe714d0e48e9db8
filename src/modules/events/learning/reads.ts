import type { Ctx } from "#base/context.ts";
import { orNotFound, notFound } from "#base/refusal.ts";
import { findContactOfPerson, loadContacts, type Contact } from "#modules/people/index.ts";
import { listCertificatesOfHuman, type Certificate } from "../certificates/store.ts";
import { isContactToken } from "./private-links.ts";
import { listPresencesOfHuman } from "../attendance/store.ts";
import { findEventsById, type Event } from "../store.ts";

export type LearningRecordLine = { event: Event; certificate: Certificate | undefined };

/** Events in which a person took part, newest first, with the sum of certified hours. */
export type LearningRecord = { contact: Contact; lines: LearningRecordLine[]; hours: number };

/** Finds the record of the signed-in person; undefined where no contact belongs to the account. */
export async function findLearningOfAccount(ctx: Ctx): Promise<LearningRecord | undefined> {
  if (ctx.actor.kind !== "person") throw notFound("base.not-found");
  const contact = await findContactOfPerson(ctx, ctx.actor.id);
  return contact && loadLearning(ctx, contact);
}

/** Finds the record behind a private link; of a merged contact it contains the events of both. */
export async function findLearningByLink(
  ctx: Ctx,
  link: { contact: string; token: string },
): Promise<LearningRecord> {
  if (!isContactToken(ctx, "learning", link)) throw notFound("base.not-found");
  const contact = orNotFound((await loadContacts(ctx, [link.contact])).get(link.contact));
  if (contact.erased_at !== null) throw notFound("base.not-found");
  return loadLearning(ctx, contact);
}

async function loadLearning(ctx: Ctx, contact: Contact): Promise<LearningRecord> {
  const [presences, certificates] = [
    await listPresencesOfHuman(ctx, contact.id),
    await listCertificatesOfHuman(ctx, contact.id),
  ];
  const events = await findEventsById(
    ctx,
    presences.map((row) => row.event_id),
  );
  const byEvent = new Map(certificates.map((one) => [one.event_id, one]));
  const lines = [...events.values()]
    .filter((event) => event.stage !== "cancelled")
    .toSorted((a, b) => b.starts_at.getTime() - a.starts_at.getTime())
    .map((event) => ({ event, certificate: byEvent.get(event.id) }));
  const hours = lines.reduce((sum, { certificate }) => sum + (certificate?.hours ?? 0), 0);
  return { contact, lines, hours };
}
