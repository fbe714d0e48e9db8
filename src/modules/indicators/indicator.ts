import { conflict, invalid } from "#base/refusal.ts";
import { dayNumber, localDate } from "#base/time/local-time.ts";
import type { CountCell } from "#base/ports/count-source.ts";

export const scopes = ["total", "per-place", "per-month"] as const;
export type Scope = (typeof scopes)[number];

/** By `day` so much is to be done, counted from the beginning. */
export type Step = { day: string; value: number };

/** What was promised, without its words. `target` is of the whole, of each place or of each month. */
export type Terms = {
  target: number;
  scope: Scope;
  places: readonly string[];
  starts_on: string;
  due_on: string;
  steps: readonly Step[] | null;
  /** The promise is a share in per cent. */
  share: boolean;
};

export const states = [
  "done",
  "ahead",
  "on-track",
  "behind",
  "late",
  "not-yet",
  "nothing-to-divide",
] as const;
export type State = (typeof states)[number];
export type Light = "green" | "amber" | "red" | "none";

/** Of one promise, or of one of its places or months. Amounts of a share are per cent. */
export type Part = {
  key: string;
  /** With evidence and without, all of it. */
  proven: number;
  said: number;
  target: number;
  /** By plan for today. */
  plan: number;
  /** Announced or booked from today on; never a part of what is done. */
  coming: number;
  state: State;
};

export type Standing = Omit<Part, "key"> & {
  /** What closes the promise: surplus of one place or month does not close a gap of another. */
  counted: number;
  surplus: number;
  /** The nearest day for which anything is announced. */
  comingOn: string | undefined;
  /** At the due day by the pace so far; undefined while it is too early to tell. */
  forecast: number | undefined;
  /** How much less than planned for today, or than promised once the term is over. */
  behindBy: number;
  light: Light;
  /** Of what the share is; undefined for other promises. */
  of: number | undefined;
  places: readonly Part[];
  months: readonly Part[];
};

/** Below this part of its term a pace says nothing. */
const tellsFrom = 0.1;
const aheadFrom = 1.2;
const amberFrom = 0.85;

/** Which part of the promise is due by a day, 0 to 1: evenly over its term, or by its steps. */
export function plannedShare(
  terms: Pick<Terms, "steps" | "starts_on" | "due_on" | "target">,
  day: string,
): number {
  if (day >= terms.due_on) return 1;
  if (terms.steps !== null) {
    const past = terms.steps.filter((step) => step.day <= day).at(-1);
    return Math.min(1, (past?.value ?? 0) / terms.target);
  }
  if (day < terms.starts_on) return 0;
  const at = (text: string) => dayNumber(localDate(text));
  const whole = at(terms.due_on) - at(terms.starts_on) + 1;
  return (at(day) - at(terms.starts_on) + 1) / whole;
}

