import type { DocumentBlock, TextDocument } from "#base/documents/index.ts";
import type { CountCell } from "#base/ports/count-source.ts";
import type { Ctx } from "#base/context.ts";
import { findProject } from "#modules/projects/index.ts";
import { figuresFor, readable, type ProjectFigures } from "../board/progress.ts";
import { paragraphs, tableOf, type Texts } from "./document.ts";
import { sourceOf } from "../sources.ts";
import { promisesAmong, promisingProjects } from "../store.ts";
import { sayFullDay, sayNumber, type Reader } from "../view.ts";

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

/** Shown place by place: these add up over places. */
const localSources = [
  ["events.held", "events"],
  ["events.attendance", "people"],
  ["consultations.given", "consultations"],
  ["problems.verified", "problems"],
] as const;

type YearGround = { reader: Reader; year: number; texts: Texts };

/** The public report of the centre's year: all its facts, and what its projects promised. */
export async function yearDocument(
  ctx: Ctx,
  { reader, year, texts }: YearGround,
): Promise<TextDocument> {
  const { report } = reader.t;
  const cells = await cellsOfYear(ctx, year);
  const heading = (level: 1 | 2, text: string): DocumentBlock => ({ kind: "heading", level, text });
  const section = (title: string, blocks: readonly DocumentBlock[]) =>
    blocks.length === 0 ? [] : [heading(2, title), ...blocks];
  return {
    title: report.yearTitle(year),
    lang: reader.lang,
    createdAt: reader.now,
    blocks: [
      heading(1, report.yearTitle(year)),
      { kind: "note", text: report.counted(sayFullDay(reader, reader.today)) },
      ...section(report.texts.summary, paragraphs(texts.summary)),
      ...section(report.year.figures, yearFigures(reader, cells)),
      ...section(report.year.stages, await yearStages(ctx, reader, year)),
      ...section(report.year.byPlace, yearPlaces(reader, cells)),
      ...section(report.year.projects, yearProjects(reader, await boardsOfYear(ctx, year))),
      ...section(report.texts.qualitative, paragraphs(texts.qualitative)),
      ...section(report.texts.deviations, paragraphs(texts.deviations)),
      ...section(report.texts.further, paragraphs(texts.further)),
    ],
  };
}

type Cells = ReadonlyMap<string, readonly CountCell[]>;

async function cellsOfYear(ctx: Ctx, year: number): Promise<Cells> {
  const span = { from: `${year}-01-01`, to: `${year}-12-31` };
  const read = await Promise.all(
    yearSources.map(async (name): Promise<[string, CountCell[]]> => {
      const source = sourceOf(name);
      const parts = source.parts.parse(name === "projects.reached" ? { stage: "supported" } : {});
      return [name, await source.cells(ctx, { parts, ...span, per: "total" })];
    }),
  );
  return new Map(read);
}

const provenOf = (cells: readonly CountCell[] | undefined): number =>
  (cells ?? []).reduce((all, cell) => all + cell.proven, 0);

function yearFigures(reader: Reader, cells: Cells): DocumentBlock[] {
  const { year } = reader.t.report;
  return [
    { kind: "note", text: year.lead },
    ...tableOf(
      [
        { head: year.figure, width: 3 },
        { head: year.amount, align: "right" },
      ],
      yearSources.map((name) => [
        year.names[name] ?? name,
        sayNumber(reader, provenOf(cells.get(name))),
      ]),
    ),
  ];
}

function yearPlaces(reader: Reader, cells: Cells): DocumentBlock[] {
  const { report } = reader.t;
  const at = (name: string, place: string) =>
    provenOf(cells.get(name)?.filter((cell) => cell.place === place));
  const rows = reader.municipalities
    .map(({ id, name }) => ({ name, amounts: localSources.map(([source]) => at(source, id)) }))
    .filter(({ amounts }) => amounts.some((amount) => amount > 0));
  return tableOf(
    [
      { head: report.place, width: 2 },
      ...localSources.map(([, word]) => ({ head: report.year[word], align: "right" as const })),
    ],
    rows.map(({ name, amounts }) => [name, ...amounts.map((amount) => sayNumber(reader, amount))]),
  );
}

const yearSteps = ["application", "submitted", "supported", "implementation", "reported"] as const;

/** How many projects first reached each stage in the year. */
async function yearStages(ctx: Ctx, reader: Reader, year: number): Promise<DocumentBlock[]> {
  const { t } = reader;
  const source = sourceOf("projects.reached");
  const span = { from: `${year}-01-01`, to: `${year}-12-31`, per: "total" as const };
  const counts = await Promise.all(
    yearSteps.map(async (stage): Promise<[string, number]> => {
      const cells = await source.cells(ctx, { parts: source.parts.parse({ stage }), ...span });
      return [t.stages[stage] ?? stage, provenOf(cells)];
    }),
  );
  if (counts.every(([, count]) => count === 0)) return [];
  return [
    { kind: "note", text: t.report.year.stagesLead },
    ...tableOf(
      [
        { head: t.report.year.stage, width: 3 },
        { head: t.report.year.amount, align: "right" },
      ],
      counts.map(([name, count]) => [name, sayNumber(reader, count)]),
    ),
  ];
}

/** Projects whose promises reach into the year, as far as the actor may see them. */
async function boardsOfYear(ctx: Ctx, year: number): Promise<ProjectFigures[]> {
  const ids = await promisingProjects(ctx);
  const boards: ProjectFigures[] = [];
  for (const id of ids) {
    const project = await findProject(ctx, id);
    if (project === undefined || !project.public || !readable(ctx, project)) continue;
    const promises = (await promisesAmong(ctx, { projects: [id] })).filter(
      (one) => one.starts_on <= `${year}-12-31` && one.due_on >= `${year}-01-01`,
    );
    if (promises.length > 0) boards.push({ project, figures: await figuresFor(ctx, promises) });
  }
  return boards;
}

function yearProjects(reader: Reader, boards: readonly ProjectFigures[]): DocumentBlock[] {
  const { year } = reader.t.report;
  if (boards.length === 0) return [{ kind: "paragraph", text: year.none }];
  return tableOf(
    [
      { head: year.project, width: 3 },
      { head: year.fulfilled, width: 1.4, align: "right" },
    ],
    boards.map(({ project, figures }) => [
      `${project.title}, ${project.number}`,
      year.ofAll(
        figures.filter(({ standing }) => standing.state === "done").length,
        figures.length,
      ),
    ]),
  );
}
