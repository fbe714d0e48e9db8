import { timingSafeEqual } from "node:crypto";
import { saveUploadedPictures } from "#modules/problems/index.ts";
import type { Ctx } from "#base/context.ts";
import { Refusal } from "#base/refusal.ts";
import { hashFormId } from "./private-link.ts";

const maxPictures = 5;

export type SavedPictures = {
  ids: string[];
  /** The same ids as the form carries them when it comes back: a photograph is attached once. */
  signed: string[];
  /** Word key of what was wrong with the first bad file. */
  issue: string | undefined;
};

/**
 * Saves the good pictures of a post at once, before anything else in the form is checked, so that an
 * error elsewhere does not lose them. `before` are the signed ids of an earlier attempt.
 */
export async function savePictures(
  ctx: Ctx,
  files: readonly File[],
  before: readonly string[],
): Promise<SavedPictures> {
  const ids = before.flatMap((signed) => verifySignedId(ctx, signed) ?? []).slice(0, maxPictures);
  if (files.length + ids.length > maxPictures)
    return toSavedPictures(ctx, ids, "signals.pictures-many");
  let trouble: string | undefined;
  for (const file of files) {
    try {
      ids.push(...(await saveUploadedPictures(ctx, [file])));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      trouble ??= error.reason;
    }
  }
  return toSavedPictures(ctx, ids, trouble);
}

function toSavedPictures(ctx: Ctx, ids: string[], trouble: string | undefined): SavedPictures {
  return { ids, signed: ids.map((id) => `${id}.${signature(ctx, id)}`), issue: trouble };
}

const signature = (ctx: Ctx, id: string) =>
  hashFormId(ctx.app.linkKey, ["picture", ctx.region.id, id]);

/** Returns the id if our signature is on it; any other could be somebody else's picture. */
function verifySignedId(ctx: Ctx, signed: string): string | undefined {
  const [id = "", sign = ""] = signed.split(".");
  const [given, own] = [Buffer.from(sign), Buffer.from(signature(ctx, id))];
  return given.length === own.length && timingSafeEqual(given, own) ? id : undefined;
}
