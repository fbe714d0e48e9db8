import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { normalizeSpaces } from "#modules/people/fixtures.ts";
import { createPerson, grantRole } from "#modules/people/index.ts";
import { registerOrganisation, addTie } from "#modules/organisations/index.ts";
import { saveRow } from "#modules/projects/index.ts";
import {
  updateIndicator,
  createIndicator,
  withdrawIndicator,
  type IndicatorInput,
} from "./actions.ts";
import { loadProjectProgress } from "./board/progress.ts";
import { approveEntry, createEntry, listPendingEntries } from "./entries/actions.ts";
import {
  regionPath,
  enteredByHand,
  createIndicatorsTestApp,
  personActor,
  places,
  expectRefusal,
  seminars,
  type IndicatorsTestApp,
} from "./fixtures.ts";
import { lockPeriod, loadLockedPeriods } from "./periods/actions.ts";
import { selectIndicator } from "./store.ts";

let town: IndicatorsTestApp;
let project = { id: "", number: "" };

beforeAll(async () => {
  town = await createIndicatorsTestApp();
  project = await town.project("Школа местных инициатив");
});
afterAll(() => town.app.close());

const local: IndicatorInput = {
  ...enteredByHand,
  title: "Буклеты по округам",
  scope: "per-place",
  places: Object.values(places),
  target: 50,
};
const fact = async (placeId?: string) => ({
  day: "2026-02-01",
  amount: 20,
  text: "Тираж принят",
  fileId: await town.file(),
  ...(placeId !== undefined && { placeId }),
});

describe("facts entered by hand", () => {
  test("a coordinator enters and approves for the own municipality only", async () => {
    const { app, system } = town;
    const indicator = await createIndicator(system, project.number, local);
    const here = personActor("coordinator", { kind: "territory", id: places.dolgomost });
    const coordinator = await app.asActor(here);
    const id = await createEntry(coordinator, indicator.id, await fact(places.dolgomost));
    const abroad = await expectRefusal(
      createEntry(coordinator, indicator.id, await fact(places.sinegorsk)),
    );
    expect(abroad.kind).toBe("forbidden");
    const other = await app.asActor(
      personActor("coordinator", { kind: "territory", id: places.sinegorsk }),
    );
    expect((await expectRefusal(approveEntry(other, id))).kind).toBe("forbidden");
    expect((await listPendingEntries(other)).map((entry) => entry.id)).not.toContain(id);
    expect((await listPendingEntries(coordinator)).map((entry) => entry.id)).not.toContain(id);
    const neighbour = await app.asActor(
      personActor("coordinator", { kind: "territory", id: places.dolgomost }),
    );
    expect((await listPendingEntries(neighbour)).map((entry) => entry.id)).toContain(id);
    await approveEntry(neighbour, id);
  });

  test("people of the project's organisation enter facts, and approve none of them", async () => {
    const { app, system } = town;
    const { id: organisation } = await registerOrganisation(system, {
      kind: "nko",
      name: "НКО «Двор и школа»",
      shortName: "Двор и школа",
      territoryId: places.dolgomost,
    });
    const own = await town.project("Свой проект");
    await system.db
      .updateTable("projects_projects")
      .set({ organisation_id: organisation })
      .where("id", "=", own.id)
      .execute();
    const keeper = await app.asActor(
      personActor("nko", { kind: "organisation", id: organisation }, [organisation]),
    );
    const indicator = await createIndicator(keeper, own.number, enteredByHand);
    const id = await createEntry(keeper, indicator.id, await fact());
    const colleague = await app.asActor(
      personActor("nko", { kind: "organisation", id: organisation }, [organisation]),
    );
    expect((await expectRefusal(approveEntry(colleague, id))).kind).toBe("forbidden");
    const stranger = await app.asActor(
      personActor("nko", { kind: "organisation", id: randomUUID() }),
    );
    expect((await expectRefusal(createEntry(stranger, indicator.id, await fact()))).kind).toBe(
      "forbidden",
    );
  });

  test("somebody of the same organisation approves only where nobody else could, and the page shows it", async () => {
    const { app, system } = town;
    const { id: centre } = await registerOrganisation(system, {
      kind: "resource-centre",
      name: "Ресурсный центр",
      shortName: "Ресурсный центр",
      territoryId: places.dolgomost,
    });
    const indicator = await createIndicator(system, project.number, {
      ...enteredByHand,
      title: "Листовки",
    });
    const clerk = (ties: string[]) =>
      app.asActor(personActor("operator", { kind: "region" }, ties));
    const colleague = await clerk([centre]);
    const alone = await createEntry(await clerk([centre]), indicator.id, await fact());
    await approveEntry(colleague, alone);
    const { cookie } = await town.signIn("reader@okno.example", "funder");
    expect((await app.get(regionPath(`/indicators/entries/${alone}`), cookie)).status).toBe(403);
    const second = await createEntry(await clerk([centre]), indicator.id, await fact());
    const { id: outsider } = await createPerson(system, {
      name: "Вера Сторонняя",
      email: "vera@okno.example",
    });
    await grantRole(system, outsider, { role: "head" });
    const refusal = await expectRefusal(approveEntry(colleague, second));
    expect([refusal.reason, refusal.values]).toEqual([
      "indicators.same-organisation",
      { names: "Вера Сторонняя" },
    ]);
    await approveEntry(await clerk([]), second);
    const third = await createEntry(await clerk([centre]), indicator.id, await fact());
    await addTie(system, {
      organisationId: centre,
      personId: outsider,
      role: "member",
      since: "2026-01-01",
    });
    await approveEntry(colleague, third);
    const shown = await town.signIn("shown@okno.example", "operator");
    const page = await app.get(regionPath(`/indicators/entries/${third}`), shown.cookie);
    expect(normalizeSpaces(await page.text())).toContain("Оба человека из одной организации");
  });

  test("an invalid form is shown again with all values and the uploaded file", async () => {
    const { app, system } = town;
    const indicator = await createIndicator(system, project.number, {
      ...enteredByHand,
      title: "Плакаты",
    });
    const { cookie } = await town.signIn("enter@okno.example", "operator");
    const path = regionPath(`/indicators/${indicator.id}/enter`);
    const file = new File(["Принято"], "акт.txt", { type: "text/plain" });
    const again = { day: "2026-05-01", amount: "12", text: "Плакаты повесили" };
    const form = { ...again, file };
    const wrong = await app.post(path, form, cookie);
    expect(wrong.status).toBe(422);
    const back = normalizeSpaces(await wrong.text());
    expect(back).toContain("Этот день ещё не наступил");
    expect(back).toContain("Плакаты повесили");
    const kept = /name="kept" value="([^"]+)"/.exec(back)?.[1] ?? "";
    const right = await app.post(path, { ...again, day: "2026-03-01", kept }, cookie);
    expect(right.status).toBe(303);
    const bare = await app.post(path, { ...again, day: "2026-03-01" }, cookie);
    expect(normalizeSpaces(await bare.text())).toContain("Приложите файл");
  });
});

