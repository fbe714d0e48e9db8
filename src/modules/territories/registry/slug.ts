import { LATIN_LETTERS } from "./latin-letters.ru.ts";

/** Returns the URL slug of a name: «Верхняя Тойма» → «verkhnyaya-toyma». */
export function toSlug(name: string): string {
  const latin = [...name.normalize("NFC").toLowerCase()]
    .map((letter) => LATIN_LETTERS[letter] ?? letter)
    .join("");
  return (
    latin
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 80) || "place"
  );
}

/** Returns the first free slug: of the name, then of the name with its parent, then numbered. */
export function uniqueSlug(
  names: readonly string[],
  taken: { has(slug: string): boolean },
): string {
  for (let count = 1; count <= names.length; count++) {
    const slug = toSlug(names.slice(0, count).join(" "));
    if (!taken.has(slug)) return slug;
  }
  const whole = toSlug(names.join(" "));
  for (let number = 2; ; number++) {
    if (!taken.has(`${whole}-${number}`)) return `${whole}-${number}`;
  }
}
