import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import type { CountCell } from "#base/ports/count-source.ts";
import { pdfText } from "#base/documents/index.ts";
import { normalizeSpaces } from "#modules/people/fixtures.ts";
import { findProject } from "#modules/projects/index.ts";
import type { TestApp } from "#testing/app.ts";
import {
  updateIndicator,
  createIndicator,
  withdrawIndicator,
  type IndicatorInput,
} from "./actions.ts";
import { loadProjectProgress } from "./board/progress.ts";
import { approveEntry, createEntry, rejectEntry } from "./entries/actions.ts";
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
import { canonicalJson } from "./measure.ts";
import { hashSnapshot, lockPeriod, loadLockedPeriods } from "./periods/actions.ts";
import { plannedShare, computeProgress, type IndicatorTerms } from "./indicator.ts";
import { selectIndicator } from "./store.ts";

let town: IndicatorsTestApp;
let app: TestApp;
let system: Ctx;
let cookie = "";
let project = { id: "", number: "" };
let events = 0;

beforeAll(async () => {
  town = await createIndicatorsTestApp();
  ({ app, system } = town);
  ({ cookie } = await town.signIn("olga@okno.example", "operator"));
  project = await newProject("Школа местных инициатив");
});
afterAll(() => app.close());

const newProject = (title: string) => town.project(title);
function held(of: Parameters<IndicatorsTestApp["held"]>[0]): Promise<string> {
  events += 1;
  return town.held(of);
}

