import { setImmediate } from "node:timers/promises";
import { fromZoned } from "#base/time/calendar.ts";
import type { Ctx } from "#base/context.ts";
import { dateOfDay, dayAt } from "#base/time/local-time.ts";
import { remember } from "#base/cache.ts";
import { topicTroubles, type TopicTrouble } from "#modules/problems/index.ts";
import { messagesHeard, topicsHeard, type HeardMessage } from "#modules/signals/index.ts";
import {
  territoryBook,
  type TerritoryBook,
  type TerritoryBrief,
} from "#modules/territories/index.ts";
import {
  baselineOf,
  daysRemembered,
  everywhere,
  hear,
  hotScore,
  hotSpots,
  quietState,
  seasonOf,
  type HotSpot,
  type HotState,
  type HotSummand,
  type Season,
} from "#modules/triage/index.ts";

/** A topic of a municipality (or of the whole region) that burns, with all that its score is made of. */
export type HotRow = {
  /** null is the whole region */
  territory: TerritoryBrief | null;
  spot: HotSpot;
  /** authors of the window before; fewer than three are not told */
  before: number | null;
  open: number;
  late: number;
  returns: number;
  score: number;
  summands: readonly HotSummand[];
};

export type HotData = {
  at: Date;
  /** days of messages that this could be learnt from; below `daysNeeded` nothing is judged */
  learntFrom: number;
  rows: HotRow[];
};

/** Below so many authors a number is not shown: it could point at a person. */
export const authorsTold = 3;

const remembered = remember(120, (ctx) => readHot(ctx, ctx.now()));

/** What burns now, as everybody may see it; remembered for two minutes. */
export const hotNow = (ctx: Ctx): Promise<HotData> =>
  remembered({ ...ctx, actor: { kind: "guest" } });

export const forgetHot = (ctx: Ctx): void => remembered.forget(ctx);

/** What burnt at an instant, by messages written up to it. Open and late problems are those of now. */
export async function readHot(ctx: Ctx, at: Date): Promise<HotData> {
  const zone = ctx.region.timeZone;
  const today = dayAt(at.getTime(), zone);
  const from = startOf(ctx, today - daysRemembered + 1);
  const [messages, season, troubles, book] = await Promise.all([
    messagesHeard(ctx, { from, to: new Date(at.getTime() + 1) }),
    seasonAt(ctx, today),
    topicTroubles(ctx),
    territoryBook(ctx),
  ]);
  const state = await stateOf(messages, today);
  const first = state.first.get(everywhere) ?? today;
  const rows = hotSpots(state, season).flatMap((spot) => rowOf(spot, { troubles, book }) ?? []);
  return {
    at,
    learntFrom: Math.max(0, baselineOf(today).to - first + 1),
    rows: rows.toSorted((a, b) => b.score - a.score || a.spot.pValue - b.spot.pValue),
  };
}

const startOf = (ctx: Ctx, day: number): Date => fromZoned(dateOfDay(day), 0, ctx.region.timeZone);

/** Messages taken in before others get their turn: a large region must not hold up the house. */
const portion = 2000;

async function stateOf(messages: readonly HeardMessage[], today: number): Promise<HotState> {
  const state = quietState(today);
  for (const [index, { day, municipalityId, topic, author }] of messages.entries()) {
    hear(state, { day, territory: municipalityId ?? everywhere, author, ...codesOf(topic) });
    if (index % portion === portion - 1) await setImmediate();
  }
  return state;
}

/** «roads.pothole» is a topic of the group «roads»; «roads» alone is a group whose topic nobody knows. */
function codesOf(code: string): { topic: string; group: string } {
  const dot = code.indexOf(".");
  return dot < 0 ? { topic: "", group: code } : { topic: code, group: code.slice(0, dot) };
}

/** Whole weeks, so that weekdays meet. */
const yearDays = 364;
const fortnight = 7;

async function seasonAt(ctx: Ctx, today: number): Promise<Season> {
  const then = today - yearDays;
  const { from, to } = baselineOf(then);
  const rows = await topicsHeard(ctx, {
    before: { from: startOf(ctx, from), to: startOf(ctx, to + 1) },
    around: { from: startOf(ctx, then - fortnight), to: startOf(ctx, then + fortnight + 1) },
  });
  return seasonOf(rows.map(({ topic, ...counts }) => ({ ...codesOf(topic), ...counts })));
}

function rowOf(
  spot: HotSpot,
  known: { troubles: readonly TopicTrouble[]; book: TerritoryBook },
): HotRow | undefined {
  const territory =
    spot.territory === everywhere ? null : (known.book.byId.get(spot.territory) ?? undefined);
  if (territory === undefined) return undefined;
  const about = known.troubles.filter(
    (one) =>
      (territory === null || one.municipalityId === territory.id) &&
      (spot.kind === "topic" ? one.topic : one.group) === spot.code,
  );
  const sum = (of: (one: TopicTrouble) => number) => about.reduce((all, one) => all + of(one), 0);
  const [open, late, returns] = [
    sum((one) => one.open),
    sum((one) => one.late),
    sum((one) => one.returns),
  ];
  const before = spot.before > 0 && spot.before < authorsTold ? null : spot.before;
  const made = hotScore({
    authors: spot.authors,
    expected: spot.expected,
    // What is not told must not be read from the points either.
    before: before ?? 0,
    returns,
    overdueShare: open === 0 ? 0 : late / open,
  });
  return { territory, spot, before, open, late, returns, ...made };
}
