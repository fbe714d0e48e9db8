/**
 * `npm test [-- vitest's arguments]`: sets up, builds, checks and runs every test. Its very last
 * line is `N passed, N failed`, where a check that failed counts as one.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { check } from "./check.mjs";
import { ensureChromium } from "./chromium.mjs";
import { ensureBuilt, ensureDependencies, node24, root, scratch } from "./setup.mjs";

ensureDependencies();
const chromium = ensureChromium();
if (!chromium) console.log("journeys skipped: no Chromium");

const failedSteps = ensureBuilt() ? [] : ["build"];
failedSteps.push(...check());
const tests = runTests();

for (const name of failedSteps) console.log(`failed: ${name}`);
const failed = tests.failed + failedSteps.length;
const skipped = tests.skipped > 0 ? `, ${tests.skipped} skipped` : "";
process.exitCode = failed > 0 ? 1 : 0;
console.log(`${tests.passed} passed, ${failed} failed${skipped}`);

function runTests() {
  const report = join(scratch, "vitest.json");
  mkdirSync(scratch, { recursive: true });
  rmSync(report, { force: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const env = { ...process.env, ...(chromium ? { OKNO_CHROMIUM: chromium } : {}) };
  const { status } = spawnSync(node24, [vitest, "run", ...reporters, ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
    env,
  });
  return count({ report, ended: status === 0 });
}

function count({ report, ended }) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const found = JSON.parse(readFileSync(report, "utf8"));
  // A file that broke before its first test has no test to count.
  const broken = found.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  const failed = found.numFailedTests + broken.length;
  return {
    passed: found.numPassedTests,
    // Something outside every test, such as an unhandled rejection, also ends vitest badly.
    failed: ended ? failed : Math.max(failed, 1),
    skipped: found.numPendingTests + (found.numTodoTests ?? 0),
  };
}
