import { toZoned } from "#base/time/calendar.ts";
import { attachPictures } from "#base/files/pictures.ts";
import { linkHash, linkToken } from "#base/http/private-link.ts";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { enqueue } from "#base/jobs.ts";
import { bornNow, record } from "#base/journal.ts";
import { demand } from "#base/policy.ts";
import { invalid } from "#base/refusal.ts";
import { isUuid } from "#base/db/ids.ts";
import { joinDuplicateWork } from "../duplicates/auto-join.ts";
import { messageInput, type MessageInput, type ReadMessage } from "./message-input.ts";
import { plainText } from "./plain-text.ts";
import { signalPolicy } from "../policy.ts";
import { authorKey } from "./private-link.ts";
import {
  messageNumber,
  putAside,
  SURE_PLACE,
  type StoredSuggestion,
  type Warning,
} from "../signal.ts";
import {
  findByKeys,
  insertMessagePictures,
  insertMessages,
  keepAuthors,
  keyText,
  type NewAuthor,
  type NewMessage,
} from "../store.ts";
import { noteSources } from "../activity/sources.ts";
import { triageTerm } from "../triage-deadline.ts";
import {
  judgePoint,
  knowledgeOf,
  municipalityCalled,
  weighMessage,
  type RegionKnowledge,
} from "../classify.ts";

/** What became of one message brought in. `created` is false when it was stored before. */
export type Taken = { ok: true; id: string; number: string; created: boolean; warnings: Warning[] };
export type Refused = {
  ok: false;
  field: string;
  reason: string;
  values: Record<string, string | number>;
};
export type Outcome = Taken | Refused;

/** A message read, judged and weighed, not yet stored. */
type Weighed = Omit<ReadMessage, "lat" | "lon"> & {
  id: string;
  writtenAt: Date;
  point: { lat: number; lon: number } | null;
  municipalityId: string | null;
  suggestion: StoredSuggestion;
  warnings: Warning[];
};

/**
 * Takes one message in: stored once by channel and external id, weighed by triage, its clock started.
 * Repeating answers the stored one. Refuses an empty text and a place outside the region when nothing
 * else tells the place.
 */
export async function receiveMessage(ctx: Ctx, input: MessageInput): Promise<Taken> {
  const [outcome] = await receiveMany(ctx, [input]);
  if (outcome === undefined || outcome.ok) return outcome as Taken;
  throw invalid(outcome.reason, {
    fields: { [outcome.field]: outcome.reason },
    values: outcome.values,
  });
}

/**
 * Takes many messages in at once, in one transaction: each is stored, was stored before, or is refused
 * with its reason, in the order given. `dryRun` judges alike and writes nothing. About 500 at a time.
 */
