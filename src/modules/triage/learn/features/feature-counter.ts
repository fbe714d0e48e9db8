import { buildVocabulary, type FeatureVocabulary } from "./vocabulary.ts";

/** Document frequency of each feature; grows as texts are counted. */
export type FeatureCounter = {
  count(features: Uint32Array, n: number): void;
  topFeatures(rows: number): FeatureVocabulary;
};

/** Creates an empty counter with open-addressing tables that double when half full. */
export function createFeatureCounter(): FeatureCounter {
  let size = 1 << 20;
  let slots = new Uint32Array(size);
  let texts = new Uint32Array(size);
  let last = new Uint32Array(size);
  let known = 0;
  let text = 0;
  const find = (hash: number): number => {
    let at = (hash >>> 2) & (size - 1);
    while (slots[at] !== 0 && slots[at] !== hash) at = (at + 1) & (size - 1);
    return at;
  };
  const grow = (): void => {
    const [oldSlots, oldTexts, oldLast] = [slots, texts, last];
    size *= 2;
    slots = new Uint32Array(size);
    texts = new Uint32Array(size);
    last = new Uint32Array(size);
    oldSlots.forEach((hash, from) => {
      if (hash === 0) return;
      const at = find(hash);
      slots[at] = hash;
      texts[at] = oldTexts[from] ?? 0;
      last[at] = oldLast[from] ?? 0;
    });
  };
  return {
    count(features, n) {
      text++;
      if ((known + n) * 2 > size) grow();
      for (let i = 0; i < n; i++) {
        const hash = features[i] ?? 0;
        const at = find(hash);
        if (slots[at] === 0) {
          slots[at] = hash;
          known++;
        }
        if (last[at] === text) continue;
        last[at] = text;
        texts[at] = (texts[at] ?? 0) + 1;
      }
    },
    topFeatures(rows) {
      const found: number[] = [];
      for (let at = 0; at < size; at++) if (slots[at] !== 0) found.push(at);
      const often = (at: number): number => texts[at] ?? 0;
      const hashAt = (at: number): number => slots[at] ?? 0;
      found.sort((a, b) => often(b) - often(a) || hashAt(a) - hashAt(b));
      const kept = found.slice(0, rows);
      return buildVocabulary(
        Uint32Array.from(kept, hashAt),
        Float32Array.from(kept, (at) => Math.log((1 + text) / (1 + often(at))) + 1),
      );
    },
  };
}
