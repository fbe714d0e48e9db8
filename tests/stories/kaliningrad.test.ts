/**
 * The Academy of local development, as its application card tells it: refused, written anew for
 * another contest, supported, carried out; every promised number then stands on facts.
 */
import type { Page } from "playwright-core";
import { from } from "#base/db/region.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docxText } from "#base/documents/index.ts";
import { eventSources } from "#modules/events/index.ts";
import {
  beginApplication,
  updateCharter,
  decideApplication,
  findProject,
  applyManualTransition,
  openProject,
  loadProjectCard,
  saveRow,
  submitApplication,
  completeOccurrence,
  saveTexts,
} from "#modules/projects/index.ts";
import {
  loadProjectProgress,
  createIndicator,
  saveReportTexts,
  type IndicatorInput,
} from "#modules/indicators/index.ts";
import { at, hasBrowser, createStory, type StoryContext } from "./story.ts";
import { allPlaces, applicationCard, places, plan, commissionRemarks } from "./kaliningrad-card.ts";
import {
  completeGroupProject,
  holdMeeting,
  storyPerson,
  attendanceMethods,
} from "./kaliningrad-life.ts";

let story: StoryContext;
let academy: { id: string; number: string };
const activities = new Map<string, string>();

beforeAll(async () => {
  story = await createStory(["Калининград", ...allPlaces]);
  story.setTime("2022-07-01T10:00");
  await story.person("organiser", "Инна Дорохова", "operator");
  await story.person("consultant", "Ольга Сажина", "consultant");
  const { name, short, inn, ogrn, address } = applicationCard.organisation;
  await story.organisation({
    kind: "nko",
    name,
    shortName: short,
    inn,
    ogrn,
    address,
    email: "office@agency.example",
    territoryId: story.place("Калининград"),
  });
  for (const place of places.known)
    await story.organisation({
      kind: "initiative-centre",
      name: `Центр общественных инициатив, ${place}`,
      shortName: `ЦОИ, ${place}`,
      territoryId: story.place(place),
      openedOn: "2021-06-01",
    });
});
afterAll(() => story.close());

const roubles = (amount: number) => String(amount);
const grant = plan.reduce((sum, line) => sum + line.cost, 0);

