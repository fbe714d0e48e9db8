import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { docxText, pdfText } from "#base/documents/index.ts";
import { grantRole } from "#modules/people/index.ts";
import {
  regionPath,
  formErrors,
  parsePage,
  normalizeSpaces,
  createTestVisitors,
} from "#modules/people/fixtures.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import {
  seedContestFixture,
  actorWithRole,
  createReviewer,
  createCompleteProject,
} from "../fixtures.ts";
import { builtInProfiles } from "../contests/built-in-profiles.ru.ts";
import { saveCall } from "../contests/directory.ts";
import { setProjectVisibility } from "../card/actions.ts";
import { saveRow } from "../rows/actions.ts";
import type { Project } from "../store.ts";

let app: TestApp;
let system: Ctx;
let project: Project;
let author = "";
let centre = "";
let reviewer = "";

const base = () => `/projects/${project.number}/applications`;
const get = (path: string, cookie = author) => app.get(regionPath(path), cookie);
const post = (path: string, fields: Record<string, string | string[] | File>, cookie = author) =>
  app.post(regionPath(path), fields, cookie);
const text = async (response: Response) =>
  normalizeSpaces((await parsePage(response)).body.textContent);

beforeAll(async () => {
  app = await createTestApp();
  app.clock.now = new Date("2026-08-10T06:00:00Z");
  system = await app.asSystem();
  const { fund } = await seedContestFixture(system);
  const visitors = createTestVisitors(app, system);
  const signed = async (role: "nko" | "operator") => {
    const person = await visitors.newPerson();
    const where = role === "nko" ? { organisationId: fund } : {};
    await grantRole(system, person.id, { role, ...where });
    return visitors.signIn(person.email);
  };
  author = await signed("nko");
  centre = await signed("operator");
  const expert = await createReviewer(system, "Пётр Ясный");
  reviewer = await visitors.signIn(expert.email);
  ({ project } = await createCompleteProject(
    await app.asActor(actorWithRole("nko", { organisation: fund })),
  ));
});
afterAll(() => app.close());

