import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { createPerson } from "#modules/people/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import {
  seedContestFixture,
  actorWithRole,
  createReviewer,
  createCompleteProject,
  towns,
} from "./fixtures.ts";
import { beginApplication } from "./applications/actions.ts";
import { notifyOverdueProjects } from "./letters.ts";
import { builtInProfiles } from "./contests/built-in-profiles.ru.ts";
import { assignReviewers, submitReview } from "./reviews/actions.ts";
import { openProject } from "./charter/open-project.ts";
import type { Project } from "./store.ts";

let app: TestApp;
let system: Ctx;
let author: Ctx;
let centre: Ctx;
let project: Project;
const authorEmail = "author@okno.example";

const monday = new Date("2026-08-10T06:00:00Z");
const later = (days: number) => new Date(monday.getTime() + days * 86_400_000);

beforeAll(async () => {
  app = await createTestApp();
  app.clock.now = monday;
  system = await app.asSystem();
  const { fund } = await seedContestFixture(system);
  const password = "okno-demo-2026";
  const { id } = await createPerson(system, { name: "Вера Лапина", email: authorEmail, password });
  author = await app.asActor(actorWithRole("nko", { id, organisation: fund }));
  centre = await app.asActor(actorWithRole("operator"));
  ({ project } = await createCompleteProject(author));
  await beginApplication(author, project.id, {
    profile: "governor-grant",
    contest: "Грант губернатора",
    direction: "Развитие территорий и местных сообществ",
  });
});
afterAll(() => app.close());

const lettersTo = (email: string) =>
  system.db
    .selectFrom("base_emails")
    .select(["subject", "body"])
    .where("recipient", "=", email)
    .orderBy("created_at")
    .execute();

describe("letters about an application", () => {
  test("a reviewer gets one letter with a link to the review; the author gets its remarks", async () => {
    const key = { project: project.number, seq: 1 };
    const expert = await createReviewer(system, "Пётр Ясный");
    await assignReviewers(centre, key, { reviewers: [expert.id] });
    await assignReviewers(centre, key, { reviewers: [expert.id] });
    const asked = await lettersTo(expert.email);
    expect(asked).toHaveLength(1);
    expect(decodeURI(asked[0]?.body ?? "")).toContain(
      `/projects/${project.number}/applications/1/review`,
    );
    const reviewer = await app.asActor(actorWithRole("reviewer", { id: expert.id }));
    const criteria = builtInProfiles.find(({ code }) => code === "governor-grant")?.criteria ?? [];
    const points = Object.fromEntries(
      criteria.map(({ code }) => [code, { points: 1, comment: "" }]),
    );
    await submitReview(reviewer, key, {
      points,
      verdict: "needs-work",
      remarks: [
        { field: "goal", text: "Назовите, сколько жителей" },
        { field: "", text: "Добавьте письмо школы" },
      ],
    });
    const [found] = await lettersTo(authorEmail);
    expect(found?.subject).toContain("Замечания");
    expect(found?.body).toContain("2 замечания");
    expect(found?.body).not.toContain("Пётр Ясный");
  });
});

describe("a passed deadline", () => {
  test("is announced to the authors the day after, once", async () => {
    const fresh = await openProject(author, {
      title: "Каток во дворе",
      placeIds: [towns.dolgomost],
    });
    const about = async () =>
      (await lettersTo(authorEmail)).filter(({ subject }) => subject.includes("Каток во дворе"));
    app.clock.now = later(60);
    await notifyOverdueProjects(system);
    expect(fresh.due_on).toBe("2026-10-09");
    expect(await about()).toEqual([]);
    app.clock.now = later(61);
    await notifyOverdueProjects(system);
    app.clock.now = later(62);
    await notifyOverdueProjects(system);
    const letters = await about();
    expect(letters).toHaveLength(1);
    expect(letters[0]?.body).toContain("оформить замысел, 9 октября");
  });
});
