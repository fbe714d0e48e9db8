import { timingSafeEqual } from "node:crypto";
import type { Ctx } from "#base/context.ts";
import { linkToken } from "#base/http/private-link.ts";

/** Private pages about a person: derived from the card's id, so nothing has to be kept for them. */
type About = "learning" | `feedback ${string}`;

export const cardToken = (ctx: Ctx, about: About, contact: string): string =>
  linkToken(ctx.house.linkKey, ctx.region.id, `${about} ${contact}`);

export function isCardToken(
  ctx: Ctx,
  about: About,
  { contact, token }: { contact: string; token: string },
): boolean {
  const [wanted, given] = [Buffer.from(cardToken(ctx, about, contact)), Buffer.from(token)];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

export const learningPath = (ctx: Ctx, contact: string): string =>
  `/learning/${contact}/${cardToken(ctx, "learning", contact)}`;

export const learningLink = (ctx: Ctx, contact: string): string =>
  `${ctx.house.url}/${ctx.region.id}${learningPath(ctx, contact)}`;

export const feedbackPath = (ctx: Ctx, event: { id: string; number: string }, contact: string) =>
  `/events/${event.number}/feedback/${contact}/${cardToken(ctx, `feedback ${event.id}`, contact)}`;
