import type { Lang } from "../messages.ts";

/** A run of text in one style. */
export type TextRun = { text: string; bold?: boolean; italic?: boolean; href?: string };

/** Text with inline styles; `\n` breaks the line. */
export type RichText = string | readonly TextRun[];

export type DocumentColumn = {
  head: string;
  /** Width relative to the other columns, 1 by default. */
  width?: number;
  align?: "left" | "center" | "right";
};

export type DocumentTable = {
  kind: "table";
  caption?: string;
  columns: readonly DocumentColumn[];
  /** Cells as text, in the order of the columns. */
  rows: readonly (readonly string[])[];
  /** The last row, set apart. */
  total?: readonly string[];
};

export type DocumentPicture = {
  kind: "picture";
  /** Anything that `sharp` reads; PDF and DOCX get it as JPEG or PNG. */
  bytes: Buffer;
  /** Text alternative. */
  alt: string;
  caption?: string;
  /** Address of the same picture for the page; without one the page shows the words. */
  src?: string;
  /** Share of the text's width, 1 unless said. */
  share?: number;
};

/** One block: every renderer shows each of them. */
export type DocumentBlock =
  | { kind: "heading"; level: 1 | 2 | 3; text: string }
  | { kind: "paragraph"; text: RichText; align?: "left" | "center" | "right" }
  | { kind: "list"; items: readonly RichText[]; ordered?: boolean }
  | { kind: "facts"; facts: readonly { name: string; value: RichText }[] }
  | DocumentTable
  | DocumentPicture
  | { kind: "signatures"; lines: readonly { role: string; name?: string }[] }
  | { kind: "page-break" }
  /** Small grey print: a source, a formula, a footnote. */
  | { kind: "note"; text: RichText };

/** A document before it is a file: the same blocks become DOCX, PDF and a page. */
export type TextDocument = {
  /** Name in the file's properties and in the reader's title bar; shown only where a heading says it. */
  title: string;
  lang: Lang;
  /** Written into the file's properties: the same document made twice has the same bytes. */
  createdAt: Date;
  author?: string;
  /** One line on top of every page. */
  header?: string;
  /** One line under every page. */
  footer?: string;
  /** Numbers of pages, on unless false. */
  pageNumbers?: boolean;
  landscape?: boolean;
  blocks: readonly DocumentBlock[];
};

/** Returns the runs of a text, a plain one as a single run. */
export function toRuns(text: RichText): readonly TextRun[] {
  return typeof text === "string" ? [{ text }] : text;
}

/** Returns the columns' widths that fill `total`, in proportion. */
export function columnWidths(columns: readonly DocumentColumn[], total: number): number[] {
  const shares = columns.map(({ width = 1 }) => width);
  const sum = shares.reduce((before, share) => before + share, 0);
  return shares.map((share) => (total * share) / sum);
}
