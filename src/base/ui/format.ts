import { toZoned, type LocalDate } from "../time/local-time.ts";
import type { Lang } from "./lang.tsx";

/** Forms of one phrase by CLDR plural category; `{count}` stands for the number. */
export type PluralForms = { one: string; few?: string; many?: string; other: string };

const locale: Record<Lang, string> = { ru: "ru-RU", en: "en-GB" };

/** What is dear to make and asked for again on every page; emptied when it grows past `most`. */
function memoize<K, V>(maxSize: number, make: (key: K) => V): (key: K) => V {
  const kept = new Map<K, V>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= maxSize) kept.clear();
    const made = make(key);
    kept.set(key, made);
    return made;
  };
}

const pluralRules = {
  ru: new Intl.PluralRules(locale.ru),
  en: new Intl.PluralRules(locale.en),
};
const numbers = {
  ru: memoize(21, (digits: number) => numberFormat("ru", digits)),
  en: memoize(21, (digits: number) => numberFormat("en", digits)),
};

function numberFormat(lang: Lang, digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(locale[lang], { maximumFractionDigits: digits });
}

/** Puts values in place of `{name}`; an unknown name stays as written. */
export function interpolate(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The form of a word that goes with a number: for Russian and 3 it is `few`. */
export function pluralForm({
  lang,
  count,
  forms,
}: {
  lang: Lang;
  count: number;
  forms: PluralForms;
}): string {
  const category = pluralRules[lang].select(count);
  if (category === "zero" || category === "two") return forms.other;
  return forms[category] ?? forms.other;
}

/** A number with no-break thousands: 1 284, 38,42 (ru) or 1,284, 38.42 (en); at most `digits` decimals (2). */
export function formatNumber(
  value: number,
  { lang, digits = 2 }: { lang: Lang; digits?: number },
): string {
  const text = numbers[lang](digits).format(value);
  return text.replace(/[\u202f ]/g, "\u00a0");
}

/** A whole phrase for a number: forms with “{count} working days left” and 3 → “3 working days left”. */
export function formatPhrase({
  lang,
  count,
  forms,
}: {
  lang: Lang;
  count: number;
  forms: PluralForms;
}): string {
  return interpolate(pluralForm({ lang, count, forms }), { count: formatNumber(count, { lang }) });
}

/** A share from 0 to 1 as per cent: «58 %» (ru), "58%" (en). */
export function formatPercent(
  share: number,
  { lang, digits = 0 }: { lang: Lang; digits?: number },
): string {
  const text = formatNumber(share * 100, { lang, digits });
  return lang === "ru" ? `${text}\u00a0%` : `${text}%`;
}

/** What dates and texts depend on: the reader's language, the region's IANA time zone, the present moment. */
export type ViewContext = { lang: Lang; zone: string; now: Date };

/** Pages show the same few thousand days: each is written by Intl once. */
const MAX_CACHED_DAYS = 4_000;
const days = {
  ru: { short: createDayFormatter("ru", undefined), full: createDayFormatter("ru", "numeric") },
  en: { short: createDayFormatter("en", undefined), full: createDayFormatter("en", "numeric") },
};

function createDayFormatter(lang: Lang, year: "numeric" | undefined): (day: LocalDate) => string {
  const format = new Intl.DateTimeFormat(locale[lang], {
    timeZone: "UTC",
    day: "numeric",
    month: "long",
    year,
  });
  return memoize(MAX_CACHED_DAYS, (day: LocalDate) => {
    // Russian Intl ends a date with the word for “year”; people do not write it.
    const parts = format.formatToParts(new Date(day));
    const last = parts.findLastIndex((part) => part.type !== "literal");
    return parts
      .slice(0, last + 1)
      .map((part) => part.value)
      .join("");
  });
}

const yearOf = (day: LocalDate) => day.slice(0, -6);

/** “3 March”, and “3 March 2025” when the year is not the present one in the region's zone. */
export function formatDate(date: Date, { lang, zone, now }: ViewContext): string {
  const day = toZoned(date, zone).date;
  const { short, full } = days[lang];
  return yearOf(day) === yearOf(toZoned(now, zone).date) ? short(day) : full(day);
}

/** «08:12» in the region's zone. */
export function formatTime(date: Date, { zone }: Omit<ViewContext, "now">): string {
  const { minutes } = toZoned(date, zone);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** “3 March, 08:12”. */
export function formatDateTime(date: Date, clockwork: ViewContext): string {
  return `${formatDate(date, clockwork)}, ${formatTime(date, clockwork)}`;
}

/** Day and short month for a date box: { day: "17", month: "Apr" }. */
export function dateParts(
  date: Date,
  { lang, zone }: Omit<ViewContext, "now">,
): { day: string; month: string } {
  return dateBoxFormatters[lang](toZoned(date, zone).date);
}

const dateBoxFormatters = { ru: createDateBoxFormatter("ru"), en: createDateBoxFormatter("en") };

function createDateBoxFormatter(lang: Lang): (day: LocalDate) => { day: string; month: string } {
  const format = new Intl.DateTimeFormat(locale[lang], {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
  });
  return memoize(MAX_CACHED_DAYS, (date: LocalDate) => {
    const found = Object.fromEntries(
      format.formatToParts(new Date(date)).map((part) => [part.type, part.value]),
    );
    return { day: found["day"] ?? "", month: (found["month"] ?? "").replace(/\.$/, "") };
  });
}
