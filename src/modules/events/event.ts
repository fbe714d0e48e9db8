import { defineLifecycle } from "#base/lifecycle.ts";
import { invalidField } from "#base/refusal.ts";

export const eventKinds = [
  "conference",
  "seminar",
  "webinar",
  "round-table",
  "discussion",
  "sitting",
  "open-door-day",
  "visit",
  "internship",
  "club",
  "meeting",
  "other",
] as const;
export type EventKind = (typeof eventKinds)[number];

export const eventFormats = ["in-person", "online", "hybrid"] as const;
export type EventFormat = (typeof eventFormats)[number];

/**
 * Stages of an event. A scheduled task marks it as held when its last minute has passed; closed
 * attendance is a column rather than a stage.
 */
export const eventLifecycle = defineLifecycle("events", {
  stages: {
    draft: { owner: "organiser", timer: "announce" },
    announced: { owner: "organiser", timer: "hold" },
    held: { final: true },
    cancelled: { final: true },
  },
  moves: {
    announce: { from: ["draft"], to: "announced" },
    // A past meeting may be entered afterwards, without having been announced.
    hold: { from: ["draft", "announced"], to: "held" },
    cancel: { from: ["draft", "announced"], to: "cancelled" },
  },
});

export type EventStage = keyof typeof eventLifecycle.stages;
export type EventTransition = keyof typeof eventLifecycle.transitions;

export const sessionKinds = [
  "day",
  "plenary",
  "section",
  "master-class",
  "talk",
  "discussion",
  "break",
  "other",
] as const;
export type SessionKind = (typeof sessionKinds)[number];

export const speakerRoles = ["speaker", "moderator", "master", "expert"] as const;
export type SpeakerRole = (typeof speakerRoles)[number];

/** Roles of a participant; the public form offers only the first few. */
export const registrationRoles = [
  "participant",
  "volunteer",
  "press",
  "speaker",
  "expert",
  "organiser",
] as const;
export type RegistrationRole = (typeof registrationRoles)[number];
export const selfRegistrationRoles = ["participant", "volunteer", "press"] as const;

export const attendanceModes = ["in-person", "online"] as const;
export type AttendanceMode = (typeof attendanceModes)[number];

/**
 * `waiting`: in the queue; `offered`: a freed seat is reserved until a set time; `confirmed`:
 * taken.
 */
export const registrationStates = ["waiting", "offered", "confirmed", "cancelled"] as const;
export type RegistrationState = (typeof registrationStates)[number];

export const materialKinds = ["material", "recording", "picture", "minutes", "link"] as const;
export type MaterialKind = (typeof materialKinds)[number];

/** Formats a number: «М-2026-0031», with a Cyrillic letter; the numbering restarts each year. */
export function eventNumber(year: string, n: number): string {
  return `\u041c-${year}-${String(n).padStart(4, "0")}`;
}

// Letters that are not confused with one another on paper or aloud, nor with Latin letters.
const codeLetters =
  "\u0410\u0411\u0413\u0414\u0415\u0416\u041a\u041b\u041c\u041d\u041f\u0420\u0421\u0422\u0423\u0424\u0425\u0426\u0428\u042d";

/**
 * Formats a short code, «СН-204», to be read aloud: two letters from the event's number, and the
 * seat. Events of one day rarely share letters, so another event's code is noticed.
 */
export function seatCode(eventNumberText: string, seat: number): string {
  const n = Number(eventNumberText.slice(-4));
  const letter = (index: number) => codeLetters[index % codeLetters.length] ?? "";
  const [first, second] = [letter(Math.floor(n / codeLetters.length) + n * 7), letter(n * 3)];
  return `${first}${second}-${String(100 + seat)}`;
}

/** Returns the modes of attendance that a format allows. */
export function attendanceModesFor(format: EventFormat): readonly AttendanceMode[] {
  if (format === "hybrid") return attendanceModes;
  return [format === "online" ? "online" : "in-person"];
}

type EventSpan = { startsAt: Date; endsAt: Date };

/** Throws unless the end is after the beginning and within a month of it. */
export function requireValidSpan({ startsAt, endsAt }: EventSpan, field = "endsAt"): void {
  const days = (endsAt.getTime() - startsAt.getTime()) / 86_400_000;
  if (days <= 0) throw invalidField(field, "events.ends-before");
  if (days > 31) throw invalidField(field, "events.too-long");
}

/** Returns whether two half-open spans overlap: an end at 11:00 and a beginning at 11:00 do not. */
export function spansOverlap(a: EventSpan, b: EventSpan): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt;
}
