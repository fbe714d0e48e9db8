import { derivedName, isTypeWord, nameWords } from "./names.ru.ts";

/** What a name may mean: index into the rows of its sort; `whole` is false for a part of the name. */
export type NameEntry = { sort: PlaceSort; index: number; whole: boolean };
export type PlaceSort = "territory" | "street" | "landmark";
const placeSorts: readonly PlaceSort[] = ["territory", "street", "landmark"];

/** Every name of a region: key of comparable words → its entries, packed. */
export type NameIndex = {
  /** key → where its entries begin in `packed`: first how many, then the entries */
  at: ReadonlyMap<string, number>;
  packed: Uint32Array;
  /** first word of a name → the most words that a name beginning so has */
  firstWords: ReadonlyMap<string, number>;
};

export type NameDraft = { byKey: Map<string, number[]>; begins: Map<string, number> };
export const createNameDraft = (): NameDraft => ({ byKey: new Map(), begins: new Map() });

const packEntry = ({ sort, index, whole }: NameEntry): number =>
  index * 8 + placeSorts.indexOf(sort) * 2 + (whole ? 1 : 0);
/** Of a packed entry: the index among the rows of its sort. */
export const entryIndex = (packed: number): number => packed >>> 3;
/** Of a packed entry: is the name its whole name? */
export const isFullName = (packed: number): boolean => (packed & 1) === 1;

/** Adds what `key` means; a thing that the key means already is not added twice. */
export function addName({ byKey, begins }: NameDraft, key: string, entry: NameEntry): void {
  if (key === "") return;
  const packed = packEntry(entry);
  const list = byKey.get(key);
  if (!list) byKey.set(key, [packed]);
  // The names of one thing come one after another, so only the last entry can be its own.
  else if ((list.at(-1) ?? 0) >>> 1 !== packed >>> 1) list.push(packed);
  else list[list.length - 1] = (list.at(-1) ?? 0) | packed;
  const space = key.indexOf(" ");
  const head = space < 0 ? key : key.slice(0, space);
  const count = key.split(" ").length;
  if ((begins.get(head) ?? 0) < count) begins.set(head, count);
}

/**
 * «Льва Толстого» is also said «Толстого», «Л. Толстого»; «Средний проспект В.О.» is also
 * «Средний» and «Средний ВО». `words` are those of the name.
 */
export function addStreetNames(draft: NameDraft, name: string, entry: NameEntry): void {
  const words = nameWords(name);
  addName(draft, words.join(" "), entry);
  const letters = words.findIndex((word, at) => at > 0 && /^\p{L}$/u.test(word));
  if (letters > 0 && words.slice(letters).every((word) => word.length === 1)) {
    const bare = words.slice(0, letters);
    const island = words.slice(letters).join("");
    addName(draft, [...bare, island].join(" "), entry);
    addName(draft, bare.join(" "), entry);
    const initial = bare[0]?.charAt(0) ?? "";
    if (bare.length === 1 && /^\p{L}$/u.test(initial)) {
      addName(draft, `${initial} ${island}`, entry);
      addName(draft, `${initial} ${words.slice(letters).join(" ")}`, entry);
    }
    return;
  }
  addPartialNames(draft, words, entry);
}

function addPartialNames(draft: NameDraft, words: readonly string[], entry: NameEntry): void {
  const [head = ""] = words;
  const last = words.at(-1) ?? "";
  if (words.length < 2) return;
  if (last.length >= 4 && !/^\d/.test(last)) {
    addName(draft, last, { ...entry, whole: false });
    if (!/^\d/.test(head)) {
      addName(draft, `${head.charAt(0)} ${words.slice(1).join(" ")}`, entry);
      if (words.length === 2) addName(draft, `${last} ${head}`, entry);
      if (words.length === 2)
        addName(draft, `${last} ${head.charAt(0)}`, { ...entry, whole: false });
    }
  }
  // «Братьев Радченко» by its last word only; «Обводного канала» by its first as well.
  if (head.length >= 6 && !isTypeWord(head)) addName(draft, head, { ...entry, whole: false });
}

/** A settlement, municipality or landmark by its own words and by what they are derived from. */
export function addTerritoryNames(draft: NameDraft, name: string, entry: NameEntry): void {
  const words = nameWords(name);
  addName(draft, words.join(" "), entry);
  const centre = derivedName(name, words);
  if (centre !== undefined) addName(draft, centre, { ...entry, whole: false });
}

/** The compact form that is asked. */
export function buildNameIndex({ byKey, begins }: NameDraft): NameIndex {
  let size = 0;
  for (const list of byKey.values()) size += list.length + 1;
  const packed = new Uint32Array(size);
  const at = new Map<string, number>();
  let next = 0;
  for (const [key, list] of byKey) {
    at.set(key, next);
    packed[next] = list.length;
    packed.set(list, next + 1);
    next += list.length + 1;
  }
  return { at, packed, firstWords: begins };
}

/** What a key means among one sort of things, packed; empty for a key that is no name of such. */
export function lookupName({ at, packed }: NameIndex, key: string): Record<PlaceSort, Uint32Array> {
  const start = at.get(key);
  const begin = start === undefined ? 0 : start + 1;
  const end = start === undefined ? 0 : begin + (packed[start] ?? 0);
  // Names are added sort by sort, so the things of one sort stand together.
  const from = (sort: number): number => {
    let next = begin;
    while (next < end && (((packed[next] ?? 0) >>> 1) & 3) < sort) next++;
    return next;
  };
  const [streets, landmarks] = [from(1), from(2)];
  return {
    territory: packed.subarray(begin, streets),
    street: packed.subarray(streets, landmarks),
    landmark: packed.subarray(landmarks, end),
  };
}
