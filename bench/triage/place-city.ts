/**
 * The city's streets and messages for `triage-place.ts`: a gazetteer out of three lists of addresses,
 * and for each message that has an address, whether its own text names a street. That is decided
 * without the engine: the own street's longest word in any form, or a street word beside a name.
 */
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse/sync";
import {
  formatHouseNumber,
  parseAddress,
  splitStreetName,
  streetKey,
} from "#modules/territories/index.ts";
import type { GazetteerSource } from "#modules/triage/index.ts";

/** `named`: «own» the address's street, «other» only some street word with a name, «none». */
export type CityMessage = {
  text: string;
  home: string;
  street: string;
  streetName: string;
  named: "own" | "other" | "none";
};

type Appeal = {
  created: string;
  district: string | null;
  address: string | null;
  petitions: readonly { text: string }[];
};

const city = "city";
const isAppeal = (value: unknown): value is Appeal =>
  typeof value === "object" && value !== null && "petitions" in value && "created" in value;

type StreetDraft = { id: string; name: string; kind: string | undefined; settlement: string };
type Draft = {
  territories: Map<string, { id: string; name: string; kind: "district" | "settlement" }>;
  parents: Map<string, string>;
  streets: Map<string, StreetDraft & { districts: Set<string> }>;
  houses: Map<string, { id: string; streetId: string; number: string; lat?: number; lon?: number }>;
};

function settlementOf(
  draft: Draft,
  name: string | undefined,
  district: string | undefined,
): string {
  const bare = (name ?? "").replace(/\s(?:г|пос|дер)\.$/, "").trim();
  if (bare === "" || bare === "Санкт-Петербург") return city;
  const id = `settlement ${bare}`;
  draft.territories.set(id, { id, name: bare, kind: "settlement" });
  if (district !== undefined) draft.parents.set(id, districtOf(draft, district));
  return id;
}

function districtOf(draft: Draft, name: string): string {
  const id = `district ${name}`;
  draft.territories.set(id, { id, name: `${name} район`, kind: "district" });
  return id;
}

function streetOf(
  draft: Draft,
  street: { name: string; kind: string | undefined; settlement: string },
  district: string | undefined,
): string {
  // Registers add the quarter to some names of the same street: «ул. Коммунаров (Горелово)».
  const name = street.name.replace(/\s*\(.*?\)/g, "").trim();
  const id = `${street.settlement} ${streetKey({ type: street.kind, name })}`;
  const known = draft.streets.get(id) ?? { id, ...street, districts: new Set<string>() };
  if (district !== undefined) known.districts.add(districtOf(draft, district));
  draft.streets.set(id, known);
  return id;
}

/** The street of a written address; undefined when the address names none. */
function splitAddress(
  draft: Draft,
  written: string,
  about: { district?: string | undefined; lat?: number; lon?: number },
): { id: string; name: string } | undefined {
  const address = parseAddress(written);
  if (address.street === undefined) return undefined;
  const settlement = settlementOf(draft, address.settlement, about.district);
  const { street: name, streetType: kind } = address;
  const id = streetOf(draft, { name, kind, settlement }, about.district);
  const number = formatHouseNumber(address);
  if (number !== "") {
    const { lat, lon } = about;
    const house = { id: `${id} ${number}`, streetId: id, number };
    draft.houses.set(house.id, {
      ...house,
      ...(lat !== undefined && lon !== undefined && { lat, lon }),
    });
  }
  return { id, name };
}

type Tree = {
  districts: readonly {
    name: string;
    nasPunkt?: readonly { name: string; streets?: readonly { name: string }[] }[];
    streets?: readonly { name: string }[];
  }[];
};
const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && "districts" in value;

function addTree(draft: Draft, file: URL): void {
  const tree: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isTree(tree)) return;
  for (const district of tree.districts) {
    const places = [{ name: "", streets: district.streets ?? [] }, ...(district.nasPunkt ?? [])];
    for (const place of places) {
      const settlement = settlementOf(draft, place.name, district.name);
      for (const { name } of place.streets ?? []) {
        const split = splitStreetName(name);
        streetOf(draft, { name: split.name, kind: split.type, settlement }, district.name);
      }
    }
  }
}

async function linesOf(file: URL): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) }))
    if (line !== "") lines.push(line);
  return lines;
}

