/**
 * The Academy of local development, as its application card tells it: refused, written anew for
 * another contest, supported, carried out; every promised number then stands on facts.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docxText } from "#base/documents/index.ts";
import { eventSources } from "#modules/events/index.ts";
import {
  beginApplication,
  changePassport,
  decideApplication,
  findProject,
  moveProject,
  openProject,
  projectCard,
  saveRow,
  submitApplication,
  tickOccasion,
  writeTexts,
} from "#modules/projects/index.ts";
import {
  figuresOf,
  setPromise,
  writeReport,
  type PromiseInput,
} from "#modules/indicators/index.ts";
import { at, hasBrowser, openStory, type Told } from "./story.ts";
import { allPlaces, card, places, plan, remarks } from "./kaliningrad-card.ts";
import { carryGroup, meet, personOf, ways } from "./kaliningrad-life.ts";

let told: Told;
let academy: { id: string; number: string };
const activities = new Map<string, string>();

beforeAll(async () => {
  told = await openStory(["Калининград", ...allPlaces]);
  told.on("2022-07-01T10:00");
  await told.person("organiser", "Инна Дорохова", "operator");
  await told.person("consultant", "Ольга Сажина", "consultant");
  const { name, short, inn, ogrn, address } = card.organisation;
  await told.organisation({
    kind: "nko",
    name,
    shortName: short,
    inn,
    ogrn,
    address,
    email: "office@agency.example",
    territoryId: told.place("Калининград"),
  });
  for (const place of places.known)
    await told.organisation({
      kind: "initiative-centre",
      name: `Центр общественных инициатив, ${place}`,
      shortName: `ЦОИ, ${place}`,
      territoryId: told.place(place),
      openedOn: "2021-06-01",
    });
});
afterAll(() => told.close());

const roubles = (amount: number) => String(amount);
const grant = plan.reduce((sum, line) => sum + line.cost, 0);

describe("the application", () => {
  test("the card of the source is written once, with its plan and its money", async () => {
    const organiser = await told.as("organiser");
    academy = await openProject(organiser, { title: card.title, stage: "concept" });
    const { number } = academy;
    await changePassport(organiser, number, {
      title: card.title,
      summary: card.summary,
      goal: card.goal,
      significance: card.significance,
      direction: "civil-society",
      organisation: card.organisation.short,
      startsOn: card.startsOn,
      endsOn: card.endsOn,
      placeIds: allPlaces.map(told.place),
      contactInfo: `${card.organisation.address}, office@agency.example`,
      furtherLife: card.furtherLife,
      qualitativeResults: "В муниципалитетах складывается гражданский актив",
    });
    for (const input of card.groups) await saveRow(organiser, number, { part: "groups", input });
    const tasks: string[] = [];
    for (const title of card.tasks)
      tasks.push((await saveRow(organiser, number, { part: "tasks", input: { title } })).row);
    for (const line of plan) {
      const input = {
        title: line.title,
        kind: line.kind,
        taskId: tasks[line.task],
        startsOn: line.from,
        endsOn: line.to,
        expected: line.expected,
        placeIds: allPlaces.map(told.place),
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
    told.on(`${card.submittedOn}T12:00`);
    const { seq } = await beginApplication(await told.as("organiser"), academy.number, {
      profile: "regional-nko",
      contest: card.contest,
      direction: card.direction,
    });
    const key = { project: academy.number, seq };
    const sent = await submitApplication(await told.as("organiser"), key, {
      number: card.number,
      submittedOn: card.submittedOn,
    });
    expect(sent).toMatchObject({ number: card.number, submitted_on: card.submittedOn });
    told.on("2022-09-15T12:00");
    await decideApplication(await told.as("organiser"), key, {
      outcome: "not-supported",
      decidedOn: "2022-09-15",
      score: "54,5",
      remarks: remarks.join("\n"),
    });
    expect((await findProject(await told.system(), academy.id))?.stage).toBe("not-supported");
  });

  test("not supported is not the end: another contest takes the same texts over, and supports it", async () => {
    told.on("2022-09-20T12:00");
    const organiser = await told.as("organiser");
    const { seq } = await beginApplication(organiser, academy.number, {
      profile: "governor-grant",
      contest: "Грант губернатора, 2022 год",
      direction: "Развитие территорий и местных сообществ",
      former: 1,
    });
    const key = { project: academy.number, seq };
    const texts = await organiser.db
      .selectFrom("projects_application_texts")
      .select(["field", "text", "origin"])
      .where("region_id", "=", organiser.region.id)
      .where("field", "in", ["goal", "significance", "summary"])
      .execute();
    expect(new Set(texts.map(({ text }) => text))).toEqual(
      new Set([card.goal, card.significance, card.summary]),
    );
    const aim = "Программа области: доля жителей, которые участвуют в решении местных вопросов.";
    await writeTexts(organiser, key, [{ field: "governor", text: aim, version: 0 }]);
    await submitApplication(organiser, key, { number: "ГГ-2022-0117" });
    told.on("2022-10-20T12:00");
    await decideApplication(await told.as("organiser"), key, {
      outcome: "supported",
      decidedOn: "2022-10-20",
      granted: roubles(grant),
      score: "81",
    });
    told.on(`${card.startsOn}T10:00`);
    const begun = await moveProject(await told.as("organiser"), academy.id, { move: "begin" });
    expect(begun).toMatchObject({ stage: "implementation", public: true });
  });
});

describe("what was promised", () => {
  const whole = { startsOn: card.startsOn, dueOn: card.endsOn };
  const promised: (PromiseInput & { activity?: string })[] = [
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
      await setPromise(await told.as("organiser"), academy.number, {
        ...input,
        places: input.scope === "per-place" ? of.map(told.place) : [],
      });
    }
    const figures = await figuresOf(await told.as("organiser"), academy.id);
    expect(figures.map(({ standing }) => standing.proven)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("nothing is promised for days on which the project is over", async () => {
    const late = { ...promised[3], title: "Поздно", dueOn: "2024-01-31" } as PromiseInput;
    await expect(
      setPromise(await told.as("organiser"), academy.number, late),
    ).rejects.toMatchObject({ kind: "invalid" });
  });
});

describe("what was done", () => {
  const of = (key: string) => ({ projectId: academy.id, activityId: activities.get(key) ?? null });

  test("the opening conference gathers 46 people", async () => {
    const people = allPlaces.flatMap((place) =>
      Array.from({ length: 8 }, (_, n) => personOf(told, place, n)),
    );
    await meet(told, {
      day: "2022-11-10",
      place: "Калининград",
      people: people.slice(0, 46),
      way: "qr",
      event: { kind: "conference", title: "Стартовая конференция", ...of("opening") },
    });
  });

  test("four centres are opened, each with the paper that shows it", async () => {
    for (const [n, place] of places.fresh.entries()) {
      told.on(`2023-01-${10 + n}T12:00`);
      await told.organisation({
        kind: "initiative-centre",
        name: `Центр общественных инициатив, ${place}`,
        shortName: `ЦОИ, ${place}`,
        territoryId: told.place(place),
        openedOn: `2022-12-${10 + n}`,
        openedUnder: academy.id,
        openedLink: "https://agency.example/agreement",
      });
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])("seminar %i is held in four municipalities", async (n) => {
    for (const [at, place] of places.fresh.entries()) {
      const day = new Date(Date.UTC(2022, 10, 21 + (n - 1) * 21 + at)).toISOString();
      await meet(told, {
        day: day.slice(0, 10),
        place,
        people: Array.from({ length: 10 + ((n - 1) % 3) }, (_, who) => personOf(told, place, who)),
        way: ways[(n - 1 + (n - 1) * places.fresh.length + at) % ways.length] ?? "qr",
        event: { kind: "seminar", title: `Семинар ${n}`, ...of("seminars") },
      });
    }
  });

  test("presence at the 32 seminars is known by four ways", async () => {
    const sources = await (
      await told.system()
    ).db
      .selectFrom("events_presences")
      .select("source")
      .distinct()
      .execute();
    expect(sources.map(({ source }) => source).toSorted()).toEqual([...ways].toSorted());
  });

  test("30 talks carry 30 projects, five in each of six municipalities", async () => {
    for (const [index, place] of allPlaces.entries()) {
      for (let n = 0; n < 5; n += 1) {
        const day = new Date(Date.UTC(2023, 1, 6 + index * 5 + n * 20)).toISOString().slice(0, 10);
        await carryGroup(told, { programme: academy, place, n, day });
      }
    }
  });

  test("the closing conference gathers 64 people", async () => {
    const people = allPlaces.flatMap((place) =>
      Array.from({ length: 11 }, (_, n) => personOf(told, place, n)),
    );
    await meet(told, {
      day: "2023-06-20",
      place: "Калининград",
      people: people.slice(0, 64),
      way: "paper",
      event: { kind: "conference", title: "Заключительная конференция", ...of("closing") },
    });
  });
});

describe("what it proves", () => {
  test("lines of the plan that are no events are marked done with what shows it", async () => {
    told.on("2023-06-28T12:00");
    for (const [key, actualOn] of [
      ["centres", "2022-12-13"],
      ["advice", "2023-06-14"],
    ] as const) {
      const organiser = await told.as("organiser");
      const { occasions } = await projectCard(organiser, academy.number);
      const occasion = occasions.find((one) => one.activity_id === activities.get(key));
      await tickOccasion(
        organiser,
        { key: academy.number, occasion: occasion?.id ?? "" },
        { actualOn, evidenceHref: "https://agency.example/done" },
      );
    }
  });

  test("the board is green, and every number is what the rows behind it say", async () => {
    told.on("2023-06-29T12:00");
    const figures = await figuresOf(await told.as("organiser"), academy.id);
    const stood = figures.map(({ promise, standing }) => ({
      title: promise.title,
      counted: standing.counted,
      target: standing.target,
      light: standing.light,
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
    const page = await held?.rows(await told.system(), {
      parts: { projectId: academy.id, kinds: ["seminar"] },
      from: card.startsOn,
      to: card.endsOn,
      per: "total",
      limit: 100,
    });
    expect(page?.rows).toHaveLength(32);
    expect(page?.rows.every((row) => row.proven && row.evidence.length > 0)).toBe(true);
  });

  test("the report says the same as a document, a page and a golden file", async () => {
    await writeReport(
      await told.as("organiser"),
      { project: academy.number },
      { summary: "Все мероприятия проведены.", qualitative: "Центры работают." },
    );
    const report = at(`/projects/${academy.number}/report`);
    expect((await told.house.get(`${report}.docx`)).status).toBe(404);
    const sent = await told.house.post(`${report}/send`, {}, await told.cookie("organiser"));
    expect(sent.status).toBe(303);
    const answer = await told.house.get(`${report}.docx`);
    expect(answer.status).toBe(200);
    const text = await docxText(Buffer.from(await answer.arrayBuffer()));
    await expect(text).toMatchFileSnapshot("./golden/kaliningrad-report.txt");
    const page = await (await told.house.get(report)).text();
    expect(page).toContain("Заключительная конференция");
  });
});

describe.runIf(hasBrowser).each([false, true])(
  "the academy is walked in a browser (scripts: %s)",
  (scripts) => {
    let page: Page;
    const look = () => (scripts ? told.look(page) : Promise.resolve());

    beforeAll(async () => {
      told.on("2023-06-29T12:00");
      page = await told.window({ scripts, width: 360 });
    });

    test("from the list to the card", async () => {
      await page.goto(at("/projects"));
      await page.getByRole("link", { name: card.title }).first().click();
      await page.getByRole("heading", { level: 1, name: card.title }).waitFor();
      await page.getByText(card.organisation.inn).first().waitFor();
      await page.getByText(card.number).first().waitFor();
      await look();
    });

    test("the board", async () => {
      await page.goto(at(`/projects/${academy.number}/promises`));
      await page.getByText("Выездные семинары").first().waitFor();
      await look();
    });

    test("the rows behind a number of the board", async () => {
      await page.goto(at(`/projects/${academy.number}/promises`));
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
