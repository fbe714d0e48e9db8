// The Russian stemmer of the Snowball project (published algorithm, own implementation).
// Suffix lists are sorted so that the longest match comes first, as `among` demands.

const sortLongestFirst = (list: string): readonly string[] =>
  list.split(" ").toSorted((a, b) => b.length - a.length);

type Ending = { suffix: string; afterA: boolean };
const parseEndings = (afterA: string, free: string): readonly Ending[] =>
  [
    ...afterA.split(" ").map((suffix) => ({ suffix, afterA: true })),
    ...free.split(" ").map((suffix) => ({ suffix, afterA: false })),
  ].toSorted((a, b) => b.suffix.length - a.suffix.length);

const gerund = parseEndings("в вши вшись", "ив ивши ившись ыв ывши ывшись");
const participle = parseEndings("ем нн вш ющ щ", "ивш ывш ующ");
const verb = parseEndings(
  "ла на ете йте ли й л ем н ло но ет ют ны ть ешь нно",
  "ила ыла ена ейте уйте ите или ыли ей уй ил ыл им ым ен ило ыло ено ят ует уют ит ыт ены ить ыть ишь ую ю",
);
const adjective = sortLongestFirst(
  "ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая яя ою ею",
);
const noun = sortLongestFirst(
  "а ев ов ие ье е иями ями ами еи ии и ией ей ой ий й иям ям ием ем ам ом о у ах иях ях ы ь ию ью ю ия ья я",
);

const isVowel = (letter: string | undefined): boolean =>
  letter !== undefined && "аеиоуыэюя".includes(letter);

function indexAfterVowel(word: string): number {
  for (let i = 0; i < word.length; i++) if (isVowel(word[i])) return i + 1;
  return word.length;
}

function indexAfterVowelConsonant(word: string, from: number): number {
  for (let i = from + 1; i < word.length; i++) {
    if (isVowel(word[i - 1]) && !isVowel(word[i])) return i + 1;
  }
  return word.length;
}

/** Removes the longest listed suffix inside word[rv…]; undefined when none matches. */
function stripSuffix(word: string, rv: number, list: readonly string[]): string | undefined {
  for (const suffix of list) {
    if (word.length - suffix.length >= rv && word.endsWith(suffix)) {
      return word.slice(0, -suffix.length);
    }
  }
  return undefined;
}

function stripEnding(word: string, rv: number, list: readonly Ending[]): string | undefined {
  for (const { suffix, afterA } of list) {
    const at = word.length - suffix.length;
    if (at < rv || !word.endsWith(suffix)) continue;
    if (!afterA) return word.slice(0, at);
    const letter = word[at - 1];
    return at > rv && (letter === "а" || letter === "я") ? word.slice(0, at) : undefined;
  }
  return undefined;
}

function stripInflection(word: string, rv: number): string {
  const afterGerund = stripEnding(word, rv, gerund);
  if (afterGerund !== undefined) return afterGerund;
  const bare = stripSuffix(word, rv, ["ся", "сь"]) ?? word;
  const adjectival = stripSuffix(bare, rv, adjective);
  if (adjectival !== undefined) return stripEnding(adjectival, rv, participle) ?? adjectival;
  return stripEnding(bare, rv, verb) ?? stripSuffix(bare, rv, noun) ?? bare;
}

function computeStem(word: string): string {
  const rv = indexAfterVowel(word);
  if (rv >= word.length) return word;
  const r2 = indexAfterVowelConsonant(word, indexAfterVowelConsonant(word, 0));
  let out = stripInflection(word, rv);
  if (out.length > rv && out.endsWith("и")) out = out.slice(0, -1);
  out = stripSuffix(out, r2, ["ость", "ост"]) ?? out;
  const plain = stripSuffix(out, rv, ["ейше", "ейш"]);
  if (plain !== undefined) out = plain;
  if (out.length - 1 > rv && out.endsWith("нн")) return out.slice(0, -1);
  return plain === undefined && out.length > rv && out.endsWith("ь") ? out.slice(0, -1) : out;
}

// Stems by word: a few thousand words make up most messages.
const stemCache = new Map<string, string>();
const MAX_CACHED_STEMS = 50_000;

/**
 * Returns the stem of a lower-case word with ё as е; a word of another alphabet is returned as it
 * is.
 */
export function stem(word: string): string {
  const before = stemCache.get(word);
  if (before !== undefined) return before;
  const made = word.length > 60 ? word.slice(0, 60) : computeStem(word);
  if (stemCache.size >= MAX_CACHED_STEMS) stemCache.clear();
  stemCache.set(word, made);
  return made;
}
