import type { Lang } from "./lang.tsx";

/** Forms of one phrase by CLDR plural category; `{count}` stands for the number. */
export type PluralForms = { one: string; few?: string; many?: string; other: string };

const locale: Record<Lang, string> = { ru: "ru-RU", en: "en-GB" };

/** Puts values in place of `{name}`; an unknown name stays as written. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The form of a word that goes with a number: for Russian and 3 it is `few`. */
export function plural({
  lang,
  count,
  forms,
}: {
  lang: Lang;
  count: number;
  forms: PluralForms;
}): string {
  const category = new Intl.PluralRules(locale[lang]).select(count);
  if (category === "zero" || category === "two") return forms.other;
  return forms[category] ?? forms.other;
}

/** A number with no-break thousands: 1 284, 38,42 (ru) or 1,284, 38.42 (en); at most `digits` decimals (2). */
export function formatNumber(
  value: number,
  { lang, digits = 2 }: { lang: Lang; digits?: number },
): string {
  const text = new Intl.NumberFormat(locale[lang], { maximumFractionDigits: digits }).format(value);
  return text.replace(/[\u202f ]/g, "\u00a0");
}

/** A whole phrase for a number: forms with “{count} working days left” and 3 → “3 working days left”. */
export function phrase({
  lang,
  count,
  forms,
}: {
  lang: Lang;
  count: number;
  forms: PluralForms;
}): string {
  return fill(plural({ lang, count, forms }), { count: formatNumber(count, { lang }) });
}

/** A share from 0 to 1 as per cent: «58 %» (ru), "58%" (en). */
export function formatPercent(
  share: number,
  { lang, digits = 0 }: { lang: Lang; digits?: number },
): string {
  const text = formatNumber(share * 100, { lang, digits });
  return lang === "ru" ? `${text}\u00a0%` : `${text}%`;
}

/** Where and when the reader is: language, IANA time zone of the region, and the present moment. */
export type Clockwork = { lang: Lang; zone: string; now: Date };

function yearIn(date: Date, zone: string): string {
  return new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric" }).format(date);
}

/** “3 March”, and “3 March 2025” when the year is not the present one in the region's zone. */
export function formatDate(date: Date, { lang, zone, now }: Clockwork): string {
  const year = yearIn(date, zone) === yearIn(now, zone) ? undefined : ("numeric" as const);
  const text = new Intl.DateTimeFormat(locale[lang], {
    timeZone: zone,
    day: "numeric",
    month: "long",
    year,
  });
  // Russian Intl ends a date with the word for “year”; people do not write it.
  const parts = text.formatToParts(date);
  const last = parts.findLastIndex((part) => part.type !== "literal");
  return parts
    .slice(0, last + 1)
    .map((part) => part.value)
    .join("");
}

/** «08:12» in the region's zone. */
export function formatTime(date: Date, { lang, zone }: Omit<Clockwork, "now">): string {
  const text = new Intl.DateTimeFormat(locale[lang], {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
  });
  return text.format(date);
}

/** “3 March, 08:12”. */
export function formatDateTime(date: Date, clockwork: Clockwork): string {
  return `${formatDate(date, clockwork)}, ${formatTime(date, clockwork)}`;
}

/** Day and short month for a date box: { day: "17", month: "Apr" }. */
export function dateParts(
  date: Date,
  { lang, zone }: Omit<Clockwork, "now">,
): { day: string; month: string } {
  const parts = new Intl.DateTimeFormat(locale[lang], {
    timeZone: zone,
    day: "numeric",
    month: "short",
  });
  const found = Object.fromEntries(
    parts.formatToParts(date).map((part) => [part.type, part.value]),
  );
  return { day: found["day"] ?? "", month: (found["month"] ?? "").replace(/\.$/, "") };
}
