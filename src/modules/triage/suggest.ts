import type { Catalogue } from "./catalogue.ts";
import type { Gazetteer } from "./gazetteer.ts";
import { noiseOf, type Noise } from "./noise.ts";
import { findPlace, type Place } from "./place.ts";
import { asRead, type ReadText, type Span } from "./text.ts";
import { suggestTopic, type TopicModel, type TopicSuggestion } from "./topics.ts";
import { urgencyOf, type Urgency } from "./urgency.ts";

/** A message as it came; `month` 1…12 is that of its writing, `home` the territory of its channel. */
export type TriageMessage = {
  text: string | ReadText;
  month?: number | undefined;
  home?: string | undefined;
};

/** What triage knows of a region; without a gazetteer no place is looked for. */
export type Knowledge = {
  catalogue: Catalogue;
  gazetteer?: Gazetteer | undefined;
  model?: TopicModel | undefined;
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
  const topic = suggestTopic(read, knowledge.catalogue, knowledge.model);
  const urgency = urgencyOf(read, { month: message.month });
  const noise = noiseOf(read, {
    topicConfidence: topic.groupConfidence,
    urgency: urgency.level,
  });
  const place = knowledge.gazetteer
    ? findPlace(read, knowledge.gazetteer, { home: message.home })
    : undefined;
  const why = [...noise.why, ...topic.why, ...(place?.why ?? []), ...urgency.why];
  why.sort((a, b) => a.start - b.start || a.end - b.end);
  return { noise, urgency, topic, place, body: undefined, why, cut: read.cut };
}
