import { optionalId, optionalSeats, webAddressInput } from "../inputs.ts";
import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { conflict, orNotFound, invalidField } from "#base/refusal.ts";
import { formatTime } from "#base/ui/index.ts";
import { optionalText, requiredText, seenVersion } from "#base/http/fields.ts";
import { contactInput, loadContacts, upsertContact } from "#modules/people/index.ts";
import { listRegistrationsChoosing } from "../seats/session-choices-store.ts";
import { promoteSessionQueue } from "../seats/session-choices.ts";
import { requireNoSessionConflict } from "../rooms/conflicts.ts";
import { requireValidSpan, sessionKinds, speakerRoles } from "../event.ts";
import { notifyProgrammeChanged } from "../registration/letters.ts";
import { loadAuthorized } from "../load.ts";
import { toInstant, wallTimeInput } from "../wall-time.ts";
import {
  diffProgrammes,
  affectedSessions,
  type ProgrammeChange,
  type ProgrammeSnapshotSession,
  type ProgrammeSnapshot,
} from "./diff.ts";
import {
  deleteRemovedSessions,
  deleteSpeaker,
  insertProgramme,
  insertSession,
  insertSpeaker,
  loadSession,
  markSessionsRemoved,
  findPublishedProgramme,
  updateSession,
  listSessions,
  listSpeakers,
  type ProgrammeSession,
  type SessionSpeaker,
} from "./store.ts";
import { listRegistrations } from "../registration/store.ts";
import { requireVersion, updateEvent, type Event } from "../store.ts";
import { ru } from "../messages.ru.ts";

export const sessionInput = z.object({
  /** Absent for a new one. */
  id: z.uuid().optional(),
  parentId: optionalId,
  kind: z.enum(sessionKinds),
  title: requiredText(200).min(2),
  summary: optionalText(2000),
  startsAt: wallTimeInput,
  endsAt: wallTimeInput,
  roomId: optionalId,
  place: optionalText(200),
  online: z.boolean().default(false),
  onlineUrl: webAddressInput.default(""),
  capacity: optionalSeats,
  version: seenVersion,
});
export type SessionInput = z.input<typeof sessionInput>;

/** Adds a session to the draft of the programme or changes one; visitors see it once published. */
export async function saveSession(
  ctx: Ctx,
  key: string,
  given: SessionInput,
): Promise<ProgrammeSession> {
  const input = sessionInput.parse(given);
  const zone = ctx.region.timeZone;
  const [startsAt, endsAt] = [toInstant(input.startsAt, zone), toInstant(input.endsAt, zone)];
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "handle");
    if (event.stage === "cancelled") throw conflict("events.is-cancelled");
    const known = input.id === undefined ? undefined : await loadSession(tx, event.id, input.id);
    if (known !== undefined) requireVersion(known, input.version);
    const id = known?.id ?? tx.newId();
    const all = await listSessions(tx, event.id);
    requireWithinEvent(event, { startsAt, endsAt });
    const parents = collectAncestors(all, { id, parent: input.parentId });
    requireWithinParent(parents[0], { startsAt, endsAt });
    const speakers = (await listSpeakers(tx, event.id)).filter((one) => one.session_id === id);
    await requireNoSessionConflict(tx, {
      event: event.id,
      session: id,
      room: input.roomId,
      speakers: speakers.map((one) => one.contact_id),
      within: collectRelatedIds(all, id, parents),
      startsAt,
      endsAt,
    });
    const columns = {
      parent_id: input.parentId,
      kind: input.kind,
      title: input.title,
      summary: input.summary,
      starts_at: startsAt,
      ends_at: endsAt,
      room_id: input.roomId,
      place: input.place,
      online: input.online || input.onlineUrl !== "",
      online_url: input.onlineUrl,
      capacity: input.capacity,
    };
    const saved =
      known === undefined
        ? await insertSession(tx, { id, event_id: event.id, position: all.length, ...columns })
        : await updateSession(tx, known, columns);
    if (known !== undefined) await promoteSessionQueue(tx, id);
    recordFact(tx, { subject: event.id, type: "event.programme-edited", data: { session: id } });
    return saved;
  });
}

