import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { conflict, found, invalid } from "#base/refusal.ts";
import { formatTime } from "#base/ui/index.ts";
import { contactInput, contactsById, keepContact } from "#modules/people/index.ts";
import { choosersOf } from "../seats/session-choices-store.ts";
import { fillSession } from "../seats/session-choices.ts";
import { demandFreeSession } from "../rooms/conflicts.ts";
import { demandOrder, sessionKinds, speakerRoles } from "../event.ts";
import { tellProgramme } from "../registration/letters.ts";
import { loadAllowed } from "../load.ts";
import { instantOf, moment } from "../wall-time.ts";
import {
  diffProgrammes,
  touchedSessions,
  type ProgrammeChange,
  type SnapSession,
  type Snapshot,
} from "./diff.ts";
import {
  deleteRemoved,
  deleteSpeaker,
  insertProgramme,
  insertSession,
  insertSpeaker,
  loadSession,
  markRemoved,
  publishedProgramme,
  saveSession,
  sessionsOf,
  speakersOf,
  type Session,
  type Speaker,
} from "./store.ts";
import { registrationsOf } from "../registration/store.ts";
import { demandVersion, saveEvent, type Event } from "../store.ts";
import { ru } from "../messages.ru.ts";

const text = (most: number) => z.string().trim().max(most);

export const sessionInput = z.object({
  /** Absent for a new one. */
  id: z.uuid().optional(),
  parentId: z.uuid().nullable().default(null),
  kind: z.enum(sessionKinds),
  title: text(200).min(2),
  summary: text(2000).default(""),
  startsAt: moment,
  endsAt: moment,
  roomId: z.uuid().nullable().default(null),
  place: text(200).default(""),
  online: z.boolean().default(false),
  onlineUrl: z
    .union([z.literal(""), z.url({ protocol: /^https?$/, error: "events.url-wrong" })])
    .default(""),
  capacity: z.coerce.number().int().min(1).max(100_000).nullable().default(null),
  version: z.coerce.number().int().optional(),
});
export type SessionInput = z.input<typeof sessionInput>;

/** Adds a session to the draft of the programme or changes one; visitors see it once published. */
export async function keepSession(ctx: Ctx, key: string, given: SessionInput): Promise<Session> {
  const input = sessionInput.parse(given);
  const zone = ctx.region.timeZone;
  const [startsAt, endsAt] = [instantOf(input.startsAt, zone), instantOf(input.endsAt, zone)];
  return transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "handle");
    if (event.stage === "cancelled") throw conflict("events.is-cancelled");
    const known = input.id === undefined ? undefined : await loadSession(tx, event.id, input.id);
    if (known !== undefined) demandVersion(known, input.version);
    const id = known?.id ?? tx.newId();
    const all = await sessionsOf(tx, event.id);
    demandInside(event, { startsAt, endsAt });
    const parents = parentsOf(all, { id, parent: input.parentId });
    demandInsideParent(parents[0], { startsAt, endsAt });
    const speakers = (await speakersOf(tx, event.id)).filter((one) => one.session_id === id);
    await demandFreeSession(tx, {
      event: event.id,
      session: id,
      room: input.roomId,
      speakers: speakers.map((one) => one.contact_id),
      within: kinOf(all, id, parents),
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
        : await saveSession(tx, known, columns);
    if (known !== undefined) await fillSession(tx, id);
    record(tx, { subject: event.id, type: "event.programme-edited", data: { session: id } });
    return saved;
  });
}

function demandInside(event: Event, span: { startsAt: Date; endsAt: Date }): void {
  demandOrder(span);
  if (span.startsAt < event.starts_at) throw wrong("startsAt", "session-outside");
  if (span.endsAt > event.ends_at) throw wrong("endsAt", "session-outside");
}

function demandInsideParent(
  parent: Session | undefined,
  span: { startsAt: Date; endsAt: Date },
): void {
  if (parent === undefined) return;
  if (span.startsAt < parent.starts_at) throw wrong("startsAt", "session-outside-parent");
  if (span.endsAt > parent.ends_at) throw wrong("endsAt", "session-outside-parent");
}

/** What the session belongs to, the nearest first; a ring of sessions is refused. */
function parentsOf(
  all: readonly Session[],
  { id, parent }: { id: string; parent: string | null },
): Session[] {
  const chain: Session[] = [];
  for (let next = parent; next !== null;) {
    const one = all.find((session) => session.id === next);
    if (one === undefined) throw wrong("parentId", "unknown-session");
    if (one.id === id || chain.length > 4) throw wrong("parentId", "session-ring");
    chain.push(one);
    next = one.parent_id;
  }
  return chain;
}

/** A section and its talks share room and moderator: neither stands in the other's way. */
function kinOf(all: readonly Session[], id: string, parents: readonly Session[]): string[] {
  const below = (parent: string): string[] =>
    all.filter((one) => one.parent_id === parent).flatMap((one) => [one.id, ...below(one.id)]);
  return [...parents.map((one) => one.id), ...below(id)];
}

const wrong = (field: string, reason: string) =>
  invalid(`events.${reason}`, { fields: { [field]: `events.${reason}` } });

