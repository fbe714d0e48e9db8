/**
 * Measures `findPlace`: the right street on a city's messages, the right municipality on two regions',
 * the size of a large gazetteer and the cost of a text.
 * The weights were set by hand while the first 60 % by time of the city's messages were read; figures
 * are of the rest. Skips where ../shared/data is absent.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot } from "#base/db/migrate.ts";
import { matchKey } from "#modules/territories/index.ts";
import {
  findPlace,
  buildGazetteer,
  analyzeText,
  type Gazetteer,
  type PlaceMatch,
} from "#modules/triage/index.ts";
import { roundFigure, type Measurement } from "../figures.ts";
import { readCity, type CityMessage } from "./place-city.ts";
import { largeRegion } from "./place-large.ts";
import { readKursk, readTable, regionTerritories } from "./place-region.ts";

const data = pathToFileURL(resolve(packageRoot(), "../shared/data") + "/");
const labels = pathToFileURL(resolve(packageRoot(), "bench/labels/perm_places.csv"));
const part = "triage-place";
/** What a message's suggestion calls sure; see `SURE_PLACE` of the desk. */
const CONFIDENT_FROM = 0.6;
/** This share of the messages, the oldest, was read while the weights were set. */
const TUNE_SHARE = 0.6;

const share = (some: number, all: number): number => (all === 0 ? 0 : some / all);

/** Figures of the place a message names, and the tables behind them to stderr. */
export async function measurePlace(): Promise<Measurement[]> {
  if (!existsSync(new URL("nash_spb", data))) {
    console.error("triage-place: skipped, ../shared/data is not here");
    return [];
  }
  const { rows, messages } = await readCity(data);
  const gazetteer = buildGazetteer(rows);
  const rest = messages.slice(Math.floor(messages.length * TUNE_SHARE));
  const streets = [false, true].flatMap((atHome) => streetFigures(gazetteer, rest, atHome));
  return [
    ...streets,
    ...kurskFigures(),
    ...permFigures([...rows.streets]),
    speedFigure(
      gazetteer,
      "a city of 30,000 houses",
      rest.slice(0, 4_000).map(({ text }) => text),
    ),
    ...(await largeFigures(rest.slice(0, 2_000).map(({ text }) => text))),
  ];
}

type Answer = { message: CityMessage; place: PlaceMatch | undefined };
const isAnswered = ({ place }: Answer): boolean => place?.street !== undefined;
const isRight = ({ message, place }: Answer): boolean => place?.street === message.street;

function streetFigures(
  gazetteer: Gazetteer,
  messages: readonly CityMessage[],
  atHome: boolean,
): Measurement[] {
  const about = atHome ? "home known" : "no home";
  const answers = messages.map((message) => ({
    message,
    place: findPlace(message.text, gazetteer, atHome ? { home: message.home } : {}),
  }));
  const own = answers.filter(({ message }) => message.named === "own");
  const any = answers.filter(({ message }) => message.named !== "none");
  const silent = answers.filter(({ message }) => message.named === "none");
  const answered = any.filter(isAnswered);
  const sure = answered.filter(({ place }) => (place?.confidence ?? 0) >= CONFIDENT_FROM);
  printBins(about, answered);
  const ownAnswered = own.filter(isAnswered);
  const more = {
    texts: any.length,
    "own street named": own.length,
    "of those answered": share(ownAnswered.length, own.length),
    "of those right": share(ownAnswered.filter(isRight).length, ownAnswered.length),
    "answered where no street is named": share(silent.filter(isAnswered).length, silent.length),
  };
  return [
    {
      part,
      what: `city, ${about}: street found where one is named`,
      value: share(answered.length, any.length),
      unit: "of texts",
      target: 0.85,
      details: more,
    },
    {
      part,
      what: `city, ${about}: right street of those found`,
      value: share(answered.filter(isRight).length, answered.length),
      unit: "of found",
      target: 0.9,
    },
    {
      part,
      what: `city, ${about}: right of those with confidence ≥ ${CONFIDENT_FROM}`,
      value: share(sure.filter(isRight).length, sure.length),
      unit: "of sure",
      target: 0.9,
      details: { sure: share(sure.length, any.length) },
    },
  ];
}

function printBins(about: string, answered: readonly Answer[]): void {
  const bins = Array.from({ length: 10 }, (_, at) => {
    const inside = answered.filter(
      ({ place }) => Math.min(9, Math.floor((place?.confidence ?? 0) * 10)) === at,
    );
    const said = inside.reduce((sum, { place }) => sum + (place?.confidence ?? 0), 0);
    return {
      confidence: `${at / 10}–${(at + 1) / 10}`,
      answers: inside.length,
      said: roundFigure(share(said, inside.length)),
      right: roundFigure(share(inside.filter(isRight).length, inside.length)),
    };
  });
  console.error(`Reliability of the street, ${about}:`);
  console.error(bins.map((bin) => Object.values(bin).join("\t")).join("\n"));
}

