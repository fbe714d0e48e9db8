/**
 * Organisations: bodies, NKO and TOS of a region with their numbers, places and contacts; who belongs
 * to them and when; and the matrix of competence, topic × municipality → the body that answers.
 *
 * Anyone reads the registry; administrators and operators maintain it, with ties and matrix; an
 * organisation's own people maintain its contacts. A closed organisation stays readable, is sent nothing
 * new, and its rules rest until it is opened again.
 *
 * Refuses wrong checksums and numbers already taken, a tie or rule whose last day precedes its
 * first, changes over a card that somebody else changed meanwhile. Days are «YYYY-MM-DD» by the
 * region's calendar, the last one included. Topic codes are text here: the catalogue is handed in.
 */
import { centreRoles, type Module } from "#base/module.ts";
import type { Person } from "#base/policy.ts";
import { competencePolicy, organisationPolicy, tiePolicy } from "./policy.ts";
import type { Job } from "#base/jobs.ts";
import { importJob } from "./imports/actions.ts";
import { selfServiceRoutes } from "./self-service/web.tsx";
import { serviceRoutes } from "./services/web.tsx";
import type { OrganisationsDeps } from "./topics.ts";
import { registryAdminRoutes } from "./registry/admin-routes.tsx";
import { annualCheckTask } from "./annual-check/actions.ts";
import { cardAdminRoutes } from "./card/edit-web.tsx";
import { openingRoutes } from "./opening/web.tsx";
import { competenceRoutes } from "./competence/web.tsx";
import { registryRoutes } from "./registry/web.tsx";
import { messages } from "./messages.ts";

/** Returns the address of the first organisation that the person acts for. */
function ownOrganisation({ roles }: Person): string | undefined {
  const own = roles.flatMap(({ role, scope }) =>
    role === "nko" && scope.kind === "organisation" ? [scope.id] : [],
  );
  return own[0] === undefined ? undefined : `/organisations/${own[0]}`;
}

/** Creates the module; topics and projects, of modules that come later, are handed in. */
export function createOrganisationsModule(deps: OrganisationsDeps): Module {
  return {
    name: "organisations",
    messages,
    navigation: [
      { section: "organisations", path: "/organisations", for: "all", order: 130 },
      { section: "import", path: "/admin/organisations/import", for: centreRoles, order: 220 },
      { section: "ownOrganisation", path: ownOrganisation, for: ["nko"], order: 230 },
    ],
    policies: {
      organisations: organisationPolicy,
      ties: tiePolicy,
      competence: competencePolicy,
    },
    routes: [
      ...registryAdminRoutes,
      ...registryRoutes(deps),
      ...serviceRoutes,
      ...selfServiceRoutes,
      ...cardAdminRoutes(deps),
      ...openingRoutes(deps),
      ...competenceRoutes(deps),
    ],
    jobs: [importJob as Job],
    scheduledTasks: [annualCheckTask],
  };
}

export type { OrganisationsDeps, TopicCatalogue } from "./topics.ts";
export {
  validateInn,
  isInn,
  isOgrn,
  validateOgrn,
  organisationKinds,
  tieRoles,
} from "./organisation.ts";
export type { RegistrationNumberIssue, OrganisationKind, TieRole } from "./organisation.ts";
export {
  changeContactDetails,
  changeOrganisation,
  closeOrganisation,
  registerOrganisation,
  reopenOrganisation,
} from "./actions.ts";
export type { ChangeInput, ContactDetailsInput } from "./actions.ts";
export type { RegisterInput } from "./card/fields.ts";
export { activityAreas, legalForms, needs, relationKinds } from "./catalogues/codes.ts";
export type {
  ActivityArea,
  LegalForm,
  MemberRole,
  Need,
  RelationKind,
} from "./catalogues/codes.ts";
export { confirmOrganisation } from "./actions.ts";
export { confirmOpening, attachOpeningDocument } from "./opening/actions.ts";
export { mergeOrganisations, unmergeOrganisation } from "./merges/actions.ts";
export { changeService, addService, setServiceActive } from "./services/actions.ts";
export type { ServiceInput } from "./services/actions.ts";
export { addMember, endMember } from "./members/actions.ts";
export type { MemberInput } from "./members/actions.ts";
export { endRelation, addRelation } from "./relations/actions.ts";
export type { RelationInput } from "./relations/actions.ts";
export { organisationCountSources } from "./opening/counts.ts";
export { endTie, addTie, listCurrentTies } from "./ties/actions.ts";
export type { TieInput } from "./ties/actions.ts";
export { endCompetence, setCompetence } from "./competence/actions.ts";
export type { CompetenceInput } from "./competence/actions.ts";
export { findResponsibleBody, competenceDirectory, organisationDirectory } from "./directory.ts";
export type {
  ResponsibleBodyQuery,
  CompetenceDirectory,
  OrganisationDirectory,
  OrganisationSummary,
} from "./directory.ts";
export type { ResponsibleBody, BodyCandidate, CompetenceRule } from "./competence/rules.ts";
export {
  findOrganisation,
  loadCurrentOrganisation as loadOrganisation,
  listOrganisationOptions,
  loadOrganisationNames,
} from "./store.ts";
export type { Organisation, OrganisationBrief, OrganisationOption } from "./store.ts";