describe("the application", () => {
  test("the card of the source is written once, with its plan and its money", async () => {
    const organiser = await story.asPerson("organiser");
    academy = await openProject(organiser, { title: applicationCard.title, stage: "concept" });
    const { number } = academy;
    await updateCharter(organiser, number, {
      title: applicationCard.title,
      summary: applicationCard.summary,
      goal: applicationCard.goal,
      significance: applicationCard.significance,
      direction: "civil-society",
      organisation: applicationCard.organisation.short,
      startsOn: applicationCard.startsOn,
      endsOn: applicationCard.endsOn,
      placeIds: allPlaces.map(story.place),
      contactInfo: `${applicationCard.organisation.address}, office@agency.example`,
      furtherLife: applicationCard.furtherLife,
      qualitativeResults: "В муниципалитетах складывается гражданский актив",
    });
    for (const input of applicationCard.groups)
      await saveRow(organiser, number, { part: "groups", input });
    const tasks: string[] = [];
    for (const title of applicationCard.tasks)
      tasks.push((await saveRow(organiser, number, { part: "tasks", input: { title } })).row);
    for (const line of plan) {
      const input = {
        title: line.title,
        kind: line.kind,
        taskId: tasks[line.task],
        startsOn: line.from,
        endsOn: line.to,
        expected: line.expected,
        placeIds: allPlaces.map(story.place),
      };
      const { row } = await saveRow(organiser, number, { part: "activities", input });
      activities.set(line.key, row);
      const cost = {
        article: "events" as const,
        activityId: row,
        what: line.title,
        quantity: "1",
        price: roubles(line.cost * 1.2),
        fromGrant: roubles(line.cost),
        fromOwn: roubles(line.cost * 0.2),
      };
      await saveRow(organiser, number, { part: "costs", input: cost });
    }
    const lead = { surname: "Ветрова", givenName: "Анна", role: "Руководитель проекта" };
    await saveRow(organiser, number, { part: "team", input: lead });
    const partner = { partner: "Центры культуры и досуга", contribution: "Помещения" };
    await saveRow(organiser, number, { part: "partners", input: partner });
    const result = { what: "Семинары", unit: "семинар", target: "32", measured: "Списки явки" };
    await saveRow(organiser, number, { part: "results", input: result });
    expect((await findProject(organiser, number))?.stage).toBe("concept");
  });

  test("it is cut for the regional contest, sent on 10 August with its number, and not supported", async () => {
    story.setTime(`${applicationCard.submittedOn}T12:00`);
    const { seq } = await beginApplication(await story.asPerson("organiser"), academy.number, {
      profile: "regional-nko",
      contest: applicationCard.contest,
      direction: applicationCard.direction,
    });
    const key = { project: academy.number, seq };
    const sent = await submitApplication(await story.asPerson("organiser"), key, {
      number: applicationCard.number,
      submittedOn: applicationCard.submittedOn,
    });
    expect(sent).toMatchObject({
      number: applicationCard.number,
      submitted_on: applicationCard.submittedOn,
    });
    story.setTime("2022-09-15T12:00");
    await decideApplication(await story.asPerson("organiser"), key, {
      outcome: "not-supported",
      decidedOn: "2022-09-15",
      score: "54,5",
      remarks: commissionRemarks.join("\n"),
    });
    expect((await findProject(await story.system(), academy.id))?.stage).toBe("not-supported");
  });

  test("not supported is not the end: another contest takes the same texts over, and supports it", async () => {
    story.setTime("2022-09-20T12:00");
    const organiser = await story.asPerson("organiser");
    const { seq } = await beginApplication(organiser, academy.number, {
      profile: "governor-grant",
      contest: "Грант губернатора, 2022 год",
      direction: "Развитие территорий и местных сообществ",
      former: 1,
    });
    const key = { project: academy.number, seq };
    const texts = await from(organiser, "projects_application_texts")
      .select(["field", "text", "origin"])
      .where("field", "in", ["goal", "significance", "summary"])
      .execute();
    expect(new Set(texts.map(({ text }) => text))).toEqual(
      new Set([applicationCard.goal, applicationCard.significance, applicationCard.summary]),
    );
    const aim = "Программа области: доля жителей, которые участвуют в решении местных вопросов.";
    await saveTexts(organiser, key, [{ field: "governor", text: aim, version: 0 }]);
    await submitApplication(organiser, key, { number: "ГГ-2022-0117" });
    story.setTime("2022-10-20T12:00");
    await decideApplication(await story.asPerson("organiser"), key, {
      outcome: "supported",
      decidedOn: "2022-10-20",
      granted: roubles(grant),
      score: "81",
    });
    story.setTime(`${applicationCard.startsOn}T10:00`);
    const begun = await applyManualTransition(await story.asPerson("organiser"), academy.id, {
      move: "begin",
    });
    expect(begun).toMatchObject({ stage: "implementation", public: true });
  });
});

