import { LinkedLists } from "./linked-lists.ts";
import { MessageTable, type DuplicateMessage, type MessageRow } from "./message-table.ts";
import {
  daysBetween,
  textEvidence,
  MAX_DAYS,
  MAX_METRES,
  metresBetween,
  POSSIBLE_DUPLICATE_THRESHOLD,
  similarityScore,
  weightVector,
  similarityVerdict,
  type ComparableMessage,
  type Similarity,
  type SimilarityParts,
} from "./similarity.ts";
import { compareDetails } from "./fingerprint.ts";
import { defaultSimilarityWeights, type SimilarityWeights } from "./weights.ts";

/** A message that may report the same problem; `parts` explain the score. */
export type DuplicateMatch = { id: string } & Similarity;

/** A message to find duplicates of; `isIndexed` is 1 when the index holds it too. */
type DuplicateQuery = { row: MessageRow; information: number; isIndexed: number };

/** A little more than the maximum distance, so that neighbouring cells hold everything in reach. */
const CELL_METRES = MAX_METRES + 10;
const METRES_IN_DEGREE = 111_195;
/** The cell size in degrees of latitude. */
const REACH_DEGREES = CELL_METRES / METRES_IN_DEGREE;
/** Upper bound of candidates per query: the newest ones. */
const MAX_NEARBY = 500;
const MAX_AT_HOUSE = 200;
const MAX_PER_WORD = 100;
const MAX_BY_WORDS = 400;

/**
 * Index of a region's messages for finding duplicates: by grid cell, by house and by rare word. A
 * query's cost depends on the nearby messages, not on the total; about 250 bytes per message.
 */
export class DuplicateIndex {
  #table = new MessageTable();
  #slots = new Map<string, number>();
  #dead = new Set<number>();
  #cells = new LinkedLists();
  #houses = new LinkedLists();
  /** Messages with a point, and without one, by word. */
  #placed = new LinkedLists();
  #lost = new LinkedLists();
  #seen = new Int32Array(64);
  #query = 0;
  readonly #weights: Float64Array;

  constructor({ weights = defaultSimilarityWeights }: { weights?: SimilarityWeights } = {}) {
    this.#weights = weightVector(weights);
  }

  get size(): number {
    return this.#slots.size;
  }

  /** Adds a message, replacing one with the same id. */
  add(message: DuplicateMessage): void {
    this.remove(message.id);
    const slot = this.#table.append(message.id, this.#table.encode(message, true));
    this.#slots.set(message.id, slot);
    this.#file(slot);
  }

  remove(id: string): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.#slots.delete(id);
    this.#dead.add(slot);
    this.#table.removeFromCounts(slot);
    if (this.#dead.size > 1_000 && this.#dead.size > this.#slots.size) this.#compact();
  }

