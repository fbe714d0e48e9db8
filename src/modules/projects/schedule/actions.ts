import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { evidenceKinds } from "#base/ports/count-source.ts";
import { isUuid } from "#base/db/ids.ts";
import { recordFact } from "#base/journal.ts";
import { conflict, orNotFound, invalidField } from "#base/refusal.ts";
import { requiredDate } from "../zod-fields.ts";
import { optionalText } from "#base/http/fields.ts";
import { loadProjectForUpdate } from "../load.ts";
import { attachRowFile } from "../files/store.ts";
import { findOccurrence, updateOccurrence, type Occurrence } from "../rows/store.ts";
import type { Project } from "../store.ts";

export const completeOccurrenceInput = z.object({
  actualOn: requiredDate,
  evidenceKind: z.enum(evidenceKinds).optional(),
  evidenceHref: z
    .url({ protocol: /^https?$/, error: "projects.url-wrong" })
    .max(2000)
    .optional(),
  /** Id of a saved file that proves it. */
  fileId: z.uuid().optional(),
  note: optionalText(1000),
});
export type CompleteOccurrenceInput = z.input<typeof completeOccurrenceInput>;

/**
 * Marks an occurrence as done on a day; without evidence it is only reported. Throws an error at a
 * future day.
 */
export async function completeOccurrence(
  ctx: Ctx,
  at: { key: string; occurrence: string },
  given: CompleteOccurrenceInput,
): Promise<Project> {
  const input = completeOccurrenceInput.parse(given);
  return updateLockedOccurrence(ctx, at, async (tx, _, occurrence) => {
    if (occurrence.state === "cancelled") throw conflict("projects.occurrence-cancelled");
    if (input.actualOn > tx.today()) {
      throw invalidField("actualOn", "projects.day-ahead");
    }
    await updateOccurrence(tx, occurrence.id, {
      state: "done",
      actual_on: input.actualOn,
      evidence_kind: evidenceKindOf(input),
      evidence_href: input.evidenceHref ?? null,
      evidence_id: await attachRowFile(tx, input.fileId, occurrence.evidence_id),
      note: input.note,
      ...markedByActor(tx),
    });
    return { type: "project.occurrence-done", data: { day: input.actualOn } };
  });
}

function evidenceKindOf({
  evidenceHref,
  evidenceKind,
  fileId,
}: z.output<typeof completeOccurrenceInput>) {
  if (evidenceHref === undefined && fileId === undefined) return null;
  return evidenceKind ?? (fileId === undefined ? "link" : "document");
}

/** Marks an occurrence as cancelled: neither overdue nor done. */
export async function cancelOccurrence(
  ctx: Ctx,
  at: { key: string; occurrence: string },
  { note }: { note: string },
): Promise<Project> {
  return updateLockedOccurrence(ctx, at, async (tx, _, occurrence) => {
    if (occurrence.state !== "planned") throw conflict("projects.occurrence-not-planned");
    await updateOccurrence(tx, occurrence.id, { state: "cancelled", note, ...markedByActor(tx) });
    return { type: "project.occurrence-cancelled", data: {} };
  });
}

/** Resets an occurrence to planned. */
export async function reopenOccurrence(
  ctx: Ctx,
  at: { key: string; occurrence: string },
): Promise<Project> {
  return updateLockedOccurrence(ctx, at, async (tx, _, occurrence) => {
    if (occurrence.state === "planned") throw conflict("projects.occurrence-planned");
    await updateOccurrence(tx, occurrence.id, {
      state: "planned",
      actual_on: null,
      evidence_kind: null,
      evidence_href: null,
      evidence_id: null,
      note: "",
      ...markedByActor(tx),
    });
    return { type: "project.occurrence-reopened", data: {} };
  });
}

const markedByActor = (ctx: Ctx) => ({
  marked_by: ctx.actor.kind === "person" ? ctx.actor.id : null,
  marked_at: ctx.now(),
});

async function updateLockedOccurrence(
  ctx: Ctx,
  { key, occurrence: id }: { key: string; occurrence: string },
  update: (
    tx: Ctx & { unit: UnitOfWork },
    project: Project,
    occurrence: Occurrence,
  ) => Promise<{ type: string; data: Record<string, string> }>,
): Promise<Project> {
  return transact(ctx, async (tx) => {
    const project = await loadProjectForUpdate(tx, key, "tick");
    const occurrence = orNotFound(
      isUuid(id) ? await findOccurrence(tx, project.id, id) : undefined,
    );
    const fact = await update(tx, project, occurrence);
    const data = { occasion: occurrence.id, activity: occurrence.activity_id, ...fact.data };
    recordFact(tx, { subject: project.id, type: fact.type, data });
    return project;
  });
}
