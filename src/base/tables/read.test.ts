import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import writeXlsx from "write-excel-file/node";
import { createCsvScanner } from "./csv-scanner.ts";
import { openTable, readTable } from "./read.ts";
import type { TableOptions, TableRow } from "./read.ts";

function stream(bytes: string | Buffer, chunk = 7): Readable {
  const all = Buffer.from(bytes);
  const parts: Buffer[] = [];
  for (let at = 0; at < all.length; at += chunk) parts.push(all.subarray(at, at + chunk));
  return Readable.from(parts);
}

async function rowsOf(bytes: string | Buffer, options: TableOptions = {}): Promise<TableRow[]> {
  return Array.fromAsync(readTable(stream(bytes), options));
}

const table = "имя,возраст\nАнна,31\nОлег Иванович,54\n";
const people = [
  { line: 2, row: { имя: "Анна", возраст: "31" } },
  { line: 3, row: { имя: "Олег Иванович", возраст: "54" } },
];

describe("a table file tells its encoding and delimiter by itself", () => {
  it.each([
    ["UTF-8", Buffer.from(table)],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${table}`)],
    ["windows-1251", iconv.encode(table, "win1251")],
    ["DOS 866", iconv.encode(table, "cp866")],
    ["KOI8-R", iconv.encode(table, "koi8-r")],
    ["UTF-16", iconv.encode(table, "utf16le", { addBOM: true })],
    ["gzip", gzipSync(table)],
    ["gzip of windows-1251", gzipSync(iconv.encode(table, "win1251"))],
    ["semicolons", Buffer.from(table.replaceAll(",", ";"))],
    ["tabs", Buffer.from(table.replaceAll(",", "\t"))],
    ["bars", Buffer.from(table.replaceAll(",", "|"))],
    ["Windows line ends", Buffer.from(table.replaceAll("\n", "\r\n"))],
    ["no last line end", Buffer.from(table.trimEnd())],
  ])("%s", async (_, bytes) => {
    expect(await rowsOf(bytes)).toEqual(people);
  });

  it("believes Excel's «sep=» line", async () => {
    expect(await rowsOf("sep=;\nа;б\n1,5;2\n")).toEqual([{ line: 3, row: { а: "1,5", б: "2" } }]);
  });

  it("says what it found", async () => {
    const opened = await openTable(stream(iconv.encode("а;б;в\n1;2;3\n", "win1251")));
    expect(opened).toMatchObject({
      format: "csv",
      encoding: "windows-1251",
      delimiter: ";",
      columns: ["а", "б", "в"],
    });
  });

  it("gives repeated and empty column names a name of their own", async () => {
    const opened = await openTable(stream("a,a,,b,,\n1,2,3,4,,\n"));
    expect(opened).toMatchObject({ columns: ["a", "a (2)", "column 3", "b"] });
  });
});

describe("cells may hold anything when they are quoted", () => {
  it("keeps line ends, quotes and delimiters, and the line numbers of the file", async () => {
    expect(await rowsOf('id,text\n1,"да, ""так""\r\nи вот"\n\n2,ООО "Ромашка"\n')).toEqual([
      { line: 2, row: { id: "1", text: 'да, "так"\r\nи вот' } },
      { line: 5, row: { id: "2", text: 'ООО "Ромашка"' } },
    ]);
  });

  it("reads back any cells in any chunks", async () => {
    const cell = fc.string({ unit: fc.constantFrom("а", "б", '"', ",", "\n", "\r", ";", " ") });
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (cells, chunk) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = cells.map((row) => row.map(quoted).join(",")).join("\n");
        const scanner = createCsvScanner({ delimiter: ",", maxRowLength: 1000 });
        const read = [];
        for (let at = 0; at < text.length; at += chunk) {
          read.push(...scanner.push(text.slice(at, at + chunk)));
        }
        read.push(...scanner.end());
        expect(read.map((row) => ("cells" in row ? row.cells : row.broken))).toEqual(cells);
      }),
    );
  });
});

describe("a broken row costs one row", () => {
  const problems = async (bytes: string | Buffer, options?: TableOptions) =>
    (await rowsOf(bytes, options)).map((row) =>
      "problem" in row ? [row.line, row.problem] : [row.line, "taken"],
    );

  it("goes on after wrong quotation marks", async () => {
    expect(await problems('a,b\n1,"x"y\n2,z\n')).toEqual([
      [2, "bad-quotes"],
      [3, "taken"],
    ]);
  });

  it("goes on after a quotation mark that nobody closed", async () => {
    expect(await problems('a,b\n1,"x\n2,y\n3,z\n')).toEqual([
      [2, "quote-not-closed"],
      [3, "taken"],
      [4, "taken"],
    ]);
  });

  it("goes on after a row that never ends", async () => {
    const rows = await problems(`a,b\n1,"${"x".repeat(500)}\n2,y\n`, { maxRowLength: 100 });
    expect(rows).toEqual([
      [2, "row-too-long"],
      [3, "taken"],
    ]);
  });

  it("names rows of another width, too long cells and letters that cannot be read", async () => {
    const bytes = Buffer.concat([
      Buffer.from("имя,б\n1\n1,2,3\n1,2,\n1,слишком длинно\n1,"),
      Buffer.from([0xff, 0x0a]),
      Buffer.from("1,2\n"),
    ]);
    const head = Buffer.concat([
      Buffer.from(`имя,б\n${"я,я\n".repeat(20_000)}`),
      bytes.subarray(Buffer.byteLength("имя,б\n")),
    ]);
    expect((await problems(head, { maxCellLength: 10 })).slice(20_000)).toEqual([
      [20_002, "too-few-cells"],
      [20_003, "too-many-cells"],
      [20_004, "taken"],
      [20_005, "cell-too-long"],
      [20_006, "bad-encoding"],
      [20_007, "taken"],
    ]);
  });

  it("ends where the limit of rows is", async () => {
    expect(await problems("a,b\n1,2\n3,4\n5,6\n", { maxRows: 2 })).toEqual([
      [2, "taken"],
      [3, "taken"],
      [4, "too-many-rows"],
    ]);
  });
});

