import type { Ctx } from "#base/context.ts";
import { forgetBook } from "./book.ts";
import { forgetFeeds } from "./feeds.ts";
import { forgetNames } from "./find-places.ts";

/** Forgets what is remembered of the region's places, after they were changed here. */
export function forgetTerritories(ctx: Ctx): void {
  forgetBook(ctx);
  forgetNames(ctx);
  forgetFeeds(ctx);
}
