/**
 * Measures duplicates on real messages: precision and recall on pairs read and labelled by hand
 * (bench/labels/spb_pairs.csv), every pair of the set that would be joined, the cited-id links, and
 * the speed of one query against 100,000 messages. Skips where ../shared/data is absent.
 */
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { createGunzip } from "node:zlib";
import { packageRoot } from "#base/db/migrate.ts";
import {
  catalogue,
  DuplicateIndex,
  findDuplicates,
  POSSIBLE_DUPLICATE_THRESHOLD,
  analyzeText,
  DUPLICATE_THRESHOLD,
  suggestTopic,
  type DuplicateMessage,
} from "#modules/triage/index.ts";
import type { Measurement } from "../figures.ts";

const data = pathToFileURL(resolve(packageRoot(), "../shared/data/nash_spb") + "/");
const labels = pathToFileURL(resolve(packageRoot(), "bench/labels/spb_pairs.csv"));
const POOL_SIZE = 100_000;

/** Pairs of the set in each stratum at most 300 m and 60 days apart: what a sampled pair stands for. */
const strata: Readonly<Record<string, number>> = {
  "near-alike": 851,
  "near-like": 2_269,
  "near-little": 10_097,
  "near-unlike-topic": 15_368,
  "near-unlike": 44_392,
  "near-alike-author": 6_818,
  "near-like-author": 8_936,
  "near-unlike-author": 55_526,
  "mid-alike": 1_180,
  "mid-like": 2_098,
  "mid-author": 13_271,
  "mid-unlike": 189_356,
  "far-alike": 20_860,
  "far-like": 15_721,
  "far-unlike": 757_413,
};

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** «…, Новгородский проспект, дом 10, литера А»: the street with its town, then the house. */
function addressOf(address: string): Pick<DuplicateMessage, "street" | "house"> {
  const parts = address.split(", ");
  const at = parts.findIndex((part) => part.startsWith("дом "));
  return at < 1 ? {} : { street: parts.slice(0, at).join(", "), house: parts.slice(at).join(", ") };
}

function messageOf(row: unknown): DuplicateMessage {
  const answered = text(field(field(field(row, "answers"), "0"), "dt"));
  return {
    id: String(field(row, "id")),
    text: text(field(field(field(row, "petitions"), "0"), "text")),
    at: Date.parse(`${text(field(row, "created"))}Z`),
    lat: Number(field(row, "lat")),
    lon: Number(field(row, "lon")),
    topic: `${String(field(row, "category_id"))}.${String(field(row, "reason_id"))}`,
    author: String(field(row, "author_no")),
    ...addressOf(text(field(row, "address"))),
    ...(answered !== "" && { until: Date.parse(`${answered}Z`) }),
  };
}

/** Reads the city's messages with their places from the shared data. */
export async function readMessages(): Promise<DuplicateMessage[]> {
  const input = createReadStream(new URL("appeals.jsonl.gz", data)).pipe(createGunzip());
  const messages: DuplicateMessage[] = [];
  for await (const line of createInterface({ input })) {
    if (line !== "") messages.push(messageOf(JSON.parse(line)));
  }
  return messages.sort((a, b) => a.at - b.at);
}

type Pair = { a: string; b: string; same: boolean; split: string; stratum: string };

function rowsOf(file: URL): string[][] {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.filter((line) => /^\d/.test(line)).map((line) => line.split(","));
}

const labelled = (): Pair[] =>
  rowsOf(labels).map(([a = "", b = "", same, split = "", stratum = ""]) => ({
    a,
    b,
    same: same === "1",
    split,
    stratum,
  }));

/** Links of one reason within 100 metres whose both messages are here. */
function readCitedLinks(known: ReadonlySet<string>): { a: string; b: string }[] {
  return rowsOf(new URL("id_links.csv", data)).flatMap(([a = "", b = "", , same, metres]) =>
    same === "1" && Number(metres) <= 100 && known.has(a) && known.has(b) ? [{ a, b }] : [],
  );
}

type ReplayResult = { scores: Map<string, number>; joined: string[] };
const keyOf = (a: string, b: string): string => `${a} ${b}`;

/** Plays the set through in the order of time: each message meets only what came before it. */
function replay(messages: readonly DuplicateMessage[], asked: ReadonlySet<string>): ReplayResult {
  const index = new DuplicateIndex();
  const found: ReplayResult = { scores: new Map(), joined: [] };
  const partners = new Map<string, string[]>();
  for (const key of asked) {
    const [a = "", b = ""] = key.split(" ");
    partners.set(a, [...(partners.get(a) ?? []), b]);
    partners.set(b, [...(partners.get(b) ?? []), a]);
  }
  for (const message of messages) {
    for (const partner of partners.get(message.id) ?? []) {
      const score = index.compare(message, partner)?.score;
      if (score !== undefined) found.scores.set(keyOf(partner, message.id), score);
    }
    for (const { id } of findDuplicates(index, message, { atLeast: DUPLICATE_THRESHOLD, most: 50 }))
      found.joined.push(keyOf(id, message.id));
    index.add(message);
  }
  return found;
}