describe("the rules of an indicator", () => {
  const terms: IndicatorTerms = {
    target: 4,
    scope: "per-place",
    places: ["a", "b"],
    starts_on: "2026-01-01",
    due_on: "2026-12-31",
    steps: null,
    isShare: false,
  };
  const cell = (place: string, day: string, confirmed: number, reported = 0): CountCell => ({
    place,
    day,
    confirmed,
    reported,
  });

  test("surplus of one place does not close the gap of another", () => {
    const progress = computeProgress(terms, {
      cells: [cell("a", "2026-02-01", 9), cell("b", "2026-02-01", 1)],
      today: "2026-06-01",
    });
    expect(progress).toMatchObject({
      confirmed: 10,
      counted: 5,
      surplus: 5,
      target: 8,
      state: "ahead",
    });
    expect(
      computeProgress(terms, { cells: [cell("a", "2026-02-01", 9)], today: "2027-01-01" }),
    ).toMatchObject({
      state: "late",
      shortfall: 4,
      light: "red",
    });
  });

  test("a share of nothing has its own state, never a number", () => {
    const share: IndicatorTerms = {
      ...terms,
      scope: "total",
      places: [],
      target: 60,
      isShare: true,
    };
    expect(computeProgress(share, { cells: [], today: "2026-06-01" })).toMatchObject({
      state: "nothing-to-divide",
      confirmed: 0,
      of: 0,
      forecast: undefined,
    });
    const cells = [{ ...cell("a", "2026-02-01", 3), of: 4 }];
    expect(computeProgress(share, { cells, today: "2026-06-01" })).toMatchObject({
      state: "on-track",
      confirmed: 75,
      of: 4,
    });
  });

  test("by steps nothing is planned before the first step", () => {
    const steps: IndicatorTerms = {
      ...terms,
      scope: "total",
      target: 60,
      due_on: "2026-06-20",
      steps: [{ day: "2026-06-20", value: 60 }],
    };
    expect(computeProgress(steps, { cells: [], today: "2026-03-12" })).toMatchObject({
      state: "not-yet",
      planned: 0,
      forecast: undefined,
      light: "none",
    });
  });

  test("each month is computed separately", () => {
    const monthly: IndicatorTerms = {
      ...terms,
      scope: "per-month",
      places: [],
      target: 2,
      due_on: "2026-03-31",
    };
    const progress = computeProgress(monthly, {
      cells: [cell("a", "2026-01-10", 5), cell("a", "2026-02-10", 1)],
      today: "2026-03-12",
    });
    expect(progress.months.map(({ key, confirmed, state }) => [key, confirmed, state])).toEqual([
      ["2026-01", 5, "done"],
      ["2026-02", 1, "late"],
      ["2026-03", 0, "not-yet"],
    ]);
    expect(progress).toMatchObject({
      counted: 3,
      surplus: 3,
      target: 6,
      planned: 4,
      state: "behind",
      shortfall: 1,
    });
  });

  const day = fc
    .integer({ min: 0, max: 500 })
    .map((n) => new Date(Date.UTC(2025, 10, 1) + n * 86_400_000).toISOString().slice(0, 10));
  const cells = fc.array(
    fc.record({
      place: fc.constantFrom("a", "b"),
      day,
      confirmed: fc.integer({ min: 0, max: 6 }),
      reported: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 40 },
  );

  test("progress equals counting one by one, and more facts never make it worse", () => {
    fc.assert(
      fc.property(cells, day, cells, (facts, today, more) => {
        const progress = computeProgress(terms, { cells: facts, today });
        const inTerm = facts.filter((one) => one.day >= terms.starts_on && one.day <= terms.due_on);
        let proven = 0;
        let counted = 0;
        for (const place of ["a", "b"]) {
          let here = 0;
          for (const one of inTerm) if (one.place === place) here += one.confirmed;
          proven += here;
          counted += here > 4 ? 4 : here;
        }
        expect([progress.confirmed, progress.counted]).toEqual([proven, counted]);
        expect(progress.planned).toBeLessThanOrEqual(progress.target);
        expect(progress.forecast ?? counted).toBeGreaterThanOrEqual(counted);
        expect(progress.state === "done").toBe(counted >= 8);
        expect(
          computeProgress(terms, { cells: [...facts, ...more], today }).counted,
        ).toBeGreaterThanOrEqual(counted);
      }),
    );
  });

  test("what is announced never counts as done, and the forecast never falls below done with announced", () => {
    fc.assert(
      fc.property(
        cells,
        cells,
        day,
        fc.constantFrom("total", "per-place"),
        (facts, ahead, today, scope) => {
          const of = { ...terms, scope, places: scope === "total" ? [] : terms.places } as const;
          const bare = computeProgress(of, { cells: facts, today });
          const progress = computeProgress(of, { cells: facts, scheduled: ahead, today });
          const { confirmed, reported, counted, planned, surplus, shortfall } = bare;
          expect(progress).toMatchObject({
            confirmed,
            reported,
            counted,
            planned,
            surplus,
            shortfall: shortfall,
          });
          expect(progress.state === "done").toBe(bare.state === "done");
          const within = ahead.filter((one) => one.day >= of.starts_on && one.day <= of.due_on);
          const announced = (place?: string) =>
            within.reduce(
              (all, one) => all + (place === undefined || one.place === place ? one.reported : 0),
              0,
            );
          expect(progress.scheduled).toBe(announced());
          const least =
            scope === "total"
              ? counted + announced()
              : progress.places.reduce(
                  (all, part) => all + Math.min(part.confirmed + announced(part.key), part.target),
                  0,
                );
          if (announced() > 0) expect(progress.forecast).toBeGreaterThanOrEqual(least);
          expect(progress.forecast ?? 0).toBeGreaterThanOrEqual(bare.forecast ?? 0);
        },
      ),
    );
  });

  test("what is planned only grows, from nothing to all", () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [first, later] = a < b ? [a, b] : [b, a];
        expect(plannedShare(terms, first)).toBeLessThanOrEqual(plannedShare(terms, later));
      }),
    );
    expect(plannedShare(terms, "2025-12-31")).toBe(0);
    expect(plannedShare(terms, "2026-12-31")).toBe(1);
  });
});

