import type { Ctx } from "#base/context.ts";
import { dateOfDay, dayAt, fromZoned, toZoned } from "#base/time/local-time.ts";
import { conflict, invalid, found } from "#base/refusal.ts";
import { overlap } from "../event.ts";
import { busyRoom, busySpeaker, findRoom, type Busy } from "./conflicts-store.ts";

export type Span = { startsAt: Date; endsAt: Date };

/**
 * When a place is taken by an event of several days: each day from its first hour to its last, since
 * nobody sits in the hall at night.
 */
export function hoursOf({ startsAt, endsAt }: Span, zone: string): Span[] {
  const [first, last] = [dayAt(startsAt.getTime(), zone), dayAt(endsAt.getTime() - 1, zone)];
  if (first === last) return [{ startsAt, endsAt }];
  const [from, to] = [toZoned(startsAt, zone).minutes, toZoned(endsAt, zone).minutes];
  const until = to > from ? to : 1440;
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const day = dateOfDay(first + index);
    return { startsAt: fromZoned(day, from, zone), endsAt: fromZoned(day, until, zone) };
  });
}

/** The first of the other things that stands in the way. */
export function firstClash(
  spans: readonly Span[],
  busy: readonly Busy[],
  zone: string,
): Busy | undefined {
  return busy.find((other) => {
    const taken = other.session === null ? hoursOf(other, zone) : [other];
    return spans.some((span) => taken.some((hours) => overlap(span, hours)));
  });
}

type RoomAsk = Span & { room: string | null; seats: number | null; event: string };

/** The room exists, is open, holds as many as are asked in, and no other event has it then. */
export async function demandFreeRoom(ctx: Ctx, ask: RoomAsk): Promise<void> {
  if (ask.room === null) return;
  const room = await findRoom(ctx, ask.room);
  if (room === undefined || room.closed_at !== null) throw at("roomId", "unknown-room");
  if (room.capacity !== null && ask.seats !== null && ask.seats > room.capacity) {
    throw invalid("events.room-small", {
      values: { seats: room.capacity },
      fields: { capacity: "events.room-small" },
    });
  }
  const busy = await busyRoom(ctx, {
    room: ask.room,
    event: ask.event,
    startsAt: ask.startsAt,
    endsAt: ask.endsAt,
  });
  const zone = ctx.region.timeZone;
  const clash = firstClash(hoursOf(ask, zone), busy, zone);
  if (clash !== undefined) throw taken("roomId", "room-taken", clash);
}

/** A session's room and each of its speakers are free at that hour, here and in other events. */
export async function demandFreeSession(
  ctx: Ctx,
  ask: Span & {
    event: string;
    session: string;
    room: string | null;
    speakers: readonly string[];
    within: readonly string[];
  },
): Promise<void> {
  const zone = ctx.region.timeZone;
  if (ask.room !== null) {
    found(await findRoom(ctx, ask.room));
    const busy = await busyRoom(ctx, { ...ask, room: ask.room });
    const clash = firstClash([ask], busy, zone);
    if (clash !== undefined) throw taken("roomId", "room-taken", clash);
  }
  if (ask.speakers.length === 0) return;
  const clash = firstClash([ask], await busySpeaker(ctx, ask), zone);
  if (clash !== undefined) throw taken("speakers", "speaker-taken", clash);
}

const at = (field: string, reason: string) =>
  invalid(`events.${reason}`, { fields: { [field]: `events.${reason}` } });

const taken = (field: string, reason: string, clash: Busy) =>
  conflict(`events.${reason}`, {
    values: { event: `${clash.number} «${clash.title}»`, who: clash.who ?? "" },
    fields: { [field]: `events.${reason}` },
  });
