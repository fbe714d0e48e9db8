// The Russian stemmer of the Snowball project (published algorithm, own implementation).
// Suffix lists are sorted so that the longest match comes first, as `among` demands.

const longestFirst = (list: string): readonly string[] =>
  list.split(" ").toSorted((a, b) => b.length - a.length);

type Ending = { suffix: string; afterA: boolean };
const endings = (afterA: string, free: string): readonly Ending[] =>
  [
    ...afterA.split(" ").map((suffix) => ({ suffix, afterA: true })),
    ...free.split(" ").map((suffix) => ({ suffix, afterA: false })),
  ].toSorted((a, b) => b.suffix.length - a.suffix.length);

const gerund = endings("в вши вшись", "ив ивши ившись ыв ывши ывшись");
const participle = endings("ем нн вш ющ щ", "ивш ывш ующ");
const verb = endings(
  "ла на ете йте ли й л ем н ло но ет ют ны ть ешь нно",
  "ила ыла ена ейте уйте ите или ыли ей уй ил ыл им ым ен ило ыло ено ят ует уют ит ыт ены ить ыть ишь ую ю",
);
const adjective = longestFirst(
  "ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая яя ою ею",
);
const noun = longestFirst(
  "а ев ов ие ье е иями ями ами еи ии и ией ей ой ий й иям ям ием ем ам ом о у ах иях ях ы ь ию ью ю ия ья я",
);

const isVowel = (letter: string | undefined): boolean =>
  letter !== undefined && "аеиоуыэюя".includes(letter);

function afterVowel(word: string): number {
  for (let i = 0; i < word.length; i++) if (isVowel(word[i])) return i + 1;
  return word.length;
}

function afterVowelConsonant(word: string, from: number): number {
  for (let i = from + 1; i < word.length; i++) {
    if (isVowel(word[i - 1]) && !isVowel(word[i])) return i + 1;
  }
  return word.length;
}

/** The word without its longest listed suffix inside word[rv…], or undefined when none may go. */
function without(word: string, rv: number, list: readonly string[]): string | undefined {
  for (const suffix of list) {
    if (word.length - suffix.length >= rv && word.endsWith(suffix)) {
      return word.slice(0, -suffix.length);
    }
  }
  return undefined;
}

function withoutEnding(word: string, rv: number, list: readonly Ending[]): string | undefined {
  for (const { suffix, afterA } of list) {
    const at = word.length - suffix.length;
    if (at < rv || !word.endsWith(suffix)) continue;
    if (!afterA) return word.slice(0, at);
    const letter = word[at - 1];
    return at > rv && (letter === "а" || letter === "я") ? word.slice(0, at) : undefined;
  }
  return undefined;
}

function inflected(word: string, rv: number): string {
  const afterGerund = withoutEnding(word, rv, gerund);
  if (afterGerund !== undefined) return afterGerund;
  const bare = without(word, rv, ["ся", "сь"]) ?? word;
  const adjectival = without(bare, rv, adjective);
  if (adjectival !== undefined) return withoutEnding(adjectival, rv, participle) ?? adjectival;
  return withoutEnding(bare, rv, verb) ?? without(bare, rv, noun) ?? bare;
}

function compute(word: string): string {
  const rv = afterVowel(word);
  if (rv >= word.length) return word;
  const r2 = afterVowelConsonant(word, afterVowelConsonant(word, 0));
  let out = inflected(word, rv);
  if (out.length > rv && out.endsWith("и")) out = out.slice(0, -1);
  out = without(out, r2, ["ость", "ост"]) ?? out;
  const plain = without(out, rv, ["ейше", "ейш"]);
  if (plain !== undefined) out = plain;
  if (out.length - 1 > rv && out.endsWith("нн")) return out.slice(0, -1);
  return plain === undefined && out.length > rv && out.endsWith("ь") ? out.slice(0, -1) : out;
}

// The same few thousand words make up most of what residents write.
const known = new Map<string, string>();
const KNOWN_LIMIT = 50_000;

/** Stem of a lower-case word with ё already е; a word of another alphabet comes back as it is. */
export function stem(word: string): string {
  const before = known.get(word);
  if (before !== undefined) return before;
  const made = word.length > 60 ? word.slice(0, 60) : compute(word);
  if (known.size >= KNOWN_LIMIT) known.clear();
  known.set(word, made);
  return made;
}
