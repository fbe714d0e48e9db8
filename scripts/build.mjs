/**
 * src → dist, with esbuild under Node 24:
 * - `src/app/cli.ts` → `dist/okno.js` and `bench/run.ts` → `dist/bench.js`, dependencies left in
 *   node_modules;
 * - each island, the style sheet, fonts and drawings → `dist/public`, named by their content, and
 *   `dist/public/manifest.json`: the name a page asks for → the name it is served under.
 */
import { build } from "esbuild";
import { existsSync } from "node:fs";
import { glob, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rulesOfKinds } from "./rules-of-kinds.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const served = join(root, "dist", "public");
const browsers = ["chrome120", "firefox121", "safari17.2"];
const shared = {
  absWorkingDir: root,
  bundle: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
};

/** `import address from "x.mjs?url"`: the file is served as it is, a module of scripts as `.js`. */
const servedAsIs = {
  name: "served-as-is",
  setup({ onLoad, onResolve, resolve: find }) {
    onResolve({ filter: /\?url$/ }, async ({ path, ...from }) => {
      const found = await find(path.slice(0, -"?url".length), {
        kind: "import-statement",
        importer: from.importer,
        resolveDir: from.resolveDir,
      });
      if (found.errors.length > 0) return { errors: found.errors };
      const name = found.path.replace(/\.mjs$/, ".js");
      return { path: name, namespace: "served", pluginData: found.path };
    });
    onLoad({ filter: /.*/, namespace: "served" }, async ({ pluginData }) => ({
      contents: await readFile(pluginData),
      loader: "file",
    }));
  },
};

const began = performance.now();
const manifest = {};
await mkdir(served, { recursive: true });
await Promise.all([buildServer(), buildIslands(), buildStyles()]);
const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(join(served, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);
await removeOld();
console.log(`Built in ${Math.round(performance.now() - began)} ms.`);

async function buildServer() {
  await build({
    ...shared,
    entryPoints: {
      okno: "src/app/cli.ts",
      ...(existsSync(join(root, "bench", "run.ts")) ? { bench: "bench/run.ts" } : {}),
    },
    outdir: "dist",
    platform: "node",
    format: "esm",
    target: "node24",
    packages: "external",
    sourcemap: true,
  });
}

async function buildIslands() {
  const entryPoints = await sources("src/**/islands/*.{ts,tsx}");
  const islands = entryPoints.filter((path) => !/\.test\.tsx?$/.test(path));
  const names = islands.map((path) => basename(path));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new Error(`Two islands are named ${twice}: their names share one folder.`);
  if (islands.length === 0) return;
  await buildServed({
    entryPoints: islands,
    entryNames: "islands/[name]-[hash]",
    // What an island imports on demand is a file of its own.
    splitting: true,
    chunkNames: "islands/[name]-[hash]",
    publicPath: "/assets",
    plugins: [servedAsIs, rulesOfKinds],
  });
}

async function buildStyles() {
  await buildServed({
    entryPoints: await sources("src/base/ui/okno.css"),
    entryNames: "[name]-[hash]",
  });
  // A font or drawing that the style sheet uses has its served name already; pages ask for the rest.
  const rest = (await sources("src/**/*.{svg,woff2}")).filter(
    (path) => !Object.hasOwn(manifest, `assets/${basename(path)}`),
  );
  if (rest.length === 0) return;
  await buildServed({
    entryPoints: rest,
    loader: { ".svg": "copy", ".woff2": "copy" },
    entryNames: "assets/[name]-[hash]",
  });
}

async function buildServed(options) {
  const { metafile } = await build({
    ...shared,
    outdir: served,
    platform: "browser",
    format: "esm",
    target: browsers,
    minify: true,
    sourcemap: false,
    legalComments: "none",
    metafile: true,
    loader: { ".woff2": "file", ".svg": "file" },
    assetNames: "assets/[name]-[hash]",
    ...options,
  });
  for (const [path, output] of Object.entries(metafile.outputs)) {
    const missing = output.imports.find(
      (one) => one.external && !/^(data:|https?:|\/|#)/.test(one.path),
    );
    if (missing) throw new Error(`${path} needs ${missing.path}, which browsers do not have.`);
    const inputs = Object.keys(output.inputs);
    const source = output.entryPoint ?? (inputs.length === 1 ? inputs[0] : undefined);
    const name = relative(served, join(root, path)).replaceAll("\\", "/");
    // Content names end in «-HASH»; a page asks for the name without it.
    // A chunk that islands share is asked for by its served name only.
    manifest[source ? name.replace(/-[A-Z0-9]{8}(\.\w+)$/, "$1") : name] = name;
    if (output.cssBundle) {
      const css = relative(served, join(root, output.cssBundle)).replaceAll("\\", "/");
      manifest[css.replace(/-[A-Z0-9]{8}\.css$/, ".css")] = css;
    }
  }
}

async function sources(pattern) {
  const found = await Array.fromAsync(glob(pattern, { cwd: root }));
  return found.map((path) => path.replaceAll("\\", "/")).sort();
}

/** Removes what this build did not write; a running application may be serving the rest. */
async function removeOld() {
  const kept = new Set(
    [...Object.values(manifest), "manifest.json"].map((name) => join(served, name)),
  );
  for (const entry of await readdir(served, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(path)) await rm(path);
  }
}
