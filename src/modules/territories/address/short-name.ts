import { ADJECTIVE, SHORT_DISTRICTS, TOWN_INSIDE } from "./place-types.ru.ts";
import { splitPlaceName } from "./place-names.ts";

/**
 * How people call a place on a list: «Киров» for «городской округ город Киров», but «Слободской
 * район» for a district whose name is an adjective, and «округ № 7» for a number.
 */
export function shortName(officialName: string): string {
  const { name, type } = splitPlaceName(officialName);
  const noun = SHORT_DISTRICTS.find(({ types }) => type !== undefined && types.includes(type));
  if (noun === undefined || TOWN_INSIDE.test(officialName)) return name;
  if (!/\p{L}{3}/u.test(name)) return `${noun.word} ${name}`;
  return ADJECTIVE.test(name) ? `${name} ${noun.word}` : name;
}