describe("two people", () => {
  test("change one indicator at once: the second gets a conflict and their text back", async () => {
    const { app, system } = town;
    const own = await town.project("Двое");
    const indicator = await createIndicator(system, own.number, seminars);
    const { cookie } = await town.signIn("two@okno.example", "operator");
    await updateIndicator(system, indicator.id, { ...seminars, target: 5, version: 1 });
    const path = regionPath(`/indicators/${indicator.id}/change`);
    const form = {
      source: "events.held",
      "kinds[]": ["seminar"],
      atLeast: "10",
      scope: "per-place",
      "places[]": Object.values(places),
      startsOn: "2025-10-01",
      dueOn: "2026-06-30",
      title: "Семинары на селе",
      unit: "семинаров",
      target: "6",
      version: "1",
      do: "save",
    };
    const late = await app.post(path, form, cookie);
    expect(late.status).toBe(409);
    const back = normalizeSpaces(await late.text());
    expect(back).toContain("показатель изменил кто-то другой");
    expect(back).toContain('value="Семинары на селе"');
    expect(await selectIndicator(system, indicator.id)).toMatchObject({ target: 5, version: 2 });
    const both = await Promise.allSettled([
      updateIndicator(system, indicator.id, { ...seminars, target: 7, version: 2 }),
      updateIndicator(system, indicator.id, { ...seminars, target: 8, version: 2 }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("an indicator withdrawn after a lock leaves the board, and the locked period shows that", async () => {
    const { system } = town;
    const own = await town.project("Снятое");
    await town.held({ project: own.id, place: places.dolgomost, day: "2025-11-01", present: 15 });
    const indicator = await createIndicator(system, own.number, seminars);
    await lockPeriod(system, own.number, { from: "2025-10-01", to: "2025-12-31" });
    expect(
      (await expectRefusal(withdrawIndicator(system, indicator.id, { reason: " " }))).fields,
    ).toEqual({
      reason: "indicators.withdraw-reason",
    });
    await withdrawIndicator(system, indicator.id, { reason: "Дополнительное соглашение" });
    expect(await loadProjectProgress(system, own.id)).toEqual([]);
    const [period] = await loadLockedPeriods(system, own.id);
    expect(period?.isIntact).toBe(true);
    expect(period?.snapshot.indicators.map(({ title }) => title)).toEqual(["Полевые семинары"]);
    expect(period?.differences).toMatchObject([
      { title: "Полевые семинары", before: { confirmed: 1 }, now: { confirmed: 0 } },
    ]);
  });
});

describe("a result of the charter", () => {
  test("is listed while it has no indicator, and links to the indicator afterwards", async () => {
    const { app, system } = town;
    const own = await town.project("Паспорт");
    const { row } = await saveRow(system, own.number, {
      part: "results",
      input: { what: "Выездные семинары", unit: "семинар", target: "8", measured: "" },
    });
    const { cookie } = await town.signIn("passport@okno.example", "operator");
    const page = async (path: string, as?: string) =>
      normalizeSpaces(
        await (await app.get(regionPath(`/projects/${own.number}${path}`), as)).text(),
      );
    const board = await page("/indicators", cookie);
    expect(board).toContain("Обещано в паспорте, а считать пока нечем");
    expect(board).toContain(`/indicators/new?result=${row}`);
    expect(await page("/indicators")).not.toContain("как будем считать");
    expect(await page("", cookie)).toContain("Выездные семинары");
    const begun = await page(`/indicators/new?source=events.held&result=${row}`, cookie);
    expect(begun).toContain('value="Выездные семинары"');
    expect(begun).toContain('value="8"');
    const indicator = await createIndicator(system, own.number, { ...seminars, result: row });
    expect(await page("/indicators", cookie)).not.toContain("считать пока нечем");
    const card = await page("");
    expect(card).toContain('id="promised"');
    expect(card).toContain(`/indicators/${indicator.id}`);
    const twice = await expectRefusal(
      createIndicator(system, own.number, { ...seminars, atLeast: 5, title: "Ещё", result: row }),
    );
    expect(twice.fields).toEqual({ result: "projects.choose" });
    await withdrawIndicator(system, indicator.id, { reason: "Передумали" });
    expect(await page("/indicators", cookie)).toContain("считать пока нечем");
    expect(await page("")).not.toContain('id="promised"');
  });
});