describe("an indicator", () => {
  test("is counted from events, in every place apart, and changes when they do", async () => {
    const { id } = project;
    for (const day of ["2025-11-05", "2025-12-05", "2026-02-05"])
      await held({ project: id, place: places.dolgomost, day, present: 12 });
    await held({ project: id, place: places.sinegorsk, day: "2026-01-15", present: 9 });
    await held({
      project: id,
      place: places.sinegorsk,
      day: "2026-01-20",
      present: 30,
      kind: "webinar",
    });
    await held({
      project: id,
      place: places.sinegorsk,
      day: "2026-03-02",
      present: 11,
      closed: false,
    });
    const indicator = await createIndicator(system, project.number, seminars);
    const figure = async () =>
      (await loadProjectProgress(system, id)).find((one) => one.indicator.id === indicator.id)
        ?.progress;
    expect(await figure()).toMatchObject({
      confirmed: 3,
      reported: 1,
      counted: 3,
      target: 8,
      planned: 4,
      state: "behind",
      shortfall: 1,
    });
    await held({ project: id, place: places.sinegorsk, day: "2026-03-05", present: 10 });
    expect(await figure()).toMatchObject({ confirmed: 4, reported: 1, state: "on-track" });
  });

  test("shows what is scheduled: a seminar with its day, and registrations for one event", async () => {
    const ahead = await newProject("Назначенное");
    const indicator = await createIndicator(system, ahead.number, seminars);
    const next = { project: ahead.id, present: 0, closed: false, stage: "announced" as const };
    await held({ ...next, place: places.dolgomost, day: "2026-06-11" });
    await held({ ...next, place: places.sinegorsk, day: "2026-07-11" });
    await held({ ...next, place: places.sinegorsk, day: "2026-03-11" });
    const [figure] = await loadProjectProgress(system, ahead.id);
    expect(figure?.progress).toMatchObject({
      confirmed: 0,
      reported: 0,
      counted: 0,
      scheduled: 1,
      nextScheduledOn: "2026-06-11",
      forecast: 1,
    });
    const board = await app.get(regionPath(`/projects/${ahead.number}/indicators`));
    const text = normalizeSpaces(await board.text());
    expect(text).toContain("назначено ещё 1, на 11 июня");
    expect(text).toContain("Долгомост:</b> 0 из 4 семинаров, назначено ещё 1, не хватает 3");
    const event = await held({
      ...next,
      place: places.dolgomost,
      day: "2026-05-20",
      kind: "conference",
    });
    const { number } = await system.db
      .selectFrom("events_events")
      .select("number")
      .where("id", "=", event)
      .executeTakeFirstOrThrow();
    const one = await createIndicator(system, ahead.number, {
      ...seminars,
      source: "events.attendance",
      kinds: [],
      atLeast: undefined,
      event: number,
      scope: "total",
      places: [],
      title: "Итоговая конференция",
      unit: "человек",
      target: 60,
    });
    expect(indicator.id).not.toBe(one.id);
    const detail = await app.get(regionPath(`/indicators/${one.id}`));
    expect(normalizeSpaces(await detail.text())).toContain("назначено на 20 мая");
  });

  test("equals brute force over random events", async () => {
    const other = await newProject("Случайная история");
    const indicator = await createIndicator(system, other.number, seminars);
    const facts: { place: string; day: string; present: number; closed: boolean; kind: string }[] =
      [];
    const one = fc.record({
      place: fc.constantFrom(places.dolgomost, places.sinegorsk),
      day: fc
        .integer({ min: 0, max: 200 })
        .map((n) => new Date(Date.UTC(2025, 8, 1) + n * 86_400_000).toISOString().slice(0, 10)),
      present: fc.integer({ min: 0, max: 20 }),
      closed: fc.boolean(),
      kind: fc.constantFrom("seminar", "webinar"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 6 }), async (batch) => {
        for (const fact of batch) await held({ project: other.id, ...fact });
        facts.push(...batch);
        const fits = facts.filter(
          (fact) =>
            fact.kind === "seminar" &&
            fact.present >= 10 &&
            fact.day >= "2025-10-01" &&
            fact.day <= "2026-06-30",
        );
        const [figure] = await loadProjectProgress(system, other.id);
        const count = (place: string) =>
          fits.filter((fact) => fact.closed && fact.place === place).length;
        expect(figure?.indicator.id).toBe(indicator.id);
        expect(figure?.progress.confirmed).toBe(fits.filter((fact) => fact.closed).length);
        expect(figure?.progress.reported).toBe(
          fits.filter((fact) => !fact.closed && fact.day < "2026-03-12").length,
        );
        expect(figure?.progress.counted).toBe(
          Math.min(4, count(places.dolgomost)) + Math.min(4, count(places.sinegorsk)),
        );
      }),
      { numRuns: 15 },
    );
  });

  const fieldsOf = async (change: Partial<IndicatorInput>) =>
    (await expectRefusal(createIndicator(system, project.number, { ...seminars, ...change })))
      .fields;

  test("is refused at its field: zero, outside the project, twice the same, a share of nothing, no such event", async () => {
    expect(await fieldsOf({ target: 0 })).toEqual({ target: "indicators.target-zero" });
    expect(await fieldsOf({ startsOn: "2025-01-01" })).toEqual({
      startsOn: "indicators.before-project",
    });
    expect(await fieldsOf({ dueOn: "2027-01-01" })).toEqual({ dueOn: "indicators.after-project" });
    expect(await fieldsOf({ startsOn: "2026-05-01", dueOn: "2026-04-01" })).toEqual({
      dueOn: "indicators.due-before-start",
    });
    expect(await fieldsOf({ title: "Ещё раз" })).toEqual({ source: "indicators.counted-twice" });
    expect(await fieldsOf({ places: [] })).toEqual({ places: "indicators.no-places" });
    expect(await fieldsOf({ event: "М-2026-9999" })).toEqual({ event: "indicators.unknown-event" });
    expect(await fieldsOf({ kinds: ["party"] })).toEqual({ kinds: "indicators.part-wrong" });
    expect(await fieldsOf({ steps: "2026-05-01 3" })).toEqual({
      steps: "indicators.steps-not-target",
    });
    const share = {
      ...seminars,
      source: "events.feedback",
      atLeast: undefined,
      target: 60,
      unit: "%",
      kinds: ["club"],
      scope: "total" as const,
      places: [],
    } as IndicatorInput;
    expect(await fieldsOf(share)).toEqual({ source: "indicators.divides-by-nothing" });
    const saved = await createIndicator(system, project.number, { ...share, anyway: true });
    await withdrawIndicator(system, saved.id, { reason: "Проба" });
  });

  test("is set by the centre, and by nobody who only reads", async () => {
    const funder = await app.asActor(personActor("funder", { kind: "region" }));
    expect(
      (
        await expectRefusal(
          createIndicator(funder, project.number, { ...seminars, title: "Чужое" }),
        )
      ).kind,
    ).toBe("forbidden");
  });
});