describe("what was promised", () => {
  const whole = { startsOn: applicationCard.startsOn, dueOn: applicationCard.endsOn };
  const promised: (IndicatorInput & { activity?: string })[] = [
    {
      title: "Стартовая конференция",
      controlPoint: true,
      unit: "участников",
      target: 40,
      source: "events.attendance",
      kinds: ["conference"],
      ...whole,
      dueOn: "2022-12-31",
    },
    {
      title: "Новые центры",
      controlPoint: true,
      unit: "центров",
      target: 1,
      source: "organisations.opened",
      kinds: ["initiative-centre"],
      scope: "per-place",
      ...whole,
    },
    {
      title: "Выездные семинары",
      unit: "семинаров",
      target: 8,
      source: "events.held",
      kinds: ["seminar"],
      atLeast: 10,
      scope: "per-place",
      ...whole,
    },
    {
      title: "Консультации групп",
      unit: "консультаций",
      target: 30,
      source: "consultations.given",
      ...whole,
    },
    {
      title: "Проекты групп",
      unit: "проектов",
      target: 5,
      source: "projects.reached",
      stage: "application",
      scope: "per-place",
      ...whole,
    },
    {
      title: "Заключительная конференция",
      unit: "участников",
      target: 60,
      source: "events.attendance",
      kinds: ["conference"],
      ...whole,
      startsOn: "2023-06-01",
    },
  ];

  test("six promises are set by parts of a form, none of them by a number typed in later", async () => {
    for (const input of promised) {
      const of = input.title === "Проекты групп" ? allPlaces : places.fresh;
      await createIndicator(await story.asPerson("organiser"), academy.number, {
        ...input,
        places: input.scope === "per-place" ? of.map(story.place) : [],
      });
    }
    const figures = await loadProjectProgress(await story.asPerson("organiser"), academy.id);
    expect(figures.map(({ progress }) => progress.confirmed)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("nothing is promised for days on which the project is over", async () => {
    const late = { ...promised[3], title: "Поздно", dueOn: "2024-01-31" } as IndicatorInput;
    await expect(
      createIndicator(await story.asPerson("organiser"), academy.number, late),
    ).rejects.toMatchObject({ kind: "invalid" });
  });
});

describe("what was done", () => {
  const of = (key: string) => ({ projectId: academy.id, activityId: activities.get(key) ?? null });

  test("the opening conference gathers 46 people", async () => {
    const people = allPlaces.flatMap((place) =>
      Array.from({ length: 8 }, (_, n) => storyPerson(story, place, n)),
    );
    await holdMeeting(story, {
      day: "2022-11-10",
      place: "Калининград",
      people: people.slice(0, 46),
      method: "qr",
      event: { kind: "conference", title: "Стартовая конференция", ...of("opening") },
    });
  });

  test("four centres are opened, each with the paper that shows it", async () => {
    for (const [n, place] of places.fresh.entries()) {
      story.setTime(`2023-01-${10 + n}T12:00`);
      await story.organisation({
        kind: "initiative-centre",
        name: `Центр общественных инициатив, ${place}`,
        shortName: `ЦОИ, ${place}`,
        territoryId: story.place(place),
        openedOn: `2022-12-${10 + n}`,
        openedUnder: academy.id,
        openedLink: "https://agency.example/agreement",
      });
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])("seminar %i is held in four municipalities", async (n) => {
    for (const [at, place] of places.fresh.entries()) {
      const day = new Date(Date.UTC(2022, 10, 21 + (n - 1) * 21 + at)).toISOString();
      await holdMeeting(story, {
        day: day.slice(0, 10),
        place,
        people: Array.from({ length: 10 + ((n - 1) % 3) }, (_, who) =>
          storyPerson(story, place, who),
        ),
        method:
          attendanceMethods[
            (n - 1 + (n - 1) * places.fresh.length + at) % attendanceMethods.length
          ] ?? "qr",
        event: { kind: "seminar", title: `Семинар ${n}`, ...of("seminars") },
      });
    }
  });

  test("presence at the 32 seminars is known by four ways", async () => {
    const sources = await (
      await story.system()
    ).db
      .selectFrom("events_presences")
      .select("source")
      .distinct()
      .execute();
    expect(sources.map(({ source }) => source).toSorted()).toEqual(
      [...attendanceMethods].toSorted(),
    );
  });

  test("30 talks carry 30 projects, five in each of six municipalities", async () => {
    for (const [index, place] of allPlaces.entries()) {
      for (let n = 0; n < 5; n += 1) {
        const day = new Date(Date.UTC(2023, 1, 6 + index * 5 + n * 20)).toISOString().slice(0, 10);
        await completeGroupProject(story, { programme: academy, place, n, day });
      }
    }
  });

  test("the closing conference gathers 64 people", async () => {
    const people = allPlaces.flatMap((place) =>
      Array.from({ length: 11 }, (_, n) => storyPerson(story, place, n)),
    );
    await holdMeeting(story, {
      day: "2023-06-20",
      place: "Калининград",
      people: people.slice(0, 64),
      method: "paper",
      event: { kind: "conference", title: "Заключительная конференция", ...of("closing") },
    });
  });
});

describe("what it proves", () => {
  test("lines of the plan that are no events are marked done with what shows it", async () => {
    story.setTime("2023-06-28T12:00");
    for (const [key, actualOn] of [
      ["centres", "2022-12-13"],
      ["advice", "2023-06-14"],
    ] as const) {
      const organiser = await story.asPerson("organiser");
      const { occurrences } = await loadProjectCard(organiser, academy.number);
      const occurrence = occurrences.find((one) => one.activity_id === activities.get(key));
      await completeOccurrence(
        organiser,
        { key: academy.number, occurrence: occurrence?.id ?? "" },
        { actualOn, evidenceHref: "https://agency.example/done" },
      );
    }
  });

  test("the board is green, and every number is what the rows behind it say", async () => {
    story.setTime("2023-06-29T12:00");
    const figures = await loadProjectProgress(await story.asPerson("organiser"), academy.id);
    const stood = figures.map(({ indicator, progress }) => ({
      title: indicator.title,
      counted: progress.counted,
      target: progress.target,
      light: progress.light,
    }));
    expect(stood).toEqual([
      { title: "Стартовая конференция", counted: 46, target: 40, light: "green" },
      { title: "Новые центры", counted: 4, target: 4, light: "green" },
      { title: "Выездные семинары", counted: 32, target: 32, light: "green" },
      { title: "Консультации групп", counted: 30, target: 30, light: "green" },
      { title: "Проекты групп", counted: 30, target: 30, light: "green" },
      { title: "Заключительная конференция", counted: 64, target: 60, light: "green" },
    ]);
    const held = eventSources.find(({ name }) => name === "events.held");
    const page = await held?.rows(await story.system(), {
      filters: { projectId: academy.id, kinds: ["seminar"] },
      from: applicationCard.startsOn,
      to: applicationCard.endsOn,
      per: "total",
      limit: 100,
    });
    expect(page?.rows).toHaveLength(32);
    expect(page?.rows.every((row) => row.confirmed && row.evidence.length > 0)).toBe(true);
  });

  test("the report says the same as a document, a page and a golden file", async () => {
    await saveReportTexts(
      await story.asPerson("organiser"),
      { project: academy.number },
      { summary: "Все мероприятия проведены.", qualitative: "Центры работают." },
    );
    const report = at(`/projects/${academy.number}/report`);
    expect((await story.app.get(`${report}.docx`)).status).toBe(404);
    const sent = await story.app.post(`${report}/send`, {}, await story.cookie("organiser"));
    expect(sent.status).toBe(303);
    const answer = await story.app.get(`${report}.docx`);
    expect(answer.status).toBe(200);
    const text = await docxText(Buffer.from(await answer.arrayBuffer()));
    await expect(text).toMatchFileSnapshot("./golden/kaliningrad-report.txt");
    const page = await (await story.app.get(report)).text();
    expect(page).toContain("Заключительная конференция");
  });
});

describe.runIf(hasBrowser).each([false, true])(
  "the academy is walked in a browser (scripts: %s)",
  (scripts) => {
    let page: Page;
    const look = () => (scripts ? story.checkAccessibility(page) : Promise.resolve());

    beforeAll(async () => {
      story.setTime("2023-06-29T12:00");
      page = await story.openPage({ scripts, width: 360 });
    });

    test("from the list to the card", async () => {
      await page.goto(at("/projects"));
      await page.getByRole("link", { name: applicationCard.title }).first().click();
      await page.getByRole("heading", { level: 1, name: applicationCard.title }).waitFor();
      await page.getByText(applicationCard.organisation.inn).first().waitFor();
      await page.getByText(applicationCard.number).first().waitFor();
      await look();
    });

    test("the board", async () => {
      await page.goto(at(`/projects/${academy.number}/indicators`));
      await page.getByText("Выездные семинары").first().waitFor();
      await look();
    });

    test("the rows behind a number of the board", async () => {
      await page.goto(at(`/projects/${academy.number}/indicators`));
      await page.getByRole("link", { name: "Выездные семинары" }).first().click();
      await page.getByText("Семинар 8").first().waitFor();
      await look();
    });

    test("the report", async () => {
      await page.goto(at(`/projects/${academy.number}/report`));
      await page.getByText("Все мероприятия проведены").first().waitFor();
      await look();
    });
  },
);
