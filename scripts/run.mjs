/** `node scripts/run.mjs start|okno|bench|build [arguments]`: set up, build, run with Node 24. */
import { join } from "node:path";
import { become, ensureBuilt, ensureDependencies, fail, node24, root } from "./setup.mjs";

const [target, ...rest] = process.argv.slice(2);
const okno = ["--enable-source-maps", join(root, "dist", "okno.js")];
const targets = {
  start: [...okno, "start"],
  okno,
  bench: ["--enable-source-maps", "--expose-gc", join(root, "dist", "bench.js")],
  build: undefined,
};
if (!target || !Object.hasOwn(targets, target)) {
  fail(`Say what to run: ${Object.keys(targets).join(", ")}.`);
}

ensureDependencies();
if (!ensureBuilt()) fail("The build failed (see above).");
if (targets[target]) become(node24, [...targets[target], ...rest]);
