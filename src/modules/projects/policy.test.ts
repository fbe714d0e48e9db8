import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { may, type Actor } from "#base/policy.ts";
import { registerOrganisation } from "#modules/organisations/index.ts";
import { createPerson } from "#modules/people/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { seedContestFixture, towns } from "./fixtures.ts";
import { openProject } from "./charter/open-project.ts";
import { projectPolicy } from "./policy.ts";
import { selectAllowedProjects } from "./registry/reads.ts";
import { insertAuthor } from "./authors/store.ts";
import { findProject, updateProject, type Project } from "./store.ts";

let app: TestApp;
let system: Ctx;
const organisations: string[] = [];
const people: string[] = [];
const projects: string[] = [];

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  organisations.push((await seedContestFixture(system)).fund);
  const other = { kind: "resource-centre", name: "Ресурсный центр", shortName: "Центр" } as const;
  organisations.push((await registerOrganisation(system, other)).id);
  for (const name of ["Нина Орлова", "Глеб Рудин"]) {
    const email = `person-${people.length}@okno.example`;
    people.push((await createPerson(system, { name, email, password: "okno-demo-2026" })).id);
  }
  await addProjects();
});
afterAll(() => app.close());

/** A project of each kind of keeper, place and publicity; every other one has an author. */
async function addProjects(): Promise<void> {
  for (const organisation of [undefined, ...organisations])
    for (const place of [undefined, towns.dolgomost, towns.kedrinsky])
      for (const shown of [true, false]) {
        const project = await openProject(system, {
          title: `Проект ${projects.length}`,
          ...(organisation !== undefined && { organisation }),
          ...(place !== undefined && { placeIds: [place] }),
        });
        await updateProject(system, project, {
          public: shown,
          kind: projects.length % 5 === 0 ? "year-plan" : "project",
          stage: "implementation",
          ...(projects.length % 5 === 0 && { year: 2030 + projects.length }),
        });
        const person_id = people[projects.length % 4];
        if (person_id !== undefined)
          await insertAuthor(system, project.id, { person_id, role: "co-author" });
        projects.push(project.id);
      }
}

const roles = ["operator", "administrator", "head", "funder", "consultant", "coordinator", "nko"];

/** People with roles in the region, at a town, in an organisation; some of them write projects. */
const actors = fc.oneof(
  fc.constant<Actor>({ kind: "guest" }),
  fc.constant<Actor>({ kind: "system", name: "test" }),
  fc
    .record({
      who: fc.nat(2),
      roles: fc.array(fc.record({ role: fc.constantFrom(...roles), at: fc.nat(4) }), {
        maxLength: 3,
      }),
    })
    .map(({ who, roles: held }) => (): Actor => ({
      kind: "person",
      id: people[who] ?? "019a0000-0000-7000-8000-00000000ffff",
      name: "Вера Лапина",
      roles: held.map(({ role, at }) => ({ role, scope: scopes()[at] ?? { kind: "region" } })),
      ties: [],
    })),
);

const scopes = () => [
  { kind: "region" as const },
  { kind: "territory" as const, id: towns.dolgomost },
  { kind: "territory" as const, id: towns.kedrinsky },
  ...organisations.map((id) => ({ kind: "organisation" as const, id })),
];

const actions = ["read", "edit", "carry", "judge", "tick"] as const;

describe("the policy of projects", () => {
  it("allows the same projects one by one and as a filter, authors included", async () => {
    const property = fc.asyncProperty(
      actors,
      fc.constantFrom(...actions),
      async (given, action) => {
        const actor = typeof given === "function" ? given() : given;
        const ctx = await app.asActor(actor);
        const all = await Promise.all(projects.map((id) => findProject(ctx, id)));
        const asked = all
          .filter((one): one is Project => one !== undefined)
          .filter((one) => may(projectPolicy, actor, action, one))
          .map(({ id }) => id);
        const rows = await selectAllowedProjects(ctx, action)
          .select("id")
          .where("id", "in", projects)
          .execute();
        expect(rows.map(({ id }) => id).toSorted()).toEqual(asked.toSorted());
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});