function requireWithinEvent(event: Event, span: { startsAt: Date; endsAt: Date }): void {
  requireValidSpan(span);
  if (span.startsAt < event.starts_at) throw invalidField("startsAt", "events.session-outside");
  if (span.endsAt > event.ends_at) throw invalidField("endsAt", "events.session-outside");
}

function requireWithinParent(
  parent: ProgrammeSession | undefined,
  span: { startsAt: Date; endsAt: Date },
): void {
  if (parent === undefined) return;
  if (span.startsAt < parent.starts_at)
    throw invalidField("startsAt", "events.session-outside-parent");
  if (span.endsAt > parent.ends_at) throw invalidField("endsAt", "events.session-outside-parent");
}

/** Collects the parents of a session, nearest first; throws for a cycle. */
function collectAncestors(
  all: readonly ProgrammeSession[],
  { id, parent }: { id: string; parent: string | null },
): ProgrammeSession[] {
  const chain: ProgrammeSession[] = [];
  for (let next = parent; next !== null;) {
    const one = all.find((session) => session.id === next);
    if (one === undefined) throw invalidField("parentId", "events.unknown-session");
    if (one.id === id || chain.length > 4) throw invalidField("parentId", "events.session-ring");
    chain.push(one);
    next = one.parent_id;
  }
  return chain;
}

/** Collects the parents and descendants of a session, which may share its room and moderator. */
function collectRelatedIds(
  all: readonly ProgrammeSession[],
  id: string,
  parents: readonly ProgrammeSession[],
): string[] {
  const below = (parent: string): string[] =>
    all.filter((one) => one.parent_id === parent).flatMap((one) => [one.id, ...below(one.id)]);
  return [...parents.map((one) => one.id), ...below(id)];
}

/** Removes a session and its children from the draft. */
export async function removeSession(ctx: Ctx, key: string, id: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "handle");
    await loadSession(tx, event.id, id);
    await markSessionsRemoved(tx, [
      id,
      ...collectRelatedIds(await listSessions(tx, event.id), id, []),
    ]);
    recordFact(tx, { subject: event.id, type: "event.programme-edited", data: { session: id } });
  });
}

export const speakerInput = z.object({
  sessionId: z.uuid(),
  role: z.enum(speakerRoles).default("speaker"),
  /** A known contact; otherwise `person` is the data of a new one. */
  contactId: z.uuid().optional(),
  person: contactInput.omit({ personId: true, consent: true }).optional(),
});
export type SpeakerInput = z.input<typeof speakerInput>;

/** Adds a speaker to a session; throws where they speak elsewhere at that time. */
export async function addSpeaker(ctx: Ctx, key: string, given: SpeakerInput): Promise<void> {
  const input = speakerInput.parse(given);
  await transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "handle");
    const session = await loadSession(tx, event.id, input.sessionId);
    const contact =
      input.person === undefined
        ? orNotFound(
            (await loadContacts(tx, [input.contactId ?? event.id])).get(input.contactId ?? ""),
          )
        : await upsertContact(tx, { ...input.person, consent: "speaker" });
    const all = await listSessions(tx, event.id);
    await requireNoSessionConflict(tx, {
      event: event.id,
      session: session.id,
      room: null,
      speakers: [contact.id],
      within: collectRelatedIds(
        all,
        session.id,
        collectAncestors(all, { id: session.id, parent: session.parent_id }),
      ),
      startsAt: session.starts_at,
      endsAt: session.ends_at,
    });
    const added = await insertSpeaker(tx, {
      id: tx.newId(),
      event_id: event.id,
      session_id: session.id,
      contact_id: contact.id,
      role: input.role,
      position: (await listSpeakers(tx, event.id)).length,
    });
    if (!added)
      throw conflict("events.speaker-there", { fields: { contactId: "events.speaker-there" } });
    recordFact(tx, {
      subject: event.id,
      type: "event.programme-edited",
      data: { session: session.id, speaker: contact.id },
    });
  });
}

