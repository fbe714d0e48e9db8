import type { Route } from "#base/http/route.ts";

export const presenceRoutes: Route[] = [];
