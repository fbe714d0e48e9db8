import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transact, type Ctx } from "#base/context.ts";
import type { CountCell } from "#base/ports/count-source.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { transitionProject } from "../transition.ts";
import { seedContestFixture, towns } from "../fixtures.ts";
import { projectCountSources } from "./count-sources.ts";
import { openProject } from "../charter/open-project.ts";
import { saveRow } from "../rows/actions.ts";
import {
  addDays,
  projectLifecycle,
  availableTransitions,
  type ProjectTransition,
  type ProjectStage,
} from "../project.ts";
import { lockProject } from "../store.ts";

let app: TestApp;
let system: Ctx;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  await seedContestFixture(system);
});
afterAll(() => app.close());

const [reached, publications] = projectCountSources;
const start = "2026-03-01";
const places = [towns.dolgomost, towns.kedrinsky];

/** One project's dates for the brute-force count. */
type Lived = {
  id: string;
  place: string | null;
  programme: string | null;
  first: Map<ProjectStage, string>;
};

const setDay = (day: string) => {
  app.clock.now = new Date(`${day}T06:00:00Z`);
};

/** One project that lives through random moves, a day or more apart. */
async function live(
  steps: readonly { move: number; days: number }[],
  at: { place: number; programme: string | null },
): Promise<Lived> {
  let day = start;
  setDay(day);
  const place = places[at.place] ?? null;
  const opened = await openProject(system, {
    title: "Проект",
    placeIds: place === null ? [] : [place],
  });
  if (at.programme !== null) {
    await system.db
      .updateTable("projects_projects")
      .set({ programme_id: at.programme })
      .where("id", "=", opened.id)
      .execute();
  }
  const first = new Map<ProjectStage, string>([["idea", day]]);
  let stage: ProjectStage = "idea";
  for (const step of steps) {
    const open: ProjectTransition[] = availableTransitions({ kind: "project", stage });
    const move = open[step.move % Math.max(1, open.length)];
    if (move === undefined) break;
    day = addDays(day, step.days);
    setDay(day);
    await transact(system, async (tx) =>
      transitionProject(tx, await lockProject(tx, opened.id), move),
    );
    stage = projectLifecycle.transitions[move].to;
    if (!first.has(stage)) first.set(stage, day);
  }
  return { id: opened.id, place, programme: at.programme, first };
}

const sum = (cells: readonly CountCell[]) => cells.reduce((all, cell) => all + cell.confirmed, 0);

describe("what may be counted of projects", () => {
  it("projects at a stage by the day they first reached it, equal to counting by hand", async () => {
    const lived: Lived[] = [];
    const programme = (await openProject(system, { title: "Программа" })).id;
    await system.db.deleteFrom("projects_stages").where("project_id", "=", programme).execute();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ move: fc.nat(9), days: fc.integer({ min: 0, max: 20 }) }), {
          maxLength: 8,
        }),
        fc.nat(2),
        fc.boolean(),
        async (steps, place, under) => {
          lived.push(await live(steps, { place, programme: under ? programme : null }));
        },
      ),
      { numRuns: 15 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          stage: fc.constantFrom<ProjectStage[]>(
            "idea",
            "concept",
            "submitted",
            "not-supported",
            "implementation",
          ),
          from: fc.nat(60),
          length: fc.nat(90),
          within: fc.subarray(places),
          under: fc.boolean(),
        }),
        async ({ stage, from, length, within, under }) => {
          const span = { from: addDays(start, from), to: addDays(start, from + length) };
          const ask = {
            filters: { stage, ...(under && { programmeId: programme }) },
            ...span,
            ...(within.length > 0 && { places: within }),
            per: "total" as const,
          };
          const wanted = lived.filter(({ place, programme: parent, first }) => {
            const day = first.get(stage);
            return (
              day !== undefined &&
              day >= span.from &&
              day <= span.to &&
              (within.length === 0 || within.includes(place ?? "")) &&
              (!under || parent === programme)
            );
          });
          const cells = (await reached?.cells(system, ask)) ?? [];
          expect(sum(cells)).toBe(wanted.length);
          for (const cell of cells) {
            const same = wanted.filter(
              (one) => one.place === cell.place && one.first.get(stage) === cell.day,
            );
            expect(cell.confirmed).toBe(same.length);
          }
          const rows = await allRows(ask);
          expect(rows.toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
        },
      ),
      { numRuns: 30 },
    );
  });

  async function allRows(query: Parameters<NonNullable<typeof reached>["cells"]>[1]) {
    const ids: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await reached?.rows(system, {
        ...query,
        limit: 3,
        ...(after !== undefined && { after }),
      });
      ids.push(...(page?.rows.map(({ id }) => id) ?? []));
      if (page?.after === undefined) return ids;
      after = page.after;
    }
  }

  it("what was written of a project, each page once, where it came out", async () => {
    const project = await openProject(system, { title: "Газета", placeIds: [towns.dolgomost] });
    const write = (url: string, publishedOn: string, municipalityId?: string) =>
      saveRow(system, project.id, {
        part: "publications",
        input: {
          title: "Статья",
          url,
          publishedOn,
          ...(municipalityId !== undefined && { municipalityId }),
        },
      });
    await write("https://news.okno.example/1", "2026-04-01");
    await write("https://news.okno.example/2", "2026-04-02", towns.kedrinsky);
    await expect(write("https://news.okno.example/1", "2026-04-03")).rejects.toThrow(
      "publication-twice",
    );
    const ask = {
      filters: { projectId: project.id },
      from: "2026-04-01",
      to: "2026-04-30",
      per: "place" as const,
    };
    expect(await publications?.cells(system, ask)).toEqual([
      { place: towns.dolgomost, day: "2026-04-01", confirmed: 1, reported: 0 },
      { place: towns.kedrinsky, day: "2026-04-02", confirmed: 1, reported: 0 },
    ]);
    const rows = await publications?.rows(system, { ...ask, limit: 10 });
    expect(rows?.rows.map(({ evidence }) => evidence[0]?.href)).toEqual([
      "https://news.okno.example/2",
      "https://news.okno.example/1",
    ]);
  });
});
