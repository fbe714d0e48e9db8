import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import sharp, { type Metadata, type Sharp } from "sharp";
import type { Ctx } from "../context.ts";
import { from, insertInto, updateIn } from "../db/region.ts";
import { invalid, invalidField } from "../refusal.ts";

/** Maximum size of a picture, in bytes and in pixels (a small file may unpack into a huge one). */
export const pictureLimits = { bytes: 10 * 1024 * 1024, pixels: 50_000_000 };

export const pictureSizes = { large: 1600, small: 480 } as const;
export type PictureSize = keyof typeof pictureSizes;

/** A re-encoded picture, without the original's metadata (EXIF, location). */
export type Picture = { width: number; height: number; large: Buffer; small: Buffer };

// HEIC of a telephone needs a codec that our library may not ship; browsers turn it into JPEG on upload.
const acceptedFormats = new Set(["jpeg", "png", "webp", "heif", "gif", "svg"]);

/**
 * Re-encodes an upload. Throws an invalid refusal for one too large or no picture by its content.
 */
export async function processPicture(
  bytes: Buffer,
  options: { drawn?: boolean } = {},
): Promise<Picture> {
  if (bytes.length > pictureLimits.bytes) throw invalid("base.picture-too-large");
  if (bytes.length === 0) throw invalid("base.not-a-picture");
  const source = sharp(bytes, {
    limitInputPixels: pictureLimits.pixels,
    failOn: "error",
    pages: 1,
  });
  const meta = await source.metadata().catch((): Metadata | undefined => undefined);
  const format = meta?.format;
  // A vector from outside may hold links and scripts; only our own drawings come as vectors.
  if (
    format === undefined ||
    !acceptedFormats.has(format) ||
    (format === "svg" && options.drawn !== true)
  ) {
    throw invalid("base.not-a-picture");
  }
  try {
    const [large, small] = await Promise.all([encode(source, "large"), encode(source, "small")]);
    return {
      width: large.info.width,
      height: large.info.height,
      large: large.data,
      small: small.data,
    };
  } catch {
    throw invalid("base.picture-broken");
  }
}

function encode(source: Sharp, size: PictureSize) {
  const side = pictureSizes[size];
  return source
    .clone()
    .autoOrient()
    .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 78 })
    .toBuffer({ resolveWithObject: true });
}

/**
 * Stores the picture's bytes under a new id and returns the id. Call before the transaction that
 * shows it.
 */
export async function savePicture(ctx: Ctx, picture: Picture): Promise<string> {
  const id = ctx.newId();
  for (const size of ["large", "small"] as const) {
    const path = picturePath(ctx, id, size);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, picture[size]);
    await rename(`${path}.part`, path);
  }
  await insertInto(ctx, "base_pictures", {
    id,
    width: picture.width,
    height: picture.height,
    bytes: picture.large.length,
    alt: "",
    public: false,
    created_at: ctx.now(),
  }).execute();
  return id;
}

/** Returns the picture's record, of this region only. */
export async function findPicture(ctx: Ctx, id: string) {
  return from(ctx, "base_pictures")
    .select(["id", "width", "height", "public", "alt"])
    .where("id", "=", id)
    .executeTakeFirst();
}

/**
 * Marks stored pictures as belonging to what the caller saves; throws a refusal for one already
 * attached.
 */
export async function claimPictures(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await updateIn(ctx, "base_pictures")
    .set({ attached: true })
    .where("id", "in", ids)
    .where("attached", "=", false)
    .returning("id")
    .execute();
  if (rows.length !== new Set(ids).size) {
    throw invalidField("pictures", "base.picture-gone");
  }
}

/** Makes these pictures visible to guests, with their text alternative. */
export async function publishPictures(
  ctx: Ctx,
  ids: readonly string[],
  alt: string,
): Promise<void> {
  if (ids.length === 0) return;
  await updateIn(ctx, "base_pictures").set({ public: true, alt }).where("id", "in", ids).execute();
}

/** Reads a picture's bytes in the given size. Throws when the file is missing. */
export function readPictureBytes(ctx: Ctx, id: string, size: PictureSize): Promise<Buffer> {
  return readFile(picturePath(ctx, id, size));
}

function picturePath(ctx: Ctx, id: string, size: PictureSize): string {
  return join(ctx.app.filesDir, ctx.region.id, id.slice(-2), `${id}-${size}.webp`);
}
