import { defineLifecycle } from "#base/lifecycle.ts";
import { invalidField } from "#base/refusal.ts";

/** Who must act next. */
export type ConsultationOwner = "centre" | "consultant";

/** The life of a request for advice: it ends with what came of the advice, not with the talk. */
export const lifecycle = defineLifecycle("consultations", {
  stages: {
    asked: { owner: "centre", timer: "consultation-take" },
    taken: { owner: "consultant", timer: "consultation-book" },
    booked: { owner: "consultant", timer: "consultation-give" },
    given: { owner: "consultant", timer: "consultation-outcome" },
    closed: { final: true },
    declined: { final: true },
    withdrawn: { final: true },
  },
  moves: {
    take: { from: ["asked", "taken"], to: "taken" },
    "hand-back": { from: ["taken", "booked"], to: "asked" },
    book: { from: ["asked", "taken", "booked"], to: "booked" },
    miss: { from: ["booked"], to: "taken" },
    give: { from: ["asked", "taken", "booked"], to: "given" },
    close: { from: ["given"], to: "closed" },
    decline: { from: ["asked", "taken"], to: "declined" },
    withdraw: { from: ["asked", "taken", "booked"], to: "withdrawn" },
  },
});

export type ConsultationStage = keyof typeof lifecycle.stages;
export type TransitionName = keyof typeof lifecycle.transitions;
export const consultationStages = Object.keys(lifecycle.stages) as [
  ConsultationStage,
  ...ConsultationStage[],
];

/** Returns the timer of a stage; null for final stages. */
export function timerOf(stage: ConsultationStage): string | null {
  const shape = lifecycle.stages[stage];
  return shape.final === true ? null : shape.timer;
}

export const consultationTopics = [
  "registration",
  "reporting",
  "accounting",
  "law",
  "tos",
  "project-idea",
  "application",
  "budget",
  "project-report",
  "volunteers",
  "promotion",
  "partnership",
  "other",
] as const;
export type ConsultationTopic = (typeof consultationTopics)[number];

export const consultationModes = ["individual", "group"] as const;
export type ConsultationMode = (typeof consultationModes)[number];

export const requestChannels = ["form", "telephone", "project"] as const;
export type RequestChannel = (typeof requestChannels)[number];

export const meetingFormats = ["in-person", "telephone", "online"] as const;
export type MeetingFormat = (typeof meetingFormats)[number];

/** What came of the advice. */
export const consultationOutcomes = [
  "project-opened",
  "application-submitted",
  "organisation-registered",
  "question-solved",
  "another-meeting",
  "nothing-yet",
] as const;
export type ConsultationOutcome = (typeof consultationOutcomes)[number];

/** The record's five lines, in the order they are asked for. */
export const recordLines = ["asked", "situation", "advised", "agreed", "next"] as const;
export type RecordLine = (typeof recordLines)[number];

/** Formats a number: «КС-2026-00012», with Cyrillic letters; numbering restarts each year. */
export function formatConsultationNumber(year: string, n: number): string {
  return `\u041a\u0421-${year}-${String(n).padStart(5, "0")}`;
}

/** Refuses at `startsAt` a meeting that would begin in the past. */
export function requireFuture(startsAt: Date, now: Date): void {
  if (startsAt.getTime() > now.getTime()) return;
  throw invalidField("startsAt", "consultations.time-passed");
}

/** Refuses at `givenOn` when the meeting has not begun yet. */
export function requirePast(startsAt: Date, now: Date): void {
  if (startsAt.getTime() <= now.getTime()) return;
  throw invalidField("givenOn", "consultations.not-yet");
}
