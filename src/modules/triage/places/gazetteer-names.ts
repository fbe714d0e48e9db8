import { derivedName, isTypeWord, nameWords } from "./names.ru.ts";

/**
 * A meaning of a name: index among the rows of its sort; `whole` is false for a part of the name.
 */
export type NameEntry = { sort: PlaceSort; index: number; whole: boolean };
export type PlaceSort = "territory" | "street" | "landmark";
const placeSorts: readonly PlaceSort[] = ["territory", "street", "landmark"];

/** Name index of a region: key of normalised words → packed entries. */
export type NameIndex = {
  /** key → offset in `packed`: the count, then the entries */
  at: ReadonlyMap<string, number>;
  packed: Uint32Array;
  /** first word → maximum length in words of the names that begin with it */
  firstWords: ReadonlyMap<string, number>;
};

export type NameDraft = { byKey: Map<string, number[]>; begins: Map<string, number> };
/** Creates an empty draft of a name index. */
export const createNameDraft = (): NameDraft => ({ byKey: new Map(), begins: new Map() });

const packEntry = ({ sort, index, whole }: NameEntry): number =>
  index * 8 + placeSorts.indexOf(sort) * 2 + (whole ? 1 : 0);
/** Returns the row index of a packed entry. */
export const entryIndex = (packed: number): number => packed >>> 3;
/** Returns whether a packed entry is the whole name. */
export const isFullName = (packed: number): boolean => (packed & 1) === 1;

/** Adds a meaning of `key`, once. */
export function addName({ byKey, begins }: NameDraft, key: string, entry: NameEntry): void {
  if (key === "") return;
  const packed = packEntry(entry);
  const list = byKey.get(key);
  if (!list) byKey.set(key, [packed]);
  // Names of one row are added consecutively, so only the last entry can be a duplicate.
  else if ((list.at(-1) ?? 0) >>> 1 !== packed >>> 1) list.push(packed);
  else list[list.length - 1] = (list.at(-1) ?? 0) | packed;
  const space = key.indexOf(" ");
  const head = space < 0 ? key : key.slice(0, space);
  const count = key.split(" ").length;
  if ((begins.get(head) ?? 0) < count) begins.set(head, count);
}

/**
 * Adds a street's names: «Льва Толстого» is also «Толстого», «Л. Толстого»; «Средний проспект В.О.»
 * is also «Средний» and «Средний ВО». `words` are those of the name.
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

/** Adds the names of a settlement, municipality or landmark and the derived forms. */
export function addTerritoryNames(draft: NameDraft, name: string, entry: NameEntry): void {
  const words = nameWords(name);
  addName(draft, words.join(" "), entry);
  const centre = derivedName(name, words);
  if (centre !== undefined) addName(draft, centre, { ...entry, whole: false });
}

/** Builds the compact, read-only index. */
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

/** Returns the packed entries of a key by sort; empty lists for an unknown key. */
export function lookupName({ at, packed }: NameIndex, key: string): Record<PlaceSort, Uint32Array> {
  const start = at.get(key);
  const begin = start === undefined ? 0 : start + 1;
  const end = start === undefined ? 0 : begin + (packed[start] ?? 0);
  // Names are added sort by sort, so entries of one sort are adjacent.
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
