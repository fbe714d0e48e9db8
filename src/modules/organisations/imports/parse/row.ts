import { foldName, matchKey, type TerritoryBook } from "#modules/territories/index.ts";
import { registerInput, type CardFields } from "../../card/fields.ts";
import { saysClosed, saysNothing } from "./columns.ru.ts";
import { numberCell, readAddresses, readDay, readDirections, readForm, readKind } from "./cells.ts";
import type { ImportField, Mapping } from "../fields.ts";

/** A row as a card, with the word keys of what was left out. */
export type Draft = {
  line: number;
  id: string | undefined;
  fields: CardFields;
  /** Fields that the row says something about. */
  said: ReadonlySet<ImportField>;
  active: boolean | undefined;
  warnings: string[];
};

export type WrongRow = { line: number; name: string; reason: string; detail: string };

/** Finds a municipality and, where the words name one, a settlement in it. */
export type PlaceOf = (
  municipality: string,
  settlement: string,
) => { territoryId: string | null; settlementId: string | null; unknown: boolean };

/** What every row of a file is read with. */
export type Reading = { mapping: Mapping; fromXlsx: boolean; placeOf: PlaceOf };

/** Reads a row's cells into the fields of a card; a number that cannot be is the row's end. */
export function draftOf(
  cells: readonly string[],
  { line, reading }: { line: number; reading: Reading },
): Draft | WrongRow {
  const row = rowReader(cells, reading);
  const { cell, said } = row;
  const warnings: string[] = [];
  const warn = (key: string) => void warnings.push(`organisations.${key}`);
  const name = cell("name");
  const form = readForm(cell("legalForm"), name);
  if (cell("legalForm") !== "" && form === undefined) warn("row-unknown-legal-form");
  const { codes, unknown } = readDirections(cell("directions"));
  if (unknown) warn("row-unknown-direction");
  const place = reading.placeOf(cell("territory"), cell("settlement"));
  if (place.unknown) warn("row-unknown-place");
  const address = [place.unknown && !said.has("address") ? cell("territory") : "", cell("address")];
  const wanted = {
    kind: readKind(cell("kind"), form),
    name,
    shortName: cell("shortName") || shortened(name),
    inn: reading.fromXlsx ? numberCell(cell("inn"), [10, 12]) : cell("inn"),
    ogrn: cell("ogrn"),
    legalForm: form,
    ...place,
    directions: codes,
    phone: cell("phone").slice(0, 100),
    email: cell("email").split(/[\s,;]+/)[0],
    site: readAddresses(cell("site"))[0],
    links: readAddresses(cell("links")).slice(0, 12),
    address: address.find((text) => text !== "")?.slice(0, 300),
    description: cell("description"),
    openedOn: readDay(cell("openedOn")),
    openedUnder: cell("openedUnder") || undefined,
    openedLink: readAddresses(cell("openedLink"))[0],
    ...(said.has("lat") && said.has("lon") && { lat: cell("lat"), lon: cell("lon") }),
  };
  if (said.has("openedOn") && wanted.openedOn === undefined) warn("row-bad-day");
  if (said.has("site") && wanted.site === undefined) warn("row-bad-site");
  const read = readForgiving(wanted, warn);
  if ("reason" in read) return { line, name: name.slice(0, 200), ...read };
  const state = cell("state");
  return {
    line,
    id: cell("id") || undefined,
    fields: read,
    said,
    active: state === "" ? undefined : !saysClosed(state),
    warnings,
  };
}

const soft = new Set([
  "email",
  "phone",
  "links",
  "lat",
  "lon",
  "openedUnder",
  "openedLink",
  "site",
]);

/** A wrong contact is left out with a warning; a wrong name or number makes the row wrong. */
function readForgiving(
  wanted: Record<string, unknown>,
  warn: (key: string) => void,
): CardFields | { reason: string; detail: string } {
  const first = registerInput.safeParse(wanted);
  if (first.success) return first.data;
  const troubled = new Set(first.error.issues.map((issue) => String(issue.path[0])));
  const hard = first.error.issues.find((issue) => !soft.has(String(issue.path[0])));
  if (hard !== undefined) {
    const ours = hard.message.startsWith("organisations.");
    const field = String(hard.path[0]);
    return {
      reason: ours ? hard.message : "organisations.row-cell-too-long",
      detail: String(wanted[field] ?? "").slice(0, 80),
    };
  }
  for (const field of troubled)
    warn(
      `row-bad-${field === "lat" || field === "lon" ? "point" : field === "openedUnder" || field === "openedLink" ? "opening" : field}`,
    );
  const kept = Object.entries(wanted).filter(
    ([field]) =>
      !troubled.has(field) &&
      !(/^l(at|on)$/.test(field) && (troubled.has("lat") || troubled.has("lon"))),
  );
  return registerInput.parse(Object.fromEntries(kept));
}

function rowReader(cells: readonly string[], { mapping }: Reading) {
  const texts = new Map<ImportField, string>();
  // Our own table, known by its ids, means what it says: «нет» and a dash too.
  const literal = mapping.includes("id");
  for (const [index, field] of mapping.entries()) {
    if (field === null || texts.has(field)) continue;
    const text = (cells[index] ?? "").trim();
    const nothing = /^[-–—]*$/.test(text) || (field !== "name" && saysNothing(text));
    if (text !== "" && (literal || !nothing)) texts.set(field, text);
  }
  return {
    cell: (field: ImportField) => texts.get(field) ?? "",
    said: new Set(texts.keys()),
  };
}

/** What stands between quotes is how people call it; the whole name otherwise. */
function shortened(name: string): string {
  const quoted = /[«"„“]([^«»"„“”]{3,})[»"”“]/.exec(name)?.[1];
  return (quoted ?? name).trim().slice(0, 160);
}

/** Looks places up by name, whatever type words stand around; `everywhere` are words for the whole region. */
export function placesIn(book: TerritoryBook, everywhere: readonly string[]): PlaceOf {
  const municipalities = new Map<string, string>();
  for (const one of book.municipalities) {
    for (const name of [one.name, one.officialName]) municipalities.set(matchKey(name), one.id);
  }
  const settlements = new Map<string, { id: string; parentId: string | null }[]>();
  for (const one of book.byId.values()) {
    if (one.kind !== "settlement") continue;
    const key = matchKey(one.name);
    settlements.set(key, [...(settlements.get(key) ?? []), one]);
  }
  const wide = new Set(everywhere.map(foldName));
  const municipalityOf = (text: string): string | undefined => {
    const known = municipalities.get(matchKey(text));
    if (known !== undefined) return known;
    const [only, another] = settlements.get(matchKey(text)) ?? [];
    return another === undefined ? (only?.parentId ?? undefined) : undefined;
  };
  return (municipality, settlement) => {
    const whole = municipality === "" || wide.has(foldName(municipality));
    const territoryId = whole ? undefined : municipalityOf(municipality);
    const inside = (settlements.get(matchKey(settlement)) ?? []).filter(
      (one) => one.parentId === territoryId,
    );
    const settlementId =
      settlement === ""
        ? undefined
        : (inside.find(({ id }) => book.nameOf(id) === settlement) ?? inside[0])?.id;
    return {
      territoryId: territoryId ?? null,
      settlementId: settlementId ?? null,
      unknown:
        (!whole && territoryId === undefined) || (settlement !== "" && settlementId === undefined),
    };
  };
}
