import {
  profileFields,
  tableColumns,
  type FieldSource,
  type CharterSource,
  type ContestProfile,
  type ProfileField,
  type TableName,
} from "../contests/profile.ts";
import { roubleSigns } from "./rouble-signs.ru.ts";

/** A table is stored as text: a line per row, cells separated by a bar, all columns in order. */
const cellSeparator = " | ";

export type ApplicationTableRow = Record<string, string>;

/** Parses the rows of a table's text; missing cells are empty. */
export function parseTable(name: TableName, text: string): ApplicationTableRow[] {
  const keys: readonly string[] = tableColumns[name];
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const cells = line.split("|").map((cell) => cell.trim());
      return Object.fromEntries(keys.map((key, index) => [key, cells[index] ?? ""]));
    });
}

/**
 * Formats rows as a table's text; empty rows are dropped, bars and line ends inside cells become
 * spaces.
 */
export function formatTableText(name: TableName, rows: readonly ApplicationTableRow[]): string {
  const keys: readonly string[] = tableColumns[name];
  const cell = (text: string) => text.replace(/[|\s]+/gu, " ").trim();
  return rows
    .map((row) => keys.map((key) => cell(row[key] ?? "")))
    .filter((cells) => cells.some((text) => text !== ""))
    .map((cells) => cells.join(cellSeparator).trimEnd())
    .join("\n");
}

/** Parses a sum in roubles («12 500,50») to kopecks; undefined when it is not a sum. */
export function parseRoubles(text: string): number | undefined {
  const plain = text.replace(roubleSigns, "").replace(",", ".");
  if (plain === "") return 0;
  return /^\d{1,12}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : undefined;
}

/** Formats kopecks as roubles without a unit: «12500.50», and «12500» for a whole sum. */
export function formatPlainRoubles(kopecks: number): string {
  return kopecks % 100 === 0 ? String(kopecks / 100) : (kopecks / 100).toFixed(2);
}

/** Texts of the charter by part. */
export type CharterTexts = Record<CharterSource, string>;

/** The text of an application's field, its source, and the text copied from it. */
export type ApplicationText = {
  field: string;
  version: number;
  text: string;
  origin: "passport" | "application" | "own";
  sourceId: string | null;
  sourceText: string;
};

export type FormerApplication = {
  id: string;
  profile: ContestProfile;
  texts: ReadonlyMap<string, ApplicationText>;
};

export type PrefilledText = Pick<
  ApplicationText,
  "field" | "text" | "origin" | "sourceId" | "sourceText"
>;

/** Properties of the application that are known before its texts. */
export type ApplicationRequest = { direction: string; asked: string };

/**
 * Prefills an application: each field from the former application's field of the same meaning,
 * else from the charter, else from the application's own properties. Fields without any source are
 * left out for a person to write.
 */
export function prefillApplication(
  profile: ContestProfile,
  from: { charter: CharterTexts; asking: ApplicationRequest; former?: FormerApplication },
): { filled: PrefilledText[]; missing: ProfileField[] } {
  const filled: PrefilledText[] = [];
  const missing: ProfileField[] = [];
  for (const field of profileFields(profile)) {
    const prefilled = prefillField(field, from);
    if (prefilled === undefined) missing.push(field);
    else filled.push(prefilled);
  }
  return { filled, missing };
}

function prefillField(
  field: ProfileField,
  from: { charter: CharterTexts; asking: ApplicationRequest; former?: FormerApplication },
): PrefilledText | undefined {
  const own = requestedValue(field.source, from.asking);
  if (own !== undefined && own !== "") {
    return { field: field.code, text: own, origin: "own", sourceId: null, sourceText: "" };
  }
  const former = from.former && textFromFormer(field, from.former);
  if (from.former !== undefined && former !== undefined && former !== "") {
    const { id } = from.former;
    return {
      field: field.code,
      text: former,
      origin: "application",
      sourceId: id,
      sourceText: former,
    };
  }
  const text = charterText(field, from.charter);
  if (text === "") return undefined;
  return { field: field.code, text, origin: "passport", sourceId: null, sourceText: text };
}

function requestedValue(
  source: FieldSource | undefined,
  request: ApplicationRequest,
): string | undefined {
  if (source === "direction") return request.direction;
  return source === "asked" ? request.asked : undefined;
}

/** Returns the charter's text for a field; empty when it has none. */
export function charterText(field: ProfileField, charter: CharterTexts): string {
  const { source } = field;
  if (source === undefined || source === "direction" || source === "asked") return "";
  return charter[source];
}

/**
 * Returns the former application's text of the field with the same meaning, else with the same
 * code.
 */
export function textFromFormer(
  field: ProfileField,
  former: { profile: ContestProfile; texts: ReadonlyMap<string, { text: string }> },
): string | undefined {
  const formerFields = profileFields(former.profile);
  const same =
    formerFields.find((one) => field.source !== undefined && one.source === field.source) ??
    formerFields.find((one) => one.code === field.code && one.kind === field.kind);
  if (same === undefined || same.table !== field.table) return undefined;
  // A direction is one of the contest's own list.
  if (field.source === "direction") return undefined;
  return former.texts.get(same.code)?.text;
}

/** Counts characters as funders do: spaces and line ends included, by code points. */
export const countCharacters = (text: string): number => [...text.replaceAll("\r\n", "\n")].length;

export type ApplicationFieldState = {
  length: number;
  /** Characters above the limit. */
  over: number;
  missing: boolean;
  /** Differs from what was copied. */
  changed: boolean;
};

/**
 * Returns the state of a field: length, excess over its limit, whether it is missing or changed
 * since it was copied.
 */
export function fieldState(
  field: ProfileField,
  content: ApplicationText | undefined,
): ApplicationFieldState {
  const text = content?.text ?? "";
  const length = countCharacters(text);
  return {
    length,
    over: field.limit === undefined ? 0 : Math.max(0, length - field.limit),
    missing: field.required && text.trim() === "",
    changed:
      content !== undefined && content.origin !== "own" && content.text !== content.sourceText,
  };
}

/** Columns of the charter that a field's text can be copied back to. */
export const charterColumns = {
  title: "title",
  summary: "summary",
  significance: "significance",
  goal: "goal",
  qualitative: "qualitative_results",
  further: "further_life",
  contacts: "contact_info",
} as const satisfies Partial<Record<CharterSource, string>>;

export type CharterColumn = (typeof charterColumns)[keyof typeof charterColumns];

/**
 * Returns the charter's column that a field's text can be copied back to; undefined for parts with
 * rows.
 */
export function charterColumnFor(field: ProfileField): CharterColumn | undefined {
  const { source } = field;
  return source !== undefined && source in charterColumns
    ? charterColumns[source as keyof typeof charterColumns]
    : undefined;
}
