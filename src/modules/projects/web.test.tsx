import ICAL from "ical.js";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { registerOrganisation } from "#modules/organisations/index.ts";
import { grantRole } from "#modules/people/index.ts";
import { regionPath, parsePage, normalizeSpaces } from "#modules/people/fixtures.ts";
import type { TestApp } from "#testing/app.ts";
import { createProjectsTestApp, towns } from "./fixtures.ts";
import { applyManualTransition } from "./card/actions.ts";
import { openProject } from "./charter/open-project.ts";
import { saveRow } from "./rows/actions.ts";
import { updateCharter } from "./charter/actions.ts";
import { listRevisions } from "./history/store.ts";
import { findProject, type Project } from "./store.ts";

let app: TestApp;
let system: Ctx;
let visitors: Awaited<ReturnType<typeof createProjectsTestApp>>["visitors"];
const who = { nko: "", operator: "", head: "", stranger: "" };
let fund: string;
let centre: string;

const monday = new Date("2026-06-01T05:00:00Z");

beforeAll(async () => {
  const context = await createProjectsTestApp();
  const { signIn } = context;
  ({ app, system, visitors, fund } = context);
  centre = (
    await registerOrganisation(system, {
      kind: "resource-centre",
      name: "Ресурсный центр",
      shortName: "Ресурсный центр",
    })
  ).id;
  who.nko = await signIn("Нина Орлова", { role: "nko", organisationId: fund });
  who.operator = await signIn("Ольга Сомова", { role: "operator" });
  who.head = await signIn("Глеб Рудин", { role: "head" });
  who.stranger = await signIn("Степан Чужой", { role: "nko", organisationId: centre });
});
afterAll(() => app.close());
beforeEach(() => {
  app.clock.now = monday;
});

const get = (path: string, cookie?: string) => app.get(regionPath(path), cookie);
const post = (path: string, fields: Record<string, string | string[]>, cookie?: string) =>
  app.post(regionPath(path), fields, cookie);

async function show(path: string, cookie?: string) {
  const response = await get(path, cookie);
  const document = await parsePage(response);
  return {
    status: response.status,
    document,
    text: normalizeSpaces(document.querySelector("main")?.textContent),
    value: (name: string) =>
      document.querySelector(`[name="${name}"]`)?.getAttribute("value") ??
      document.querySelector(`[name="${name}"]`)?.textContent ??
      "",
  };
}

/** A project of the fund that is under way: two activities, a cost, a team, a publication. */
async function running(title = "Соседские мастерские"): Promise<Project> {
  const { id } = await openProject(system, {
    title,
    organisation: fund,
    placeIds: [towns.dolgomost],
  });
  await updateCharter(system, id, {
    title,
    summary: "Мастерские, где соседи чинят вещи вместе.",
    goal: "В трёх дворах соседи чинят вещи сами.",
    direction: "territories",
    organisation: fund,
    placeIds: [towns.dolgomost, towns.kedrinsky],
    startsOn: "2026-05-01",
    endsOn: "2026-12-31",
    contactInfo: "dvor@okno.example",
  });
  const save = (part: Parameters<typeof saveRow>[2]["part"], input: object) =>
    saveRow(system, id, { part, input: input as never });
  const { row: task } = await save("tasks", { title: "Открыть мастерские" });
  const { row: activity } = await save("activities", {
    title: "День открытых дверей",
    kind: "open-door-day",
    taskId: task,
    startsOn: "2026-05-01",
    endsOn: "2026-12-31",
    months: ["2026-05", "2026-06", "2026-09"],
  });
  await save("costs", {
    article: "equipment",
    activityId: activity,
    what: "Верстаки",
    quantity: "3",
    price: "12 500,50",
    fromGrant: "30000",
    fromOwn: "7501,50",
  });
  await save("team", { surname: "Дроздова", givenName: "Лидия", role: "Руководитель" });
  await save("publications", {
    title: "Соседи чинят вещи",
    url: "https://news.okno.example/1",
    publishedOn: "2026-05-20",
  });
  await applyManualTransition(system, id, { move: "shape" });
  return applyManualTransition(system, id, { move: "begin" });
}

const secondsOf = async (project: Project) => {
  const now = await findProject(system, project.id);
  if (now === undefined) throw new Error("the project is in the table");
  return now;
};

