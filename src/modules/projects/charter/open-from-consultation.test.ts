import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import {
  findConsultation,
  recordConsultation,
  requestConsultation,
} from "#modules/consultations/index.ts";
import { regionPath, parsePage, normalizeSpaces } from "#modules/people/fixtures.ts";
import { grantRole } from "#modules/people/index.ts";
import type { TestApp } from "#testing/app.ts";
import { createProjectsTestApp, towns } from "../fixtures.ts";
import { searchProjects } from "../registry/reads.ts";

let app: TestApp;
let system: Ctx;
let visitors: Awaited<ReturnType<typeof createProjectsTestApp>>["visitors"];
let staff: string;

beforeAll(async () => {
  const context = await createProjectsTestApp();
  ({ app, system, visitors } = context);
  staff = await context.signIn("Вера Тихая", { role: "operator" });
});
afterAll(() => app.close());

async function advised(question: string) {
  const { number } = await requestConsultation(system, {
    contact: { surname: "Речная", givenName: "Ольга", email: `${randomUUID()}@okno.example` },
    topic: "project-idea",
    question,
    municipalityId: towns.dolgomost,
    key: randomUUID(),
  });
  return recordConsultation(system, number, {
    asked: "С чего начать сквер",
    situation: "Земля ничья, соседи готовы",
    advised: "Собрать подписи",
    agreed: "Ольга соберёт подписи",
    next: "Подписи к пятнице",
    minutes: 40,
  });
}

describe("a project from a consultation", () => {
  it("copies the question and its place, and is linked as the consultation's outcome", async () => {
    const consultation = await advised("Хотим сквер на пустыре. Как начать?");
    const card = await parsePage(
      await app.get(regionPath(`/consultations/${consultation.number}`), staff),
    );
    const link = [...card.querySelectorAll("a")].find((one) =>
      one.getAttribute("href")?.includes("/projects/new?consultation="),
    );
    const form = await parsePage(await app.get(link?.getAttribute("href") ?? "", staff));
    const value = (name: string) => form.querySelector(`[name=${name}]`)?.getAttribute("value");
    expect(value("title")).toBe("Хотим сквер на пустыре.");
    expect(form.querySelector("[name=significance]")?.textContent).toContain("Земля ничья");
    expect(form.querySelector("[name='placeIds[]'][checked]")?.getAttribute("value")).toBe(
      towns.dolgomost,
    );
    const opened = await app.post(
      regionPath("/projects/new"),
      {
        title: "Сквер на пустыре",
        consultation: value("consultation") ?? "",
        "placeIds[]": towns.dolgomost,
      },
      staff,
    );
    expect(opened.status).toBe(303);
    const [project] = await searchProjects(system, "Сквер на пустыре");
    expect(await findConsultation(system, consultation.number)).toMatchObject({
      stage: "closed",
      outcome: "project-opened",
      outcome_project_id: project?.id,
    });
    const after = await app.get(regionPath(`/consultations/${consultation.number}`), staff);
    const pageText = normalizeSpaces((await parsePage(after)).body.textContent);
    expect(pageText).toContain("Сквер на пустыре");
    expect(pageText).not.toContain("Начать проект из этой консультации");
  });

  it("an unreadable consultation prefills nothing and is not changed", async () => {
    const { number } = await advised("Секретный вопрос о бухгалтерии фонда.");
    const { id, email } = await visitors.newPerson("Пётр Чужой");
    await grantRole(system, id, { role: "coordinator", territoryId: towns.kedrinsky });
    const cookie = await visitors.signIn(email);
    const form = await app.get(regionPath(`/projects/new?consultation=${number}`), cookie);
    expect(await form.text()).not.toContain("Секретный");
    await app.post(regionPath("/projects/new"), { title: "Чужое", consultation: number }, cookie);
    expect((await findConsultation(system, number))?.stage).toBe("given");
    expect(await searchProjects(system, "Чужое")).toEqual([]);
  });
});
