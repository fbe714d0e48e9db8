import type { Lang } from "#base/messages.ts";
import { groupName, topicName } from "#modules/problems/index.ts";
import type { HotRow } from "./bursts.ts";
import { hotEn } from "./messages.en.ts";
import { hotRu } from "./messages.ru.ts";

export const hotWords = { ru: hotRu, en: hotEn };

/** «Снег на дорогах» */
export const hotTopic = ({ spot }: HotRow, lang: Lang): string =>
  spot.kind === "topic" ? topicName(lang, spot.code) : groupName(lang, spot.code);

/** «Долгомост. Снег на дорогах: за 3 дня 41 человек; обычно 6» */
export function whyOf(row: HotRow, lang: Lang): string {
  const t = hotWords[lang];
  const { window, authors, expected } = row.spot;
  return `${row.territory?.name ?? t.region}. ${hotTopic(row, lang)}: ${t.sentence(window, authors, expected)}`;
}
