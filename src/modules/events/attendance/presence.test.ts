import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countHours,
  computePresences,
  parseRowNumbers,
  parseSeatCode,
  parseTicket,
  type AttendanceMark,
  type MarkWithdrawal,
} from "./presence.ts";

const uuid = (n: number) => `019a0000-0000-7000-8000-${String(n).padStart(12, "0")}`;

const mark = fc
  .record({
    id: fc.integer({ min: 1, max: 60 }),
    contact: fc.integer({ min: 1, max: 5 }),
    session: fc.option(fc.integer({ min: 1, max: 2 })),
    minute: fc.integer({ min: 0, max: 9 }),
    source: fc.constantFrom("qr", "surname", "paper", "self", "hand"),
  })
  // An id belongs to one mark only.
  .map(({ id, ...part }): AttendanceMark => ({
    id: uuid(id),
    sessionId: id % 3 === 0 ? `session-${id % 2}` : null,
    contactId: `contact-${id % 5}`,
    mode: "in-person",
    source: (["qr", "surname", "paper", "self", "hand"] as const)[id % 5] ?? part.source,
    at: new Date(Date.UTC(2026, 5, 1, 5, (id * 7) % 10)),
    recordedBy: null,
    device: "",
    paperListId: null,
  }));
const withdrawal = fc
  .record({ id: fc.integer({ min: 1, max: 60 }), minute: fc.integer({ min: 0, max: 59 }) })
  .map(({ id, minute }): MarkWithdrawal => ({
    markId: uuid(id),
    reason: `reason ${minute}`,
    at: new Date(Date.UTC(2026, 5, 1, 8, minute)),
  }));

const computeFrom = (marks: readonly AttendanceMark[], withdrawals: readonly MarkWithdrawal[]) =>
  [...computePresences(marks, withdrawals)].sort(([a], [b]) => (a < b ? -1 : 1));

describe("computation of presences", () => {
  test("does not depend on order, batches and repetitions", () => {
    fc.assert(
      fc.property(
        fc.array(mark),
        fc.array(withdrawal),
        fc.infiniteStream(fc.nat()),
        (marks, withdrawals, luck) => {
          const shuffled = <T>(list: readonly T[]): T[] =>
            [...list, ...list.slice(0, 3)]
              .map((item) => ({ item, key: luck.next().value ?? 0 }))
              .sort((a, b) => a.key - b.key)
              .map(({ item }) => item);
          expect(computeFrom(shuffled(marks), shuffled(withdrawals))).toEqual(
            computeFrom(marks, withdrawals),
          );
        },
      ),
    );
  });

  test("takes a person with a valid mark as present, with the source of the earliest", () => {
    fc.assert(
      fc.property(fc.array(mark), fc.array(withdrawal), (marks, withdrawals) => {
        const taken = new Set(withdrawals.map((one) => one.markId));
        const standing = marks.filter((one) => !taken.has(one.id));
        const present = [...computePresences(marks, withdrawals).values()].filter(
          (one) => one.sessionId === null && one.withdrawn === undefined,
        );
        expect(new Set(present.map((one) => one.contactId))).toEqual(
          new Set(standing.map((one) => one.contactId)),
        );
        for (const one of present) {
          const earliest = Math.min(
            ...standing.filter((m) => m.contactId === one.contactId).map((m) => m.at.getTime()),
          );
          expect(one.mark.at.getTime()).toBe(earliest);
          expect(standing).toContainEqual(one.mark);
        }
      }),
    );
  });

  test("implies presence at the event from presence at a session", () => {
    const one: AttendanceMark = {
      id: randomUUID(),
      sessionId: "s",
      contactId: "c",
      mode: "online",
      source: "self",
      at: new Date(0),
      recordedBy: null,
      device: "",
      paperListId: null,
    };
    expect([...computePresences([one], []).values()].map(({ sessionId }) => sessionId)).toEqual([
      null,
      "s",
    ]);
  });
});

describe("parsing at check-in", () => {
  test("reads short codes however they are typed, and private links", () => {
    expect(parseSeatCode("сн 204")).toBe("СН-204");
    expect(parseSeatCode("CH–204")).toBe("СН-204");
    expect(parseSeatCode("204")).toBeUndefined();
    const token = "a".repeat(43);
    expect(parseTicket(`https://okno.example/sinegorsk/my/events/${token}`)).toEqual({ token });
    expect(parseTicket("https://okno.example/x/%D0%A1%D0%9D-204")).toEqual({ code: "СН-204" });
    expect(parseTicket("WIFI:S:hall;;")).toBeUndefined();
  });

  test("reads row numbers with ranges, and reports what is no row of the list", () => {
    expect(parseRowNumbers("1-3, 7 5–6", 10)).toEqual({ numbers: [1, 2, 3, 5, 6, 7], wrong: [] });
    expect(parseRowNumbers("4, 12, x, 5-2", 10)).toEqual({
      numbers: [4],
      wrong: ["12", "x", "5-2"],
    });
  });
});

test("counts hours of overlapping sessions once", () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 5, 1, hour));
  const span = (from: number, to: number) => ({ startsAt: at(from), endsAt: at(to) });
  expect(countHours([span(10, 12), span(11, 13), span(14, 15)])).toBe(4);
  expect(countHours([])).toBe(0);
});
