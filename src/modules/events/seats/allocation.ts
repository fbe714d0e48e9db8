import type { EventFormat, AttendanceMode } from "../event.ts";

/** Number of seats offered or confirmed, by the columns that limits use. */
export type TakenSeats = {
  mode: AttendanceMode;
  municipality_id: string | null;
  role: string;
  count: number;
};

/** At most `seats` for one municipality or role; for each of them when `value` is null. */
export type SeatQuota = { by: "municipality" | "role"; value: string | null; seats: number };

export type SeatLimits = {
  format: EventFormat;
  capacity: number | null;
  online_capacity: number | null;
  quotas: readonly SeatQuota[];
};

export type SeatRequest = { mode: AttendanceMode; municipality_id: string | null; role: string };

/**
 * Returns whether a person gets a seat: `free`, `full` (no seats) or `quota` (the quota is used
 * up).
 */
export function checkSeatFor(
  limits: SeatLimits,
  taken: readonly TakenSeats[],
  request: SeatRequest,
): "free" | "full" | "quota" {
  const limit = capacityFor(limits, request.mode);
  if (limit !== null && countSeats(taken, (row) => row.mode === request.mode) >= limit)
    return "full";
  return remainingQuota(limits, taken, request) > 0 ? "free" : "quota";
}

/** Returns the number of seats in a mode; null without a limit. */
export const capacityFor = (
  hall: Pick<SeatLimits, "capacity" | "online_capacity">,
  mode: AttendanceMode,
) => (mode === "online" ? hall.online_capacity : hall.capacity);

/**
 * Returns the seats left in the quotas of a request. Quotas apply to seats in person, and to online
 * ones only where the event is online.
 */
function remainingQuota(
  limits: SeatLimits,
  taken: readonly TakenSeats[],
  request: SeatRequest,
): number {
  const shared: AttendanceMode = limits.format === "online" ? "online" : "in-person";
  if (request.mode !== shared) return Infinity;
  const left = (["municipality", "role"] as const).map((by) => {
    const value = by === "role" ? request.role : request.municipality_id;
    const quota = findQuota(limits.quotas, by, value);
    if (quota === undefined) return Infinity;
    const same = (row: TakenSeats) => (by === "role" ? row.role : row.municipality_id) === value;
    return quota.seats - countSeats(taken, (row) => row.mode === shared && same(row));
  });
  return Math.min(...left);
}

/** Finds the quota of the value, or else the one for each value. */
function findQuota(quotas: readonly SeatQuota[], by: SeatQuota["by"], value: string | null) {
  const own = quotas.filter((quota) => quota.by === by);
  return (
    own.find((quota) => quota.value === value && value !== null) ??
    own.find((quota) => quota.value === null)
  );
}

/** Sums the seats of the rows that match. */
export function countSeats(
  taken: readonly TakenSeats[],
  fits: (row: TakenSeats) => boolean,
): number {
  return taken.reduce((total, row) => (fits(row) ? total + row.count : total), 0);
}

/**
 * Selects whom freed seats go to, in the given order of request; a person whose quota is used up
 * does not block those behind.
 */
export function nextInQueue<W extends SeatRequest>(
  limits: SeatLimits,
  taken: readonly TakenSeats[],
  waiting: readonly W[],
): W[] {
  const counted: TakenSeats[] = [...taken];
  return waiting.filter((request) => {
    if (checkSeatFor(limits, counted, request) !== "free") return false;
    counted.push({ ...toSeatRequest(request), count: 1 });
    return true;
  });
}

const toSeatRequest = ({ mode, municipality_id, role }: SeatRequest): SeatRequest => ({
  mode,
  municipality_id,
  role,
});
