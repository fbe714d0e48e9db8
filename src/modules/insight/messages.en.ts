import type { Messages } from "#base/messages.ts";
import type { ru } from "./messages.ru.ts";
import { en as overview } from "./overview/messages.en.ts";
import { en as charts } from "./charts/messages.en.ts";

export const en = {
  ...overview,
  ...charts,
  navigation: { territories: "Territories", insight: "Figures" },
  refusals: {
    "no-territory": "There is no such territory. See the list.",
  },
} satisfies Messages<typeof ru>;
