import { foldName } from "#modules/people/index.ts";
import { legalFormWords } from "./legal-form-words.ru.ts";

/**
 * Returns the key by which possible duplicates are compared: lower case, no quotes and signs, no words
 * of legal
 * form. A name of legal-form words alone is compared whole.
 */
export function nameKey(name: string): string {
  const folded = foldName(name.replace(/[^\p{L}\p{N}]+/gu, " "));
  const significantWords = folded.split(" ").filter((word) => !legalFormWords.has(word));
  return significantWords.length === 0 ? folded : significantWords.join(" ");
}