describe("a fact entered by hand", () => {
  test("counts once a second person approved it, never by who entered it", async () => {
    const hand = await createIndicator(system, project.number, enteredByHand);
    const first = await app.asActor(personActor("operator", { kind: "region" }));
    const second = await app.asActor(personActor("operator", { kind: "region" }));
    const fact = { day: "2026-02-01", amount: 200, text: "Тираж принят" };
    const figure = async () =>
      (await loadProjectProgress(system, project.id)).find((one) => one.indicator.id === hand.id)
        ?.progress;
    const id = await createEntry(first, hand.id, { ...fact, fileId: await town.file() });
    expect(await figure()).toMatchObject({ confirmed: 0, reported: 200 });
    expect((await expectRefusal(approveEntry(first, id))).reason).toBe("indicators.own-entry");
    await approveEntry(second, id);
    expect(await figure()).toMatchObject({ confirmed: 200, reported: 0 });
    expect((await expectRefusal(approveEntry(second, id))).reason).toBe(
      "indicators.judged-already",
    );
    const other = await createEntry(first, hand.id, { ...fact, fileId: await town.file() });
    expect((await expectRefusal(rejectEntry(second, other, { reason: " " }))).fields).toEqual({
      reason: "indicators.refusal-missing",
    });
    await rejectEntry(second, other, { reason: "На акте нет подписи" });
    expect(await figure()).toMatchObject({ confirmed: 200, reported: 0 });
    const late = expectRefusal(
      createEntry(first, hand.id, { ...fact, day: "2026-05-01", fileId: await town.file() }),
    );
    expect((await late).fields).toEqual({ day: "indicators.day-ahead" });
  });
});

