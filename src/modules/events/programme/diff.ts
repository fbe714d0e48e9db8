import type { SessionKind, SpeakerRole } from "../event.ts";

/** A session as published: ids instead of names, without the private address of the broadcast. */
export type ProgrammeSnapshotSession = {
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

export type ProgrammeSnapshot = { sessions: ProgrammeSnapshotSession[] };

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
  /** Times before and after, where they changed. */
  from?: { startsAt: string; endsAt: string };
  to?: { startsAt: string; endsAt: string };
};

/** Returns the differences between two published programmes, in the order of the later one. */
export function diffProgrammes(
  before: ProgrammeSnapshot | undefined,
  after: ProgrammeSnapshot,
): ProgrammeChange[] {
  const old = new Map((before?.sessions ?? []).map((session) => [session.id, session]));
  const remainingIds = new Set(after.sessions.map(({ id }) => id));
  const changes = after.sessions.flatMap((session): ProgrammeChange[] => {
    const previous = old.get(session.id);
    if (previous === undefined) return [{ ...sessionTitle(session), what: "added", parts: [] }];
    const parts = changedPartsOf(previous, session);
    if (parts.length === 0) return [];
    const moved = parts.includes("time") && {
      from: sessionHours(previous),
      to: sessionHours(session),
    };
    return [{ ...sessionTitle(session), what: "changed", parts, ...moved }];
  });
  const removed = [...old.values()].filter(({ id }) => !remainingIds.has(id));
  return [
    ...changes,
    ...removed.map((session): ProgrammeChange => ({
      ...sessionTitle(session),
      what: "removed",
      parts: [],
    })),
  ];
}

const sessionTitle = ({ id, title }: ProgrammeSnapshotSession) => ({ session: id, title });
const sessionHours = ({ startsAt, endsAt }: ProgrammeSnapshotSession) => ({ startsAt, endsAt });

const comparedValues: Record<ChangedPart, (session: ProgrammeSnapshotSession) => unknown> = {
  time: sessionHours,
  place: ({ room, place }) => [room, place],
  title: ({ title, kind }) => [title, kind],
  speakers: ({ speakers }) => speakers.map(({ contact, role }) => `${role} ${contact}`).toSorted(),
  line: ({ online }) => online,
  places: ({ capacity }) => capacity,
  text: ({ summary, parent }) => [summary, parent],
};

function changedPartsOf(
  before: ProgrammeSnapshotSession,
  after: ProgrammeSnapshotSession,
): ChangedPart[] {
  return changedParts.filter(
    (part) =>
      JSON.stringify(comparedValues[part](before)) !== JSON.stringify(comparedValues[part](after)),
  );
}

/** Parts of a change that need no email. */
const silentParts: readonly ChangedPart[] = ["text", "places"];

/**
 * Returns the sessions whose visitors need an email: changed ones, their parents and children. A
 * talk added inside a chosen section affects those who chose the section.
 */
export function affectedSessions(
  changes: readonly ProgrammeChange[],
  snapshots: readonly (ProgrammeSnapshot | undefined)[],
): Set<string> {
  const sessions = snapshots.flatMap((snapshot) => snapshot?.sessions ?? []);
  const touched = new Set<string>();
  for (const change of changes) {
    if (change.what === "changed" && change.parts.every((part) => silentParts.includes(part)))
      continue;
    touched.add(change.session);
    for (const up of ancestors(change.session, sessions)) touched.add(up);
    if (change.what !== "added")
      for (const down of descendants(change.session, sessions)) touched.add(down);
  }
  return touched;
}

function ancestors(
  id: string,
  sessions: readonly ProgrammeSnapshotSession[],
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
  sessions: readonly ProgrammeSnapshotSession[],
  seen = new Set<string>(),
): Set<string> {
  for (const { id: own, parent } of sessions) {
    if (parent !== id || seen.has(own)) continue;
    seen.add(own);
    descendants(own, sessions, seen);
  }
  return seen;
}
