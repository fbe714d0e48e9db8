import type { DocumentBlock, TextDocument } from "#base/documents/index.ts";
import { formatNumber } from "#base/ui/index.ts";
import type { ApplicationDetails } from "../applications/reads.ts";
import {
  applicationSectionRows,
  formatTable,
  formatFieldText,
  moneyColumns,
  type ContestViewContext,
  type ApplicationFieldRow,
} from "../applications/view.ts";
import { parseRoubles, parseTable, type ApplicationText } from "../prefill/prefill.ts";

/**
 * Builds the document of an application in the funder's order for DOCX and PDF: the snapshot of a
 * submitted one, else the draft, marked as such.
 */
export function applicationDocument(
  view: ContestViewContext,
  details: ApplicationDetails,
): TextDocument {
  const { application, profile, project } = details;
  const { document: labels, page } = view.t;
  const texts = submittedTexts(details);
  const facts = [
    { name: page.contest, value: application.contest },
    { name: page.number, value: application.number },
    { name: page.direction, value: application.direction },
  ].filter(({ value }) => value !== "");
  const snapshotHash = application.snapshot_sha256;
  return {
    title: `${project.title}: ${application.contest}`,
    lang: view.lang,
    createdAt: application.started_at,
    header: application.number === "" ? labels.draft : application.number,
    footer: snapshotHash === null ? labels.made : labels.footer(snapshotHash),
    blocks: [
      { kind: "heading", level: 1, text: project.title },
      { kind: "facts", facts },
      ...applicationSectionRows(profile, texts).flatMap(({ title, fields }): DocumentBlock[] => [
        { kind: "heading", level: 2, text: title },
        ...fields.flatMap((line) => fieldBlocks(view, details, line)),
      ]),
    ],
  };
}

/** Returns the frozen texts of a submitted application, the current ones of a draft. */
export function submittedTexts(details: ApplicationDetails): ReadonlyMap<string, ApplicationText> {
  const { snapshot } = details.application;
  if (snapshot === null) return details.texts;
  return new Map(
    Object.entries(snapshot.texts).map(([field, text]) => {
      const known = details.texts.get(field);
      const none = { field, version: 0, origin: "own" as const, sourceId: null, sourceText: "" };
      return [field, { ...none, ...known, text }];
    }),
  );
}

function fieldBlocks(
  view: ContestViewContext,
  { profile }: ApplicationDetails,
  { field, content }: ApplicationFieldRow,
): DocumentBlock[] {
  const text = content?.text ?? "";
  const heading: DocumentBlock = { kind: "heading", level: 3, text: field.title };
  if (text === "") return [heading, { kind: "paragraph", text: view.t.document.empty }];
  if (field.kind === "list")
    return [heading, { kind: "list", items: text.split("\n"), ordered: true }];
  if (field.table === undefined) {
    const parts = formatFieldText(view, field, text).split(/\n+/);
    return [heading, ...parts.map((part): DocumentBlock => ({ kind: "paragraph", text: part }))];
  }
  const { headings, rows, keys } = formatTable(view, { profile, field, text });
  const totals = field.table === "budget" ? totalRow(view, keys, text) : undefined;
  return [
    heading,
    {
      kind: "table",
      columns: headings.map((title, index) => {
        const sum = moneyColumns.has(keys[index] ?? "");
        return {
          head: title,
          width: columnWidth(keys[index] ?? ""),
          ...(sum && { align: "right" as const }),
        };
      }),
      rows,
      ...(totals !== undefined && { total: totals }),
    },
  ];
}

const wideColumns = new Set([
  "activity",
  "item",
  "result",
  "comment",
  "experience",
  "support",
  "tasks",
]);
const columnWidth = (key: string): number => (wideColumns.has(key) ? 2 : 1);

function totalRow(view: ContestViewContext, keys: readonly string[], text: string): string[] {
  const rows = parseTable("budget", text);
  return keys.map((key, index) => {
    if (!moneyColumns.has(key)) return index === 0 ? view.t.document.total : "";
    const sum = rows.reduce((total, row) => total + (parseRoubles(row[key] ?? "") ?? 0), 0);
    return formatNumber(sum / 100, { lang: view.lang, digits: sum % 100 === 0 ? 0 : 2 });
  });
}
