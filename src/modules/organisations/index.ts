/**
 * Organisations: bodies, NKO and TOS of a region with their numbers, places and contacts; who belongs
 * to them and when; and the matrix of competence, topic × municipality → the body that answers.
 *
 * Anyone reads the registry; administrators and operators keep it, with ties and matrix; an
 * organisation's own people keep its contacts. A closed organisation stays readable, is sent nothing
 * new, and its rules rest until it is opened again.
 *
 * Refuses wrong checksums and numbers already taken, a tie or rule whose last day precedes its
 * first, changes over a card that somebody else changed meanwhile. Days are «YYYY-MM-DD» by the
 * region's calendar, the last one included. Topic codes are text here: the catalogue is handed in.
 */
import type { Module } from "#base/module.ts";
import { competencePolicy, organisationPolicy, tiePolicy } from "./policy.ts";
import type { Job } from "#base/jobs.ts";
import { importJob } from "./imports/actions.ts";
import { ownRoutes } from "./self-service/web.tsx";
import { serviceRoutes } from "./services/web.tsx";
import type { Ground } from "./topics.ts";
import { adminMoreRoutes } from "./registry/admin-routes.tsx";
import { yearlyQuestion } from "./annual-check/actions.ts";
import { adminRoutes } from "./card/edit-web.tsx";
import { openingRoutes } from "./opening/web.tsx";
import { matrixRoutes } from "./competence/web.tsx";
import { publicRoutes } from "./registry/web.tsx";
import { words } from "./messages.ts";

/** The module on its ground: the catalogue of topics comes from the house. */
export function openOrganisations(ground: Ground): { module: Module } {
  return {
    module: {
      name: "organisations",
      words,
      policies: {
        organisations: organisationPolicy,
        ties: tiePolicy,
        competence: competencePolicy,
      },
      routes: [
        ...adminMoreRoutes,
        ...publicRoutes(ground),
        ...serviceRoutes,
        ...ownRoutes,
        ...adminRoutes(ground),
        ...openingRoutes(ground),
        ...matrixRoutes(ground),
      ],
      jobs: [importJob as Job],
      clockwork: [yearlyQuestion],
    },
  };
}

export type { Ground, TopicCatalogue } from "./topics.ts";
export {
  innTrouble,
  isInn,
  isOgrn,
  ogrnTrouble,
  organisationKinds,
  tieRoles,
} from "./organisation.ts";
export type { NumberTrouble, OrganisationKind, TieRole } from "./organisation.ts";
export {
  changeContacts,
  changeOrganisation,
  closeOrganisation,
  registerOrganisation,
  reopenOrganisation,
} from "./actions.ts";
export type { ChangeInput, ContactsInput } from "./actions.ts";
export type { RegisterInput } from "./card/fields.ts";
export { directions, legalForms, needs, relationKinds } from "./catalogues/codes.ts";
export type { Direction, LegalForm, MemberRole, Need, RelationKind } from "./catalogues/codes.ts";
export { confirmOrganisation } from "./actions.ts";
export { checkOpening, proveOpening } from "./opening/actions.ts";
export { mergeOrganisations, unmergeOrganisation } from "./merges/actions.ts";
export { changeService, offerService, setServiceActive } from "./services/actions.ts";
export type { ServiceInput } from "./services/actions.ts";
export { addMember, endMember } from "./members/actions.ts";
export type { MemberInput } from "./members/actions.ts";
export { endRelation, relateOrganisations } from "./relations/actions.ts";
export type { RelationInput } from "./relations/actions.ts";
export { organisationSources } from "./opening/counts.ts";
export { endTie, tiePerson, tiesOf } from "./ties/actions.ts";
export type { TieInput } from "./ties/actions.ts";
export { endCompetence, setCompetence } from "./competence/actions.ts";
export type { CompetenceInput } from "./competence/actions.ts";
export { bodyFor, competenceBook, organisationBook } from "./directory.ts";
export type {
  BodyQuestion,
  CompetenceBook,
  OrganisationBook,
  OrganisationLine,
} from "./directory.ts";
export type { Body, BodyChoice, CompetenceRule } from "./competence/rules.ts";
export {
  findOrganisation,
  loadStanding as loadOrganisation,
  organisationChoices,
  organisationNames,
} from "./store.ts";
export type { Organisation, OrganisationBrief, OrganisationChoice } from "./store.ts";
