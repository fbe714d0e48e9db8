/**
 * Compiles the inner loops of triage's learning: `npm run kernel` after kernel.as was changed.
 * The compiler is fetched for the moment and is no dependency: its output is 4 kB and stays in git.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./setup.mjs";

const source = join(root, "src/modules/triage/learn/kernel.as");
const folder = mkdtempSync(join(tmpdir(), "okno-kernel-"));
const copy = join(folder, "kernel.ts");
copyFileSync(source, copy);
const compiled = join(folder, "kernel.wasm");
const flags = [
  "-O3",
  "--runtime=stub",
  "--noAssert",
  "--enable=simd,bulk-memory",
  "--importMemory",
  "--use=abort=",
];
const compiler = ["--yes", "--package=assemblyscript@0.28.20", "asc"];
execFileSync("npx", [...compiler, copy, ...flags, "-o", compiled], { stdio: "inherit" });
const digest = createHash("sha256").update(readFileSync(source)).digest("hex");
writeFileSync(
  join(root, "src/modules/triage/learn/kernel.wasm.ts"),
  [
    "// Made by `npm run kernel` from kernel.as; not for editing.",
    `export const kernelSource =\n  ${JSON.stringify(digest)};`,
    `export const kernelBytes =\n  ${JSON.stringify(readFileSync(compiled).toString("base64"))};`,
    "",
  ].join("\n"),
);
rmSync(folder, { recursive: true });
