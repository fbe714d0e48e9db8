import type { Route } from "#base/http/route.ts";
import type { Ground } from "./promised.ts";
import { cardRoutes } from "./web-card.tsx";
import { editRoutes } from "./web-edit.tsx";
import { fileRoutes } from "./web-files.ts";
import { listRoutes } from "./web-list.tsx";
import { newRoutes } from "./web-new.tsx";
import { occasionRoutes } from "./web-occasions.tsx";
import { planRoutes } from "./web-plan.tsx";
import { twinRoutes } from "./web-twins.ts";

/** Every page of projects and of the year plan; twins and words stand before the card's own address. */
export const projectRoutes = (ground: Ground): readonly Route[] => [
  ...listRoutes,
  ...newRoutes,
  ...twinRoutes,
  ...planRoutes,
  ...cardRoutes(ground),
  ...editRoutes,
  ...occasionRoutes,
  ...fileRoutes,
];
