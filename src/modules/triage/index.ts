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
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export type { Catalogue, LocalName, Topic, TopicGroup } from "./topics/catalogue.ts";
export { catalogue } from "./topics/catalogue.ru.ts";
export { readText } from "./text/analyze.ts";
export type { ReadText, Span, SpanField, Token } from "./text/analyze.ts";
export { GROUP_THRESHOLD, suggestTopic, TOPIC_THRESHOLD } from "./topics/classify.ts";
export type { TopicModel, TopicProbability, TopicSuggestion } from "./topics/classify.ts";
export { saysSolved, urgencyOf } from "./urgency/classify.ts";
export type { Urgency, UrgencyLevel } from "./urgency/classify.ts";
export { ASIDE_THRESHOLD, NOISE_THRESHOLD, noiseOf, noiseReasons } from "./noise/classify.ts";
export type { Noise, NoiseReason } from "./noise/classify.ts";
export { makeGazetteer } from "./places/gazetteer.ts";
export type {
  Gazetteer,
  GazetteerRows,
  LandmarkRow,
  StreetRow,
  TerritoryRow,
} from "./places/gazetteer.ts";
export type { HouseRow } from "./places/gazetteer-houses.ts";
export { findPlace } from "./places/find-place.ts";
export type { Place } from "./places/find-place.ts";
export {
  likeness,
  metresBetween,
  OFFER_THRESHOLD,
  partsBetween,
  SAME_THRESHOLD,
} from "./duplicates/similarity.ts";
export type { Comparable, Likeness, LikenessParts } from "./duplicates/similarity.ts";
export { defaultWeights, type LikenessWeights } from "./duplicates/weights.ts";
export { learnLikeness, likenessLoss, type LikenessPair } from "./duplicates/train-weights.ts";
export { DuplicateIndex, duplicatesOf, type FoundDuplicate } from "./duplicates/duplicate-index.ts";
export type { DuplicateMessage } from "./duplicates/message-table.ts";
export { burningFormula, burningScore } from "./priority/score.ts";
export type { BurningCode, BurningInput, BurningScore, BurningSummand } from "./priority/score.ts";
export {
  advance,
  baselineOf,
  daysRemembered,
  everywhere,
  hear,
  quietState,
} from "./bursts/window-counts.ts";
export type { Heard, HotState } from "./bursts/window-counts.ts";
export type { Expectation, Season } from "./bursts/expected-level.ts";
export { hotFormula, hotScore } from "./bursts/score.ts";
export type { HotCode, HotInput, HotSummand } from "./bursts/score.ts";
export { seasonOf } from "./bursts/season.ts";
export type { YearAgo } from "./bursts/season.ts";
export { daysNeeded, falseAlarmsAllowed, hotSpots } from "./bursts/detect.ts";
export type { HotSpot } from "./bursts/detect.ts";
export { answerWeights, checkAnswer } from "./answers/check.ts";
export type { AnswerCheck, AnswerCode, AnswerSummand } from "./answers/check.ts";
export { findPersonal, isOfficeTelephone, maskPersonal } from "./privacy/personal-data.ru.ts";
export type { PersonalKind, PersonalSpan } from "./privacy/personal-data.ru.ts";
export { evaluate } from "./learn/evaluation/evaluate.ts";
export { figuresOf } from "./learn/evaluation/metrics.ts";
export type { Judged } from "./learn/evaluation/metrics.ts";
export type { Evaluation } from "./learn/evaluation/evaluate.ts";
export { openModel } from "./learn/model.ts";
export type { LearnedModel } from "./learn/model.ts";
export { train } from "./learn/train.ts";
export { phraseTexts } from "./topics/phrase-texts.ts";
export { suggest } from "./suggest.ts";
export type { Knowledge, Suggestion, TriageMessage } from "./suggest.ts";
export { cardFigures, type CardFigures } from "./learn/evaluation/model-report.ts";
export type { Breathe, Labelled } from "./learn/corpus.ts";
export { NotAModel } from "./learn/model-file.ts";
export {
  keepModel,
  leaveModels,
  modelsOf,
  modelVersions,
  takeModel,
  type TriageModels,
} from "./models/actions.ts";
export { modelPolicy } from "./policy.ts";
export { modelKinds } from "./models/version.ts";
export type { Guard, ModelKind, ModelState, ModelVersion } from "./models/version.ts";
export { en, ru };

/** Triage as the house sees it: its engines and models are called by the modules after it. */
export const triage: Module = {
  name: "triage",
  words: { ru, en },
  policies: { model: modelPolicy },
};
