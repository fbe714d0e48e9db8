import type { DocumentBlock, TextDocument } from "#base/documents/index.ts";
import type { CountCell } from "#base/ports/count-source.ts";
import type { Ctx } from "#base/context.ts";
import { findProject } from "#modules/projects/index.ts";
import { loadProgress, canReadProject, type ProjectProgress } from "../board/progress.ts";
import { paragraphs, renderTable, type ReportTexts } from "./document.ts";
import { getSource } from "../sources.ts";
import { searchIndicators, listProjectIdsWithIndicators } from "../store.ts";
import { formatFullDay, formatAmount, type IndicatorViewContext } from "../view.ts";

const yearSources = [
  "events.held",
  "events.attendance",
  "events.people",
  "events.organisations",
  "consultations.given",
  "projects.reached",
  "projects.publications",
  "organisations.opened",
  "problems.verified",
] as const;

/** Sources shown by place: they add up over places. */
const localSources = [
  ["events.held", "events"],
  ["events.attendance", "people"],
  ["consultations.given", "consultations"],
  ["problems.verified", "problems"],
] as const;

type YearReportData = { viewContext: IndicatorViewContext; year: number; texts: ReportTexts };

/** Builds the public report of the centre's year: all its facts, and its projects' indicators. */
export async function yearReportDocument(
  ctx: Ctx,
  { viewContext: view, year, texts }: YearReportData,
): Promise<TextDocument> {
  const { report } = view.t;
  const cells = await countYear(ctx, year);
  const heading = (level: 1 | 2, text: string): DocumentBlock => ({ kind: "heading", level, text });
  const section = (title: string, blocks: readonly DocumentBlock[]) =>
    blocks.length === 0 ? [] : [heading(2, title), ...blocks];
  return {
    title: report.yearTitle(year),
    lang: view.lang,
    createdAt: view.now,
    blocks: [
      heading(1, report.yearTitle(year)),
      { kind: "note", text: report.counted(formatFullDay(view, view.today)) },
      ...section(report.texts.summary, paragraphs(texts.summary)),
      ...section(report.year.figures, renderYearFigures(view, cells)),
      ...section(report.year.stages, await renderYearStages(ctx, view, year)),
      ...section(report.year.byPlace, renderYearPlaces(view, cells)),
      ...section(report.year.projects, renderYearProjects(view, await listBoardsOfYear(ctx, year))),
      ...section(report.texts.qualitative, paragraphs(texts.qualitative)),
      ...section(report.texts.deviations, paragraphs(texts.deviations)),
      ...section(report.texts.further, paragraphs(texts.further)),
    ],
  };
}

type CellsBySource = ReadonlyMap<string, readonly CountCell[]>;

async function countYear(ctx: Ctx, year: number): Promise<CellsBySource> {
  const span = { from: `${year}-01-01`, to: `${year}-12-31` };
  const read = await Promise.all(
    yearSources.map(async (name): Promise<[string, CountCell[]]> => {
      const source = getSource(name);
      const parts = source.filters.parse(name === "projects.reached" ? { stage: "supported" } : {});
      return [name, await source.cells(ctx, { filters: parts, ...span, per: "total" })];
    }),
  );
  return new Map(read);
}

const sumConfirmed = (cells: readonly CountCell[] | undefined): number =>
  (cells ?? []).reduce((all, cell) => all + cell.confirmed, 0);

function renderYearFigures(view: IndicatorViewContext, cells: CellsBySource): DocumentBlock[] {
  const { year } = view.t.report;
  return [
    { kind: "note", text: year.lead },
    ...renderTable(
      [
        { head: year.figure, width: 3 },
        { head: year.amount, align: "right" },
      ],
      yearSources.map((name) => [
        year.names[name] ?? name,
        formatAmount(view, sumConfirmed(cells.get(name))),
      ]),
    ),
  ];
}

function renderYearPlaces(view: IndicatorViewContext, cells: CellsBySource): DocumentBlock[] {
  const { report } = view.t;
  const at = (name: string, place: string) =>
    sumConfirmed(cells.get(name)?.filter((cell) => cell.place === place));
  const rows = view.municipalities
    .map(({ id, name }) => ({ name, amounts: localSources.map(([source]) => at(source, id)) }))
    .filter(({ amounts }) => amounts.some((amount) => amount > 0));
  return renderTable(
    [
      { head: report.place, width: 2 },
      ...localSources.map(([, word]) => ({ head: report.year[word], align: "right" as const })),
    ],
    rows.map(({ name, amounts }) => [name, ...amounts.map((amount) => formatAmount(view, amount))]),
  );
}

const reportedStages = [
  "application",
  "submitted",
  "supported",
  "implementation",
  "reported",
] as const;

/** Counts the projects that first reached each stage in the year. */
async function renderYearStages(
  ctx: Ctx,
  view: IndicatorViewContext,
  year: number,
): Promise<DocumentBlock[]> {
  const { t } = view;
  const source = getSource("projects.reached");
  const span = { from: `${year}-01-01`, to: `${year}-12-31`, per: "total" as const };
  const counts = await Promise.all(
    reportedStages.map(async (stage): Promise<[string, number]> => {
      const cells = await source.cells(ctx, { filters: source.filters.parse({ stage }), ...span });
      return [t.stages[stage] ?? stage, sumConfirmed(cells)];
    }),
  );
  if (counts.every(([, count]) => count === 0)) return [];
  return [
    { kind: "note", text: t.report.year.stagesLead },
    ...renderTable(
      [
        { head: t.report.year.stage, width: 3 },
        { head: t.report.year.amount, align: "right" },
      ],
      counts.map(([name, count]) => [name, formatAmount(view, count)]),
    ),
  ];
}

/** Loads the readable projects whose indicators overlap the year. */
async function listBoardsOfYear(ctx: Ctx, year: number): Promise<ProjectProgress[]> {
  const ids = await listProjectIdsWithIndicators(ctx);
  const boards: ProjectProgress[] = [];
  for (const id of ids) {
    const project = await findProject(ctx, id);
    if (project === undefined || !project.public || !canReadProject(ctx, project)) continue;
    const indicators = (await searchIndicators(ctx, { projects: [id] })).filter(
      (one) => one.starts_on <= `${year}-12-31` && one.due_on >= `${year}-01-01`,
    );
    if (indicators.length > 0)
      boards.push({ project, indicators: await loadProgress(ctx, indicators) });
  }
  return boards;
}

function renderYearProjects(
  view: IndicatorViewContext,
  boards: readonly ProjectProgress[],
): DocumentBlock[] {
  const { year } = view.t.report;
  if (boards.length === 0) return [{ kind: "paragraph", text: year.none }];
  return renderTable(
    [
      { head: year.project, width: 3 },
      { head: year.fulfilled, width: 1.4, align: "right" },
    ],
    boards.map(({ project, indicators }) => [
      `${project.title}, ${project.number}`,
      year.ofAll(
        indicators.filter(({ progress }) => progress.state === "done").length,
        indicators.length,
      ),
    ]),
  );
}
