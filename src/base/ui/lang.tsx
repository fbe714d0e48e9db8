import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { interpolate, type PluralForms } from "./format.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export type Lang = "ru" | "en";

/** The shape of the generic words: Russian is the source, other languages must satisfy it. */
export type UiMessages = {
  [Key in keyof typeof ru]: (typeof ru)[Key] extends string ? string : PluralForms;
};

const messages: Record<Lang, UiMessages> = { ru, en };

/** The page's language, set once by `renderPage`. */
export const LangContext = createContext<Lang>("ru");

export function useLang(): Lang {
  return useContext(LangContext);
}

/** The design system's own words in the page's language. */
export function useMessages(): UiMessages {
  return messages[useLang()];
}

/** The words “52 of 100” in the page's language. */
export function useRatioText(): (value: string | number, of: string | number) => string {
  const words = useMessages();
  return (value, of) => interpolate(words.outOf, { value, of });
}
