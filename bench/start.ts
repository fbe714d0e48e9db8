import type { Measurement } from "./figures.ts";
import { emptyFolder, region } from "./setup/data-folders.ts";
import { postgresMegabytes, residentMegabytes, startAppProcess } from "./setup/process.ts";

/**
 * Measures the time from the command to the first page: on an empty folder, then on the same folder
 * again.
 */
export async function measureStart(): Promise<Measurement[]> {
  const dataDir = await emptyFolder("start");
  const cold = await startAppProcess({ dataDir, roles: "web,worker", page: `/${region}` });
  await cold.stop();
  const warm = await startAppProcess({ dataDir, roles: "web,worker", page: `/${region}` });
  await warm.stop();
  const figure = (what: string, ms: number): Measurement => ({
    part: "start",
    what,
    value: ms / 1000,
    unit: "s",
    atMost: true,
  });
  return [
    figure("empty folder to the first page of the demo", cold.firstPageMs),
    { ...figure("second start to the first page", warm.firstPageMs), target: 3 },
  ];
}

/**
 * Measures the memory of web and worker in one process, and of its database, after many different
 * pages.
 */
export async function measureMemory(
  dataDir: string,
  paths: readonly string[],
): Promise<Measurement[]> {
  const house = await startAppProcess({ dataDir, roles: "web,worker", page: `/${region}` });
  try {
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(paths.map(async (path) => (await fetch(house.url + path)).arrayBuffer()));
    }
    const figure = (what: string, value: number): Measurement => ({
      part: "memory",
      what,
      value,
      unit: "MB",
      atMost: true,
    });
    return [
      { ...figure("web and worker, resident", residentMegabytes(house.pid)), target: 300 },
      figure("PostgreSQL, proportional", postgresMegabytes(dataDir)),
    ];
  } finally {
    await house.stop();
  }
}
