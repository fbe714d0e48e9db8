const homoglyphs: Readonly<Record<string, string>> = {
  a: "а",
  b: "в",
  c: "с",
  e: "е",
  h: "н",
  k: "к",
  m: "м",
  o: "о",
  p: "р",
  t: "т",
  x: "х",
  y: "у",
  "0": "о",
  "3": "з",
};

/** Returns a word in its comparable form: lower case, ё as е, Latin look-alikes as Cyrillic. */
export function normalizeWord(raw: string): string {
  const low = raw.toLowerCase().normalize("NFC").replaceAll("ё", "е");
  if (!/[a-z03]/.test(low) || !/[а-я]/.test(low)) return low;
  return low.replace(/[a-z03]/g, (letter) => homoglyphs[letter] ?? letter);
}
