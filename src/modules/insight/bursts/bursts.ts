import { setImmediate } from "node:timers/promises";
import { fromZoned } from "#base/time/calendar.ts";
import type { Ctx } from "#base/context.ts";
import { dateOfDay, dayAt } from "#base/time/local-time.ts";
import { cached } from "#base/cache.ts";
import { countProblemsByTopic, type TopicProblemCounts } from "#modules/problems/index.ts";
import {
  listCountedMessages,
  countAuthorsByTopic,
  type CountedMessage,
} from "#modules/signals/index.ts";
import {
  territoryDirectory,
  type TerritoryDirectory,
  type TerritorySummary,
} from "#modules/territories/index.ts";
import {
  baselineRange,
  daysRetained,
  wholeRegion,
  observe,
  burstScore,
  detectBursts,
  createBurstState,
  createSeasonFactor,
  type Burst,
  type BurstState,
  type BurstScoreTerm,
  type SeasonFactor,
} from "#modules/triage/index.ts";

/**
 * A topic of a municipality (or of the whole region) with more authors than usual, with all that its
 * score is made of.
 */
export type BurstReport = {
  /** null is the whole region */
  territory: TerritorySummary | null;
  burst: Burst;
  /** authors of the window before; fewer than three are not shown */
  before: number | null;
  open: number;
  late: number;
  returns: number;
  score: number;
  breakdown: readonly BurstScoreTerm[];
};

export type BurstData = {
  at: Date;
  /** days of messages that this could be learnt from; below `daysNeeded` nothing is judged */
  historyDays: number;
  bursts: BurstReport[];
};

/** Below so many authors a number is not shown: it could point at a person. */
export const minAuthorsShown = 3;

const cachedBursts = cached(120, (ctx) => loadBursts(ctx, ctx.now()));

/** Loads the present bursts as guests may see them; cached for two minutes. */
export const currentBursts = (ctx: Ctx): Promise<BurstData> =>
  cachedBursts({ ...ctx, actor: { kind: "guest" } });

/** Drops the cached bursts of the region. */
export const invalidateBursts = (ctx: Ctx): void => cachedBursts.invalidate(ctx);

/** Computes the bursts at an instant, by messages written up to it. Open and overdue problems are those of now. */
export async function loadBursts(ctx: Ctx, at: Date): Promise<BurstData> {
  const zone = ctx.region.timeZone;
  const today = dayAt(at.getTime(), zone);
  const from = startOfDay(ctx, today - daysRetained + 1);
  const [messages, season, topicCounts, directory] = await Promise.all([
    listCountedMessages(ctx, { from, to: new Date(at.getTime() + 1) }),
    loadSeason(ctx, today),
    countProblemsByTopic(ctx),
    territoryDirectory(ctx),
  ]);
  const state = await buildBurstState(messages, today);
  const first = state.firstDayByTerritory.get(wholeRegion) ?? today;
  const rows = detectBursts(state, season).flatMap(
    (burst) => toBurstReport(burst, { topicCounts, directory }) ?? [],
  );
  return {
    at,
    historyDays: Math.max(0, baselineRange(today).to - first + 1),
    bursts: rows.toSorted((a, b) => b.score - a.score || a.burst.pValue - b.burst.pValue),
  };
}

const startOfDay = (ctx: Ctx, day: number): Date =>
  fromZoned(dateOfDay(day), 0, ctx.region.timeZone);

/** Messages processed before other requests get their turn. */
const batchSize = 2000;

async function buildBurstState(
  messages: readonly CountedMessage[],
  today: number,
): Promise<BurstState> {
  const state = createBurstState(today);
  for (const [index, { day, municipalityId, topic, author }] of messages.entries()) {
    observe(state, {
      day,
      territory: municipalityId ?? wholeRegion,
      author,
      ...splitTopicCode(topic),
    });
    if (index % batchSize === batchSize - 1) await setImmediate();
  }
  return state;
}

/**
 * Splits a code: «roads.pothole» is a topic of the group «roads»; «roads» alone is a group without a
 * known topic.
 */
function splitTopicCode(code: string): { topic: string; group: string } {
  const dot = code.indexOf(".");
  return dot < 0 ? { topic: "", group: code } : { topic: code, group: code.slice(0, dot) };
}

/** Whole weeks, so that weekdays meet. */
const yearDays = 364;
const seasonMarginDays = 7;

async function loadSeason(ctx: Ctx, today: number): Promise<SeasonFactor> {
  const then = today - yearDays;
  const { from, to } = baselineRange(then);
  const rows = await countAuthorsByTopic(ctx, {
    before: { from: startOfDay(ctx, from), to: startOfDay(ctx, to + 1) },
    around: {
      from: startOfDay(ctx, then - seasonMarginDays),
      to: startOfDay(ctx, then + seasonMarginDays + 1),
    },
  });
  return createSeasonFactor(
    rows.map(({ topic, ...counts }) => ({ ...splitTopicCode(topic), ...counts })),
  );
}

function toBurstReport(
  burst: Burst,
  known: { topicCounts: readonly TopicProblemCounts[]; directory: TerritoryDirectory },
): BurstReport | undefined {
  const territory =
    burst.territory === wholeRegion
      ? null
      : (known.directory.byId.get(burst.territory) ?? undefined);
  if (territory === undefined) return undefined;
  const about = known.topicCounts.filter(
    (one) =>
      (territory === null || one.municipalityId === territory.id) &&
      (burst.kind === "topic" ? one.topic : one.group) === burst.code,
  );
  const sum = (of: (one: TopicProblemCounts) => number) =>
    about.reduce((all, one) => all + of(one), 0);
  const [open, late, returns] = [
    sum((one) => one.open),
    sum((one) => one.late),
    sum((one) => one.returns),
  ];
  const before =
    burst.authorsBefore > 0 && burst.authorsBefore < minAuthorsShown ? null : burst.authorsBefore;
  const made = burstScore({
    authors: burst.authors,
    expected: burst.expected,
    // What is not shown must not be derivable from the points either.
    before: before ?? 0,
    returns,
    overdueShare: open === 0 ? 0 : late / open,
  });
  return { territory, burst, before, open, late, returns, ...made };
}
