import type { Exchange } from "#base/http/route.ts";
import { fromZoned, isLocalDate } from "#base/time/local-time.ts";
import { formatDate, formatDateTime, formatTime } from "#base/ui/index.ts";
import type { Lang, Words } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export type FormWords = Words<typeof ru>;

export const words: Record<Lang, FormWords> = { ru, en };

/** What every page of the module needs to speak. */
export type View = {
  t: FormWords;
  lang: Lang;
  href: (path: string) => string;
  /** «31 мая, 14:02» */
  moment: (at: Date) => string;
  /** «1 мая» of «2026-05-01»; what is no day stays as it was typed. */
  day: (text: string) => string;
  /** «14:02» */
  time: (at: Date) => string;
};

/** The middle of a day is the same day in every summer time. */
const noon = 12 * 60;

export function viewOf(x: Exchange): View {
  const { region, now } = x.ctx;
  const clockwork = { lang: x.lang, zone: region.timeZone, now: now() };
  return {
    t: words[x.lang],
    lang: x.lang,
    href: x.href,
    moment: (at) => formatDateTime(at, clockwork),
    day: (text) =>
      isLocalDate(text) ? formatDate(fromZoned(text, noon, region.timeZone), clockwork) : text,
    time: (at) => formatTime(at, clockwork),
  };
}
