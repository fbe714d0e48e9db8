/**
 * Insight: what the figures say. The first page, territories, the region's dashboard, «how we count»
 * and the plain pages about the house. Owns no tables: it asks earlier modules, shows everybody the
 * figures of what is public, and remembers them for seconds, so that a crowd costs one counting.
 *
 * Every share is shown with its summands; what is open and late stands in the denominator; below five
 * cases the word «few» stands in place of a number; silence is shown, not taken for calm. Every chart
 * has its table, every page its data twin.
 */
import type { Ctx } from "#base/context.ts";
import type { Module } from "#base/module.ts";
import { forgetPages } from "./guest-page-cache.ts";
import { insightPolicy } from "./policy.ts";
import { forgetFigures } from "./overview/reads.ts";
import { forgetHot } from "./bursts/bursts.ts";
import { hotRoutes } from "./bursts/web.tsx";
import { placeRoutes } from "./overview/web.tsx";
import { textRoutes } from "./texts/web.tsx";
import { twinRoutes } from "./overview/exports.ts";
import { words } from "./messages.ts";

export const insight: Module = {
  name: "insight",
  words,
  policies: { insight: insightPolicy },
  // Twins stand before the pages: «dolgomost.json» must not be taken for a territory.
  routes: [...twinRoutes, ...hotRoutes, ...placeRoutes, ...textRoutes],
};

export { triageHotCommand } from "./bursts/command.ts";

/** Forgets the remembered figures and pages of a region, for tests and after large imports. */
export function forgetInsight(ctx: Ctx): void {
  forgetFigures(ctx);
  forgetHot(ctx);
  forgetPages(ctx);
}
