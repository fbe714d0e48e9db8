import { foldName } from "#modules/people/index.ts";
import { legalFormWords } from "./legal-form-words.ru.ts";

/**
 * What likely duplicates are compared by: small letters, no quotes and signs, no words of legal
 * form. A name made of nothing else keeps them all.
 */
export function nameKey(name: string): string {
  const folded = foldName(name.replace(/[^\p{L}\p{N}]+/gu, " "));
  const significantWords = folded.split(" ").filter((word) => !legalFormWords.has(word));
  return significantWords.length === 0 ? folded : significantWords.join(" ");
}
