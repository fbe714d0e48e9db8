import { listUrl } from "#base/http/list-url.ts";
import type { Ctx } from "#base/context.ts";
import type { FormState } from "#base/http/form.ts";
import type { RequestContext } from "#base/http/route.ts";
import type { PageOf } from "#base/db/paging.ts";
import { authorize, may } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import type { Lang } from "#base/messages.ts";
import { competenceDirectory, type ResponsibleBody } from "#modules/organisations/index.ts";
import { loadPersonNames } from "#modules/people/index.ts";
import {
  findProblem,
  listProblems,
  loadDisplayNames,
  findProblemsNear,
  type Problem,
  type ProblemListItem,
} from "#modules/problems/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { catalogue, modelPolicy } from "#modules/triage/index.ts";
import { deskPolicy } from "./policy.ts";
import {
  loadDeskCounts,
  listQueue,
  type DeskCounts,
  type DeskQuery,
  type QueueLine,
} from "../queue/reads.ts";
import { findDeskCard, actorPersonId, type DeskCard } from "./store.ts";
import {
  messagePoint,
  prefillOpenForm,
  rankDuplicates,
  type RankedDuplicate,
  type OpenFormValues,
} from "./view.ts";
import { deskEn } from "./messages.en.ts";
import { deskRu, type DeskMessages } from "./messages.ru.ts";
import { undoHours, undoRefusalReason } from "./undo.ts";
import { listTeachingQueue } from "../queue/teaching-order-reads.ts";
import { leaseHolder } from "./actions.ts";
import { trainedSimilarityWeights } from "../duplicates/trained-weights.ts";

const messages = { ru: deskRu, en: deskEn };

/** Which of the forms came back with something to mend. */
export type DeskFormName = "open" | "join" | "dismiss" | "answer" | "hand" | "page";
export type ReturnedForm = { at: DeskFormName; form: FormState };

type DeskNames = Awaited<ReturnType<typeof loadDisplayNames>>;
export type NearbyProblem = ProblemListItem & { summary: string };

/** What is shown next to every message: the queue, its filters and my last decision. */
export type DeskFrame = {
  t: DeskMessages;
  lang: Lang;
  zone: string;
  now: Date;
  me: string;
  query: DeskQuery;
  queue: PageOf<QueueLine>;
  counts: DeskCounts;
  /** May the reader see how triage works? */
  seesTeaching: boolean;
  names: DeskNames;
  href: (path: string) => string;
  /** An address of the desk that keeps the filters. */
  at: (path: string, change?: Partial<DeskQuery>) => string;
};

/** One message with everything that helps to decide it. */
export type MessageView = DeskFrame & {
  card: DeskCard;
  returned: ReturnedForm | undefined;
  /** Who else has it in hands; then it can only be read. */
  leaseHolder: string | undefined;
  values: OpenFormValues;
  settlements: readonly { id: string; name: string }[];
  body: ResponsibleBody | undefined;
  duplicates: RankedDuplicate<NearbyProblem>[];
  problem: Problem | undefined;
  decider: string | undefined;
  canUndo: boolean;
};

/** Returns the address of a page of the desk with the filters of the query. */
export function deskPath(path: string, query: Partial<DeskQuery>): string {
  return listUrl(path, {}, query, { state: "waiting" });
}

/** Loads the frame of a page of the desk: queue, counts and names, by the filters of the query. */
export async function loadDeskFrame(c: RequestContext, query: DeskQuery): Promise<DeskFrame> {
  const { ctx } = c;
  const since = new Date(ctx.now().getTime() - undoHours * 3_600_000);
  const [queue, counts, names] = await Promise.all([
    query.state === "teach" ? listTeachingQueue(ctx, query) : listQueue(ctx, query),
    loadDeskCounts(ctx, since),
    loadDisplayNames(c),
  ]);
  const filters = { ...query, done: undefined };
  return {
    t: messages[c.lang],
    lang: c.lang,
    zone: ctx.region.timeZone,
    now: ctx.now(),
    me: actorPersonId(ctx),
    query,
    queue,
    counts,
    seesTeaching: may(modelPolicy, ctx.actor, "see"),
    names,
    href: c.href,
    at: (path, change = {}) => c.href(deskPath(path, { ...filters, ...change })),
  };
}