describe("an application on its pages", () => {
  test("a contest is chosen, the application is prefilled, and missing fields are listed with links", async () => {
    const choice = await parsePage(await get(`${base()}/new`));
    const link = [...choice.querySelectorAll("a")].find((one) =>
      one.getAttribute("href")?.includes("profile=presidential-grants"),
    );
    expect(link).toBeDefined();
    const made = await post(base(), {
      profile: "presidential-grants",
      contest: "Первый конкурс 2027 года",
      direction: "Развитие институтов гражданского общества",
    });
    expect(made.status).toBe(303);
    const shown = await parsePage(await get(`${base()}/1`));
    const checks = [...shown.querySelectorAll("#checks a")].map((one) =>
      normalizeSpaces(one.textContent),
    );
    expect(checks).toContain("Как будет организовано информационное сопровождение");
    expect(normalizeSpaces(shown.body.textContent)).toContain("из паспорта");
  });

  test("an incomplete application is not submitted: the page shows how many fields are left", async () => {
    const answer = await post(`${base()}/1/submit`, {
      number: "26-1-000417",
      submittedOn: "2026-08-10",
    });
    expect(answer.status).toBe(422);
    expect(await formErrors(answer)).toContain("осталось исправить 2");
  });

  test("a form without a contest's name, or with a foreign direction, comes back with what was typed", async () => {
    const nameless = await post(base(), { profile: "regional-nko", direction: "" });
    expect(nameless.status).toBe(422);
    const foreign = await post(base(), {
      profile: "regional-nko",
      contest: "Отбор",
      direction: "Полёты",
    });
    expect(foreign.status).toBe(422);
    expect(await formErrors(foreign)).toContain("нет такого направления");
  });

  test("a section is saved at once: texts, days and rows of the plan", async () => {
    await post(base(), {
      profile: "regional-nko",
      contest: "Второй отбор СОНКО 2026 года",
      direction: "Развитие институтов гражданского общества и общественного самоуправления",
    });
    const form = await parsePage(await get(`${base()}/2/fields/plan`));
    const cell = (name: string) => form.querySelector(`[name="${name}"]`)?.getAttribute("value");
    expect(cell("plan-0-starts")).toBe("2026-11-01");
    const fields = Object.fromEntries(
      [...form.querySelectorAll("form input[name], form textarea[name]")]
        .filter((one) => /^(v-)?plan/.test(one.getAttribute("name") ?? ""))
        .map((one) => [
          one.getAttribute("name") ?? "",
          one.getAttribute("value") ?? one.textContent ?? "",
        ]),
    );
    const saved = await post(`${base()}/2/fields/plan`, {
      ...fields,
      "plan-0-starts": "2026-10-01",
    });
    expect(saved.status).toBe(303);
    expect(await text(await get(`${base()}/2`))).toContain(
      "«Открытие двух центров»: день вне сроков",
    );
    const again = await parsePage(await get(`${base()}/2/fields/plan`));
    const version = again.querySelector('[name="v-plan"]')?.getAttribute("value") ?? "";
    await post(`${base()}/2/fields/plan`, { ...fields, "v-plan": version });
  });

  test("two people in one field: the second gets both texts and the number to go on from", async () => {
    const first = await post(`${base()}/2/fields/card`, {
      goal: "Первая цель: 10 проектов к 2027 году",
      "v-goal": "1",
    });
    expect(first.status).toBe(303);
    const clash = await post(
      `${base()}/2/fields/card`,
      { goal: "Вторая цель", "v-goal": "1" },
      centre,
    );
    expect(clash.status).toBe(409);
    const shown = await parsePage(clash);
    expect(normalizeSpaces(shown.body.textContent)).toContain("Первая цель");
    expect(shown.querySelector("#f-goal")?.textContent).toBe("Вторая цель");
    expect(shown.querySelector('[name="v-goal"]')?.getAttribute("value")).toBe("2");
  });

  test("a text goes back to the passport, and is copied from it anew", async () => {
    const back = await post(`${base()}/2/back`, { field: "goal", section: "card" });
    expect(back.headers.get("location")).toMatch(/\/fields\/card/);
    expect(await text(await get(`/projects/${project.number}`))).toContain("Первая цель");
    expect((await post(`${base()}/2/take`, { field: "goal", from: "passport" })).status).toBe(303);
  });

  test("each field is copied and ticked; the tick goes when the text changes", async () => {
    await post(`${base()}/2/copy`, { field: "title", version: "1" });
    expect(await text(await get(`${base()}/2/copy`))).toContain("Скопировано 1 из");
    await post(`${base()}/2/fields/card`, {
      title: "Школа соседских центров, вторая",
      "v-title": "1",
    });
    expect(await text(await get(`${base()}/2/copy`))).toContain(
      "Текст изменился после копирования",
    );
  });

  test("the application is a DOCX and a PDF in the funder's order", async () => {
    const docx = await get(`${base()}/2/application.docx`);
    const words = await docxText(Buffer.from(await docx.arrayBuffer()));
    const order = [
      "Краткое описание",
      "Обоснование социальной значимости",
      "Календарный план",
      "Бюджет",
    ];
    const places = order.map((one) => words.indexOf(one));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(normalizeSpaces(words)).toContain("Итого");
    const pdf = await get(`${base()}/2/application.pdf`);
    const pages = await pdfText(Buffer.from(await pdf.arrayBuffer()));
    expect(normalizeSpaces(pages.join(" "))).toContain("Школа соседских центров");
  });
});

