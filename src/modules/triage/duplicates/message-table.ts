import { growArray } from "./linked-lists.ts";
import {
  topicGroup,
  validPoint,
  messageFingerprint,
  type ComparableMessage,
} from "./similarity.ts";
import { priorRarity } from "./fingerprint.ts";

/** A message to index; the id is the caller's. */
export type DuplicateMessage = ComparableMessage & { id: string };

/** A message encoded as numbers; −1 and NaN mean «unknown». */
export type MessageRow = {
  at: number;
  until: number;
  lat: number;
  lon: number;
  /** Degrees of longitude per degree of latitude at this point. */
  longitudeScale: number;
  topic: number;
  group: number;
  author: number;
  street: number;
  house: number;
  /** Key for counting identical texts. */
  textKey: number;
  /** Key for counting this author's messages on this topic at this place. */
  listingKey: number;
  words: Int32Array;
  details: Int32Array;
};

const floatColumns = ["at", "until", "lat", "lon"] as const;
const integerColumns = [
  "topic",
  "group",
  "author",
  "street",
  "house",
  "textKey",
  "listingKey",
] as const;

/** Weight of the prior, in messages. */
const PRIOR_MESSAGES = 2_000;
/** Upper bound of the rarity of courtesy words. */
const COURTESY_RARITY = 1;
const UNKNOWN = -1;

/**
 * Key of the house, or of the point rounded to about ten metres; undefined when neither is known.
 */
function locationKey(
  { street, house }: ComparableMessage,
  point: { lat: number; lon: number } | undefined,
): string | undefined {
  if (street !== undefined && house !== undefined) return `${street}\n${house}`;
  return point && `${point.lat.toFixed(4)} ${point.lon.toFixed(4)}`;
}

