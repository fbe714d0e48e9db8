import type { Correction, DeskMessage } from "./store.ts";

/** What a person decided, field by field; an absent field was not judged. */
export type Decided = {
  /** A noise reason, `problem` or `answered`. */
  noise?: string | null;
  topic?: string;
  /** Id of the settlement, or of the municipality where that is all that is known. */
  place?: string;
  urgency?: string;
  body?: string | null;
  duplicate?: { suggested: string | null; likeness: number | undefined; decided: string | null };
};

type Stamp = { newId: () => string; at: Date; person: string | null };

/** What triage suggested beside what the person decided: agreement teaches as much as difference. */
export function correctionsOf(
  message: Pick<DeskMessage, "id" | "suggestion">,
  decided: Decided,
  { newId, at, person }: Stamp,
): Correction[] {
  const { topic, place, urgency, body, noise, engine } = message.suggestion;
  const guesses = {
    noise: [noise.is ? (noise.reason ?? "noise") : "problem", noise.confidence],
    topic: [topic.code, topic.confidence],
    place: [place.settlementId ?? place.municipalityId, place.confidence],
    urgency: [urgency.level, urgency.confidence],
    body: [body.organisationId, body.confidence],
    duplicate: [decided.duplicate?.suggested ?? null, decided.duplicate?.likeness ?? null],
  } satisfies Record<keyof Decided, [string | null, number | null]>;
  const answers = { ...decided, duplicate: decided.duplicate?.decided };
  return (Object.keys(guesses) as (keyof Decided)[]).flatMap((field) => {
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
