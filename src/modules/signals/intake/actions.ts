import { signalSettings } from "../settings.ts";
import { claimPictures } from "#base/files/pictures.ts";
import { linkHash, linkToken } from "#base/http/private-link.ts";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { enqueue } from "#base/jobs.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { invalidField } from "#base/refusal.ts";
import { isUuid } from "#base/db/ids.ts";
import { autoJoinJob } from "../duplicates/auto-join.ts";
import { messageInput, type MessageInput, type ParsedMessage } from "./message-input.ts";
import { toPlainText } from "./plain-text.ts";
import { signalPolicy } from "../policy.ts";
import { hashAuthorKey } from "./private-link.ts";
import {
  formatMessageNumber,
  autoDismissReason,
  CONFIDENT_PLACE_THRESHOLD,
  type StoredSuggestion,
  type IntakeWarning,
} from "../signal.ts";
import {
  findMessagesByKeys,
  insertMessagePictures,
  insertMessages,
  upsertAuthors,
  messageKeyText,
  type NewAuthor,
  type NewMessage,
} from "../store.ts";
import { saveSources } from "../activity/sources-reads.ts";
import { triageDeadline } from "../triage-deadline.ts";
import {
  locatePoint,
  loadKnowledge,
  findMunicipalityByName,
  classifyMessage,
  type RegionKnowledge,
} from "../classify.ts";

/** What became of one message brought in. `created` is false when it was stored before. */
export type StoredMessageResult = {
  ok: true;
  id: string;
  number: string;
  created: boolean;
  warnings: IntakeWarning[];
};
export type RefusedMessageResult = {
  ok: false;
  field: string;
  reason: string;
  values: Record<string, string | number>;
};
export type IntakeOutcome = StoredMessageResult | RefusedMessageResult;

/** A message read, judged and weighed, not yet stored. */
type ClassifiedMessage = Omit<ParsedMessage, "lat" | "lon"> & {
  id: string;
  writtenAt: Date;
  point: { lat: number; lon: number } | null;
  municipalityId: string | null;
  suggestion: StoredSuggestion;
  warnings: IntakeWarning[];
};

/**
 * Takes one message in: stored once by channel and external id, classified by triage, its deadline
 * set. A repeated call returns the stored one. Refuses an empty text, and a place outside the region
 * when nothing else names one.
 */
export async function receiveMessage(ctx: Ctx, input: MessageInput): Promise<StoredMessageResult> {
  const [outcome] = await receiveMany(ctx, [input]);
  if (outcome === undefined || outcome.ok) return outcome as StoredMessageResult;
  throw invalidField(outcome.field, outcome.reason, outcome.values);
}

/**
 * Takes about 500 messages in one transaction: each is stored, was stored before, or is refused with
 * its reason, in the given order. `dryRun` validates alike and writes nothing.
 */
