/**
 * `npm run new:module -- NAME [--singular NAME] [--ru TITLE] [--en TITLE]`: a module of one table, one
 * action, one page and its tests, in both languages, at the end of the list of modules.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const scripts = dirname(fileURLToPath(import.meta.url));
const templates = [
  "index.ts",
  "policy.ts",
  "store.ts",
  "actions.ts",
  "web.tsx",
  "page.tsx",
  "messages.ru.ts",
  "messages.en.ts",
  "migrations/0001-NAME.sql",
  "actions.test.ts",
  "web.test.ts",
];

/** Meetings → Meeting, studies → study: good for regular nouns; `--singular` serves the others. */
const singularOf = (plural: string) =>
  plural.endsWith("ies") ? `${plural.slice(0, -3)}y` : plural.replace(/s$/, "");
const capital = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

type Titles = { singular?: string; ru?: string; en?: string };

/**
 * Writes the module into `root` and puts its name into the list. Returns the paths that were written,
 * relative to `root`. Throws where the name is no plural noun or is taken.
 */
export function writeModule(root: string, name: string, options: Titles = {}): string[] {
  const singular = options.singular ?? singularOf(name);
  if (!/^[a-z]+$/.test(name) || !/^[a-z]+$/.test(singular) || singular === name) {
    throw new Error("NAME is a plural noun in small letters, such as `meetings`.");
  }
  const folder = join("src", "modules", name);
  if (existsSync(join(root, folder))) throw new Error(`There is a module \`${name}\` already.`);
  const words: Record<string, string> = {
    NAMES: capital(name),
    NAME: name,
    ITEMS: capital(singular),
    ITEM: singular,
    TITLE_RU: options.ru ?? capital(name),
    TITLE_EN: options.en ?? capital(name),
  };
  const fill = (text: string) =>
    text.replace(/__([A-Z]+(?:_[A-Z]+)?)__/g, (slot, key: string) => words[key] ?? slot);
  const written = templates.map((template) => {
    const path = join(folder, template.replace("NAME", name));
    const text = readFileSync(join(scripts, "templates", "module", `${template}.template`), "utf8");
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), fill(text));
    return path;
  });
  return [...written, ...register(root, name, capital(name))];
}

/** The two places that know every module: the order, and what creates each. */
function register(root: string, name: string, capitalName: string): string[] {
  const create = `create${capitalName}Module`;
  edit(root, "src/app/module-names.ts", [["] as const;", `  "${name}",\n] as const;`]]);
  edit(root, "src/app/modules.ts", [
    [
      "import { createAdministrationModule",
      `import { ${create} } from "#modules/${name}/index.ts";\nimport { createAdministrationModule`,
    ],
    [/(const factories: [^=]*=> Module> = \{[^}]*)\}/, `$1  ${name}: ${create},\n}`],
  ]);
  return ["src/app/module-names.ts", "src/app/modules.ts"];
}

function edit(root: string, path: string, changes: readonly [string | RegExp, string][]): void {
  let text = readFileSync(join(root, path), "utf8");
  for (const [from, to] of changes) {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${path} has another shape than expected: ${from}`);
    text = changed;
  }
  writeFileSync(join(root, path), text);
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { singular: { type: "string" }, ru: { type: "string" }, en: { type: "string" } },
  });
  const root = join(scripts, "..");
  const [name = ""] = positionals;
  let written: string[];
  try {
    written = writeModule(root, name, values);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    return;
  }
  const node = join(root, "node_modules", ".bin", "node");
  const run = (args: string[]) =>
    spawnSync(node, args, { cwd: root, stdio: "inherit" }).status === 0;
  const types = run([join("scripts", "db-types.ts")]);
  const format = run([
    join("node_modules", "oxfmt", "bin", "oxfmt"),
    ...written.filter((path) => !path.endsWith(".sql")),
  ]);
  console.log([...written, "src/base/db/tables.ts"].join("\n"));
  console.log(`
Next, in this order:
  OKNO_WRITE_ROLES=1 npm test -- tests/walk.test.ts   # writes who may do what into docs/operator/roles.md
  npm run check
  npm test -- src/modules/${name} src/app tests`);
  if (!types || !format) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
