import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkProjectLogic, type LogicFinding } from "./check-logic.ts";
import type { CharterData } from "../prefill/charter-texts.ts";

const whole: CharterData = {
  title: "Школа соседских центров",
  summary: "Откроем два центра и проведём восемь семинаров для жителей.",
  significance: "Жителям негде собраться и некому помочь с инициативами, хотя за год их 37.",
  goal: "К июню 2027 года два центра помогут жителям подготовить 10 проектов.",
  starts_on: "2026-10-24",
  ends_on: "2027-03-31",
  contact_info: "",
  further_life: "",
  qualitative_results: "",
  organisation: undefined,
  places: [{ id: "d", name: "Долгомост" }],
  groups: [{ id: "g", title: "Сотрудники домов культуры", people: 20 }],
  tasks: [{ id: "t", title: "Научить сотрудников готовить проекты" }],
  activities: [
    {
      id: "a",
      task_id: "t",
      title: "Семинары для сотрудников",
      starts_on: "2026-12-01",
      ends_on: "2027-03-15",
      expected: "8 семинаров",
      places: ["d"],
      costless: false,
    },
  ],
  costs: [
    {
      id: "c",
      activity_id: "a",
      article: "fees",
      what: "Ведущий",
      quantity: 8,
      price: 500_000,
      from_grant: 4_000_000,
      from_own: 0,
      from_partners: 0,
      comment: "",
    },
  ],
  team: [],
  partners: [],
  risks: [],
  results: [{ id: "r", what: "Семинаров", unit: "семинар", target: 8, measured: "Списки явки" }],
};

const [activity] = whole.activities;
const [cost] = whole.costs;
if (activity === undefined || cost === undefined) throw new Error("the example has no rows");

const codes = (change: Partial<CharterData>) =>
  checkProjectLogic({ ...whole, ...change }).map((finding: LogicFinding) => finding.code);

describe("the logic of a project", () => {
  test("a consistent project has no issues", () => {
    expect(checkProjectLogic(whole)).toEqual([]);
  });

  test.each<[string, Partial<CharterData>, string]>([
    ["the problem is not described", { significance: " " }, "no-problem"],
    ["there is no goal", { goal: "" }, "no-goal"],
    ["the goal has no number", { goal: "К весне поможем жителям." }, "goal-without-number"],
    ["the goal has no term", { goal: "Центры помогут 10 жителям." }, "goal-without-term"],
    ["the project has no days", { ends_on: null }, "no-dates"],
    ["there are no tasks", { tasks: [] }, "no-tasks"],
    [
      "a task has no activity",
      { tasks: [...whole.tasks, { id: "u", title: "Другое" }] },
      "task-without-activity",
    ],
    [
      "an activity serves no task",
      { activities: [{ ...activity, task_id: null }] },
      "activity-without-task",
    ],
    [
      "an activity begins before the project",
      { activities: [{ ...activity, starts_on: "2026-10-23" }] },
      "activity-outside-dates",
    ],
    [
      "an activity ends after the project",
      { activities: [{ ...activity, ends_on: "2027-04-01" }] },
      "activity-outside-dates",
    ],
    [
      "an activity has no expected result",
      { activities: [{ ...activity, expected: "" }] },
      "activity-without-result",
    ],
    ["an activity costs nothing and is not marked so", { costs: [] }, "activity-without-cost"],
    [
      "a cost serves no activity",
      { costs: [{ ...cost, activity_id: null }] },
      "cost-without-activity",
    ],
    [
      "the payers of a cost pay too little",
      { costs: [{ ...cost, from_grant: 3_999_999 }] },
      "cost-does-not-add-up",
    ],
    ["nothing is promised", { results: [] }, "no-results"],
    [
      "a result has no way to measure it",
      { results: [{ id: "r", what: "Семинаров", unit: "", target: 8, measured: "" }] },
      "result-without-measure",
    ],
    ["nobody is served", { groups: [] }, "no-groups"],
    [
      "no activity mentions a group",
      { groups: [{ id: "g", title: "Подростки", people: null }] },
      "group-without-activity",
    ],
    [
      "nothing happens at a place",
      { places: [...whole.places, { id: "k", name: "Кедринский округ" }] },
      "place-without-activity",
    ],
    [
      "an activity is held outside the project's places",
      { activities: [{ ...activity, places: ["x"] }] },
      "place-outside-geography",
    ],
  ])("an issue is found when %s", (_, change, code) => {
    expect(codes(change)).toContain(code);
  });

  test("an activity marked as costing nothing is not asked for its cost", () => {
    expect(codes({ costs: [], activities: [{ ...activity, costless: true }] })).not.toContain(
      "activity-without-cost",
    );
  });

  test("a summary that repeats the significance is an issue", () => {
    const long = `${"Жителям негде собраться, и некому помочь им довести начатое до конца".padEnd(90, "!")}`;
    expect(codes({ summary: long, significance: long })).toContain("text-repeated");
  });

  test("every row that does not add up is one issue, to the kopeck", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ price: fc.nat(1_000_000), off: fc.integer({ min: -5, max: 5 }) })),
        (rows) => {
          const costs = rows.map(({ price, off }, index) => ({
            ...cost,
            id: String(index),
            quantity: 1,
            price,
            from_grant: Math.max(0, price + off),
          }));
          const wrong = costs.filter((one) => one.from_grant !== one.price).map(({ id }) => id);
          const found = checkProjectLogic({ ...whole, costs })
            .filter(({ code }) => code === "cost-does-not-add-up")
            .map(({ id }) => id);
          expect(found).toEqual(wrong);
        },
      ),
    );
  });
});
