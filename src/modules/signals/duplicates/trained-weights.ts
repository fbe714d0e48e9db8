import type { Ctx } from "#base/context.ts";
import { from } from "#base/db/region.ts";
import { cached } from "#base/cache.ts";
import { findProblem } from "#modules/problems/index.ts";
import {
  defaultSimilarityWeights,
  trainSimilarityWeights,
  similarityLoss,
  type SimilarityPair,
  type SimilarityWeights,
} from "#modules/triage/index.ts";
import type { DeskMessage } from "../desk/store.ts";
import { compareWithProblem } from "../desk/view.ts";

/** Training uses the newest decisions: a region's habits change. */
const maxDecisions = 300;
const minDecisions = 40;
/** Joinings alone would teach that everything is the same, and be right about the next joining. */
const minPerClass = 10;
/** The newest fifth judges what the rest has taught. */
const holdoutFraction = 5;

/**
 * Weights of similarity trained on what this region's desk joined and did not join; the default ones
 * until it has decided enough, and wherever the trained ones predict its newest decisions worse.
 * Trained in the process, stored nowhere.
 */
export const trainedSimilarityWeights = cached(600, async (ctx): Promise<SimilarityWeights> =>
  trainWeights(await listDuplicateDecisions(ctx)),
);

/** Trains the weights; `pairs` are sorted newest first. */
export function trainWeights(pairs: readonly SimilarityPair[]): SimilarityWeights {
  const joined = pairs.filter(({ same }) => same).length;
  const rarer = Math.min(joined, pairs.length - joined);
  if (pairs.length < minDecisions || rarer < minPerClass) return defaultSimilarityWeights;
  const judges = pairs.slice(0, Math.floor(pairs.length / holdoutFraction));
  const learnt = trainSimilarityWeights(pairs.slice(judges.length));
  const better = similarityLoss(judges, learnt) < similarityLoss(judges, defaultSimilarityWeights);
  return better ? trainSimilarityWeights(pairs) : defaultSimilarityWeights;
}

/** Lists labelled pairs: a join is a positive one, a duplicate offered and not taken a negative one. */
async function listDuplicateDecisions(ctx: Ctx): Promise<SimilarityPair[]> {
  const rows = await from(ctx, "signals_corrections as c")
    .innerJoin("signals_messages as m", (join) =>
      join.onRef("m.region_id", "=", "c.region_id").onRef("m.id", "=", "c.message_id"),
    )
    .select(["c.suggested", "c.decided"])
    .select(["m.text", "m.written_at", "m.lat", "m.lon", "m.suggestion"])
    .where("c.field", "=", "duplicate")
    .orderBy("c.at", "desc")
    .orderBy("c.id", "desc")
    .limit(maxDecisions)
    .execute();
  const ids = rows.flatMap(({ suggested, decided }) => [suggested, decided]);
  const known = [...new Set(ids.filter((id) => id !== null))];
  const problems = await Promise.all(known.map((id) => findProblem(ctx, id)));
  const byId = new Map(problems.flatMap((one) => (one === undefined ? [] : [[one.id, one]])));
  return rows.flatMap(({ suggested, decided, ...row }) => {
    const message = row as Pick<DeskMessage, keyof typeof row>;
    const pair = (id: string | null, same: boolean) => {
      const problem = byId.get(id ?? "");
      return problem === undefined ? [] : [{ parts: compareWithProblem(message, problem), same }];
    };
    return [...pair(decided, true), ...(suggested === decided ? [] : pair(suggested, false))];
  });
}
