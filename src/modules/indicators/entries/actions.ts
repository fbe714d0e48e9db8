import { z } from "zod";
import { claimAttachments } from "#base/files/attachments.ts";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { conflict, invalidField } from "#base/refusal.ts";
import { may } from "#base/policy.ts";
import { requiredText } from "#base/http/fields.ts";
import { listCurrentTies } from "#modules/organisations/index.ts";
import { listPeopleInRoles } from "#modules/people/index.ts";
import { findProject, type Project } from "#modules/projects/index.ts";
import { maskPersonalData } from "#modules/triage/index.ts";
import { isAllowed, findIndicator } from "../load.ts";
import { approvers, indicatorPolicy } from "../policy.ts";
import { roundAmount } from "../indicator.ts";
import { requireNoOutsideApprover, requireSecondPerson } from "../requirements.ts";
import {
  listEntries,
  lockEntry,
  selectIndicator,
  insertEntry,
  actorPersonId,
  updateEntry,
  type IndicatorEntry,
  type Indicator,
} from "../store.ts";

export const entryInput = z.object({
  placeId: z.uuid().optional(),
  day: z.iso.date("indicators.day-wrong"),
  amount: z.coerce
    .number("indicators.amount-wrong")
    .positive("indicators.amount-wrong")
    .max(1_000_000_000, "indicators.amount-wrong"),
  text: requiredText(500),
  /** Id of an attachment that is already saved. */
  fileId: z.uuid("indicators.no-file"),
});
export type EntryInput = z.input<typeof entryInput>;

/**
 * Saves a fact entered by hand with its file; it counts as reported until a second person approves
 * it.
 */
export async function createEntry(ctx: Ctx, id: string, given: EntryInput): Promise<string> {
  const input = entryInput.parse(given);
  return transact(ctx, async (tx) => {
    const { indicator } = await findIndicator(tx, id, {
      action: "enter",
      place: input.placeId ?? null,
    });
    requireEntryFits(indicator, input, tx.today());
    await claimAttachments(tx, [input.fileId], { field: "file" });
    const entry = tx.newId();
    await insertEntry(tx, {
      id: entry,
      indicator_id: indicator.id,
      place_id: input.placeId ?? null,
      day: input.day,
      amount: roundAmount(input.amount),
      text: maskPersonalData(input.text),
      file_id: input.fileId,
      state: "waiting",
      entered_by: actorPersonId(tx),
      entered_ties: tx.actor.kind === "person" ? tx.actor.ties : [],
      entered_at: tx.now(),
    });
    startChain(tx, entry);
    recordFact(tx, {
      subject: entry,
      type: "entry.created",
      data: { promise: indicator.id, day: input.day, amount: input.amount },
    });
    return entry;
  });
}

function requireEntryFits(
  indicator: Indicator,
  input: z.output<typeof entryInput>,
  today: string,
): void {
  const refuse = (field: string, reason: string) => invalidField(field, reason);
  if (indicator.source !== "indicators.entered" || indicator.withdrawn_at !== null)
    throw conflict("indicators.not-by-hand");
  if (input.day > today) throw refuse("day", "indicators.day-ahead");
  if (input.day < indicator.starts_on || input.day > indicator.due_on)
    throw refuse("day", "indicators.day-outside");
  if (indicator.scope === "per-place" && input.placeId === undefined)
    throw refuse("placeId", "indicators.place-missing");
  if (
    input.placeId !== undefined &&
    indicator.places.length > 0 &&
    !indicator.places.includes(input.placeId)
  )
    throw refuse("placeId", "indicators.place-foreign");
}

type Tx = Ctx & { unit: UnitOfWork };

/**
 * Locks a waiting entry for approval or rejection; throws a conflict when it is no longer waiting.
 */
