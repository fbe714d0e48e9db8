import type { Insertable } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { insertInto } from "#base/db/region.ts";
import type { Tables } from "#base/db/tables.ts";
import { processPicture, publishPictures, savePicture } from "#base/files/pictures.ts";
import type { FormState } from "#base/http/form.ts";
import { Refusal } from "#base/refusal.ts";

const maxPictures = 5;

/** The fields of a form with pictures: new files, and the ids that an earlier try of the form saved. */
export const pictureFields = {
  pictures: z.array(z.file()).default([]),
  savedPictures: z.array(z.uuid()).max(maxPictures, "problems.too-many-pictures").default([]),
};

/** Adds the ids of saved pictures to a form that comes back: nobody chooses them a second time. */
export function withSavedPictures(form: FormState, savedIds: readonly string[]): FormState {
  return savedIds.length === 0
    ? form
    : { ...form, lists: { ...form.lists, savedPictures: [...savedIds] } };
}

/**
 * Re-encodes and saves uploaded pictures before the transaction; returns their ids. `savedBefore`
 * counts towards the limit of five. A file that is no picture is refused at the field `pictures`.
 */
export async function saveUploadedPictures(
  ctx: Ctx,
  files: readonly File[],
  options: { savedBefore?: number } = {},
): Promise<string[]> {
  const pictureRefusal = (reason: string) =>
    new Refusal("invalid", reason, { fields: { pictures: reason } });
  if (files.length + (options.savedBefore ?? 0) > maxPictures)
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

/**
 * Saves the form's new pictures and appends all ids to `savedIds`, so that a form refused after
 * that comes back with them.
 */
export async function collectPictures(
  ctx: Ctx,
  input: { pictures: readonly File[]; savedPictures: readonly string[] },
  savedIds: string[],
): Promise<void> {
  savedIds.push(...input.savedPictures);
  const savedBefore = savedIds.length;
  savedIds.push(...(await saveUploadedPictures(ctx, input.pictures, { savedBefore })));
}

type PictureRow = Omit<Insertable<Tables["problems_pictures"]>, "region_id" | "file_id">;

/** Makes saved pictures public and links them to a problem; one already linked stays as it is. */
export async function publishProblemPictures(
  ctx: Ctx,
  fileIds: readonly string[],
  row: PictureRow,
): Promise<void> {
  await publishPictures(ctx, fileIds, row.alt);
  if (fileIds.length === 0) return;
  const rows = fileIds.map((file_id) => ({ ...row, file_id }));
  await insertInto(ctx, "problems_pictures", rows)
    .onConflict((conflict) => conflict.columns(["region_id", "file_id"]).doNothing())
    .execute();
}
