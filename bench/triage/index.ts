/** Everything that triage must reach, on the shared data; `--only` names one part. */
import type { Measurement } from "../figures.ts";
import { measureCold } from "./cold-start.ts";
import { measureDuplicates } from "./duplicates.ts";
import { measureBursts } from "./bursts.ts";
import { measureNoiseUrgency } from "./noise-urgency.ts";
import { measurePlace } from "./place.ts";
import { measureSuggest } from "./suggest.ts";
import { measureTopics } from "./topics.ts";

const parts: Readonly<Record<string, () => Promise<Measurement[]>>> = {
  cold: measureCold,
  topics: measureTopics,
  suggest: measureSuggest,
  place: measurePlace,
  duplicates: measureDuplicates,
  noise: () => measureNoiseUrgency(),
  hot: measureBursts,
};

/** Runs the parts one after the other, so that each has the machine to itself. */
export async function measureTriage(only: string | undefined): Promise<Measurement[]> {
  const figures: Measurement[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (only !== undefined && only !== name) continue;
    console.error(`triage: ${name}`);
    figures.push(...(await measure()));
  }
  return figures;
}
