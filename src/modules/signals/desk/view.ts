import {
  likeness,
  maskPersonal,
  partsBetween,
  type Likeness,
  type LikenessParts,
  type LikenessWeights,
  type SpanField,
} from "#modules/triage/index.ts";
import type { QueueLine } from "../queue/reads.ts";
import type { DeskMessage } from "./store.ts";
import type { Channel, StoredSuggestion } from "../signal.ts";

/** Fields of the form by the superscript that ties them to words of the message. */
export const marks = { topic: 1, place: 2, urgency: 3, noise: 4 } as const;

/** A run of the message; `marks` are the fields that its words decided. */
export type Piece = { text: string; marks: number[] };

/** The message in paragraphs of runs, the deciding ones marked; `rest` is what is folded away. */
export type MarkedText = { paragraphs: Piece[][]; rest: string };

/** Longer messages are folded behind this many characters. */
export const shownChars = 2_500;

/** Cuts a text into runs by its deciding words; a word may have decided several fields. */
export function markText(text: string, spans: StoredSuggestion["spans"]): MarkedText {
  const shown = text.length > shownChars ? text.slice(0, wordEnd(text, shownChars)) : text;
  const inside = spans.filter(({ start, end }) => start >= 0 && start < end && end <= shown.length);
  const cuts = new Set([0, shown.length, ...inside.flatMap(({ start, end }) => [start, end])]);
  const edges = [...cuts].toSorted((a, b) => a - b);
  const pieces = edges.slice(0, -1).map((from, index) => ({
    text: shown.slice(from, edges[index + 1]),
    marks: marksAt(inside, from),
  }));
  return { paragraphs: paragraphsOf(pieces), rest: text.slice(shown.length).trim() };
}

function marksAt(spans: StoredSuggestion["spans"], at: number): number[] {
  const here = spans.filter(({ start, end }) => start <= at && at < end);
  return [...new Set(here.flatMap(({ field }) => markOf(field) ?? []))].toSorted((a, b) => a - b);
}

function markOf(field: SpanField): number | undefined {
  return field in marks ? marks[field as keyof typeof marks] : undefined;
}

function wordEnd(text: string, most: number): number {
  const space = text.lastIndexOf(" ", most);
  return space > most / 2 ? space : most;
}

function paragraphsOf(pieces: readonly Piece[]): Piece[][] {
  const paragraphs: Piece[][] = [[]];
  for (const { text, marks: found } of pieces) {
    text.split(/\n+/).forEach((words, index) => {
      if (index > 0) paragraphs.push([]);
      if (words !== "") paragraphs.at(-1)?.push({ text: words, marks: found });
    });
  }
  return paragraphs.filter((paragraph) => paragraph.some(({ text }) => text.trim() !== ""));
}

export const titleLength = 100;

/** The sentence that says the matter, shortened at a word, without personal data. */
export function titleOf({ text, suggestion }: Pick<DeskMessage, "text" | "suggestion">): string {
  const flat = maskPersonal(text);
  const sentences = [...flat.matchAll(/[^.!?\n]+[.!?]*/g)].filter(([words]) => words.trim() !== "");
  const matter = suggestion.spans.find(({ field }) => field === "topic" || field === "urgency");
  const said =
    sentences.find(
      ({ index, 0: words }) =>
        matter !== undefined && index <= matter.start && matter.start < index + words.length,
    ) ??
    sentences.find(([words]) => words.trim().split(/\s+/).length > 2) ??
    sentences[0];
  return shorten(
    (said?.[0] ?? flat)
      .replace(/\s+/g, " ")
      .trim()
      .replace(/[.\s]+$/, ""),
    titleLength,
  );
}

/** Cut at a word, never in its middle. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), most / 2)).replace(/[,;:\s]+$/, "")}…`;
}

export type Prefilled = {
  title: string;
  summary: string;
  topic: string;
  municipalityId: string;
  settlementId: string;
  address: string;
  urgency: string;
  bodyId: string;
};

/** What the form of a new problem begins with; everything can be changed. */
export function prefill(message: DeskMessage): Prefilled {
  const { topic, place, urgency, body } = message.suggestion;
  const street = [place.streetName, place.house]
    .filter((part) => part !== null && part !== "")
    .join(", ");
  return {
    title: titleOf(message),
    summary: shorten(maskPersonal(message.text).trim(), 4000),
    topic: topic.code ?? "",
    municipalityId: message.municipality_id ?? place.municipalityId ?? "",
    settlementId: place.settlementId ?? "",
    address: maskPersonal(message.address) || street || place.label,
    urgency: urgency.level,
    bodyId: body.organisationId ?? "",
  };
}

