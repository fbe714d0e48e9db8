import { moduleNames } from "#app/module-names.ts";
import type { Source } from "./sources.ts";

const order: readonly string[] = moduleNames;

/** What is wrong with a file's imports by the law of floors and of the module order. */
export function findImportFaults({ path, imports }: Source): string[] {
  const [, floor = "", room = ""] = path.split("/");
  return imports.flatMap((name) => {
    const [, target, rest = ""] = /^#(app|modules|base|testing)\/(.*)$/.exec(name) ?? [];
    if (target === undefined) return [];
    if (floor === "base" && target !== "base") return [`base must not know ${name}`];
    if (floor === "modules" && (target === "app" || target === "testing"))
      return [`a module must not know ${name}`];
    if (floor === "modules" && target === "modules") return findModuleFaults(room, rest);
    if (floor === "app" && target === "modules" && !/^\w+\/index\.ts$/.test(rest))
      return [`past the face: ${name}`];
    return [];
  });
}

function findModuleFaults(room: string, target: string): string[] {
  const [other = "", ...rest] = target.split("/");
  if (other === room) return [`import your own room by its path: ${target}`];
  if (rest.join("/") !== "index.ts") return [`past the face of ${other}: ${target}`];
  return order.indexOf(other) < order.indexOf(room) ? [] : [`${other} stands after ${room}`];
}

/** Rooms where Russian is the material itself. */
const cyrillicAllowed =
  /(^|\/)(messages\.|migrations\/|testing\/|demo\/|fixtures|data\/)|\.ru\.ts$|\.seed\.ts$|\.test\.tsx?$/;

/** Lines of code, comments aside, that hold Cyrillic letters outside the rooms for them. */
export function findMisplacedCyrillic({ path, text }: Source): string[] {
  if (cyrillicAllowed.test(path)) return [];
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`])\/\/.*$/gm, "$1");
  return code
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

/** What of a test would fail on a busy machine alone; speed is measured by `npm run bench`. */
export function clockFaults({ text }: Pick<Source, "text">): string[] {
  return clocks.flatMap(({ fault, pattern }) => (pattern.test(text) ? [fault] : []));
}
