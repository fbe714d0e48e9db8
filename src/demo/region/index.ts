/**
 * The imaginary region: «Синегорская область» as pure data, the same in every run.
 * Places, bodies, people, about 500 messages and the life of about 220 incidents from February to
 * the fixed now, 31 May 2026. Serves tests, `seed`, docs and screenshots; knows no database.
 * `CHRONICLE` is every step in the order of the clock; a replayer turns each into an action.
 * Nothing here is taken from real messages; names, numbers and telephones are invented.
 */
export { dayOf, FIRST_DAY, fixedId, formatInstant, parseMinutes, NOW, TIME_ZONE } from "./clock.ts";
export { isInside, distanceKm } from "./borders.ts";
export type { LonLat, MultiPolygon, MunicipalityCode } from "./borders.ts";
export { housesOf, MUNICIPALITIES, findMunicipality, REGION, SETTLEMENTS } from "./territories.ts";
export type {
  DemoHouseNumber,
  Landmark,
  DemoLandmarkKind,
  DemoMunicipality,
  DemoSettlement,
  DemoSettlementKind,
  DemoStreet,
} from "./territories.ts";
export { findDemoOrganisation, ORGANISATIONS } from "./organisations.ts";
export type { DemoOrganisation, DemoOrganisationKind } from "./organisations.ts";
export { findCompetence, COMPETENCES } from "./competence.ts";
export type { Competence } from "./competence.ts";
export {
  checkersOf,
  coordinatorsOf,
  DEMO_PASSWORD,
  PEOPLE,
  findDemoPerson,
  specialistsOf,
} from "./people.ts";
export type { DemoPerson, DemoRole } from "./people.ts";
export { TEMPLATES, INCIDENTS } from "./incidents/incidents.ts";
export type { IncidentLocation, Incident } from "./incidents/incidents.ts";
export type { ScenarioName } from "./incidents/scenario-counts.ts";
export type { IncidentTemplate } from "./incidents/template.ts";
export type {
  ResidentAuthor,
  ResidentChannel,
  ResidentMessage,
} from "./incidents/resident-messages.ts";
export { TIMELINE, MESSAGES, STORIES } from "./incidents/stories.ts";
export type { IncidentStory } from "./incidents/stories.ts";
export { stageAfter } from "./incidents/steps.ts";
export type { StepActor, IncidentStage, ScenarioStep } from "./incidents/steps.ts";
export { POOR_ANSWERS } from "./incidents/answer-texts.ts";
export { altText, drawPicture, SCENES } from "./pictures.ts";
export type { DrawnPicture, DrawnPictureState, PictureScene } from "./pictures.ts";
export {
  CENTRES,
  CLOSING_CONFERENCE,
  CONSULTATIONS,
  FIRST_APPLICATION,
  GROUP_PROJECTS,
  NEIGHBOURS,
  OPENING_CONFERENCE,
  participantsOf,
  PROGRAMME,
  PROGRAMME_COSTS,
  PROGRAMME_PLACES,
  PROGRAMME_PLAN,
  SECOND_APPLICATION,
  SEMINARS,
  YEAR_PLAN,
} from "./programme.ts";
export type { Participant, YearPlanItem, Seminar } from "./programme.ts";
