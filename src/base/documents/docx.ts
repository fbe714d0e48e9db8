import {
  Document,
  Footer,
  Header,
  LevelFormat,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  TabStopType,
  TextRun,
  type ISectionOptions,
} from "docx";
import type { Lang } from "../messages.ts";
import { openZip } from "../files/zip-reader.ts";
import { zipBytes } from "../files/zip.ts";
import { blockParts, toDocxText, type DocxContext } from "./docx-blocks.ts";
import type { TextDocument } from "./document.ts";
import { margins, paperSize } from "./page-format.ts";
import { readPictures } from "./pictures.ts";

/** Twentieths of a point, Word's unit. */
const twips = (points: number) => Math.round(points * 20);

/**
 * Renders the document as DOCX for Word and LibreOffice; the same document gives the same bytes.
 */
export async function toDocx(document: TextDocument): Promise<Buffer> {
  const across = document.landscape === true ? paperSize.long : paperSize.short;
  const drawing: DocxContext = {
    lang: document.lang,
    width: across - margins.left - margins.right,
    pictures: await readPictures(document.blocks),
    lists: 0,
  };
  const made = new Document({
    title: document.title,
    creator: document.author ?? "OKNO",
    lastModifiedBy: document.author ?? "OKNO",
    styles: styles(document.lang),
    numbering: numbering(),
    sections: [renderSection(document, drawing)],
  });
  return withFixedTimestamps(await Packer.toBuffer(made), document.createdAt);
}

/** Returns the text of `word/document.xml`, for golden files. */
export async function docxText(bytes: Buffer): Promise<string> {
  const xml = (await (await openZip(bytes)).read("word/document.xml")).toString("utf8");
  return xml
    .replace(/<\/w:p>(?=<\/w:tc>)/g, "")
    .replace(/<\/w:tc>(?!<\/w:tr>)/g, "\t")
    .replace(/<\/w:p>|<\/w:tr>|<w:br\/>/g, "\n")
    .replace(/<w:tab\/>/g, "\t")
    .replace(/<[^>]+>/g, "")
    .replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => signs[name] ?? "");
}

const signs: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function renderSection(document: TextDocument, drawing: DocxContext): ISectionOptions {
  const { header, footer, landscape = false, pageNumbers = true } = document;
  return {
    properties: {
      page: {
        size: {
          width: twips(paperSize.short),
          height: twips(paperSize.long),
          orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: {
          top: twips(margins.top),
          right: twips(margins.right),
          bottom: twips(margins.bottom),
          left: twips(margins.left),
        },
      },
    },
    ...(header !== undefined && {
      headers: { default: new Header({ children: [smallLine(toDocxText(header, drawing.lang))] }) },
    }),
    ...((footer !== undefined || pageNumbers) && {
      footers: { default: renderFooter(document, drawing) },
    }),
    children: document.blocks.flatMap((block, at) =>
      blockParts(drawing, { block, last: at === document.blocks.length - 1 }),
    ),
  };
}

const smallLine = (text: string) =>
  new Paragraph({ style: "note", children: [new TextRun({ text })] });

function renderFooter(
  { footer, lang, pageNumbers = true }: TextDocument,
  { width }: DocxContext,
): Footer {
  const children = [
    new TextRun({ text: toDocxText(footer ?? "", lang) }),
    ...(pageNumbers
      ? [new TextRun({ children: ["\t", PageNumber.CURRENT, " / ", PageNumber.TOTAL_PAGES] })]
      : []),
  ];
  const tabStops = [{ type: TabStopType.RIGHT, position: twips(width) }];
  return new Footer({ children: [new Paragraph({ style: "note", tabStops, children })] });
}

// A font available on any office machine, where the document is edited.
const font = "Arial";

function styles(lang: Lang) {
  const heading = (size: number, [before, after]: [number, number]) => ({
    run: { font, size: size * 2, bold: true, color: "10232B" },
    paragraph: { spacing: { before: twips(before), after: twips(after) }, keepNext: true },
  });
  return {
    default: {
      document: {
        run: { font, size: 21, language: { value: lang === "ru" ? "ru-RU" : "en-GB" } },
        paragraph: { spacing: { after: twips(6), line: 288 } },
      },
      heading1: heading(18, [0, 8]),
      heading2: heading(14, [14, 6]),
      heading3: heading(11.5, [10, 4]),
    },
    paragraphStyles: [
      {
        id: "note",
        name: "Note",
        basedOn: "Normal",
        run: { size: 17, color: "495D66" },
        paragraph: { spacing: { after: twips(6) } },
      },
      {
        id: "cell",
        name: "Cell",
        basedOn: "Normal",
        run: { size: 18 },
        paragraph: { spacing: { after: 0, line: 264 } },
      },
    ],
  };
}

function numbering() {
  const level = (format: "decimal" | "bullet", text: string) => ({
    level: 0,
    format: format === "decimal" ? LevelFormat.DECIMAL : LevelFormat.BULLET,
    text,
    style: { paragraph: { indent: { left: twips(20), hanging: twips(16) } } },
  });
  return {
    config: [
      { reference: "numbers", levels: [level("decimal", "%1.")] },
      { reference: "dots", levels: [level("bullet", "•")] },
    ],
  };
}

/** The library writes the present time and random ids; both are fixed and the archive repacked. */
async function withFixedTimestamps(bytes: Buffer, at: Date): Promise<Buffer> {
  const stamp = at.toISOString().replace(/\.\d+Z$/, "Z");
  const ids = new Map<string, string>();
  const idOf = (drawn: string) => {
    const known = ids.get(drawn) ?? `rIdLink${ids.size + 1}`;
    ids.set(drawn, known);
    return known;
  };
  let pictures = 0;
  const archive = await openZip(bytes);
  const parts = [];
  for (const name of archive.names.toSorted((a, b) => orderOf(a) - orderOf(b))) {
    const content = await archive.read(name);
    if (!/\.(xml|rels)$/.test(name)) parts.push({ name, content });
    else {
      const text = content
        .toString("utf8")
        .replace(/\brId[a-z0-9_-]{21}(?=")/g, idOf)
        .replace(/(<wp:docPr id=")\d+/g, (_, before: string) => `${before}${++pictures}`)
        .replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${stamp}`);
      parts.push({ name, content: text });
    }
  }
  return zipBytes(parts, at);
}

// The text first: its links are numbered in the order of reading.
const orderOf = (name: string) =>
  name === "[Content_Types].xml" ? 0 : name === "word/document.xml" ? 1 : 2;
