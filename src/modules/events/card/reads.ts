import type { EntityRef, EntityLookup } from "#base/ports/entity-lookup.ts";
import type { Ctx } from "#base/context.ts";
import { may } from "#base/policy.ts";
import { loadContacts, announcedName } from "#modules/people/index.ts";
import { countChoicesBySession } from "../seats/session-choices-store.ts";
import { listMaterials, type EventMaterial } from "../materials/store.ts";
import { loadEventNames, type EventNames } from "../names.ts";
import { eventPolicy } from "../policy.ts";
import { toSnapshot } from "../programme/actions.ts";
import type { ProgrammeSnapshotSession } from "../programme/diff.ts";
import {
  findPublishedProgramme,
  listSessions,
  listSpeakers,
  type PublishedProgramme,
} from "../programme/store.ts";
import { countOnlineByMunicipality, countWaiting } from "../listing/reads.ts";
import { countTakenSeats } from "../registration/store.ts";
import { countSeats } from "../seats/allocation.ts";
import type { Event } from "../store.ts";

/** A session with everything that a reader sees of it. */
export type ProgrammeItem = ProgrammeSnapshotSession & {
  starts_at: Date;
  ends_at: Date;
  placeName: string;
  people: { name: string; role: ProgrammeSnapshotSession["speakers"][number]["role"] }[];
  taken: number;
  children: ProgrammeItem[];
};

export type EventCard = {
  event: Event;
  names: EventNames;
  project: EntityRef | undefined;
  programme: ProgrammeItem[];
  published: Pick<PublishedProgramme, "version" | "published_at" | "changes"> | undefined;
  materials: EventMaterial[];
  takenSeats: { hall: number; online: number };
  waiting: number;
  online: { municipality: string | null; people: number }[];
  /** Whether the reader may change the event and see registrations. */
  canManage: boolean;
};

/**
 * Loads everything that the page of an event shows; managers of an event without a published
 * programme see the draft.
 */
export async function loadEventCard(
  ctx: Ctx,
  event: Event,
  { projects }: { projects: EntityLookup },
): Promise<EventCard> {
  const canManage = may(eventPolicy, ctx.actor, "handle", event);
  const published = await findPublishedProgramme(ctx, event.id);
  const draft = canManage && published === undefined;
  const names = await loadEventNames(ctx);
  const snapshot = draft
    ? toSnapshot(await listSessions(ctx, event.id), await listSpeakers(ctx, event.id))
    : (published?.snapshot ?? { sessions: [] });
  const taken = await countTakenSeats(ctx, event.id);
  const named =
    event.project_id === null ? undefined : await projects.findNames(ctx, [event.project_id]);
  return {
    event,
    names,
    project: named?.get(event.project_id ?? ""),
    programme: await toProgrammeItems(ctx, { sessions: snapshot.sessions, names, event: event.id }),
    published,
    materials: await listMaterials(ctx, event.id, { onlyPublic: !canManage }),
    takenSeats: {
      hall: countSeats(taken, (row) => row.mode === "in-person"),
      online: countSeats(taken, (row) => row.mode === "online"),
    },
    waiting: await countWaiting(ctx, event.id),
    online: event.format === "in-person" ? [] : await countOnlineByMunicipality(ctx, event.id),
    canManage,
  };
}

/**
 * Converts the published sessions into a tree with names instead of ids; speakers have their full
 * public names.
 */
async function toProgrammeItems(
  ctx: Ctx,
  {
    sessions,
    names,
    event,
  }: { sessions: readonly ProgrammeSnapshotSession[]; names: EventNames; event: string },
): Promise<ProgrammeItem[]> {
  if (sessions.length === 0) return [];
  const contacts = await loadContacts(
    ctx,
    sessions.flatMap((session) => session.speakers.map(({ contact }) => contact)),
  );
  const counts = sessions.some((session) => session.capacity !== null)
    ? await countChoicesBySession(ctx, event)
    : new Map<string, { taken: number }>();
  const childrenOf = (parent: string | null): ProgrammeItem[] =>
    sessions
      .filter((session) => session.parent === parent)
      .map((session) => ({
        ...session,
        starts_at: new Date(session.startsAt),
        ends_at: new Date(session.endsAt),
        placeName: [names.room(session.room)?.name, session.place].filter(Boolean).join(", "),
        people: session.speakers.flatMap(({ contact, role }) => {
          const person = contacts.get(contact);
          return person === undefined || person.erased_at !== null
            ? []
            : [{ name: announcedName(person), role }];
        }),
        taken: counts.get(session.id)?.taken ?? 0,
        children: childrenOf(session.id),
      }));
  return childrenOf(null);
}
