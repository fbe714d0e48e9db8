import type { Ctx } from "#base/context.ts";
import { keepPicture, readPicture } from "#base/files.ts";
import { Refusal } from "#base/refusal.ts";

const mostPictures = 5;

/**
 * Re-encodes and keeps uploaded pictures before the transaction; answers their ids.
 * What is no picture is refused at the field `pictures`.
 */
export async function keepUploads(ctx: Ctx, files: readonly File[]): Promise<string[]> {
  const refused = (reason: string) =>
    new Refusal("invalid", reason, { fields: { pictures: reason } });
  if (files.length > mostPictures) throw refused("problems.too-many-pictures");
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
