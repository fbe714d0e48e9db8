import type { Ctx } from "#base/context.ts";
import { found, notFound } from "#base/refusal.ts";
import { contactOfPerson, contactsById, type Contact } from "#modules/people/index.ts";
import { certificatesOfHuman, type Certificate } from "../certificates/store.ts";
import { isCardToken } from "./private-links.ts";
import { presencesOfHuman } from "../attendance/store.ts";
import { eventsById, type Event } from "../store.ts";

export type LearningLine = { event: Event; certificate: Certificate | undefined };

/** What one human being took part in, the newest event first. */
export type Learning = { contact: Contact; lines: LearningLine[]; hours: number };

/** The record of an account's holder; undefined while no card belongs to the account. */
export async function learningOfAccount(ctx: Ctx): Promise<Learning | undefined> {
  if (ctx.actor.kind !== "person") throw notFound("base.not-found");
  const contact = await contactOfPerson(ctx, ctx.actor.id);
  return contact && learningOf(ctx, contact);
}

/** The record behind a private link; a card joined to another shows what is known of both. */
export async function learningByLink(
  ctx: Ctx,
  link: { contact: string; token: string },
): Promise<Learning> {
  if (!isCardToken(ctx, "learning", link)) throw notFound("base.not-found");
  const contact = found((await contactsById(ctx, [link.contact])).get(link.contact));
  if (contact.erased_at !== null) throw notFound("base.not-found");
  return learningOf(ctx, contact);
}

async function learningOf(ctx: Ctx, contact: Contact): Promise<Learning> {
  const [presences, certificates] = [
    await presencesOfHuman(ctx, contact.id),
    await certificatesOfHuman(ctx, contact.id),
  ];
  const events = await eventsById(
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
