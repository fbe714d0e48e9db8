import type { Ctx } from "#base/context.ts";
import type { FormState } from "#base/http/form.ts";
import type { Exchange } from "#base/http/route.ts";
import type { PageOf } from "#base/db/paging.ts";
import { demand, may } from "#base/policy.ts";
import { found } from "#base/refusal.ts";
import type { Lang } from "#base/messages.ts";
import { competenceBook, type Body } from "#modules/organisations/index.ts";
import { personNames } from "#modules/people/index.ts";
import {
  findProblem,
  listProblems,
  namesFor,
  problemsNear,
  type Problem,
  type ProblemLine,
} from "#modules/problems/index.ts";
import { territoryBook } from "#modules/territories/index.ts";
import { catalogue, modelPolicy } from "#modules/triage/index.ts";
import { deskPolicy } from "./policy.ts";
import {
  deskCounts,
  listQueue,
  type DeskCounts,
  type DeskQuery,
  type QueueLine,
} from "../queue/reads.ts";
import { findCard, personId, type DeskCard } from "./store.ts";
import { pointOf, prefill, rankDuplicates, type Duplicate, type Prefilled } from "./view.ts";
import { deskEn } from "./messages.en.ts";
import { deskRu, type DeskWords } from "./messages.ru.ts";
import { undoHours, undoTrouble } from "./undo.ts";
import { listTeaching } from "../queue/teaching-order.ts";
import { holderOf } from "./actions.ts";
import { likenessTaught } from "../duplicates/trained-weights.ts";

const words = { ru: deskRu, en: deskEn };

/** Which of the forms came back with something to mend. */
export type FormAt = "open" | "join" | "dismiss" | "answer" | "hand" | "page";
export type Returned = { at: FormAt; form: FormState };

type Names = Awaited<ReturnType<typeof namesFor>>;
export type Near = ProblemLine & { summary: string };

/** What stands beside every message: the queue, its filters and my last decision. */
export type DeskFrame = {
  t: DeskWords;
  lang: Lang;
  zone: string;
  now: Date;
  me: string;
  query: DeskQuery;
  queue: PageOf<QueueLine>;
  counts: DeskCounts;
  /** May the reader see how triage works? */
  seesTeaching: boolean;
  names: Names;
  href: (path: string) => string;
  /** An address of the desk that keeps the filters. */
  at: (path: string, change?: Partial<DeskQuery>) => string;
};

/** One message with everything that helps to decide it. */
export type MessageView = DeskFrame & {
  card: DeskCard;
  returned: Returned | undefined;
  /** Who else has it in hands; then it can only be read. */
  heldBy: string | undefined;
  values: Prefilled;
  settlements: readonly { id: string; name: string }[];
  body: Body | undefined;
  duplicates: Duplicate<Near>[];
  problem: Problem | undefined;
  decider: string | undefined;
  canUndo: boolean;
};

/** The address of a place on the desk with the filters of the query. */
export function deskPath(path: string, query: Partial<DeskQuery>): string {
  const given = Object.entries(query).filter(
    ([key, value]) => value !== undefined && !(key === "state" && value === "waiting"),
  ) as [string, string][];
  const text = new URLSearchParams(given).toString();
  return text === "" ? path : `${path}?${text}`;
}

export async function loadFrame(x: Exchange, query: DeskQuery): Promise<DeskFrame> {
  const { ctx } = x;
  const since = new Date(ctx.now().getTime() - undoHours * 3_600_000);
  const [queue, counts, names] = await Promise.all([
    query.state === "teach" ? listTeaching(ctx, query) : listQueue(ctx, query),
    deskCounts(ctx, since),
    namesFor(x),
  ]);
  const kept = { ...query, done: undefined };
  return {
    t: words[x.lang],
    lang: x.lang,
    zone: ctx.region.timeZone,
    now: ctx.now(),
    me: personId(ctx),
    query,
    queue,
    counts,
    seesTeaching: may(modelPolicy, ctx.actor, "see"),
    names,
    href: x.href,
    at: (path, change = {}) => x.href(deskPath(path, { ...kept, ...change })),
  };
}

/** The page of one message; what the actor may not sort is not found. */
export async function loadMessage(
  x: Exchange,
  { query, returned }: { query: DeskQuery; returned?: Returned | undefined },
): Promise<MessageView> {
  const { ctx } = x;
  const card = found(await findCard(ctx, x.param("number")));
  demand({ policy: deskPolicy, actor: ctx.actor, action: "sort", row: card, read: "sort" });
  const holder = holderOf(card, ctx.now());
  const held = holder !== undefined && holder !== personId(ctx);
  const work = card.state === "waiting" && (!held || returned !== undefined);
  const values = valuesOf(card, returned);
  const person = held ? holder : (card.decided_by ?? undefined);
  const [frame, near, problem, people, places, book, weights] = await Promise.all([
    loadFrame(x, query),
    work ? candidatesFor(ctx, card) : [],
    card.problem_id === null ? undefined : findProblem(ctx, card.problem_id),
    person === undefined ? undefined : personNames(ctx, [person]),
    territoryBook(ctx),
    competenceBook(ctx),
    likenessTaught(ctx),
  ]);
  const name = person === undefined ? undefined : people?.get(person);
  return {
    ...frame,
    card,
    returned,
    heldBy: held ? (name ?? frame.t.lease.somebody) : undefined,
    values,
    settlements: places.settlementsOf(values.municipalityId),
    body: book.bodyFor(bodyQuestion(values, card.written_at)),
    duplicates: rankDuplicates(card, near, weights),
    problem,
    decider: held ? undefined : name,
    canUndo: undoTrouble(ctx, card) === undefined,
  };
}

/** What the form of a new problem shows: what was typed, else what triage suggests. */
function valuesOf(card: DeskCard, returned: Returned | undefined): Prefilled {
  const suggested = prefill(card);
  if (returned?.at !== "open") return suggested;
  const typed = returned.form.values;
  const entries = Object.keys(suggested).map((name) => [name, typed[name] ?? ""]);
  return Object.fromEntries(entries) as Prefilled;
}

function bodyQuestion({ topic, municipalityId }: Prefilled, at: Date) {
  const group = catalogue.topics.find(({ code }) => code === topic)?.group ?? "";
  return { topic, group, municipalityId: municipalityId === "" ? null : municipalityId, at };
}

const reach = 400;

/** Problems near the place; where no place is known, open ones of the same matter and municipality. */
async function candidatesFor(ctx: Ctx, card: DeskCard): Promise<Near[]> {
  const point = pointOf(card);
  if (point !== undefined) return problemsNear(ctx, { ...point, metres: reach, limit: 60 });
  const { group } = card.suggestion.topic;
  if (card.municipality_id === null || group === null) return [];
  const page = await listProblems(
    ctx,
    { municipality: card.municipality_id, topic: group, stage: "open", sort: "newest" },
    { limit: 40 },
  );
  return page.rows.map((row) => ({ ...row, summary: "" }));
}

/** Why the chosen body: the matrix's own reason, or that a person decided so. */
export async function routeReason(
  ctx: Ctx,
  chosen: { bodyId: string; topic: string; municipalityId: string; at: Date },
): Promise<string> {
  const book = await competenceBook(ctx);
  const group = catalogue.topics.find(({ code }) => code === chosen.topic)?.group ?? "";
  const best = book.bodyFor({ ...chosen, group });
  const named = [best, ...(best?.alternatives ?? [])].find(
    (one) => one?.organisationId === chosen.bodyId,
  );
  return named?.reason || deskRu.understood.routeByHand;
}
