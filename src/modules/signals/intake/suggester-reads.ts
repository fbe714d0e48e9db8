import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { DuplicateIndex, findDuplicates, type DuplicateMessage } from "#modules/triage/index.ts";
import { resolveMunicipality, resolvePoint } from "./actions.ts";
import { trainedSimilarityWeights } from "../duplicates/trained-weights.ts";
import { toPlainText } from "./plain-text.ts";
import type { StoredSuggestion } from "../signal.ts";
import { loadKnowledge, classifyMessage, type RegionKnowledge } from "../classify.ts";

const optionalOrEmpty = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === null || value === "" ? undefined : value), schema.optional());

/** A message as a program asks about it; only the text is needed. */
const suggestInput = z.object({
  id: optionalOrEmpty(z.union([z.string(), z.number()])),
  text: z.string(),
  at: optionalOrEmpty(z.string().refine((at) => !Number.isNaN(Date.parse(at)), "no date")),
  address: optionalOrEmpty(z.string()),
  lat: optionalOrEmpty(z.coerce.number()),
  lon: optionalOrEmpty(z.coerce.number()),
  author: optionalOrEmpty(z.union([z.string(), z.number()])),
  /** The municipality it came from: address, id, name or OKTMO. */
  territory: optionalOrEmpty(z.string()),
});
type SuggestInput = z.infer<typeof suggestInput>;

/** Triage's whole suggestion for one message; shares 0…1, `territory` is the address of a place's page. */
export type SuggestResult = {
  id: string;
  noise: boolean;
  urgent: boolean;
  topic: string | null;
  group: string | null;
  confidence: number;
  place: {
    territory: string | null;
    street: string | null;
    house: string | null;
    lat: number | null;
    lon: number | null;
    confidence: number;
  };
  duplicates: { id: string; score: number }[];
  /** words of the text, or the code of a rule, by the field that they decided */
  why: ({ field: string; text: string } | { field: string; reason: string })[];
};

/** The indexed messages of a region; each new one is compared with them and with those given before. */
export type Suggester = {
  /** `fallbackId` names a message that has no id of its own; throws a ZodError for what is no message. */
  suggest(input: unknown, fallbackId: string): SuggestResult;
};

/** Days and messages back in which a duplicate may lie. */
const recentDays = 120;
const maxRecent = 100_000;
const batchSize = 5_000;

/** Opens the region's triage for a stream of messages; nothing of it is stored. */
export async function createSuggester(ctx: Ctx): Promise<Suggester> {
  const known = await loadKnowledge(ctx);
  const index = new DuplicateIndex({ weights: await trainedSimilarityWeights(ctx) });
  await indexRecentMessages(ctx, index);
  return {
    suggest(input, fallbackId) {
      const line = suggestInput.parse(input);
      const { text } = toPlainText(line.text);
      const { suggestion, point } = classifyLine(ctx, known, { ...line, text });
      const id = String(line.id ?? fallbackId);
      const author = line.author === undefined ? undefined : `asked ${line.author}`;
      const at = line.at === undefined ? ctx.now() : new Date(line.at);
      const message = toDuplicateMessage(suggestion, { id, text, at, author, point });
      const duplicates = findDuplicates(index, message);
      index.add(message);
      return {
        id,
        ...toSuggestResult(known, suggestion),
        duplicates: duplicates.map((found) => ({ id: found.id, score: roundShare(found.score) })),
        why: explainSuggestion(suggestion, text),
      };
    },
  };
}

const roundShare = (share: number) => Math.round(share * 1000) / 1000;

type MapPoint = { lat: number; lon: number };

