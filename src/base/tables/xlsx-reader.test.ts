import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readTable, type TableOptions } from "./read.ts";
import { zipBytes } from "../files/zip.ts";

const at = new Date("2026-03-01T00:00:00Z");

const relations = (inside: string) =>
  `<?xml version="1.0"?><Relationships>${inside}</Relationships>`;

/** A book as an office program packs it; parts given replace the usual ones. */
function book(parts: Record<string, string>): Promise<Buffer> {
  const whole: Record<string, string> = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="А" sheetId="3" r:id="rId9"/><sheet name="Б" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations(
      `<Relationship Id="rId1" Type="t/worksheet" Target="worksheets/other.xml"/>` +
        `<Relationship Target="/xl/worksheets/first.xml" Type="t/worksheet" Id="rId9"/>` +
        `<Relationship Id="rId2" Type="t/sharedStrings" Target="strings.xml"/>` +
        `<Relationship Id="rId3" Type="t/styles" Target="styles.xml"/>`,
    ),
    ...parts,
  };
  return zipBytes(
    Object.entries(whole).map(([name, content]) => ({ name, content })),
    at,
  );
}

const sheet = (rows: string) =>
  `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData><rowBreaks count="1"/></worksheet>`;

async function rowsOf(bytes: Buffer, options: TableOptions = {}) {
  return Array.fromAsync(readTable(Readable.from([bytes]), options));
}

