import { ru as overview } from "./overview/messages.ru.ts";
import { ru as charts } from "./charts/messages.ru.ts";

export const ru = {
  ...overview,
  ...charts,
  navigation: { territories: "Территории", insight: "Цифры" },
  refusals: {
    "no-territory": "Такой территории нет. Посмотрите список.",
  },
};
