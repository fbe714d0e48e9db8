import type { IndicatorTerms } from "./indicator.ts";
import { conflict, invalid, invalidField } from "#base/refusal.ts";

type ProjectDates = { starts_on: string | null; ends_on: string | null };

/**
 * Throws errors at the dates unless the indicator is within its project's dates and ends after it
 * begins.
 */
export function requireDatesWithinProject(
  project: ProjectDates,
  span: { startsOn: string; dueOn: string },
): void {
  const fields: Record<string, string> = {};
  if (span.dueOn < span.startsOn) fields.dueOn = "indicators.due-before-start";
  if (project.starts_on !== null && span.startsOn < project.starts_on)
    fields.startsOn = "indicators.before-project";
  if (project.ends_on !== null && span.dueOn > project.ends_on)
    fields.dueOn ??= "indicators.after-project";
  if (Object.keys(fields).length === 0) return;
  throw invalid("indicators.days-wrong", {
    fields,
    values: { first: project.starts_on ?? "", last: project.ends_on ?? "" },
  });
}

/** Throws an error at `steps` unless they rise by day and value, within the term, to the target. */
export function requireValidSteps(terms: IndicatorTerms): void {
  const refuse = (reason: string) => invalidField("steps", reason);
  const { steps } = terms;
  if (steps === null) return;
  if (terms.isShare || terms.scope === "per-month") throw refuse("indicators.steps-not-here");
  const rising = steps.every(({ day, value }, at) => {
    const before = steps[at - 1];
    return before === undefined || (day > before.day && value > before.value);
  });
  if (!rising) throw refuse("indicators.steps-not-rising");
  if (steps.some(({ day }) => day < terms.starts_on || day > terms.due_on))
    throw refuse("indicators.steps-outside");
  if (steps.at(-1)?.value !== terms.target) throw refuse("indicators.steps-not-target");
}

/** Throws a conflict unless a person other than the one who entered it approves the entry. */
export function requireSecondPerson(
  entry: { entered_by: string | null },
  person: string | null,
): void {
  if (person !== null && entry.entered_by !== person) return;
  throw conflict("indicators.own-entry");
}

/** Throws a conflict when `others`, of other organisations, could approve the entry. */
export function requireNoOutsideApprover(others: readonly string[]): void {
  if (others.length === 0) return;
  throw conflict("indicators.same-organisation", {
    values: { names: others.slice(0, 3).join(", ") },
  });
}

type PeriodBounds = { from_day: string; to_day: string };

/** Throws an error at the field unless the period is over and overlaps no locked one. */
export function requireLockablePeriod(
  periods: readonly PeriodBounds[],
  asked: PeriodBounds,
  today: string,
): void {
  const refuse = (field: string, reason: string) => invalidField(field, reason);
  if (asked.to_day < asked.from_day) throw refuse("to", "indicators.due-before-start");
  if (asked.to_day >= today) throw refuse("to", "indicators.period-not-over");
  if (periods.some((one) => one.from_day <= asked.to_day && asked.from_day <= one.to_day))
    throw refuse("from", "indicators.period-overlaps");
}