/** Takes a session, with what belongs to it, out of the draft. */
export async function removeSession(ctx: Ctx, key: string, id: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "handle");
    await loadSession(tx, event.id, id);
    await markRemoved(tx, [id, ...kinOf(await sessionsOf(tx, event.id), id, [])]);
    record(tx, { subject: event.id, type: "event.programme-edited", data: { session: id } });
  });
}

export const speakerInput = z.object({
  sessionId: z.uuid(),
  role: z.enum(speakerRoles).default("speaker"),
  /** One already known, or the name of somebody new. */
  contactId: z.uuid().optional(),
  person: contactInput.omit({ personId: true, consent: true }).optional(),
});
export type SpeakerInput = z.input<typeof speakerInput>;

/** Somebody speaks at a session; at that hour they are nowhere else. */
export async function addSpeaker(ctx: Ctx, key: string, given: SpeakerInput): Promise<void> {
  const input = speakerInput.parse(given);
  await transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "handle");
    const session = await loadSession(tx, event.id, input.sessionId);
    const contact =
      input.person === undefined
        ? found((await contactsById(tx, [input.contactId ?? event.id])).get(input.contactId ?? ""))
        : await keepContact(tx, { ...input.person, consent: "speaker" });
    const all = await sessionsOf(tx, event.id);
    await demandFreeSession(tx, {
      event: event.id,
      session: session.id,
      room: null,
      speakers: [contact.id],
      within: kinOf(all, session.id, parentsOf(all, { id: session.id, parent: session.parent_id })),
      startsAt: session.starts_at,
      endsAt: session.ends_at,
    });
    const added = await insertSpeaker(tx, {
      id: tx.newId(),
      event_id: event.id,
      session_id: session.id,
      contact_id: contact.id,
      role: input.role,
      position: (await speakersOf(tx, event.id)).length,
    });
    if (!added)
      throw conflict("events.speaker-there", { fields: { contactId: "events.speaker-there" } });
    record(tx, {
      subject: event.id,
      type: "event.programme-edited",
      data: { session: session.id, speaker: contact.id },
    });
  });
}

export async function removeSpeaker(ctx: Ctx, key: string, id: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "handle");
    await deleteSpeaker(tx, event.id, id);
    record(tx, { subject: event.id, type: "event.programme-edited", data: { removed: id } });
  });
}

/** What publishing now would change, and how many people would get a letter. */
export async function previewProgramme(
  ctx: Ctx,
  event: Event,
): Promise<{ changes: ProgrammeChange[]; people: number }> {
  const { changes, people } = await comparison(ctx, event);
  return { changes, people: people.length };
}

async function comparison(ctx: Ctx, event: Event) {
  const [before, sessions, speakers] = [
    await publishedProgramme(ctx, event.id),
    await sessionsOf(ctx, event.id),
    await speakersOf(ctx, event.id),
  ];
  const snapshot = snapshotOf(sessions, speakers);
  const changes = diffProgrammes(before?.snapshot, snapshot);
  const first = before === undefined;
  const touched = touchedSessions(changes, [before?.snapshot, snapshot]);
  const choosers = new Set(first ? [] : await choosersOf(ctx, [...touched]));
  const people = first
    ? []
    : (await registrationsOf(ctx, event.id, ["offered", "confirmed", "waiting"])).filter(({ id }) =>
        choosers.has(id),
      );
  return { before, snapshot, changes, people };
}

export function snapshotOf(sessions: readonly Session[], speakers: readonly Speaker[]): Snapshot {
  return {
    sessions: sessions.map((session): SnapSession => ({
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
 * Shows the draft to visitors as the next version. Whoever chose a session that is different now
 * gets a letter that says what changed; nobody else does.
 */
export async function publishProgramme(
  ctx: Ctx,
  key: string,
  seen: { version?: number | undefined } = {},
): Promise<Event> {
  return transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "handle");
    demandVersion(event, seen.version);
    if (event.stage === "cancelled") throw conflict("events.is-cancelled");
    const { before, snapshot, changes, people } = await comparison(tx, event);
    if (snapshot.sessions.length === 0 && before === undefined)
      throw conflict("events.programme-empty");
    if (changes.length === 0) throw conflict("events.programme-same");
    const version = event.programme_version + 1;
    await insertProgramme(tx, event.id, { version, snapshot, changes });
    await deleteRemoved(tx, event.id);
    const saved = await saveEvent(tx, event, {
      programme_version: version,
      sequence: event.sequence + (event.stage === "draft" ? 0 : 1),
    });
    record(tx, {
      subject: event.id,
      type: "event.programme-published",
      data: { version, changes: changes.length, told: people.length },
    });
    if (event.stage === "announced") {
      const lines = changes.map((change) => changeLine(change, ctx.region.timeZone));
      tellProgramme(tx, saved, { lines, people });
    }
    return saved;
  });
}

/** «Дворы и дороги: теперь 12:00–13:00, было 11:30–13:00» */
function changeLine(change: ProgrammeChange, zone: string): string {
  const how = { lang: "ru", zone } as const;
  const span = (hours: { startsAt: string; endsAt: string } | undefined) =>
    hours === undefined
      ? ""
      : `${formatTime(new Date(hours.startsAt), how)}–${formatTime(new Date(hours.endsAt), how)}`;
  return ru.programmeLine({ ...change, from: span(change.from), to: span(change.to) });
}
