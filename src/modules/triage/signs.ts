import { noiseRules, ironyPatterns, problemPatterns } from "./noise-rules.ru.ts";
import { findPatterns, makePatterns, type Hit } from "./patterns.ts";
import {
  backAgainPatterns,
  hypotheticalPatterns,
  pastPatterns,
  properWords,
  solvedPatterns,
  stillPatterns,
} from "./rules.ru.ts";
import type { ReadText } from "./text.ts";
import { frailPatterns, urgencyRules } from "./urgency-rules.ru.ts";

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
const forgiving: readonly Section[] = ["urgency", "noise"];
const strict = (Object.keys(sections) as Section[]).filter((name) => !forgiving.includes(name));

function compiled(names: readonly Section[], typos: boolean) {
  return {
    set: makePatterns(
      names.flatMap((name) => sections[name]),
      { typos, properWords },
    ),
    sectionOf: names.flatMap((name) => sections[name].map((_, number) => ({ name, number }))),
  };
}
const compiledSets = [compiled(forgiving, true), compiled(strict, false)];

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
