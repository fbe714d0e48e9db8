import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Plugin } from "esbuild";

const jsxRuntime = "preact/jsx-runtime";

/**
 * Bundles only the rules of each question kind for browsers: in the record of kinds the `…Rules` of
 * each file replace its `…Kind`, and what else the file imports (zod, components) drops out as unused.
 * An import that is used after all stays external, and the build refuses it.
 */
export const rulesOfKinds: Plugin = {
  name: "rules-of-kinds",
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /modules[\\/]forms[\\/]kinds[\\/]kinds\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text
        .replace(/import \{ (\w+)Kind \}/g, "import { $1Rules }")
        .replace(/: (\w+)Kind,$/gm, ": { rules: $1Rules },");
      return { contents, loader: "ts" };
    });
    // The import that JSX adds is not dropped as unused while it is external: a module between them is.
    onLoad({ filter: /.*/, namespace: jsxRuntime }, () => ({
      contents: `export { Fragment, jsx, jsxs } from "${jsxRuntime}";`,
    }));
    onResolve({ filter: /.*/ }, ({ path, importer, resolveDir, kind, namespace }) => {
      if (namespace === jsxRuntime) return { path, external: true, sideEffects: false };
      if (kind !== "import-statement" || !/modules[\\/]forms[\\/]/.test(importer)) return undefined;
      if (path === jsxRuntime) return { path, namespace: jsxRuntime, sideEffects: false };
      return path.startsWith(".")
        ? { path: resolve(resolveDir, path), sideEffects: false }
        : { path, external: true, sideEffects: false };
    });
  },
};
