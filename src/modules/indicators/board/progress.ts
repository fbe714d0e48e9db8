import type { Ctx } from "#base/context.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import { may } from "#base/policy.ts";
import { findProject, type Project } from "#modules/projects/index.ts";
import { todayIn } from "../load.ts";
import { askingOnce, isShare, rowsFor } from "../measure.ts";
import { promisePolicy } from "../policy.ts";
import { standingOf, type Standing } from "../indicator.ts";
import { promisesAmong, promisesOf, promisingProjects, termsOf, type Promised } from "../store.ts";

/** A promise with what became of it by now. */
export type Figure = {
  promise: Promised;
  standing: Standing;
  /** The day of its newest fact. */ newest: string;
};

/** Every promise is one question to its source, asked now; equal questions are one. */
export async function figuresFor(
  ctx: Ctx,
  promises: readonly Promised[],
  today = todayIn(ctx),
): Promise<Figure[]> {
  const { cellsOf, comingOf } = askingOnce(ctx);
  return Promise.all(
    promises.map(async (promise) => {
      const open = today <= promise.due_on;
      const [cells, coming] = await Promise.all([cellsOf(promise), open ? comingOf(promise) : []]);
      const newest = cells.reduce((last, cell) => (cell.day > last ? cell.day : last), "");
      return { promise, standing: standingOf(termsOf(promise), { cells, coming, today }), newest };
    }),
  );
}

export const figuresOf = async (ctx: Ctx, project: string): Promise<Figure[]> =>
  figuresFor(ctx, await promisesOf(ctx, project));

export type LatestRow = { promise: Promised; row: CountedRow };

/** Its rows are facts that a reader knows one by one: no shares, and nobody counted once in all. */
const isPlain = (source: string): boolean =>
  !isShare(source) && source !== "events.people" && source !== "events.organisations";

/** The newest facts of a board, from the few promises where something happened last. */
export async function latestRows(
  ctx: Ctx,
  figures: readonly Figure[],
  { promises, each }: { promises: number; each: number },
): Promise<LatestRow[]> {
  const fresh = figures
    .filter(({ promise, newest }) => newest !== "" && isPlain(promise.source))
    .toSorted((a, b) => (a.newest < b.newest ? 1 : -1))
    .slice(0, promises);
  const pages = await Promise.all(
    fresh.map(async ({ promise }) => {
      const { rows } = await rowsFor(ctx, promise, { limit: each });
      return rows.map((row) => ({ promise, row }));
    }),
  );
  return pages.flat().toSorted((a, b) => (a.row.day < b.row.day ? 1 : -1));
}

export type ProjectFigures = { project: Project; figures: Figure[] };

/** Boards of all projects that promised something and are being carried out, as far as the actor may see. */
export async function everyBoard(ctx: Ctx): Promise<ProjectFigures[]> {
  const ids = await promisingProjects(ctx);
  const projects = (await Promise.all(ids.map((id) => findProject(ctx, id)))).filter(
    (one) => one !== undefined && one.stage === "implementation" && readable(ctx, one),
  ) as Project[];
  const all = await figuresFor(
    ctx,
    await promisesAmong(ctx, { projects: projects.map(({ id }) => id) }),
  );
  const by = Map.groupBy(all, (figure) => figure.promise.project_id);
  return projects.map((project) => ({ project, figures: by.get(project.id) ?? [] }));
}

/** What was promised to one municipality, project by project; each figure holds that place alone. */
export async function boardsAt(ctx: Ctx, place: string): Promise<ProjectFigures[]> {
  const promises = await promisesAmong(ctx, { place });
  const ids = [...new Set(promises.map((one) => one.project_id))];
  const projects = (await Promise.all(ids.map((id) => findProject(ctx, id)))).filter(
    (one) => one !== undefined && readable(ctx, one),
  ) as Project[];
  const figures = await figuresFor(
    ctx,
    promises
      .filter((one) => projects.some(({ id }) => id === one.project_id))
      .map((one) => ({ ...one, places: [place] })),
  );
  const by = Map.groupBy(figures, (figure) => figure.promise.project_id);
  return projects.map((project) => ({ project, figures: by.get(project.id) ?? [] }));
}

export const readable = (ctx: Ctx, project: Project): boolean =>
  may(promisePolicy, ctx.actor, "read", { ...project, place_id: null });
