import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "#base/db/migrate.ts";

export type Source = { path: string; text: string; imports: string[] };

/** The product's source files, with what each imports; tests and the imaginary region stand apart. */
export function readSources(pattern = "src/**/*.{ts,tsx}"): Source[] {
  const root = packageRoot();
  return globSync(pattern, { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), "utf8");
      return { path, text, imports: importsOf(text) };
    });
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
}

/** Tests and what only they stand on. */
export const isTestFile = ({ path }: Source) =>
  /\.test\.tsx?$|[/-]fixtures\.ts$|\.fixture\.tsx?$/.test(path);
