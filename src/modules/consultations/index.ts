/**
 * Consultations: advice to NKO and project groups, from the question to what came of it.
 *
 * Stages: asked → taken → booked → given → closed with an outcome; declined with a reason, withdrawn.
 * Guests ask by a form and follow by a private link; the centre notes calls; consultants offer hours.
 * Only a five-line record makes a consultation that counts.
 *
 * Refuses: an hour somebody else took, a record of a day that has not come or precedes the question,
 * a change over another person's change.
 */
import { centreRoles, type Module } from "#base/module.ts";
import { scheduledTasks } from "./reminders.ts";
import { consultationPolicy, slotPolicy } from "./policy.ts";
import { messages } from "./view.ts";
import { publicRoutes, type ConsultationsDeps } from "./requests/web.tsx";
import { cardRoutes } from "./desk/card-web.tsx";
import { noteRoutes } from "./desk/note-web.tsx";
import { queueRoutes } from "./desk/queue-web.tsx";
import { slotRoutes } from "./slots/web.tsx";

/** Creates the module; names of projects, of a later module, are handed in. */
export function createConsultationsModule(deps: ConsultationsDeps): Module {
  return {
    name: "consultations",
    messages,
    navigation: [
      { section: "consultations", path: "/consultations/queue", for: ["consultant"], order: 50 },
      {
        section: "consultations",
        path: "/consultations/queue",
        for: ["coordinator", "head", ...centreRoles],
        order: 160,
      },
    ],
    policies: { consultation: consultationPolicy, slot: slotPolicy },
    scheduledTasks,
    routes: [
      ...publicRoutes(deps),
      ...queueRoutes,
      ...noteRoutes,
      ...slotRoutes,
      ...cardRoutes(deps),
    ],
  };
}

export type { ConsultationsDeps } from "./requests/web.tsx";
export {
  closeConsultation,
  declineConsultation,
  recordConsultation,
  createSeries,
  linkProject,
  assignConsultation,
  type RecordInput,
} from "./actions.ts";
export { requestConsultation, type RequestInput } from "./requests/actions.ts";
export { bookConsultation } from "./slots/booking.ts";
export { consultationPolicy } from "./policy.ts";
export { consultationSources } from "./counts.ts";
export { loadFigures } from "./reads.ts";
export { consultationRulePack, consultationRulePackTitle } from "./rules.seed.ts";
export { offerSlots } from "./slots/actions.ts";
export { findConsultation, type Consultation } from "./store.ts";
export {
  consultationTopics,
  type ConsultationMode,
  type ConsultationTopic,
} from "./consultation.ts";
