import { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvResponse } from "../http/exports.ts";
import { csvLine, type ExportCell } from "./csv-writer.ts";
import { openTable } from "./read.ts";

async function* batches(...rows: ExportCell[][][]) {
  yield* rows;
}

const siberia = { zone: "Asia/Novosibirsk" };
const line = (...cells: ExportCell[]) => csvLine(cells, siberia);

describe("the CSV dialect", () => {
  it("is what a Russian Excel opens by a double click", async () => {
    const at = new Date("2026-05-31T20:12:05Z");
    const response = csvResponse(
      "проблемы",
      ["№", "срок"],
      batches([
        ["К-1", at],
        ["К-2", null],
      ]),
      siberia,
    );
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toContain('filename="_.csv"');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf");
    expect(bytes.subarray(3).toString("utf8")).toBe(
      "№;срок\r\nК-1;2026-06-01 03:12:05\r\nК-2;\r\n",
    );
  });

  it("writes numbers with a decimal comma, so that 2.5 never becomes the second of May", () => {
    expect(line(-2.5, 0, 1_234_567.25, Number.NaN)).toBe("-2,5;0;1234567,25;\r\n");
  });

  it("writes ticks as one and nought, a local midnight as a day, nothing as nothing", () => {
    expect(line(true, false, null, undefined, new Date("2026-05-31T17:00:00Z"))).toBe(
      "1;0;;;2026-06-01\r\n",
    );
    expect(line(new Date(Number.NaN))).toBe("\r\n");
  });

  it.each(["=1+1", "+7 900", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A"])(
    "never lets a spreadsheet run a resident's words: %j",
    (text) => {
      const [[cell]] = parse(line(text), { delimiter: ";" }) as [[string]];
      expect(cell).toBe(`'${text}`);
    },
  );

  it("leaves a telephone as people write it, but not one that is a sum", () => {
    expect(line("+7 (000) 200-10-10", "+7-000-200-10-10")).toBe(
      "+7 (000) 200-10-10;'+7-000-200-10-10\r\n",
    );
  });

  it("is read as it was by a reader that knows only the delimiter", () => {
    const cell = fc
      .oneof(fc.string(), fc.constantFrom("a;b", 'a "b"', "a,b\nc", " Каменка ", "a|b\tc"))
      .filter((text) => !/^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text));
    fc.assert(
      fc.property(cell, cell, (a, b) => {
        expect(parse(line("x", a, b), { delimiter: ";" })).toEqual([["x", a, b]]);
      }),
    );
  });

  it("shows its delimiter to the importer even where cells hold commas and numbers", async () => {
    const file = csvResponse(
      "a",
      ["имя, отчество", "доля", "а|б"],
      batches([
        ["Анна, Павловна", 0.5, "1|2"],
        ["Олег, Иванович", 1.25, "3|4"],
      ]),
      siberia,
    );
    const table = await openTable(Readable.from([Buffer.from(await file.arrayBuffer())]));
    expect(table).toMatchObject({ delimiter: ";", columns: ["имя, отчество", "доля", "а|б"] });
  });
});
