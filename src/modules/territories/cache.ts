import type { Ctx } from "#base/context.ts";
import { invalidateDirectory } from "./directory.ts";
import { invalidateFeeds } from "./map/borders-feed.ts";
import { invalidateNames } from "./search/find-places-reads.ts";

/** Forgets what is remembered of the region's places, after they were changed here. */
export function invalidateTerritories(ctx: Ctx): void {
  invalidateDirectory(ctx);
  invalidateNames(ctx);
  invalidateFeeds(ctx);
}
