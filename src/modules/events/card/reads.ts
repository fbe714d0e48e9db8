import type { Choice, Choices } from "#base/ports/entity-lookup.ts";
import type { Ctx } from "#base/context.ts";
import { may } from "#base/policy.ts";
import { contactsById, spokenName } from "#modules/people/index.ts";
import { chosenCounts } from "../seats/session-choices-store.ts";
import { materialsOf, type Material } from "../materials/store.ts";
import { namesFor, type Names } from "../names.ts";
import { eventPolicy } from "../policy.ts";
import { snapshotOf } from "../programme/actions.ts";
import type { SnapSession } from "../programme/diff.ts";
import { publishedProgramme, sessionsOf, speakersOf, type Programme } from "../programme/store.ts";
import { onlineByMunicipality, waitingCounts } from "../listing/reads.ts";
import { takenSeats } from "../registration/store.ts";
import { sum } from "../seats/allocation.ts";
import type { Event } from "../store.ts";

/** A line of the programme with everything a reader sees of it. */
export type ShownSession = SnapSession & {
  starts_at: Date;
  ends_at: Date;
  placeName: string;
  people: { name: string; role: SnapSession["speakers"][number]["role"] }[];
  taken: number;
  children: ShownSession[];
};

export type EventCard = {
  event: Event;
  names: Names;
  project: Choice | undefined;
  programme: ShownSession[];
  published: Pick<Programme, "version" | "published_at" | "changes"> | undefined;
  materials: Material[];
  taken: { hall: number; online: number };
  waiting: number;
  online: { municipality: string | null; people: number }[];
  /** May the reader change the event, and see who registered? */
  makes: boolean;
};

/** Everything that the page of an event shows; makers of a draft see its unpublished programme. */
export async function loadCard(
  ctx: Ctx,
  event: Event,
  { projects }: { projects: Choices },
): Promise<EventCard> {
  const makes = may(eventPolicy, ctx.actor, "handle", event);
  const published = await publishedProgramme(ctx, event.id);
  const draft = makes && published === undefined;
  const names = await namesFor(ctx);
  const snapshot = draft
    ? snapshotOf(await sessionsOf(ctx, event.id), await speakersOf(ctx, event.id))
    : (published?.snapshot ?? { sessions: [] });
  const taken = await takenSeats(ctx, event.id);
  const named =
    event.project_id === null ? undefined : await projects.names(ctx, [event.project_id]);
  return {
    event,
    names,
    project: named?.get(event.project_id ?? ""),
    programme: await shownProgramme(ctx, { sessions: snapshot.sessions, names, event: event.id }),
    published,
    materials: await materialsOf(ctx, event.id, { onlyPublic: !makes }),
    taken: {
      hall: sum(taken, (row) => row.mode === "in-person"),
      online: sum(taken, (row) => row.mode === "online"),
    },
    waiting: await waitingCounts(ctx, event.id),
    online: event.format === "in-person" ? [] : await onlineByMunicipality(ctx, event.id),
    makes,
  };
}

/** The published tree with names instead of ids; speakers are named in full, they speak in public. */
async function shownProgramme(
  ctx: Ctx,
  { sessions, names, event }: { sessions: readonly SnapSession[]; names: Names; event: string },
): Promise<ShownSession[]> {
  if (sessions.length === 0) return [];
  const contacts = await contactsById(
    ctx,
    sessions.flatMap((session) => session.speakers.map(({ contact }) => contact)),
  );
  const counts = sessions.some((session) => session.capacity !== null)
    ? await chosenCounts(ctx, event)
    : new Map<string, { taken: number }>();
  const under = (parent: string | null): ShownSession[] =>
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
            : [{ name: spokenName(person), role }];
        }),
        taken: counts.get(session.id)?.taken ?? 0,
        children: under(session.id),
      }));
  return under(null);
}
