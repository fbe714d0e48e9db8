/** Everything that triage must reach, on the shared data; `--only` names one part. */
import type { Figure } from "../figures.ts";
import { measureCold } from "./cold-start.ts";
import { measureDuplicates } from "./duplicates.ts";
import { measureHot } from "./bursts.ts";
import { measureNoiseUrgency } from "./noise-urgency.ts";
import { measurePlace } from "./place.ts";
import { measureSuggest } from "./suggest.ts";
import { measureTopics } from "./topics.ts";

const parts: Readonly<Record<string, () => Promise<Figure[]>>> = {
  cold: measureCold,
  topics: measureTopics,
  suggest: measureSuggest,
  place: measurePlace,
  duplicates: measureDuplicates,
  noise: () => measureNoiseUrgency(),
  hot: measureHot,
};

/** Part after part: each has the machine to itself. */
export async function measureTriage(only: string | undefined): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (only !== undefined && only !== name) continue;
    console.error(`triage: ${name}`);
    figures.push(...(await measure()));
  }
  return figures;
}
