import type { AttendanceMode } from "../event.ts";

/** How it is known that somebody was there. */
export const presenceSources = ["qr", "surname", "paper", "self", "hand"] as const;
export type PresenceSource = (typeof presenceSources)[number];

/** One mark as it was made; a person may have several, from several doors. */
export type AttendanceMark = {
  /** Made by the device, so that a mark sent twice is one. */
  id: string;
  /** The whole event where null. */
  sessionId: string | null;
  contactId: string;
  mode: AttendanceMode;
  source: PresenceSource;
  at: Date;
  recordedBy: string | null;
  device: string;
  paperListId: string | null;
};

/** A mark taken back. */
export type MarkWithdrawal = { markId: string; reason: string; at: Date };

/** What the marks say of one person at one session, or at the event where `sessionId` is null. */
export type Presence = {
  sessionId: string | null;
  contactId: string;
  /** The earliest mark that stands; where none stands, the earliest of those taken back. */
  mark: AttendanceMark;
  /** The last word about a presence of which no mark stands. */
  withdrawn?: MarkWithdrawal;
};

/** Marks in the order that decides: by time, and by id where two devices saw the same second. */
export const compareMarks = (
  a: Pick<AttendanceMark, "at" | "id">,
  b: Pick<AttendanceMark, "at" | "id">,
): number => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * The law of presence. Marks and withdrawals are sets that only grow, and this is a function of the
 * sets: whatever the order, the portions and the repetitions in which devices bring them, the answer
 * is the same. A mark withdrawn does not hide another mark of the same person; being in a session is
 * being at the event.
 */
export function computePresences(
  marks: Iterable<AttendanceMark>,
  withdrawals: Iterable<MarkWithdrawal>,
): Map<string, Presence> {
  const taken = latestWithdrawals(withdrawals);
  const groups = new Map<
    string,
    { sessionId: string | null; marks: Map<string, AttendanceMark> }
  >();
  for (const mark of marks) {
    for (const sessionId of mark.sessionId === null ? [null] : [null, mark.sessionId]) {
      const key = presenceKey({ sessionId, contactId: mark.contactId });
      const group = groups.get(key) ?? { sessionId, marks: new Map() };
      group.marks.set(mark.id, mark);
      groups.set(key, group);
    }
  }
  const found = new Map<string, Presence>();
  for (const [key, group] of groups) {
    const presence = computePresence(group.sessionId, [...group.marks.values()], taken);
    if (presence !== undefined) found.set(key, presence);
  }
  return found;
}

const presenceKey = (at: { sessionId: string | null; contactId: string }): string =>
  `${at.sessionId ?? ""} ${at.contactId}`;

function computePresence(
  sessionId: string | null,
  marks: readonly AttendanceMark[],
  taken: ReadonlyMap<string, MarkWithdrawal>,
): Presence | undefined {
  const sorted = marks.toSorted(compareMarks);
  const active = sorted.find((one) => !taken.has(one.id));
  const mark = active ?? sorted[0];
  if (mark === undefined) return undefined;
  const at = { sessionId, contactId: mark.contactId, mark };
  if (active !== undefined) return at;
  const withdrawn = sorted.flatMap((one) => taken.get(one.id) ?? []).reduce(laterWithdrawal);
  return { ...at, withdrawn };
}

function latestWithdrawals(withdrawals: Iterable<MarkWithdrawal>): Map<string, MarkWithdrawal> {
  const last = new Map<string, MarkWithdrawal>();
  for (const one of withdrawals) {
    const known = last.get(one.markId);
    last.set(one.markId, known === undefined ? one : laterWithdrawal(known, one));
  }
  return last;
}

const laterWithdrawal = (a: MarkWithdrawal, b: MarkWithdrawal): MarkWithdrawal => {
  const order = a.at.getTime() - b.at.getTime() || a.reason.localeCompare(b.reason);
  return order >= 0 ? a : b;
};

/** Rows ticked on paper, as a person types them: `1-5, 7 9`; what is no row comes back as `wrong`. */
export function parseRowNumbers(
  text: string,
  rows: number,
): { numbers: number[]; wrong: string[] } {
  const numbers = new Set<number>();
  const wrong: string[] = [];
  const parts = text.replaceAll(/\s*[-\u2013\u2014]\s*/g, "-").split(/[\s,;]+/);
  for (const part of parts.filter(Boolean)) {
    const [, first = "", last = first] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === "" || from < 1 || to < from || to > rows) wrong.push(part);
    else for (let n = from; n <= to; n += 1) numbers.add(n);
  }
  return { numbers: [...numbers].sort((a, b) => a - b), wrong };
}

/** Letters of the alphabet as a keyboard in the wrong layout, or a scanner, gives them. */
const lookalikeLetters: Record<string, string> = {
  A: "\u0410",
  E: "\u0415",
  K: "\u041a",
  M: "\u041c",
  H: "\u041d",
  P: "\u0420",
  C: "\u0421",
  T: "\u0422",
  X: "\u0425",
  Y: "\u0423",
};

/** «сн 204», «CH-204» → «СН-204»; undefined for what is no short code. */
export function parseSeatCode(text: string): string | undefined {
  const match = /^\s*(\p{L}{2})[\s\u2010-\u2014-]*(\d{3,6})\s*$/u.exec(
    text.toLocaleUpperCase("ru"),
  );
  if (match === null) return undefined;
  const letters = [...(match[1] ?? "")]
    .map((letter) => lookalikeLetters[letter] ?? letter)
    .join("");
  return `${letters}-${match[2] ?? ""}`;
}

/** What a camera or a person gave at the door: the secret of a private link, a short code, or neither. */
export function parseTicket(text: string): { token: string } | { code: string } | undefined {
  const token = /(?:^|[/=])([\w-]{43})(?:[/?#]|$)/.exec(text.trim())?.[1];
  if (token !== undefined) return { token };
  const last = safeDecode(text).split(/[/=]/).at(-1) ?? "";
  const code = parseSeatCode(last);
  return code === undefined ? undefined : { code };
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export type AttendedSpan = { startsAt: Date; endsAt: Date };

/** Hours covered by spans, what overlaps counted once. */
export function countHours(spans: readonly AttendedSpan[]): number {
  let ms = 0;
  let reached = -Infinity;
  for (const { startsAt, endsAt } of spans.toSorted(
    (a, b) => a.startsAt.getTime() - b.startsAt.getTime(),
  )) {
    const from = Math.max(reached, startsAt.getTime());
    if (endsAt.getTime() > from) ms += endsAt.getTime() - from;
    reached = Math.max(reached, endsAt.getTime());
  }
  return ms / 3_600_000;
}
