import { invalid } from "#base/refusal.ts";
import { openWorkbook, type WorkbookSheet } from "#base/tables/xlsx-reader.ts";
import type { SheetRow as TextRow } from "#base/tables/xlsx-sheet.ts";
import type { DefinitionInput } from "./definition.ts";
import { parseDefinition } from "../actions.ts";
import { parseXlsForm, type SkippedRow, type SheetRow } from "./xlsform.ts";

const fileLimits = { bytes: 10 * 1024 * 1024, unpacked: 64 * 1024 * 1024, rows: 5000 };

const invalidFile = () => invalid("forms.file-wrong", { fields: { file: "forms.file-wrong" } });

/** Parses a form's own JSON file or an XLSForm workbook; `report` lists what could not be taken. */
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
  const book = await openWorkbook(bytes, { maxUnpackedBytes: fileLimits.unpacked });
  if ("problem" in book) throw invalidFile();
  const rowsOf = async (name: string): Promise<SheetRow[]> => {
    const sheet = book.sheets.find((one) => one.name.trim().toLowerCase() === name);
    return sheet === undefined ? [] : toSheetRows(await readRows(sheet));
  };
  const survey = await rowsOf("survey");
  if (survey.length === 0) throw invalidFile();
  return parseXlsForm({
    survey,
    choices: await rowsOf("choices"),
    settings: await rowsOf("settings"),
  });
}

/** Reads the sheet's rows up to the limit; a sheet damaged on the way is refused as a whole. */
async function readRows(sheet: WorkbookSheet): Promise<TextRow[]> {
  const rows: TextRow[] = [];
  try {
    for await (const row of sheet.rows()) {
      if (rows.push(row) === fileLimits.rows) break;
    }
  } catch {
    throw invalidFile();
  }
  return rows;
}

function toSheetRows([head, ...rows]: readonly TextRow[]): SheetRow[] {
  const columns = (head?.cells ?? []).map((cell) => cell.trim());
  return rows.map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries(columns.map((name, at) => [name, (cells[at] ?? "").trim()])),
  }));
}