describe("JSONL is read line by line", () => {
  it("makes text of values and lists", async () => {
    expect(await rowsOf('{"a":"б\\nв","n":1.5,"x":null,"l":[1]}\n{"a":"г"}\n')).toEqual([
      { line: 1, row: { a: "б\nв", n: "1.5", x: "", l: "[1]" } },
      { line: 2, row: { a: "г" } },
    ]);
  });

  it("names lines that are broken, no object or too long, and takes the rest", async () => {
    const text = `{"a":1}\n{"a":\n[1]\n{"a":"${"x".repeat(90)}"}\n\n{"a":2}\n`;
    expect(await rowsOf(text, { maxRowLength: 60 })).toEqual([
      { line: 1, row: { a: "1" } },
      { line: 2, problem: "bad-json" },
      { line: 3, problem: "not-an-object" },
      { line: 4, problem: "row-too-long" },
      { line: 6, row: { a: "2" } },
    ]);
  });
});

describe("an Excel workbook is read under a limit", () => {
  const workbook = () =>
    writeXlsx([
      [{ value: "имя" }, { value: "когда" }, { value: "число" }],
      [
        { value: "Анна" },
        { value: new Date(Date.UTC(2026, 2, 1)), type: Date, format: "dd.mm.yyyy" },
        { value: 12.5 },
      ],
      [{ value: "Олег" }, null, null],
    ]).toBuffer();

  it("gives text, dates as days and empty cells", async () => {
    expect(await rowsOf(await workbook())).toEqual([
      { line: 2, row: { имя: "Анна", когда: "2026-03-01", число: "12.5" } },
      { line: 3, row: { имя: "Олег", когда: "", число: "" } },
    ]);
  });

  it("refuses a workbook that unpacks into too much", async () => {
    const rows = await rowsOf(await workbook(), { maxXlsxUnpackedBytes: 1000 });
    expect(rows).toEqual([{ line: 0, problem: "zip-bomb" }]);
  });

  it("refuses a damaged workbook and a zip of something else", async () => {
    const bytes = await workbook();
    expect(await rowsOf(bytes.subarray(0, bytes.length / 2))).toEqual([
      { line: 0, problem: "broken-xlsx" },
    ]);
    const renamed = Buffer.from(
      bytes.toString("latin1").replaceAll("xl/workbook.xml", "xl/textbook.xml"),
      "latin1",
    );
    expect(await rowsOf(renamed)).toEqual([{ line: 0, problem: "not-xlsx" }]);
  });
});

describe("a file that is no table is refused in one word", () => {
  it.each([
    ["empty-file", ""],
    ["empty-file", " \n\n"],
    ["old-excel", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])],
    ["html-not-table", "<html><table><tr><td>1</td></tr></table></html>"],
    ["pdf-not-table", "%PDF-1.7 …"],
    ["binary-not-table", Buffer.from([1, 2, 0, 4])],
    ["json-not-lines", '[{"a":1}]'],
    ["json-not-lines", '{\n"a": 1\n}'],
    ["broken-gzip", gzipSync(table).subarray(0, 20)],
    ["broken-gzip", Buffer.from([0x1f, 0x8b, 1, 2, 3])],
  ])("%s", async (problem, bytes) => {
    expect(await rowsOf(bytes)).toEqual([{ line: 0, problem }]);
  });

  it("says that a missing file cannot be read", async () => {
    const rows = await Array.fromAsync(readTable("/no/such/file.csv"));
    expect(rows).toEqual([{ line: 0, problem: "file-unreadable" }]);
  });

  it("stops a gzip that unpacks into too much after the rows that fit", async () => {
    const bytes = gzipSync(`a,b\n${"1,2\n".repeat(500_000)}`);
    const rows = await rowsOf(bytes, { maxBytes: 1_500_000 });
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.at(-1)).toMatchObject({ problem: "too-many-bytes" });
  });

  it("never throws for any bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        for (const row of await rowsOf(Buffer.from(bytes))) expect(row.line).toBeGreaterThan(-1);
      }),
      { numRuns: 300 },
    );
  });
});

describe("progress", () => {
  it("counts the packed bytes that were taken", async () => {
    const bytes = gzipSync(table);
    let taken = 0;
    await Array.fromAsync(readTable(stream(bytes), { onBytes: (count) => (taken = count) }));
    expect(taken).toBe(bytes.length);
  });
});