const scoreOf = ({ scores }: ReplayResult, { a, b }: { a: string; b: string }): number =>
  scores.get(keyOf(a, b)) ?? scores.get(keyOf(b, a)) ?? 0;

function tally(found: ReplayResult, pairs: readonly Pair[], from: number) {
  const taken = pairs.filter((pair) => scoreOf(found, pair) >= from);
  const right = taken.filter(({ same }) => same).length;
  const all = pairs.filter(({ same }) => same).length;
  return { taken: taken.length, right, precision: right / taken.length, recall: right / all };
}

/** Recall where every sampled pair counts for as many as its stratum holds. */
function recallOfSet(found: ReplayResult, pairs: readonly Pair[], from: number): number {
  const counts = new Map<string, number>();
  for (const { stratum } of pairs) counts.set(stratum, (counts.get(stratum) ?? 0) + 1);
  let [right, all] = [0, 0];
  for (const pair of pairs) {
    const worth = (strata[pair.stratum] ?? 0) / (counts.get(pair.stratum) ?? 1);
    if (!pair.same) continue;
    all += worth;
    if (scoreOf(found, pair) >= from) right += worth;
  }
  return right / all;
}

function accuracy(messages: readonly DuplicateMessage[], topics: string): Measurement[] {
  const pairs = labelled();
  const links = readCitedLinks(new Set(messages.map(({ id }) => id)));
  const found = replay(messages, new Set([...pairs, ...links].map(({ a, b }) => keyOf(a, b))));
  const figure = pairs.filter(({ split }) => split === "figure");
  const join = tally(found, figure, DUPLICATE_THRESHOLD);
  const offer = tally(found, figure, POSSIBLE_DUPLICATE_THRESHOLD);
  const read = new Map(pairs.map((pair) => [keyOf(pair.a, pair.b), pair.same]));
  const census = found.joined.filter((key) => read.has(key));
  const cited = links.filter((link) => scoreOf(found, link) >= POSSIBLE_DUPLICATE_THRESHOLD).length;
  const share = (value: number) => (Number.isFinite(value) ? value.toFixed(3) : "–");
  const part = "triage, duplicates";
  return [
    {
      part,
      what: `precision at «join by itself», ${topics}`,
      value: join.precision,
      unit: "",
      ...(topics === "the portal's reasons" && { target: 0.95 }),
      details: {
        pairs: figure.length,
        joined: join.taken,
        recall: share(join.recall),
        recallOfSet: share(recallOfSet(found, pairs, DUPLICATE_THRESHOLD)),
        allJoinedInSet: found.joined.length,
        ofThemRead: census.length,
        ofThemRight: census.filter((key) => read.get(key)).length,
      },
    },
    {
      part,
      what: `recall at «offer», ${topics}`,
      value: offer.recall,
      unit: "",
      details: { precision: share(offer.precision), offered: offer.taken },
    },
    {
      part,
      what: `cited-id links offered, ${topics}`,
      value: cited / links.length,
      unit: "",
      details: { links: links.length },
    },
  ];
}

/** Returns the city and a shifted copy of it: twice the messages at the same density. */
export function pooledMessages(
  messages: readonly DuplicateMessage[],
  count: number,
): DuplicateMessage[] {
  return Array.from({ length: count }, (_, at) => {
    const turn = Math.floor(at / messages.length);
    const one = messages[at % messages.length];
    if (one === undefined) throw new RangeError("no messages");
    return { ...one, id: `${turn} ${one.id}`, lon: (one.lon ?? 0) + 2 * turn };
  });
}

function perSecond(messages: readonly DuplicateMessage[], count: number): number {
  const index = new DuplicateIndex();
  for (const message of pooledMessages(messages, count)) index.add(message);
  // The text is read once for all of triage; here as in the full suggestion.
  const asked = messages
    .filter((_, at) => at % 10 === 0)
    .map((one) => ({ ...one, id: `0 ${one.id}`, text: analyzeText(String(one.text)) }));
  for (const one of asked.slice(0, 500)) findDuplicates(index, one);
  // Time of this process alone: others on the machine are not measured.
  const started = process.cpuUsage();
  for (const one of asked) findDuplicates(index, one);
  const { user, system } = process.cpuUsage(started);
  return (asked.length * 1_000_000) / (user + system);
}

/** Measures accuracy on labelled pairs, then queries per second; skipped without the shared data. */
export async function measureDuplicates(): Promise<Measurement[]> {
  if (!existsSync(new URL("appeals.jsonl.gz", data))) {
    console.error("triage, duplicates: skipped, ../shared/data is not here");
    return [];
  }
  const messages = await readMessages();
  const guessed = messages.map((message) => ({
    ...message,
    topic: suggestTopic(analyzeText(String(message.text)), catalogue).topic,
  }));
  return [
    ...accuracy(messages, "the portal's reasons"),
    ...accuracy(guessed, "the catalogue's guess"),
    {
      part: "triage, duplicates",
      what: "queries against 100,000 messages",
      value: perSecond(messages, POOL_SIZE),
      unit: "msg/s",
      target: 6_667,
      details: { againstOneCity: perSecond(messages, messages.length) },
    },
  ];
}
