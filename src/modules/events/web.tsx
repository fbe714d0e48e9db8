import type { Choices } from "#base/choices.ts";
import type { Route } from "#base/http/route.ts";

export function eventRoutes(_ground: { projects: Choices }): Route[] {
  return [];
}
