import { dayNumber, localDate } from "#base/time/local-time.ts";
import type { CountCell } from "#base/ports/count-source.ts";

export const indicatorScopes = ["total", "per-place", "per-month"] as const;
export type IndicatorScope = (typeof indicatorScopes)[number];

/** The amount due by `day`, counted from the beginning. */
export type TargetStep = { day: string; value: number };

/**
 * The terms of an indicator without its title. `target` is of the whole, of each place or of each
 * month.
 */
export type IndicatorTerms = {
  target: number;
  scope: IndicatorScope;
  places: readonly string[];
  starts_on: string;
  due_on: string;
  steps: readonly TargetStep[] | null;
  /** The indicator is a share in per cent. */
  isShare: boolean;
};

export const indicatorStates = [
  "done",
  "ahead",
  "on-track",
  "behind",
  "late",
  "not-yet",
  "nothing-to-divide",
] as const;
export type IndicatorState = (typeof indicatorStates)[number];
export type TrafficLight = "green" | "amber" | "red" | "none";

/**
 * Progress of one indicator, or of one of its places or months. Amounts of a share are per cent.
 */
export type ProgressPart = {
  key: string;
  /** Confirmed has evidence; reported has none. */
  confirmed: number;
  reported: number;
  target: number;
  /** By plan for today. */
  planned: number;
  /** Announced or booked from today on; never a part of what is done. */
  scheduled: number;
  state: IndicatorState;
};

export type Progress = Omit<ProgressPart, "key"> & {
  /**
   * The amount that counts towards the target: surplus of one place or month does not close a
   * gap of another.
   */
  counted: number;
  surplus: number;
  /** The nearest day for which anything is announced. */
  nextScheduledOn: string | undefined;
  /** The amount at the due day by the pace so far; undefined while it is too early to compute. */
  forecast: number | undefined;
  /** How much less than planned for today, or than the target once the term is over. */
  shortfall: number;
  light: TrafficLight;
  /** The denominator of a share; undefined for other indicators. */
  of: number | undefined;
  places: readonly ProgressPart[];
  months: readonly ProgressPart[];
};

/** No forecast by pace below this part of the term. */
const minShareForForecast = 0.1;
const aheadThreshold = 1.2;
const amberThreshold = 0.85;

