/**
 * Triage: what a message is about, whether it is a matter at all, how urgent it is, which place it
 * names, which others tell of the same, how much a problem burns, how good a body's answer is, and
 * which words of a text are personal. The engines are pure: everything comes in arguments; only the
 * versions of a region's own models are kept in the database, for administrators to see and change.
 *
 * Every suggestion carries a confidence 0…1 and the runs of the original text that decided (`why`).
 * Unsure is an answer: below its threshold the topic is undefined and a person decides. A trained
 * model takes the place of the catalogue's phrases through `TopicModel`.
 * Nothing here throws on a text, whatever it holds; only the first 4,000 characters are analysed.
 */
import type { Module } from "#base/module.ts";
import { modelPolicy } from "./policy.ts";
import { en } from "./words.en.ts";
import { ru } from "./words.ru.ts";

export type { Catalogue, LocalName, Topic, TopicGroup } from "./catalogue.ts";
export { catalogue } from "./catalogue.ru.ts";
export { readText } from "./text.ts";
export type { ReadText, Span, SpanField, Token } from "./text.ts";
export { GROUP_THRESHOLD, suggestTopic, TOPIC_THRESHOLD } from "./topics.ts";
export type { TopicModel, TopicProbability, TopicSuggestion } from "./topics.ts";
export { saysSolved, urgencyOf } from "./urgency.ts";
export type { Urgency, UrgencyLevel } from "./urgency.ts";
export { ASIDE_THRESHOLD, NOISE_THRESHOLD, noiseOf, noiseReasons } from "./noise.ts";
export type { Noise, NoiseReason } from "./noise.ts";
export { makeGazetteer } from "./gazetteer.ts";
export type {
  Gazetteer,
  GazetteerRows,
  LandmarkRow,
  StreetRow,
  TerritoryRow,
} from "./gazetteer.ts";
export type { HouseRow } from "./gazetteer-houses.ts";
export { findPlace } from "./place.ts";
export type { Place } from "./place.ts";
export {
  likeness,
  metresBetween,
  OFFER_THRESHOLD,
  partsBetween,
  SAME_THRESHOLD,
} from "./similar.ts";
export type { Comparable, Likeness, LikenessParts } from "./similar.ts";
export { defaultWeights, type LikenessWeights } from "./similar-weights.ts";
export { learnLikeness, likenessLoss, type LikenessPair } from "./similar-learn.ts";
export { DuplicateIndex, duplicatesOf, type FoundDuplicate } from "./duplicates.ts";
export type { DuplicateMessage } from "./duplicates-table.ts";
export { burningFormula, burningScore } from "./burning.ts";
export type { BurningCode, BurningInput, BurningScore, BurningSummand } from "./burning.ts";
export { advance, baselineOf, daysRemembered, everywhere, hear, quietState } from "./hot-cells.ts";
export type { Heard, HotState } from "./hot-cells.ts";
export type { Expectation, Season } from "./hot-level.ts";
export { hotFormula, hotScore } from "./hot-score.ts";
export type { HotCode, HotInput, HotSummand } from "./hot-score.ts";
export { seasonOf } from "./hot-season.ts";
export type { YearAgo } from "./hot-season.ts";
export { daysNeeded, falseAlarmsAllowed, hotSpots } from "./hot.ts";
export type { HotSpot } from "./hot.ts";
export { answerWeights, checkAnswer } from "./answer-check.ts";
export type { AnswerCheck, AnswerCode, AnswerSummand } from "./answer-check.ts";
export { findPersonal, isOfficeTelephone, maskPersonal } from "./personal.ru.ts";
export type { PersonalKind, PersonalSpan } from "./personal.ru.ts";
export { evaluate } from "./learn/evaluate.ts";
export { figuresOf } from "./learn/figures.ts";
export type { Judged } from "./learn/figures.ts";
export type { Evaluation } from "./learn/evaluate.ts";
export { openModel } from "./learn/model.ts";
export type { LearnedModel } from "./learn/model.ts";
export { train } from "./learn/train.ts";
export { phraseTexts } from "./phrase-texts.ts";
export { suggest } from "./suggest.ts";
export type { Knowledge, Suggestion, TriageMessage } from "./suggest.ts";
export { cardFigures, type CardFigures } from "./learn/card-figures.ts";
export type { Breathe, Labelled } from "./learn/corpus.ts";
export { NotAModel } from "./learn/model-file.ts";
export {
  keepModel,
  leaveModels,
  modelsOf,
  modelVersions,
  takeModel,
  type TriageModels,
} from "./models.ts";
export { modelPolicy } from "./policy.ts";
export { modelKinds } from "./version.ts";
export type { Guard, ModelKind, ModelState, ModelVersion } from "./version.ts";
export { en, ru };

/** Triage as the house sees it: its engines and models are called by the modules after it. */
export const triage: Module = {
  name: "triage",
  words: { ru, en },
  policies: { model: modelPolicy },
};
