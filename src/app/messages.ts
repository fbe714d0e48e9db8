import type { Refusal } from "#base/refusal.ts";
import { createTranslator, type MessageCatalog } from "#base/messages.ts";
import { en as baseEn } from "#base/messages.en.ts";
import { ru as baseRu } from "#base/messages.ru.ts";
import { createTerritoriesModule } from "#modules/territories/index.ts";
import { createTriageModule } from "#modules/triage/index.ts";

const catalogs: Record<string, MessageCatalog> = {
  base: { ru: baseRu, en: baseEn },
  territories: createTerritoriesModule().messages,
  triage: createTriageModule().messages,
};

/** What a command says when an action refuses. */
export function refusalText(refusal: Refusal): string {
  if (refusal.kind === "not-found")
    return "There is no such region. `okno region create` makes one.";
  return createTranslator(catalogs).refusal(refusal, "en");
}
