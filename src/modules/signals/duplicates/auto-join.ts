import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type { Job } from "#base/jobs.ts";
import { problemsNear } from "#modules/problems/index.ts";
import { findCard } from "../desk/store.ts";
import { pointOf, rankDuplicates } from "../desk/view.ts";
import { holderOf, joinAsMachine } from "../desk/actions.ts";
import { hasSpokenOf } from "../store.ts";

const joinInput = z.object({ number: z.string() });

/** Problems further away are never the same by themselves. */
const reach = 60;

/**
 * Joins a new message to an open problem where triage is sure that both tell of one trouble; asked
 * for only in a region that has switched it on. Whoever has written of the problem already, and what
 * a person has in hands, is left to people. Running it twice joins once.
 */
export const joinDuplicateWork: Job<z.infer<typeof joinInput>> = {
  name: "signals.join-duplicate",
  input: joinInput,
  async run(ctx, { number }) {
    const card = await findCard(ctx, number);
    if (card?.state !== "waiting" || holderOf(card, ctx.now()) !== undefined) return;
    const best = await surest(ctx, card);
    if (best === undefined || (await hasSpokenOf(ctx, best.problem.id, card.author_id))) return;
    await joinAsMachine(ctx, number, {
      problem: best.problem.id,
      likeness: best.likeness.score,
    });
  },
};

async function surest(ctx: Ctx, card: NonNullable<Awaited<ReturnType<typeof findCard>>>) {
  const point = pointOf(card);
  if (point === undefined) return undefined;
  const near = await problemsNear(ctx, { ...point, metres: reach, limit: 60 });
  const open = near.filter(({ closed_at }) => closed_at === null);
  // By the weights of the source, not the taught ones: how often they are right is measured.
  const [best] = rankDuplicates(card, open);
  return best?.likeness.verdict === "same" ? best : undefined;
}
