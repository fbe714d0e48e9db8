import { z } from "zod";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { evidenceKinds } from "#base/ports/count-source.ts";
import { isUuid } from "#base/db/ids.ts";
import { record } from "#base/journal.ts";
import { conflict, found, invalid } from "#base/refusal.ts";
import { today } from "../transition.ts";
import { day, free } from "../zod-fields.ts";
import { loadAllowed } from "../load.ts";
import { attachedFile } from "../files/store.ts";
import { findOccasion, updateOccasion, type Occasion } from "../rows/store.ts";
import type { Project } from "../store.ts";

export const tickInput = z.object({
  actualOn: day,
  evidenceKind: z.enum(evidenceKinds).optional(),
  evidenceHref: z
    .url({ protocol: /^https?$/, error: "projects.url-wrong" })
    .max(2000)
    .optional(),
  /** A kept file that shows it. */
  fileId: z.uuid().optional(),
  note: free(1000),
});
export type TickInput = z.input<typeof tickInput>;

/** Done, on a day, with what shows it; without evidence it is only said. Not for a day that has not come. */
export async function tickOccasion(
  ctx: Ctx,
  at: { key: string; occasion: string },
  given: TickInput,
): Promise<Project> {
  const input = tickInput.parse(given);
  return onOccasion(ctx, at, async (tx, _, occasion) => {
    if (occasion.state === "cancelled") throw conflict("projects.occasion-cancelled");
    if (input.actualOn > today(tx)) {
      throw invalid("projects.day-ahead", { fields: { actualOn: "projects.day-ahead" } });
    }
    await updateOccasion(tx, occasion.id, {
      state: "done",
      actual_on: input.actualOn,
      evidence_kind: kindOf(input),
      evidence_href: input.evidenceHref ?? null,
      evidence_id: await attachedFile(tx, input.fileId, occasion.evidence_id),
      note: input.note,
      ...marked(tx),
    });
    return { type: "project.occasion-done", data: { day: input.actualOn } };
  });
}

function kindOf({ evidenceHref, evidenceKind, fileId }: z.output<typeof tickInput>) {
  if (evidenceHref === undefined && fileId === undefined) return null;
  return evidenceKind ?? (fileId === undefined ? "link" : "document");
}

/** Will not be held; it is neither overdue nor done any more. */
export async function cancelOccasion(
  ctx: Ctx,
  at: { key: string; occasion: string },
  { note }: { note: string },
): Promise<Project> {
  return onOccasion(ctx, at, async (tx, _, occasion) => {
    if (occasion.state !== "planned") throw conflict("projects.occasion-not-planned");
    await updateOccasion(tx, occasion.id, { state: "cancelled", note, ...marked(tx) });
    return { type: "project.occasion-cancelled", data: {} };
  });
}

/** Takes a mark back: planned again. */
export async function untickOccasion(
  ctx: Ctx,
  at: { key: string; occasion: string },
): Promise<Project> {
  return onOccasion(ctx, at, async (tx, _, occasion) => {
    if (occasion.state === "planned") throw conflict("projects.occasion-planned");
    await updateOccasion(tx, occasion.id, {
      state: "planned",
      actual_on: null,
      evidence_kind: null,
      evidence_href: null,
      evidence_id: null,
      note: "",
      ...marked(tx),
    });
    return { type: "project.occasion-reopened", data: {} };
  });
}

const marked = (ctx: Ctx) => ({
  marked_by: ctx.actor.kind === "person" ? ctx.actor.id : null,
  marked_at: ctx.now(),
});

async function onOccasion(
  ctx: Ctx,
  { key, occasion: id }: { key: string; occasion: string },
  work: (
    tx: Ctx & { unit: Unit },
    project: Project,
    occasion: Occasion,
  ) => Promise<{ type: string; data: Record<string, string> }>,
): Promise<Project> {
  return transact(ctx, async (tx) => {
    const project = await loadAllowed(tx, key, "tick");
    const occasion = found(isUuid(id) ? await findOccasion(tx, project.id, id) : undefined);
    const fact = await work(tx, project, occasion);
    const data = { occasion: occasion.id, activity: occasion.activity_id, ...fact.data };
    record(tx, { subject: project.id, type: fact.type, data });
    return project;
  });
}
