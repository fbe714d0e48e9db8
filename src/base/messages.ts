import type { Refusal } from "./refusal.ts";

/** Languages of the interface; Russian is the source, English must be complete. */
export const languages = ["ru", "en"] as const;
export type Lang = (typeof languages)[number];

type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { [K in keyof T]: Widened<T[K]> };

/** The shape another language must fill: `words.en.ts` says `satisfies Words<typeof ru>`. */
export type Messages<T> = Widened<T>;

/**
 * A module's messages in each language: `refusals` has a sentence for each reason, `navigation` a label
 * for each section that the module puts there.
 */
export type MessageCatalog = Record<
  Lang,
  { refusals: Record<string, string>; navigation?: Record<string, string> }
>;

const pluralRules = {
  ru: new Intl.PluralRules("ru-RU"),
  en: new Intl.PluralRules("en-GB"),
} satisfies Record<Lang, Intl.PluralRules>;

/** Picks the form for a number: `pluralRu(5, "день", "дня", "дней")`. */
export function pluralRu(n: number, one: string, few: string, many: string): string {
  const form = pluralRules.ru.select(n);
  return form === "one" ? one : form === "many" ? many : few;
}

/** Returns the English form for a number: `pluralEn(1, "day", "days")`. */
export function pluralEn(n: number, one: string, other: string): string {
  return pluralRules.en.select(n) === "one" ? one : other;
}

/** Returns what a section of a catalogue holds for a key that comes from the data; undefined for an unknown key. */
export function labelOf<T extends object>(section: T, key: string): T[keyof T] | undefined {
  return Object.hasOwn(section, key) ? section[key as keyof T] : undefined;
}

/** Puts values into «{name}» slots; an unknown slot stays visible, so a test sees it. */
export function interpolate(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (slot, name: string) =>
    values[name] === undefined ? slot : String(values[name]),
  );
}

export type Translator = {
  /** The sentence behind a word key `module.reason`, or the key itself when no module knows it. */
  t(key: string, lang: Lang, values?: Record<string, string | number>): string;
  refusal(refusal: Refusal, lang: Lang): string;
};

/** Speaks for all modules: a refusal's reason names the module whose book holds the sentence. */
export function createTranslator(books: Record<string, MessageCatalog>): Translator {
  const t: Translator["t"] = (key, lang, values = {}) => {
    const dot = key.indexOf(".");
    const sentence = books[key.slice(0, dot)]?.[lang].refusals[key.slice(dot + 1)];
    return sentence === undefined ? key : interpolate(sentence, values);
  };
  return { t, refusal: (refusal, lang) => t(refusal.reason, lang, refusal.values) };
}
