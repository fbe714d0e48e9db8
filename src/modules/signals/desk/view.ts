import {
  similarity,
  maskPersonalData,
  compareMessages,
  type Similarity,
  type SimilarityParts,
  type SimilarityWeights,
  type SpanField,
} from "#modules/triage/index.ts";
import type { QueueLine } from "../queue/reads.ts";
import type { DeskMessage } from "./store.ts";
import type { Channel, StoredSuggestion } from "../signal.ts";

/** Fields of the form by the superscript that links them to words of the message. */
export const fieldMarks = { topic: 1, place: 2, urgency: 3, noise: 4 } as const;

/** A run of the message; `marks` are the fields decided by its words. */
export type MarkedRun = { text: string; marks: number[] };

/** The message in paragraphs of runs, the deciding ones marked; `rest` is what is folded away. */
export type MarkedText = { paragraphs: MarkedRun[][]; rest: string };

/** Longer messages are folded behind this many characters. */
export const maxShownChars = 2_500;

/** Splits a text into runs by its deciding words; a word may have decided several fields. */
export function markText(text: string, spans: StoredSuggestion["spans"]): MarkedText {
  const shown =
    text.length > maxShownChars ? text.slice(0, lastWordBoundary(text, maxShownChars)) : text;
  const inside = spans.filter(({ start, end }) => start >= 0 && start < end && end <= shown.length);
  const cuts = new Set([0, shown.length, ...inside.flatMap(({ start, end }) => [start, end])]);
  const edges = [...cuts].toSorted((a, b) => a - b);
  const pieces = edges.slice(0, -1).map((from, index) => ({
    text: shown.slice(from, edges[index + 1]),
    marks: marksAtOffset(inside, from),
  }));
  return { paragraphs: splitParagraphs(pieces), rest: text.slice(shown.length).trim() };
}

function marksAtOffset(spans: StoredSuggestion["spans"], at: number): number[] {
  const here = spans.filter(({ start, end }) => start <= at && at < end);
  return [...new Set(here.flatMap(({ field }) => fieldMark(field) ?? []))].toSorted(
    (a, b) => a - b,
  );
}

function fieldMark(field: SpanField): number | undefined {
  return field in fieldMarks ? fieldMarks[field as keyof typeof fieldMarks] : undefined;
}

function lastWordBoundary(text: string, most: number): number {
  const space = text.lastIndexOf(" ", most);
  return space > most / 2 ? space : most;
}

function splitParagraphs(pieces: readonly MarkedRun[]): MarkedRun[][] {
  const paragraphs: MarkedRun[][] = [[]];
  for (const { text, marks: found } of pieces) {
    text.split(/\n+/).forEach((words, index) => {
      if (index > 0) paragraphs.push([]);
      if (words !== "") paragraphs.at(-1)?.push({ text: words, marks: found });
    });
  }
  return paragraphs.filter((paragraph) => paragraph.some(({ text }) => text.trim() !== ""));
}

export const maxTitleLength = 100;

/** Returns the sentence with the matter, shortened at a space, without personal data. */
export function suggestTitle({
  text,
  suggestion,
}: Pick<DeskMessage, "text" | "suggestion">): string {
  const flat = maskPersonalData(text);
  const sentences = [...flat.matchAll(/[^.!?\n]+[.!?]*/g)].filter(([words]) => words.trim() !== "");
  const matter = suggestion.spans.find(({ field }) => field === "topic" || field === "urgency");
  const sentence =
    sentences.find(
      ({ index, 0: words }) =>
        matter !== undefined && index <= matter.start && matter.start < index + words.length,
    ) ??
    sentences.find(([words]) => words.trim().split(/\s+/).length > 2) ??
    sentences[0];
  return shorten(
    (sentence?.[0] ?? flat)
      .replace(/\s+/g, " ")
      .trim()
      .replace(/[.\s]+$/, ""),
    maxTitleLength,
  );
}

/** Shortens a text at a space. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), most / 2)).replace(/[,;:\s]+$/, "")}…`;
}

export type OpenFormValues = {
  title: string;
  summary: string;
  topic: string;
  municipalityId: string;
  settlementId: string;
  address: string;
  urgency: string;
  bodyId: string;
};

/** Returns the initial values of the form of a new problem; all can be changed. */
export function prefillOpenForm(message: DeskMessage): OpenFormValues {
  const { topic, place, urgency, body } = message.suggestion;
  const street = [place.streetName, place.house]
    .filter((part) => part !== null && part !== "")
    .join(", ");
  return {
    title: suggestTitle(message),
    summary: shorten(maskPersonalData(message.text).trim(), 4000),
    topic: topic.code ?? "",
    municipalityId: message.municipality_id ?? place.municipalityId ?? "",
    settlementId: place.settlementId ?? "",
    address: maskPersonalData(message.address) || street || place.label,
    urgency: urgency.level,
    bodyId: body.organisationId ?? "",
  };
}

/** Returns the point of the message: its author's own, else the one found by triage. */
export function messagePoint({
  lat,
  lon,
  suggestion,
}: Pick<DeskMessage, "lat" | "lon" | "suggestion">): { lat: number; lon: number } | undefined {
  if (lat !== null && lon !== null) return { lat, lon };
  const { place } = suggestion;
  return place.lat !== null && place.lon !== null ? { lat: place.lat, lon: place.lon } : undefined;
}

