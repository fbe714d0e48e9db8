/** `npm run check`: all checks of the code that do not run it. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureDependencies, node24, root } from "./setup.mjs";

const formatted = [
  "src",
  "tests",
  "bench",
  "scripts",
  "vitest.config.ts",
  "--no-error-on-unmatched-pattern",
];
const steps = [
  {
    name: "format (npx oxfmt src tests bench scripts)",
    tool: "oxfmt/bin/oxfmt",
    args: ["--check", ...formatted],
  },
  {
    name: "lint",
    tool: "oxlint/bin/oxlint",
    args: ["--deny-warnings", "--report-unused-disable-directives"],
  },
  { name: "unused code", tool: "knip/bin/knip.js", args: ["--no-progress"] },
  { name: "types", tool: "typescript/bin/tsc", args: ["--noEmit", "-p", "."] },
];

/** Runs each step and prints its output only when it fails; returns the names of the failed steps. */
export function check() {
  const failed = [];
  for (const { name, tool, args } of steps) {
    const began = performance.now();
    const { status, stdout, stderr } = spawnSync(
      node24,
      [join(root, "node_modules", tool), ...args],
      {
        cwd: root,
        encoding: "utf8",
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${status === 0 ? "✓" : "✗"} ${name} (${seconds} s)`);
    if (status === 0) continue;
    failed.push(name);
    console.log(`${stdout}${stderr}`.trimEnd());
  }
  return failed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  ensureDependencies();
  process.exitCode = check().length > 0 ? 1 : 0;
}
