import { createHmac } from "node:crypto";
import type { Ctx, Unit } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { toZoned } from "#base/time/local-time.ts";
import { conflict, found } from "#base/refusal.ts";
import { contactsById, foldName, fullName, type Contact } from "#modules/people/index.ts";
import { presencesOf, type Mark, type Withdrawal } from "./presence.ts";
import {
  insertMarks,
  insertWithdrawals,
  knownMarks,
  marksOf,
  recountPresent,
  savePresences,
  type Standing,
} from "./store.ts";
import { standingsTold } from "./registered.ts";
import type { Event } from "../store.ts";

/** Nobody is at an event that is off, or at one whose day has not come. */
export function demandOpenDoor(ctx: Ctx, event: Event): void {
  if (event.stage === "cancelled") throw conflict("events.presence-cancelled");
  const today = toZoned(ctx.now(), ctx.region.timeZone).date;
  if (today < event.day)
    throw conflict("events.presence-too-early", { values: { day: event.day } });
}

type Change = {
  marks?: readonly Mark[];
  withdrawals?: readonly (Withdrawal & { by: string | null })[];
};

/**
 * Adds marks and withdrawals to what is known of the event and writes what they say together.
 * The event is locked by the caller, so two doors at once never overlook each other's marks.
 * Answers which marks are new.
 */
export async function applyMarks(
  ctx: Ctx & { unit: Unit },
  event: Event,
  { marks = [], withdrawals = [] }: Change,
): Promise<Set<string>> {
  await insertWithdrawals(ctx, event.id, withdrawals);
  const fresh = await insertMarks(ctx, event.id, marks);
  const taken = await knownMarks(
    ctx,
    withdrawals.map((one) => one.markId),
  );
  const ofThisEvent = [...taken.values()].filter((mark) => mark.event === event.id);
  const touched = [
    ...marks.filter((mark) => fresh.has(mark.id)).map((mark) => mark.contactId),
    ...ofThisEvent.map((mark) => mark.contact),
  ];
  if (touched.length === 0) return fresh;
  const known = await marksOf(ctx, event.id, touched);
  const presences = [...presencesOf(known.marks, known.withdrawals).values()];
  const standings = await standingsOf(ctx, event, touched);
  await savePresences(
    ctx,
    event.id,
    presences.map((presence) => ({
      ...presence,
      standing: found(standings.get(presence.contactId)),
    })),
  );
  await recountPresent(ctx, [event.id]);
  tell(ctx, event, {
    marks: marks.filter((mark) => fresh.has(mark.id)),
    withdrawn: withdrawals.length,
  });
  return fresh;
}

/** What was marked once the list was closed is a correction, and stands as one in the journal. */
function tell(
  ctx: Ctx & { unit: Unit },
  event: Event,
  { marks, withdrawn }: { marks: readonly Mark[]; withdrawn: number },
): void {
  const sources: Record<string, number> = {};
  for (const { source } of marks) sources[source] = (sources[source] ?? 0) + 1;
  record(ctx, {
    subject: event.id,
    type: event.attendance_closed_at === null ? "presence.marked" : "presence.corrected",
    data: { marks: marks.length, withdrawn, sources },
  });
}

async function standingsOf(
  ctx: Ctx,
  event: Event,
  ids: readonly string[],
): Promise<Map<string, Standing>> {
  const [contacts, told] = [await contactsById(ctx, ids), await standingsTold(ctx, event.id, ids)];
  return new Map(
    [...contacts].map(([id, contact]) => {
      const said = told.get(id);
      return [
        id,
        {
          humanId: contact.id,
          municipalityId: said?.municipalityId ?? contact.municipality_id,
          organisationId: said?.organisationId ?? contact.organisation_id,
          organisation: contact.organisation,
          nameKey: nameKey(ctx, contact),
        },
      ] as const;
    }),
  );
}

/** Equal for namesakes, and says no name to who reads the table. */
const nameKey = (ctx: Ctx, contact: Contact): Buffer =>
  createHmac("sha256", ctx.house.linkKey)
    .update(`name ${ctx.region.id} ${foldName(fullName(contact))}`)
    .digest()
    .subarray(0, 12);
