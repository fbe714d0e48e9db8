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
import type { Choices } from "#base/choices.ts";
import type { Job } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";
import { clockwork } from "./clock.ts";
import { tellWork } from "./letters.ts";
import { eventPolicy, roomPolicy } from "./policy.ts";
import { presenceReactions } from "./presence-reactions.ts";
import { presenceJobs, presenceRoutes } from "./presence-web.tsx";
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
} from "./actions.ts";
export type { CancelInput, ChangeInput, CreateInput, MoveInput } from "./actions.ts";
export { holdOver } from "./clock.ts";
export {
  addSpeaker,
  keepSession,
  publishProgramme,
  removeSession,
  removeSpeaker,
} from "./programme.ts";
export type { SessionInput, SpeakerInput } from "./programme.ts";
export {
  cancelByStaff,
  cancelRegistration,
  changeChoices,
  confirmSeat,
  expireOffers,
  register,
  registerByStaff,
  switchMode,
} from "./registrations.ts";
export type { Registered, RegisterInput } from "./registrations.ts";
export type { Registration } from "./registrations.store.ts";
export type { EventKind, Format, Mode, RegistrationRole, Stage } from "./event.ts";
export { findEvent, type Event } from "./store.ts";
export {
  closeAttendance,
  markNewcomer,
  markPresent,
  restorePresence,
  withdrawPresence,
} from "./presence-actions.ts";
export type { MarkInput, PersonInput } from "./presence-actions.ts";
export { mergePresences, type Batch, type MarkAnswer } from "./presence-door.ts";
export { doubtsAbout, type PresenceDoubt } from "./presence-doubts.ts";
export { presentByOrganisation, presentByPlace, type Group } from "./presence-figures.ts";
export { keyPaperList, makePaperList, readWritten } from "./presence-paper.ts";
export { reportHere, showHereCode } from "./presence-self.ts";
export {
  checkCertificate,
  issueCertificate,
  issueCertificates,
  reissueCertificate,
  revokeCertificate,
  setCertificateRule,
} from "./certificates.ts";
export type { Certificate } from "./certificates-store.ts";
export { feedbackResults, sendFeedback, type FeedbackView } from "./feedback.ts";
export { learningByLink, learningOfAccount, type Learning } from "./learning.ts";
export { learningLink } from "./learning-link.ts";
export { eventSources } from "./sources.ts";
export { addMaterial, removeMaterial } from "./materials.ts";
export { changeQuotas } from "./quotas.ts";
export { registerGroup } from "./group.ts";
export { keepRoom, type RoomInput } from "./rooms.ts";
export { keepSeries, makeAllOccurrences, type SeriesInput } from "./series.ts";
