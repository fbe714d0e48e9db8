import { noiseRules, ironyPatterns, problemPatterns } from "./noise/rules.ru.ts";
import { findPatterns, makePatterns, type Hit } from "./text/patterns.ts";
import {
  backAgainPatterns,
  hypotheticalPatterns,
  pastPatterns,
  properWords,
  solvedPatterns,
  stillPatterns,
} from "./cue-words.ru.ts";
import type { ReadText } from "./text/analyze.ts";
import { frailPatterns, urgencyRules } from "./urgency/rules.ru.ts";

const sections = {
  urgency: urgencyRules.flatMap((rule) => rule.patterns),
  unless: urgencyRules.flatMap((rule) => rule.unless ?? []),
  frail: frailPatterns,
  solved: solvedPatterns,
  backAgain: backAgainPatterns,
  past: pastPatterns,
  still: stillPatterns,
  hypothetical: hypotheticalPatterns,
  noise: noiseRules.flatMap((rule) => rule.patterns),
  wants: problemPatterns,
  irony: ironyPatterns,
};
type Section = keyof typeof sections;

/** What was found of each kind; a hit's pattern number is its place in that kind's own list. */
export type Signs = Readonly<Record<Section, readonly Hit[]>>;

// Only what is looked for forgives a slip: a misspelt «unless» or «past» would hide a danger.
const strict = (Object.keys(sections) as Section[]).filter(
  (name) => name !== "urgency" && name !== "noise",
);

function compiled(names: readonly Section[], how: { typos?: boolean; reach?: number }) {
  return {
    set: makePatterns(
      names.flatMap((name) => sections[name]),
      { ...how, properWords },
    ),
    sectionOf: names.flatMap((name) => sections[name].map((_, number) => ({ name, number }))),
  };
}
const compiledSets = [
  // A danger is looked for a word further: what is missed costs more than what is found in vain.
  compiled(["urgency"], { typos: true, reach: 3 }),
  compiled(["noise"], { typos: true }),
  compiled(strict, {}),
];

// Noise and urgency ask for the same text one after the other.
const found = new WeakMap<ReadText, Signs>();

/** Every sign of danger and of noise, found once for both. */
export function signsOf(read: ReadText): Signs {
  const before = found.get(read);
  if (before) return before;
  const signs: Record<Section, Hit[]> = {
    urgency: [],
    unless: [],
    frail: [],
    solved: [],
    backAgain: [],
    past: [],
    still: [],
    hypothetical: [],
    noise: [],
    wants: [],
    irony: [],
  };
  for (const { set, sectionOf } of compiledSets) {
    for (const { pattern, tokens } of findPatterns(set, read)) {
      const at = sectionOf[pattern];
      if (at) signs[at.name].push({ pattern: at.number, tokens });
    }
  }
  found.set(read, signs);
  return signs;
}
