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

/** Returns the page's language. Defaults to Russian outside a page. */
export function useLang(): Lang {
  return useContext(LangContext);
}

/** Returns the design system's messages in the page's language. */
export function useMessages(): UiMessages {
  return messages[useLang()];
}

/** Returns a formatter of “52 of 100” in the page's language. */
export function useRatioText(): (value: string | number, of: string | number) => string {
  const words = useMessages();
  return (value, of) => interpolate(words.outOf, { value, of });
}
