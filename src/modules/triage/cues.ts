import { noiseRules, ironyPatterns, problemPatterns } from "./noise/rules.ru.ts";
import { findPatterns, compilePatterns, type PatternMatch } from "./text/patterns.ts";
import {
  recurrencePatterns,
  hypotheticalPatterns,
  pastPatterns,
  protectedWords,
  solvedPatterns,
  stillOngoingPatterns,
} from "./cue-words.ru.ts";
import type { AnalyzedText } from "./text/analyze.ts";
import { vulnerablePeoplePatterns, urgencyRules } from "./urgency/rules.ru.ts";

const cuePatterns = {
  urgency: urgencyRules.flatMap((rule) => rule.patterns),
  unless: urgencyRules.flatMap((rule) => rule.unless ?? []),
  frail: vulnerablePeoplePatterns,
  solved: solvedPatterns,
  backAgain: recurrencePatterns,
  past: pastPatterns,
  still: stillOngoingPatterns,
  hypothetical: hypotheticalPatterns,
  noise: noiseRules.flatMap((rule) => rule.patterns),
  wants: problemPatterns,
  irony: ironyPatterns,
};
type CueKind = keyof typeof cuePatterns;

/** Matches by kind; a match's pattern number is its index in that kind's own list. */
export type Cues = Readonly<Record<CueKind, readonly PatternMatch[]>>;

// Typos are tolerated only in cues searched for: a misspelt «unless» or «past» would hide a danger.
const strictKinds = (Object.keys(cuePatterns) as CueKind[]).filter(
  (name) => name !== "urgency" && name !== "noise",
);

function compileCues(names: readonly CueKind[], how: { typos?: boolean; reach?: number }) {
  return {
    set: compilePatterns(
      names.flatMap((name) => cuePatterns[name]),
      { ...how, properWords: protectedWords },
    ),
    sectionOf: names.flatMap((name) => cuePatterns[name].map((_, number) => ({ name, number }))),
  };
}
const compiledCueSets = [
  // Urgency patterns allow one more word between: a miss costs more than a false alarm.
  compileCues(["urgency"], { typos: true, reach: 3 }),
  compileCues(["noise"], { typos: true }),
  compileCues(strictKinds, {}),
];

// Noise and urgency are classified one after the other on the same text.
const cuesCache = new WeakMap<AnalyzedText, Cues>();

/** Finds every cue of danger and of noise in one pass; cached by text. */
export function findCues(read: AnalyzedText): Cues {
  const before = cuesCache.get(read);
  if (before) return before;
  const signs: Record<CueKind, PatternMatch[]> = {
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
  for (const { set, sectionOf } of compiledCueSets) {
    for (const { pattern, tokens } of findPatterns(set, read)) {
      const at = sectionOf[pattern];
      if (at) signs[at.name].push({ pattern: at.number, tokens });
    }
  }
  cuesCache.set(read, signs);
  return signs;
}
