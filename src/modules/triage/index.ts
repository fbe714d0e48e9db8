/**
 * Triage: the topic of a message, whether it is noise, its urgency, the place it names, its
 * duplicates, bursts of a topic, the priority of a problem, the quality of an answer, and personal
 * data in a text. The engines are pure functions of their arguments; only the versions of a
 * region's own models are stored in the database, where administrators see and activate them. Every
 * suggestion carries a confidence 0…1 and the spans of the original text that decided (`why`).
 * Below its threshold the topic is undefined and a person decides. A trained model replaces the
 * catalogue's phrases through `TopicModel`. Nothing here throws on a text, whatever it holds; only
 * the first 4,000 characters are analysed.
 */
import type { Module } from "#base/module.ts";
import { modelPolicy } from "./policy.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export type {
  TriageCatalogue,
  LocalizedName,
  CatalogueTopic,
  TopicGroup,
} from "./topics/catalogue.ts";
export { catalogue } from "./topics/catalogue.ru.ts";
export { analyzeText } from "./text/analyze.ts";
export type { AnalyzedText, TextSpan, SpanField, Token } from "./text/analyze.ts";
export { GROUP_THRESHOLD, suggestTopic, TOPIC_THRESHOLD } from "./topics/classify.ts";
export type { TopicModel, TopicProbability, TopicSuggestion } from "./topics/classify.ts";
export { isReportedSolved, classifyUrgency } from "./urgency/classify.ts";
export type { UrgencyAssessment, UrgencyLevel } from "./urgency/classify.ts";
export {
  AUTO_DISMISS_THRESHOLD,
  NOISE_THRESHOLD,
  classifyNoise,
  noiseReasons,
} from "./noise/classify.ts";
export type { NoiseAssessment, NoiseReason } from "./noise/classify.ts";
export { buildGazetteer } from "./places/gazetteer.ts";
export type {
  Gazetteer,
  GazetteerSource,
  GazetteerLandmarkRow,
  GazetteerStreetRow,
  GazetteerTerritoryRow,
} from "./places/gazetteer.ts";
export type { GazetteerHouseRow } from "./places/gazetteer-houses.ts";
export { findPlace } from "./places/find-place.ts";
export type { PlaceMatch } from "./places/find-place.ts";
export {
  similarity,
  metresBetween,
  POSSIBLE_DUPLICATE_THRESHOLD,
  compareMessages,
  DUPLICATE_THRESHOLD,
} from "./duplicates/similarity.ts";
export type { ComparableMessage, Similarity, SimilarityParts } from "./duplicates/similarity.ts";
export { defaultSimilarityWeights, type SimilarityWeights } from "./duplicates/weights.ts";
export {
  trainSimilarityWeights,
  similarityLoss,
  type SimilarityPair,
} from "./duplicates/train-weights.ts";
export {
  DuplicateIndex,
  findDuplicates,
  type DuplicateMatch,
} from "./duplicates/duplicate-index.ts";
export type { DuplicateMessage } from "./duplicates/message-table.ts";
export { priorityFormula, priorityScore } from "./priority/score.ts";
export type { PriorityCode, PriorityInput, PriorityScore, PriorityTerm } from "./priority/score.ts";
export {
  advanceToDay,
  baselineRange,
  daysRetained,
  wholeRegion,
  observe,
  createBurstState,
} from "./bursts/window-counts.ts";
export type { Observation, BurstState } from "./bursts/window-counts.ts";
export type { Expectation, SeasonFactor } from "./bursts/expected-level.ts";
export { burstFormula, burstScore } from "./bursts/score.ts";
export type { BurstScoreCode, BurstScoreInput, BurstScoreTerm } from "./bursts/score.ts";
export { createSeasonFactor } from "./bursts/season.ts";
export type { LastYearCount } from "./bursts/season.ts";
export { minDays, maxFalseAlarms, detectBursts } from "./bursts/detect.ts";
export type { Burst } from "./bursts/detect.ts";
export { answerWeights, checkAnswer } from "./answers/check.ts";
export type { AnswerCheck, AnswerCode, AnswerCriterion } from "./answers/check.ts";
export { findPersonalData, isOfficePhone, maskPersonalData } from "./privacy/personal-data.ru.ts";
export type { PersonalDataKind, PersonalDataSpan } from "./privacy/personal-data.ru.ts";
export { evaluateModel } from "./learn/evaluation/evaluate.ts";
export { computeMetrics } from "./learn/evaluation/metrics.ts";
export type { EvaluatedPrediction } from "./learn/evaluation/metrics.ts";
export type { ModelEvaluation } from "./learn/evaluation/evaluate.ts";
export { openModel } from "./learn/model.ts";
export type { TrainedModel } from "./learn/model.ts";
export { trainModel } from "./learn/train.ts";
export { catalogueExamples } from "./topics/phrase-texts.ts";
export { suggestTriage } from "./suggest.ts";
export type { TriageKnowledge, TriageSuggestion, TriageMessage } from "./suggest.ts";
export { modelReport, type ModelReport } from "./learn/evaluation/model-report.ts";
export type { YieldToEventLoop, LabelledText } from "./learn/corpus.ts";
export { InvalidModelFile } from "./learn/model-file.ts";
export {
  saveModel,
  deactivateModel,
  activeModels,
  listModelVersions,
  activateModel,
  type RegionModels,
} from "./models/actions.ts";
export { modelPolicy } from "./policy.ts";
export { modelKinds } from "./models/version.ts";
export type { GuardResult, ModelKind, ModelState, ModelVersion } from "./models/version.ts";
export { en, ru };

/** Creates the module: its policy and messages; the engines are called by later modules. */
export const createTriageModule = (): Module => ({
  name: "triage",
  messages: { ru, en },
  policies: { model: modelPolicy },
});
