import fc from "fast-check";
import { parseHTML } from "linkedom";
import { render } from "preact-render-to-string";
import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import { plainText } from "../ui/index.ts";
import { openZip } from "../files/zip-reader.ts";
import {
  docxText,
  DocumentView,
  createPdf,
  finishPdf,
  pdfText,
  toDocx,
  toPdf,
  type DocumentBlock,
  type TextDocument,
} from "./index.ts";
import { breakLines, type TextPiece } from "./line-breaking.ts";

const createdAt = new Date("2026-11-20T10:00:00Z");
const picture = await sharp({
  create: { width: 90, height: 50, channels: 3, background: "#89a" },
})
  .webp()
  .toBuffer();

const report = (blocks: readonly DocumentBlock[]): TextDocument => ({
  title: "Отчёт о проекте",
  lang: "ru",
  createdAt,
  header: "Заявка Р39-22-2-000039",
  footer: "Сформировано 20 ноября",
  blocks,
});

const whole = report([
  { kind: "heading", level: 1, text: "Отчёт о проекте" },
  {
    kind: "paragraph",
    text: [
      { text: "Сделано " },
      { text: "32 семинара", bold: true },
      { text: ", " },
      { text: "почти все", italic: true },
      { text: " очно: " },
      { text: "список", href: "https://okno.example/events?a=1&b=2" },
    ],
  },
  { kind: "list", ordered: true, items: ["Первая задача", "Вторая задача"] },
  { kind: "list", items: ["без номера"] },
  { kind: "facts", facts: [{ name: "Номер заявки", value: "Р39-22-2-000039" }] },
  {
    kind: "table",
    caption: "Смета",
    columns: [
      { head: "Статья", width: 3 },
      { head: "Сумма, руб.", align: "right" },
    ],
    rows: [["Проезд <экспертов> & «гостей»", "1 250 000"]],
    total: ["Итого", "1 250 000"],
  },
  { kind: "picture", bytes: picture, alt: "Зал, 40 человек", caption: "Семинар 12 марта" },
  { kind: "note", text: "По журналу посещений." },
  { kind: "signatures", lines: [{ role: "Директор", name: "Иванова А. П." }] },
  { kind: "page-break" },
  { kind: "heading", level: 2, text: "Приложение" },
]);

const shown = [
  "Сделано 32 семинара, почти все очно: список",
  "Первая задача",
  "без номера",
  "Номер заявки",
  "Р39-22-2-000039",
  "Смета",
  "Проезд <экспертов> & «гостей»",
  "1 250 000",
  "Итого",
  "Семинар 12 марта",
  "По журналу посещений.",
  "Директор",
  "Иванова А. П.",
  "Приложение",
];

describe("one document has three faces that say the same", () => {
  it("as PDF", async () => {
    const pages = pdfText(await toPdf(whole)).map(plainText);
    expect(pages).toHaveLength(2);
    for (const words of shown) expect(pages.join("\n")).toContain(words);
    expect(pages[0]).toContain("Статья\tСумма, руб.\nПроезд <экспертов> & «гостей»\t1 250 000");
    expect(pages[1]).toBe("Приложение\nЗаявка Р39-22-2-000039\nСформировано 20 ноября\t2 / 2");
  });

  it("as DOCX", async () => {
    const text = plainText(await docxText(await toDocx(whole)));
    for (const words of shown) expect(text).toContain(words);
    expect(text).toContain("Статья\tСумма, руб.\nПроезд <экспертов> & «гостей»\t1 250 000");
  });

  it("as a page, with the levels of the page's outline", () => {
    const html = render(<DocumentView document={whole} top={2} />);
    const { document } = parseHTML(`<html><body>${html}</body></html>`);
    const text = plainText(document.body.textContent ?? "");
    for (const words of shown) expect(text).toContain(words);
    expect(document.querySelector("h2")?.textContent).toBe("Отчёт о проекте");
    expect(document.querySelector("h1")).toBeNull();
    expect(document.querySelector("tbody th")?.textContent).toBe("Проезд <экспертов> & «гостей»");
    expect(document.querySelector("tfoot th")?.textContent).toBe("Итого");
    expect(document.querySelector("a")?.getAttribute("href")).toBe(
      "https://okno.example/events?a=1&b=2",
    );
  });
});

describe("a file of the same document", () => {
  it("has the same bytes, whenever it is made", async () => {
    const both = async () => [await toPdf(whole), await toDocx(whole)] as const;
    const [pdf, docx] = await both();
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2040-01-01") });
    const [again, anew] = await both().finally(() => vi.useRealTimers());
    expect(again.equals(pdf)).toBe(true);
    expect(anew.equals(docx)).toBe(true);
  });

  it("names its title and language, and is tagged for screen readers", async () => {
    const pdf = (await toPdf(whole)).toString("latin1");
    expect(pdf).toContain("/Lang (ru-RU)");
    expect(pdf).toContain("/Marked true");
    expect(pdf).toContain("/DisplayDocTitle true");
    const title = Buffer.from("\ufeffОтчёт о проекте", "utf16le").swap16().toString("latin1");
    expect(pdf).toContain(`/Title (${title})`);
    for (const tag of ["H1", "P", "L", "LI", "Table", "TH", "TD", "Figure"]) {
      expect(pdf).toContain(`/S /${tag}\n`);
    }
    const parts = await partsOf(await toDocx(whole));
    expect(parts["docProps/core.xml"]).toContain("<dc:title>Отчёт о проекте</dc:title>");
    expect(parts["docProps/core.xml"]).toContain("2026-11-20T10:00:00Z</dcterms:created>");
    expect(parts["word/styles.xml"]).toContain('w:lang w:val="ru-RU"');
    expect(parts["word/document.xml"]).toContain("<w:tblHeader/>");
    expect(parts["word/document.xml"]).toContain('descr="Зал, 40 человек"');
  });

  it("binds short words and units to what follows, as pages do", async () => {
    const document = report([{ kind: "paragraph", text: "в зале 40 человек, 10:00–17:30" }]);
    const bound = "в\u00a0зале 40\u00a0человек, 10:00–17:30";
    expect(pdfText(await toPdf(document))[0]).toContain(bound);
    expect(await docxText(await toDocx(document))).toContain(bound);
  });
});