describe("the public registry", () => {
  let project: Project;
  beforeAll(async () => {
    project = await running("Тротуар к школе");
  });

  it("shows guests what is public, and nothing that is only being written", async () => {
    await openProject(system, { title: "Тайный замысел" });
    const list = await show("/projects");
    expect(list.text).toContain("Тротуар к школе");
    expect(list.text).not.toContain("Тайный замысел");
  });

  it.each([
    ["stage=running", true],
    ["stage=ended", false],
    [`municipality=${towns.kedrinsky}`, true],
    ["direction=territories", true],
    ["direction=sport", false],
    ["organisation=7707083893", true],
    ["organisation=Соседские", true],
    ["organisation=Нетакой", false],
    ["year=2026", true],
    ["year=2024", false],
    ["q=тротуара", true],
    ["programme=П-2020-0001", false],
    ["stage=&municipality=&direction=&year=&q=", true],
  ])("filters by %s", async (query, there) => {
    const list = await show(`/projects?${encodeURI(query)}`);
    expect(list.status).toBe(200);
    expect(list.text.includes("Тротуар к школе")).toBe(there);
  });

  it("gives the same rows as JSON, CSV and in the terms of 360Giving", async () => {
    const json = (await (await get("/projects.json?q=тротуара")).json()) as {
      projects: { number: string; municipality: string }[];
    };
    expect(json.projects).toMatchObject([{ number: project.number, municipality: "Долгомост" }]);
    const rows: Record<string, string>[] = parse(
      await (await get("/projects.csv?q=тротуара")).text(),
      { columns: true, bom: true, delimiter: ";" },
    );
    expect(rows.map((row) => row.number)).toEqual([project.number]);
    const before = await (await get("/projects.360giving.json")).json();
    expect(before).toEqual({ version: "1.1", grants: [] });
    await system.db
      .updateTable("projects_projects")
      .set({ awarded: 98_000_000, awarded_on: "2026-04-15", funder_name: "Областной конкурс" })
      .where("id", "=", project.id)
      .execute();
    const given = (await (await get("/projects.360giving.json")).json()) as { grants: object[] };
    expect(given.grants).toMatchObject([
      {
        currency: "RUB",
        amountAwarded: 980_000,
        awardDate: "2026-04-15",
        recipientOrganization: [{ id: "RU-OGRN-1027700132195", taxNumber: "7707083893" }],
        fundingOrganization: [{ name: "Областной конкурс" }],
        beneficiaryLocation: [{ name: "Долгомост" }],
      },
    ]);
  });

  it("shows on the map page how many projects each municipality has", async () => {
    const map = await show("/projects/map");
    expect(map.status).toBe(200);
    expect(map.text).toMatch(/Кедринский/);
  });
});

describe("the card", () => {
  it("has charter, plan, budget, team by public names and its calendar", async () => {
    const project = await running();
    const card = await show(`/projects/${project.number}`);
    expect(card.text).toContain("ИНН 7707083893, ОГРН 1027700132195");
    expect(card.text).toContain("День открытых дверей");
    expect(card.text).toContain("Верстаки");
    expect(card.text).toContain("37 501,5");
    expect(card.text).toContain("Лидия Д.");
    expect(card.text).not.toContain("Дроздова");
    expect(card.text).toContain("dvor@okno.example");
    const json = await (await get(`/projects/${encodeURI(project.number)}.json`)).json();
    expect(json).toMatchObject({
      inn: "7707083893",
      places: ["Долгомост", "Кедринский округ"],
      budget: { total: 37501.5, grant: 30000, own: 7501.5 },
      team: [{ name: "Лидия Д." }],
    });
    const ics = await (await get(`/projects/${encodeURI(project.number)}.ics`)).text();
    const events = new ICAL.Component(ICAL.parse(ics)).getAllSubcomponents("vevent");
    expect(events.map((one) => String(one.getFirstPropertyValue("dtstart")))).toEqual([
      "2026-05-01",
      "2026-06-01",
      "2026-09-01",
    ]);
  });

  it("is not there for strangers while it is not public", async () => {
    const hidden = await openProject(system, { title: "Пока секрет", organisation: fund });
    expect((await get(`/projects/${hidden.number}`)).status).toBe(404);
    expect((await get(`/projects/${hidden.number}`, who.stranger)).status).toBe(404);
    expect((await get(`/projects/${hidden.number}`, who.nko)).status).toBe(200);
    expect((await get(`/projects/${hidden.number}/edit`, who.head)).status).toBe(403);
  });
});

