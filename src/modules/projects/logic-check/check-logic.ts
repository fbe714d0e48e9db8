import { namesNumber, namesTerm } from "./patterns.ru.ts";
import type { PassportActivity, PassportData } from "../prefill/charter-texts.ts";
import { costGap } from "../project.ts";

/** Where in the passport something is to be mended. */
export const logicPlaces = [
  "significance",
  "goal",
  "tasks",
  "plan",
  "budget",
  "results",
  "groups",
  "places",
  "dates",
] as const;
export type LogicPlace = (typeof logicPlaces)[number];

export const findingCodes = [
  "no-problem",
  "no-goal",
  "goal-without-number",
  "goal-without-term",
  "no-dates",
  "no-tasks",
  "task-without-activity",
  "activity-without-task",
  "activity-outside-dates",
  "activity-without-result",
  "activity-without-cost",
  "cost-without-activity",
  "cost-does-not-add-up",
  "no-results",
  "result-without-measure",
  "no-groups",
  "group-without-activity",
  "place-without-activity",
  "place-outside-geography",
  "goal-apart-from-problem",
  "text-repeated",
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** One break in the chain: what is wrong, with which line of which part, and what its sentence needs. */
export type Finding = {
  code: FindingCode;
  place: LogicPlace;
  /** The line of the part; absent where the part as a whole is meant. */
  id?: string;
  /** `must`: a funder would refuse; `look`: a reader would ask. */
  weight: "must" | "look";
  values: Record<string, string | number>;
};

/**
 * Problem ↔ goal ↔ tasks ↔ activities ↔ results ↔ budget: every break of the chain, in the order of
 * the passport. An empty list says that the parts hold together, not that the project is good.
 */
export function checkLogic(data: PassportData): Finding[] {
  return [
    ...significance(data),
    ...goal(data),
    ...repeated(data),
    ...dates(data),
    ...tasks(data),
    ...activities(data),
    ...costs(data),
    ...results(data),
    ...groups(data),
    ...places(data),
  ];
}

type Part = Partial<Pick<Finding, "id" | "values">>;

const must = (code: FindingCode, place: LogicPlace, part: Part = {}): Finding => ({
  code,
  place,
  weight: "must",
  values: {},
  ...part,
});
const look = (code: FindingCode, place: LogicPlace, part: Part = {}): Finding => ({
  ...must(code, place, part),
  weight: "look",
});

function significance(data: PassportData): Finding[] {
  return data.significance.trim() === "" ? [must("no-problem", "significance")] : [];
}

function goal(data: PassportData): Finding[] {
  if (data.goal.trim() === "") return [must("no-goal", "goal")];
  const found: Finding[] = [];
  if (!namesNumber.test(data.goal)) found.push(look("goal-without-number", "goal"));
  if (!namesTerm.test(data.goal)) found.push(look("goal-without-term", "goal"));
  const [why, what] = [stems(data.significance), stems(data.goal)];
  if (why.size >= 8 && what.size >= 3 && ![...what].some((stem) => why.has(stem)))
    found.push(look("goal-apart-from-problem", "goal"));
  return found;
}

function dates(data: PassportData): Finding[] {
  return data.starts_on === null || data.ends_on === null ? [must("no-dates", "dates")] : [];
}

function tasks(data: PassportData): Finding[] {
  if (data.tasks.length === 0) return [must("no-tasks", "tasks")];
  const served = new Set(data.activities.map((activity) => activity.task_id));
  return data.tasks
    .filter((task) => !served.has(task.id))
    .map(({ id, title }) => must("task-without-activity", "tasks", { id, values: { title } }));
}

function activities(data: PassportData): Finding[] {
  const paid = new Set(data.costs.map((cost) => cost.activity_id));
  const known = new Set(data.places.map((place) => place.id));
  return data.activities.flatMap((activity) => {
    const part = { id: activity.id, values: { title: activity.title } };
    const found: Finding[] = [];
    if (activity.task_id === null) found.push(must("activity-without-task", "plan", part));
    if (outside(data, activity)) found.push(must("activity-outside-dates", "plan", part));
    if (activity.expected.trim() === "") found.push(look("activity-without-result", "plan", part));
    if (!paid.has(activity.id) && !activity.costless)
      found.push(look("activity-without-cost", "plan", part));
    if (activity.places.some((id) => !known.has(id)))
      found.push(look("place-outside-geography", "plan", part));
    return found;
  });
}

const outside = (
  { starts_on: first, ends_on: last }: PassportData,
  activity: Pick<PassportActivity, "starts_on" | "ends_on">,
): boolean =>
  (first !== null && activity.starts_on < first) || (last !== null && activity.ends_on > last);

function costs(data: PassportData): Finding[] {
  const known = new Set(data.activities.map((activity) => activity.id));
  return data.costs.flatMap((cost) => {
    const part = { id: cost.id, values: { title: cost.what } };
    const gap = costGap(cost);
    const found: Finding[] = [];
    if (cost.activity_id === null || !known.has(cost.activity_id))
      found.push(must("cost-without-activity", "budget", part));
    if (gap !== 0) {
      const values = { ...part.values, by: Math.abs(gap) / 100, way: gap > 0 ? "more" : "less" };
      found.push(must("cost-does-not-add-up", "budget", { ...part, values }));
    }
    return found;
  });
}

function results(data: PassportData): Finding[] {
  if (data.results.length === 0) return [must("no-results", "results")];
  return data.results
    .filter((result) => result.measured.trim() === "" && !result.promise_id)
    .map(({ id, what }) =>
      must("result-without-measure", "results", { id, values: { title: what } }),
    );
}

/** A group is served where an activity, its result or its task speaks of it. */
function groups(data: PassportData): Finding[] {
  if (data.groups.length === 0) return [must("no-groups", "groups")];
  if (data.activities.length === 0) return [];
  const titles = data.tasks.map((task) => task.title);
  const told = stems(
    [...titles, ...data.activities.map(({ title, expected }) => `${title} ${expected}`)].join(" "),
  );
  return data.groups
    .filter(({ title }) => {
      const own = [...stems(title)];
      return own.length > 0 && !own.some((stem) => told.has(stem));
    })
    .map(({ id, title }) => look("group-without-activity", "groups", { id, values: { title } }));
}

/** An activity that names no place is held wherever the project is. */
function places(data: PassportData): Finding[] {
  if (data.activities.length === 0 || data.activities.some(({ places: at }) => at.length === 0))
    return [];
  const visited = new Set(data.activities.flatMap((activity) => activity.places));
  return data.places
    .filter((place) => !visited.has(place.id))
    .map(({ id, name }) =>
      look("place-without-activity", "places", { id, values: { title: name } }),
    );
}

/** Sentences of two texts of the passport that say the same, letter for letter. */
function repeated(data: PassportData): Finding[] {
  const texts = [
    { place: "significance" as const, text: data.significance },
    { place: "goal" as const, text: data.goal },
  ];
  const summary = sentences(data.summary);
  return texts.flatMap(({ place, text }) => {
    const twice = [...sentences(text)].find((sentence) => summary.has(sentence));
    if (twice === undefined) return [];
    return [look("text-repeated", place, { values: { title: `${twice.slice(0, 60)}…` } })];
  });
}

const longSentence = 80;

const sentences = (text: string): Set<string> =>
  new Set(
    text
      .split(/(?<=[.!?])\s+|\n/u)
      .map((sentence) => sentence.trim().toLowerCase())
      .filter((sentence) => sentence.length >= longSentence),
  );

/** First five letters of the longer words: enough to know «сотрудники» in «сотрудников». */
function stems(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}{5,}/gu) ?? [];
  return new Set(words.map((word) => word.slice(0, 5)));
}
