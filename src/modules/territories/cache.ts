import type { Ctx } from "#base/context.ts";
import { invalidateDirectory } from "./directory.ts";
import { invalidateFeeds } from "./map/borders-feed.ts";
import { invalidateNames } from "./search/find-places-reads.ts";

/** Invalidates every cache of the region's places after a change. */
export function invalidateTerritories(ctx: Ctx): void {
  invalidateDirectory(ctx);
  invalidateNames(ctx);
  invalidateFeeds(ctx);
}
