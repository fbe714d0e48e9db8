import { catalogue } from "../topics/catalogue.ru.ts";
import { labelledTopicTexts } from "../fixtures.ts";
import { catalogueExamples } from "../topics/phrase-texts.ts";
import type { LabelledText } from "./corpus.ts";

/** Eight topics with invented texts: enough to train on in well under a second. */
const topics: ReadonlySet<string> = new Set([
  "roads.pothole",
  "roads.manhole",
  "roads.parking",
  "snow.roads",
  "yards.graffiti",
  "waste.collection",
  "lighting.broken",
  "heating.none",
]);

/** The catalogue's names, examples and phrases of these topics. */
export const sampleTrainingTexts: readonly LabelledText[] = catalogueExamples(catalogue).filter(
  ({ label }) => topics.has(label),
);

/** Messages written for the tests of triage; none is in the catalogue. */
export const sampleTestTexts: readonly LabelledText[] = labelledTopicTexts
  .map(([label, text]) => ({ label, text }))
  .filter(({ label }) => topics.has(label));

/** Options of a training in the tests: nothing depends on the day. */
export const sampleTrainingOptions = {
  name: "toy",
  at: new Date(0),
  yieldToEventLoop: async () => {},
};
