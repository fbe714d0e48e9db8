import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toDailySpans } from "./rooms/conflicts.ts";
import { requireValidSpan, attendanceModes, seatCode } from "./event.ts";
import {
  diffProgrammes,
  affectedSessions,
  type ProgrammeSnapshotSession,
} from "./programme/diff.ts";
import {
  nextInQueue,
  checkSeatFor,
  type SeatLimits,
  type SeatRequest,
  type TakenSeats,
} from "./seats/allocation.ts";

const hall: SeatLimits = { format: "hybrid", capacity: 3, online_capacity: null, quotas: [] };
const ask = (part: Partial<SeatRequest> = {}): SeatRequest => ({
  mode: "in-person",
  municipality_id: "a",
  role: "participant",
  ...part,
});

describe("seats", () => {
  test("leaves online seats free when seats in person are full", () => {
    const taken: TakenSeats[] = [{ ...ask(), count: 3 }];
    expect(checkSeatFor(hall, taken, ask())).toBe("full");
    expect(checkSeatFor(hall, taken, ask({ mode: "online" }))).toBe("free");
  });

  test("prefers a municipality's own quota to the quota of each", () => {
    const quotas = [
      { by: "municipality", value: null, seats: 1 },
      { by: "municipality", value: "a", seats: 2 },
    ] as const;
    const taken: TakenSeats[] = [
      { ...ask(), count: 1 },
      { ...ask({ municipality_id: "b" }), count: 1 },
    ];
    expect(checkSeatFor({ ...hall, quotas }, taken, ask())).toBe("free");
    expect(checkSeatFor({ ...hall, quotas }, taken, ask({ municipality_id: "b" }))).toBe("quota");
  });

  test("does not block others behind a person whose quota is used up", () => {
    const quotas = [{ by: "municipality", value: "a", seats: 0 }] as const;
    const waiting = [ask(), ask({ municipality_id: "b" })];
    expect(nextInQueue({ ...hall, quotas }, [], waiting)).toEqual([waiting[1]]);
  });

  test("never gives more seats than there are, nor leaves a seat free that somebody may have", () => {
    const asks = fc.array(
      fc.record({
        mode: fc.constantFrom(...attendanceModes),
        municipality_id: fc.constantFrom("a", "b", null),
        role: fc.constantFrom("participant", "press"),
      }),
      { maxLength: 30 },
    );
    const quotas = fc.array(
      fc.record({
        by: fc.constant("municipality" as const),
        value: fc.constantFrom("a", "b", null),
        seats: fc.nat(4),
      }),
      { maxLength: 2 },
    );
    fc.assert(
      fc.property(asks, quotas, fc.nat(8), fc.nat(8), (waiting, some, inside, online) => {
        const limits: SeatLimits = {
          format: "hybrid",
          capacity: inside + 1,
          online_capacity: online + 1,
          quotas: some,
        };
        const next = nextInQueue(limits, [], waiting);
        const taken = next.map((one) => ({ ...one, count: 1 }));
        expect(taken.filter((one) => one.mode === "in-person").length).toBeLessThanOrEqual(
          inside + 1,
        );
        expect(taken.filter((one) => one.mode === "online").length).toBeLessThanOrEqual(online + 1);
        for (const one of waiting) {
          if (!next.includes(one)) expect(checkSeatFor(limits, taken, one)).not.toBe("free");
        }
      }),
    );
  });

  test("gives different codes within an event", () => {
    const codes = Array.from({ length: 500 }, (_, seat) => seatCode("М-2026-0031", seat + 1));
    expect(new Set(codes).size).toBe(500);
    expect(codes[103]).toMatch(/^[А-Я]{2}-204$/);
  });
});

describe("time", () => {
  test("refuses an end before the beginning at its field", () => {
    const at = new Date("2026-06-01T05:00:00Z");
    expect(() => requireValidSpan({ startsAt: at, endsAt: at })).toThrow("events.ends-before");
  });

  test("leaves nights free in a booking of three days", () => {
    const spans = toDailySpans(
      { startsAt: new Date("2026-06-01T05:00:00Z"), endsAt: new Date("2026-06-03T12:00:00Z") },
      "Asia/Yekaterinburg",
    );
    expect(spans.map((span) => span.startsAt.toISOString().slice(8, 16))).toEqual([
      "01T05:00",
      "02T05:00",
      "03T05:00",
    ]);
    expect(spans[0]?.endsAt.toISOString()).toBe("2026-06-01T12:00:00.000Z");
  });
});

describe("versions of a programme", () => {
  const session = (
    id: string,
    part: Partial<ProgrammeSnapshotSession> = {},
  ): ProgrammeSnapshotSession => ({
    id,
    parent: null,
    kind: "section",
    title: id,
    summary: "",
    startsAt: "2026-06-08T05:00:00.000Z",
    endsAt: "2026-06-08T06:00:00.000Z",
    room: null,
    place: "",
    online: false,
    capacity: null,
    speakers: [],
    ...part,
  });

  test("reports times before and after of a moved session", () => {
    const moved = session("a", { startsAt: "2026-06-08T05:30:00.000Z" });
    const [change] = diffProgrammes({ sessions: [session("a")] }, { sessions: [moved] });
    expect(change).toMatchObject({
      what: "changed",
      parts: ["time"],
      from: { startsAt: session("a").startsAt },
    });
  });

  test("affects the section of a removed talk, and nobody by a corrected description", () => {
    const before = { sessions: [session("s"), session("t", { parent: "s" }), session("x")] };
    const after = { sessions: [session("s"), session("x", { summary: "Подробнее" })] };
    const changes = diffProgrammes(before, after);
    expect(changes.map(({ session: id, what }) => [id, what])).toEqual([
      ["x", "changed"],
      ["t", "removed"],
    ]);
    expect([...affectedSessions(changes, [before, after])].toSorted()).toEqual(["s", "t"]);
  });

  test("finds no difference between equal programmes", () => {
    const snapshot = { sessions: [session("a"), session("b", { parent: "a" })] };
    expect(diffProgrammes(snapshot, structuredClone(snapshot))).toEqual([]);
  });
});
