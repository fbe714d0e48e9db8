import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type { Job } from "#base/jobs.ts";
import { findProblemsNear } from "#modules/problems/index.ts";
import { findDeskCard } from "../desk/store.ts";
import { messagePoint, rankDuplicates } from "../desk/view.ts";
import { leaseHolder, joinAutomatically } from "../desk/actions.ts";
import { hasReportedProblem } from "../store.ts";

const autoJoinInput = z.object({ number: z.string() });

/** Problems further away are never the same by themselves. */
const maxJoinMetres = 60;

/**
 * Joins a new message to an open problem where triage is sure that both report the same; requested
 * only in a region that has switched it on. Authors who have written about the problem already, and
 * messages leased by a person, are left to people. Running it twice joins once.
 */
export const autoJoinJob: Job<z.infer<typeof autoJoinInput>> = {
  name: "signals.auto-join",
  input: autoJoinInput,
  async run(ctx, { number }) {
    const card = await findDeskCard(ctx, number);
    if (card?.state !== "waiting" || leaseHolder(card, ctx.now()) !== undefined) return;
    const best = await findSurestDuplicate(ctx, card);
    if (best === undefined || (await hasReportedProblem(ctx, best.problem.id, card.author_id)))
      return;
    await joinAutomatically(ctx, number, {
      problem: best.problem.id,
      likeness: best.similarity.score,
    });
  },
};

async function findSurestDuplicate(
  ctx: Ctx,
  card: NonNullable<Awaited<ReturnType<typeof findDeskCard>>>,
) {
  const point = messagePoint(card);
  if (point === undefined) return undefined;
  const near = await findProblemsNear(ctx, { ...point, metres: maxJoinMetres, limit: 60 });
  const open = near.filter(({ closed_at }) => closed_at === null);
  // By the weights of the source, not the taught ones: how often they are right is measured.
  const [best] = rankDuplicates(card, open);
  return best?.similarity.verdict === "same" ? best : undefined;
}
