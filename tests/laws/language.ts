import { withoutComments, type Source } from "../sources.ts";

/** Places where Russian is the material itself. */
const cyrillicAllowed =
  /(^|\/)(messages\.|migrations\/|testing\/|demo\/|fixtures|data\/)|\.ru\.ts$|\.seed\.ts$|\.test\.tsx?$/;

/** Returns the lines of code, comments aside, that hold Cyrillic letters outside the places for them. */
export function findMisplacedCyrillic(source: Source): string[] {
  if (cyrillicAllowed.test(source.path)) return [];
  return withoutComments(source)
    .split("\n")
    .filter((line) => /[\u0400-\u04ff]/.test(line))
    .map((line) => line.trim().slice(0, 80));
}

/** Clocks that a test must not ask or wait for, by what they are called in the report. */
const clocks = [
  { fault: "measures time", pattern: /\bperformance\.now\b|\bhrtime\b/ },
  { fault: "measures the true time", pattern: /\bDate\.now\(\)\s*[-;]/ },
  { fault: "waits for a clock", pattern: /\bwaitForTimeout\b|\bsetTimeout\(|timers\/indicators/ },
  { fault: "has a limit below the runner's", pattern: /^\s*\}, \d{1,2}_\d{3}\);$/m },
] as const;

/** Returns what of a test would fail on a busy machine alone; speed is measured by `npm run bench`. */
export function clockFaults({ text }: Pick<Source, "text">): string[] {
  return clocks.flatMap(({ fault, pattern }) => (pattern.test(text) ? [fault] : []));
}
