import { createHmac, timingSafeEqual } from "node:crypto";
import type { Ctx } from "#base/context.ts";
import { isUuid } from "#base/db/ids.ts";

/**
 * Creates the private part of a yearly letter's link: the question's id and a signature that is derived
 * and never stored.
 */
export function checkLink(ctx: Ctx, askId: string): string {
  return `${askId}.${signature(ctx, askId)}`;
}

/** Parses the question's id from a link; undefined when the signature is wrong. */
export function parseCheckLink(ctx: Ctx, link: string): string | undefined {
  const [id = "", signed = ""] = link.split(".");
  if (!isUuid(id)) return undefined;
  const [ours, theirs] = [Buffer.from(signature(ctx, id)), Buffer.from(signed)];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs) ? id : undefined;
}

const signature = (ctx: Ctx, id: string) =>
  createHmac("sha256", ctx.app.linkKey)
    .update(`still active ${ctx.region.id} ${id}`)
    .digest("base64url");