async function loadPendingEntry(
  tx: Tx,
  id: string,
): Promise<{ entry: IndicatorEntry; indicator: Indicator; project: Project }> {
  const entry = await lockEntry(tx, id);
  const { indicator, project } = await findIndicator(tx, entry.indicator_id, {
    action: "approve",
    place: entry.place_id,
  });
  requireSecondPerson(entry, actorPersonId(tx) ?? "system");
  if (entry.state !== "waiting") throw conflict("indicators.judged-already");
  return { entry, indicator, project };
}

/**
 * Lists others who may approve the entry and belong to no organisation of the person who entered
 * it.
 */
async function listOutsideApprovers(
  ctx: Ctx,
  entry: IndicatorEntry,
  project: Project,
): Promise<string[]> {
  const row = { ...project, place_id: entry.place_id };
  const names: string[] = [];
  for (const { id, name, roles } of await listPeopleInRoles(ctx, approvers)) {
    if (id === entry.entered_by) continue;
    const actor = {
      kind: "person" as const,
      id,
      name,
      roles,
      ties: await listCurrentTies(ctx, id),
    };
    const roleOrganisations = roles.flatMap(({ scope }) =>
      scope.kind === "organisation" ? [scope.id] : [],
    );
    if ([...roleOrganisations, ...actor.ties].some((tie) => entry.entered_ties.includes(tie)))
      continue;
    if (may(indicatorPolicy, actor, "approve", row)) names.push(name);
  }
  return names;
}

/**
 * Approves an entry: the fact is confirmed from now on. Somebody of the same organisation may
 * approve only when nobody else could, and the entry records that.
 */
export async function approveEntry(ctx: Ctx, id: string): Promise<Indicator> {
  return transact(ctx, async (tx) => {
    const { entry, indicator, project } = await loadPendingEntry(tx, id);
    const ties = tx.actor.kind === "person" ? tx.actor.ties : [];
    const sameOrganisation = ties.some((tie) => entry.entered_ties.includes(tie));
    if (sameOrganisation) requireNoOutsideApprover(await listOutsideApprovers(tx, entry, project));
    await updateEntry(tx, id, {
      state: "approved",
      reviewed_by: actorPersonId(tx),
      reviewed_at: tx.now(),
      same_organisation: sameOrganisation,
    });
    recordFact(tx, { subject: id, type: "entry.approved", data: { promise: indicator.id } });
    return indicator;
  });
}

/** Rejects an entry with a reason: the fact is not counted. */
export async function rejectEntry(
  ctx: Ctx,
  id: string,
  { reason }: { reason: string },
): Promise<Indicator> {
  if (reason.trim() === "") throw invalidField("reason", "indicators.refusal-missing");
  return transact(ctx, async (tx) => {
    const { indicator } = await loadPendingEntry(tx, id);
    await updateEntry(tx, id, {
      state: "refused",
      reviewed_by: actorPersonId(tx),
      reviewed_at: tx.now(),
      refusal: maskPersonalData(reason.trim()).slice(0, 500),
    });
    recordFact(tx, { subject: id, type: "entry.rejected", data: { promise: indicator.id } });
    return indicator;
  });
}

/**
 * Lists the waiting entries that the actor may approve: not their own, and at places within their
 * role.
 */
export async function listPendingEntries(ctx: Ctx): Promise<IndicatorEntry[]> {
  const entries = await listEntries(ctx, "waiting");
  const own = actorPersonId(ctx);
  const allowedAt = new Map<string, (place: string | null) => boolean>();
  for (const id of new Set(entries.map((entry) => entry.indicator_id))) {
    const indicator = await selectIndicator(ctx, id);
    const project = indicator && (await findProject(ctx, indicator.project_id));
    if (project !== undefined)
      allowedAt.set(id, (place) => isAllowed(ctx, project, "approve", place));
  }
  return entries.filter(
    (entry) =>
      entry.entered_by !== own && allowedAt.get(entry.indicator_id)?.(entry.place_id) === true,
  );
}
