/**
 * Events: conferences, seminars, sittings, visits; programme, registration, attendance, certificates.
 *
 * Stages: draft → announced → held, or cancelled. The centre's staff hold events anywhere, a
 * coordinator in the own municipality, an NKO in its own name. Anybody registers without an account
 * and keeps a private link; a full hall means a queue, and a freed seat is offered for some hours.
 *
 * Refused: an end before the beginning, a speaker or room that is taken at that hour, a save over
 * another person's change. Who registered twice gets the seat they have. Registrations are personal.
 */
import type { Choices } from "#base/ports/entity-lookup.ts";
import type { Job } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";
import { clockwork } from "./scheduled-tasks.ts";
import { tellWork } from "./registration/letters.ts";
import { eventPolicy, roomPolicy } from "./policy.ts";
import { presenceReactions } from "./attendance/reactions.ts";
import { presenceJobs, presenceRoutes } from "./attendance-web.tsx";
import { words } from "./view.ts";
import { eventRoutes } from "./web.tsx";

/** The module on its ground: projects stand later, the house hands their names in. */
export function openEvents(ground: { projects: Choices }): { module: Module } {
  return {
    module: {
      name: "events",
      words,
      policies: { event: eventPolicy, room: roomPolicy },
      routes: [...presenceRoutes, ...eventRoutes(ground)],
      jobs: [tellWork as Job, ...presenceJobs],
      clockwork,
      reactions: presenceReactions,
    },
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
export type { CancelInput, ChangeInput, CreateInput, MoveInput } from "./edit/actions.ts";
export { holdOver } from "./scheduled-tasks.ts";
export {
  addSpeaker,
  keepSession,
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
export type { Registered, RegisterInput } from "./registration/actions.ts";
export type { Registration } from "./registration/store.ts";
export type { EventKind, Format, Mode, RegistrationRole, Stage } from "./event.ts";
export { findEvent, type Event } from "./store.ts";
export {
  closeAttendance,
  markNewcomer,
  markPresent,
  restorePresence,
  withdrawPresence,
} from "./attendance/actions.ts";
export type { MarkInput, PersonInput } from "./attendance/actions.ts";
export { mergePresences, type Batch, type MarkAnswer } from "./check-in/door.ts";
export { doubtsAbout, type PresenceDoubt } from "./attendance/doubts.ts";
export { presentByOrganisation, presentByPlace, type Group } from "./attendance/breakdown.ts";
export { keyPaperList, makePaperList, readWritten } from "./check-in/paper.ts";
export { reportHere, showHereCode } from "./check-in/online.ts";
export {
  checkCertificate,
  issueCertificate,
  issueCertificates,
  reissueCertificate,
  revokeCertificate,
  setCertificateRule,
} from "./certificates/actions.ts";
export type { Certificate } from "./certificates/store.ts";
export { feedbackResults, sendFeedback, type FeedbackView } from "./feedback/actions.ts";
export { learningByLink, learningOfAccount, type Learning } from "./learning/reads.ts";
export { learningLink } from "./learning/private-links.ts";
export { eventSources } from "./counts/sources.ts";
export { addMaterial, removeMaterial } from "./materials/actions.ts";
export { changeQuotas } from "./seats/quotas.ts";
export { registerGroup } from "./registration/group.ts";
export { keepRoom, type RoomInput } from "./rooms/actions.ts";
export { keepSeries, makeAllOccurrences, type SeriesInput } from "./series/actions.ts";
