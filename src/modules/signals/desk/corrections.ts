import type { Correction, DeskMessage } from "./store.ts";

/** What a person decided, field by field; an absent field was not judged. */
export type DecidedFields = {
  /** A noise reason, `problem` or `answered`. */
  noise?: string | null;
  topic?: string;
  /** Id of the settlement, or of the municipality where that is all that is known. */
  place?: string;
  urgency?: string;
  body?: string | null;
  duplicate?: { suggested: string | null; likeness: number | undefined; decided: string | null };
};

type CorrectionStamp = { newId: () => string; at: Date; person: string | null };

/** Pairs what triage suggested with what the person decided, agreement included: both are used in training. */
export function toCorrections(
  message: Pick<DeskMessage, "id" | "suggestion">,
  decided: DecidedFields,
  { newId, at, person }: CorrectionStamp,
): Correction[] {
  const { topic, place, urgency, body, noise, engine } = message.suggestion;
  const guesses = {
    noise: [noise.is ? (noise.reason ?? "noise") : "problem", noise.confidence],
    topic: [topic.code, topic.confidence],
    place: [place.settlementId ?? place.municipalityId, place.confidence],
    urgency: [urgency.level, urgency.confidence],
    body: [body.organisationId, body.confidence],
    duplicate: [decided.duplicate?.suggested ?? null, decided.duplicate?.likeness ?? null],
  } satisfies Record<keyof DecidedFields, [string | null, number | null]>;
  const answers = { ...decided, duplicate: decided.duplicate?.decided };
  return (Object.keys(guesses) as (keyof DecidedFields)[]).flatMap((field) => {
    if (decided[field] === undefined) return [];
    const [suggested, confidence] = guesses[field];
    return [
      {
        id: newId(),
        message_id: message.id,
        field,
        suggested,
        confidence,
        decided: answers[field] ?? null,
        engine,
        person_id: person,
        at,
      },
    ];
  });
}