/** Months of the term, «YYYY-MM». */
export function monthsOf({ starts_on, due_on }: Pick<Terms, "starts_on" | "due_on">): string[] {
  const months: string[] = [];
  let [year = 0, month = 1] = starts_on.split("-").map(Number);
  for (;;) {
    const key = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
    if (key > due_on.slice(0, 7)) return months;
    months.push(key);
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
}

/** What was promised in all: of each place × places, of each month × months. */
export function wholeTarget(terms: Terms): number {
  if (terms.share || terms.scope === "total") return terms.target;
  const times = terms.scope === "per-place" ? terms.places.length : monthsOf(terms).length;
  return round(terms.target * times);
}

/**
 * How a promise stands on a day. Planned = target × the part of the term that is due, rounded down to
 * whole things. Forecast = counted ÷ that part, for the pace so far is assumed to go on; never less
 * than what is counted already with what is announced within the term, and by the pace alone no
 * forecast in the first tenth of the term.
 */
export function standingOf(terms: Terms, facts: Facts): Standing {
  const within = (cell: CountCell) => cell.day >= terms.starts_on && cell.day <= terms.due_on;
  const cells = facts.cells.filter(within);
  const coming = (facts.coming ?? []).filter(within);
  return terms.share
    ? shareStanding(terms, cells, facts.today)
    : numberStanding(terms, { cells, coming, today: facts.today });
}

/** Cells by now, and those announced ahead. */
type Facts = { cells: readonly CountCell[]; coming?: readonly CountCell[]; today: string };

function numberStanding(terms: Terms, { cells, coming, today }: Required<Facts>): Standing {
  const parts = partsOf(terms, { cells, coming, today });
  const target = wholeTarget(terms);
  const proven = sum(cells, (cell) => cell.proven);
  const said = sum(cells, (cell) => cell.said);
  const counted =
    parts.length === 0 ? proven : sum(parts, (part) => Math.min(part.proven, part.target));
  const share = plannedShare(terms, today);
  const plan =
    terms.scope === "per-month"
      ? sum(parts, (part) => part.plan)
      : Math.floor(target * share + 1e-9);
  const due = target === 0 ? 0 : plan / target;
  const ahead = sum(coming, (cell) => cell.said);
  const announced =
    parts.length === 0
      ? round(counted + ahead)
      : sum(parts, (part) => Math.min(part.proven + part.coming, part.target));
  const pace =
    share < tellsFrom || due === 0
      ? undefined
      : Math.floor(counted / (terms.scope === "per-month" ? due : share) + 1e-9);
  const forecast =
    pace === undefined && ahead === 0 ? undefined : Math.max(counted, announced, pace ?? 0);
  const state = stateOf({ counted, target, plan, forecast, over: today > terms.due_on });
  const shown =
    terms.scope === "per-place" ? { places: parts, months: [] } : { places: [], months: parts };
  return {
    proven,
    said,
    target,
    plan,
    coming: ahead,
    comingOn: coming.map((cell) => cell.day).sort()[0],
    counted,
    surplus: round(proven - counted),
    forecast,
    state,
    behindBy: gapOf(state, { counted, target, plan }),
    light: lightOf(state, { forecast, target }),
    of: undefined,
    ...(terms.scope === "total" ? { places: [], months: [] } : shown),
  };
}

function partsOf(terms: Terms, { cells, coming, today }: Required<Facts>): Part[] {
  if (terms.scope === "total") return [];
  const groups = (key: (cell: CountCell) => string) => {
    const [by, ahead] = [Map.groupBy(cells, key), Map.groupBy(coming, key)];
    return (name: string) => ({ cells: by.get(name) ?? [], coming: ahead.get(name) ?? [] });
  };
  if (terms.scope === "per-place") {
    const at = groups((cell) => cell.place ?? "");
    const plan = Math.floor(terms.target * plannedShare(terms, today) + 1e-9);
    return terms.places.map((key) =>
      part(key, at(key), { ...terms, plan, over: today > terms.due_on }),
    );
  }
  const at = groups((cell) => cell.day.slice(0, 7));
  return monthsOf(terms).map((key) => {
    const over = key < today.slice(0, 7) || today > terms.due_on;
    return part(key, at(key), {
      target: terms.target,
      plan: over ? terms.target : 0,
      over,
    });
  });
}

function part(
  key: string,
  facts: { cells: readonly CountCell[]; coming: readonly CountCell[] },
  { target, plan, over }: { target: number; plan: number; over: boolean },
): Part {
  const proven = sum(facts.cells, (cell) => cell.proven);
  const said = sum(facts.cells, (cell) => cell.said);
  const coming = sum(facts.coming, (cell) => cell.said);
  const state = stateOf({ counted: proven, target, plan, forecast: undefined, over });
  return { key, proven, said, target, plan, coming, state };
}

/** A share has no pace: it is due as a whole, from the first reply to the last day. */
function shareStanding(terms: Terms, cells: readonly CountCell[], today: string): Standing {
  const over = today > terms.due_on;
  const whole = shareOf(cells);
  const by = Map.groupBy(cells, (cell) => cell.place ?? "");
  const keys = terms.scope === "per-place" ? terms.places : [];
  const places = keys.map((key) =>
    sharePart(key, by.get(key) ?? [], { target: terms.target, over }),
  );
  const one = sharePart("", cells, { target: terms.target, over });
  const short = places.some((place) => place.proven < place.target);
  const state =
    one.state === "done" && short
      ? "late"
      : one.state === "on-track" && short
        ? "behind"
        : one.state;
  const counted =
    places.length === 0 ? one.proven : Math.min(...places.map((place) => place.proven));
  return {
    ...one,
    state,
    counted,
    surplus: 0,
    comingOn: undefined,
    forecast: whole === undefined ? undefined : counted,
    behindBy: state === "behind" || state === "late" ? round(terms.target - counted) : 0,
    light: lightOf(state, { forecast: counted, target: terms.target }),
    of: sum(cells, (cell) => cell.of ?? 0),
    places,
    months: [],
  };
}

function sharePart(
  key: string,
  cells: readonly CountCell[],
  { target, over }: { target: number; over: boolean },
): Part {
  const share = shareOf(cells);
  if (share === undefined)
    return {
      key,
      proven: 0,
      said: 0,
      target,
      plan: 0,
      coming: 0,
      state: over ? "late" : "nothing-to-divide",
    };
  const met = share >= target;
  const state = met ? (over ? "done" : "on-track") : over ? "late" : "behind";
  return { key, proven: share, said: 0, target, plan: target, coming: 0, state };
}

/** Per cent with one decimal; undefined where there is nothing to divide by. */
export function shareOf(cells: readonly CountCell[]): number | undefined {
  const of = sum(cells, (cell) => cell.of ?? 0);
  return of === 0 ? undefined : Math.round((sum(cells, (cell) => cell.proven) / of) * 1000) / 10;
}

type Judged = {
  counted: number;
  target: number;
  plan: number;
  forecast: number | undefined;
  over: boolean;
};

function stateOf({ counted, target, plan, forecast, over }: Judged): State {
  if (counted >= target) return "done";
  if (over) return "late";
  if (plan === 0) return counted > 0 ? "ahead" : "not-yet";
  if (counted < plan) return "behind";
  return forecast !== undefined && forecast >= target * aheadFrom ? "ahead" : "on-track";
}

function gapOf(
  state: State,
  { counted, target, plan }: Pick<Judged, "counted" | "target" | "plan">,
): number {
  if (state === "late") return round(target - counted);
  return state === "behind" ? round(plan - counted) : 0;
}

function lightOf(state: State, { forecast, target }: Pick<Judged, "forecast" | "target">): Light {
  if (state === "late") return "red";
  if (state === "behind") return (forecast ?? 0) >= target * amberFrom ? "amber" : "red";
  return state === "not-yet" || state === "nothing-to-divide" ? "none" : "green";
}

/** The place that is furthest from what it was promised. */
export function leastOf(parts: readonly Part[]): Part | undefined {
  return parts.toSorted((a, b) => a.proven / a.target - b.proven / b.target)[0];
}

/** Two decimals, as the tables keep amounts. */
export const round = (value: number): number => Math.round(value * 100) / 100;

const sum = <T>(items: readonly T[], amount: (item: T) => number): number =>
  round(items.reduce((all, item) => all + amount(item), 0));

type Days = { starts_on: string | null; ends_on: string | null };

/** A promise lives within its project's days, and ends after it begins. */
export function demandDays(project: Days, span: { startsOn: string; dueOn: string }): void {
  const fields: Record<string, string> = {};
  if (span.dueOn < span.startsOn) fields.dueOn = "promises.due-before-start";
  if (project.starts_on !== null && span.startsOn < project.starts_on)
    fields.startsOn = "promises.before-project";
  if (project.ends_on !== null && span.dueOn > project.ends_on)
    fields.dueOn ??= "promises.after-project";
  if (Object.keys(fields).length === 0) return;
  throw invalid("promises.days-wrong", {
    fields,
    values: { first: project.starts_on ?? "", last: project.ends_on ?? "" },
  });
}

/** Steps go up, day after day, within the term, to what was promised. */
export function demandSteps(terms: Terms): void {
  const refuse = (reason: string) => invalid(reason, { fields: { steps: reason } });
  const { steps } = terms;
  if (steps === null) return;
  if (terms.share || terms.scope === "per-month") throw refuse("promises.steps-not-here");
  const rising = steps.every(({ day, value }, at) => {
    const before = steps[at - 1];
    return before === undefined || (day > before.day && value > before.value);
  });
  if (!rising) throw refuse("promises.steps-not-rising");
  if (steps.some(({ day }) => day < terms.starts_on || day > terms.due_on))
    throw refuse("promises.steps-outside");
  if (steps.at(-1)?.value !== terms.target) throw refuse("promises.steps-not-target");
}

/** Nobody approves what they entered themselves. */
export function demandSecondPerson(
  entry: { entered_by: string | null },
  person: string | null,
): void {
  if (person !== null && entry.entered_by !== person) return;
  throw conflict("promises.own-entry");
}

/** The second person had better come from elsewhere: `others` could approve and belong to no same organisation. */
export function demandNobodyElse(others: readonly string[]): void {
  if (others.length === 0) return;
  throw conflict("promises.same-organisation", {
    values: { names: others.slice(0, 3).join(", ") },
  });
}

type Period = { from_day: string; to_day: string };

/** A period that is over, not locked before, not even in part. */
export function demandFreePeriod(periods: readonly Period[], asked: Period, today: string): void {
  const refuse = (field: string, reason: string) =>
    invalid(reason, { fields: { [field]: reason } });
  if (asked.to_day < asked.from_day) throw refuse("to", "promises.due-before-start");
  if (asked.to_day >= today) throw refuse("to", "promises.period-not-over");
  if (periods.some((one) => one.from_day <= asked.to_day && asked.from_day <= one.to_day))
    throw refuse("from", "promises.period-overlaps");
}
