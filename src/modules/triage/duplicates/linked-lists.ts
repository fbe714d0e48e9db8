const NONE = -1;

/** Returns an array of at least `size` elements, grown by half, with the old values copied. */
export function growArray<A extends Int32Array | Float64Array>(array: A, size: number): A {
  if (size <= array.length) return array;
  const length = Math.max(size, array.length * 2, 64);
  const larger = array instanceof Int32Array ? new Int32Array(length) : new Float64Array(length);
  larger.set(array);
  return larger as A;
}

/** Linked lists of numbers by key, newest first, in two flat arrays: 8 bytes per entry. */
export class LinkedLists {
  #heads = new Map<number, number>();
  #item = new Int32Array(64);
  #next = new Int32Array(64);
  #count = 0;

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  push(key: number, item: number): void {
    const at = this.#count++;
    this.#item = growArray(this.#item, this.#count);
    this.#next = growArray(this.#next, this.#count);
    this.#item[at] = item;
    this.#next[at] = this.#heads.get(key) ?? NONE;
    this.#heads.set(key, at);
  }

  /** Visits at most `most` items of the key, newest first, and returns their number. */
  visit(key: number, most: number, see: (item: number) => void): number {
    let at = this.#heads.get(key) ?? NONE;
    let seen = 0;
    while (at !== NONE && seen < most) {
      see(this.#item[at] ?? 0);
      seen++;
      at = this.#next[at] ?? NONE;
    }
    return seen;
  }

  clear(): void {
    this.#heads.clear();
    this.#count = 0;
  }
}