describe("editing", () => {
  it("shows both texts when two people edit the same charter, and saves two parts edited at once", async () => {
    const project = await running();
    const fields = {
      title: "Соседские мастерские",
      goal: "Моя цель",
      placeIds: [],
      version: String(project.version),
    };
    await updateCharter(system, project.id, {
      title: "Соседские мастерские",
      goal: "Цель соавтора",
      organisation: fund,
      startsOn: "2026-05-01",
      endsOn: "2026-12-31",
    });
    const clash = await post(`/projects/${project.number}/edit`, fields, who.nko);
    expect(clash.status).toBe(409);
    const again = await parsePage(clash);
    const text = normalizeSpaces(again.querySelector("main")?.textContent);
    expect(text).toContain("Цель соавтора");
    expect(normalizeSpaces(again.querySelector('textarea[name="goal"]')?.textContent)).toBe(
      "Моя цель",
    );
    const version = again.querySelector('form input[name="version"]')?.getAttribute("value") ?? "";
    expect(version).toBe(String((await secondsOf(project)).version));
    const second = await post(
      `/projects/${project.number}/edit`,
      {
        ...fields,
        organisation: "7707083893",
        startsOn: "2026-05-01",
        endsOn: "2026-12-31",
        version,
      },
      who.nko,
    );
    expect(second.status).toBe(303);
    const goals = (await listRevisions(system, project.id, { part: "passport" })).flatMap((one) =>
      one.changes.filter(({ field }) => field === "goal").map(({ after }) => after),
    );
    expect(goals.slice(0, 2)).toEqual(["Моя цель", "Цель соавтора"]);
    // A row of another part, opened before all of that, is no clash.
    const row = await post(
      `/projects/${project.number}/rows/risks/new`,
      { title: "Дождь", likelihood: "middle", answer: "Шатёр", version: String(project.version) },
      who.nko,
    );
    expect(row.status).toBe(303);
  });

  it("shows errors of dates and money at their fields, with all values", async () => {
    const project = await running();
    const base = `/projects/${project.number}/rows`;
    const early = await post(
      `${base}/activities/new`,
      {
        title: "Рано",
        kind: "work",
        startsOn: "2026-04-01",
        endsOn: "2026-06-01",
        days: "05.06.2026",
      },
      who.nko,
    );
    expect(early.status).toBe(422);
    const form = await parsePage(early);
    expect(normalizeSpaces(form.querySelector("main")?.textContent)).toContain(
      "Проект начинается позже: 2026-05-01",
    );
    expect(form.querySelector('[name="title"]')?.getAttribute("value")).toBe("Рано");
    expect(form.querySelector('textarea[name="days"]')?.textContent).toBe("05.06.2026");
    const backwards = await post(
      `${base}/activities/new`,
      { title: "Назад", kind: "work", startsOn: "2026-07-01", endsOn: "2026-06-01" },
      who.nko,
    );
    expect(normalizeSpaces(await backwards.text())).toContain("Конец раньше начала");
    const cost = { article: "other", what: "Чай", quantity: "10", price: "100", fromGrant: "700" };
    const short = await post(`${base}/costs/new`, cost, who.nko);
    expect(short.status).toBe(422);
    expect(normalizeSpaces(await short.text())).toContain("не хватает 300 руб.");
    const over = await post(`${base}/costs/new`, { ...cost, fromOwn: "301" }, who.nko);
    expect(normalizeSpaces(await over.text())).toContain("денег на 1 руб. больше");
    // Saved without an activity; the logic check reports it.
    const even = await post(`${base}/costs/new`, { ...cost, fromOwn: "300" }, who.nko);
    expect(even.status).toBe(303);
    const budget = await show(`/projects/${project.number}/edit/budget`, who.nko);
    expect(budget.text).toContain("без мероприятия");
  });

  it("does not let the project's days leave a planned activity outside", async () => {
    const project = await running();
    const narrow = await post(
      `/projects/${project.number}/edit`,
      {
        title: project.title,
        organisation: "7707083893",
        startsOn: "2026-05-01",
        endsOn: "2026-08-31",
        version: String(project.version),
      },
      who.nko,
    );
    expect(narrow.status).toBe(422);
    expect(normalizeSpaces(await narrow.text())).toContain(
      "останется мероприятие «День открытых дверей»",
    );
  });

  it("opens every edit page, and every row's form with its values", async () => {
    const project = await running();
    for (const section of ["plan", "budget", "people", "results", "publications"]) {
      const list = await show(`/projects/${project.number}/edit/${section}`, who.nko);
      expect(list.status).toBe(200);
      const trail = [...list.document.querySelectorAll(".crumbs a")].map((one) => one.textContent);
      expect(trail).toContain(project.number);
      for (const link of list.document.querySelectorAll(`a[href*="/rows/"]`)) {
        const href = link.getAttribute("href") ?? "";
        expect([href, (await app.get(href, who.nko)).status]).toEqual([href, 200]);
      }
    }
    const plan = await show(`/projects/${project.number}/edit/plan`, who.nko);
    const row = plan.document.querySelector('a[href*="/rows/activities/0"]');
    const form = await parsePage(await app.get(row?.getAttribute("href") ?? "", who.nko));
    const months = [...form.querySelectorAll('input[name="months[]"][checked]')];
    expect(months.map((one) => one.getAttribute("value"))).toEqual([
      "2026-05",
      "2026-06",
      "2026-09",
    ]);
    expect((await get(`/projects/${project.number}/history`, who.nko)).status).toBe(200);
  });

  it("adds a co-author who has an account, and refuses one who has none", async () => {
    const project = await openProject(system, { title: "Вместе", organisation: fund });
    const { id, email } = await visitors.newPerson("Егор Карелин");
    await grantRole(system, id, { role: "nko", organisationId: centre });
    const cookie = await visitors.signIn(email);
    expect((await get(`/projects/${project.number}/edit`, cookie)).status).toBe(404);
    const nobody = await post(
      `/projects/${project.number}/authors`,
      { email: "no@okno.example" },
      who.nko,
    );
    expect(nobody.status).toBe(422);
    const added = await post(`/projects/${project.number}/authors`, { email }, who.nko);
    expect(added.status).toBe(303);
    expect((await get(`/projects/${project.number}/edit`, cookie)).status).toBe(200);
    const mine = await show("/projects/mine", cookie);
    expect(mine.text).toContain("Вместе");
  });
});

