/**
 * Measures the cold start (the catalogue's phrases alone) on real messages: speed of `suggest`, how much
 * it leaves to people, and, where categories are known, how often the group is right.
 * A part of `npm run bench -- triage --only cold`. Skips where ../shared/data is absent.
 */
import { createReadStream, existsSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { createGunzip } from "node:zlib";
import { packageRoot } from "#base/db/migrate.ts";
import {
  catalogue,
  buildGazetteer,
  suggestTriage,
  type TriageSuggestion,
} from "#modules/triage/index.ts";
import type { Measurement } from "../figures.ts";

const data = pathToFileURL(resolve(packageRoot(), "../shared/data") + "/");
const cityFile = new URL("nash_spb/appeals.jsonl.gz", data);
const krayFile = new URL("perm_texts/perm_texts_1000.jsonl", data);
const SAMPLE_EVERY = 6;
/** The catalogue was tuned by reading errors among rows 0, 12, 24 …: those are never measured here. */
const FROM = 1;

/** The portal's category → our groups that may hold it; the first is a wide basket there too. */
const groupsOf: Readonly<Record<string, readonly string[]>> = {
  Благоустройство: [
    "roads",
    "snow",
    "yards",
    "waste",
    "lighting",
    "building",
    "safety",
    "electricity",
  ],
  "Содержание МКД": ["housing", "waste", "social"],
  "Нарушение правил пользования общим имуществом": ["housing"],
  "Незаконная информационная и (или) рекламная конструкция": ["yards"],
  Фасад: ["housing", "yards"],
  "Повреждения или неисправность элементов уличной инфраструктуры": ["roads"],
  Кровля: ["housing", "snow"],
  Водоснабжение: ["water"],
  "Состояние рекламных или информационных конструкций": ["yards"],
  "Санитарное состояние": ["housing"],
  "Центральное отопление": ["heating"],
  "Нарушение порядка пользования общим имуществом": ["housing"],
  "Незаконная реализация товаров с торгового оборудования (прилавок, ящик, с земли)": ["trade"],
  Подвалы: ["housing"],
  Водоотведение: ["water"],
};

type Row = { text: string; category: string | undefined; month: number; address: string };

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
const words = (value: unknown): string => (typeof value === "string" ? value : "");

async function rowsOf(file: URL, read: (row: unknown) => Row, every: number): Promise<Row[]> {
  const raw = createReadStream(file);
  const input = file.pathname.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
  const rows: Row[] = [];
  let number = 0;
  for await (const line of createInterface({ input })) {
    if (number++ % every === FROM % every && line !== "") rows.push(read(JSON.parse(line)));
  }
  return rows;
}

const cityRow = (row: unknown): Row => ({
  text: words(field(field(field(row, "petitions"), "0"), "text")),
  category: words(field(row, "category")),
  month: Number(words(field(row, "created")).slice(5, 7)),
  address: words(field(row, "address")),
});
const krayRow = (row: unknown): Row => ({
  text: words(field(row, "text")),
  category: undefined,
  month: 1,
  address: "",
});

/** Streets and houses of the addresses that the city's own rows carry. */
function cityGazetteer(rows: readonly Row[]): ReturnType<typeof buildGazetteer> {
  const streets = new Map<string, { id: string; name: string; territoryId: string }>();
  const houses = new Map<string, { id: string; streetId: string; number: string }>();
  for (const { address } of rows) {
    const [, name, ...number] = address.split(", ");
    if (name === undefined) continue;
    streets.set(name, { id: name, name, territoryId: "city" });
    const house = number.join(" ");
    houses.set(`${name} ${house}`, { id: `${name} ${house}`, streetId: name, number: house });
  }
  return buildGazetteer({
    territories: [{ id: "city", name: "Санкт-Петербург", kind: "municipality" }],
    streets: streets.values(),
    houses: houses.values(),
  });
}

const share = (part: number, whole: number): string =>
  whole === 0 ? "–" : (part / whole).toFixed(3);

function top(
  found: readonly TriageSuggestion[],
  pick: (row: TriageSuggestion) => string | undefined,
): string {
  const counts = new Map<string, number>();
  for (const row of found) {
    const key = pick(row) ?? "(left to a person)";
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 10)
    .map(([key, count]) => `${key} ${count}`)
    .join(", ");
}

function measure(name: string, rows: readonly Row[]): Record<string, string | number> {
  const knowledge = { catalogue, gazetteer: cityGazetteer(rows) };
  for (const row of rows.slice(0, 300)) suggestTriage(row, knowledge);
  const started = performance.now();
  const found = rows.map((row) => suggestTriage(row, knowledge));
  const seconds = (performance.now() - started) / 1_000;
  const known = rows.flatMap((row, at) => {
    const groups = row.category === undefined ? undefined : groupsOf[row.category];
    const got = found[at];
    return groups && got
      ? [{ groups, group: got.topic.group, street: got.place?.street, row }]
      : [];
  });
  const decided = known.filter(({ group }) => group !== undefined);
  const right = decided.filter(({ group, groups }) => groups.includes(group ?? ""));
  const streets = known.filter(({ street, row }) => street !== undefined && row.address !== "");
  const sameStreet = streets.filter(({ street, row }) => row.address.split(", ")[1] === street);
  return {
    set: name,
    messages: rows.length,
    perSecond: Math.round(rows.length / seconds),
    topicAbstained: share(found.filter((row) => row.topic.topic === undefined).length, rows.length),
    groupAbstained: share(found.filter((row) => row.topic.group === undefined).length, rows.length),
    groupRightOfDecided: share(right.length, decided.length),
    groupRightOfAll: share(right.length, known.length),
    streetNamed: share(streets.length, known.length),
    streetRightOfNamed: share(sameStreet.length, streets.length),
    danger: share(found.filter((row) => row.urgency.level === "danger").length, rows.length),
    noise: share(found.filter((row) => row.noise.kind !== "problem").length, rows.length),
    topTopics: top(found, (row) => row.topic.topic),
    noiseKinds: top(found, (row) => row.noise.kind),
  };
}

/** Its speed is the figure; how often it is right, and what it leaves to people, stand beside it. */
export async function measureCold(): Promise<Measurement[]> {
  if (!existsSync(cityFile) || !existsSync(krayFile)) {
    console.error("triage: skipped, ../shared/data is not here");
    return [];
  }
  const sets = [
    measure("nash_spb", await rowsOf(cityFile, cityRow, SAMPLE_EVERY)),
    measure("perm_texts", await rowsOf(krayFile, krayRow, 1)),
  ];
  return sets.map(({ set, perSecond, ...more }) => ({
    part: "triage cold",
    what: `suggest by the catalogue alone, ${set}`,
    value: Number(perSecond),
    unit: "msg/s",
    bar: 5_200,
    more,
  }));
}
