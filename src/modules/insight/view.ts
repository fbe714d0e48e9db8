import type { Exchange } from "#base/http/route.ts";
import { formatDate, formatDateTime, formatNumber, formatPercent } from "#base/ui/index.ts";
import { namesFor, readerOf, type Reader } from "#modules/problems/index.ts";
import { wordsFor, type InsightWords } from "./messages.ts";

type Names = Awaited<ReturnType<typeof namesFor>>;

/** What every page here needs besides its figures. */
export type Look = { reader: Reader; t: InsightWords; names: Names; say: Say };

/** Numbers as the reader's language writes them. */
export type Say = {
  number(value: number, digits?: number): string;
  /** “58 %”, or the word for too few cases. */
  share(value: number | undefined): string;
  /** A number with one decimal, or the word for too few cases. */
  tenth(value: number | undefined): string;
  /** A week's Monday in short: “9 Mar”. */
  week(date: string): string;
  day(at: Date): string;
  /** “12 March, 07:00” */
  moment(at: Date): string;
};

export async function lookOf(x: Exchange): Promise<Look> {
  const reader = readerOf(x);
  const { lang } = reader;
  const t = wordsFor(lang);
  const short = new Intl.DateTimeFormat(lang === "ru" ? "ru-RU" : "en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
  });
  const say: Say = {
    number: (value, digits = 0) => formatNumber(value, { lang, digits }),
    share: (value) => (value === undefined ? t.stats.few : formatPercent(value, { lang })),
    tenth: (value) =>
      value === undefined ? t.stats.few : formatNumber(value, { lang, digits: 1 }),
    week: (date) => short.format(new Date(`${date}T12:00:00Z`)).replace(/\.$/, ""),
    day: (at) => formatDate(at, reader),
    moment: (at) => formatDateTime(at, reader),
  };
  return { reader, t, names: await namesFor(x), say };
}