describe("reviews on their pages", () => {
  test("asked, written, seen by the author without names, and the remark answered", async () => {
    const asked = await parsePage(await get(`${base()}/2/reviews`, centre));
    const id = asked.querySelector('[name="reviewers[]"]')?.getAttribute("value") ?? "";
    expect((await post(`${base()}/2/reviews`, { "reviewers[]": [id] }, centre)).status).toBe(303);
    expect(await text(await get("/reviews", reviewer))).toContain("Школа соседских центров");
    const points = Object.fromEntries(
      ["significance", "logic", "results", "budget", "team", "contribution"].map((code) => [
        `points-${code}`,
        "7",
      ]),
    );
    const wrong = await post(
      `${base()}/2/review`,
      { ...points, "points-logic": "12", verdict: "ready", comment: "Хорошо" },
      reviewer,
    );
    expect(wrong.status).toBe(422);
    const kept = await parsePage(wrong);
    expect(kept.querySelector("#f-points-logic")?.getAttribute("value")).toBe("12");
    const sent = await post(
      `${base()}/2/review`,
      {
        ...points,
        verdict: "needs-work",
        "remark-field-0": "goal",
        "remark-text-0": "Скажите, сколько жителей",
      },
      reviewer,
    );
    expect(sent.status).toBe(303);
    const seen = await text(await get(`${base()}/2/reviews`));
    expect(seen).toContain("Скажите, сколько жителей");
    expect(seen).toContain("Эксперт 1");
    expect(seen).not.toContain("Пётр Ясный");
    expect(await text(await get(`${base()}/2/reviews`, centre))).toContain("Пётр Ясный");
  });
});

describe("contests for everybody", () => {
  test("guests see open contests and forms, and are sent to sign in when they apply", async () => {
    const ctx = await app.asSystem();
    await saveCall(ctx, {
      profile: "municipal-small",
      title: "Соседи рядом",
      opensOn: "2026-08-01",
      closesOn: "2026-08-20",
    });
    const guest = await app.get(regionPath("/contests"));
    expect(guest.status).toBe(200);
    expect(await text(guest)).toContain("Соседи рядом");
    expect((await app.get(regionPath("/contests/forms/municipal-small"))).status).toBe(200);
    expect((await app.get(regionPath("/contests/new"))).status).not.toBe(200);
    const data = (await (await app.get(regionPath("/contests.json"))).json()) as {
      open: unknown[];
    };
    expect(data.open).toHaveLength(1);
  });

  test("a profile is exported and imported; an invalid file lists its faults and changes nothing", async () => {
    const file = await (
      await app.get(regionPath("/contests/forms/governor-grant/form.json"))
    ).text();
    expect(JSON.parse(file)).toEqual(
      JSON.parse(JSON.stringify(builtInProfiles.find(({ code }) => code === "governor-grant"))),
    );
    const upload = (body: string) => ({
      file: new File([body], "form.json", { type: "application/json" }),
    });
    const wrong = await post(
      "/contests/forms",
      upload(file.replace('"limit": 150', '"limit": -1')),
      centre,
    );
    expect(wrong.status).toBe(422);
    expect(await text(wrong)).toMatch(/sections\.0\.fields\.\d+\.limit/);
    const good = await post(
      "/contests/forms",
      upload(file.replace("Грант губернатора", "Губернаторский грант")),
      centre,
    );
    expect(good.status).toBe(303);
    expect(await text(await app.get(regionPath("/contests/forms")))).toContain(
      "Губернаторский грант",
    );
  });

  test("the public JSON of a card has submitted applications only, without remarks", async () => {
    await setProjectVisibility(await app.asSystem(), project.id, { shown: true });
    const data = await app.get(regionPath(`${base()}.json`));
    expect(data.status).toBe(200);
    expect(await data.json()).toEqual([]);
    expect((await app.get(regionPath(`${base()}/2`))).status).not.toBe(200);
  });
});

describe("the logic check on the project's page", () => {
  test("an issue is shown to the project's authors only, with a link to its form", async () => {
    const shown = await parsePage(await get(`/projects/${project.number}`));
    expect(normalizeSpaces(shown.querySelector("#logic")?.textContent)).toContain("связаны");
    const ctx = await app.asSystem();
    await saveRow(ctx, project.id, { part: "tasks", input: { title: "Провести слёт" } });
    const broken = await parsePage(await get(`/projects/${project.number}`));
    const link = broken.querySelector("#logic a");
    expect(normalizeSpaces(link?.textContent)).toBe(
      "Задача «Провести слёт»: добавьте мероприятие или уберите её",
    );
    const target = link?.getAttribute("href") ?? "";
    expect((await app.get(target, author)).status).toBe(200);
    const guest = await parsePage(await app.get(regionPath(`/projects/${project.number}`)));
    expect(guest.querySelector("#logic")).toBeNull();
    expect(await text(await get(base()))).toContain("Провести слёт");
  });
});
