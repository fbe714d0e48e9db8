export type CsvRecord =
  | { line: number; cells: string[] }
  | { line: number; broken: "bad-quotes" | "quote-not-closed" | "row-too-long" };

export type CsvScanner = {
  /** Takes the next text, gives the rows that it completes. */
  push(chunk: string): CsvRecord[];
  /** Says that no text follows, gives what is left. */
  end(): CsvRecord[];
};

type Scan =
  | { kind: "row"; cells: string[]; end: number }
  | { kind: "broken"; reason: "bad-quotes" | "quote-not-closed" }
  | { kind: "more" };

/**
 * Splits text into rows of cells (RFC 4180, LF or CRLF), in memory of one row.
 * A broken row costs one row: reading goes on at the line after the one where it began, so that
 * a quote nobody closed does not swallow the rest of the file.
 * `maxRowLength` is in characters. Line numbers are those of the file, from 1.
 */
export function createCsvScanner({
  delimiter,
  maxRowLength,
}: {
  delimiter: string;
  maxRowLength: number;
}): CsvScanner {
  let text = "";
  let line = 1;
  let skipping = false;

  function drain(last: boolean): CsvRecord[] {
    const rows: CsvRecord[] = [];
    let at = 0;
    while (at < text.length) {
      if (skipping) {
        const newline = text.indexOf("\n", at);
        if (newline < 0) {
          at = text.length;
          break;
        }
        skipping = false;
        line++;
        at = newline + 1;
        continue;
      }
      const scan = scanRow(text, { at, delimiter, last });
      if (scan.kind === "row") {
        rows.push({ line, cells: scan.cells });
        line += countLines(text, at, scan.end);
        at = scan.end;
        continue;
      }
      if (scan.kind === "more" && text.length - at <= maxRowLength) break;
      const broken = scan.kind === "broken" ? scan.reason : "row-too-long";
      rows.push({ line, broken });
      skipping = true;
    }
    text = text.slice(at);
    return rows;
  }

  return {
    push(chunk) {
      text += chunk;
      return drain(false);
    },
    end: () => drain(true),
  };
}

function scanRow(
  text: string,
  { at, delimiter, last }: { at: number; delimiter: string; last: boolean },
): Scan {
  const newline = text.indexOf("\n", at);
  if (newline < 0 && !last) return { kind: "more" };
  const end = newline < 0 ? text.length : newline;
  const bare = text.slice(at, text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end);
  if (!bare.includes('"')) {
    return { kind: "row", cells: bare.split(delimiter), end: newline < 0 ? end : end + 1 };
  }
  return scanQuotedRow(text, { at, delimiter, last });
}

function scanQuotedRow(
  text: string,
  { at, delimiter, last }: { at: number; delimiter: string; last: boolean },
): Scan {
  const cells: string[] = [];
  let from = at;
  for (;;) {
    const cell =
      text[from] === '"' ? quotedCell(text, from, last) : plainCell(text, from, delimiter);
    if (cell.kind !== "cell") return cell;
    cells.push(cell.value);
    const next = text[cell.end];
    if (next === undefined) {
      return last ? { kind: "row", cells, end: cell.end } : { kind: "more" };
    }
    if (next === delimiter) {
      from = cell.end + 1;
      continue;
    }
    if (next === "\n") return { kind: "row", cells, end: cell.end + 1 };
    if (next === "\r" && text[cell.end + 1] === "\n") {
      return { kind: "row", cells, end: cell.end + 2 };
    }
    if (next === "\r" && text[cell.end + 1] === undefined && !last) return { kind: "more" };
    return { kind: "broken", reason: "bad-quotes" };
  }
}

type ScannedCell = { kind: "cell"; value: string; end: number } | Exclude<Scan, { kind: "row" }>;

function quotedCell(text: string, from: number, last: boolean): ScannedCell {
  let close = text.indexOf('"', from + 1);
  let escaped = false;
  while (close >= 0 && text[close + 1] === '"') {
    escaped = true;
    close = text.indexOf('"', close + 2);
  }
  if (close < 0) return last ? { kind: "broken", reason: "quote-not-closed" } : { kind: "more" };
  const inside = text.slice(from + 1, close);
  return {
    kind: "cell",
    value: escaped ? inside.replaceAll('""', '"') : inside,
    end: close + 1,
  };
}

function plainCell(text: string, from: number, delimiter: string): ScannedCell {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== "\n") end++;
  const stop = text[end] === "\n" && text[end - 1] === "\r" && end > from ? end - 1 : end;
  return { kind: "cell", value: text.slice(from, stop), end: stop };
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) {
    lines++;
  }
  return lines;
}

const DELIMITERS = [",", ";", "\t", "|"] as const;
const SAMPLE_ROWS = 30;

/**
 * Tells the delimiter from the first rows: the one that cuts most of them into as many cells as
 * the header has. A file of one column gives a comma.
 */
export function sniffDelimiter(head: string): string {
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of DELIMITERS) {
    const scanner = createCsvScanner({ delimiter, maxRowLength: head.length });
    const rows = scanner.push(head).slice(0, SAMPLE_ROWS);
    if (rows.length < 2) rows.push(...scanner.end());
    const widths = rows.flatMap((row) => ("cells" in row ? [row.cells.length] : []));
    const width = widths[0] ?? 1;
    if (width < 2) continue;
    const same = widths.filter((other) => other === width).length / Math.max(rows.length, 1);
    const score = same * 100 + Math.min(width, 50);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}