  /** Removes messages written before this moment (milliseconds). */
  expire(before: number): void {
    for (const [id, slot] of this.#slots) {
      if (!(this.#table.number("at", slot) >= before)) this.remove(id);
    }
  }

  /**
   * Returns the likeliest duplicates of a message, best first, at most `limit`, none below
   * `minScore`. An indexed message is not its own duplicate.
   */
  find(
    message: ComparableMessage & { id?: string | undefined },
    { most = 5, atLeast = POSSIBLE_DUPLICATE_THRESHOLD }: { most?: number; atLeast?: number } = {},
  ): DuplicateMatch[] {
    const own = message.id === undefined ? undefined : this.#slots.get(message.id);
    const row = this.#table.encode(message, false);
    // The message's own contribution to the counts must not affect others.
    const held = own === undefined ? 0 : 1;
    const left = this.#surprise(row.words);
    const found: { slot: number; score: number }[] = [];
    this.#eachNear(row, (slot) => {
      if (slot === own || !this.#isInReach(row, slot)) return;
      const score = this.#score({ row, information: left, isIndexed: held }, slot, atLeast);
      if (!(score >= atLeast)) return;
      const last = found.at(-1);
      if (found.length >= most && last !== undefined && last.score >= score) return;
      const at = found.findIndex((one) => one.score < score);
      found.splice(at < 0 ? found.length : at, 0, { slot, score });
      if (found.length > most) found.pop();
    });
    return found.map(({ slot, score }) => ({
      id: this.#table.ids[slot] ?? "",
      score,
      verdict: similarityVerdict(score),
      parts: this.#parts({ row, information: left, isIndexed: held }, slot),
    }));
  }

  /** Compares with one indexed message, whether or not a query would reach it. */
  compare(
    message: ComparableMessage & { id?: string | undefined },
    id: string,
  ): Similarity | undefined {
    const slot = this.#slots.get(id);
    if (slot === undefined) return undefined;
    const held = this.#slots.has(message.id ?? "") ? 1 : 0;
    const row = this.#table.encode(message, false);
    const parts = this.#parts(
      { row, information: this.#surprise(row.words), isIndexed: held },
      slot,
    );
    const score = similarityScore(parts, this.#weights);
    return { score, verdict: similarityVerdict(score), parts };
  }

  #surprise(words: Int32Array): number {
    let sum = 0;
    for (const word of words) sum += this.#table.wordRarity(word);
    return sum;
  }

  /** The score; 0 without comparing words when even identical words could not reach the minimum. */
  #score(asked: DuplicateQuery, slot: number, atLeast: number): number {
    const parts = this.#circumstances(asked, slot);
    if (similarityScore(parts, this.#weights) < atLeast) return 0;
    return similarityScore(Object.assign(parts, this.#evidence(asked, slot)), this.#weights);
  }

  #parts(asked: DuplicateQuery, slot: number): SimilarityParts {
    return { ...this.#circumstances(asked, slot), ...this.#evidence(asked, slot) };
  }

  /** Every feature but the words, which are assumed identical until compared. */
  #circumstances(
    { row, isIndexed }: Pick<DuplicateQuery, "row" | "isIndexed">,
    slot: number,
  ): SimilarityParts {
    const table = this.#table;
    const [lat, lon] = [table.number("lat", slot), table.number("lon", slot)];
    const metres = metresBetween(row, { lat, lon });
    return {
      text: 1,
      rarity: 1,
      swapped: 0,
      distance: Number.isNaN(metres) ? undefined : metres,
      house: this.#houseOf(row, slot),
      days: daysBetween(row.at, table.number("at", slot)),
      topic: this.#topicOf(row, slot),
      author: this.#authorOf(row, slot),
      details:
        row.details.length === 0 && !table.hasDetails(slot)
          ? "unknown"
          : compareDetails(row.details, table.details(slot)),
      settled: this.#settled(row, slot),
      listed: this.#isListed({ row, isIndexed }, slot),
    };
  }

  /** Cheap prefilter by time and by distance on a flat map. */
  #isInReach(row: MessageRow, slot: number): boolean {
    const table = this.#table;
    if (Math.abs(row.at - table.number("at", slot)) > MAX_DAYS * 86_400_000) return false;
    const north = row.lat - table.number("lat", slot);
    const east = (row.lon - table.number("lon", slot)) * row.longitudeScale;
    const far = north * north + east * east > REACH_DEGREES * REACH_DEGREES;
    return !far || (row.house >= 0 && row.house === table.number("house", slot));
  }

  /** Both word lists are ascending, so one merge pass finds the shared words. */
  #evidence(
    { row, information, isIndexed }: DuplicateQuery,
    slot: number,
  ): ReturnType<typeof textEvidence> {
    const table = this.#table;
    const words = table.words(slot);
    let [right, both, i] = [0, 0, 0];
    for (const word of words) {
      const worth = table.wordRarity(word);
      right += worth;
      while (i < row.words.length && (row.words[i] ?? 0) < word) i++;
      if (row.words[i] === word) both += worth;
    }
    const said = table.number("textKey", slot);
    return textEvidence({
      left: information,
      right,
      both,
      repetitions: said === row.textKey ? table.textCount(said) - isIndexed : 0,
    });
  }

  #houseOf(row: MessageRow, slot: number): SimilarityParts["house"] {
    const street = this.#table.number("street", slot);
    if (row.street < 0 || street < 0) return "unknown";
    if (row.street !== street) return "other";
    const house = this.#table.number("house", slot);
    if (row.house < 0 || house < 0) return "unknown";
    return row.house === house ? "same" : "other";
  }

