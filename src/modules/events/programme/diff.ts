import type { SessionKind, SpeakerRole } from "../event.ts";

/** A session as it was published: ids instead of people's names, no private address of the line. */
export type SnapSession = {
  id: string;
  parent: string | null;
  kind: SessionKind;
  title: string;
  summary: string;
  startsAt: string;
  endsAt: string;
  room: string | null;
  place: string;
  online: boolean;
  capacity: number | null;
  speakers: { contact: string; role: SpeakerRole }[];
};

export type Snapshot = { sessions: SnapSession[] };

export const changedParts = [
  "time",
  "place",
  "title",
  "speakers",
  "line",
  "places",
  "text",
] as const;
export type ChangedPart = (typeof changedParts)[number];

export type ProgrammeChange = {
  session: string;
  title: string;
  what: "added" | "removed" | "changed";
  parts: ChangedPart[];
  /** Its hours before and after, where they changed. */
  from?: { startsAt: string; endsAt: string };
  to?: { startsAt: string; endsAt: string };
};

/** What is different between two published programmes, in the order of the later one. */
export function diffProgrammes(before: Snapshot | undefined, after: Snapshot): ProgrammeChange[] {
  const old = new Map((before?.sessions ?? []).map((session) => [session.id, session]));
  const kept = new Set(after.sessions.map(({ id }) => id));
  const changes = after.sessions.flatMap((session): ProgrammeChange[] => {
    const was = old.get(session.id);
    if (was === undefined) return [{ ...named(session), what: "added", parts: [] }];
    const parts = partsOf(was, session);
    if (parts.length === 0) return [];
    const moved = parts.includes("time") && { from: hours(was), to: hours(session) };
    return [{ ...named(session), what: "changed", parts, ...moved }];
  });
  const removed = [...old.values()].filter(({ id }) => !kept.has(id));
  return [
    ...changes,
    ...removed.map((session): ProgrammeChange => ({
      ...named(session),
      what: "removed",
      parts: [],
    })),
  ];
}

const named = ({ id, title }: SnapSession) => ({ session: id, title });
const hours = ({ startsAt, endsAt }: SnapSession) => ({ startsAt, endsAt });

const compared: Record<ChangedPart, (session: SnapSession) => unknown> = {
  time: hours,
  place: ({ room, place }) => [room, place],
  title: ({ title, kind }) => [title, kind],
  speakers: ({ speakers }) => speakers.map(({ contact, role }) => `${role} ${contact}`).toSorted(),
  line: ({ online }) => online,
  places: ({ capacity }) => capacity,
  text: ({ summary, parent }) => [summary, parent],
};

function partsOf(was: SnapSession, now: SnapSession): ChangedPart[] {
  return changedParts.filter(
    (part) => JSON.stringify(compared[part](was)) !== JSON.stringify(compared[part](now)),
  );
}

/** Parts of a change for which nobody needs a letter. */
const quiet: readonly ChangedPart[] = ["text", "places"];

/**
 * Sessions whose visitors must hear of the changes: the changed ones, what they belong to and what
 * belongs to them. A talk added inside a chosen section concerns those of the section.
 */
export function touchedSessions(
  changes: readonly ProgrammeChange[],
  snapshots: readonly (Snapshot | undefined)[],
): Set<string> {
  const sessions = snapshots.flatMap((snapshot) => snapshot?.sessions ?? []);
  const touched = new Set<string>();
  for (const change of changes) {
    if (change.what === "changed" && change.parts.every((part) => quiet.includes(part))) continue;
    touched.add(change.session);
    for (const up of ancestors(change.session, sessions)) touched.add(up);
    if (change.what !== "added")
      for (const down of descendants(change.session, sessions)) touched.add(down);
  }
  return touched;
}

function ancestors(
  id: string,
  sessions: readonly SnapSession[],
  seen = new Set<string>(),
): Set<string> {
  for (const { id: own, parent } of sessions) {
    if (own !== id || parent === null || seen.has(parent)) continue;
    seen.add(parent);
    ancestors(parent, sessions, seen);
  }
  return seen;
}

function descendants(
  id: string,
  sessions: readonly SnapSession[],
  seen = new Set<string>(),
): Set<string> {
  for (const { id: own, parent } of sessions) {
    if (parent !== id || seen.has(own)) continue;
    seen.add(own);
    descendants(own, sessions, seen);
  }
  return seen;
}
