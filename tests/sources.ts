import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { parseSync, type Comment, type Program } from "oxc-parser";
import { packageRoot } from "#base/db/migrate.ts";

/** An import or a re-export: a path of the repository (`src/base/x.ts`) or a package's name. */
export type Import = { target: string; isTypeOnly: boolean };

/** A source file as the laws see it. */
export type Source = {
  path: string;
  text: string;
  program: Program;
  comments: readonly Comment[];
  imports: readonly Import[];
};

/** Returns the parsed files of a pattern, sorted by path. */
export function readSources(pattern = "src/**/*.{ts,tsx}"): Source[] {
  const root = packageRoot();
  return globSync(pattern, { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(root, path), "utf8")));
}

/** Returns a file of the repository with what it imports resolved; throws where the text is no TypeScript. */
export function parseSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  const { comments, errors, module } = parsed;
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found: Import[] = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      target: moduleRequest.value,
      isTypeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest === null ? [] : [{ target: moduleRequest.value, isTypeOnly: isType }],
      ),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => ({
      target: text.slice(moduleRequest.start, moduleRequest.end).replace(/^["'`]|["'`]$/g, ""),
      isTypeOnly: false,
    })),
  ];
  const imports = found.map((each) => ({ ...each, target: resolveImport(path, each.target) }));
  return {
    path,
    text,
    comments,
    imports,
    // Handed over by the parser on demand only: most laws need no tree.
    get program() {
      return parsed.program;
    },
  };
}

function resolveImport(from: string, name: string): string {
  const path = name.replace(/\?.*$/, "");
  if (path.startsWith("#")) return `src/${path.slice(1)}`;
  return path.startsWith(".") ? join(dirname(from), path) : path;
}

/** Returns the text with every comment blanked out; offsets and lines stay. */
export function withoutComments({ text, comments }: Source): string {
  let code = "";
  let at = 0;
  for (const { start, end } of comments) {
    code += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, " ");
    at = end;
  }
  return code + text.slice(at);
}

/** Tests and the fixtures that only they use. */
export const isTestPath = (path: string) =>
  /\.test\.tsx?$|(^|\/)fixtures\.ts$|\.fixture\.tsx?$|^(src\/testing|tests)\//.test(path);
