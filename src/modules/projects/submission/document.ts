import type { DocumentBlock, TextDocument } from "#base/documents/index.ts";
import { formatNumber } from "#base/ui/index.ts";
import type { ApplicationFile } from "../applications/reads.ts";
import {
  sectionLines,
  shownTable,
  shownText,
  sumKeys,
  type ContestReader,
  type FieldLine,
} from "../applications/view.ts";
import { readMoney, readTable, type CutText } from "../prefill/prefill.ts";

/**
 * The application in the funder's order, ready for DOCX and PDF: what was sent where it was sent,
 * else the draft as it stands, marked as one.
 */
export function applicationDocument(reader: ContestReader, file: ApplicationFile): TextDocument {
  const { application, profile, project } = file;
  const { document: words, page } = reader.t;
  const texts = sentTexts(file);
  const facts = [
    { name: page.contest, value: application.contest },
    { name: page.number, value: application.number },
    { name: page.direction, value: application.direction },
  ].filter(({ value }) => value !== "");
  const sent = application.snapshot_sha256;
  return {
    title: `${project.title}: ${application.contest}`,
    lang: reader.lang,
    createdAt: application.started_at,
    header: application.number === "" ? words.draft : application.number,
    footer: sent === null ? words.made : words.footer(sent),
    blocks: [
      { kind: "heading", level: 1, text: project.title },
      { kind: "facts", facts },
      ...sectionLines(profile, texts).flatMap(({ title, lines }): DocumentBlock[] => [
        { kind: "heading", level: 2, text: title },
        ...lines.flatMap((line) => fieldBlocks(reader, file, line)),
      ]),
    ],
  };
}

/** The frozen texts of a sent application, the present ones of a draft. */
export function sentTexts(file: ApplicationFile): ReadonlyMap<string, CutText> {
  const { snapshot } = file.application;
  if (snapshot === null) return file.texts;
  return new Map(
    Object.entries(snapshot.texts).map(([field, text]) => {
      const known = file.texts.get(field);
      const none = { field, version: 0, origin: "own" as const, sourceId: null, sourceText: "" };
      return [field, { ...none, ...known, text }];
    }),
  );
}

function fieldBlocks(
  reader: ContestReader,
  { profile }: ApplicationFile,
  { field, cut }: FieldLine,
): DocumentBlock[] {
  const text = cut?.text ?? "";
  const head: DocumentBlock = { kind: "heading", level: 3, text: field.title };
  if (text === "") return [head, { kind: "paragraph", text: reader.t.document.empty }];
  if (field.kind === "list")
    return [head, { kind: "list", items: text.split("\n"), ordered: true }];
  if (field.table === undefined) {
    const parts = shownText(reader, field, text).split(/\n+/);
    return [head, ...parts.map((part): DocumentBlock => ({ kind: "paragraph", text: part }))];
  }
  const { heads, rows, keys } = shownTable(reader, { profile, field, text });
  const totals = field.table === "budget" ? totalRow(reader, keys, text) : undefined;
  return [
    head,
    {
      kind: "table",
      columns: heads.map((title, index) => {
        const sum = sumKeys.has(keys[index] ?? "");
        return {
          head: title,
          width: widthOf(keys[index] ?? ""),
          ...(sum && { align: "right" as const }),
        };
      }),
      rows,
      ...(totals !== undefined && { total: totals }),
    },
  ];
}

const wide = new Set(["activity", "item", "result", "comment", "experience", "support", "tasks"]);
const widthOf = (key: string): number => (wide.has(key) ? 2 : 1);

function totalRow(reader: ContestReader, keys: readonly string[], text: string): string[] {
  const rows = readTable("budget", text);
  return keys.map((key, index) => {
    if (!sumKeys.has(key)) return index === 0 ? reader.t.document.total : "";
    const sum = rows.reduce((total, row) => total + (readMoney(row[key] ?? "") ?? 0), 0);
    return formatNumber(sum / 100, { lang: reader.lang, digits: sum % 100 === 0 ? 0 : 2 });
  });
}