/** Returns the part of the target due by a day, 0 to 1: evenly over the term, or by its steps. */
export function plannedShare(
  terms: Pick<IndicatorTerms, "steps" | "starts_on" | "due_on" | "target">,
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

/** Lists the months of the term, «YYYY-MM». */
export function listMonths({
  starts_on,
  due_on,
}: Pick<IndicatorTerms, "starts_on" | "due_on">): string[] {
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

/**
 * Returns the total target: times the number of places or months when the scope is per place or
 * per month.
 */
export function totalTarget(terms: IndicatorTerms): number {
  if (terms.isShare || terms.scope === "total") return terms.target;
  const times = terms.scope === "per-place" ? terms.places.length : listMonths(terms).length;
  return roundAmount(terms.target * times);
}

/**
 * Computes the progress of an indicator on a day. Planned = target × the part of the term that is
 * due, rounded down to an integer. Forecast = counted ÷ that part, assuming the pace so far
 * continues; at least what is counted already plus what is scheduled within the term, and no
 * forecast by pace alone in the first tenth of the term.
 */
export function computeProgress(terms: IndicatorTerms, facts: ProgressInput): Progress {
  const within = (cell: CountCell) => cell.day >= terms.starts_on && cell.day <= terms.due_on;
  const cells = facts.cells.filter(within);
  const scheduled = (facts.scheduled ?? []).filter(within);
  return terms.isShare
    ? computeShareProgress(terms, cells, facts.today)
    : computeCountProgress(terms, { cells, scheduled, today: facts.today });
}

/** Cells so far, and those scheduled. */
type ProgressInput = {
  cells: readonly CountCell[];
  scheduled?: readonly CountCell[];
  today: string;
};

function computeCountProgress(
  terms: IndicatorTerms,
  { cells, scheduled, today }: Required<ProgressInput>,
): Progress {
  const parts = computeParts(terms, { cells, scheduled, today });
  const target = totalTarget(terms);
  const confirmed = sumAmounts(cells, (cell) => cell.confirmed);
  const reported = sumAmounts(cells, (cell) => cell.reported);
  const counted =
    parts.length === 0
      ? confirmed
      : sumAmounts(parts, (part) => Math.min(part.confirmed, part.target));
  const share = plannedShare(terms, today);
  const planned =
    terms.scope === "per-month"
      ? sumAmounts(parts, (part) => part.planned)
      : Math.floor(target * share + 1e-9);
  const due = target === 0 ? 0 : planned / target;
  const scheduledAmount = sumAmounts(scheduled, (cell) => cell.reported);
  const withScheduled =
    parts.length === 0
      ? roundAmount(counted + scheduledAmount)
      : sumAmounts(parts, (part) => Math.min(part.confirmed + part.scheduled, part.target));
  const pace =
    share < minShareForForecast || due === 0
      ? undefined
      : Math.floor(counted / (terms.scope === "per-month" ? due : share) + 1e-9);
  const forecast =
    pace === undefined && scheduledAmount === 0
      ? undefined
      : Math.max(counted, withScheduled, pace ?? 0);
  const state = classifyState({ counted, target, planned, forecast, isOver: today > terms.due_on });
  const shown =
    terms.scope === "per-place" ? { places: parts, months: [] } : { places: [], months: parts };
  return {
    confirmed,
    reported,
    target,
    planned,
    scheduled: scheduledAmount,
    nextScheduledOn: scheduled.map((cell) => cell.day).sort()[0],
    counted,
    surplus: roundAmount(confirmed - counted),
    forecast,
    state,
    shortfall: computeShortfall(state, { counted, target, planned }),
    light: trafficLightFor(state, { forecast, target }),
    of: undefined,
    ...(terms.scope === "total" ? { places: [], months: [] } : shown),
  };
}

function computeParts(
  terms: IndicatorTerms,
  { cells, scheduled, today }: Required<ProgressInput>,
): ProgressPart[] {
  if (terms.scope === "total") return [];
  const groups = (key: (cell: CountCell) => string) => {
    const [by, ahead] = [Map.groupBy(cells, key), Map.groupBy(scheduled, key)];
    return (name: string) => ({ cells: by.get(name) ?? [], scheduled: ahead.get(name) ?? [] });
  };
  if (terms.scope === "per-place") {
    const at = groups((cell) => cell.place ?? "");
    const plan = Math.floor(terms.target * plannedShare(terms, today) + 1e-9);
    return terms.places.map((key) =>
      computePart(key, at(key), { ...terms, plan, over: today > terms.due_on }),
    );
  }
  const at = groups((cell) => cell.day.slice(0, 7));
  return listMonths(terms).map((key) => {
    const over = key < today.slice(0, 7) || today > terms.due_on;
    return computePart(key, at(key), {
      target: terms.target,
      plan: over ? terms.target : 0,
      over,
    });
  });
}

function computePart(
  key: string,
  facts: { cells: readonly CountCell[]; scheduled: readonly CountCell[] },
  { target, plan, over }: { target: number; plan: number; over: boolean },
): ProgressPart {
  const confirmed = sumAmounts(facts.cells, (cell) => cell.confirmed);
  const reported = sumAmounts(facts.cells, (cell) => cell.reported);
  const scheduled = sumAmounts(facts.scheduled, (cell) => cell.reported);
  const state = classifyState({
    counted: confirmed,
    target,
    planned: plan,
    forecast: undefined,
    isOver: over,
  });
  return { key, confirmed, reported, target, planned: plan, scheduled, state };
}

/**
 * Computes a share's progress: it has no pace, its target applies from the first reply to the last
 * day.
 */
function computeShareProgress(
  terms: IndicatorTerms,
  cells: readonly CountCell[],
  today: string,
): Progress {
  const over = today > terms.due_on;
  const whole = computeShare(cells);
  const by = Map.groupBy(cells, (cell) => cell.place ?? "");
  const keys = terms.scope === "per-place" ? terms.places : [];
  const places = keys.map((key) =>
    computeSharePart(key, by.get(key) ?? [], { target: terms.target, over }),
  );
  const one = computeSharePart("", cells, { target: terms.target, over });
  const short = places.some((place) => place.confirmed < place.target);
  const state =
    one.state === "done" && short
      ? "late"
      : one.state === "on-track" && short
        ? "behind"
        : one.state;
  const counted =
    places.length === 0 ? one.confirmed : Math.min(...places.map((place) => place.confirmed));
  return {
    ...one,
    state,
    counted,
    surplus: 0,
    nextScheduledOn: undefined,
    forecast: whole === undefined ? undefined : counted,
    shortfall: state === "behind" || state === "late" ? roundAmount(terms.target - counted) : 0,
    light: trafficLightFor(state, { forecast: counted, target: terms.target }),
    of: sumAmounts(cells, (cell) => cell.of ?? 0),
    places,
    months: [],
  };
}

function computeSharePart(
  key: string,
  cells: readonly CountCell[],
  { target, over }: { target: number; over: boolean },
): ProgressPart {
  const share = computeShare(cells);
  if (share === undefined)
    return {
      key,
      confirmed: 0,
      reported: 0,
      target,
      planned: 0,
      scheduled: 0,
      state: over ? "late" : "nothing-to-divide",
    };
  const met = share >= target;
  const state = met ? (over ? "done" : "on-track") : over ? "late" : "behind";
  return { key, confirmed: share, reported: 0, target, planned: target, scheduled: 0, state };
}

/** Returns per cent with one decimal; undefined when there is nothing to divide by. */
export function computeShare(cells: readonly CountCell[]): number | undefined {
  const of = sumAmounts(cells, (cell) => cell.of ?? 0);
  return of === 0
    ? undefined
    : Math.round((sumAmounts(cells, (cell) => cell.confirmed) / of) * 1000) / 10;
}

type StateInput = {
  counted: number;
  target: number;
  planned: number;
  forecast: number | undefined;
  isOver: boolean;
};

function classifyState({ counted, target, planned, forecast, isOver }: StateInput): IndicatorState {
  if (counted >= target) return "done";
  if (isOver) return "late";
  if (planned === 0) return counted > 0 ? "ahead" : "not-yet";
  if (counted < planned) return "behind";
  return forecast !== undefined && forecast >= target * aheadThreshold ? "ahead" : "on-track";
}

function computeShortfall(
  state: IndicatorState,
  { counted, target, planned }: Pick<StateInput, "counted" | "target" | "planned">,
): number {
  if (state === "late") return roundAmount(target - counted);
  return state === "behind" ? roundAmount(planned - counted) : 0;
}

function trafficLightFor(
  state: IndicatorState,
  { forecast, target }: Pick<StateInput, "forecast" | "target">,
): TrafficLight {
  if (state === "late") return "red";
  if (state === "behind") return (forecast ?? 0) >= target * amberThreshold ? "amber" : "red";
  return state === "not-yet" || state === "nothing-to-divide" ? "none" : "green";
}

/** Returns the part that is furthest from its target. */
export function findWeakestPart(parts: readonly ProgressPart[]): ProgressPart | undefined {
  return parts.toSorted((a, b) => a.confirmed / a.target - b.confirmed / b.target)[0];
}

/** Rounds to two decimals, as the tables store amounts. */
export const roundAmount = (value: number): number => Math.round(value * 100) / 100;

const sumAmounts = <T>(items: readonly T[], amount: (item: T) => number): number =>
  roundAmount(items.reduce((all, item) => all + amount(item), 0));
