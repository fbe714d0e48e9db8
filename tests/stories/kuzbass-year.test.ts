/**
 * «The potential of NKO for Kuzbass»: the year of a resource centre as its source tells it, months ×
 * activities; some done, one overdue; the first screen of its head.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  openYearPlan,
  loadProjectCard,
  saveRow,
  completeOccurrence,
} from "#modules/projects/index.ts";
import { at, hasBrowser, createStory, type StoryContext } from "./story.ts";

let story: StoryContext;
let plan: string;

/** Title, kind, months of the year; `stretch` lasts all of them. */
const year = [
  { title: "Консультирование СО НКО", kind: "consultations", months: [1, 12], stretch: true },
  { title: "День открытых дверей в НКО", kind: "open-door-day", months: [1, 3, 4, 6, 9] },
  { title: "Информационная рассылка", kind: "mailing", months: [1, 12], stretch: true },
  { title: "Семинар о муниципальных программах", kind: "seminar", months: [2] },
  { title: "Семинар о новых технологиях", kind: "seminar", months: [4] },
  { title: "Семинар о стереотипах служащих", kind: "seminar", months: [6] },
  { title: "Межрегиональная конференция", kind: "conference", months: [10] },
  { title: "Анализ сайтов", kind: "study", months: [1, 3], stretch: true },
  { title: "Анализ правовых актов", kind: "study", months: [5, 8], stretch: true },
  { title: "Исследование гражданского общества", kind: "study", months: [5, 8], stretch: true },
  { title: "Сбор лучших практик", kind: "collection", months: [1, 12], stretch: true },
  { title: "Круглый стол об общественных советах", kind: "round-table", months: [3] },
  { title: "Дискуссия о лидере мнения", kind: "discussion", months: [8] },
  { title: "Дискуссия о члене совета", kind: "discussion", months: [9] },
] as const;

const doneItems: readonly [title: string, day: string][] = [
  ["День открытых дверей в НКО", "2022-01-27"],
  ["День открытых дверей в НКО", "2022-03-23"],
  ["Семинар о муниципальных программах", "2022-02-17"],
  ["Круглый стол об общественных советах", "2022-03-10"],
  ["Семинар о новых технологиях", "2022-04-14"],
  ["Анализ сайтов", "2022-03-31"],
];

const month = (n: number) => `2022-${String(n).padStart(2, "0")}`;
const lastDay = (n: number) => new Date(Date.UTC(2022, n, 0)).toISOString().slice(0, 10);

beforeAll(async () => {
  story = await createStory(["Кемерово", "Юрга", "Тисульский округ"]);
  await story.person("head", "Елена Рудакова", "head");
});
afterAll(() => story.close());

describe("the year of the centre", () => {
  test("in January the head writes the months of the year down as a plan", async () => {
    story.setTime("2022-01-10T10:00");
    const head = await story.asPerson("head");
    plan = (await openYearPlan(head, { year: 2022 }, (n) => `План центра на ${n} год`)).number;
    for (const line of year) {
      const [first, last] = [line.months[0], line.months.at(-1) ?? line.months[0]];
      await saveRow(head, plan, {
        part: "activities",
        input: {
          title: line.title,
          kind: line.kind,
          startsOn: `${month(first)}-01`,
          endsOn: lastDay(last),
          ...(!("stretch" in line) && { months: line.months.map(month) }),
        },
      });
    }
    const { occurrences } = await loadProjectCard(head, plan);
    expect(occurrences).toHaveLength(18);
  });

  test("through the spring they mark what was held, with a link that shows it", async () => {
    for (const [title, day] of doneItems) {
      story.setTime(`${day}T18:00`);
      const head = await story.asPerson("head");
      const { activities, occurrences } = await loadProjectCard(head, plan);
      const row = activities.find((one) => one.title === title)?.id;
      const occurrence = occurrences.find(
        (one) => one.activity_id === row && one.planned_to === lastDay(Number(day.slice(5, 7))),
      );
      await completeOccurrence(
        head,
        { key: plan, occurrence: occurrence?.id ?? "" },
        { actualOn: day, evidenceHref: "https://resource.example/news" },
      );
    }
    const { occurrences } = await loadProjectCard(await story.asPerson("head"), plan);
    expect(occurrences.filter(({ state }) => state === "done")).toHaveLength(doneItems.length);
  });

  test("on the last of May the open day of April is the one thing overdue", async () => {
    story.setTime("2022-05-31T10:00");
    const { activities, occurrences } = await loadProjectCard(await story.asPerson("head"), plan);
    const late = occurrences.filter(
      ({ state, planned_to: to }) => state === "planned" && to < "2022-05-31",
    );
    const names = late.map(({ activity_id: id }) => activities.find((one) => one.id === id)?.title);
    expect(names).toEqual(["День открытых дверей в НКО"]);
  });
});

describe.runIf(hasBrowser).each([false, true])("the head signs in (scripts: %s)", (scripts) => {
  beforeAll(() => story.setTime("2022-05-31T10:00"));

  test("and sees first what is overdue", async () => {
    const page = await story.openPage({ scripts, as: "head" });
    expect(new URL(page.url()).pathname).toBe(at("/plan"));
    const main = page.locator("main");
    await main.getByText("День открытых дверей в НКО").first().waitFor();
    expect(await main.innerText()).toMatch(/[Пп]росрочен/);
    if (scripts) await story.checkAccessibility(page);
  });

  test("and reads the plan on a telephone", async () => {
    const narrow = await story.openPage({ scripts, as: "head", width: 360 });
    await narrow.getByText("Семинар о стереотипах служащих").first().waitFor();
  });
});