async function addRegister(draft: Draft, file: URL): Promise<void> {
  const table: unknown = parse((await linesOf(file)).join("\n"), {
    columns: true,
    relax_quotes: true,
    relax_column_count: true,
  });
  if (!Array.isArray(table)) return;
  for (const row of table as readonly Record<string, string>[])
    splitAddress(draft, row["ADDRESS"] ?? "", { lat: Number(row["LAT"]), lon: Number(row["LON"]) });
}

const generic =
  "улиц[а-я]*|ул|проспект[а-я]*|просп|пр-?к?т|пр|переул[а-я]*|пер|бульвар[а-я]*|б-р|набережн[а-я]*|наб|шоссе|площад[а-я]*|пл|проезд[а-я]*|аллея|аллее|аллеи|лини[яию]";
const wordBefore = new RegExp(String.raw`(?<![а-яё])(?:${generic})\.?\s{0,2}[А-ЯЁ][а-яё]{2}`, "u");
const anyBefore = /(?<![а-яё])(?:ул|просп|пр-?к?т|пер|б-р|наб)(?:\.\s?|\s)[а-яё]{4}/u;
const wordAfter = new RegExp(
  String.raw`[А-ЯЁ][а-яё]+(?:ая|ой|ую|ий|ый|ом|ого|ому|ем)\s(?:${generic})(?![а-яё])`,
  "u",
);

const foldText = (text: string): string => text.toLowerCase().replaceAll("ё", "е");

/** One letter more, less or another. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let [head, tail] = [0, 0];
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  return Math.max(a.length, b.length) - head - tail <= 1;
}

/** Returns whether the text names the street, by its letters alone, independently of the engine. */
export function namesStreet(text: string, streetName: string): CityMessage["named"] {
  const low = foldText(text);
  const words = foldText(streetName).match(/[а-я]+|\d+/g) ?? [];
  const longest =
    words.filter((word) => !/\d/.test(word)).toSorted((a, b) => b.length - a.length)[0] ?? "";
  const numbers = words.filter((word) => /\d/.test(word));
  const start = longest.slice(0, Math.max(4, longest.length - 3));
  const held =
    longest.length > 2 &&
    new RegExp(String.raw`(?<![а-я])${start}[а-я]{0,5}(?![а-я])`, "u").test(low);
  const counted = numbers.every((number) =>
    new RegExp(String.raw`(?<!\d)${number}(?!\d)`, "u").test(low),
  );
  const misspelt =
    longest.length > 6 && (low.match(/[а-я]{6,}/g) ?? []).some((word) => isNear(word, longest));
  if ((held || misspelt) && counted) return "own";
  return [wordBefore, wordAfter, anyBefore].some((shape) => shape.test(text)) ? "other" : "none";
}

/** Reads every message with an address, oldest first, and the gazetteer of all those addresses. */
export async function readCity(
  data: URL,
): Promise<{ rows: GazetteerSource; messages: CityMessage[] }> {
  const draft: Draft = {
    territories: new Map(),
    parents: new Map(),
    streets: new Map(),
    houses: new Map(),
  };
  addTree(draft, new URL("spb_lo_streets/spb.json", data));
  await addRegister(draft, new URL("reformagkh/housedata_spb_addr.csv.gz", data));
  const messages: (CityMessage & { created: string })[] = [];
  for (const line of await linesOf(new URL("nash_spb/appeals.jsonl.gz", data))) {
    const row: unknown = JSON.parse(line);
    if (!isAppeal(row) || row.address === null) continue;
    const district = row.district ?? undefined;
    const street = splitAddress(draft, row.address, { district });
    const text = row.petitions[0]?.text ?? "";
    if (street === undefined) continue;
    const home = district === undefined ? city : districtOf(draft, district);
    messages.push({
      created: row.created,
      text,
      home,
      street: street.id,
      streetName: street.name,
      named: namesStreet(text, street.name),
    });
  }
  messages.sort((a, b) => (a.created < b.created ? -1 : 1));
  return { rows: rowsOf(draft), messages };
}

function rowsOf({ territories, parents, streets, houses }: Draft): GazetteerSource {
  return {
    territories: [
      { id: city, name: "Санкт-Петербург", kind: "municipality" },
      ...[...territories.values()].map((row) => ({
        ...row,
        parentId: parents.get(row.id) ?? city,
      })),
    ],
    streets: [...streets.values()].map(({ id, name, kind, settlement, districts }) => {
      const [only] = districts.size === 1 ? districts : [];
      return {
        id,
        name,
        kind,
        territoryId: settlement === city && only !== undefined ? only : settlement,
      };
    }),
    houses: [...houses.values()],
  };
}
