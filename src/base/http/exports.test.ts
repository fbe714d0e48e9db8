import { parse } from "csv-parse/sync";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { atomResponse, csvLine, csvResponse, textStream, type ExportCell } from "./exports.ts";

async function* portions(...rows: ExportCell[][][]) {
  yield* rows;
}

/** Text that a resident may write: any script, control characters, markup. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("<b>&amp;</b>", "]]>", "\u0000\u0008\u000b\uffff", '"quoted"', "=1+1", "Каменка"),
);

describe("the CSV twin", () => {
  it("gives back every cell as it was, however it is quoted", async () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom("a;b", 'a "b"', "a,b\nc", "Каменка"));
    const safe = cell.filter((text) => !/^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(safe, safe), { minLength: 1, maxLength: 5 }),
        async (rows) => {
          const text = await csvResponse("problems", ["a", "b"], portions(rows)).text();
          const read = parse(text.replace("\uFEFF", ""), { relax_column_count: true });
          expect(read).toEqual([["a", "b"], ...rows]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("begins with the mark that makes spreadsheets read Russian", async () => {
    const response = csvResponse("problems", ["номер"], portions());
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf");
    expect(response.headers.get("content-disposition")).toContain('filename="problems.csv"');
  });

  it.each(["=1+1", "+7 900", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A"])(
    "never lets a spreadsheet run a resident's words: %j",
    (text) => {
      const [[cell]] = parse(csvLine([text])) as [[string]];
      expect(cell).toBe(`'${text}`);
    },
  );

  it("keeps numbers numbers, also below zero", () => {
    expect(csvLine([-2.5, 0, true, false, null, new Date(0)])).toBe(
      "-2.5,0,1,0,,1970-01-01T00:00:00.000Z\n",
    );
  });
});

describe("the Atom twin", () => {
  const feed = (text: string) =>
    atomResponse({
      title: text,
      href: "https://okno.example/?a=1&b=2",
      self: "https://okno.example/a.atom?q=<x>",
      updated: new Date(0),
      entries: [
        { id: "urn:uuid:1", title: text, href: "https://okno.example/1", at: new Date(0), text },
      ],
    }).text();

  it("is well-formed XML whatever residents wrote", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        expect(await wellFormed(await feed(text))).toBe(true);
      }),
      { numRuns: 80 },
    );
  });

  it("says the words unchanged", async () => {
    expect(await feed("Яма & «люк» <5 см>")).toContain(
      "<title>Яма &amp; «люк» &lt;5 см&gt;</title>",
    );
  });

  it("is judged by a reader that does notice broken XML", async () => {
    expect(await wellFormed("<feed><entry></feed>")).toBe(false);
    expect(await wellFormed("<feed>a & b</feed>")).toBe(false);
    expect(await wellFormed("<feed>\u0008</feed>")).toBe(false);
  });
});

/** A strict XML parser reads it: as data inside a drawing, which the drawing library must parse whole. */
async function wellFormed(xml: string): Promise<boolean> {
  const body = xml.replace(/^<\?xml[^>]*\?>/, "");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><metadata>${body}</metadata></svg>`;
  return sharp(Buffer.from(svg))
    .png()
    .toBuffer()
    .then(
      () => true,
      () => false,
    );
}

describe("a stream", () => {
  it("stops working when its reader leaves", async () => {
    let left = false;
    async function* endless() {
      try {
        for (;;) yield "x";
      } finally {
        left = true;
      }
    }
    const reader = textStream(endless()).getReader();
    await reader.read();
    await reader.cancel();
    expect(left).toBe(true);
  });
});
