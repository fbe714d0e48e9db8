import type { GuardResult, ModelKind } from "#modules/triage/index.ts";

const weekMs = 7 * 86_400_000;
const minJudged = 30;
const holdoutShare = 0.15;

/** How many of the newest texts judge a candidate; `thin` where the last labelled week holds too few. */
export type JudgeSet = { count: number; isTooSmall: boolean };

/** Selects the decisions for the evaluation, oldest first: the last labelled week, or the newest part of all. */
export function selectJudges(decisions: readonly { decidedAt: Date }[]): JudgeSet {
  const from = (decisions.at(-1)?.decidedAt.getTime() ?? 0) - weekMs;
  const week = decisions.filter(({ decidedAt }) => decidedAt.getTime() > from).length;
  const rest = decisions.length - week;
  // Where nearly all was decided in one week, what is left to learn from would teach nothing.
  if (week >= minJudged && rest >= decisions.length / 2) return { count: week, isTooSmall: false };
  return { count: Math.ceil(decisions.length * holdoutShare), isTooSmall: true };
}

/** The decision of the desk, the suggestion made then and the candidate's one; null is unsure. */
export type ComparedPrediction = { label: string; before: string | null; after: string | null };

/**
 * Compares a candidate with what was suggested; unsure counts as not right. Of urgency a candidate
 * that misses more dangers than were missed before is worse, however many ordinary texts it gets
 * right.
 */
export function evaluateGuard(
  kind: ModelKind,
  rows: readonly ComparedPrediction[],
  { isTooSmall }: Pick<JudgeSet, "isTooSmall">,
): GuardResult {
  const right = (when: "before" | "after") => rows.filter((row) => row[when] === row.label).length;
  const overheard = (when: "before" | "after") =>
    rows.filter((row) => row.label === "danger" && row[when] !== "danger").length;
  const [before, after] = [right("before"), right("after")];
  const careless = kind === "urgency" && overheard("after") > overheard("before");
  return {
    texts: rows.length,
    before: before / rows.length,
    after: after / rows.length,
    reason: guardReason({
      worse: after < before || careless,
      better: after > before,
      thin: isTooSmall,
    }),
  };
}

function guardReason(about: {
  worse: boolean;
  better: boolean;
  thin: boolean;
}): GuardResult["reason"] {
  if (about.worse) return "worse";
  if (about.thin) return "too-few";
  return about.better ? "better" : "not-worse";
}
