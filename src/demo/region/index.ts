/**
 * The imaginary region: «Синегорская область» as pure data, the same in every run.
 * Places, bodies, people, about 500 messages and the life of about 220 troubles from February to
 * the fixed now, 31 May 2026. Serves tests, `seed`, docs and screenshots; knows no database.
 * `CHRONICLE` is every step in the order of the clock; a replayer turns each into an action.
 * Nothing here is taken from real messages; names, numbers and telephones are invented.
 */
export { dayOf, FIRST_DAY, fixedId, instant, minutes, NOW, TIME_ZONE } from "./clock.ts";
export { isInside, kilometres } from "./borders.ts";
export type { LonLat, MultiPolygon, MunicipalityCode } from "./borders.ts";
export { housesOf, MUNICIPALITIES, municipality, REGION, SETTLEMENTS } from "./territories.ts";
export type {
  House,
  Landmark,
  LandmarkKind,
  Municipality,
  Settlement,
  SettlementKind,
  Street,
} from "./territories.ts";
export { organisationOf, ORGANISATIONS } from "./organisations.ts";
export type { Organisation, OrganisationKind } from "./organisations.ts";
export { competenceFor, COMPETENCES } from "./competence.ts";
export type { Competence } from "./competence.ts";
export {
  checkersOf,
  coordinatorsOf,
  DEMO_PASSWORD,
  PEOPLE,
  personOf,
  specialistsOf,
} from "./people.ts";
export type { Person, Role } from "./people.ts";
export { KITS, TROUBLES } from "./incidents/incidents.ts";
export type { Spot, Trouble } from "./incidents/incidents.ts";
export type { Course } from "./incidents/scenario-counts.ts";
export type { Kit } from "./incidents/template.ts";
export type { Author, Channel, Message } from "./incidents/resident-messages.ts";
export { CHRONICLE, MESSAGES, STORIES } from "./incidents/stories.ts";
export type { Story } from "./incidents/stories.ts";
export { stageAfter } from "./incidents/steps.ts";
export type { Actor, Stage, Step } from "./incidents/steps.ts";
export { POOR_ANSWERS } from "./incidents/answer-texts.ts";
export { altOf, drawPicture, SCENES } from "./pictures.ts";
export type { Picture, PictureState, Scene } from "./pictures.ts";
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
export type { Participant, PlanLine, Seminar } from "./programme.ts";