async function partsOf(bytes: Buffer): Promise<Record<string, string>> {
  const parts: Record<string, string> = {};
  const archive = await openZip(bytes);
  for (const name of archive.names) parts[name] = (await archive.read(name)).toString();
  return parts;
}

describe("a long table in a PDF", () => {
  const table = (rows: readonly (readonly string[])[]): TextDocument =>
    report([
      {
        kind: "table",
        columns: [
          { head: "№", width: 1 },
          { head: "Дело", width: 5 },
        ],
        rows,
      },
    ]);

  it("goes on over pages under the same head and loses no row", async () => {
    const rows = Array.from({ length: 300 }, (_, at) => [`${at + 1}`, `Дело номер ${at + 1}`]);
    const pages = pdfText(await toPdf(table(rows))).map(plainText);
    expect(pages.length).toBeGreaterThan(5);
    for (const page of pages) expect(page.startsWith("№\tДело\n")).toBe(true);
    const lines = pages.flatMap((page) => page.split("\n"));
    expect(lines.filter((line) => /^\d+\tДело/.test(line))).toEqual(
      rows.map((row) => row.join("\t")),
    );
  });

  it("cuts a row taller than a page and a word wider than its column", async () => {
    const words = Array.from({ length: 1500 }, (_, at) => `слово${at}а`);
    const long = "ы".repeat(400);
    const pages = pdfText(
      await toPdf(
        table([
          ["1", words.join(" ")],
          ["2", long],
        ]),
      ),
    ).map(plainText);
    expect(pages.length).toBeGreaterThan(1);
    const text = pages.join("\n").split(/[\s\t]+/);
    for (const word of words) expect(text).toContain(word);
    expect([...pages.join("")].filter((sign) => sign === "ы")).toHaveLength(400);
  });

  it("draws an empty table, an empty cell and a row of missing cells", async () => {
    const [page] = pdfText(await toPdf(table([["", ""], []])));
    expect(page).toContain("№\tДело");
  });
});

describe("lines", () => {
  const measure = (text: string) => text.length;
  const set = (text: string, width: number) =>
    breakLines([{ text, face: "regular" }], { width, measure }).map((line) =>
      line.pieces.map((piece) => piece.text).join(""),
    );

  it("break at spaces, after hyphens and slashes, never at a no-break space", () => {
    expect(set("один два три", 8)).toEqual(["один два", "три"]);
    expect(set("социально-экономический", 14)).toEqual(["социально-", "экономический"]);
    expect(set("а\u00a0б в", 3)).toEqual(["а\u00a0б", "в"]);
    expect(set("тел. 8-900-12", 9)).toEqual(["тел.", "8-900-12"]);
    expect(set("строка\n\nещё", 20)).toEqual(["строка", "", "ещё"]);
  });

  it("lose nothing, and are never wider than their room", () => {
    const text = fc.string({ unit: fc.constantFrom("а", "б", "-", "/", " ", "\u00a0", "1") });
    const pieces = fc.array(
      fc.record({ text, face: fc.constantFrom("regular" as const, "bold" as const) }),
    );
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 12 }), (given: TextPiece[], width) => {
        const lines = breakLines(given, { width, measure });
        const inked = (all: TextPiece[]) =>
          all.map((each) => each.text.replaceAll(" ", "")).join("");
        expect(inked(lines.flatMap((line) => line.pieces))).toBe(inked(given));
        for (const line of lines) {
          const length = line.pieces.reduce((sum, piece) => sum + piece.text.length, 0);
          expect(length).toBeLessThanOrEqual(width);
          expect(line.width).toBe(length);
        }
      }),
    );
  });
});

describe("text that people wrote", () => {
  it("never breaks a file, whatever is in it", async () => {
    const any = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom("😀 👍🏽", "\u0000\u0008", "]]>", "<w:p>", "и\u0306", "\ud800", "\t\r\n", "  "),
    );
    await fc.assert(
      fc.asyncProperty(any, any, async (a, b) => {
        const document = report([
          { kind: "heading", level: 1, text: a },
          { kind: "paragraph", text: b },
          { kind: "table", columns: [{ head: b }], rows: [[a]] },
        ]);
        const [pdf, docx] = [await toPdf(document), await toDocx(document)];
        expect(pdf.subarray(0, 8).toString()).toBe("%PDF-1.7");
        const { document: xml } = parseHTML(
          (await partsOf(docx))["word/document.xml"]?.replace(/^<\?xml[^>]*>/, "") ?? "",
        );
        expect(xml.documentElement.tagName.toLowerCase()).toBe("w:document");
      }),
      { numRuns: 25 },
    );
  });
});

describe("a page of a free layout", () => {
  it("lies across with the fonts at hand", async () => {
    const pdf = createPdf({ title: "Сертификат", lang: "ru", createdAt, landscape: true });
    expect(Math.round(pdf.page.width)).toBe(842);
    pdf.font("bold").fontSize(30).text("Сертификат участника", 60, 60, { lineBreak: false });
    expect(pdfText(await finishPdf(pdf))).toEqual(["Сертификат участника"]);
  });
});
