import { z } from "zod";
import { attachFiles } from "#base/files/attachments.ts";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import { conflict, invalid } from "#base/refusal.ts";
import { may } from "#base/policy.ts";
import { tiesOf } from "#modules/organisations/index.ts";
import { peopleInRoles } from "#modules/people/index.ts";
import { findProject, type Project } from "#modules/projects/index.ts";
import { maskPersonal } from "#modules/triage/index.ts";
import { allowed, promiseFor, todayIn } from "../load.ts";
import { approvers, promisePolicy } from "../policy.ts";
import { demandNobodyElse, demandSecondPerson, round } from "../indicator.ts";
import {
  entriesOf,
  findEntry,
  findPromise,
  insertEntry,
  personOf,
  saveEntry,
  type Entry,
  type Promised,
} from "../store.ts";

export const entryInput = z.object({
  placeId: z.uuid().optional(),
  day: z.iso.date("promises.day-wrong"),
  amount: z.coerce
    .number("promises.amount-wrong")
    .positive("promises.amount-wrong")
    .max(1_000_000_000, "promises.amount-wrong"),
  text: z.string("base.field-missing").trim().min(1, "base.field-missing").max(500),
  /** An attachment already kept. */
  fileId: z.uuid("promises.no-file"),
});
export type EntryInput = z.input<typeof entryInput>;

/** A fact entered by hand, with its file. It is only said until a second person approves it. */
export async function enterFact(ctx: Ctx, id: string, given: EntryInput): Promise<string> {
  const input = entryInput.parse(given);
  return transact(ctx, async (tx) => {
    const { promise } = await promiseFor(tx, id, { action: "enter", place: input.placeId ?? null });
    demandFits(promise, input, todayIn(tx));
    await attachFiles(tx, [input.fileId], { field: "file" });
    const entry = tx.newId();
    await insertEntry(tx, {
      id: entry,
      promise_id: promise.id,
      place_id: input.placeId ?? null,
      day: input.day,
      amount: round(input.amount),
      text: maskPersonal(input.text),
      file_id: input.fileId,
      state: "waiting",
      entered_by: personOf(tx),
      entered_ties: tx.actor.kind === "person" ? tx.actor.ties : [],
      entered_at: tx.now(),
    });
    bornNow(tx, entry);
    record(tx, {
      subject: entry,
      type: "entry.entered",
      data: { promise: promise.id, day: input.day, amount: input.amount },
    });
    return entry;
  });
}

function demandFits(promise: Promised, input: z.output<typeof entryInput>, today: string): void {
  const refuse = (field: string, reason: string) =>
    invalid(reason, { fields: { [field]: reason } });
  if (promise.source !== "promises.entered" || promise.withdrawn_at !== null)
    throw conflict("promises.not-by-hand");
  if (input.day > today) throw refuse("day", "promises.day-ahead");
  if (input.day < promise.starts_on || input.day > promise.due_on)
    throw refuse("day", "promises.day-outside");
  if (promise.scope === "per-place" && input.placeId === undefined)
    throw refuse("placeId", "promises.place-missing");
  if (
    input.placeId !== undefined &&
    promise.places.length > 0 &&
    !promise.places.includes(input.placeId)
  )
    throw refuse("placeId", "promises.place-foreign");
}

type Tx = Ctx & { unit: Unit };

/** Loads an entry that waits, for the second person's word on it. */
async function loadJudged(
  tx: Tx,
  id: string,
): Promise<{ entry: Entry; promise: Promised; project: Project }> {
  const entry = await findEntry(tx, id, true);
  const { promise, project } = await promiseFor(tx, entry.promise_id, {
    action: "approve",
    place: entry.place_id,
  });
  demandSecondPerson(entry, personOf(tx) ?? "system");
  if (entry.state !== "waiting") throw conflict("promises.judged-already");
  return { entry, promise, project };
}

/** Others who may approve the entry and belong to no organisation of who entered it. */
async function outsiders(ctx: Ctx, entry: Entry, project: Project): Promise<string[]> {
  const row = { ...project, place_id: entry.place_id };
  const names: string[] = [];
  for (const { id, name, roles } of await peopleInRoles(ctx, approvers)) {
    if (id === entry.entered_by) continue;
    const actor = { kind: "person" as const, id, name, roles, ties: await tiesOf(ctx, id) };
    const held = roles.flatMap(({ scope }) => (scope.kind === "organisation" ? [scope.id] : []));
    if ([...held, ...actor.ties].some((tie) => entry.entered_ties.includes(tie))) continue;
    if (may(promisePolicy, actor, "approve", row)) names.push(name);
  }
  return names;
}

/**
 * A second person has seen the file: from now on the fact is proven. Somebody of the same organisation
 * approves only where nobody else could, and the entry says so.
 */
export async function approveEntry(ctx: Ctx, id: string): Promise<Promised> {
  return transact(ctx, async (tx) => {
    const { entry, promise, project } = await loadJudged(tx, id);
    const ties = tx.actor.kind === "person" ? tx.actor.ties : [];
    const sameOrganisation = ties.some((tie) => entry.entered_ties.includes(tie));
    if (sameOrganisation) demandNobodyElse(await outsiders(tx, entry, project));
    await saveEntry(tx, id, {
      state: "approved",
      judged_by: personOf(tx),
      judged_at: tx.now(),
      same_organisation: sameOrganisation,
    });
    record(tx, { subject: id, type: "entry.approved", data: { promise: promise.id } });
    return promise;
  });
}

/** The file does not show it: the fact is not counted, and says why. */
export async function refuseEntry(
  ctx: Ctx,
  id: string,
  { reason }: { reason: string },
): Promise<Promised> {
  if (reason.trim() === "")
    throw invalid("promises.refusal-missing", { fields: { reason: "promises.refusal-missing" } });
  return transact(ctx, async (tx) => {
    const { promise } = await loadJudged(tx, id);
    await saveEntry(tx, id, {
      state: "refused",
      judged_by: personOf(tx),
      judged_at: tx.now(),
      refusal: maskPersonal(reason.trim()).slice(0, 500),
    });
    record(tx, { subject: id, type: "entry.refused", data: { promise: promise.id } });
    return promise;
  });
}

/** What waits for the actor as the second person: not their own, and at places where they may approve. */
export async function waitingFor(ctx: Ctx): Promise<Entry[]> {
  const entries = await entriesOf(ctx, "waiting");
  const own = personOf(ctx);
  const allowedAt = new Map<string, (place: string | null) => boolean>();
  for (const id of new Set(entries.map((entry) => entry.promise_id))) {
    const promise = await findPromise(ctx, id);
    const project = promise && (await findProject(ctx, promise.project_id));
    if (project !== undefined)
      allowedAt.set(id, (place) => allowed(ctx, project, "approve", place));
  }
  return entries.filter(
    (entry) =>
      entry.entered_by !== own && allowedAt.get(entry.promise_id)?.(entry.place_id) === true,
  );
}