export async function receiveMany(
  ctx: Ctx,
  inputs: readonly unknown[],
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<Outcome[]> {
  demand({ policy: signalPolicy, actor: ctx.actor, action: "receive" });
  const known = await knowledgeOf(ctx);
  const read = inputs.map((input) => readMessage(input));
  const parsed = read.flatMap((one) => ("ok" in one ? [] : [one]));
  const stored = await findByKeys(ctx, parsed);
  const weighed = new Map<string, Weighed>();
  const outcomes = read.map((one): Outcome | string => {
    if ("ok" in one) return one;
    const key = keyText(one);
    const before = stored.get(key);
    if (before !== undefined) return { ok: true, ...before, created: false, warnings: [] };
    if (weighed.has(key)) return key;
    const judged = judge(ctx, known, one);
    if ("ok" in judged) return judged;
    weighed.set(key, judged);
    return key;
  });
  const numbers = dryRun ? new Map<string, Taken>() : await store(ctx, [...weighed.values()]);
  const first = new Set<string>();
  return outcomes.map((outcome): Outcome => {
    if (typeof outcome !== "string") return outcome;
    const message = weighed.get(outcome);
    const created = !first.has(outcome);
    first.add(outcome);
    const taken = numbers.get(outcome);
    if (taken !== undefined) return { ...taken, created: created && taken.created };
    return {
      ok: true,
      id: message?.id ?? "",
      number: "",
      created,
      warnings: message?.warnings ?? [],
    };
  });
}

function readMessage(input: unknown): ReadMessage | Refused {
  const parsed = messageInput.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const own = issue !== undefined && /^[a-z]+\.[a-z-]+$/.test(issue.message);
  const field = issue?.path.join(".") ?? "";
  const given = isRecord(input) ? input[field] : undefined;
  return refused(field, own ? issue.message : "signals.field-wrong", {
    value: typeof given === "string" ? given.slice(0, 80) : "",
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

const refused = (field: string, reason: string, values: Refused["values"] = {}): Refused => ({
  ok: false,
  field,
  reason,
  values: { field, ...values },
});

const dayMs = 86_400_000;
/** Nobody writes from the future, a clock may be a day wrong; before 2000 no channel of ours existed. */
const earliest = Date.UTC(2000, 0, 1);

function judge(ctx: Ctx, known: RegionKnowledge, one: ReadMessage): Weighed | Refused {
  const at = ctx.now();
  const { text, warnings } = plainText(one.text);
  if (text === "") return refused("text", "signals.text-missing");
  const writtenAt = one.writtenAt ?? at;
  if (writtenAt.getTime() < earliest)
    return refused("writtenAt", "signals.date-impossible", {
      value: writtenAt.toISOString().slice(0, 10),
    });
  if (writtenAt.getTime() > at.getTime() + dayMs)
    return refused("writtenAt", "signals.date-future");
  const called = one.municipality === "" ? undefined : namedMunicipality(known, one.municipality);
  if (one.municipality !== "" && called === undefined) warnings.push("unknown-municipality");
  const place = placeOf(known, one);
  if ("warning" in place) warnings.push(place.warning);
  const home = called ?? ("warning" in place ? null : place.municipalityId);
  const suggestion = weighMessage(ctx, known, { text, address: one.address, writtenAt, home, at });
  const sure = suggestion.place.confidence >= SURE_PLACE ? suggestion.place.municipalityId : null;
  const municipalityId = home ?? sure;
  const nothingTells =
    municipalityId === null && one.address === "" && suggestion.place.municipalityId === null;
  if ("warning" in place && nothingTells) return refused("lat", `signals.${place.warning}`);
  return {
    ...one,
    id: ctx.newId(),
    text,
    writtenAt,
    municipalityId,
    suggestion,
    warnings,
    point: "warning" in place ? null : place.point,
  };
}

/** A municipality by id, name or OKTMO. */
export function namedMunicipality(known: RegionKnowledge, called: string): string | undefined {
  if (!isUuid(called)) return municipalityCalled(known, called);
  return known.territories.byId.get(called)?.kind === "municipality" ? called : undefined;
}

type Point = { lat: number; lon: number };

/** Half a point is no point, and neither is 0, 0: that is how maps write «nothing chosen». */
export function placeOf(
  known: RegionKnowledge,
  { lat, lon }: Pick<ReadMessage, "lat" | "lon">,
): { point: Point | null; municipalityId: string | null } | { warning: Warning } {
  if (lat === undefined || lon === undefined || (lat === 0 && lon === 0))
    return { point: null, municipalityId: null };
  if (Math.abs(lat) > 180 || Math.abs(lon) > 180) return { warning: "point-outside" };
  if (Math.abs(lat) > 90) return { warning: "point-swapped" };
  const judged = judgePoint(known, { lat, lon });
  return "warning" in judged ? judged : { point: { lat, lon }, ...judged };
}

/** Numbers in one block, authors, messages, pictures and facts: all of it or none. */
async function store(ctx: Ctx, batch: readonly Weighed[]): Promise<Map<string, Taken>> {
  if (batch.length === 0) return new Map();
  const year = toZoned(ctx.now(), ctx.region.timeZone).date.slice(0, 4);
  const first = await ctx.house.database.nextNumber(ctx.region.id, `signals-${year}`, batch.length);
  const terms = await termsOf(ctx, batch);
  return transact(ctx, async (tx) => {
    const authors = await keepAuthors(tx, authorsOf(tx, batch));
    const rows = batch.map((one, index) =>
      rowOf(tx, one, {
        number: messageNumber(year, first + index),
        author: authors.get(`${one.channel} ${keyOf(tx, one) ?? ""}`) ?? null,
        due: terms.get(termKey(one)) ?? null,
      }),
    );
    await noteSources(tx, batch);
    const written = await insertMessages(tx, rows);
    const fresh = batch.filter((one) => written.has(one.id));
    await attachPictures(
      tx,
      fresh.flatMap((one) => one.pictures),
    );
    await insertMessagePictures(
      tx,
      fresh.flatMap((one) => one.pictures.map((file_id) => ({ file_id, message_id: one.id }))),
    );
    for (const one of fresh) recordReceived(tx, one);
    const joining = tx.region.settings.joinDuplicates === true;
    for (const { id, number } of joining ? rows : []) {
      if (written.has(id)) enqueue(tx, joinDuplicateWork, { number });
    }
    const others = await findByKeys(
      tx,
      batch.filter((one) => !written.has(one.id)),
    );
    return new Map(
      batch.map((one, index): [string, Taken] => {
        const key = keyText(one);
        const before = others.get(key);
        if (before !== undefined)
          return [key, { ok: true, ...before, created: false, warnings: [] }];
        return [
          key,
          {
            ok: true,
            id: one.id,
            number: messageNumber(year, first + index),
            created: true,
            warnings: one.warnings,
          },
        ];
      }),
    );
  });
}

function recordReceived(tx: Ctx & { unit: Unit }, one: Weighed): void {
  bornNow(tx, one.id);
  const aside = putAside(one.suggestion);
  record(tx, {
    subject: one.id,
    type: "message.received",
    data: {
      channel: one.channel,
      municipality: one.municipalityId,
      topic: one.suggestion.topic.code,
      urgency: one.suggestion.urgency.level,
      ...(aside !== null && { noise: aside }),
      ...(one.warnings.length > 0 && { warnings: one.warnings }),
    },
  });
}

/** What names the author in the channel; a name alone is no name of one person. */
function keyOf(ctx: Ctx, { channel, author, externalId }: Weighed): string | undefined {
  const { key, email, phone, name } = author ?? {};
  const said = key ?? email?.toLowerCase() ?? phone?.replace(/\D/g, "");
  if (said !== undefined && said !== "") return authorKey(ctx.house.linkKey, channel, said);
  return name === undefined
    ? undefined
    : authorKey(ctx.house.linkKey, channel, `message ${externalId}`);
}

/** One row per author, since one statement cannot write a row twice. */
function authorsOf(tx: Ctx, batch: readonly Weighed[]): NewAuthor[] {
  const rows = new Map<string, NewAuthor>();
  for (const one of batch) {
    const author_key = keyOf(tx, one);
    if (author_key === undefined || one.author === undefined) continue;
    const { name, email, phone, wantsLetters, consent } = one.author;
    const key = `${one.channel} ${author_key}`;
    const before = rows.get(key);
    rows.set(key, {
      id: before?.id ?? tx.newId(),
      channel: one.channel,
      author_key,
      name: name ?? before?.name ?? null,
      email: email ?? before?.email ?? null,
      phone: phone ?? before?.phone ?? null,
      wants_letters: before?.wants_letters === true || (wantsLetters && email !== undefined),
      consent_at: consent ? tx.now() : (before?.consent_at ?? null),
      created_at: tx.now(),
    });
  }
  return [...rows.values()];
}

function rowOf(
  tx: Ctx,
  one: Weighed,
  given: { number: string; author: string | null; due: Date | null },
): NewMessage {
  const aside = putAside(one.suggestion);
  return {
    id: one.id,
    number: given.number,
    channel: one.channel,
    external_id: one.externalId,
    source: one.source,
    author_id: given.author,
    text: one.text,
    address: one.address,
    lat: one.point?.lat ?? null,
    lon: one.point?.lon ?? null,
    municipality_id: one.municipalityId,
    written_at: one.writtenAt,
    received_at: tx.now(),
    state: aside === null ? "waiting" : "noise",
    urgency: one.suggestion.urgency.level,
    suggestion: JSON.stringify(one.suggestion),
    due_at: aside === null ? given.due : null,
    noise_reason: aside,
    decided_at: aside === null ? null : tx.now(),
    decided_by_machine: aside !== null,
    link_hash: linkHash(linkToken(tx.house.linkKey, tx.region.id, one.id)),
  };
}

const termKey = ({ suggestion }: Weighed) =>
  `${suggestion.urgency.level} ${suggestion.topic.code ?? ""}`;

/** Until when the desk must have looked, once for each kind of message in the batch. */
async function termsOf(ctx: Ctx, batch: readonly Weighed[]): Promise<Map<string, Date | null>> {
  const terms = new Map<string, Date | null>();
  for (const one of batch) {
    const key = termKey(one);
    if (!terms.has(key)) terms.set(key, await triageTerm(ctx, one.suggestion));
  }
  return terms;
}

/** The secret part of the message's private link, for its author's eyes only. */
export function linkTokenOf(ctx: Pick<Ctx, "house" | "region">, message: string): string {
  return linkToken(ctx.house.linkKey, ctx.region.id, message);
}

/** The municipality that a message would fall to, before it is sent: the form asks where nothing tells. */
export async function foreseePlace(ctx: Ctx, input: MessageInput): Promise<string | null> {
  const parsed = readMessage(input);
  if ("ok" in parsed) return null;
  const judged = judge(ctx, await knowledgeOf(ctx), parsed);
  return "ok" in judged ? null : judged.municipalityId;
}
