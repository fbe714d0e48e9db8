import type { Exchange } from "#base/http/route.ts";
import type { Lang, Words } from "#base/words.ts";
import { en } from "./words.en.ts";
import { ru } from "./words.ru.ts";

export const words = { ru, en };
export type ProjectWords = Words<typeof ru>;

/** Where and when the reader stands: every page needs language, zone and the present. */
export type Reader = { lang: Lang; zone: string; now: Date; t: ProjectWords };

export function readerOf(x: Exchange): Reader {
  return { lang: x.lang, zone: x.ctx.region.timeZone, now: x.ctx.now(), t: words[x.lang] };
}
