import {
  AREA_TYPES,
  COUNTRY_WORDS,
  HOUSE_PART_WORDS,
  OPENING_TYPES,
  STREET_TYPE_WORDS,
  TRAILING_HOUSE,
} from "./place-types.ru.ts";
import { houseKey, startsHouseNumber, parseHouseSegment } from "./house-number.ts";
import type { HouseParts } from "./house-number.ts";
import {
  foldName,
  matchKey,
  splitPlaceName,
  splitRegionName,
  splitStreetName,
  streetKey,
} from "./place-names.ts";

export type Address = HouseParts & {
  /** «Ленинградская область» as written. */
  region?: string;
  /** A municipal or city district: «Тосненский», «Звездное». */
  district?: string;
  settlement?: string;
  settlementType?: string;
  /** A named part of a settlement: «Славянка». */
  area?: string;
  areaType?: string;
  streetType?: string;
  street?: string;
  /** Unrecognised words. */
  rest?: string;
};

/** Maximum length; the rest of a longer line is not an address. */
const maxAddressLength = 1000;

/**
 * Parses a Russian postal address in any usual order and spelling. Never throws: unrecognised words
 * are returned in `rest`.
 */
export function parseAddress(written: string): Address {
  const text = written.slice(0, maxAddressLength);
  const address: Address = {};
  const unread: string[] = [];
  let last: Parameters<typeof parseHouseSegment>[1]["last"];
  for (const segment of splitSegments(text)) {
    const isHouse = last !== undefined || startsHouseNumber(segment);
    if (isHouse && !isNamedOrdinal(segment, address)) {
      const read = parseHouseSegment(segment, { parts: address, last });
      last = read.last;
      if (read.rest !== "") unread.push(read.rest);
      continue;
    }
    const house = assignSegment(segment, address);
    if (house === undefined) continue;
    const read = parseHouseSegment(house, { parts: address, last });
    last = read.last;
  }
  if (address.house !== undefined && address.street === undefined) useAreaAsStreet(address);
  if (unread.length > 0) address.rest = unread.join(", ");
  return address;
}

function splitSegments(text: string): string[] {
  return insertMissingCommas(text.normalize("NFC").replace(/\s+/g, " "))
    .split(/[,;]/)
    .map((segment) => segment.trim())
    .filter((segment) => segment !== "" && segment !== "." && !isPostal(segment));
}

function isPostal(segment: string): boolean {
  return /^\d{6}$/.test(segment) || COUNTRY_WORDS.includes(segment.toLowerCase());
}

const houseWords = HOUSE_PART_WORDS.flatMap((word) => word.spellings)
  .toSorted((a, b) => b.length - a.length)
  .join("|");
const streetWords = STREET_TYPE_WORDS.flatMap((word) => word.spellings)
  .toSorted((a, b) => b.length - a.length)
  .join("|");
const BEFORE_HOUSE = new RegExp(
  String.raw`(?<=[\p{L}\d)]|\.\p{L}\.)\s+(?=(?:${houseWords})(?:\.\s*|\s+|(?=\d))(?:\d|\p{L}(?!\p{L})))`,
  "giu",
);
const AFTER_SETTLEMENT = new RegExp(
  String.raw`^((?:${OPENING_TYPES.join("|")})\.?\s*\p{Lu}[\p{L}-]+)\s+(?=(?:${streetWords})\.?\s+[\p{Lu}\d])`,
  "u",
);

/** Inserts the missing commas of «г Киров ул Ленина д 13 кв 5». */
function insertMissingCommas(text: string): string {
  return text.trim().replace(AFTER_SETTLEMENT, "$1, ").replace(BEFORE_HOUSE, ", ");
}

/** «1-я линия», «10 лет Октября»: a number at the start of a street's name, before any house. */
function isNamedOrdinal(segment: string, address: Address): boolean {
  if (address.street !== undefined) return false;
  return /^\d+(?:-?\p{Ll}{1,2})?\s+\p{L}{3,}/u.test(segment) && !isHouseWordNext(segment);
}

function isHouseWordNext(segment: string): boolean {
  const word = /^\d+\s+(\p{L}+)/u.exec(segment)?.[1]?.toLowerCase();
  return word !== undefined && HOUSE_PART_WORDS.some(({ spellings }) => spellings.includes(word));
}

/** Assigns one segment; returns the house number that ended it, if any. */
function assignSegment(segment: string, address: Address): string | undefined {
  const place = splitPlaceName(segment);
  const isArea = place.type !== undefined && AREA_TYPES.includes(place.type);
  if (!isArea && splitStreetName(segment).type !== undefined) return assignStreet(segment, address);
  const trailing = TRAILING_HOUSE.exec(segment);
  if (trailing && place.type === undefined) {
    const isTyped = splitStreetName(trailing[1] ?? "").type !== undefined;
    if (isTyped) return assignStreet(segment, address);
    address.street = trailing[1] ?? "";
    return trailing[2];
  }
  const region = splitRegionName(segment);
  if (region.type !== undefined) {
    address.region = segment;
    return undefined;
  }
  assignSettlement({ segment, place, address });
  return undefined;
}

function assignStreet(segment: string, address: Address): string | undefined {
  const trailing = TRAILING_HOUSE.exec(segment);
  const whole = splitStreetName(segment);
  const inner = trailing ? splitStreetName(trailing[1] ?? "") : whole;
  const isHouse = trailing !== null && inner.type !== undefined && /\p{L}{3}/u.test(inner.name);
  const street = isHouse ? inner : whole;
  address.street = street.name;
  if (street.type !== undefined) address.streetType = street.type;
  return isHouse ? trailing[2] : undefined;
}

function assignSettlement({
  segment,
  place,
  address,
}: {
  segment: string;
  place: ReturnType<typeof splitPlaceName>;
  address: Address;
}): void {
  if (place.class === "district" || place.class === "okrug") {
    address.district = place.name;
    return;
  }
  const isArea = place.type !== undefined && AREA_TYPES.includes(place.type);
  const isSecond = address.settlement !== undefined || address.district !== undefined;
  if (isArea || (place.type === undefined && isSecond)) {
    address.area = place.name;
    if (place.type !== undefined) address.areaType = place.type;
    return;
  }
  // «г. Санкт-Петербург, г. Колпино»: the outer town is the region.
  if (address.settlement !== undefined) address.region ??= address.settlement;
  address.settlement = place.type === undefined ? segment : place.name;
  if (place.type !== undefined) address.settlementType = place.type;
}

function useAreaAsStreet(address: Address): void {
  if (address.area === undefined) return;
  address.street = address.area;
  if (address.areaType !== undefined) address.streetType = address.areaType;
  delete address.area;
  delete address.areaType;
}

/**
 * Returns a key that different registers' spellings of one address share. The outer town is left
 * out, since «г. Санкт-Петербург, г. Колпино» and «город Колпино» are equal.
 */
export function addressKey(address: Address): string {
  const town = address.settlement ?? address.district ?? "";
  const street = address.street
    ? streetKey({ type: address.streetType, name: address.street })
    : "";
  return [matchKey(foldName(town)), street, houseKey(address)].join(" / ");
}
