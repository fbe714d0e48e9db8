import type { TriageCatalogue } from "./catalogue.ts";
import type { LabelledText } from "../learn/corpus.ts";

/** A phrase as plain text: the first of alternatives, without pattern signs. */
const phraseText = (phrase: string): string =>
  phrase
    .split(" ")
    .map((slot) => (slot.split("|")[0] ?? "").replace(/[=*]/g, ""))
    .join(" ");

/** Returns the catalogue as labelled texts: each topic's name, examples and phrases. */
export function catalogueExamples(catalogue: TriageCatalogue): LabelledText[] {
  return catalogue.topics.flatMap(({ code, name, examples, phrases, synonyms }) =>
    [name.ru, ...examples, ...[...phrases, ...synonyms].map(phraseText)].map((text) => ({
      text,
      label: code,
      primer: true,
    })),
  );
}
