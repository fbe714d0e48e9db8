import { dirname } from "node:path/posix";
import type { Source } from "../sources.ts";
import { exportedDeclarations } from "./tree.ts";

/** Returns the folders that hold more source files than a reader can overview. */
export function findLargeFolders(paths: readonly string[], max = 15): string[] {
  const counts = Map.groupBy(paths, (path) => dirname(path));
  return [...counts]
    .filter(([, files]) => files.length > max)
    .map(([folder, files]) => `${folder}: ${files.length}`);
}

/** Lists of data: as long as their matter. */
const dataFiles =
  /(^|\/)(messages\.(ru|en)|catalogue\.ru|rules\.ru|built-in-profiles\.ru|tables|data-samples)\.tsx?$|^src\/demo\/region\//;

/** Returns how many lines a file has over the limit that holds for code. */
export function findLongFile({ path, text }: Pick<Source, "path" | "text">, max = 400): string[] {
  const lines = text.split("\n").length - 1;
  return dataFiles.test(path) || lines <= max ? [] : [`${lines} lines`];
}

/** Returns the exported functions without a docstring; a component is known by its capital. */
export function findUndocumented(source: Source): string[] {
  return exportedDeclarations(source)
    .filter(
      ({ kind, name, hasDocstring }) =>
        kind === "function" && !hasDocstring && !/^[A-Z]/.test(name),
    )
    .map(({ name }) => name);
}

/** Returns what is wrong with the docstring that opens a module's `index.ts`: none, or too long. */
export function findFaceFaults({ text, comments }: Pick<Source, "text" | "comments">): string[] {
  const [first] = comments;
  if (first?.start !== 0 || first.type !== "Block" || !first.value.startsWith("*"))
    return ["no docstring on the first line"];
  const lines = text.slice(0, first.end).split("\n").length;
  return lines <= 15 ? [] : [`a docstring of ${lines} lines`];
}
