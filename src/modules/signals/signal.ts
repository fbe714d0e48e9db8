import { AUTO_DISMISS_THRESHOLD, type NoiseReason, type SpanField } from "#modules/triage/index.ts";

/** Ways by which residents' messages reach us. */
export const channels = [
  "vk",
  "telegram",
  "odnoklassniki",
  "email",
  "site",
  "open311",
  "rss",
  "incident",
  "pos",
  "phone",
  "api",
  "portal",
] as const;
export type Channel = (typeof channels)[number];

export const messageStates = [
  "waiting",
  "opened",
  "joined",
  "noise",
  "answered",
  "withdrawn",
] as const;
export type MessageState = (typeof messageStates)[number];

export const urgencyLevels = ["normal", "important", "danger"] as const;
export type UrgencyLevel = (typeof urgencyLevels)[number];

/**
 * Triage's suggestion at intake, stored with the message, never changed. Confidences 0…1. Spans are
 * UTF-16 offsets into the message's text (`end` exclusive): no text of a person is in it.
 */
export type StoredSuggestion = {
  /** Version of the engine that spoke: of the phrases or of a trained model. */
  engine: string;
  topic: {
    /** Null when unsure; the group may be known even then. */
    code: string | null;
    group: string | null;
    confidence: number;
    runnersUp: { code: string; confidence: number }[];
  };
  place: {
    municipalityId: string | null;
    settlementId: string | null;
    streetName: string | null;
    house: string | null;
    lat: number | null;
    lon: number | null;
    confidence: number;
    /** «Рудничный, улица Мира, 5», from the gazetteer's names; empty when no place was found. */
    label: string;
  };
  /** `reasons` are rule codes of triage, gravest first. */
  urgency: { level: UrgencyLevel; confidence: number; reasons: string[] };
  noise: { is: boolean; reason: NoiseReason | null; confidence: number };
  /** `reason` is the competence rule's own, written by the administrator. */
  body: { organisationId: string | null; reason: string; confidence: number };
  spans: { start: number; end: number; field: SpanField }[];
};

/** Formats a number, «С-2026-03118»; the series begins anew each year. */
export function formatMessageNumber(year: string, n: number): string {
  return `\u0421-${year}-${String(n).padStart(5, "0")}`;
}

/**
 * Returns why a message is put aside automatically, where the desk may take it back, or null; nothing
 * urgent is.
 */
export function autoDismissReason(suggestion: StoredSuggestion): NoiseReason | null {
  const { noise, urgency } = suggestion;
  if (!noise.is || noise.confidence < AUTO_DISMISS_THRESHOLD || urgency.level !== "normal")
    return null;
  return noise.reason;
}

/** From this confidence on the place found in the text decides whose desk gets the message. */
export const CONFIDENT_PLACE_THRESHOLD = 0.6;

/** Longest text stored, in UTF-16 units; a longer one is cut with a warning. */
export const maxTextLength = 20_000;

export const intakeWarnings = [
  "text-cut",
  "markup-removed",
  "point-swapped",
  "point-outside",
  "point-wrong",
  "unknown-municipality",
] as const;
export type IntakeWarning = (typeof intakeWarnings)[number];