/** Columnar table of messages, one slot each, with word counts over all of them. */
export class MessageTable {
  size = 0;
  readonly ids: string[] = [];
  #columns = {
    at: new Float64Array(64),
    until: new Float64Array(64),
    lat: new Float64Array(64),
    lon: new Float64Array(64),
    topic: new Int32Array(64),
    group: new Int32Array(64),
    author: new Int32Array(64),
    street: new Int32Array(64),
    house: new Int32Array(64),
    textKey: new Int32Array(64),
    listingKey: new Int32Array(64),
  };
  #starts = new Int32Array(64);
  #detailStarts = new Int32Array(64);
  #pool = new Int32Array(256);
  #pooled = 0;
  #names = new Map<string, number>();
  #vocabulary = new Map<string, number>();
  #prior = new Float64Array(256);
  #counts = new Int32Array(256);
  #logs = new Float64Array(256);
  #texts = new Map<string, number>();
  #told = new Int32Array(64);
  #listings = new Map<string, number>();
  #listed = new Int32Array(64);
  #living = 0;

  /** Encodes a message; with `learn` new words and names get numbers of their own. */
  encode(message: ComparableMessage, learn: boolean): MessageRow {
    const print = messageFingerprint(message);
    const point = validPoint(message);
    const name = (value: string | undefined) =>
      value === undefined ? UNKNOWN : this.#number(this.#names, value, learn);
    const { street, house, topic } = message;
    const words = Int32Array.from(print.words, (word) => this.#word(word, learn)).sort();
    const textKey = this.#number(this.#texts, print.words.toSorted().join(" "), learn);
    const spot = locationKey(message, point);
    const listing =
      message.author === undefined || spot === undefined
        ? UNKNOWN
        : this.#number(this.#listings, `${topic ?? ""}\n${message.author}\n${spot}`, learn);
    return {
      at: message.at,
      until: message.until ?? Number.NaN,
      lat: point?.lat ?? Number.NaN,
      lon: point?.lon ?? Number.NaN,
      longitudeScale: Math.cos(((point?.lat ?? 0) * Math.PI) / 180),
      topic: name(topic),
      group: name(topic === undefined ? undefined : `group ${topicGroup(topic)}`),
      author: name(message.author === undefined ? undefined : `author ${message.author}`),
      street: name(street === undefined ? undefined : `street ${street}`),
      house: name(
        street === undefined || house === undefined ? undefined : `house ${street}\n${house}`,
      ),
      textKey,
      listingKey: listing,
      words,
      details: Int32Array.from(print.details),
    };
  }

  /** An unknown name gives −1, and two unknown names never match. */
  #number(known: Map<string, number>, value: string, learn: boolean): number {
    const number = known.get(value);
    if (number !== undefined) return number;
    if (!learn) return known.size;
    known.set(value, known.size);
    return known.size - 1;
  }

  #word(word: string, learn: boolean): number {
    const known = this.#vocabulary.get(word);
    if (known !== undefined) return known;
    // Words outside the table get distinct negative numbers that carry their prior.
    if (!learn) return -1 - Math.round(priorRarity(word) * 1_000);
    const number = this.#vocabulary.size;
    this.#vocabulary.set(word, number);
    this.#prior = growArray(this.#prior, number + 1);
    this.#counts = growArray(this.#counts, number + 1);
    this.#logs = growArray(this.#logs, number + 1);
    this.#prior[number] = priorRarity(word);
    this.#counts[number] = 0;
    this.#count(number, 0);
    return number;
  }

  #count(word: number, change: number): void {
    const count = (this.#counts[word] ?? 0) + change;
    this.#counts[word] = count;
    this.#logs[word] = Math.log(count + PRIOR_MESSAGES * Math.exp(-(this.#prior[word] ?? 0)));
  }

  /** Information content of a word among the indexed messages; unseen words keep their prior. */
  wordRarity(word: number): number {
    const all = Math.log(this.#living + PRIOR_MESSAGES);
    const prior = word < 0 ? (-1 - word) / 1_000 : (this.#prior[word] ?? 0);
    if (word < 0) return all - Math.log(PRIOR_MESSAGES) + prior;
    const worth = all - (this.#logs[word] ?? 0);
    return prior < COURTESY_RARITY ? Math.min(worth, prior) : worth;
  }

  textCount(text: number): number {
    return this.#told[text] ?? 0;
  }

  /** Number of messages of one topic by an author at one place. */
  listingCount(listing: number): number {
    return listing < 0 ? 0 : (this.#listed[listing] ?? 0);
  }

  /** Appends a message to a new slot and counts its words. */
  append(id: string, row: MessageRow): number {
    const slot = this.size++;
    this.ids[slot] = id;
    for (const name of floatColumns) {
      this.#columns[name] = growArray(this.#columns[name], this.size);
      this.#columns[name][slot] = row[name];
    }
    for (const name of integerColumns) {
      this.#columns[name] = growArray(this.#columns[name], this.size);
      this.#columns[name][slot] = row[name];
    }
    this.#keepLists(slot, row);
    this.#told = growArray(this.#told, row.textKey + 1);
    this.#told[row.textKey] = (this.#told[row.textKey] ?? 0) + 1;
    this.#list(row.listingKey, 1);
    this.#living++;
    for (const word of row.words) this.#count(word, 1);
    return slot;
  }

  #keepLists(slot: number, { words, details }: MessageRow): void {
    this.#starts = growArray(this.#starts, slot + 2);
    this.#detailStarts = growArray(this.#detailStarts, slot + 1);
    this.#pool = growArray(this.#pool, this.#pooled + words.length + details.length);
    this.#pool.set(words, this.#pooled);
    this.#pool.set(details, this.#pooled + words.length);
    this.#starts[slot] = this.#pooled;
    this.#detailStarts[slot] = this.#pooled + words.length;
    this.#pooled += words.length + details.length;
    this.#starts[slot + 1] = this.#pooled;
  }

  /** Subtracts a message's words from the counts. */
  removeFromCounts(slot: number): void {
    for (const word of this.words(slot)) this.#count(word, -1);
    const textKey = this.#columns.textKey[slot] ?? 0;
    this.#told[textKey] = (this.#told[textKey] ?? 1) - 1;
    this.#list(this.#columns.listingKey[slot] ?? UNKNOWN, -1);
    this.#living--;
  }

  #list(listing: number, change: number): void {
    if (listing < 0) return;
    this.#listed = growArray(this.#listed, listing + 1);
    this.#listed[listing] = (this.#listed[listing] ?? 0) + change;
  }

  words(slot: number): Int32Array {
    return this.#pool.subarray(this.#starts[slot], this.#detailStarts[slot]);
  }

  details(slot: number): Int32Array {
    return this.#pool.subarray(this.#detailStarts[slot], this.#starts[slot + 1]);
  }

  /** Most messages name no entrance, so the comparison is skipped. */
  hasDetails(slot: number): boolean {
    return (this.#starts[slot + 1] ?? 0) > (this.#detailStarts[slot] ?? 0);
  }

  number(
    column: (typeof floatColumns)[number] | (typeof integerColumns)[number],
    slot: number,
  ): number {
    return this.#columns[column][slot] ?? Number.NaN;
  }

  /** Moves the retained slots together; the order is kept, the numbers change. */
  compact(stays: (slot: number) => boolean): void {
    let to = 0;
    this.#pooled = 0;
    for (let from = 0; from < this.size; from++) {
      if (!stays(from)) continue;
      const [start, middle, end] = [
        this.#starts[from] ?? 0,
        this.#detailStarts[from] ?? 0,
        this.#starts[from + 1] ?? 0,
      ];
      this.ids[to] = this.ids[from] ?? "";
      for (const name of floatColumns) this.#columns[name][to] = this.number(name, from);
      for (const name of integerColumns) this.#columns[name][to] = this.number(name, from);
      this.#pool.copyWithin(this.#pooled, start, end);
      // The next slot's start is this one's end and must survive the move.
      this.#starts[to] = this.#pooled;
      this.#detailStarts[to] = this.#pooled + middle - start;
      this.#pooled += end - start;
      to++;
    }
    this.size = to;
    this.ids.length = to;
    this.#starts[to] = this.#pooled;
  }
}
