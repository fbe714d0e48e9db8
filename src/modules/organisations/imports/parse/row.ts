import { foldName, matchKey, type TerritoryDirectory } from "#modules/territories/index.ts";
import { registerInput, type CardFields } from "../../card/fields.ts";
import { isClosedText, isEmptyText } from "./columns.ru.ts";
import {
  restoreLeadingZero,
  parseUrls,
  parseDate,
  parseActivityAreas,
  parseLegalForm,
  parseKind,
} from "./cells.ts";
import type { ImportField, ColumnMapping } from "../fields.ts";

/** A row as a card, with the message keys of what was left out. */
export type ImportedCard = {
  line: number;
  id: string | undefined;
  fields: CardFields;
  /** Fields that are filled in the row. */
  givenFields: ReadonlySet<ImportField>;
  active: boolean | undefined;
  warnings: string[];
};

export type InvalidRow = { line: number; name: string; reason: string; detail: string };

/** Finds a municipality and, where the text names one, a settlement in it. */
export type ResolveTerritory = (
  municipality: string,
  settlement: string,
) => { territoryId: string | null; settlementId: string | null; unknown: boolean };

/** What every row of a file is read with. */
export type RowParsing = {
  mapping: ColumnMapping;
  fromXlsx: boolean;
  resolveTerritory: ResolveTerritory;
};

/** Parses a row into the fields of a card; an invalid registration number rejects the row. */
export function parseRow(
  cells: readonly string[],
  { line, reading: parsing }: { line: number; reading: RowParsing },
): ImportedCard | InvalidRow {
  const row = createRowReader(cells, parsing);
  const { cell, filled } = row;
  const warnings: string[] = [];
  const warn = (key: string) => void warnings.push(`organisations.${key}`);
  const name = cell("name");
  const form = parseLegalForm(cell("legalForm"), name);
  if (cell("legalForm") !== "" && form === undefined) warn("row-unknown-legal-form");
  const { codes, unknown } = parseActivityAreas(cell("directions"));
  if (unknown) warn("row-unknown-direction");
  const place = parsing.resolveTerritory(cell("territory"), cell("settlement"));
  if (place.unknown) warn("row-unknown-place");
  const address = [
    place.unknown && !filled.has("address") ? cell("territory") : "",
    cell("address"),
  ];
  const wanted = {
    kind: parseKind(cell("kind"), form),
    name,
    shortName: cell("shortName") || deriveShortName(name),
    inn: parsing.fromXlsx ? restoreLeadingZero(cell("inn"), [10, 12]) : cell("inn"),
    ogrn: cell("ogrn"),
    legalForm: form,
    ...place,
    directions: codes,
    phone: cell("phone").slice(0, 100),
    email: cell("email").split(/[\s,;]+/)[0],
    site: parseUrls(cell("site"))[0],
    links: parseUrls(cell("links")).slice(0, 12),
    address: address.find((text) => text !== "")?.slice(0, 300),
    description: cell("description"),
    openedOn: parseDate(cell("openedOn")),
    openedUnder: cell("openedUnder") || undefined,
    openedLink: parseUrls(cell("openedLink"))[0],
    ...(filled.has("lat") && filled.has("lon") && { lat: cell("lat"), lon: cell("lon") }),
  };
  if (filled.has("openedOn") && wanted.openedOn === undefined) warn("row-bad-day");
  if (filled.has("site") && wanted.site === undefined) warn("row-bad-site");
  const read = parseLenient(wanted, warn);
  if ("reason" in read) return { line, name: name.slice(0, 200), ...read };
  const state = cell("state");
  return {
    line,
    id: cell("id") || undefined,
    fields: read,
    givenFields: filled,
    active: state === "" ? undefined : !isClosedText(state),
    warnings,
  };
}

const optionalFields = new Set([
  "email",
  "phone",
  "links",
  "lat",
  "lon",
  "openedUnder",
  "openedLink",
  "site",
]);

/**
 * Parses leniently: an invalid contact is left out with a warning, an invalid name or number rejects
 * the row.
 */
