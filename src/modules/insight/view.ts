import type { RequestContext } from "#base/http/route.ts";
import { formatDate, formatDateTime, formatNumber, formatPercent } from "#base/ui/index.ts";
import {
  loadDisplayNames,
  problemViewContext,
  type ProblemViewContext,
} from "#modules/problems/index.ts";
import { messagesFor, type InsightMessages } from "./messages.ts";

type Names = Awaited<ReturnType<typeof loadDisplayNames>>;

/** What every page here needs besides its figures. */
export type InsightViewContext = {
  viewContext: ProblemViewContext;
  t: InsightMessages;
  names: Names;
  format: InsightFormatters;
};

/** Numbers as the reader's language writes them. */
export type InsightFormatters = {
  number(value: number, digits?: number): string;
  /** “58 %”, or the word for too few cases. */
  share(value: number | undefined): string;
  /** A number with one decimal, or the word for too few cases. */
  decimal(value: number | undefined): string;
  /** A week's Monday in short: “9 Mar”. */
  week(date: string): string;
  date(at: Date): string;
  /** “12 March, 07:00” */
  dateTime(at: Date): string;
};

/** Returns what every page needs for its texts; loads the names of places and bodies. */
export async function insightViewContext(c: RequestContext): Promise<InsightViewContext> {
  const view = problemViewContext(c);
  const { lang } = view;
  const t = messagesFor(lang);
  const short = new Intl.DateTimeFormat(lang === "ru" ? "ru-RU" : "en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
  });
  const format: InsightFormatters = {
    number: (value, digits = 0) => formatNumber(value, { lang, digits }),
    share: (value) => (value === undefined ? t.stats.few : formatPercent(value, { lang })),
    decimal: (value) =>
      value === undefined ? t.stats.few : formatNumber(value, { lang, digits: 1 }),
    week: (date) => short.format(new Date(`${date}T12:00:00Z`)).replace(/\.$/, ""),
    date: (at) => formatDate(at, view),
    dateTime: (at) => formatDateTime(at, view),
  };
  return { viewContext: view, t, names: await loadDisplayNames(c), format };
}
