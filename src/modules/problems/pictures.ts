import type { Ctx } from "#base/context.ts";
import type { FormState } from "#base/http/form.ts";
import { savePicture, processPicture } from "#base/files/pictures.ts";
import { Refusal } from "#base/refusal.ts";

/** A form that comes back names the pictures already kept: nobody chooses them a second time. */
export function withSavedPictures(form: FormState, savedIds: readonly string[]): FormState {
  return savedIds.length === 0 ? form : { ...form, lists: { ...form.lists, kept: [...savedIds] } };
}

const maxPictures = 5;

/**
 * Re-encodes and keeps uploaded pictures before the transaction; answers their ids.
 * What is no picture is refused at the field `pictures`.
 */
export async function saveUploadedPictures(
  ctx: Ctx,
  files: readonly File[],
  options: { keptBefore?: number } = {},
): Promise<string[]> {
  const pictureRefusal = (reason: string) =>
    new Refusal("invalid", reason, { fields: { pictures: reason } });
  if (files.length + (options.keptBefore ?? 0) > maxPictures)
    throw pictureRefusal("problems.too-many-pictures");
  try {
    const pictures = [];
    for (const file of files)
      pictures.push(await processPicture(Buffer.from(await file.arrayBuffer())));
    return await Promise.all(pictures.map((picture) => savePicture(ctx, picture)));
  } catch (error) {
    if (error instanceof Refusal) throw pictureRefusal(error.reason);
    throw error;
  }
}
