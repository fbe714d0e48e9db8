import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Ctx } from "#base/context.ts";
import { invalid } from "#base/refusal.ts";
import { openTable, type TableFile } from "#base/tables/read.ts";
import {
  builtInMappings,
  channelNames,
  normalizeHeader,
  importFields,
  type MessageImportField,
} from "./columns.ru.ts";
import { parseDegrees, parseMoment } from "./cells.ts";
import { receiveMany, type IntakeOutcome } from "../intake/actions.ts";
import type { MessageInput } from "../intake/message-input.ts";
import type { Channel, IntakeWarning } from "../signal.ts";
import { invalidateKnowledge } from "../classify.ts";

export type MessageImportOptions = {
  path: string;
  /** Column name → field, in place of the maps we know. */
  map?: Readonly<Record<string, string>>;
  channel?: Channel;
  dryRun?: boolean;
  /** Told of every row refused and every warning. */
  report?: (row: ReportRow) => Promise<void> | void;
};

/** `values` fill the slots of the reason's sentence. */
export type ReportRow = {
  line: number;
  kind: "refused" | "warning";
  field: string;
  reason: string;
  values: Record<string, string | number>;
};

/** Counts so far. `known` were stored before, `twice` occur more than once in this file. */
export type MessageImportProgress = {
  rows: number;
  taken: number;
  alreadyStored: number;
  repeated: number;
  refused: number;
  warned: number;
  /** Bytes read and in the file; a packed file is unpacked while it is read, so both are of the disk. */
  bytes: number;
  total: number;
  map: string;
};

const batchSize = 500;

type ImportDraft = { line: number; input: MessageInput; key: string; warnings: IntakeWarning[] };

/**
 * Imports a table of messages, 500 rows in one transaction, and reports progress after each batch. Can
 * be stopped and run again: stored rows are recognised by channel and id. The file is refused when it
 * cannot be read or has no column of text; a bad row is refused alone.
 */
export async function* importMessages(
  ctx: Ctx,
  options: MessageImportOptions,
): AsyncGenerator<MessageImportProgress> {
  invalidateKnowledge(ctx);
  const total = await fileSize(options.path);
  const source = createReadStream(options.path);
  try {
    const table = await openTable(source);
    if ("problem" in table) throw invalid(`signals.table-${table.problem}`);
    yield* importTable(ctx, table, { ...options, total, bytes: () => source.bytesRead });
  } finally {
    source.destroy();
  }
}

async function* importTable(
  ctx: Ctx,
  table: TableFile,
  options: MessageImportOptions & { total: number; bytes: () => number },
): AsyncGenerator<MessageImportProgress> {
  const columns = resolveColumns(table, options);
  const { total, dryRun = false } = options;
  const progress: MessageImportProgress = {
    rows: 0,
    taken: 0,
    alreadyStored: 0,
    repeated: 0,
    refused: 0,
    warned: 0,
    bytes: 0,
    total,
    map: columns.name,
  };
  const tell = createReporter(progress, options);
  const seen = new Set<string>();
  let batch: ImportDraft[] = [];
  const flush = async () => {
    const outcomes = await receiveMany(
      ctx,
      batch.map((draft) => draft.input),
      { dryRun },
    );
    for (const [index, draft] of batch.entries())
      await countOutcomes(draft, outcomes[index], { progress, tell, seen });
    batch = [];
    progress.bytes = options.bytes();
  };
  for await (const found of table.rows) {
    progress.rows += 1;
    const { line } = found;
    const draft =
      "problem" in found
        ? ({
            line,
            kind: "refused",
            field: "",
            reason: `signals.table-${found.problem}`,
            values: {},
          } as const)
        : toDraft(found.row, { line, columns, zone: ctx.region.timeZone });
    if ("reason" in draft) await tell(draft);
    else batch.push(draft);
    if (batch.length < batchSize) continue;
    await flush();
    yield { ...progress };
  }
  await flush();
  yield { ...progress, bytes: total };
}

async function fileSize(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw invalid("signals.table-file-unreadable");
  return found.size;
}

type ReportIssue = (row: ReportRow) => Promise<void>;

function createReporter(
  progress: MessageImportProgress,
  { report }: MessageImportOptions,
): ReportIssue {
  return async (row) => {
    if (row.kind === "refused") progress.refused += 1;
    else progress.warned += 1;
    await report?.(row);
  };
}

async function countOutcomes(
  draft: ImportDraft,
  outcome: IntakeOutcome | undefined,
  {
    progress,
    tell,
    seen,
  }: { progress: MessageImportProgress; tell: ReportIssue; seen: Set<string> },
): Promise<void> {
  const { line, key } = draft;
  if (outcome === undefined) return;
  if (!outcome.ok) {
    await tell({
      line,
      kind: "refused",
      field: outcome.field,
      reason: outcome.reason,
      values: outcome.values,
    });
    return;
  }
  if (seen.has(key)) {
    progress.repeated += 1;
    await tell({
      line,
      kind: "warning",
      field: "externalId",
      reason: "signals.id-twice",
      values: {},
    });
    return;
  }
  seen.add(key);
  if (outcome.created) progress.taken += 1;
  else progress.alreadyStored += 1;
  for (const warning of [...draft.warnings, ...outcome.warnings]) {
    await tell({ line, kind: "warning", field: "", reason: `signals.${warning}`, values: {} });
  }
}