describe("the plan of the centre's year", () => {
  it("is opened by the head, shows what is overdue, due and coming, and is copied into the next year", async () => {
    expect((await get("/plan", who.nko)).status).toBe(403);
    const empty = await show("/plan?year=2026", who.head);
    expect(empty.text).toContain("Плана на 2026 год ещё нет");
    expect((await post("/plan", { year: "2026" }, who.head)).status).toBe(303);
    const twice = await post("/plan", { year: "2026" }, who.head);
    expect(twice.status).toBe(409);
    const [plan] = await system.db
      .selectFrom("projects_projects")
      .select(["id", "number"])
      .where("year", "=", 2026)
      .execute();
    const saved = await post(
      `/projects/${plan?.number}/rows/activities/new`,
      {
        title: "День открытых дверей в НКО",
        kind: "open-door-day",
        startsOn: "2026-01-01",
        endsOn: "2026-12-31",
        "months[]": ["2026-01", "2026-03", "2026-04", "2026-06", "2026-09"],
      },
      who.head,
    );
    expect(saved.status).toBe(303);
    const year = await show("/plan?year=2026", who.head);
    expect(year.text).toContain("Просрочено: 3");
    expect(year.text).toContain("Пора: 1");
    expect(year.text).toContain("Сделано 0 из 5");
    const tick = year.document.querySelector('a[href*="/occasions/"]')?.getAttribute("href") ?? "";
    const future = await app.post(tick, { actualOn: "2026-06-02" }, who.head);
    expect(future.status).toBe(422);
    const done = await app.post(
      tick,
      {
        actualOn: "2026-01-20",
        evidenceHref: "https://news.okno.example/open",
        evidenceKind: "link",
      },
      who.head,
    );
    expect(done.status).toBe(303);
    const after = await show("/plan?year=2026", who.head);
    expect(after.text).toContain("Просрочено: 2");
    expect(after.text).toContain("Сделано 1 из 5");
    const rows: Record<string, string>[] = parse(
      await (await get("/plan.csv?year=2026", who.head)).text(),
      { columns: true, bom: true, delimiter: ";" },
    );
    expect(rows.map((row) => row.state)).toEqual([
      "Сделано",
      "Просрочено",
      "Просрочено",
      "Пора",
      "Впереди",
    ]);
    expect((await post("/plan", { year: "2027", copy: "yes" }, who.head)).status).toBe(303);
    const next = await show("/plan?year=2027", who.head);
    expect(next.text).toContain("День открытых дверей в НКО");
    expect(next.text).toContain("Сделано 0 из 5");
    expect((await get("/plan.ics?year=2027", who.head)).status).toBe(200);
  });
});
