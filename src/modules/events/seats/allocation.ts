import type { Format, Mode } from "../event.ts";

/** Seats given or kept for somebody, by what limits look at. */
export type Taken = {
  mode: Mode;
  municipality_id: string | null;
  role: string;
  count: number;
};

/** At most `seats` for the municipality or role named; for each of them where none is. */
export type Quota = { by: "municipality" | "role"; value: string | null; seats: number };

export type Hall = {
  format: Format;
  capacity: number | null;
  online_capacity: number | null;
  quotas: readonly Quota[];
};

export type SeatAsk = { mode: Mode; municipality_id: string | null; role: string };

/** Is there a seat for this person: yes, no since the hall is full, or no since their share is. */
export function seatFor(
  hall: Hall,
  taken: readonly Taken[],
  ask: SeatAsk,
): "free" | "full" | "quota" {
  const limit = limitOf(hall, ask.mode);
  if (limit !== null && sum(taken, (row) => row.mode === ask.mode) >= limit) return "full";
  return quotaLeft(hall, taken, ask) > 0 ? "free" : "quota";
}

export const limitOf = (hall: Pick<Hall, "capacity" | "online_capacity">, mode: Mode) =>
  mode === "online" ? hall.online_capacity : hall.capacity;

/** Shares are of the hall, and of the line only where there is no hall. */
function quotaLeft(hall: Hall, taken: readonly Taken[], ask: SeatAsk): number {
  const shared: Mode = hall.format === "online" ? "online" : "in-person";
  if (ask.mode !== shared) return Infinity;
  const left = (["municipality", "role"] as const).map((by) => {
    const value = by === "role" ? ask.role : ask.municipality_id;
    const quota = quotaOf(hall.quotas, by, value);
    if (quota === undefined) return Infinity;
    const same = (row: Taken) => (by === "role" ? row.role : row.municipality_id) === value;
    return quota.seats - sum(taken, (row) => row.mode === shared && same(row));
  });
  return Math.min(...left);
}

/** The share named for the value stands before the one that is meant for each. */
function quotaOf(quotas: readonly Quota[], by: Quota["by"], value: string | null) {
  const own = quotas.filter((quota) => quota.by === by);
  return (
    own.find((quota) => quota.value === value && value !== null) ??
    own.find((quota) => quota.value === null)
  );
}

export function sum(taken: readonly Taken[], fits: (row: Taken) => boolean): number {
  return taken.reduce((total, row) => (fits(row) ? total + row.count : total), 0);
}

/**
 * Whom freed seats go to: by the time of asking; one whose share is full does not hold up those
 * behind. The list is in that order; the answer keeps it.
 */
export function nextInQueue<W extends SeatAsk>(
  hall: Hall,
  taken: readonly Taken[],
  waiting: readonly W[],
): W[] {
  const counted: Taken[] = [...taken];
  return waiting.filter((ask) => {
    if (seatFor(hall, counted, ask) !== "free") return false;
    counted.push({ ...pick(ask), count: 1 });
    return true;
  });
}

const pick = ({ mode, municipality_id, role }: SeatAsk): SeatAsk => ({
  mode,
  municipality_id,
  role,
});
