import { catalogue } from "../topics/catalogue.ru.ts";
import { labelled } from "../fixtures.ts";
import { phraseTexts } from "../topics/phrase-texts.ts";
import type { Labelled } from "./corpus.ts";

/** Eight matters with texts of our own making: enough to learn from, in well under a second. */
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
export const toyTraining: readonly Labelled[] = phraseTexts(catalogue).filter(({ label }) =>
  topics.has(label),
);

/** Messages written for the tests of triage, none of which stands in the catalogue. */
export const toyTest: readonly Labelled[] = labelled
  .map(([label, text]) => ({ label, text }))
  .filter(({ label }) => topics.has(label));

/** How a training of the tests is described: nothing of it depends on the day. */
export const toyWay = { name: "toy", at: new Date(0), breathe: async () => {} };
