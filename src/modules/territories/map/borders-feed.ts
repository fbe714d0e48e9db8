import { createHash } from "node:crypto";
import type { Ctx } from "#base/context.ts";
import { cached } from "#base/cache.ts";
import { territoryDirectory, webBorders } from "../directory.ts";

export type CachedFeed = { text: string; etag: string };

/** The municipalities' simplified borders as GeoJSON text with an ETag. */
const cachedBordersFeed = cached(300, async (ctx): Promise<CachedFeed> => {
  const directory = await territoryDirectory(ctx);
  const features = (await webBorders(ctx)).flatMap(({ id, border }) => {
    const territory = directory.byId.get(id);
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

/** Returns the borders feed, cached for five minutes. */
export const bordersFeed = (ctx: Ctx): Promise<CachedFeed> => cachedBordersFeed(ctx);
/** Invalidates the borders feed. */
export const invalidateFeeds = (ctx: Ctx): void => cachedBordersFeed.invalidate(ctx);
