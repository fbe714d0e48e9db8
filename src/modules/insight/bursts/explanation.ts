import type { Lang } from "#base/messages.ts";
import { groupName, topicName } from "#modules/problems/index.ts";
import type { BurstReport } from "./bursts.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export const burstMessages = { ru, en };

/** Returns the name of the topic, «Снег на дорогах». */
export const burstTopicName = ({ burst }: BurstReport, lang: Lang): string =>
  burst.kind === "topic" ? topicName(lang, burst.code) : groupName(lang, burst.code);

/** Returns the sentence of a burst, «Долгомост. Снег на дорогах: за 3 дня 41 человек; обычно 6». */
export function explainBurst(row: BurstReport, lang: Lang): string {
  const t = burstMessages[lang];
  const { window, authors, expected } = row.burst;
  return `${row.territory?.name ?? t.region}. ${burstTopicName(row, lang)}: ${t.sentence(window, authors, expected)}`;
}
