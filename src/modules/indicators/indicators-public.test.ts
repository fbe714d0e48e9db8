import { afterAll, beforeAll, expect, test } from "vitest";
import { normalizeSpaces } from "#modules/people/fixtures.ts";
import { openProject } from "#modules/projects/index.ts";
import { updateIndicator, createIndicator } from "./actions.ts";
import { approveEntry, createEntry } from "./entries/actions.ts";
import {
  regionPath,
  enteredByHand,
  createIndicatorsTestApp,
  personActor,
  places,
  seminars,
  type IndicatorsTestApp,
} from "./fixtures.ts";
import { saveReportTexts } from "./reports/actions.ts";

let town: IndicatorsTestApp;

beforeAll(async () => {
  town = await createIndicatorsTestApp();
});
afterAll(() => town.app.close());

const personal = "Принимала Иванова Мария Петровна, 8 912 345-67-89";

test("nobody reads the name or telephone of a person in facts entered by hand, reasons and reports", async () => {
  const { app, system } = town;
  const project = await town.project("Школа местных инициатив");
  const indicator = await createIndicator(system, project.number, enteredByHand);
  await createIndicator(system, project.number, seminars);
  await updateIndicator(system, indicator.id, { ...enteredByHand, target: 400, reason: personal });
  const by = await app.asActor(personActor("operator", { kind: "region" }));
  const entry = await createEntry(by, indicator.id, {
    day: "2026-02-01",
    amount: 200,
    text: `Тираж принят. ${personal}`,
    fileId: await town.file(),
  });
  await approveEntry(await app.asActor(personActor("operator", { kind: "region" })), entry);
  const { cookie } = await town.signIn("olga@okno.example", "operator");
  const office = "Телефон центра 8 800 555-35-35.";
  await saveReportTexts(
    await app.asActor(personActor("operator", { kind: "region" })),
    { project: project.number },
    { summary: `${personal}. ${office}`, further: personal },
  );
  expect(
    (await app.post(regionPath(`/projects/${project.number}/report/send`), {}, cookie)).status,
  ).toBe(303);
  for (const path of [
    `/indicators/${indicator.id}`,
    `/indicators/${indicator.id}.json`,
    `/indicators/${indicator.id}.csv`,
    `/projects/${project.number}/indicators`,
    `/projects/${project.number}/report`,
  ]) {
    const answer = await app.get(regionPath(path));
    const text = normalizeSpaces(await answer.text());
    expect(answer.status, path).toBe(200);
    expect(text, path).not.toContain("Петровна");
    expect(text, path).not.toContain("345-67-89");
  }
  const report = normalizeSpaces(
    await (await app.get(regionPath(`/projects/${project.number}/report`))).text(),
  );
  expect(report).toContain("8 800 555-35-35");
  expect(report).toContain("Тираж принят");
});

test("rows link to the presence list for its organiser, and name the organiser to others", async () => {
  const { app, system } = town;
  const project = await town.project("Открытые двери");
  const indicator = await createIndicator(system, project.number, seminars);
  await town.held({ project: project.id, place: places.dolgomost, day: "2026-02-05", present: 12 });
  const page = async (cookie?: string) =>
    normalizeSpaces(
      await (await app.get(regionPath(`/indicators/${indicator.id}`), cookie)).text(),
    );
  expect(await page()).toContain("список явки: 12, список у организатора");
  expect(await page()).not.toMatch(/href="[^"]*\/presence"/);
  const { cookie } = await town.signIn("keeper@okno.example", "operator");
  expect(await page(cookie)).toMatch(/href="[^"]*\/presence">список явки: 12</);
});

test("a project that guests may not read is counted by its number alone, on the board, in locked periods and in the report", async () => {
  const { app, system } = town;
  const project = await town.project("Программа");
  const hidden = await openProject(system, {
    title: "Секретный замысел",
    stage: "concept",
    placeIds: [places.dolgomost],
  });
  const indicator = await createIndicator(system, project.number, {
    ...seminars,
    source: "projects.reached",
    stage: "concept",
    kinds: [],
    atLeast: undefined,
    whose: "all",
    scope: "total",
    places: [],
    title: "Замыслы",
    unit: "замыслов",
    target: 2,
  });
  app.clock.now = new Date("2026-03-20T05:00:00Z");
  const { cookie } = await town.signIn("lock@okno.example", "operator");
  const period = { from: "2026-03-01", to: "2026-03-15" };
  expect(
    (await app.post(regionPath(`/projects/${project.number}/periods`), period, cookie)).status,
  ).toBe(303);
  expect(
    (await app.post(regionPath(`/projects/${project.number}/report/send`), {}, cookie)).status,
  ).toBe(303);
  await system.db
    .updateTable("projects_stages")
    .set({ reached_on: "2026-02-01" })
    .where("project_id", "=", hidden.id)
    .execute();
  for (const path of ["indicators", "periods", "report"]) {
    const text = normalizeSpaces(
      await (await app.get(regionPath(`/projects/${project.number}/${path}`))).text(),
    );
    expect(text, path).toContain(hidden.number);
    expect(text, path).not.toContain("Секретный замысел");
  }
  const detail = await app.get(regionPath(`/indicators/${indicator.id}`), cookie);
  expect(normalizeSpaces(await detail.text())).toContain("Секретный замысел");
});
