import { moneyText } from "../zod-fields.ts";
import { sayDay, type Reader } from "../view.ts";

/** What an id in a revision stands for: a row of the project, a person, a place, an organisation, a file. */
export type IdNames = (id: string) => string | undefined;

const money: readonly string[] = ["price", "from_grant", "from_own", "from_partners"];
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const isoDay = /\d{4}-\d{2}-\d{2}/g;

/** The text of a revision as its reader knows the field: names for ids, words for codes, roubles, days. */
export function sayValue(
  reader: Reader,
  { field, text, nameOf }: { field: string; text: string; nameOf: IdNames },
): string {
  if (text === "") return "";
  const told = wordsOf(reader, field)?.[text];
  if (told !== undefined) return told;
  if (money.includes(field) && /^\d+$/.test(text)) return moneyText(Number(text));
  if (/^(starts_on|ends_on|published_on)$/.test(field)) return sayDay(reader, text);
  if (field === "occasions") return sayOccasions(reader, text);
  return text.replace(uuid, (id) => nameOf(id) ?? reader.t.history.gone);
}

/** «2026-03-01/2026-03-31, …» as stretches of days; a single day once. */
function sayOccasions(reader: Reader, text: string): string {
  return text
    .split(", ")
    .map((stretch) => {
      const days = [...new Set(stretch.match(isoDay))].map((day) => sayDay(reader, day));
      return days.join(" – ");
    })
    .join(", ");
}

function wordsOf({ t }: Reader, field: string): Record<string, string> | undefined {
  const books: Record<string, Record<string, string>> = {
    kind: t.activityKinds,
    article: t.articles,
    likelihood: t.likelihoods,
    direction: t.directions,
  };
  return books[field];
}
