import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { DuplicateIndex, duplicatesOf, type DuplicateMessage } from "#modules/triage/index.ts";
import { namedMunicipality, placeOf } from "./actions.ts";
import { likenessTaught } from "../duplicates/trained-weights.ts";
import { plainText } from "./plain-text.ts";
import type { StoredSuggestion } from "../signal.ts";
import { knowledgeOf, weighMessage, type RegionKnowledge } from "../classify.ts";

const absent = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === null || value === "" ? undefined : value), schema.optional());

/** A message as a program asks about it; only the text is needed. */
const lineInput = z.object({
  id: absent(z.union([z.string(), z.number()])),
  text: z.string(),
  at: absent(z.string().refine((at) => !Number.isNaN(Date.parse(at)), "no date")),
  address: absent(z.string()),
  lat: absent(z.coerce.number()),
  lon: absent(z.coerce.number()),
  author: absent(z.union([z.string(), z.number()])),
  /** The municipality it came from: address, id, name or OKTMO. */
  territory: absent(z.string()),
});
type Line = z.infer<typeof lineInput>;

/** All that triage says of one message; shares 0…1, `territory` is the address of a place's page. */
export type SuggestionLine = {
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

/** Messages of a region stand ready; each asked one is compared with them and with those asked before. */
export type Suggester = {
  /** `fallbackId` names a message that has no id of its own; throws a ZodError for what is no message. */
  suggest(input: unknown, fallbackId: string): SuggestionLine;
};

/** Days and messages back in which a duplicate may lie. */
const recentDays = 120;
const mostRecent = 100_000;
const atOnce = 5_000;

/** Opens the region's triage for a stream of messages; nothing of it is stored. */
export async function openSuggester(ctx: Ctx): Promise<Suggester> {
  const known = await knowledgeOf(ctx);
  const index = new DuplicateIndex({ weights: await likenessTaught(ctx) });
  await addRecent(ctx, index);
  return {
    suggest(input, fallbackId) {
      const line = lineInput.parse(input);
      const { text } = plainText(line.text);
      const { suggestion, point } = weigh(ctx, known, { ...line, text });
      const id = String(line.id ?? fallbackId);
      const author = line.author === undefined ? undefined : `asked ${line.author}`;
      const at = line.at === undefined ? ctx.now() : new Date(line.at);
      const message = comparable(suggestion, { id, text, at, author, point });
      const duplicates = duplicatesOf(index, message);
      index.add(message);
      return {
        id,
        ...told(known, suggestion),
        duplicates: duplicates.map((found) => ({ id: found.id, score: rounded(found.score) })),
        why: whyOf(suggestion, text),
      };
    },
  };
}

const rounded = (share: number) => Math.round(share * 1000) / 1000;

type Point = { lat: number; lon: number };

function weigh(
  ctx: Ctx,
  known: RegionKnowledge,
  line: Line,
): { suggestion: StoredSuggestion; point: Point | undefined } {
  const place = placeOf(known, line);
  const given = line.territory ?? "";
  const bySlug = known.territories.bySlug.get(given);
  const called =
    bySlug?.kind === "municipality" ? bySlug.id : given && namedMunicipality(known, given);
  const suggestion = weighMessage(ctx, known, {
    text: line.text,
    address: line.address ?? "",
    writtenAt: line.at === undefined ? ctx.now() : new Date(line.at),
    home: called || ("warning" in place ? null : place.municipalityId),
    at: ctx.now(),
  });
  return { suggestion, point: "warning" in place ? undefined : (place.point ?? undefined) };
}

function told(
  known: RegionKnowledge,
  { noise, urgency, topic, place }: StoredSuggestion,
): Omit<SuggestionLine, "id" | "duplicates" | "why"> {
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

function whyOf({ spans, urgency, noise }: StoredSuggestion, text: string): SuggestionLine["why"] {
  return [
    ...spans.map(({ start, end, field }) => ({ field, text: text.slice(start, end) })),
    ...urgency.reasons.map((reason) => ({ field: "urgency", reason })),
    ...(noise.reason === null ? [] : [{ field: "noise", reason: noise.reason }]),
  ];
}

type Written = {
  id: string;
  text: string;
  at: Date;
  author: string | undefined;
  point: Point | undefined;
};

/** One spelling for one street: with the place it lies in. */
function comparable(
  { topic, place }: Pick<StoredSuggestion, "topic" | "place">,
  { id, text, at, author, point }: Written,
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

type Recent = Omit<Written, "point" | "author"> & {
  uuid: string;
  author: string | null;
  lat: number | null;
  lon: number | null;
  suggestion: Pick<StoredSuggestion, "topic" | "place">;
};

/** The newest messages of the last months that are somebody's trouble, by their numbers. */
async function addRecent(ctx: Ctx, index: DuplicateIndex): Promise<void> {
  const since = new Date(ctx.now().getTime() - recentDays * 86_400_000);
  let before: { at: Date; uuid: string } | undefined;
  for (let read = 0; read < mostRecent; read += atOnce) {
    const older = before && sql`and (m.written_at, m.id) < (${before.at}, ${before.uuid}::uuid)`;
    const { rows } = await sql<Recent>`
      select m.id as uuid, m.number as id, m.text, m.written_at as at, m.author_id as author, m.lat, m.lon,
        jsonb_build_object('topic', m.suggestion -> 'topic', 'place', m.suggestion -> 'place') as suggestion
      from signals_messages m
      where m.region_id = ${ctx.region.id} and m.state not in ('noise', 'withdrawn')
        and m.written_at >= ${since} ${older ?? sql``}
      order by m.written_at desc, m.id desc limit ${atOnce}`.execute(ctx.db);
    for (const { suggestion, lat, lon, author, ...row } of rows) {
      const point = lat === null || lon === null ? undefined : { lat, lon };
      index.add(comparable(suggestion, { ...row, author: author ?? undefined, point }));
    }
    before = rows.at(-1);
    if (rows.length < atOnce) return;
  }
}
