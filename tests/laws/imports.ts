import { moduleNames } from "#app/module-names.ts";
import { isTestPath, type Source } from "../sources.ts";

const order: readonly string[] = moduleNames;

/** The layers of the product and the layers that each may import; `demo` only by the commands of `app`. */
const layers: Record<string, readonly string[]> = {
  base: ["base"],
  modules: ["base", "modules"],
  app: ["base", "modules", "app"],
  demo: ["base", "modules", "app", "demo"],
};

/** Returns the imports of a file that break the layers, the order of the modules or their faces. */
export function findImportFaults({ path, imports }: Source): string[] {
  const [, layer = "", folder = ""] = path.split("/");
  return imports.flatMap(({ target }) => {
    if (!target.startsWith("src/")) return [];
    if (isTestPath(target)) return [`only tests import ${target}`];
    const [, targetLayer = "", targetFolder = ""] = target.split("/");
    const isDemoCommand = path.startsWith("src/app/commands/") && targetLayer === "demo";
    if (!isDemoCommand && layers[layer]?.includes(targetLayer) !== true)
      return [`${layer} must not import ${target}`];
    if (targetLayer !== "modules" || (layer === "modules" && targetFolder === folder)) return [];
    if (layer !== "demo" && target !== `src/modules/${targetFolder}/index.ts`)
      return [`past the index of ${targetFolder}: ${target}`];
    if (layer === "modules" && order.indexOf(targetFolder) > order.indexOf(folder))
      return [`${targetFolder} comes after ${folder}`];
    return [];
  });
}

/** Returns each circle of imports by value, as the sorted paths of its files. */
export function findCycles(sources: readonly Source[]): string[][] {
  const graph = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ isTypeOnly }) => !isTypeOnly).map(({ target }) => target),
    ]),
  );
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (path: string): number => {
    const own = index.size;
    index.set(path, own);
    lowest.set(path, own);
    stack.push(path);
    for (const next of graph.get(path) ?? []) {
      if (!graph.has(next)) continue;
      const reached = index.has(next)
        ? stack.includes(next)
          ? (index.get(next) ?? own)
          : own
        : visit(next);
      lowest.set(path, Math.min(lowest.get(path) ?? own, reached));
    }
    if (lowest.get(path) === own) {
      const circle = stack.splice(stack.indexOf(path));
      if (circle.length > 1 || graph.get(path)?.includes(path) === true)
        cycles.push(circle.toSorted());
    }
    return lowest.get(path) ?? own;
  };
  for (const path of graph.keys()) if (!index.has(path)) visit(path);
  return cycles;
}

/** File names that may touch the database, the web or the system; all other `.ts` files are rules. */
const ioNames =
  /^(index|store|reads|load|counts|figures|count-sources?|actions|web|api|jobs|reactions|command|auth|sessions|uploads|secret)\.ts$|-(store|reads|actions|web|counts|token)\.ts$|^read-[a-z-]+\.ts$/;

const ioPackages = /^(kysely|hono|pg|pg-boss|preact|node:[a-z_/]+)(\/|$)/;

/** Rules may hash, the same input gives the same digest, and may let others run in between. */
const pureBuiltins: Record<string, readonly string[]> = {
  "node:crypto": ["createHash", "createHmac", "timingSafeEqual"],
  "node:timers/promises": ["setImmediate"],
};

/** Is the file of a module one of its rules, which know neither the database nor the web? */
export const isRuleFile = (path: string) =>
  /^src\/modules\/.*\.ts$/.test(path) &&
  !/\/(islands|migrations)\//.test(path) &&
  !isTestPath(path) &&
  !ioNames.test(path.split("/").at(-1) ?? "");

/** Is the file one of a module's pages or parts of pages, which only render? */
const isPageFile = (path: string) =>
  path.startsWith("src/modules/") && path.endsWith(".tsx") && !isTestPath(path);

/** Returns the packages of the database, the web and the system that a rule file or a page imports. */
export function findImpureImports(source: Source): string[] {
  const isPage = isPageFile(source.path);
  if (!isPage && !isRuleFile(source.path)) return [];
  return source.program.body.flatMap((statement) => {
    if (statement.type !== "ImportDeclaration" || statement.importKind === "type") return [];
    const name = statement.source.value;
    if (!ioPackages.test(name) || (isPage && /^preact(\/|$)/.test(name))) return [];
    const allowed = pureBuiltins[name];
    const names = statement.specifiers.map(({ local }) => local.name);
    return allowed !== undefined && names.every((each) => allowed.includes(each)) ? [] : [name];
  });
}
