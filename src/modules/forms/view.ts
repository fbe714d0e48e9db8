import type { RequestContext } from "#base/http/route.ts";
import { fromZoned, isLocalDate } from "#base/time/local-time.ts";
import { formatDate, formatDateTime, formatTime } from "#base/ui/index.ts";
import type { Lang, Messages } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export type FormMessages = Messages<typeof ru>;

export const messages: Record<Lang, FormMessages> = { ru, en };

/** What every page of the module needs for its texts. */
export type FormViewContext = {
  t: FormMessages;
  lang: Lang;
  href: (path: string) => string;
  /** «31 мая, 14:02» */
  formatMoment: (at: Date) => string;
  /** «1 мая» of «2026-05-01»; what is no day stays as it was typed. */
  formatDay: (text: string) => string;
  /** «14:02» */
  formatTime: (at: Date) => string;
};

/** The middle of a day is the same day in every summer time. */
const noon = 12 * 60;

/** Creates what the module's pages need to print texts and dates. */
export function createFormViewContext(c: RequestContext): FormViewContext {
  const { region, now } = c.ctx;
  const clockwork = { lang: c.lang, zone: region.timeZone, now: now() };
  return {
    t: messages[c.lang],
    lang: c.lang,
    href: c.href,
    formatMoment: (at) => formatDateTime(at, clockwork),
    formatDay: (text) =>
      isLocalDate(text) ? formatDate(fromZoned(text, noon, region.timeZone), clockwork) : text,
    formatTime: (at) => formatTime(at, clockwork),
  };
}
