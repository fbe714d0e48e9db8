/**
 * Events: conferences, seminars, sittings, visits; programme, registration, attendance, certificates.
 *
 * Stages: draft → announced → held, or cancelled. The centre's staff hold events anywhere, a
 * coordinator in the own municipality, an NKO in its own name. Anybody registers without an account
 * and gets a private link; without free seats there is a queue, and a freed seat is offered to the
 * next for some hours.
 *
 * Refused: an end before the beginning, a speaker or room that is taken at that hour, a save over
 * another person's change. A second registration returns the first. Registrations are personal.
 */
import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import type { Job } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";
import { scheduledTasks } from "./scheduled-tasks.ts";
import { changeNoticeJob } from "./registration/letters.ts";
import { eventPolicy, roomPolicy } from "./policy.ts";
import { attendanceReactions } from "./attendance/reactions.ts";
import { issueCertificatesJob } from "./certificates/actions.ts";
import { feedbackJob } from "./feedback/actions.ts";
import { messages } from "./view.ts";
import { eventRoutes } from "./web.tsx";

/** Dependencies provided by the application: names of projects, a module registered later. */
export type EventsDeps = { projects: EntityLookup };

/** Creates the module: events, rooms, registration, attendance and certificates. */
export function createEventsModule(deps: EventsDeps): Module {
  return {
    name: "events",
    messages,
    navigation: [
      { section: "events", path: "/events", for: "all", order: 120 },
      { section: "learning", path: "/my/learning", for: "signed-in", order: 240 },
    ],
    policies: { event: eventPolicy, room: roomPolicy },
    routes: eventRoutes(deps),
    jobs: [changeNoticeJob as Job, issueCertificatesJob as Job, feedbackJob as Job],
    scheduledTasks,
    reactions: attendanceReactions,
  };
}

export {
  announceEvent,
  cancelEvent,
  changeEvent,
  createEvent,
  holdEvent,
  moveEvent,
} from "./edit/actions.ts";
export type {
  CancelEventInput,
  ChangeEventInput,
  CreateEventInput,
  MoveEventInput,
} from "./edit/input.ts";
export { holdFinishedEvents } from "./scheduled-tasks.ts";
export {
  addSpeaker,
  saveSession,
  publishProgramme,
  removeSession,
  removeSpeaker,
} from "./programme/actions.ts";
export type { SessionInput, SpeakerInput } from "./programme/actions.ts";
export {
  cancelByStaff,
  cancelRegistration,
  changeChoices,
  confirmSeat,
  expireOffers,
  register,
  registerByStaff,
  switchMode,
} from "./registration/actions.ts";
export type { RegistrationResult, RegistrationInput } from "./registration/actions.ts";
export type { Registration } from "./registration/store.ts";
export type {
  EventKind,
  EventFormat,
  AttendanceMode,
  RegistrationRole,
  EventStage,
} from "./event.ts";
export { findEvent, type Event } from "./store.ts";
export {
  closeAttendance,
  markNewcomer,
  markPresent,
  restorePresence,
  withdrawPresence,
} from "./attendance/actions.ts";
export type { MarkInput, NewcomerInput } from "./attendance/actions.ts";
export { mergePresences, type DoorBatch, type MarkResult } from "./check-in/door.ts";
export { findDoubts, type PresenceDoubt } from "./attendance/doubts-reads.ts";
export {
  countPresentByOrganisation,
  countPresentByPlace,
  type AttendanceGroup,
} from "./attendance/breakdown-reads.ts";
export { enterPaperList, createPaperList, parseHandwritten } from "./check-in/paper-actions.ts";
export { reportOnlineAttendance, createOnlineCode } from "./check-in/online-actions.ts";
export {
  verifyCertificate,
  issueCertificate,
  issueCertificates,
  reissueCertificate,
  revokeCertificate,
  setCertificateRule,
} from "./certificates/actions.ts";
export type { Certificate } from "./certificates/store.ts";
export { loadFeedbackResults, sendFeedback, type FeedbackResults } from "./feedback/actions.ts";
export {
  findLearningByLink,
  findLearningOfAccount,
  type LearningRecord,
} from "./learning/reads.ts";
export { learningLink } from "./learning/private-links.ts";
export { eventSources } from "./counts/sources.ts";
export { addMaterial, removeMaterial } from "./materials/actions.ts";
export { changeQuotas } from "./seats/quotas.ts";
export { registerGroup } from "./registration/group.ts";
export { saveRoom, type RoomInput } from "./rooms/actions.ts";
export { saveSeries, createAllOccurrences, type SeriesInput } from "./series/actions.ts";