/** Removes a speaker from the draft. */
export async function removeSpeaker(ctx: Ctx, key: string, id: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "handle");
    await deleteSpeaker(tx, event.id, id);
    recordFact(tx, { subject: event.id, type: "event.programme-edited", data: { removed: id } });
  });
}

/** Returns what publishing now would change, and how many people would get an email. */
export async function previewProgramme(
  ctx: Ctx,
  event: Event,
): Promise<{ changes: ProgrammeChange[]; people: number }> {
  const { changes, people } = await compareWithPublished(ctx, event);
  return { changes, people: people.length };
}

async function compareWithPublished(ctx: Ctx, event: Event) {
  const [before, sessions, speakers] = [
    await findPublishedProgramme(ctx, event.id),
    await listSessions(ctx, event.id),
    await listSpeakers(ctx, event.id),
  ];
  const snapshot = toSnapshot(sessions, speakers);
  const changes = diffProgrammes(before?.snapshot, snapshot);
  const first = before === undefined;
  const touched = affectedSessions(changes, [before?.snapshot, snapshot]);
  const choosers = new Set(first ? [] : await listRegistrationsChoosing(ctx, [...touched]));
  const people = first
    ? []
    : (await listRegistrations(ctx, event.id, ["offered", "confirmed", "waiting"])).filter(
        ({ id }) => choosers.has(id),
      );
  return { before, snapshot, changes, people };
}

/** Converts the draft into the form in which a programme is published. */
export function toSnapshot(
  sessions: readonly ProgrammeSession[],
  speakers: readonly SessionSpeaker[],
): ProgrammeSnapshot {
  return {
    sessions: sessions.map((session): ProgrammeSnapshotSession => ({
      id: session.id,
      parent: session.parent_id,
      kind: session.kind,
      title: session.title,
      summary: session.summary,
      startsAt: session.starts_at.toISOString(),
      endsAt: session.ends_at.toISOString(),
      room: session.room_id,
      place: session.place,
      online: session.online,
      capacity: session.capacity,
      speakers: speakers
        .filter((one) => one.session_id === session.id)
        .map((one) => ({ contact: one.contact_id, role: one.role })),
    })),
  };
}

/**
 * Publishes the draft as the next version. Only people who chose a changed session get an email.
 */
export async function publishProgramme(
  ctx: Ctx,
  key: string,
  seen: { version?: number | undefined } = {},
): Promise<Event> {
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "handle");
    requireVersion(event, seen.version);
    if (event.stage === "cancelled") throw conflict("events.is-cancelled");
    const { before, snapshot, changes, people } = await compareWithPublished(tx, event);
    if (snapshot.sessions.length === 0 && before === undefined)
      throw conflict("events.programme-empty");
    if (changes.length === 0) throw conflict("events.programme-same");
    const version = event.programme_version + 1;
    await insertProgramme(tx, event.id, { version, snapshot, changes });
    await deleteRemovedSessions(tx, event.id);
    const saved = await updateEvent(tx, event, {
      programme_version: version,
      sequence: event.sequence + (event.stage === "draft" ? 0 : 1),
    });
    recordFact(tx, {
      subject: event.id,
      type: "event.programme-published",
      data: { version, changes: changes.length, told: people.length },
    });
    if (event.stage === "announced") {
      const lines = changes.map((change) => formatChange(change, ctx.region.timeZone));
      notifyProgrammeChanged(tx, saved, { lines, people });
    }
    return saved;
  });
}

/** Formats a change for an email: «Дворы и дороги: теперь 12:00–13:00, было 11:30–13:00». */
function formatChange(change: ProgrammeChange, zone: string): string {
  const how = { lang: "ru", zone } as const;
  const span = (hours: { startsAt: string; endsAt: string } | undefined) =>
    hours === undefined
      ? ""
      : `${formatTime(new Date(hours.startsAt), how)}–${formatTime(new Date(hours.endsAt), how)}`;
  return ru.programmeLine({ ...change, from: span(change.from), to: span(change.to) });
}
