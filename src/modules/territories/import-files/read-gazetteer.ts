import { Readable } from "node:stream";
import { decodeText, openBytes, sniffEncoding, TooManyBytes } from "#base/tables/bytes.ts";
import { openTable } from "#base/tables/read.ts";
import type { TableFile, TableOptions } from "#base/tables/read.ts";
import { citiesFormat } from "./cities.ts";
import { divisionsFormat } from "./divisions.ts";
import { parseFeatures } from "./geojson.ts";
import { housesFormat } from "./houses.ts";
import { municipalitiesFormat } from "./municipalities.ts";
import { plainFormat } from "./plain-table.ts";
import { rejectRow } from "./rows.ts";
import type { GazetteerReadOptions, GazetteerReadRow } from "./rows.ts";
import { parseStreetTree } from "./street-tree.ts";

export type GazetteerFormat =
  | "geojson"
  | "street-tree"
  | "municipalities"
  | "divisions"
  | "houses"
  | "cities"
  | "plain";

/** A table format: how its columns are recognised and its rows read. */
export type TableFormat = {
  name: GazetteerFormat;
  recognises: (columns: readonly string[]) => boolean;
  read: (table: TableFile, options: GazetteerReadOptions) => AsyncIterable<GazetteerReadRow>;
};

// The plain table needs only a name column, so it is tried last.
const TABLE_FORMATS: readonly TableFormat[] = [
  municipalitiesFormat,
  divisionsFormat,
  housesFormat,
  citiesFormat,
  plainFormat,
];

const MEGABYTE = 1024 * 1024;
const MAX_BYTES = 1024 * MEGABYTE;
const MAX_JSON_BYTES = 128 * MEGABYTE;

export type OpenedGazetteer = { format: GazetteerFormat; rows: AsyncIterable<GazetteerReadRow> };

/**
 * Streams the places of a gazetteer file (GeoJSON, JSON, CSV, XLSX, JSONL; gzip allowed),
 * recognised by content. Rejected rows have a reason; an unreadable file is one rejected row at
 * line 0. Never throws for the file's content.
 */
export async function* readGazetteer(
  source: string | Readable,
  options: GazetteerReadOptions & Pick<TableOptions, "onBytes"> = {},
): AsyncGenerator<GazetteerReadRow> {
  const opened = await openGazetteer(source, options);
  if ("reason" in opened) yield opened;
  else yield* opened.rows;
}

/** Opens a gazetteer file and detects its format. */
export async function openGazetteer(
  source: string | Readable,
  options: GazetteerReadOptions & Pick<TableOptions, "onBytes"> = {},
): Promise<OpenedGazetteer | Extract<GazetteerReadRow, { reason: unknown }>> {
  try {
    const bytes = await openBytes(source, { maxBytes: MAX_BYTES, ...options });
    const encoding = sniffEncoding(bytes.head);
    const head = new TextDecoder(encoding).decode(bytes.head, { stream: true }).trimStart();
    if (isJsonDocument(head)) {
      const text = await readAllText(decodeText(bytes.chunks, encoding));
      return openJson(text, options);
    }
    return await openTableFile(Readable.from(bytes.chunks), options);
  } catch (error) {
    const reason = error instanceof TooManyBytes ? "too-many-bytes" : readErrorReason(error);
    if (!reason) throw error;
    return rejectRow(0, reason);
  }
}

function readErrorReason(error: unknown): "broken-gzip" | "file-unreadable" | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code.startsWith("Z_")) return "broken-gzip";
  return /^E[A-Z]+$/.test(code) ? "file-unreadable" : undefined;
}

/** One JSON value in the whole file, unlike JSONL, whose first line is a value of its own. */
function isJsonDocument(head: string): boolean {
  if (!/^[{[]/.test(head)) return false;
  const newline = head.indexOf("\n");
  if (newline < 0 || head.slice(newline).trim() === "") return true;
  try {
    JSON.parse(head.slice(0, newline));
    return false;
  } catch {
    return true;
  }
}

async function readAllText(chunks: AsyncIterable<string>): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > MAX_JSON_BYTES) throw new TooManyBytes(MAX_JSON_BYTES);
    parts.push(chunk);
  }
  return parts.join("");
}

function openJson(
  text: string,
  options: GazetteerReadOptions,
): OpenedGazetteer | Extract<GazetteerReadRow, { reason: unknown }> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return rejectRow(0, "broken-json", error instanceof Error ? error.message : "");
  }
  const features = findList(document, "features");
  if (features) return { format: "geojson", rows: parseFeatures(features, options) };
  const districts = findList(document, "districts");
  if (districts) return { format: "street-tree", rows: parseStreetTree(districts, options) };
  return rejectRow(0, "unknown-format", keysOf(document));
}

function findList(document: unknown, key: string): unknown[] | undefined {
  if (typeof document !== "object" || document === null) return undefined;
  const list: unknown = Object.entries(document).find(([name]) => name === key)?.[1];
  return Array.isArray(list) ? list : undefined;
}

function keysOf(document: unknown): string {
  if (typeof document !== "object" || document === null) return typeof document;
  return Object.keys(document).slice(0, 20).join(", ");
}

async function openTableFile(
  source: Readable,
  options: GazetteerReadOptions,
): Promise<OpenedGazetteer | Extract<GazetteerReadRow, { reason: unknown }>> {
  const table = await openTable(source);
  if ("problem" in table) return rejectRow(0, table.problem);
  const columns = table.columns.map((column) => column.toLowerCase());
  const format = TABLE_FORMATS.find(({ recognises }) => recognises(columns));
  if (!format) return rejectRow(1, "unknown-format", table.columns.join(", "));
  return { format: format.name, rows: format.read(table, options) };
}
