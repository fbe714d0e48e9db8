import type { Choices } from "#base/choices.ts";
import type { Route } from "#base/http/route.ts";
import { cardRoutes } from "./web-card.tsx";
import { editRoutes } from "./web-edit.tsx";
import { listRoutes } from "./web-list.tsx";
import { materialRoutes } from "./web-materials.tsx";
import { myRoutes } from "./web-my.tsx";
import { programmeRoutes } from "./web-programme.tsx";
import { registerRoutes } from "./web-register.tsx";
import { registrationRoutes } from "./web-registrations.tsx";
import { roomRoutes } from "./web-rooms.tsx";
import { seriesRoutes } from "./web-series.tsx";

/** Fixed paths stand before those with a number in the same place. */
export function eventRoutes(ground: { projects: Choices }): Route[] {
  return [
    ...listRoutes(ground),
    ...editRoutes(ground),
    ...registerRoutes(ground),
    ...myRoutes(ground),
    ...programmeRoutes,
    ...registrationRoutes,
    ...materialRoutes(ground),
    ...roomRoutes,
    ...seriesRoutes,
    ...cardRoutes(ground),
  ];
}
