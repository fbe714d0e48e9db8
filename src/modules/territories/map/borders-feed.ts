import { createHash } from "node:crypto";
import type { Ctx } from "#base/context.ts";
import { remember } from "#base/cache.ts";
import { territoryBook, webBorders } from "../directory.ts";

export type MadeFeed = { text: string; etag: string };

/** The municipalities' simplified borders as GeoJSON text with its tag, remembered for five minutes. */
const rememberedMap = remember(300, async (ctx): Promise<MadeFeed> => {
  const book = await territoryBook(ctx);
  const features = (await webBorders(ctx)).flatMap(({ id, border }) => {
    const territory = book.byId.get(id);
    if (territory?.kind !== "municipality") return [];
    const { name, slug, population, lat, lon } = territory;
    return [
      {
        type: "Feature",
        id,
        properties: { id, name, slug, population, lat, lon },
        geometry: border,
      },
    ];
  });
  const text = JSON.stringify({ type: "FeatureCollection", features });
  return { text, etag: `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"` };
});

export const bordersFeed = (ctx: Ctx): Promise<MadeFeed> => rememberedMap(ctx);
export const forgetFeeds = (ctx: Ctx): void => rememberedMap.forget(ctx);
