import { createHmac } from "node:crypto";
import type { Ctx, UnitOfWork } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import { loadContacts, foldName, fullName, type Contact } from "#modules/people/index.ts";
import { computePresences, type AttendanceMark, type MarkWithdrawal } from "./presence.ts";
import {
  insertMarks,
  insertWithdrawals,
  findMarksById,
  listMarks,
  recountPresent,
  upsertPresences,
  type Affiliation,
} from "./store.ts";
import { loadRegisteredAffiliations } from "./registered-reads.ts";
import type { Event } from "../store.ts";

/**
 * Throws unless people can be marked at the event: not before its day and not once it is cancelled.
 */
export function requireAttendanceOpen(ctx: Ctx, event: Event): void {
  if (event.stage === "cancelled") throw conflict("events.presence-cancelled");
  const today = ctx.today();
  if (today < event.day)
    throw conflict("events.presence-too-early", { values: { day: event.day } });
}

type MarkChanges = {
  marks?: readonly AttendanceMark[];
  withdrawals?: readonly (MarkWithdrawal & { by: string | null })[];
};

/**
 * Adds marks and withdrawals to those of the event and saves the presences that follow. The caller
 * locks the event, so concurrent batches see each other's marks. Returns the ids of new marks.
 */
export async function applyMarks(
  ctx: Ctx & { unit: UnitOfWork },
  event: Event,
  { marks = [], withdrawals = [] }: MarkChanges,
): Promise<Set<string>> {
  await insertWithdrawals(ctx, event.id, withdrawals);
  const fresh = await insertMarks(ctx, event.id, marks);
  const taken = await findMarksById(
    ctx,
    withdrawals.map((one) => one.markId),
  );
  const ofThisEvent = [...taken.values()].filter((mark) => mark.event === event.id);
  const touched = [
    ...marks.filter((mark) => fresh.has(mark.id)).map((mark) => mark.contactId),
    ...ofThisEvent.map((mark) => mark.contact),
  ];
  if (touched.length === 0) return fresh;
  const known = await listMarks(ctx, event.id, touched);
  const presences = [...computePresences(known.marks, known.withdrawals).values()];
  const affiliations = await loadAffiliations(ctx, event, touched);
  await upsertPresences(
    ctx,
    event.id,
    presences.map((presence) => ({
      ...presence,
      affiliation: orNotFound(affiliations.get(presence.contactId)),
    })),
  );
  await recountPresent(ctx, [event.id]);
  recordMarks(ctx, event, {
    marks: marks.filter((mark) => fresh.has(mark.id)),
    withdrawn: withdrawals.length,
  });
  return fresh;
}

/** Records the marks in the journal; after the list was closed, as corrections. */
function recordMarks(
  ctx: Ctx & { unit: UnitOfWork },
  event: Event,
  { marks, withdrawn }: { marks: readonly AttendanceMark[]; withdrawn: number },
): void {
  const sources: Record<string, number> = {};
  for (const { source } of marks) sources[source] = (sources[source] ?? 0) + 1;
  recordFact(ctx, {
    subject: event.id,
    type: event.attendance_closed_at === null ? "presence.marked" : "presence.corrected",
    data: { marks: marks.length, withdrawn, sources },
  });
}

async function loadAffiliations(
  ctx: Ctx,
  event: Event,
  ids: readonly string[],
): Promise<Map<string, Affiliation>> {
  const [contacts, registered] = [
    await loadContacts(ctx, ids),
    await loadRegisteredAffiliations(ctx, event.id, ids),
  ];
  return new Map(
    [...contacts].map(([id, contact]) => {
      const answer = registered.get(id);
      return [
        id,
        {
          humanId: contact.id,
          municipalityId: answer?.municipalityId ?? contact.municipality_id,
          organisationId: answer?.organisationId ?? contact.organisation_id,
          organisation: contact.organisation,
          nameKey: hashName(ctx, contact),
        },
      ] as const;
    }),
  );
}

/** Hashes the name: equal for namesakes, unreadable in the table. */
const hashName = (ctx: Ctx, contact: Contact): Buffer =>
  createHmac("sha256", ctx.app.linkKey)
    .update(`name ${ctx.region.id} ${foldName(fullName(contact))}`)
    .digest()
    .subarray(0, 12);
