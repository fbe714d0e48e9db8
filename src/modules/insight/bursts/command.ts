import { parseArgs } from "node:util";
import type { Ctx } from "#base/context.ts";
import { fromZoned, isLocalDate, localDate } from "#base/time/calendar.ts";
import { dateOfDay, dayNumber } from "#base/time/local-time.ts";
import { toBurstRecord } from "./export.ts";
import { loadBursts } from "./bursts.ts";
import { explainBurst } from "./explanation.ts";

/** What the app gives the command: a context of a region, and where to write. */
export type BurstsCommandInput = {
  args: readonly string[];
  ctxFor: (region: string) => Promise<Ctx>;
  out: { write(text: string): unknown };
};

/** `okno triage hot`: 0 with the ranked list, hottest first; 2 for a wrong call. */
export const triageBurstsCommand = {
  name: "triage hot",
  takes: "--region R [--at DATE] [--json]",
  does: "lists what burns: topics of which more people wrote than usual, by messages up to the end of that day",
  async run({ args, ctxFor, out }: BurstsCommandInput): Promise<number> {
    const given = parseCommandArgs(args);
    if (given === undefined) {
      out.write(`okno ${triageBurstsCommand.name} ${triageBurstsCommand.takes}\n`);
      return 2;
    }
    const ctx = await ctxFor(given.region);
    const { bursts } = await loadBursts(ctx, endOfDate(ctx, given.at));
    const records = bursts.map((row) => toBurstRecord(row, explainBurst(row, "ru")));
    if (given.json) out.write(`${JSON.stringify(records, null, 2)}\n`);
    else for (const { score, why } of records) out.write(`${String(score).padStart(3)}  ${why}\n`);
    return 0;
  },
};

function parseCommandArgs(args: readonly string[]) {
  const options = {
    region: { type: "string" },
    at: { type: "string" },
    json: { type: "boolean" },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    const { region, at, json = false } = values;
    if (region === undefined || (at !== undefined && !isLocalDate(at))) return undefined;
    return { region, at, json };
  } catch {
    return undefined;
  }
}

/** Returns the last moment of the day; of today, now. */
function endOfDate(ctx: Ctx, date: string | undefined): Date {
  if (date === undefined) return ctx.now();
  const next = dateOfDay(dayNumber(localDate(date)) + 1);
  const end = new Date(fromZoned(next, 0, ctx.region.timeZone).getTime() - 1);
  return end < ctx.now() ? end : ctx.now();
}