function classifyLine(
  ctx: Ctx,
  known: RegionKnowledge,
  line: SuggestInput,
): { suggestion: StoredSuggestion; point: MapPoint | undefined } {
  const place = resolvePoint(known, line);
  const given = line.territory ?? "";
  const bySlug = known.territories.bySlug.get(given);
  const called =
    bySlug?.kind === "municipality" ? bySlug.id : given && resolveMunicipality(known, given);
  const suggestion = classifyMessage(ctx, known, {
    text: line.text,
    address: line.address ?? "",
    writtenAt: line.at === undefined ? ctx.now() : new Date(line.at),
    home: called || ("warning" in place ? null : place.municipalityId),
    at: ctx.now(),
  });
  return { suggestion, point: "warning" in place ? undefined : (place.point ?? undefined) };
}

function toSuggestResult(
  known: RegionKnowledge,
  { noise, urgency, topic, place }: StoredSuggestion,
): Omit<SuggestResult, "id" | "duplicates" | "why"> {
  const territory = known.territories.byId.get(place.settlementId ?? place.municipalityId ?? "");
  return {
    noise: noise.is,
    urgent: urgency.level !== "normal",
    topic: topic.code,
    group: topic.group,
    confidence: topic.confidence,
    place: {
      territory: territory?.slug ?? null,
      street: place.streetName,
      house: place.house,
      lat: place.lat,
      lon: place.lon,
      confidence: place.confidence,
    },
  };
}

function explainSuggestion(
  { spans, urgency, noise }: StoredSuggestion,
  text: string,
): SuggestResult["why"] {
  return [
    ...spans.map(({ start, end, field }) => ({ field, text: text.slice(start, end) })),
    ...urgency.reasons.map((reason) => ({ field: "urgency", reason })),
    ...(noise.reason === null ? [] : [{ field: "noise", reason: noise.reason }]),
  ];
}

type RecentMessage = {
  id: string;
  text: string;
  at: Date;
  author: string | undefined;
  point: MapPoint | undefined;
};

/** Adds the settlement to the street, so that equal streets of different settlements differ. */
function toDuplicateMessage(
  { topic, place }: Pick<StoredSuggestion, "topic" | "place">,
  { id, text, at, author, point }: RecentMessage,
): DuplicateMessage {
  const town = place.settlementId ?? place.municipalityId ?? "";
  return {
    id,
    text,
    at: at.getTime(),
    lat: point?.lat ?? place.lat ?? undefined,
    lon: point?.lon ?? place.lon ?? undefined,
    topic: topic.code ?? undefined,
    street: place.streetName === null ? undefined : `${town} ${place.streetName}`,
    house: place.house ?? undefined,
    author,
  };
}

type RecentRow = Omit<RecentMessage, "point" | "author"> & {
  uuid: string;
  author: string | null;
  lat: number | null;
  lon: number | null;
  suggestion: Pick<StoredSuggestion, "topic" | "place">;
};

/** Indexes the newest messages of the last months that report a matter, by their numbers. */
async function indexRecentMessages(ctx: Ctx, index: DuplicateIndex): Promise<void> {
  const since = new Date(ctx.now().getTime() - recentDays * 86_400_000);
  let before: { at: Date; uuid: string } | undefined;
  for (let read = 0; read < maxRecent; read += batchSize) {
    const older = before && sql`and (m.written_at, m.id) < (${before.at}, ${before.uuid}::uuid)`;
    const { rows } = await sql<RecentRow>`
      select m.id as uuid, m.number as id, m.text, m.written_at as at, m.author_id as author, m.lat, m.lon,
        jsonb_build_object('topic', m.suggestion -> 'topic', 'place', m.suggestion -> 'place') as suggestion
      from signals_messages m
      where m.region_id = ${ctx.region.id} and m.state not in ('noise', 'withdrawn')
        and m.written_at >= ${since} ${older ?? sql``}
      order by m.written_at desc, m.id desc limit ${batchSize}`.execute(ctx.db);
    for (const { suggestion, lat, lon, author, ...row } of rows) {
      const point = lat === null || lon === null ? undefined : { lat, lon };
      index.add(toDuplicateMessage(suggestion, { ...row, author: author ?? undefined, point }));
    }
    before = rows.at(-1);
    if (rows.length < batchSize) return;
  }
}
