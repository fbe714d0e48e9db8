import type { Lang } from "#base/words.ts";
import { groupName, topicName } from "#modules/problems/index.ts";
import type { HotRow } from "./hot.ts";
import { hotEn } from "./words.hot.en.ts";
import { hotRu } from "./words.hot.ru.ts";

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
