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

/** A promise with what became of it by now. */
export type IndicatorProgress = {
  indicator: Indicator;
  progress: Progress;
  /** The day of its newest fact. */ latestDay: string;
};

/** Every promise is one question to its source, asked now; equal questions are one. */
export async function loadProgress(
  ctx: Ctx,
  indicators: readonly Indicator[],
  today = ctx.today(),
): Promise<IndicatorProgress[]> {
  const { cellsOf, comingOf: scheduledOf } = createCachedCounters(ctx);
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

export const loadProjectProgress = async (
  ctx: Ctx,
  project: string,
): Promise<IndicatorProgress[]> => loadProgress(ctx, await listIndicators(ctx, project));

export type LatestFact = { indicator: Indicator; row: CountedRow };

/** Its rows are facts that a reader knows one by one: no shares, and nobody counted once in all. */
const hasIndividualRows = (source: string): boolean =>
  !isShare(source) && source !== "events.people" && source !== "events.organisations";

/** The newest facts of a board, from the few promises where something happened last. */
export async function listLatestFacts(
  ctx: Ctx,
  figures: readonly IndicatorProgress[],
  { promises, each }: { promises: number; each: number },
): Promise<LatestFact[]> {
  const recent = figures
    .filter(({ indicator, latestDay }) => latestDay !== "" && hasIndividualRows(indicator.source))
    .toSorted((a, b) => (a.latestDay < b.latestDay ? 1 : -1))
    .slice(0, promises);
  const pages = await Promise.all(
    recent.map(async ({ indicator }) => {
      const { rows } = await listCountedRows(ctx, indicator, { limit: each });
      return rows.map((row) => ({ indicator, row }));
    }),
  );
  return pages.flat().toSorted((a, b) => (a.row.day < b.row.day ? 1 : -1));
}

export type ProjectProgress = { project: Project; indicators: IndicatorProgress[] };

/** Boards of all projects that promised something and are being carried out, as far as the actor may see. */
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

/** What was promised to one municipality, project by project; each figure holds that place alone. */
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

export const canReadProject = (ctx: Ctx, project: Project): boolean =>
  may(indicatorPolicy, ctx.actor, "read", { ...project, place_id: null });
