import type { Ctx } from "#base/context.ts";
import { forgetBook } from "./directory.ts";
import { forgetFeeds } from "./map/borders-feed.ts";
import { forgetNames } from "./search/find-places.ts";

/** Forgets what is remembered of the region's places, after they were changed here. */
export function forgetTerritories(ctx: Ctx): void {
  forgetBook(ctx);
  forgetNames(ctx);
  forgetFeeds(ctx);
}
