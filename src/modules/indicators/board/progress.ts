import type { Ctx } from "#base/context.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import { may } from "#base/policy.ts";
import { findProject, type Project } from "#modules/projects/index.ts";
import { createCachedCounters, isShare, listCountedRows } from "../measure.ts";
import { indicatorPolicy } from "../policy.ts";
import { computeProgress, type Progress } from "../indicator.ts";
import {
  searchIndicators,
  listIndicators,
  listProjectIdsWithIndicators,
  toTerms,
  type Indicator,
} from "../store.ts";

/** An indicator with its progress. */
export type IndicatorProgress = {
  indicator: Indicator;
  progress: Progress;
  /** The day of its newest fact. */ latestDay: string;
};

/** Computes the progress of indicators from their count sources; equal queries run once. */
export async function loadProgress(
  ctx: Ctx,
  indicators: readonly Indicator[],
  today = ctx.today(),
): Promise<IndicatorProgress[]> {
  const { cellsOf, scheduledOf } = createCachedCounters(ctx);
  return Promise.all(
    indicators.map(async (indicator) => {
      const open = today <= indicator.due_on;
      const [cells, scheduled] = await Promise.all([
        cellsOf(indicator),
        open ? scheduledOf(indicator) : [],
      ]);
      const latestDay = cells.reduce((last, cell) => (cell.day > last ? cell.day : last), "");
      return {
        indicator,
        progress: computeProgress(toTerms(indicator), { cells, scheduled, today }),
        latestDay,
      };
    }),
  );
}

/** Computes the progress of a project's indicators. */
export const loadProjectProgress = async (
  ctx: Ctx,
  project: string,
): Promise<IndicatorProgress[]> => loadProgress(ctx, await listIndicators(ctx, project));

export type LatestFact = { indicator: Indicator; row: CountedRow };

/**
 * Returns whether the source's rows are individual facts: no shares, and no people or
 * organisations counted once in total.
 */
const hasIndividualRows = (source: string): boolean =>
  !isShare(source) && source !== "events.people" && source !== "events.organisations";

/**
 * Lists the newest facts of a board, from the `indicatorLimit` indicators with the latest facts, `rowLimit`
 * rows of each.
 */
export async function listLatestFacts(
  ctx: Ctx,
  figures: readonly IndicatorProgress[],
  { indicatorLimit, rowLimit }: { indicatorLimit: number; rowLimit: number },
): Promise<LatestFact[]> {
  const recent = figures
    .filter(({ indicator, latestDay }) => latestDay !== "" && hasIndividualRows(indicator.source))
    .toSorted((a, b) => (a.latestDay < b.latestDay ? 1 : -1))
    .slice(0, indicatorLimit);
  const pages = await Promise.all(
    recent.map(async ({ indicator }) => {
      const { rows } = await listCountedRows(ctx, indicator, { limit: rowLimit });
      return rows.map((row) => ({ indicator, row }));
    }),
  );
  return pages.flat().toSorted((a, b) => (a.row.day < b.row.day ? 1 : -1));
}

export type ProjectProgress = { project: Project; indicators: IndicatorProgress[] };

/**
 * Lists the boards of all projects under implementation that have indicators and that the actor
 * may read.
 */
export async function listBoards(ctx: Ctx): Promise<ProjectProgress[]> {
  const ids = await listProjectIdsWithIndicators(ctx);
  const projects = (await Promise.all(ids.map((id) => findProject(ctx, id)))).filter(
    (one) => one !== undefined && one.stage === "implementation" && canReadProject(ctx, one),
  ) as Project[];
  const all = await loadProgress(
    ctx,
    await searchIndicators(ctx, { projects: projects.map(({ id }) => id) }),
  );
  const by = Map.groupBy(all, (figure) => figure.indicator.project_id);
  return projects.map((project) => ({ project, indicators: by.get(project.id) ?? [] }));
}

/** Lists the indicators of one municipality by project; each figure is of that place alone. */
export async function listBoardsOfPlace(ctx: Ctx, place: string): Promise<ProjectProgress[]> {
  const indicators = await searchIndicators(ctx, { place });
  const ids = [...new Set(indicators.map((one) => one.project_id))];
  const projects = (await Promise.all(ids.map((id) => findProject(ctx, id)))).filter(
    (one) => one !== undefined && canReadProject(ctx, one),
  ) as Project[];
  const figures = await loadProgress(
    ctx,
    indicators
      .filter((one) => projects.some(({ id }) => id === one.project_id))
      .map((one) => ({ ...one, places: [place] })),
  );
  const by = Map.groupBy(figures, (figure) => figure.indicator.project_id);
  return projects.map((project) => ({ project, indicators: by.get(project.id) ?? [] }));
}

/** Returns whether the actor may read the indicators of a project. */
export const canReadProject = (ctx: Ctx, project: Project): boolean =>
  may(indicatorPolicy, ctx.actor, "read", { ...project, place_id: null });
