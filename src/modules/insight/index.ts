/**
 * Insight: what the figures say. The first page, territories, the region's dashboard, «how we count»
 * and the plain pages about the service. Owns no tables: it reads from earlier modules, shows everybody the
 * figures of what is public, and remembers them for seconds, so that a crowd costs one counting.
 *
 * Every share is shown with its summands; open and overdue problems are in the denominator; below five
 * cases the word «few» replaces a number; silence is shown, not taken for calm. Every chart
 * has its table, every page its data twin.
 */
import type { Ctx } from "#base/context.ts";
import type { Module } from "#base/module.ts";
import { invalidatePages } from "./guest-page-cache.ts";
import { insightPolicy } from "./policy.ts";
import { invalidateFigures } from "./overview/reads.ts";
import { invalidateBursts } from "./bursts/bursts.ts";
import { burstRoutes } from "./bursts/web.tsx";
import { overviewRoutes } from "./overview/web.tsx";
import { textRoutes } from "./texts/web.tsx";
import { exportRoutes } from "./overview/exports.ts";
import { messages } from "./messages.ts";

/** Creates the module: pages and data of what other modules count. */
export const createInsightModule = (): Module => ({
  name: "insight",
  messages,
  navigation: [
    { section: "territories", path: "/territories", for: "all", order: 140 },
    { section: "insight", path: "/insight", for: "all", order: 150 },
  ],
  policies: { insight: insightPolicy },
  // Twins stand before the pages: «dolgomost.json» must not be taken for a territory.
  routes: [...exportRoutes, ...burstRoutes, ...overviewRoutes, ...textRoutes],
});

export { triageBurstsCommand } from "./bursts/command.ts";

/** Forgets the remembered figures and pages of a region, for tests and after large imports. */
export function invalidateInsight(ctx: Ctx): void {
  invalidateFigures(ctx);
  invalidateBursts(ctx);
  invalidatePages(ctx);
}
