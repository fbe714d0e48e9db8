/**
 * `npm run bench [-- PART …] [--json] [--growth]`: intake, web, start, memory, triage, xlsx; the first
 * four when no part is named. What is measured and what it must reach: docs/bench.md.
 */
import { parseArgs } from "node:util";
import { measureDoor } from "./door.ts";
import { printTable, roundFigure, targetRatio, type Measurement } from "./figures.ts";
import { grownFolder, region } from "./setup/data-folders.ts";
import { measureGrowth } from "./growth.ts";
import { measureIntake } from "./intake.ts";
import { measureLimits } from "./limits.ts";
import { measureOrganisations } from "./organisations.ts";
import { measureProjects } from "./projects.ts";
import { measureIndicators } from "./indicators.ts";
import { measureMemory, measureStart } from "./start.ts";
import { measureTriage } from "./triage/index.ts";
import { measureWeb } from "./web.ts";
import { measureXlsx } from "./xlsx.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    growth: { type: "boolean", default: false },
    problems: { type: "string", default: "50000" },
    seconds: { type: "string", default: "5" },
    /** Only the pages whose name holds this text; of triage, only the part of this name. */
    only: { type: "string" },
    /** A profile of the web process, written by Node into the present folder. */
    profile: { type: "boolean", default: false },
  },
});
const problems = Number(values.problems);
const seconds = Number(values.seconds);
const memoryPaths = [
  "",
  "/problems",
  "/territories",
  "/insight",
  "/organisations",
  "/problems.json",
];

const parts: Record<string, () => Promise<Measurement[]>> = {
  intake: measureIntake,
  web: async () =>
    measureWeb(await grownFolder(problems), {
      seconds,
      ...(values.only !== undefined && { only: values.only }),
      ...(values.profile && { nodeArgs: ["--cpu-prof"] }),
    }),
  memory: async () =>
    measureMemory(
      await grownFolder(problems),
      memoryPaths.map((path) => `/${region}${path}`),
    ),
  start: measureStart,
  indicators: () => measureIndicators({ growth: values.growth }),
  growth: () => measureGrowth({ seconds, sizes: [10_000, values.growth ? 1_000_000 : problems] }),
  door: measureDoor,
  triage: () => measureTriage(values.only),
  xlsx: () => measureXlsx(values.only),
  organisations: measureOrganisations,
  limits: measureLimits,
  projects: measureProjects,
};

const unknown = positionals.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(
    `bench: there is no part «${unknown.join(", ")}»: ${Object.keys(parts).join(", ")}.`,
  );
  process.exit(2);
}
const chosen =
  positionals.length > 0
    ? positionals
    : values.growth
      ? ["growth"]
      : ["intake", "web", "memory", "start"];
const figures: Measurement[] = [];
for (const name of chosen) {
  console.error(`bench: ${name}`);
  figures.push(...((await parts[name]?.()) ?? []));
}
if (values.json) {
  const told = figures.map((figure) => ({
    ...figure,
    value: roundFigure(figure.value),
    ratio: targetRatio(figure),
  }));
  console.log(JSON.stringify(told, null, 2));
} else printTable(figures);