describe("a locked period", () => {
  test("stores its figures with a hash, shows what changed since, and is locked once", async () => {
    const own = await newProject("Закрытый период");
    const event = await held({
      project: own.id,
      place: places.dolgomost,
      day: "2025-11-01",
      present: 15,
    });
    await held({ project: own.id, place: places.sinegorsk, day: "2025-11-02", present: 15 });
    const indicator = await createIndicator(system, own.number, seminars);
    const period = { from: "2025-10-01", to: "2025-12-31" };
    await lockPeriod(system, own.number, period);
    const [before] = await loadLockedPeriods(system, own.id);
    expect(before).toMatchObject({ isIntact: true, differences: [] });
    expect((await expectRefusal(lockPeriod(system, own.number, period))).fields).toEqual({
      from: "indicators.period-overlaps",
    });
    expect(
      (
        await expectRefusal(
          lockPeriod(system, own.number, { from: "2026-03-01", to: "2026-03-31" }),
        )
      ).fields,
    ).toEqual({ to: "indicators.period-not-over" });
    await system.db
      .updateTable("events_events")
      .set({ present: 3 })
      .where("id", "=", event)
      .execute();
    await held({ project: own.id, place: places.dolgomost, day: "2025-12-01", present: 20 });
    await held({ project: own.id, place: places.dolgomost, day: "2025-12-02", present: 20 });
    const [after] = await loadLockedPeriods(system, own.id);
    const [difference] = after?.differences ?? [];
    expect(after?.isIntact).toBe(true);
    expect(difference).toMatchObject({ before: { confirmed: 2 }, now: { confirmed: 3 } });
    expect([difference?.added.length, difference?.removed.map(({ id }) => id)]).toEqual([
      2,
      [event],
    ]);
    const change = { ...seminars, target: 5 };
    expect((await expectRefusal(updateIndicator(system, indicator.id, change))).fields).toEqual({
      reason: "indicators.locked-reason",
    });
    await updateIndicator(system, indicator.id, { ...change, reason: "Дополнительное соглашение" });
    expect(await selectIndicator(system, indicator.id)).toMatchObject({ target: 5, version: 2 });
  });

  test("its hash does not depend on the order of keys", () => {
    expect(canonicalJson({ b: [1, { d: 2, c: 3 }], a: null })).toBe(
      '{"a":null,"b":[1,{"c":3,"d":2}]}',
    );
    expect(hashSnapshot({ a: 1, b: 2 })).toBe(hashSnapshot({ b: 2, a: 1 }));
  });
});