type ImportColumns = {
  name: string;
  channel: Channel;
  byField: ReadonlyMap<MessageImportField, readonly string[]>;
};

/** Returns which column holds which field: by the given map, else by the map that fits the header. */
function resolveColumns(table: TableFile, { map, channel }: MessageImportOptions): ImportColumns {
  const chosen =
    map === undefined
      ? findBuiltInMapping(table.columns)
      : { name: "given", channel: "api" as const, pairs: customPairs(map, table) };
  const byField = new Map<MessageImportField, string[]>();
  for (const [column, field] of chosen.pairs)
    byField.set(field, [...(byField.get(field) ?? []), column]);
  if (!byField.has("text")) {
    throw invalid("signals.import-no-text", {
      values: { columns: table.columns.slice(0, 20).join(", ") },
    });
  }
  return { name: chosen.name, channel: channel ?? chosen.channel, byField };
}

type ColumnPair = readonly [column: string, field: MessageImportField];

function findBuiltInMapping(columns: readonly string[]): {
  name: string;
  channel: Channel;
  pairs: ColumnPair[];
} {
  const keys = new Set(columns.map(normalizeHeader));
  const map = builtInMappings.find(({ requiredHeaders }) =>
    requiredHeaders.every((mark) => keys.has(mark)),
  );
  const pairs = columns.flatMap((column): ColumnPair[] => {
    const field = map?.columns[normalizeHeader(column)];
    return field === undefined ? [] : [[column, field]];
  });
  return { name: map?.name ?? "any", channel: map?.channel ?? "api", pairs };
}

function customPairs(map: Readonly<Record<string, string>>, table: TableFile): ColumnPair[] {
  return Object.entries(map).map(([name, given]): ColumnPair => {
    const field = importFields.find((one) => one === given);
    if (field === undefined) {
      throw invalid("signals.import-bad-field", {
        values: { field: given, fields: importFields.join(", ") },
      });
    }
    const column = table.columns.find((one) => normalizeHeader(one) === normalizeHeader(name));
    if (column === undefined)
      throw invalid("signals.import-no-column", { values: { column: name } });
    return [column, field];
  });
}

/** Turns a row into a message, or returns its errors; unreadable optional cells are left out with a warning. */
function toDraft(
  row: Record<string, string>,
  { line, columns, zone }: { line: number; columns: ImportColumns; zone: string },
): ImportDraft | ReportRow {
  const cell = (field: MessageImportField): string => {
    for (const column of columns.byField.get(field) ?? []) {
      const text = row[column]?.trim() ?? "";
      if (text !== "") return text;
    }
    return "";
  };
  const wrong = (field: MessageImportField, reason: string): ReportRow => ({
    line,
    kind: "refused",
    field,
    reason,
    values: { value: cell(field).slice(0, 80) },
  });
  const written = cell("writtenAt");
  const writtenAt = written === "" ? undefined : parseMoment(written, zone);
  if (written !== "" && writtenAt === undefined)
    return wrong("writtenAt", "signals.date-impossible");
  const channel =
    cell("channel") === "" ? columns.channel : channelNames[normalizeHeader(cell("channel"))];
  if (channel === undefined) return wrong("channel", "signals.channel-unknown");
  const [lat, lon] = [parseDegrees(cell("lat")), parseDegrees(cell("lon"))];
  const noPoint = Number.isNaN(lat) || Number.isNaN(lon);
  const externalId =
    cell("externalId") === ""
      ? contentId([channel, cell("text"), written, cell("address")])
      : cell("externalId");
  return {
    line,
    key: `${channel} ${externalId}`,
    warnings: noPoint ? ["point-wrong"] : [],
    input: {
      channel,
      externalId,
      writtenAt,
      text: cell("text"),
      source: cell("source").slice(0, 200),
      address: cell("address").slice(0, 300),
      municipality: cell("municipality").slice(0, 200),
      ...(!noPoint && { lat, lon }),
      author: toAuthor(cell),
    },
  };
}

/** Returns the author of a row; a wrong e-mail address is dropped, the message is taken. */
function toAuthor(cell: (field: MessageImportField) => string): MessageInput["author"] {
  const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell("email")) ? cell("email") : undefined;
  const author = {
    key: cell("authorKey").slice(0, 300) || undefined,
    name: cell("authorName").slice(0, 200) || undefined,
    phone: cell("phone").slice(0, 40) || undefined,
    email,
  };
  return Object.values(author).some((value) => value !== undefined) ? author : undefined;
}

/** Returns an id made from the content of a row without one, so that a second run does not store it again. */
function contentId(parts: readonly string[]): string {
  return `row-${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32)}`;
}