describe("a workbook of an office program", () => {
  it("is read by its first sheet, in the order of the book", async () => {
    const bytes = await book({
      "xl/strings.xml":
        `<sst count="4"><si><t>имя</t></si><si/><si><t xml:space="preserve"> когда </t></si>` +
        `<si><r><rPr><b/></rPr><t>Анна </t></r><r><t>&lt;Ко&gt;&#x20;&amp;</t></r><rPh sb="0" eb="1"><t>чит</t></rPh></si></sst>`,
      "xl/worksheets/other.xml": sheet(`<row r="1"><c r="A1"><v>7</v></c></row>`),
      "xl/worksheets/first.xml": sheet(
        `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>2</v></c></row>` +
          `<row r="3" spans="1:2"/><row r="5"><c r="A5" t="s"><v>3</v></c><c r="B5" s="1"/></row>` +
          `<row r="6"><c r="B6" t="s"><v>99</v></c></row>` +
          `<row r="7"><c r='B7' t='inlineStr'><is><t>внутри</t></is></c></row>`,
      ),
    });
    expect(await rowsOf(bytes)).toEqual([
      { line: 5, row: { имя: "Анна <Ко> &", когда: "" } },
      { line: 7, row: { имя: "", когда: "внутри" } },
    ]);
  });

  it("tells days from numbers by their style", async () => {
    const styles =
      `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-419]d\\ mmmm\\ yyyy"/>` +
      `<numFmt numFmtId="171" formatCode="#,##0.00&quot; дней&quot;"/><numFmt numFmtId="172" formatCode="[Red]0"/></numFmts>` +
      `<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
      `<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"><alignment/></xf><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="21"/></cellXfs></styleSheet>`;
    const cells = [
      ["1", "46082", "2026-03-01"],
      ["2", "46082.395833333336", "2026-03-01T09:30:00"],
      ["3", "12.5", "12.5"],
      ["4", "46082", "46082"],
      ["5", "0.395833333333333", "09:30:00"],
      ["1", "59", "1900-02-28"],
      ["1", "61", "1900-03-01"],
      ["0", "1027700132195", "1027700132195"],
      ["0", "1.5E-3", "0.0015"],
    ] as const;
    const head = cells.map((_, index) => `<c><v>${index}</v></c>`).join("");
    const row = cells.map(([style, value]) => `<c s="${style}"><v>${value}</v></c>`).join("");
    const bytes = await book({
      "xl/styles.xml": styles,
      "xl/worksheets/first.xml": sheet(`<row>${head}</row><row>${row}</row>`),
    });
    const [read] = await rowsOf(bytes);
    expect(read && "row" in read && Object.values(read.row)).toEqual(cells.map((cell) => cell[2]));
  });

  it("gives ticks, formulas, errors and days as text", async () => {
    const bytes = await book({
      "xl/worksheets/first.xml": sheet(
        `<row>${"<c><v>1</v></c>".repeat(1)}${[2, 3, 4, 5].map((n) => `<c><v>${n}</v></c>`).join("")}</row>` +
          `<row><c t="b"><v>1</v></c><c t="str"><f>A1&amp;"х"</f><v>1х_x000D_</v></c><c><f>1+1</f><v>2</v></c>` +
          `<c t="e"><v>#DIV/0!</v></c><c t="d"><v>2026-03-01T00:00:00Z</v></c></row>`,
      ),
    });
    expect(await rowsOf(bytes)).toEqual([
      { line: 2, row: { "1": "1", "2": "1х\r", "3": "2", "4": "#DIV/0!", "5": "2026-03-01" } },
    ]);
  });

  it("counts from 1904 where it says so, and may name its elements by a prefix", async () => {
    const bytes = await book({
      "xl/workbook.xml": `<x:workbook xmlns:r="r"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="А" r:id="rId9"/></x:sheets></x:workbook>`,
      "xl/styles.xml": `<x:styleSheet><x:cellXfs><x:xf numFmtId="14"/></x:cellXfs></x:styleSheet>`,
      "xl/strings.xml": `<x:sst><x:si><x:t>день</x:t></x:si></x:sst>`,
      "xl/worksheets/first.xml": `<x:worksheet><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row><x:row r="2"><x:c r="A2"><x:v>44620</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
    });
    expect(await rowsOf(bytes)).toEqual([{ line: 2, row: { день: "2026-03-01" } }]);
  });
});

describe("a workbook that is damaged or hostile", () => {
  const head = `<row r="1"><c r="A1"><v>1</v></c></row>`;

  it("loses only what follows the damage", async () => {
    const bytes = await book({
      "xl/worksheets/first.xml": sheet(
        `${head}<row r="2"><c r="A2"><v>5</v></c></row>${" ".repeat(40_000)}<row r="3"><c r="A3"><v>5</row>`,
      ),
    });
    expect(await rowsOf(bytes)).toEqual([
      { line: 2, row: { "1": "5" } },
      { line: 3, problem: "broken-xlsx" },
    ]);
  });

  it.each([
    ["no-header", sheet("")],
    ["no-header", sheet(`<row r="1"><c r="A1"/></row>`)],
    ["broken-xlsx", sheet(`<row r="1"><c r="XFE1"><v>1</v></c></row>`)],
    ["broken-xlsx", sheet(`<row r="1"><c r="A1"><v>1</c></row>`)],
  ])("is refused with «%s»", async (problem, xml) => {
    const bytes = await book({ "xl/worksheets/first.xml": xml });
    expect(await rowsOf(bytes)).toEqual([{ line: 0, problem }]);
  });

  it("that unpacks into a gigabyte is left at the limit, before a row is taken", async () => {
    const bytes = await book({
      "xl/worksheets/first.xml": sheet(`${head}${" ".repeat(60_000_000)}`),
    });
    expect(bytes.length).toBeLessThan(200_000);
    const rows = await rowsOf(bytes, { maxXlsxUnpackedBytes: 5_000_000 });
    expect(rows).toEqual([{ line: 0, problem: "zip-bomb" }]);
  });

  it("whose one row never ends is refused", async () => {
    const digits = Array.from({ length: 18_000 }, (_, at) => `${at}`.padEnd(1000, "1")).join("");
    const bytes = await book({
      "xl/worksheets/first.xml": sheet(`${head}<row r="2"><c r="A2"><v>${digits}</v></c></row>`),
    });
    expect(await rowsOf(bytes)).toEqual([{ line: 2, problem: "broken-xlsx" }]);
  });

  it("ends where the limit of rows is", async () => {
    const rows = [2, 3, 4].map((line) => `<row r="${line}"><c><v>${line}</v></c></row>`);
    const bytes = await book({ "xl/worksheets/first.xml": sheet(head + rows.join("")) });
    expect(await rowsOf(bytes, { maxRows: 2 })).toEqual([
      { line: 2, row: { "1": "2" } },
      { line: 3, row: { "1": "3" } },
      { line: 4, problem: "too-many-rows" },
    ]);
  });
});
