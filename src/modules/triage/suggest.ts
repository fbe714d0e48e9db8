import type { Catalogue } from "./topics/catalogue.ts";
import type { Gazetteer } from "./places/gazetteer.ts";
import { noiseOf, type Noise } from "./noise/classify.ts";
import { findPlace, type Place } from "./places/find-place.ts";
import { asRead, type ReadText, type Span } from "./text/analyze.ts";
import { suggestTopic, type TopicModel, type TopicSuggestion } from "./topics/classify.ts";
import { urgencyOf, type Urgency } from "./urgency/classify.ts";

/** A message as it came; `month` 1…12 is that of its writing, `home` the territory of its channel. */
export type TriageMessage = {
  text: string | ReadText;
  month?: number | undefined;
  home?: string | undefined;
  /** Facts beside the text for a trained topic model, of the place found: «municipality:…». */
  facts?: ((place: Place | undefined) => readonly string[]) | undefined;
};

/** What a region's own models say; a kind without one is the rules' alone. */
export type OwnModels = Partial<Record<"topic" | "noise" | "urgency", TopicModel | undefined>>;

/** What triage knows of a region; without a gazetteer no place is looked for. */
export type Knowledge = {
  catalogue: Catalogue;
  gazetteer?: Gazetteer | undefined;
  models?: OwnModels | undefined;
};

/** `body` stays undefined here: it follows from the competence matrix. `why` marks the message. */
export type Suggestion = {
  noise: Noise;
  urgency: Urgency;
  topic: TopicSuggestion;
  place: Place | undefined;
  body: undefined;
  why: readonly Span[];
  /** true when only the beginning of a very long text was read */
  cut: boolean;
};

/** Everything triage has to say of one message. Never throws, whatever the text. */
export function suggest(message: TriageMessage, knowledge: Knowledge): Suggestion {
  const read = asRead(message.text);
  const { catalogue, gazetteer, models = {} } = knowledge;
  const place = gazetteer && findPlace(read, gazetteer, { home: message.home });
  const context = models.topic === undefined ? [] : (message.facts?.(place) ?? []);
  const topic = suggestTopic(read, catalogue, models.topic && { model: models.topic, context });
  const urgency = urgencyOf(read, {
    month: message.month,
    learned: models.urgency?.predict(read),
  });
  const noise = noiseOf(read, {
    topicConfidence: topic.groupConfidence,
    urgency: urgency.level,
    learned: models.noise?.predict(read),
  });
  const why = [...noise.why, ...topic.why, ...(place?.why ?? []), ...urgency.why];
  why.sort((a, b) => a.start - b.start || a.end - b.end);
  return { noise, urgency, topic, place, body: undefined, why, cut: read.cut };
}
