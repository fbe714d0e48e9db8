import type { Ctx } from "#base/context.ts";
import { dateOfDay, dayAt, fromZoned, toZoned } from "#base/time/local-time.ts";
import { conflict, orNotFound, invalidField } from "#base/refusal.ts";
import { spansOverlap } from "../event.ts";
import {
  listRoomBookings,
  listSpeakerBookings,
  findRoom,
  type Booking,
} from "./conflicts-store.ts";

export type BookingSpan = { startsAt: Date; endsAt: Date };

/**
 * Splits a booking of several days into days, each from its first hour to its last: nights are
 * free.
 */
export function toDailySpans({ startsAt, endsAt }: BookingSpan, zone: string): BookingSpan[] {
  const [first, last] = [dayAt(startsAt.getTime(), zone), dayAt(endsAt.getTime() - 1, zone)];
  if (first === last) return [{ startsAt, endsAt }];
  const [from, to] = [toZoned(startsAt, zone).minutes, toZoned(endsAt, zone).minutes];
  const until = to > from ? to : 1440;
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const day = dateOfDay(first + index);
    return { startsAt: fromZoned(day, from, zone), endsAt: fromZoned(day, until, zone) };
  });
}

/** Finds the first booking that overlaps. */
export function findConflict(
  spans: readonly BookingSpan[],
  bookings: readonly Booking[],
  zone: string,
): Booking | undefined {
  return bookings.find((other) => {
    const taken = other.session === null ? toDailySpans(other, zone) : [other];
    return spans.some((span) => taken.some((hours) => spansOverlap(span, hours)));
  });
}

type RoomRequest = BookingSpan & { room: string | null; seats: number | null; event: string };

/** Throws unless the room exists, is open, has enough places, and is free. */
export async function requireFreeRoom(ctx: Ctx, request: RoomRequest): Promise<void> {
  if (request.room === null) return;
  const room = await findRoom(ctx, request.room);
  if (room === undefined || room.closed_at !== null)
    throw invalidField("roomId", "events.unknown-room");
  if (room.capacity !== null && request.seats !== null && request.seats > room.capacity) {
    throw invalidField("capacity", "events.room-small", { seats: room.capacity });
  }
  const bookings = await listRoomBookings(ctx, {
    room: request.room,
    event: request.event,
    startsAt: request.startsAt,
    endsAt: request.endsAt,
  });
  const zone = ctx.region.timeZone;
  const booking = findConflict(toDailySpans(request, zone), bookings, zone);
  if (booking !== undefined) throw conflictWith("roomId", "room-taken", booking);
}

/** Throws unless a session's room and each of its speakers are free at that time, in all events. */
export async function requireNoSessionConflict(
  ctx: Ctx,
  request: BookingSpan & {
    event: string;
    session: string;
    room: string | null;
    speakers: readonly string[];
    within: readonly string[];
  },
): Promise<void> {
  const zone = ctx.region.timeZone;
  if (request.room !== null) {
    orNotFound(await findRoom(ctx, request.room));
    const busy = await listRoomBookings(ctx, { ...request, room: request.room });
    const booking = findConflict([request], busy, zone);
    if (booking !== undefined) throw conflictWith("roomId", "room-taken", booking);
  }
  if (request.speakers.length === 0) return;
  const booking = findConflict([request], await listSpeakerBookings(ctx, request), zone);
  if (booking !== undefined) throw conflictWith("speakers", "speaker-taken", booking);
}

const conflictWith = (field: string, reason: string, clash: Booking) =>
  conflict(`events.${reason}`, {
    values: { event: `${clash.number} «${clash.title}»`, who: clash.who ?? "" },
    fields: { [field]: `events.${reason}` },
  });
