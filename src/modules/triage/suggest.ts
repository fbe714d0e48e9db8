import type { TriageCatalogue } from "./topics/catalogue.ts";
import type { Gazetteer } from "./places/gazetteer.ts";
import { classifyNoise, type NoiseAssessment } from "./noise/classify.ts";
import { findPlace, type PlaceMatch } from "./places/find-place.ts";
import { toAnalyzed, type AnalyzedText, type TextSpan } from "./text/analyze.ts";
import { suggestTopic, type TopicModel, type TopicSuggestion } from "./topics/classify.ts";
import { classifyUrgency, type UrgencyAssessment } from "./urgency/classify.ts";

/**
 * A message to triage; `month` 1…12 is that of its writing, `home` the territory of its channel.
 */
export type TriageMessage = {
  text: string | AnalyzedText;
  month?: number | undefined;
  homeTerritory?: string | undefined;
  /**
   * Facts beside the text for a trained topic model, derived from the place found:
   * «municipality:…».
   */
  facts?: ((place: PlaceMatch | undefined) => readonly string[]) | undefined;
};

/** Models of the region; a kind without one is decided by the rules alone. */
export type PredictionModels = Partial<
  Record<"topic" | "noise" | "urgency", TopicModel | undefined>
>;

/** Region data for triage; without a gazetteer no place is searched for. */
export type TriageKnowledge = {
  catalogue: TriageCatalogue;
  gazetteer?: Gazetteer | undefined;
  models?: PredictionModels | undefined;
};

/**
 * `body` stays undefined here: it follows from the competence matrix. `why` are spans of the
 * message.
 */
export type TriageSuggestion = {
  noise: NoiseAssessment;
  urgency: UrgencyAssessment;
  topic: TopicSuggestion;
  place: PlaceMatch | undefined;
  body: undefined;
  why: readonly TextSpan[];
  /** true when only the beginning of a very long text was read */
  isTruncated: boolean;
};

/** Computes every suggestion for one message. Never throws, whatever the text. */
export function suggestTriage(
  message: TriageMessage,
  knowledge: TriageKnowledge,
): TriageSuggestion {
  const read = toAnalyzed(message.text);
  const { catalogue, gazetteer, models = {} } = knowledge;
  const place = gazetteer && findPlace(read, gazetteer, { home: message.homeTerritory });
  const context = models.topic === undefined ? [] : (message.facts?.(place) ?? []);
  const topic = suggestTopic(read, catalogue, models.topic && { model: models.topic, context });
  const urgency = classifyUrgency(read, {
    month: message.month,
    learned: models.urgency?.predict(read),
  });
  const noise = classifyNoise(read, {
    topicConfidence: topic.groupConfidence,
    urgency: urgency.level,
    modelPrediction: models.noise?.predict(read),
  });
  const why = [...noise.why, ...topic.why, ...(place?.why ?? []), ...urgency.why];
  why.sort((a, b) => a.start - b.start || a.end - b.end);
  return { noise, urgency, topic, place, body: undefined, why, isTruncated: read.cut };
}
