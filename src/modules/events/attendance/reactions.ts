import type { Reaction } from "#base/context.ts";
import { recountPresent, reassignHuman } from "./store.ts";

/** Recounts events after two contacts were merged into one person. */
const onContactMerged: Reaction = async (ctx, fact) => {
  const touched = await reassignHuman(ctx, { from: fact.subject, to: String(fact.data["into"]) });
  await recountPresent(ctx, touched);
};

const onContactUnmerged: Reaction = async (ctx, fact) => {
  await recountPresent(ctx, await reassignHuman(ctx, { apart: fact.subject }));
};

export const attendanceReactions: Record<string, Reaction> = {
  "contact.merged": onContactMerged,
  "contact.unmerged": onContactUnmerged,
};
