import type { Measurement } from "./figures.ts";
import { grownFolder } from "./setup/data-folders.ts";
import { measureWeb } from "./web.ts";

const MAX_GROWTH = 1.5;

/**
 * Measures the same pages at both sizes: a page may cost at most half as much again in the larger
 * region.
 */
export async function measureGrowth(options: {
  seconds: number;
  sizes: readonly [number, number];
}): Promise<Measurement[]> {
  const { seconds, sizes } = options;
  const small = await grownFolder(sizes[0]);
  const large = await grownFolder(sizes[1]);
  const run = (ground: string, part: string) => measureWeb(ground, { seconds, part });
  const before = await run(small, `web at ${sizes[0]}`);
  const after = await run(large, `web at ${sizes[1]}`);
  const grown = after.flatMap((figure): Measurement[] => {
    const was = before.find((one) => one.what === figure.what);
    if (was === undefined || figure.atMost === true) return [];
    return [
      {
        part: "growth",
        what: figure.what,
        value: was.value / figure.value,
        unit: "×",
        target: MAX_GROWTH,
        atMost: true,
      },
    ];
  });
  return [...before, ...after, ...grown];
}
