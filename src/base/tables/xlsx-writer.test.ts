import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvResponse, xlsxResponse } from "../http/exports.ts";
import type { ExportCell } from "./csv-writer.ts";
import { openTable, readTable } from "./read.ts";
import { openZip } from "../files/zip-reader.ts";

async function* portions(...rows: ExportCell[][][]) {
  yield* rows;
}

const utc = { zone: "UTC" };
const columns = ["№", "текст", "ещё"];

type Twin = typeof csvResponse | typeof xlsxResponse;
const twins: [string, Twin][] = [
  ["CSV", csvResponse],
  ["XLSX", xlsxResponse],
];

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

async function readBack(response: Response): Promise<string[][]> {
  const rows = [];
  for await (const row of readTable(Readable.from([await bytesOf(response)]))) {
    if ("problem" in row) throw new Error(row.problem);
    rows.push(Object.values(row.row));
  }
  return rows;
}

/** Text that people write: any sign but the zero byte, which the house drops at the door. */
const text = fc.oneof(
  fc
    .string({ unit: "binary", maxLength: 30 })
    .filter((each) => each.isWellFormed() && !/[\0\ufffd]/.test(each)),
  fc.constantFrom(
    "=1+1",
    "'=1",
    "''-",
    "+7 900",
    "-2",
    "_x0041_",
    "0077",
    "1e5",
    "а\r\nб\r",
    " ",
    "'",
  ),
  fc.constantFrom("&amp;", "]]>", '"да", «нет»;\t', "\u0008\u001f", "😀", "\ufeffа", "\uffff"),
);

describe("a list exported and imported again", () => {
  it.each(twins)("as %s is the same list, whatever people wrote", async (_, twin) => {
    const rows = fc.array(fc.tuple(text, text), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const numbered = given.map(([a, b], at) => [`К-${at}`, a, b]);
        expect(await readBack(twin("список", columns, portions(numbered), utc))).toEqual(numbered);
      }),
      { numRuns: 150 },
    );
  });

  it.each(twins)("as %s keeps numbers and ticks", async (_, twin) => {
    const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(number, fc.boolean())), async (given) => {
        const numbered = given.map(([a, b], at): ExportCell[] => [`К-${at}`, a, b]);
        const read = await readBack(twin("список", columns, portions(numbered), utc));
        expect(read.map(([, a, b]) => [Number(a?.replace(",", ".")), b === "1"])).toEqual(
          given.map(([a, b]) => [a + 0, b]),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe("an exported workbook", () => {
  it("shows days and hours of the region's clock", async () => {
    const rows: ExportCell[][] = [
      ["1", new Date("2026-03-01T19:00:00Z"), new Date("2026-03-01T19:30:00Z")],
      ["2", new Date(Number.NaN), null],
    ];
    const response = xlsxResponse("список", columns, portions(rows), {
      zone: "Asia/Yekaterinburg",
    });
    expect(await readBack(response)).toEqual([
      ["1", "2026-03-02", "2026-03-02T00:30:00"],
      ["2", "", ""],
    ]);
  });

  it("never lets a program run what people wrote", async () => {
    const bytes = await bytesOf(xlsxResponse("список", columns, portions([["=1+1", "@a", "+1"]])));
    const xml = (await (await openZip(bytes)).read("xl/worksheets/sheet1.xml")).toString();
    expect(xml).not.toContain("<f>");
    expect(xml).toContain('<c t="inlineStr" s="4"><is><t xml:space="preserve">=1+1</t></is></c>');
  });

  it("has a head even where it has no rows, a Russian name, and the same bytes each time", async () => {
    const make = () => xlsxResponse("Организации", columns, portions());
    expect(await openTable(Readable.from([await bytesOf(make())]))).toMatchObject({ columns });
    expect(make().headers.get("content-disposition")).toContain(
      "filename*=UTF-8''%D0%9E%D1%80%D0%B3",
    );
    expect((await bytesOf(make())).equals(await bytesOf(make()))).toBe(true);
  });

  it("cuts a text longer than Excel opens", async () => {
    const [row] = await readBack(
      xlsxResponse("а", columns, portions([["1", "я".repeat(40_000), ""]])),
    );
    expect(row?.[1]).toBe(`${"я".repeat(32_766)}…`);
  });

  it("goes on in a second sheet past Excel's last row", async () => {
    const portion = Array.from({ length: 1000 }, (): ExportCell[] => [1]);
    const many = async function* () {
      for (let at = 0; at < 1049; at++) yield portion;
    };
    const bytes = await bytesOf(xlsxResponse("а", ["№"], many()));
    const { names } = await openZip(bytes);
    expect(names).toContain("xl/worksheets/sheet2.xml");
    expect(names).not.toContain("xl/worksheets/sheet3.xml");
  });

  it("stops the work when its reader leaves", async () => {
    let asked = 0;
    let stopped = false;
    const endless = async function* () {
      try {
        for (;;) {
          asked += 1;
          yield Array.from({ length: 500 }, (_, at): ExportCell[] => [
            asked,
            at,
            `${Math.sin(at)}`,
          ]);
        }
      } finally {
        stopped = true;
      }
    };
    const reader = xlsxResponse("а", columns, endless()).body?.getReader();
    for (let piece = 0; piece < 3; piece++) await reader?.read();
    await reader?.cancel();
    expect(stopped).toBe(true);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(200);
  });
});
