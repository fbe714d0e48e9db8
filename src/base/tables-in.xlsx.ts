import { inflateRawSync } from "node:zlib";
import { readSheet } from "read-excel-file/node";

export type XlsxProblem = "not-xlsx" | "zip-bomb" | "broken-xlsx";

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

/**
 * Reads the first sheet of a workbook held in memory into rows of text.
 * Dates become `2026-03-01` or `2026-03-01T09:30:00`, empty cells an empty string.
 * Unpacks every part under a common limit first, since the sizes that a zip states may lie.
 */
export async function readXlsx(
  bytes: Buffer,
  { maxUnpackedBytes }: { maxUnpackedBytes: number },
): Promise<{ rows: string[][] } | { problem: XlsxProblem }> {
  const guarded = inspectZip(bytes, maxUnpackedBytes);
  if (guarded) return { problem: guarded };
  try {
    const rows = await readSheet(bytes);
    return { rows: rows.map((row) => row.map(cellText)) };
  } catch {
    return { problem: "broken-xlsx" };
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().replace(/(T00:00:00)?\.000Z$/, "");
  return String(value);
}

function inspectZip(bytes: Buffer, limit: number): XlsxProblem | undefined {
  try {
    let left = limit;
    let isWorkbook = false;
    for (const entry of zipEntries(bytes)) {
      isWorkbook ||= entry.name === "xl/workbook.xml";
      const size = unpackedSize(bytes, entry, left);
      if (size === undefined) return "zip-bomb";
      left -= size;
    }
    return isWorkbook ? undefined : "not-xlsx";
  } catch {
    return "broken-xlsx";
  }
}

type ZipEntry = { name: string; method: number; packedSize: number; at: number };

function* zipEntries(bytes: Buffer): Generator<ZipEntry> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error("no directory");
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error("broken directory");
    const nameLength = bytes.readUInt16LE(at + 28);
    yield {
      name: bytes.toString("utf8", at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      packedSize: bytes.readUInt32LE(at + 20),
      at: bytes.readUInt32LE(at + 42),
    };
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}

/** The true size of a part, or nothing when it does not fit into `left` bytes. */
function unpackedSize(bytes: Buffer, entry: ZipEntry, left: number): number | undefined {
  if (bytes.readUInt32LE(entry.at) !== LOCAL_ENTRY) throw new Error("broken part");
  const from =
    entry.at + 30 + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28);
  if (entry.method === STORED) return entry.packedSize <= left ? entry.packedSize : undefined;
  if (entry.method !== DEFLATED) throw new Error("unknown packing");
  const packed = bytes.subarray(from, from + entry.packedSize);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(left, 1) }).length;
  } catch (error) {
    const tooLarge =
      error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    if (tooLarge) return undefined;
    throw error;
  }
}
