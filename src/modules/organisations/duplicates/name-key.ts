import { foldName } from "#modules/people/index.ts";
import { legalWords } from "./legal-form-words.ru.ts";

/**
 * What likely duplicates are compared by: small letters, no quotes and signs, no words of legal
 * form. A name made of nothing else keeps them all.
 */
export function nameKey(name: string): string {
  const whole = foldName(name.replace(/[^\p{L}\p{N}]+/gu, " "));
  const kept = whole.split(" ").filter((word) => !legalWords.has(word));
  return kept.length === 0 ? whole : kept.join(" ");
}
