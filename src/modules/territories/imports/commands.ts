import type { Ctx } from "#base/context.ts";
import { invalid } from "#base/refusal.ts";
import { importGazetteer } from "./actions.ts";
import type { TerritoryImportReport } from "./report.ts";

/**
 * Runs `okno import territories FILE --region R [--dry-run] [--add]` and prints the report. Returns
 * 0 when every row found its place, 1 when some did not.
 */
export async function runImportTerritories(options: {
  ctx: Ctx;
  file: string;
  dryRun?: boolean;
  addNew?: boolean;
  print: (line: string) => void;
}): Promise<number> {
  const { ctx, file, dryRun = false, addNew = false, print } = options;
  const report = await importGazetteer(ctx, file, {
    dryRun,
    addNew,
    onProgress: ({ stage, done }) => {
      if (done % 10_000 === 0) print(`${stage}: ${done} rows`);
    },
  });
  for (const line of reportLines(report)) print(line);
  return report.unmatched.length + report.ambiguous.length + report.rejectedCount === 0 ? 0 : 1;
}

const maxShown = 20;

function reportLines(report: TerritoryImportReport): string[] {
  const lines = [
    `${report.format}: ${report.rows} rows${report.dryRun ? ", dry run: nothing written" : ""}`,
  ];
  for (const [kind, { created, updated, matched }] of Object.entries(report.tallies)) {
    if (created + matched === 0) continue;
    lines.push(`  ${kind}: ${created} created, ${matched} known, ${updated} of them completed`);
  }
  const { unmatched, ambiguous, rejected, rejectedCount, left } = report;
  if (unmatched.length > 0) lines.push(`  not matched: ${unmatched.length}`);
  for (const { line, name, count, suggestions } of unmatched.slice(0, maxShown)) {
    const maybe = suggestions.map((one) => one.name).join(", ");
    lines.push(
      `    line ${line}: ${name} (${count} rows)${maybe === "" ? "" : `, perhaps ${maybe}`}`,
    );
  }
  if (ambiguous.length > 0) lines.push(`  several namesakes: ${ambiguous.length}`);
  for (const { line, name, candidates } of ambiguous.slice(0, maxShown)) {
    lines.push(`    line ${line}: ${name}: ${candidates.join(", ")}`);
  }
  if (left.length > 0) lines.push(`  not in the file: ${left.join(", ")}`);
  if (rejectedCount > 0) lines.push(`  rejected: ${rejectedCount}`);
  for (const { line, reason, detail } of rejected.slice(0, maxShown)) {
    lines.push(`    line ${line}: ${reason} ${detail}`.trimEnd());
  }
  return lines;
}

/**
 * Throws an invalid refusal for an id that is not a valid path segment, or an unknown time zone.
 */
export function requireValidRegion({ id, zone }: { id: string; zone: string }): void {
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(id)) {
    throw invalid("territories.bad-region-id", { values: { detail: id } });
  }
  if (!isTimeZone(zone)) throw invalid("territories.bad-zone", { values: { detail: zone } });
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
