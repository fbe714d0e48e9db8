import type { Reaction } from "#base/context.ts";
import { recountPresent, redirectHuman } from "./store.ts";

/** Two cards turned out to be one person: at an event where both were marked, one person was. */
const merged: Reaction = async (ctx, fact) => {
  const touched = await redirectHuman(ctx, { from: fact.subject, to: String(fact.data["into"]) });
  await recountPresent(ctx, touched);
};

const unmerged: Reaction = async (ctx, fact) => {
  await recountPresent(ctx, await redirectHuman(ctx, { apart: fact.subject }));
};

export const presenceReactions: Record<string, Reaction> = {
  "contact.merged": merged,
  "contact.unmerged": unmerged,
};