describe("on the page", () => {
  const page = async (path: string, as?: string) => {
    const answer = await app.get(regionPath(path), as);
    return {
      status: answer.status,
      text: normalizeSpaces(await answer.text()).replaceAll("\u2060", ""),
    };
  };

  test("a guest sees the public board, each figure a click from its rows, and no script is loaded for it", async () => {
    const board = await page(`/projects/${project.number}/indicators`);
    expect(board.status).toBe(200);
    expect(board.text).toContain("Полевые семинары");
    expect(board.text).not.toContain("NaN");
    expect(board.text).not.toContain("Добавить показатель");
    const [seminar] = await loadProjectProgress(system, project.id);
    const detail = await page(`/indicators/${seminar?.indicator.id ?? ""}`);
    expect(detail.text).toContain(
      `Число семинаров, где было не меньше 10 человек, по проекту ${project.number}, в каждом из 2 муниципалитетов`,
    );
    expect(detail.text).toContain("Семинар 1");
    for (const path of [
      `/projects/${project.number}/indicators`,
      `/indicators/${seminar?.indicator.id ?? ""}`,
    ])
      for (const ending of [".json", ".csv", ".xlsx"])
        expect((await app.get(regionPath(path + ending))).status, path + ending).toBe(200);
    expect((await page("/indicators/places/dolgomost")).text).toContain("Полевые семинары");
    expect((await page("/indicators")).status).toBe(403);
    expect((await page("/indicators", cookie)).text).toContain("Школа местных инициатив");
  });

  test("the builder tries the question on present facts, and a wrong form comes back with everything in it", async () => {
    const path = regionPath(`/projects/${project.number}/indicators/new`);
    expect((await page(`/projects/${project.number}/indicators/new`, cookie)).text).toContain(
      "Что будем считать",
    );
    const form = {
      source: "events.attendance",
      whose: "project",
      "kinds[]": ["seminar"],
      scope: "total",
      startsOn: "2025-10-01",
      dueOn: "2026-06-30",
      title: "Участники",
      unit: "человек",
      target: "100",
    };
    const tried = await app.post(path, { ...form, do: "check" }, cookie);
    expect(tried.status).toBe(200);
    const text = normalizeSpaces(await tried.text()).replaceAll("\u2060", "");
    expect(text).toContain(`Сумма посещений семинаров, по проекту ${project.number}`);
    expect(text).toMatch(/Сейчас: \d+ подтверждено/);
    expect(text).toContain('value="Участники"');
    const wrong = await app.post(path, { ...form, target: "0", do: "save" }, cookie);
    expect(wrong.status).toBe(422);
    const back = normalizeSpaces(await wrong.text());
    expect(back).toContain("Обещать ноль нельзя");
    expect(back).toContain('value="Участники"');
    expect((await app.post(path, { ...form, do: "save" }, cookie)).status).toBe(303);
  });

  test("the report is a draft of its writers until it is sent, then frozen for everybody", async () => {
    const path = `/projects/${project.number}/report`;
    expect((await page(path)).text).toContain("Отчёт ещё готовят");
    expect(
      (
        await app.post(
          regionPath(`${path}/edit`),
          { summary: "Провели семинары в двух округах.", version: "0" },
          cookie,
        )
      ).status,
    ).toBe(303);
    const draft = await page(path, cookie);
    for (const part of [
      "Провели семинары",
      "Количественные результаты",
      "Полевые семинары",
      "Приложение",
    ])
      expect(draft.text).toContain(part);
    expect((await app.post(regionPath(`${path}/send`), {}, cookie)).status).toBe(303);
    await held({ project: project.id, place: places.sinegorsk, day: "2026-03-06", present: 40 });
    const sent = await page(path);
    expect(sent.text).toContain("больше не меняется");
    expect(sent.text).not.toContain(`Семинар ${events}<`);
    expect(
      (await app.post(regionPath(`${path}/edit`), { summary: "Иначе", version: "3" }, cookie))
        .status,
    ).toBe(409);
    const pdf = await app.get(regionPath(`${path}.pdf`));
    const pages = await pdfText(Buffer.from(await pdf.arrayBuffer()));
    expect(normalizeSpaces(pages.flat().join(" "))).toContain("Полевые семинары");
    expect((await app.get(regionPath(`${path}.docx`))).status).toBe(200);
    expect((await findProject(system, project.id))?.number).toBe(project.number);
  });

  test("the report of the centre's year is published by the centre", async () => {
    expect((await page("/report/2026", cookie)).text).toContain("Мероприятий проведено");
    expect((await app.post(regionPath("/report/2026/send"), {}, cookie)).status).toBe(303);
    expect((await page("/report/2026")).text).toContain("Публичный отчёт за 2026 год");
    expect((await app.get(regionPath("/report/2026.docx"))).status).toBe(200);
    expect((await page("/report/1")).status).toBe(404);
    expect((await page("/report")).text).toContain("Публичный отчёт за 2026 год");
    expect((await page("")).text).toContain("Отчёты центра");
    const english = await page("/report?lang=en");
    expect(english.text).toContain("Reports of the centre");
  });
});
