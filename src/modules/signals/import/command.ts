import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { invalid, Refusal } from "#base/refusal.ts";
import { interpolate, labelOf } from "#base/messages.ts";
import { importMessages, type MessageImportProgress, type ReportRow } from "./actions.ts";
import { channels } from "../signal.ts";
import { messages } from "../messages.ts";

/** What the app gives the command: a context of a region, and where to write. */
export type ImportCommandInput = {
  args: readonly string[];
  ctxFor: (region: string) => Promise<Ctx>;
  out: { isTTY?: boolean; write(text: string): unknown };
};

const usage =
  "okno import messages FILE --region R [--map M.json] [--channel C] [--dry-run] [--report FILE.csv]";

/** `okno import messages`: 0 when every row was taken or known, 1 when some were refused, 2 for a wrong call. */
export const importMessagesCommand = {
  name: "import messages",
  takes: "FILE --region R [--map M] [--channel C] [--dry-run] [--report FILE]",
  does: "brings a CSV, XLSX or JSONL table of messages in; running it again goes on where it stopped",
  async run({ args, ctxFor, out }: ImportCommandInput): Promise<number> {
    const given = parseCommandArgs(args);
    if (given === undefined) {
      out.write(`${usage}\nchannels: ${channels.join(", ")}\n`);
      return 2;
    }
    try {
      const last = await runImport(await ctxFor(given.region), given, out);
      return last.refused === 0 ? 0 : 1;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      out.write(`${formatReason(error.reason, error.values)}\n`);
      return 2;
    }
  },
};

type CommandArgs = NonNullable<ReturnType<typeof parseCommandArgs>>;

function parseCommandArgs(args: readonly string[]) {
  const options = {
    region: { type: "string" },
    map: { type: "string" },
    channel: { type: "string" },
    report: { type: "string" },
    "dry-run": { type: "boolean" },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [path, ...more] = positionals;
    const channel = channels.find((one) => one === values.channel);
    const wrong = values.channel !== undefined && channel === undefined;
    if (path === undefined || more.length > 0 || values.region === undefined || wrong)
      return undefined;
    return {
      path,
      channel,
      region: values.region,
      map: values.map,
      report: values.report,
      dryRun: values["dry-run"] ?? false,
    };
  } catch {
    return undefined;
  }
}

async function runImport(
  ctx: Ctx,
  given: CommandArgs,
  out: ImportCommandInput["out"],
): Promise<MessageImportProgress> {
  const report = given.report === undefined ? undefined : createReport(given.report);
  const map = given.map === undefined ? undefined : await loadMapping(given.map);
  let last: MessageImportProgress | undefined;
  try {
    const rows = importMessages(ctx, {
      path: given.path,
      dryRun: given.dryRun,
      ...(map !== undefined && { map }),
      ...(given.channel !== undefined && { channel: given.channel }),
      ...(report !== undefined && { report: report.write }),
    });
    for await (const progress of rows) {
      last = progress;
      if (out.isTTY === true) out.write(`\r${formatProgressBar(progress)}`);
    }
  } finally {
    await report?.close();
  }
  const end = last ?? noProgress;
  out.write(`${out.isTTY === true ? "\n" : ""}${formatTotals(end, given.dryRun)}\n`);
  return end;
}

const noProgress: MessageImportProgress = {
  rows: 0,
  taken: 0,
  alreadyStored: 0,
  repeated: 0,
  refused: 0,
  warned: 0,
  bytes: 0,
  total: 0,
  map: "",
};

async function loadMapping(path: string): Promise<Record<string, string>> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    throw invalid("signals.import-bad-map");
  }
}

const barWidth = 30;

function formatProgressBar({ bytes, total, rows }: MessageImportProgress): string {
  const share = total === 0 ? 1 : Math.min(1, bytes / total);
  const full = Math.round(share * barWidth);
  const bar = "#".repeat(full) + ".".repeat(barWidth - full);
  return `[${bar}] ${String(Math.round(share * 100)).padStart(3)} %  ${rows} rows`;
}

function formatTotals(
  { rows, taken, alreadyStored, repeated, refused, warned }: MessageImportProgress,
  dryRun: boolean,
): string {
  const counts = `${rows} rows: ${taken} taken, ${alreadyStored} known before, ${repeated} twice in the file, ${refused} refused, ${warned} warnings`;
  return dryRun ? `${counts} (dry run: nothing was written)` : counts;
}

/** Builds the report for coordinators: in Russian, as a table that opens in Excel. */
function createReport(path: string) {
  const file = createWriteStream(path);
  file.write(`\uFEFF${formatCsvLine(["line", "kind", "field", "reason"])}`);
  return {
    write: async ({ line, kind, field, reason, values }: ReportRow) => {
      const row = formatCsvLine([String(line), kind, field, formatReason(reason, values)]);
      if (!file.write(row)) await once(file, "drain");
    },
    close: async () => {
      file.end();
      await once(file, "close");
    },
  };
}

function formatCsvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[";\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(";")}\r\n`;
}

function formatReason(reason: string, values: Record<string, string | number>): string {
  const known = labelOf(messages.ru.refusals, reason.slice(reason.indexOf(".") + 1));
  return known === undefined ? reason : interpolate(known, values);
}