function kurskFigures(): Measurement[] {
  const region = "Курская область";
  const territories = regionTerritories(data, region);
  const gazetteer = buildGazetteer({ territories, streets: [] });
  const all = readKursk(data, territories)
    .filter(({ municipality }) => municipality !== undefined)
    .map(({ text, municipality }) => ({
      municipality,
      found: findPlace(text, gazetteer)?.territory,
    }));
  const outside = all.filter(({ municipality }) => municipality !== "town курск");
  const named = outside.filter(({ found }) => found !== undefined && found !== region);
  const right = named.filter(({ found, municipality }) => found === municipality);
  const everywhere = all.filter(({ found }) => found !== undefined && found !== region);
  return [
    {
      part,
      what: "Kursk: right municipality of those found, executors outside the city",
      value: share(right.length, named.length),
      unit: "of found",
      target: 0.9,
      details: {
        messages: outside.length,
        found: named.length,
        recall: share(right.length, outside.length),
        "right of found, the city too": share(
          everywhere.filter(({ found, municipality }) => found === municipality).length,
          everywhere.length,
        ),
      },
    },
  ];
}

type StreetRows = readonly { id: string; name: string; kind?: string | undefined }[];

/** Streets of another region stand for those of this one, which no list names: once each. */
function permFigures(streets: StreetRows): Measurement[] {
  const region = "Пермский край";
  const territories = regionTerritories(data, region);
  const names = new Map(territories.map(({ id, name }) => [id, matchKey(name)]));
  const bare = (name: string): string => name.toLowerCase().replace(/\s*\(.*?\)/g, "");
  const once = new Map(streets.map((row) => [bare(row.name).split(" ").at(-1), row]));
  const gazetteer = buildGazetteer({
    territories,
    streets: [...once.values()].map((row) => ({ ...row, territoryId: region })),
  });
  const known = new Set(names.values());
  const texts = permTexts();
  const rows = readTable(labels).map((label) => {
    const place = findPlace(texts.get(label["row"] ?? "") ?? "", gazetteer);
    const found = [place?.settlement, place?.territory].flatMap((id) =>
      id === undefined || id === region ? [] : (names.get(id) ?? []),
    );
    const wanted = (label["place"] ?? "").split("|").filter(Boolean).map(matchKey);
    return {
      wanted,
      known: wanted.some((key) => known.has(key)),
      found,
      right: found.some((key) => wanted.includes(key)),
      street: { said: label["street"] === "1", found: place?.street !== undefined },
      house: { said: label["house"] === "1", found: place?.house !== undefined },
    };
  });
  const found = rows.filter((row) => row.found.length > 0);
  const named = rows.filter((row) => row.wanted.length > 0);
  const right = rows.filter((row) => row.right).length;
  const precision = (of: "street" | "house"): number =>
    share(
      rows.filter((row) => row[of].found && row[of].said).length,
      rows.filter((row) => row[of].found).length,
    );
  const recall = (of: "street" | "house"): number =>
    share(
      rows.filter((row) => row[of].found && row[of].said).length,
      rows.filter((row) => row[of].said).length,
    );
  return [
    {
      part,
      what: "Perm, 200 rows read by hand: right place of those found",
      value: share(right, found.length),
      unit: "of found",
      target: 0.9,
      details: {
        found: found.length,
        "rows that name a place": named.length,
        "recall of all": share(right, named.length),
        "recall of those in the gazetteer": share(right, named.filter((row) => row.known).length),
        "street: precision": precision("street"),
        "street: recall": recall("street"),
        "house: precision": precision("house"),
        "house: recall": recall("house"),
      },
    },
  ];
}

function permTexts(): Map<string, string> {
  const lines = readFileSync(new URL("perm_texts/perm_texts_1000.jsonl", data), "utf8")
    .trim()
    .split("\n");
  return new Map(
    lines.map((line) => {
      const row: unknown = JSON.parse(line);
      const at = typeof row === "object" && row !== null ? row : {};
      return [String(Reflect.get(at, "row")), String(Reflect.get(at, "text"))] as const;
    }),
  );
}

/** The text is read beforehand: `suggest` reads it once for all engines. */
function speedFigure(
  gazetteer: Gazetteer,
  of: string,
  texts: readonly string[],
  most = 0.15,
): Measurement {
  const read = texts.map((text) => analyzeText(text));
  for (const text of read.slice(0, 500)) findPlace(text, gazetteer);
  const costs = read.map((text) => {
    const began = performance.now();
    findPlace(text, gazetteer);
    return performance.now() - began;
  });
  costs.sort((a, b) => a - b);
  return {
    part,
    what: `cost of a text, ${of}`,
    value: costs.reduce((sum, cost) => sum + cost, 0) / costs.length,
    unit: "ms",
    target: most,
    atMost: true,
    details: { "99 % under, ms": costs[Math.floor(costs.length * 0.99)] ?? 0, texts: texts.length },
  };
}

async function largeFigures(texts: readonly string[]): Promise<Measurement[]> {
  const memory = (): number => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / 1024 / 1024;
  };
  const before = memory();
  const began = performance.now();
  const gazetteer = buildGazetteer(largeRegion(1_000_000));
  const seconds = (performance.now() - began) / 1_000;
  const held = memory() - before;
  return [
    {
      part,
      what: "memory of 1,000,000 gazetteer rows",
      value: held,
      unit: "MB",
      target: 400,
      atMost: true,
      details: { "built in, s": seconds, streets: gazetteer.streets.length },
    },
    speedFigure(gazetteer, "1,000,000 gazetteer rows", texts, 1),
  ];
}
