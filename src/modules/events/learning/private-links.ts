import { timingSafeEqual } from "node:crypto";
import type { Ctx } from "#base/context.ts";
import { linkToken } from "#base/http/private-link.ts";

/** Private pages about a person: derived from the card's id, so nothing has to be kept for them. */
type LinkPurpose = "learning" | `feedback ${string}`;

export const contactToken = (ctx: Ctx, about: LinkPurpose, contact: string): string =>
  linkToken(ctx.app.linkKey, ctx.region.id, `${about} ${contact}`);

export function isContactToken(
  ctx: Ctx,
  about: LinkPurpose,
  { contact, token }: { contact: string; token: string },
): boolean {
  const [wanted, given] = [Buffer.from(contactToken(ctx, about, contact)), Buffer.from(token)];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

export const learningPath = (ctx: Ctx, contact: string): string =>
  `/learning/${contact}/${contactToken(ctx, "learning", contact)}`;

export const learningLink = (ctx: Ctx, contact: string): string =>
  `${ctx.app.url}/${ctx.region.id}${learningPath(ctx, contact)}`;

export const feedbackPath = (ctx: Ctx, event: { id: string; number: string }, contact: string) =>
  `/events/${event.number}/feedback/${contact}/${contactToken(ctx, `feedback ${event.id}`, contact)}`;