export async function receiveMany(
  ctx: Ctx,
  inputs: readonly unknown[],
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<IntakeOutcome[]> {
  authorize({ policy: signalPolicy, actor: ctx.actor, action: "receive" });
  const known = await loadKnowledge(ctx);
  const read = inputs.map((input) => parseMessage(input));
  const parsed = read.flatMap((one) => ("ok" in one ? [] : [one]));
  const stored = await findMessagesByKeys(ctx, parsed);
  const weighed = new Map<string, ClassifiedMessage>();
  const outcomes = read.map((one): IntakeOutcome | string => {
    if ("ok" in one) return one;
    const key = messageKeyText(one);
    const before = stored.get(key);
    if (before !== undefined) return { ok: true, ...before, created: false, warnings: [] };
    if (weighed.has(key)) return key;
    const judged = validateAndClassify(ctx, known, one);
    if ("ok" in judged) return judged;
    weighed.set(key, judged);
    return key;
  });
  const numbers = dryRun
    ? new Map<string, StoredMessageResult>()
    : await saveBatch(ctx, [...weighed.values()]);
  const first = new Set<string>();
  return outcomes.map((outcome): IntakeOutcome => {
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

function parseMessage(input: unknown): ParsedMessage | RefusedMessageResult {
  const parsed = messageInput.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const own = issue !== undefined && /^[a-z]+\.[a-z-]+$/.test(issue.message);
  const field = issue?.path.join(".") ?? "";
  const given = isRecord(input) ? input[field] : undefined;
  return toRefused(field, own ? issue.message : "signals.field-wrong", {
    value: typeof given === "string" ? given.slice(0, 80) : "",
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

const toRefused = (
  field: string,
  reason: string,
  values: RefusedMessageResult["values"] = {},
): RefusedMessageResult => ({
  ok: false,
  field,
  reason,
  values: { field, ...values },
});

const dayMs = 86_400_000;
/** Nobody writes from the future, a clock may be a day wrong; before 2000 no channel of ours existed. */
const earliestDate = Date.UTC(2000, 0, 1);

function validateAndClassify(
  ctx: Ctx,
  known: RegionKnowledge,
  one: ParsedMessage,
): ClassifiedMessage | RefusedMessageResult {
  const at = ctx.now();
  const { text, warnings } = toPlainText(one.text);
  if (text === "") return toRefused("text", "signals.text-missing");
  const writtenAt = one.writtenAt ?? at;
  if (writtenAt.getTime() < earliestDate)
    return toRefused("writtenAt", "signals.date-impossible", {
      value: writtenAt.toISOString().slice(0, 10),
    });
  if (writtenAt.getTime() > at.getTime() + dayMs)
    return toRefused("writtenAt", "signals.date-future");
  const called = one.municipality === "" ? undefined : resolveMunicipality(known, one.municipality);
  if (one.municipality !== "" && called === undefined) warnings.push("unknown-municipality");
  const place = resolvePoint(known, one);
  if ("warning" in place) warnings.push(place.warning);
  const home = called ?? ("warning" in place ? null : place.municipalityId);
  const suggestion = classifyMessage(ctx, known, {
    text,
    address: one.address,
    writtenAt,
    home,
    at,
  });
  const sure =
    suggestion.place.confidence >= CONFIDENT_PLACE_THRESHOLD
      ? suggestion.place.municipalityId
      : null;
  const municipalityId = home ?? sure;
  const nothingTells =
    municipalityId === null && one.address === "" && suggestion.place.municipalityId === null;
  if ("warning" in place && nothingTells) return toRefused("lat", `signals.${place.warning}`);
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

/** Finds a municipality by id, name or OKTMO. */
export function resolveMunicipality(known: RegionKnowledge, called: string): string | undefined {
  if (!isUuid(called)) return findMunicipalityByName(known, called);
  return known.territories.byId.get(called)?.kind === "municipality" ? called : undefined;
}

type MapPoint = { lat: number; lon: number };

/** Returns the point; half a point is dropped, and so is 0, 0, which maps send for «nothing chosen». */
export function resolvePoint(
  known: RegionKnowledge,
  { lat, lon }: Pick<ParsedMessage, "lat" | "lon">,
): { point: MapPoint | null; municipalityId: string | null } | { warning: IntakeWarning } {
  if (lat === undefined || lon === undefined || (lat === 0 && lon === 0))
    return { point: null, municipalityId: null };
  if (Math.abs(lat) > 180 || Math.abs(lon) > 180) return { warning: "point-outside" };
  if (Math.abs(lat) > 90) return { warning: "point-swapped" };
  const judged = locatePoint(known, { lat, lon });
  return "warning" in judged ? judged : { point: { lat, lon }, ...judged };
}

/** Saves numbers, authors, messages, pictures and facts in one transaction. */
async function saveBatch(
  ctx: Ctx,
  batch: readonly ClassifiedMessage[],
): Promise<Map<string, StoredMessageResult>> {
  if (batch.length === 0) return new Map();
  const year = ctx.today().slice(0, 4);
  const first = await ctx.app.database.nextNumber(ctx.region.id, `signals-${year}`, batch.length);
  const terms = await computeDeadlines(ctx, batch);
  return transact(ctx, async (tx) => {
    const authors = await upsertAuthors(tx, toAuthorRows(tx, batch));
    const rows = batch.map((one, index) =>
      toMessageRow(tx, one, {
        number: formatMessageNumber(year, first + index),
        author: authors.get(`${one.channel} ${authorKeyOf(tx, one) ?? ""}`) ?? null,
        due: terms.get(deadlineKey(one)) ?? null,
      }),
    );
    await saveSources(tx, batch);
    const written = await insertMessages(tx, rows);
    const fresh = batch.filter((one) => written.has(one.id));
    await claimPictures(
      tx,
      fresh.flatMap((one) => one.pictures),
    );
    await insertMessagePictures(
      tx,
      fresh.flatMap((one) => one.pictures.map((file_id) => ({ file_id, message_id: one.id }))),
    );
    for (const one of fresh) recordReceived(tx, one);
    const joining = signalSettings.of(tx.region).joinDuplicates;
    for (const { id, number } of joining ? rows : []) {
      if (written.has(id)) enqueue(tx, autoJoinJob, { number });
    }
    const others = await findMessagesByKeys(
      tx,
      batch.filter((one) => !written.has(one.id)),
    );
    return new Map(
      batch.map((one, index): [string, StoredMessageResult] => {
        const key = messageKeyText(one);
        const before = others.get(key);
        if (before !== undefined)
          return [key, { ok: true, ...before, created: false, warnings: [] }];
        return [
          key,
          {
            ok: true,
            id: one.id,
            number: formatMessageNumber(year, first + index),
            created: true,
            warnings: one.warnings,
          },
        ];
      }),
    );
  });
}

function recordReceived(tx: Ctx & { unit: UnitOfWork }, one: ClassifiedMessage): void {
  startChain(tx, one.id);
  const aside = autoDismissReason(one.suggestion);
  recordFact(tx, {
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

/** Returns the author's key in the channel; a name alone identifies nobody. */
function authorKeyOf(
  ctx: Ctx,
  { channel, author, externalId }: ClassifiedMessage,
): string | undefined {
  const { key, email, phone, name } = author ?? {};
  const identity = key ?? email?.toLowerCase() ?? phone?.replace(/\D/g, "");
  if (identity !== undefined && identity !== "")
    return hashAuthorKey(ctx.app.linkKey, channel, identity);
  return name === undefined
    ? undefined
    : hashAuthorKey(ctx.app.linkKey, channel, `message ${externalId}`);
}

/** Returns one row per author, since one statement cannot write a row twice. */
function toAuthorRows(tx: Ctx, batch: readonly ClassifiedMessage[]): NewAuthor[] {
  const rows = new Map<string, NewAuthor>();
  for (const one of batch) {
    const author_key = authorKeyOf(tx, one);
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

function toMessageRow(
  tx: Ctx,
  one: ClassifiedMessage,
  given: { number: string; author: string | null; due: Date | null },
): NewMessage {
  const aside = autoDismissReason(one.suggestion);
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
    link_hash: linkHash(linkToken(tx.app.linkKey, tx.region.id, one.id)),
  };
}

const deadlineKey = ({ suggestion }: ClassifiedMessage) =>
  `${suggestion.urgency.level} ${suggestion.topic.code ?? ""}`;

/** Computes the deadline of the desk once for each kind of message in the batch. */
async function computeDeadlines(
  ctx: Ctx,
  batch: readonly ClassifiedMessage[],
): Promise<Map<string, Date | null>> {
  const terms = new Map<string, Date | null>();
  for (const one of batch) {
    const key = deadlineKey(one);
    if (!terms.has(key)) terms.set(key, await triageDeadline(ctx, one.suggestion));
  }
  return terms;
}

/** Returns the secret part of the message's private link, to be shown to its author only. */
export function messageLinkToken(ctx: Pick<Ctx, "app" | "region">, message: string): string {
  return linkToken(ctx.app.linkKey, ctx.region.id, message);
}

/** Predicts the municipality of a message before it is sent: the form asks for it when none is found. */
export async function predictMunicipality(ctx: Ctx, input: MessageInput): Promise<string | null> {
  const parsed = parseMessage(input);
  if ("ok" in parsed) return null;
  const judged = validateAndClassify(ctx, await loadKnowledge(ctx), parsed);
  return "ok" in judged ? null : judged.municipalityId;
}
