/** Everything that triage must reach, on the shared data; `--only` names one part. */
import type { Figure } from "./figures.ts";
import { measureCold } from "./triage-cold.ts";
import { measureDuplicates } from "./triage-duplicates.ts";
import { measureHot } from "./triage-hot.ts";
import { measureNoiseUrgency } from "./triage-noise-urgency.ts";
import { measurePlace } from "./triage-place.ts";
import { measureSuggest } from "./triage-suggest.ts";
import { measureTopics } from "./triage-topics.ts";

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