/** Loads the page of one message; one that the actor may not sort is refused as not found. */
export async function loadMessageView(
  c: RequestContext,
  { query, returned }: { query: DeskQuery; returned?: ReturnedForm | undefined },
): Promise<MessageView> {
  const { ctx } = c;
  const card = orNotFound(await findDeskCard(ctx, c.param("number")));
  authorize({ policy: deskPolicy, actor: ctx.actor, action: "sort", row: card, read: "sort" });
  const holder = leaseHolder(card, ctx.now());
  const held = holder !== undefined && holder !== actorPersonId(ctx);
  const work = card.state === "waiting" && (!held || returned !== undefined);
  const values = formValues(card, returned);
  const person = held ? holder : (card.decided_by ?? undefined);
  const [frame, near, problem, people, places, directory, weights] = await Promise.all([
    loadDeskFrame(c, query),
    work ? candidatesFor(ctx, card) : [],
    card.problem_id === null ? undefined : findProblem(ctx, card.problem_id),
    person === undefined ? undefined : loadPersonNames(ctx, [person]),
    territoryDirectory(ctx),
    competenceDirectory(ctx),
    trainedSimilarityWeights(ctx),
  ]);
  const name = person === undefined ? undefined : people?.get(person);
  return {
    ...frame,
    card,
    returned,
    leaseHolder: held ? (name ?? frame.t.lease.somebody) : undefined,
    values,
    settlements: places.settlementsOf(values.municipalityId),
    body: directory.findResponsibleBody(competenceQuery(values, card.written_at)),
    duplicates: rankDuplicates(card, near, weights),
    problem,
    decider: held ? undefined : name,
    canUndo: undoRefusalReason(ctx, card) === undefined,
  };
}

/** Returns the values of the form of a new problem: what was typed, else what triage suggests. */
function formValues(card: DeskCard, returned: ReturnedForm | undefined): OpenFormValues {
  const suggested = prefillOpenForm(card);
  if (returned?.at !== "open") return suggested;
  const typed = returned.form.values;
  const entries = Object.keys(suggested).map((name) => [name, typed[name] ?? ""]);
  return Object.fromEntries(entries) as OpenFormValues;
}

function competenceQuery({ topic, municipalityId }: OpenFormValues, at: Date) {
  const group = catalogue.topics.find(({ code }) => code === topic)?.group ?? "";
  return { topic, group, municipalityId: municipalityId === "" ? null : municipalityId, at };
}

const nearbyMetres = 400;

/** Problems near the place; where no place is known, open ones of the same matter and municipality. */
async function candidatesFor(ctx: Ctx, card: DeskCard): Promise<NearbyProblem[]> {
  const point = messagePoint(card);
  if (point !== undefined)
    return findProblemsNear(ctx, { ...point, metres: nearbyMetres, limit: 60 });
  const { group } = card.suggestion.topic;
  if (card.municipality_id === null || group === null) return [];
  const page = await listProblems(
    ctx,
    { municipality: card.municipality_id, topic: group, stage: "open", sort: "newest" },
    { limit: 40 },
  );
  return page.rows.map((row) => ({ ...row, summary: "" }));
}

/** Returns why the body was chosen: the reason of the matrix, or that a person decided. */
export async function routeReason(
  ctx: Ctx,
  chosen: { bodyId: string; topic: string; municipalityId: string; at: Date },
): Promise<string> {
  const directory = await competenceDirectory(ctx);
  const group = catalogue.topics.find(({ code }) => code === chosen.topic)?.group ?? "";
  const best = directory.findResponsibleBody({ ...chosen, group });
  const named = [best, ...(best?.alternatives ?? [])].find(
    (one) => one?.organisationId === chosen.bodyId,
  );
  return named?.reason || deskRu.understood.routeByHand;
}
