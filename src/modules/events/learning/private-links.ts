import { timingSafeEqual } from "node:crypto";
import type { Ctx } from "#base/context.ts";
import { linkToken } from "#base/http/private-link.ts";

/**
 * Purposes of private links about a person; tokens are derived from the contact's id, so none is
 * stored.
 */
type LinkPurpose = "learning" | `feedback ${string}`;

/** Returns the token of a private page about a contact. */
export const contactToken = (ctx: Ctx, about: LinkPurpose, contact: string): string =>
  linkToken(ctx.app.linkKey, ctx.region.id, `${about} ${contact}`);

/** Checks a token in constant time. */
export function isContactToken(
  ctx: Ctx,
  about: LinkPurpose,
  { contact, token }: { contact: string; token: string },
): boolean {
  const [wanted, given] = [Buffer.from(contactToken(ctx, about, contact)), Buffer.from(token)];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

/** Returns the path, inside the region, of a contact's learning record. */
export const learningPath = (ctx: Ctx, contact: string): string =>
  `/learning/${contact}/${contactToken(ctx, "learning", contact)}`;

/** Returns the absolute address of a contact's learning record. */
export const learningLink = (ctx: Ctx, contact: string): string =>
  `${ctx.app.url}/${ctx.region.id}${learningPath(ctx, contact)}`;

/** Returns the path, inside the region, of a contact's feedback form. */
export const feedbackPath = (ctx: Ctx, event: { id: string; number: string }, contact: string) =>
  `/events/${event.number}/feedback/${contact}/${contactToken(ctx, `feedback ${event.id}`, contact)}`;