  #topicOf(row: MessageRow, slot: number): SimilarityParts["topic"] {
    const topic = this.#table.number("topic", slot);
    if (row.topic < 0 || topic < 0) return "unknown";
    if (row.topic === topic) return "same";
    return row.group === this.#table.number("group", slot) ? "group" : "other";
  }

  #authorOf(row: MessageRow, slot: number): SimilarityParts["author"] {
    const author = this.#table.number("author", slot);
    if (row.author < 0 || author < 0) return "unknown";
    return row.author === author ? "same" : "other";
  }

  #settled(row: MessageRow, slot: number): boolean {
    const at = this.#table.number("at", slot);
    return at <= row.at ? this.#table.number("until", slot) < row.at : row.until < at;
  }

  /** Checks whether either author has more messages than these two on the same topic and place. */
  #isListed({ row, isIndexed }: Pick<DuplicateQuery, "row" | "isIndexed">, slot: number): boolean {
    const listing = this.#table.number("listingKey", slot);
    const own = this.#table.listingCount(row.listingKey) - isIndexed;
    if (row.listingKey === listing) return own > 1;
    return own > 0 || this.#table.listingCount(listing) > 1;
  }

  #file(slot: number): void {
    const table = this.#table;
    const [lat, lon] = [table.number("lat", slot), table.number("lon", slot)];
    const lost = Number.isNaN(lat);
    if (!lost) this.#cells.push(gridCell(gridRow(lat), gridColumn(gridRow(lat), lon)), slot);
    const house = table.number("house", slot);
    if (house >= 0) this.#houses.push(house, slot);
    const lists = lost ? this.#lost : this.#placed;
    for (const word of table.words(slot)) lists.push(word, slot);
  }

  /** Visits every candidate once; the nearest places first. */
  #eachNear(row: MessageRow, see: (slot: number) => void): void {
    if (this.#seen.length < this.#table.size) this.#seen = new Int32Array(this.#table.size * 2);
    const query = ++this.#query;
    const once = (slot: number) => {
      if (this.#seen[slot] === query || this.#dead.has(slot)) return;
      this.#seen[slot] = query;
      see(slot);
    };
    if (row.house >= 0) this.#houses.visit(row.house, MAX_AT_HOUSE, once);
    const placed = !Number.isNaN(row.lat);
    if (placed) this.#eachAround(row, once);
    if (placed && this.#lost.isEmpty) return;
    const words = row.words.filter((word) => word >= 0);
    words.sort((a, b) => this.#table.wordRarity(b) - this.#table.wordRarity(a));
    let left = MAX_BY_WORDS;
    for (const word of words) {
      if (left <= 0) break;
      left -= this.#lost.visit(word, Math.min(left, MAX_PER_WORD), once);
      if (!placed) left -= this.#placed.visit(word, Math.min(left, MAX_PER_WORD), once);
    }
  }

  #eachAround({ lat, lon }: MessageRow, see: (slot: number) => void): void {
    const middle = gridRow(lat);
    let left = MAX_NEARBY;
    for (const [up, right] of neighbourOffsets) {
      const line = middle + up;
      left -= this.#cells.visit(gridCell(line, gridColumn(line, lon) + right), left, see);
    }
  }

  #compact(): void {
    this.#table.compact((slot) => !this.#dead.has(slot));
    this.#dead.clear();
    this.#slots.clear();
    for (const lists of [this.#cells, this.#houses, this.#placed, this.#lost]) lists.clear();
    for (let slot = 0; slot < this.#table.size; slot++) {
      this.#slots.set(this.#table.ids[slot] ?? "", slot);
      this.#file(slot);
    }
  }
}

const neighbourOffsets = [
  [0, 0],
  [0, -1],
  [0, 1],
  [-1, 0],
  [1, 0],
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
] as const;

const gridRow = (lat: number): number => Math.floor((lat * METRES_IN_DEGREE) / CELL_METRES);

/** Longitude cells narrow towards the pole: each row of cells has its own width in degrees. */
function gridColumn(line: number, lon: number): number {
  const middle = (((line + 0.5) * CELL_METRES) / METRES_IN_DEGREE) * (Math.PI / 180);
  return Math.floor((lon * METRES_IN_DEGREE * Math.max(0.01, Math.cos(middle))) / CELL_METRES);
}

const gridCell = (line: number, column: number): number => line * 1_000_003 + column;

/**
 * Returns likely duplicates of a message from the index, best first: `{id, score, verdict, parts}`.
 */
export function findDuplicates(
  index: DuplicateIndex,
  message: ComparableMessage & { id?: string | undefined },
  options: { most?: number; atLeast?: number } = {},
): DuplicateMatch[] {
  return index.find(message, options);
}
