import { ADJECTIVE, SHORT_DISTRICTS, TOWN_INSIDE } from "./place-types.ru.ts";
import { splitPlaceName } from "./place-names.ts";

/**
 * Returns the short name of a place for lists: «Киров» for «городской округ город Киров»,
 * «Слободской район» for an adjective, «округ № 7» for a number.
 */
export function shortName(officialName: string): string {
  const { name, type } = splitPlaceName(officialName);
  const noun = SHORT_DISTRICTS.find(({ types }) => type !== undefined && types.includes(type));
  if (noun === undefined || TOWN_INSIDE.test(officialName)) return name;
  if (!/\p{L}{3}/u.test(name)) return `${noun.word} ${name}`;
  return ADJECTIVE.test(name) ? `${name} ${noun.word}` : name;
}
