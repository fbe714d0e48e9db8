import type { TriageCatalogue } from "./catalogue.ts";
import type { LabelledText } from "../learn/corpus.ts";

/** A written phrase as somebody would say it: of alternatives the first, without the signs of patterns. */
const phraseText = (phrase: string): string =>
  phrase
    .split(" ")
    .map((slot) => (slot.split("|")[0] ?? "").replace(/[=*]/g, ""))
    .join(" ");

/** The catalogue's own words as labelled texts: of each topic its name, its examples, its phrases. */
export function catalogueExamples(catalogue: TriageCatalogue): LabelledText[] {
  return catalogue.topics.flatMap(({ code, name, examples, phrases, synonyms }) =>
    [name.ru, ...examples, ...[...phrases, ...synonyms].map(phraseText)].map((text) => ({
      text,
      label: code,
      primer: true,
    })),
  );
}
