import { costTotal, budgetTotals } from "../project.ts";
import type { CharterTexts } from "./prefill.ts";
import { formatPlainRoubles, formatTableText } from "./prefill.ts";

/** A project with all its parts for checks and prefilling. Money in kopecks, days «YYYY-MM-DD». */
export type CharterData = {
  title: string;
  summary: string;
  significance: string;
  goal: string;
  starts_on: string | null;
  ends_on: string | null;
  contact_info: string;
  further_life: string;
  qualitative_results: string;
  organisation: { name: string; inn: string; ogrn: string; address: string } | undefined;
  places: readonly { id: string; name: string }[];
  groups: readonly { id: string; title: string; people: number | null }[];
  tasks: readonly { id: string; title: string }[];
  activities: readonly CharterActivity[];
  costs: readonly CharterCost[];
  team: readonly { name: string; role: string; duties: string }[];
  partners: readonly { name: string; contribution: string; letter: boolean }[];
  risks: readonly { title: string; answer: string }[];
  results: readonly {
    id: string;
    what: string;
    unit: string;
    target: number;
    measured: string;
    /** The indicator that counts it. */
    indicator_id?: string | null;
  }[];
};

export type CharterActivity = {
  id: string;
  task_id: string | null;
  title: string;
  starts_on: string;
  ends_on: string;
  expected: string;
  /** Municipalities; empty means all places of the project. */
  places: readonly string[];
  /** Marked as costing nothing on purpose. */
  costless: boolean;
};

export type CharterCost = {
  id: string;
  activity_id: string | null;
  article: string;
  what: string;
  quantity: number;
  price: number;
  from_grant: number;
  from_own: number;
  from_partners: number;
  comment: string;
};

/** Messages used in the charter's texts. */
export type CharterMessages = { people: (n: number) => string; letter: string };

/** Formats every part of the charter as a text to be copied into a contest's form. */
export function formatCharterTexts(data: CharterData, messages: CharterMessages): CharterTexts {
  const money = budgetTotals(data.costs);
  const sum = (kopecks: number) => (data.costs.length === 0 ? "" : formatPlainRoubles(kopecks));
  return {
    title: data.title,
    summary: data.summary,
    significance: data.significance,
    goal: data.goal,
    tasks: data.tasks.map((task) => task.title).join("\n"),
    groups: data.groups
      .map(({ title, people }) =>
        people === null ? title : `${title}, ${messages.people(people)}`,
      )
      .join("\n"),
    geography: data.places.map((place) => place.name).join(", "),
    starts: data.starts_on ?? "",
    ends: data.ends_on ?? "",
    plan: formatPlan(data),
    budget: formatBudget(data),
    grant: sum(money.grant),
    own: sum(money.own + money.partners),
    total: sum(money.total),
    team: formatTableText(
      "team",
      data.team.map(({ name, role, duties }) => ({ name, role, tasks: duties, experience: "" })),
    ),
    partners: formatTableText(
      "partners",
      data.partners.map(({ name, contribution, letter }) => ({
        name,
        support: contribution,
        letter: letter ? messages.letter : "",
      })),
    ),
    results: formatTableText(
      "results",
      data.results.map(({ what, target, unit, measured }) => ({
        result: what,
        value: String(target),
        unit,
        measure: measured,
      })),
    ),
    qualitative: data.qualitative_results,
    risks: data.risks.map(({ title, answer }) => `${title}: ${answer}`).join("\n"),
    further: data.further_life,
    organisation: data.organisation?.name ?? "",
    inn: data.organisation?.inn ?? "",
    ogrn: data.organisation?.ogrn ?? "",
    address: data.organisation?.address ?? "",
    contacts: data.contact_info,
  };
}

function formatPlan(data: CharterData): string {
  const tasks = new Map(data.tasks.map((task) => [task.id, task.title]));
  const places = new Map(data.places.map((place) => [place.id, place.name]));
  return formatTableText(
    "plan",
    data.activities.map((activity) => ({
      task: tasks.get(activity.task_id ?? "") ?? "",
      activity: activity.title,
      starts: activity.starts_on,
      ends: activity.ends_on,
      place: activity.places.map((id) => places.get(id) ?? "").join(", "),
      result: activity.expected,
    })),
  );
}

function formatBudget(data: CharterData): string {
  const activities = new Map(data.activities.map((activity) => [activity.id, activity.title]));
  return formatTableText(
    "budget",
    data.costs.map((cost) => ({
      article: cost.article,
      item: cost.what,
      activity: activities.get(cost.activity_id ?? "") ?? "",
      grant: formatPlainRoubles(cost.from_grant),
      own: formatPlainRoubles(cost.from_own),
      partners: formatPlainRoubles(cost.from_partners),
      comment: [formatCalculation(cost), cost.comment].filter(Boolean).join("; "),
    })),
  );
}

/** Formats the calculation of a row's sum: «4 × 12500 = 50000». */
function formatCalculation(cost: CharterCost): string {
  if (cost.quantity === 1) return "";
  return `${cost.quantity} × ${formatPlainRoubles(cost.price)} = ${formatPlainRoubles(costTotal(cost))}`;
}