function parseLenient(
  wanted: Record<string, unknown>,
  warn: (key: string) => void,
): CardFields | { reason: string; detail: string } {
  const first = registerInput.safeParse(wanted);
  if (first.success) return first.data;
  const invalidFields = new Set(first.error.issues.map((issue) => String(issue.path[0])));
  const fatalIssue = first.error.issues.find((issue) => !optionalFields.has(String(issue.path[0])));
  if (fatalIssue !== undefined) {
    const ours = fatalIssue.message.startsWith("organisations.");
    const field = String(fatalIssue.path[0]);
    return {
      reason: ours ? fatalIssue.message : "organisations.row-cell-too-long",
      detail: String(wanted[field] ?? "").slice(0, 80),
    };
  }
  for (const field of invalidFields)
    warn(
      `row-bad-${field === "lat" || field === "lon" ? "point" : field === "openedUnder" || field === "openedLink" ? "opening" : field}`,
    );
  const validEntries = Object.entries(wanted).filter(
    ([field]) =>
      !invalidFields.has(field) &&
      !(/^l(at|on)$/.test(field) && (invalidFields.has("lat") || invalidFields.has("lon"))),
  );
  return registerInput.parse(Object.fromEntries(validEntries));
}

function createRowReader(cells: readonly string[], { mapping }: RowParsing) {
  const texts = new Map<ImportField, string>();
  // Our own export, recognised by its ids, is read literally: «нет» and a dash are values there.
  const literal = mapping.includes("id");
  for (const [index, field] of mapping.entries()) {
    if (field === null || texts.has(field)) continue;
    const text = (cells[index] ?? "").trim();
    const nothing = /^[-–—]*$/.test(text) || (field !== "name" && isEmptyText(text));
    if (text !== "" && (literal || !nothing)) texts.set(field, text);
  }
  return {
    cell: (field: ImportField) => texts.get(field) ?? "",
    filled: new Set(texts.keys()),
  };
}

/** Returns the quoted part of a name as its short name; the whole name when nothing is quoted. */
function deriveShortName(name: string): string {
  const quoted = /[«"„“]([^«»"„“”]{3,})[»"”“]/.exec(name)?.[1];
  return (quoted ?? name).trim().slice(0, 160);
}

/**
 * Creates a lookup of places by name without their type words; `everywhere` are names of the whole
 * region.
 */
export function createTerritoryResolver(
  directory: TerritoryDirectory,
  wholeRegionNames: readonly string[],
): ResolveTerritory {
  const municipalities = new Map<string, string>();
  for (const one of directory.municipalities) {
    for (const name of [one.name, one.officialName]) municipalities.set(matchKey(name), one.id);
  }
  const settlements = new Map<string, { id: string; parentId: string | null }[]>();
  for (const one of directory.byId.values()) {
    if (one.kind !== "settlement") continue;
    const key = matchKey(one.name);
    settlements.set(key, [...(settlements.get(key) ?? []), one]);
  }
  const wholeRegionKeys = new Set(wholeRegionNames.map(foldName));
  const municipalityOf = (text: string): string | undefined => {
    const known = municipalities.get(matchKey(text));
    if (known !== undefined) return known;
    const [only, another] = settlements.get(matchKey(text)) ?? [];
    return another === undefined ? (only?.parentId ?? undefined) : undefined;
  };
  return (municipality, settlement) => {
    const whole = municipality === "" || wholeRegionKeys.has(foldName(municipality));
    const territoryId = whole ? undefined : municipalityOf(municipality);
    const inside = (settlements.get(matchKey(settlement)) ?? []).filter(
      (one) => one.parentId === territoryId,
    );
    const settlementId =
      settlement === ""
        ? undefined
        : (inside.find(({ id }) => directory.nameOf(id) === settlement) ?? inside[0])?.id;
    return {
      territoryId: territoryId ?? null,
      settlementId: settlementId ?? null,
      unknown:
        (!whole && territoryId === undefined) || (settlement !== "" && settlementId === undefined),
    };
  };
}
