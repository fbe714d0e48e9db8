import type { Lang } from "#base/messages.ts";
import { texts as en } from "./messages.en.ts";
import { texts as ru } from "./messages.ru.ts";

/** A page of plain text: paragraphs, then a list, then steps in their order. */
export type TextPageContent = {
  title: string;
  lead: string;
  parts: readonly {
    title: string;
    paragraphs?: readonly string[];
    list?: readonly string[];
    steps?: readonly string[];
  }[];
};

/** One figure explained; `page` is where it is shown with each of its summands. */
export type Formula = {
  id: string;
  title: string;
  formula: string;
  example: string;
  mind: string;
  page?: { path: string; label: string };
};

export const textNames = ["about", "privacy", "accessibility"] as const;
export type TextName = (typeof textNames)[number];

export type InsightTexts = Record<TextName, TextPageContent> & {
  formulas: readonly Formula[];
  /** Where the data come from. */
  sources: readonly string[];
};

const texts: Record<Lang, InsightTexts> = { ru, en };

/** Returns the texts of the plain pages in a language. */
export const textsFor = (lang: Lang): InsightTexts => texts[lang];
