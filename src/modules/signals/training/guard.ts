import type { Guard, ModelKind } from "#modules/triage/index.ts";

const weekMs = 7 * 86_400_000;
const fewestJudged = 30;
const newestShare = 0.15;

/** How many of the newest texts judge a candidate; `thin` where the last labelled week holds too few. */
export type Judges = { count: number; thin: boolean };

/** The judges among decisions, oldest first: the last labelled week, or the newest part of all. */
export function judgesOf(decisions: readonly { decidedAt: Date }[]): Judges {
  const from = (decisions.at(-1)?.decidedAt.getTime() ?? 0) - weekMs;
  const week = decisions.filter(({ decidedAt }) => decidedAt.getTime() > from).length;
  const rest = decisions.length - week;
  // Where nearly all was decided in one week, what is left to learn from would teach nothing.
  if (week >= fewestJudged && rest >= decisions.length / 2) return { count: week, thin: false };
  return { count: Math.ceil(decisions.length * newestShare), thin: true };
}

/** What the desk decided beside what was suggested then and what the candidate says; null is unsure. */
export type JudgedText = { label: string; before: string | null; after: string | null };

/**
 * The guard's verdict; unsure is not right. Of urgency a candidate that overhears more dangers than
 * were overheard before is worse, however many ordinary texts it puts right.
 */
export function guardOf(
  kind: ModelKind,
  rows: readonly JudgedText[],
  { thin }: Pick<Judges, "thin">,
): Guard {
  const right = (when: "before" | "after") => rows.filter((row) => row[when] === row.label).length;
  const overheard = (when: "before" | "after") =>
    rows.filter((row) => row.label === "danger" && row[when] !== "danger").length;
  const [before, after] = [right("before"), right("after")];
  const careless = kind === "urgency" && overheard("after") > overheard("before");
  return {
    texts: rows.length,
    before: before / rows.length,
    after: after / rows.length,
    reason: reasonOf({ worse: after < before || careless, better: after > before, thin }),
  };
}

function reasonOf(about: { worse: boolean; better: boolean; thin: boolean }): Guard["reason"] {
  if (about.worse) return "worse";
  if (about.thin) return "too-few";
  return about.better ? "better" : "not-worse";
}
