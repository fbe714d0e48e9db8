import sharp from "sharp";
import type { DocumentBlock, DocumentPicture } from "./document.ts";

export type ReadyPicture = { bytes: Buffer; type: "jpg" | "png"; width: number; height: number };

export type ReadyPictures = ReadonlyMap<DocumentPicture, ReadyPicture>;

// Sharp on paper at full width, and no larger.
const MAX_SIDE = 1600;

/**
 * Converts every picture of the blocks to JPEG, or PNG when transparent, since neither format
 * supports WebP.
 */
export async function readPictures(blocks: readonly DocumentBlock[]): Promise<ReadyPictures> {
  const ready = new Map<DocumentPicture, ReadyPicture>();
  for (const block of blocks)
    if (block.kind === "picture") ready.set(block, await readPicture(block));
  return ready;
}

async function readPicture({ bytes }: DocumentPicture): Promise<ReadyPicture> {
  const source = sharp(bytes)
    .autoOrient()
    .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: "inside", withoutEnlargement: true });
  const { hasAlpha } = await sharp(bytes).metadata();
  const encoded = hasAlpha ? source.png() : source.jpeg({ quality: 82 });
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true });
  return { bytes: data, type: hasAlpha ? "png" : "jpg", width: info.width, height: info.height };
}
