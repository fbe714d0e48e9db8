import readWorkbook from "read-excel-file/node";
import { invalid } from "#base/refusal.ts";
import { openSheet } from "#base/tables/xlsx-reader.ts";
import type { DefinitionInput } from "./definition.ts";
import { parseDefinition } from "../actions.ts";
import { parseXlsForm, type SkippedRow, type SheetRow } from "./xlsform.ts";

const fileLimits = { bytes: 10 * 1024 * 1024, unpacked: 64 * 1024 * 1024, rows: 5000 };

const invalidFile = () => invalid("forms.file-wrong", { fields: { file: "forms.file-wrong" } });

/** A form's own JSON file or an XLSForm workbook; `report` says what could not be taken. */
export async function parseFormFile(
  file: File,
): Promise<{ definition: DefinitionInput; report: SkippedRow[] }> {
  if (file.size > fileLimits.bytes) throw invalidFile();
  const bytes = Buffer.from(await file.arrayBuffer());
  if (bytes.subarray(0, 2).toString("latin1") === "PK") return readXlsFormFile(bytes);
  return { definition: parseDefinition(parseJson(bytes)), report: [] };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8").replace(/^\uFEFF/, ""));
  } catch {
    throw invalidFile();
  }
}

async function readXlsFormFile(bytes: Buffer) {
  // The reader below trusts what a zip says of its size; this one does not.
  const guarded = await openSheet(bytes, { maxUnpackedBytes: fileLimits.unpacked });
  if ("problem" in guarded) throw invalidFile();
  const sheets = await readWorkbook(bytes).catch(() => {
    throw invalidFile();
  });
  const rowsOf = (name: string): SheetRow[] => {
    const data = sheets.find(({ sheet }) => sheet.trim().toLowerCase() === name)?.data ?? [];
    const [head = [], ...rows] = data.slice(0, fileLimits.rows);
    const columns = head.map((cell) => String(cell ?? "").trim());
    return rows.map((row, at) => ({
      line: at + 2,
      cells: Object.fromEntries(columns.map((name_, i) => [name_, String(row[i] ?? "").trim()])),
    }));
  };
  const survey = rowsOf("survey");
  if (survey.length === 0) throw invalidFile();
  return parseXlsForm({ survey, choices: rowsOf("choices"), settings: rowsOf("settings") });
}
