import { trigrams } from "../address/match-names.ts";

export type IndexedStreet = { id: string; territoryId: string; name: string; kind: string };

/** Search of streets by typed text, at most `limit` of those inside. */
export type StreetIndex = {
  /** Streets with a word that starts so: «толст» finds «Льва Толстого». */
  findByPrefix(key: string, ask: StreetIndexQuery): IndexedStreet[];
  /** Streets with similar names, best first: «лисная» finds «Лесная». */
  findSimilar(key: string, ask: StreetIndexQuery): IndexedStreet[];
};

type StreetIndexQuery = { inside: ReadonlySet<string> | undefined; limit: number };

const MIN_SIMILARITY = 0.3;

/**
 * Creates an in-memory index of a region's streets. The database cannot serve it: behind row-level
 * security `like` and `%` do not use an index, since they are not leakproof.
 */
export function createStreetIndex(
  streets: readonly (IndexedStreet & { matchKey: string })[],
): StreetIndex {
  const byKey = Map.groupBy(streets, (street) => street.matchKey);
  const keys = [...byKey.keys()];
  const starts = keys.flatMap(wordStarts).toSorted((a, b) => (a.text < b.text ? -1 : 1));
  const sizes: number[] = [];
  const holders = new Map<string, number[]>();
  for (const [number, key] of keys.entries()) {
    const keyTrigrams = trigrams(key);
    sizes.push(keyTrigrams.size);
    for (const piece of keyTrigrams) {
      const list = holders.get(piece);
      if (list === undefined) holders.set(piece, [number]);
      else list.push(number);
    }
  }

  function collect(
    ordered: Iterable<string>,
    { inside, limit }: StreetIndexQuery,
  ): IndexedStreet[] {
    const taken: IndexedStreet[] = [];
    for (const key of ordered) {
      for (const street of byKey.get(key) ?? []) {
        if (inside !== undefined && !inside.has(street.territoryId)) continue;
        taken.push(street);
        if (taken.length === limit) return taken;
      }
    }
    return taken;
  }

  return {
    findByPrefix(key, ask) {
      const found: { key: string; rank: number }[] = [];
      for (let at = lowerBound(starts, key); starts[at]?.text.startsWith(key); at++) {
        const start = starts[at];
        if (start) found.push({ key: start.key, rank: start.key === start.text ? 0 : 1000 });
      }
      found.sort(
        (a, b) => a.rank + a.key.length - b.rank - b.key.length || (a.key < b.key ? -1 : 1),
      );
      return collect(new Set(found.map((one) => one.key)), ask);
    },
    findSimilar(key, ask) {
      const common = new Map<number, number>();
      const keyTrigrams = trigrams(key);
      for (const piece of keyTrigrams) {
        for (const number of holders.get(piece) ?? [])
          common.set(number, (common.get(number) ?? 0) + 1);
      }
      const likeness = ([number, shared]: [number, number]) =>
        shared / (keyTrigrams.size + (sizes[number] ?? 0) - shared);
      const found = [...common]
        .map((one) => ({ key: keys[one[0]] ?? "", likeness: likeness(one) }))
        .filter((one) => one.likeness >= MIN_SIMILARITY)
        .toSorted((a, b) => b.likeness - a.likeness);
      return collect(
        found.map((one) => one.key),
        ask,
      );
    },
  };
}

type WordStart = { text: string; key: string };

/** Suffixes of the key from each of its words. */
function wordStarts(key: string): WordStart[] {
  const starts: WordStart[] = [{ text: key, key }];
  for (let at = key.indexOf(" "); at >= 0; at = key.indexOf(" ", at + 1)) {
    starts.push({ text: key.slice(at + 1), key });
  }
  return starts;
}

function lowerBound(starts: readonly WordStart[], text: string): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle]?.text ?? "") < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
