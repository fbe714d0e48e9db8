import { quantityPattern, deadlinePattern } from "./patterns.ru.ts";
import type { CharterActivity, CharterData } from "../prefill/charter-texts.ts";
import { costGap } from "../project.ts";

/** The part of the charter that an issue concerns. */
export const logicLocations = [
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
export type LogicLocation = (typeof logicLocations)[number];

export const logicFindingCodes = [
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
export type LogicFindingCode = (typeof logicFindingCodes)[number];

/** An inconsistency: code, part and row, and the values of its message. */
export type LogicFinding = {
  code: LogicFindingCode;
  location: LogicLocation;
  /** The row of the part; absent when the whole part is meant. */
  id?: string;
  /** `must`: a funder would reject it; `look`: a reviewer would ask about it. */
  weight: "must" | "look";
  values: Record<string, string | number>;
};

/**
 * Checks problem ↔ goal ↔ tasks ↔ activities ↔ results ↔ budget and lists every inconsistency in
 * the order of the charter. An empty list means that the parts are consistent, not that the
 * project is good.
 */
export function checkProjectLogic(data: CharterData): LogicFinding[] {
  return [
    ...checkSignificance(data),
    ...checkGoal(data),
    ...checkRepeatedText(data),
    ...checkDates(data),
    ...checkTasks(data),
    ...checkActivities(data),
    ...checkCosts(data),
    ...checkResults(data),
    ...checkGroups(data),
    ...checkPlaces(data),
  ];
}

type FindingDetails = Partial<Pick<LogicFinding, "id" | "values">>;

const requiredFinding = (
  code: LogicFindingCode,
  place: LogicLocation,
  part: FindingDetails = {},
): LogicFinding => ({
  code,
  location: place,
  weight: "must",
  values: {},
  ...part,
});
const advisoryFinding = (
  code: LogicFindingCode,
  place: LogicLocation,
  part: FindingDetails = {},
): LogicFinding => ({
  ...requiredFinding(code, place, part),
  weight: "look",
});

function checkSignificance(data: CharterData): LogicFinding[] {
  return data.significance.trim() === "" ? [requiredFinding("no-problem", "significance")] : [];
}

function checkGoal(data: CharterData): LogicFinding[] {
  if (data.goal.trim() === "") return [requiredFinding("no-goal", "goal")];
  const found: LogicFinding[] = [];
  if (!quantityPattern.test(data.goal)) found.push(advisoryFinding("goal-without-number", "goal"));
  if (!deadlinePattern.test(data.goal)) found.push(advisoryFinding("goal-without-term", "goal"));
  const [why, what] = [wordStems(data.significance), wordStems(data.goal)];
  if (why.size >= 8 && what.size >= 3 && ![...what].some((stem) => why.has(stem)))
    found.push(advisoryFinding("goal-apart-from-problem", "goal"));
  return found;
}

function checkDates(data: CharterData): LogicFinding[] {
  return data.starts_on === null || data.ends_on === null
    ? [requiredFinding("no-dates", "dates")]
    : [];
}

function checkTasks(data: CharterData): LogicFinding[] {
  if (data.tasks.length === 0) return [requiredFinding("no-tasks", "tasks")];
  const servedTaskIds = new Set(data.activities.map((activity) => activity.task_id));
  return data.tasks
    .filter((task) => !servedTaskIds.has(task.id))
    .map(({ id, title }) =>
      requiredFinding("task-without-activity", "tasks", { id, values: { title } }),
    );
}

function checkActivities(data: CharterData): LogicFinding[] {
  const paidActivityIds = new Set(data.costs.map((cost) => cost.activity_id));
  const projectPlaceIds = new Set(data.places.map((place) => place.id));
  return data.activities.flatMap((activity) => {
    const part = { id: activity.id, values: { title: activity.title } };
    const found: LogicFinding[] = [];
    if (activity.task_id === null)
      found.push(requiredFinding("activity-without-task", "plan", part));
    if (isOutsideDates(data, activity))
      found.push(requiredFinding("activity-outside-dates", "plan", part));
    if (activity.expected.trim() === "")
      found.push(advisoryFinding("activity-without-result", "plan", part));
    if (!paidActivityIds.has(activity.id) && !activity.costless)
      found.push(advisoryFinding("activity-without-cost", "plan", part));
    if (activity.places.some((id) => !projectPlaceIds.has(id)))
      found.push(advisoryFinding("place-outside-geography", "plan", part));
    return found;
  });
}

const isOutsideDates = (
  { starts_on: first, ends_on: last }: CharterData,
  activity: Pick<CharterActivity, "starts_on" | "ends_on">,
): boolean =>
  (first !== null && activity.starts_on < first) || (last !== null && activity.ends_on > last);

function checkCosts(data: CharterData): LogicFinding[] {
  const known = new Set(data.activities.map((activity) => activity.id));
  return data.costs.flatMap((cost) => {
    const part = { id: cost.id, values: { title: cost.what } };
    const gap = costGap(cost);
    const found: LogicFinding[] = [];
    if (cost.activity_id === null || !known.has(cost.activity_id))
      found.push(requiredFinding("cost-without-activity", "budget", part));
    if (gap !== 0) {
      const values = { ...part.values, by: Math.abs(gap) / 100, way: gap > 0 ? "more" : "less" };
      found.push(requiredFinding("cost-does-not-add-up", "budget", { ...part, values }));
    }
    return found;
  });
}

function checkResults(data: CharterData): LogicFinding[] {
  if (data.results.length === 0) return [requiredFinding("no-results", "results")];
  return data.results
    .filter((result) => result.measured.trim() === "" && !result.indicator_id)
    .map(({ id, what }) =>
      requiredFinding("result-without-measure", "results", { id, values: { title: what } }),
    );
}

/** Lists target groups that no activity, expected result or task mentions. */
function checkGroups(data: CharterData): LogicFinding[] {
  if (data.groups.length === 0) return [requiredFinding("no-groups", "groups")];
  if (data.activities.length === 0) return [];
  const titles = data.tasks.map((task) => task.title);
  const mentionedStems = wordStems(
    [...titles, ...data.activities.map(({ title, expected }) => `${title} ${expected}`)].join(" "),
  );
  return data.groups
    .filter(({ title }) => {
      const own = [...wordStems(title)];
      return own.length > 0 && !own.some((stem) => mentionedStems.has(stem));
    })
    .map(({ id, title }) =>
      advisoryFinding("group-without-activity", "groups", { id, values: { title } }),
    );
}

/** An activity without places is held wherever the project is. */
function checkPlaces(data: CharterData): LogicFinding[] {
  if (data.activities.length === 0 || data.activities.some(({ places: at }) => at.length === 0))
    return [];
  const visited = new Set(data.activities.flatMap((activity) => activity.places));
  return data.places
    .filter((place) => !visited.has(place.id))
    .map(({ id, name }) =>
      advisoryFinding("place-without-activity", "places", { id, values: { title: name } }),
    );
}

/** Lists sentences of the summary that the significance or the goal repeats letter for letter. */
function checkRepeatedText(data: CharterData): LogicFinding[] {
  const texts = [
    { place: "significance" as const, text: data.significance },
    { place: "goal" as const, text: data.goal },
  ];
  const summary = longSentences(data.summary);
  return texts.flatMap(({ place, text }) => {
    const twice = [...longSentences(text)].find((sentence) => summary.has(sentence));
    if (twice === undefined) return [];
    return [
      advisoryFinding("text-repeated", place, { values: { title: `${twice.slice(0, 60)}…` } }),
    ];
  });
}

const minRepeatedLength = 80;

const longSentences = (text: string): Set<string> =>
  new Set(
    text
      .split(/(?<=[.!?])\s+|\n/u)
      .map((sentence) => sentence.trim().toLowerCase())
      .filter((sentence) => sentence.length >= minRepeatedLength),
  );

/**
 * Returns the first five letters of the longer words: enough to match «сотрудники» with
 * «сотрудников».
 */
function wordStems(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}{5,}/gu) ?? [];
  return new Set(words.map((word) => word.slice(0, 5)));
}
