import type { EventFormat, AttendanceMode } from "../event.ts";

/** Seats given or kept for somebody, by what limits look at. */
export type TakenSeats = {
  mode: AttendanceMode;
  municipality_id: string | null;
  role: string;
  count: number;
};

/** At most `seats` for the municipality or role named; for each of them where none is. */
export type SeatQuota = { by: "municipality" | "role"; value: string | null; seats: number };

export type SeatLimits = {
  format: EventFormat;
  capacity: number | null;
  online_capacity: number | null;
  quotas: readonly SeatQuota[];
};

export type SeatRequest = { mode: AttendanceMode; municipality_id: string | null; role: string };

/** Is there a seat for this person: yes, no since the hall is full, or no since their share is. */
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

export const capacityFor = (
  hall: Pick<SeatLimits, "capacity" | "online_capacity">,
  mode: AttendanceMode,
) => (mode === "online" ? hall.online_capacity : hall.capacity);

/** Shares are of the hall, and of the line only where there is no hall. */
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

/** The share named for the value stands before the one that is meant for each. */
function findQuota(quotas: readonly SeatQuota[], by: SeatQuota["by"], value: string | null) {
  const own = quotas.filter((quota) => quota.by === by);
  return (
    own.find((quota) => quota.value === value && value !== null) ??
    own.find((quota) => quota.value === null)
  );
}

export function countSeats(
  taken: readonly TakenSeats[],
  fits: (row: TakenSeats) => boolean,
): number {
  return taken.reduce((total, row) => (fits(row) ? total + row.count : total), 0);
}

/**
 * Whom freed seats go to: by the time of asking; one whose share is full does not hold up those
 * behind. The list is in that order; the answer keeps it.
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
