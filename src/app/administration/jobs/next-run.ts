const minuteMs = 60_000;
const longestSearch = 366 * 24 * 60;

/** The limits of the five fields: minute, hour, day of the month, month, day of the week. */
const fields = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/**
 * When a cron expression of five numeric fields (lists, ranges and steps allowed) next fires after
 * an instant, in UTC; none within a year, or for what is no such expression, is undefined.
 */
export function computeNextRun(cron: string, after: Date): Date | undefined {
  const deps = cron.trim().split(/\s+/);
  const sets = fields.map(([low, high], index) => parseCronField(deps[index] ?? "", low, high));
  const [minutes, hours, days, months, weekdays] = sets;
  if (deps.length !== 5 || !minutes || !hours || !days || !months || !weekdays) return undefined;
  // Cron's own rule: where both the day and the weekday are limited, either will do.
  const either = deps[2] !== "*" && deps[4] !== "*";
  const first = Math.floor(after.getTime() / minuteMs) + 1;
  for (let minute = first; minute < first + longestSearch; minute += 1) {
    const at = new Date(minute * minuteMs);
    const day = days.has(at.getUTCDate());
    const weekday = weekdays.has(at.getUTCDay()) || (at.getUTCDay() === 0 && weekdays.has(7));
    if (
      minutes.has(at.getUTCMinutes()) &&
      hours.has(at.getUTCHours()) &&
      months.has(at.getUTCMonth() + 1) &&
      (either ? day || weekday : day && weekday)
    ) {
      return at;
    }
  }
  return undefined;
}

function parseCronField(field: string, low: number, high: number): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (match === null) return undefined;
    const [, from, to, step] = match;
    const start = from === undefined ? low : Number(from);
    const end =
      from === undefined || (to === undefined && step !== undefined) ? high : Number(to ?? from);
    for (let value = start; value <= Math.min(end, high); value += Math.max(1, Number(step ?? 1)))
      values.add(value);
  }
  return values;
}
