import { type Messages } from "#base/messages.ts";
import type { logicRu } from "./messages.ru.ts";

type Values = Record<string, string | number>;

export const logicEn = {
  title: "Logic check",
  none: "Problem, goal, tasks, activities, results and budget hold together.",
  must: "Must be mended",
  look: "Experts will ask",
  costless: "Costs nothing",
  findings: {
    "no-problem": (_: Values) =>
      "Describe the problem: without it nobody sees what the project is for",
    "no-goal": (_: Values) => "Write the goal",
    "goal-without-number": (_: Values) =>
      "The goal has no number: how many people, places or things change",
    "goal-without-term": (_: Values) => "The goal has no term: by which day",
    "no-dates": (_: Values) => "Write when the project begins and ends",
    "no-tasks": (_: Values) => "Divide the goal into tasks",
    "task-without-activity": (v: Values) => `Task “${v["title"]}”: add an activity or remove it`,
    "activity-without-task": (v: Values) => `Activity “${v["title"]}”: say which task it serves`,
    "activity-outside-dates": (v: Values) =>
      `Activity “${v["title"]}” lies outside the project's days: move it or them`,
    "activity-without-result": (v: Values) => `Activity “${v["title"]}”: write what comes of it`,
    "activity-without-cost": (v: Values) =>
      `Activity “${v["title"]}” costs nothing? Add a cost, or mark that it is so`,
    "cost-without-activity": (v: Values) => `Cost “${v["title"]}”: say for which activity`,
    "cost-does-not-add-up": (v: Values) =>
      `Cost “${v["title"]}” is off by ${v["by"]} roubles: its payers give ${v["way"] === "more" ? "more" : "less"}`,
    "no-results": (_: Values) => "Write results in numbers",
    "result-without-measure": (v: Values) => `Result “${v["title"]}”: say what will prove it`,
    "no-groups": (_: Values) => "Write whom the project helps",
    "group-without-activity": (v: Values) => `Group “${v["title"]}”: no activity speaks of it`,
    "place-without-activity": (v: Values) => `${v["title"]}: no activity happens here`,
    "place-outside-geography": (v: Values) =>
      `Activity “${v["title"]}” is held where the project is not: add the place`,
    "goal-apart-from-problem": (_: Values) =>
      "The goal speaks of something else than the problem: tie them",
    "text-repeated": (v: Values) => `“${v["title"]}” repeats the summary word for word`,
  },
} satisfies Messages<typeof logicRu>;
