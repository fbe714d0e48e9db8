import readWorkbook from "read-excel-file/node";
import { invalid } from "#base/refusal.ts";
import { openSheet } from "#base/tables/xlsx-reader.ts";
import type { DefinitionInput } from "./definition.ts";
import { readDefinition } from "../actions.ts";
import { readXlsForm, type NotTaken, type SheetRow } from "./xlsform.ts";

const limits = { bytes: 10 * 1024 * 1024, unpacked: 64 * 1024 * 1024, rows: 5000 };

const wrong = () => invalid("forms.file-wrong", { fields: { file: "forms.file-wrong" } });

/** A form's own JSON file or an XLSForm workbook; `report` says what could not be taken. */
export async function readFormFile(
  file: File,
): Promise<{ definition: DefinitionInput; report: NotTaken[] }> {
  if (file.size > limits.bytes) throw wrong();
  const bytes = Buffer.from(await file.arrayBuffer());
  if (bytes.subarray(0, 2).toString("latin1") === "PK") return readBook(bytes);
  return { definition: readDefinition(parsed(bytes)), report: [] };
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8").replace(/^\uFEFF/, ""));
  } catch {
    throw wrong();
  }
}

async function readBook(bytes: Buffer) {
  // The reader below trusts what a zip says of its size; this one does not.
  const guarded = await openSheet(bytes, { maxUnpackedBytes: limits.unpacked });
  if ("problem" in guarded) throw wrong();
  const sheets = await readWorkbook(bytes).catch(() => {
    throw wrong();
  });
  const rowsOf = (name: string): SheetRow[] => {
    const data = sheets.find(({ sheet }) => sheet.trim().toLowerCase() === name)?.data ?? [];
    const [head = [], ...rows] = data.slice(0, limits.rows);
    const columns = head.map((cell) => String(cell ?? "").trim());
    return rows.map((row, at) => ({
      line: at + 2,
      cells: Object.fromEntries(columns.map((name_, i) => [name_, String(row[i] ?? "").trim()])),
    }));
  };
  const survey = rowsOf("survey");
  if (survey.length === 0) throw wrong();
  return readXlsForm({ survey, choices: rowsOf("choices"), settings: rowsOf("settings") });
}
