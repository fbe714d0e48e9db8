import type { Ctx } from "#base/context.ts";
import type { FormState } from "#base/http/form.ts";
import { keepPicture, readPicture } from "#base/files/pictures.ts";
import { Refusal } from "#base/refusal.ts";

/** A form that comes back names the pictures already kept: nobody chooses them a second time. */
export function withKept(form: FormState, kept: readonly string[]): FormState {
  return kept.length === 0 ? form : { ...form, lists: { ...form.lists, kept: [...kept] } };
}

const mostPictures = 5;

/**
 * Re-encodes and keeps uploaded pictures before the transaction; answers their ids.
 * What is no picture is refused at the field `pictures`.
 */
export async function keepUploads(
  ctx: Ctx,
  files: readonly File[],
  options: { keptBefore?: number } = {},
): Promise<string[]> {
  const refused = (reason: string) =>
    new Refusal("invalid", reason, { fields: { pictures: reason } });
  if (files.length + (options.keptBefore ?? 0) > mostPictures)
    throw refused("problems.too-many-pictures");
  try {
    const pictures = [];
    for (const file of files)
      pictures.push(await readPicture(Buffer.from(await file.arrayBuffer())));
    return await Promise.all(pictures.map((picture) => keepPicture(ctx, picture)));
  } catch (error) {
    if (error instanceof Refusal) throw refused(error.reason);
    throw error;
  }
}
