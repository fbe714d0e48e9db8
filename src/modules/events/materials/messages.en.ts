import type { Messages } from "#base/messages.ts";
import type { materialsRu } from "./messages.ru.ts";

export const materialsEn = {
  materialKinds: {
    material: "Material",
    recording: "Recording",
    picture: "Picture",
    minutes: "Minutes",
    link: "Link",
  },
} satisfies Messages<typeof materialsRu>;
