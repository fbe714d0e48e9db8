import type { Route } from "#base/http/route.ts";

/** Every page of projects and of the year plan. */
export const projectRoutes: readonly Route[] = [];
