import type { Refusal } from "#base/refusal.ts";
import { makeSpeaker, type WordBook } from "#base/messages.ts";
import { en as baseEn } from "#base/messages.en.ts";
import { ru as baseRu } from "#base/messages.ru.ts";
import { territories } from "#modules/territories/index.ts";
import { triage } from "#modules/triage/index.ts";

const books: Record<string, WordBook> = {
  base: { ru: baseRu, en: baseEn },
  territories: territories.words,
  triage: triage.words,
};

/** What a command says when an action refuses. */
export function refusalSentence(refusal: Refusal): string {
  if (refusal.kind === "not-found")
    return "There is no such region. `okno region create` makes one.";
  return makeSpeaker(books).refusal(refusal, "en");
}
