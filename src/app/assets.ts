import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Hono } from "hono";
import { packageRoot } from "#base/db/migrate.ts";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

export type Assets = { url(name: string): string; serve(app: Hono): void };

/**
 * The built style sheet, islands, fonts and drawings. A page asks for «okno.css» or «okno-keys.js»;
 * the name served holds a hash of the content, so a browser may keep it for ever.
 */
export function loadAssets(): Assets {
  const folder = join(packageRoot(), "dist/public");
  const manifest = readManifest(join(folder, "manifest.json"));
  const held = new Map<string, Buffer<ArrayBuffer>>();
  for (const path of new Set(Object.values(manifest))) {
    held.set(path, readFileSync(join(folder, path)) as Buffer<ArrayBuffer>);
  }
  const find = (name: string) =>
    manifest[name] ?? manifest[`islands/${name}`] ?? manifest[`assets/${name}`];
  return {
    url: (name) => `/assets/${find(name) ?? name}`,
    serve(app) {
      app.get("/assets/*", (c) => {
        const bytes = held.get(c.req.path.slice("/assets/".length));
        if (bytes === undefined) return c.notFound();
        c.header("content-type", types[extname(c.req.path)] ?? "application/octet-stream");
        c.header("cache-control", "public, max-age=31536000, immutable");
        return c.body(bytes);
      });
    },
  };
}

function readManifest(path: string): Record<string, string> {
  if (!existsSync(path)) return {};
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
}
