import type { TableLimits, TableRow } from "./read.ts";

/** Walks JSONL: one object per line, as text by key. */
export async function* jsonlRows(
  text: AsyncIterable<string>,
  limits: TableLimits,
): AsyncGenerator<TableRow> {
  let line = 0;
  let count = 0;
  for await (const source of textLines(text, limits.maxRowLength)) {
    line++;
    if (source === undefined) {
      yield { line, problem: "row-too-long" };
      continue;
    }
    if (source.trim() === "") continue;
    if (++count > limits.maxRows) {
      yield { line, problem: "too-many-rows" };
      return;
    }
    yield jsonRow(source, { line, limits });
  }
}

/** Lines without their ends; nothing in place of a line longer than `maxLength`. */
async function* textLines(
  text: AsyncIterable<string>,
  maxLength: number,
): AsyncGenerator<string | undefined> {
  let rest = "";
  let skipping = false;
  for await (const chunk of text) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      yield skipping || line.length > maxLength ? undefined : line;
      skipping = false;
    }
    if (rest.length > maxLength) {
      skipping = true;
      rest = "";
    }
  }
  if (skipping || rest !== "") yield skipping ? undefined : rest;
}

/** Parses a line as a JSON object; undefined for anything else. */
export function parseJsonObject(source: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(source.replace(/^\uFEFF/, ""));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function jsonRow(
  source: string,
  { line, limits }: { line: number; limits: TableLimits },
): TableRow {
  const object = parseJsonObject(source);
  if (!object) {
    return { line, problem: /^\s*[[\d"tfn]/.test(source) ? "not-an-object" : "bad-json" };
  }
  const row: Record<string, string> = {};
  for (const [key, value] of Object.entries(object)) {
    const cell = formatJsonCell(value);
    if (cell.length > limits.maxCellLength) return { line, problem: "cell-too-long" };
    row[key] = cell;
  }
  return { line, row };
}

/** Text as it is, nothing as an empty cell, lists and objects as their JSON. */
function formatJsonCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
