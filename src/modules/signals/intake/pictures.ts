import { timingSafeEqual } from "node:crypto";
import { keepUploads } from "#modules/problems/index.ts";
import type { Ctx } from "#base/context.ts";
import { Refusal } from "#base/refusal.ts";
import { formId } from "./private-link.ts";

const mostPictures = 5;

export type KeptPictures = {
  ids: string[];
  /** The same ids as the form carries them when it comes back: a photograph is attached once. */
  signed: string[];
  /** Word key of what was wrong with the first bad file. */
  trouble: string | undefined;
};

/**
 * Keeps the good pictures of a post at once, before anything else in the form is judged, so that a
 * mistake elsewhere does not cost them. `before` are those of an earlier attempt, as we signed them.
 */
export async function keepPictures(
  ctx: Ctx,
  files: readonly File[],
  before: readonly string[],
): Promise<KeptPictures> {
  const ids = before.flatMap((signed) => readSigned(ctx, signed) ?? []).slice(0, mostPictures);
  if (files.length + ids.length > mostPictures) return kept(ctx, ids, "signals.pictures-many");
  let trouble: string | undefined;
  for (const file of files) {
    try {
      ids.push(...(await keepUploads(ctx, [file])));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      trouble ??= error.reason;
    }
  }
  return kept(ctx, ids, trouble);
}

function kept(ctx: Ctx, ids: string[], trouble: string | undefined): KeptPictures {
  return { ids, signed: ids.map((id) => `${id}.${signature(ctx, id)}`), trouble };
}

const signature = (ctx: Ctx, id: string) =>
  formId(ctx.house.linkKey, ["picture", ctx.region.id, id]);

/** An id without our signature may be anybody's picture. */
function readSigned(ctx: Ctx, signed: string): string | undefined {
  const [id = "", sign = ""] = signed.split(".");
  const [given, own] = [Buffer.from(sign), Buffer.from(signature(ctx, id))];
  return given.length === own.length && timingSafeEqual(given, own) ? id : undefined;
}