/** The point of the message: its author's own, else the one triage found. */
export function pointOf({
  lat,
  lon,
  suggestion,
}: Pick<DeskMessage, "lat" | "lon" | "suggestion">): { lat: number; lon: number } | undefined {
  if (lat !== null && lon !== null) return { lat, lon };
  const { place } = suggestion;
  return place.lat !== null && place.lon !== null ? { lat: place.lat, lon: place.lon } : undefined;
}

/** Does the author get letters: whoever wrote by e-mail expects them, others only if they asked. */
export function takesLetters(
  author: { email: string | null; wants_letters: boolean } | null | undefined,
  channel: Channel,
): author is { email: string; wants_letters: boolean } {
  return typeof author?.email === "string" && (author.wants_letters || channel === "email");
}

/** Below this a person decides: the row of the field is lit. */
export const SURE = 0.7;

/** What a problem must tell to be compared with a message. */
export type Candidate = {
  id: string;
  title: string;
  summary: string;
  topic: string;
  lat: number | null;
  lon: number | null;
  opened_at: Date;
  closed_at: Date | null;
};

export type Duplicate<C extends Candidate> = { problem: C; likeness: Likeness };

const offeredAtMost = 5;
const worthShowing = 0.15;

type Compared = Pick<DeskMessage, "text" | "written_at" | "lat" | "lon" | "suggestion">;

/** The likeliest duplicates, best first. A message within a problem's life is at no distance in time. */
export function rankDuplicates<C extends Candidate>(
  message: Compared,
  candidates: readonly C[],
  weights?: LikenessWeights,
): Duplicate<C>[] {
  const own = ownSide(message);
  return candidates
    .map((problem) => ({
      problem,
      likeness: likeness(own, comparable(problem, own.at), { weights }),
    }))
    .filter((one) => one.likeness.score >= worthShowing)
    .sort((a, b) => b.likeness.score - a.likeness.score)
    .slice(0, offeredAtMost);
}

/** From here on the shared words name something; below the second, anybody writes them of anything. */
const telling = 0.4;
const plain = 0.15;

/** What the words of two texts say beside topic, place and time, which have rows of their own. */
export function wordSigns({ details, rare, swapped, text }: LikenessParts) {
  const named = { same: "sameDetails", differ: "otherDetails", "one-sided": "oneSided" } as const;
  return [
    ...(details === "unknown" ? [] : [named[details]]),
    ...(swapped > 0.5 ? (["swapped"] as const) : []),
    ...(rare >= telling ? (["rare"] as const) : []),
    ...(rare < plain && text > 0 ? (["common"] as const) : []),
  ];
}

/** What the message and the problem have in common, for a decision to teach by. */
export function commonParts(message: Compared, problem: Candidate): LikenessParts {
  const own = ownSide(message);
  return partsBetween(own, comparable(problem, own.at));
}

function ownSide(message: Compared) {
  return {
    text: message.text,
    at: message.written_at.getTime(),
    ...pointOf(message),
    topic: message.suggestion.topic.code ?? undefined,
  };
}

function comparable(problem: Candidate, at: number) {
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

export type DeskClock = { state: "calm" | "soon" | "late"; share: number; minutes: number };

/** The clock of a waiting message: minutes left (or past), and the used share of its term. */
export function deskClock(
  { due_at: due, received_at: from, state }: Pick<QueueLine, "due_at" | "received_at" | "state">,
  now: Date,
): DeskClock | undefined {
  if (due === null || state !== "waiting") return undefined;
  const left = due.getTime() - now.getTime();
  const minutes = Math.max(1, Math.round(Math.abs(left) / 60_000));
  if (left < 0) return { state: "late", share: 1, minutes };
  const share = Math.min(1, Math.max(0, 1 - left / Math.max(1, due.getTime() - from.getTime())));
  return { state: share > 0.6 || left < 3_600_000 ? "soon" : "calm", share, minutes };
}

type Point = { lat: number; lon: number };
export type PinPlan = { a: { x: number; y: number }; b: { x: number; y: number }; r: number };

export const pinFrame = { width: 360, height: 220 } as const;

/** Two points in a frame of 360 × 220, north up, the circle through both around their middle. */
export function placePins(a: Point, b: Point): PinPlan {
  const middle = { lat: (a.lat + b.lat) / 2, lon: (a.lon + b.lon) / 2 };
  const metre = 111_320;
  const flat = (p: Point) => ({
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
