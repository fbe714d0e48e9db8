import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { fill, type PluralForms } from "./format.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export type Lang = "ru" | "en";

/** The shape of the generic words: Russian is the source, other languages must satisfy it. */
export type UiWords = {
  [Key in keyof typeof ru]: (typeof ru)[Key] extends string ? string : PluralForms;
};

const words: Record<Lang, UiWords> = { ru, en };

/** The page's language, set once by `renderPage`. */
export const LangContext = createContext<Lang>("ru");

export function useLang(): Lang {
  return useContext(LangContext);
}

/** The design system's own words in the page's language. */
export function useWords(): UiWords {
  return words[useLang()];
}

/** The words “52 of 100” in the page's language. */
export function useOutOf(): (value: string | number, of: string | number) => string {
  const words = useWords();
  return (value, of) => fill(words.outOf, { value, of });
}