/** Does the author get letters: whoever wrote by e-mail expects them, others only if they asked. */
export function acceptsEmails(
  author: { email: string | null; wants_letters: boolean } | null | undefined,
  channel: Channel,
): author is { email: string; wants_letters: boolean } {
  return typeof author?.email === "string" && (author.wants_letters || channel === "email");
}

/** Below this confidence a person decides: the row of the field is highlighted. */
export const CONFIDENT_THRESHOLD = 0.7;

/** What of a problem is compared with a message. */
export type DuplicateCandidate = {
  id: string;
  title: string;
  summary: string;
  topic: string;
  lat: number | null;
  lon: number | null;
  opened_at: Date;
  closed_at: Date | null;
};

export type RankedDuplicate<C extends DuplicateCandidate> = { problem: C; similarity: Similarity };

const maxOffered = 5;
const minShownScore = 0.15;

type ComparedMessage = Pick<DeskMessage, "text" | "written_at" | "lat" | "lon" | "suggestion">;

/** Ranks the likely duplicates, best first. A message written during a problem's life has no distance in time. */
export function rankDuplicates<C extends DuplicateCandidate>(
  message: ComparedMessage,
  candidates: readonly C[],
  weights?: SimilarityWeights,
): RankedDuplicate<C>[] {
  const own = toComparable(message);
  return candidates
    .map((problem) => ({
      problem,
      similarity: similarity(own, problemToComparable(problem, own.at), { weights }),
    }))
    .filter((one) => one.similarity.score >= minShownScore)
    .sort((a, b) => b.similarity.score - a.similarity.score)
    .slice(0, maxOffered);
}

/** From this rarity on the shared words are specific; below the second they are common to all topics. */
const minTellingRarity = 0.4;
const maxCommonRarity = 0.15;

/** Returns what the texts have in common besides topic, place and time, which have rows of their own. */
export function textSigns({ details, rarity, swapped, text }: SimilarityParts) {
  const named = { same: "sameDetails", differ: "otherDetails", "one-sided": "oneSided" } as const;
  return [
    ...(details === "unknown" ? [] : [named[details]]),
    ...(swapped > 0.5 ? (["swapped"] as const) : []),
    ...(rarity >= minTellingRarity ? (["rare"] as const) : []),
    ...(rarity < maxCommonRarity && text > 0 ? (["common"] as const) : []),
  ];
}

/** Compares the message with the problem, as the features of a training pair. */
export function compareWithProblem(
  message: ComparedMessage,
  problem: DuplicateCandidate,
): SimilarityParts {
  const own = toComparable(message);
  return compareMessages(own, problemToComparable(problem, own.at));
}

function toComparable(message: ComparedMessage) {
  return {
    text: message.text,
    at: message.written_at.getTime(),
    ...messagePoint(message),
    topic: message.suggestion.topic.code ?? undefined,
  };
}

function problemToComparable(problem: DuplicateCandidate, at: number) {
  const end = problem.closed_at?.getTime() ?? Number.POSITIVE_INFINITY;
  return {
    text: `${problem.title}. ${problem.summary}`,
    at: Math.min(Math.max(at, problem.opened_at.getTime()), end),
    until: problem.closed_at?.getTime(),
    lat: problem.lat ?? undefined,
    lon: problem.lon ?? undefined,
    topic: problem.topic,
  };
}

export type DeadlineClock = { state: "calm" | "soon" | "late"; share: number; minutes: number };

/** Returns the clock of a waiting message: minutes left (or past), and the used share of its term. */
export function deadlineClock(
  { due_at: due, received_at: from, state }: Pick<QueueLine, "due_at" | "received_at" | "state">,
  now: Date,
): DeadlineClock | undefined {
  if (due === null || state !== "waiting") return undefined;
  const left = due.getTime() - now.getTime();
  const minutes = Math.max(1, Math.round(Math.abs(left) / 60_000));
  if (left < 0) return { state: "late", share: 1, minutes };
  const share = Math.min(1, Math.max(0, 1 - left / Math.max(1, due.getTime() - from.getTime())));
  return { state: share > 0.6 || left < 3_600_000 ? "soon" : "calm", share, minutes };
}

type MapPoint = { lat: number; lon: number };
export type PinLayout = { a: { x: number; y: number }; b: { x: number; y: number }; r: number };

export const pinFrame = { width: 360, height: 220 } as const;

/** Places two points in a frame of 360 × 220, north up, with the circle through both around their middle. */
export function placePins(a: MapPoint, b: MapPoint): PinLayout {
  const middle = { lat: (a.lat + b.lat) / 2, lon: (a.lon + b.lon) / 2 };
  const metre = 111_320;
  const flat = (p: MapPoint) => ({
    x: (p.lon - middle.lon) * metre * Math.cos((middle.lat * Math.PI) / 180),
    y: (middle.lat - p.lat) * metre,
  });
  const [left, right] = [flat(a), flat(b)];
  const half = Math.max(12, Math.hypot(left.x - right.x, left.y - right.y) / 2);
  const scale = 62 / half;
  const put = ({ x, y }: { x: number; y: number }) => ({
    x: Math.round(pinFrame.width / 2 + x * scale),
    y: Math.round(pinFrame.height / 2 + 12 + y * scale),
  });
  return { a: put(left), b: put(right), r: 62 };
}
