import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { listSubjectFacts } from "#base/journal.ts";
import { linkToken } from "#base/http/private-link.ts";
import type { Refusal } from "#base/refusal.ts";
import { upsertContact, mergeContacts, unmergeContact } from "#modules/people/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { cancelEvent } from "../edit/actions.ts";
import {
  insertMunicipalities,
  createAnnouncedEvent,
  coordinator,
  guest,
  operator,
  places,
  sampleRegistration,
} from "../fixtures.ts";
import {
  closeAttendance,
  markNewcomer,
  markPresent,
  restorePresence,
  withdrawPresence,
} from "./actions.ts";
import { mergePresences, searchAtDoor } from "../check-in/door.ts";
import { findDoubts } from "./doubts-reads.ts";
import { countPresentByPlace } from "./breakdown-reads.ts";
import { enterPaperList, createPaperList, parseHandwritten } from "../check-in/paper-actions.ts";
import { reportOnlineAttendance, createOnlineCode } from "../check-in/online-actions.ts";
import { findPresence, listPresences } from "./store.ts";
import { saveSession } from "../programme/actions.ts";
import { register } from "../registration/actions.ts";
import { findRegistration } from "../registration/store.ts";
import { findEvent } from "../store.ts";

let app: TestApp;
let system: Ctx;
let staff: Ctx;
let visitors: Ctx;

const before = new Date("2026-06-01T05:00:00Z");
/** 10:15 on the Monday of the fixture's seminar. */
const during = new Date("2026-06-08T05:15:00Z");
const after = new Date("2026-06-09T05:00:00Z");

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  await insertMunicipalities(system);
  staff = await app.asActor(operator());
  visitors = await app.asActor(guest);
});
afterAll(() => app.close());
beforeEach(() => void (app.clock.now = before));

const expectRefusal = (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => expect.fail("nothing was refused"),
    (error: Refusal) => error,
  );
const eventNow = async (id: string) => {
  const event = await findEvent(system, id);
  if (event === undefined) throw new Error("no event");
  return event;
};
const uuid = (n: number) => `019a1111-0000-7000-8000-${String(n).padStart(12, "0")}`;

/** Creates a seminar with so many registered people. */
async function createSeminar(
  people: number,
  from = 1,
  part: Parameters<typeof createAnnouncedEvent>[1] = {},
) {
  const mode = part?.format === "hybrid" ? ("online" as const) : ("in-person" as const);
  const event = await createAnnouncedEvent(staff, part);
  const seats = [];
  for (let n = from; n < from + people; n += 1) {
    await register(visitors, event.id, { ...sampleRegistration(n), mode });
  }
  const rows = await system.db
    .selectFrom("events_registrations")
    .selectAll()
    .where("event_id", "=", event.id)
    .orderBy("seat")
    .execute();
  for (const row of rows) seats.push(row);
  return { event, seats };
}

const seatAt = <T>(seats: readonly T[], at: number): T => {
  const seat = seats[at];
  if (seat === undefined) throw new Error("no seat");
  return seat;
};

describe("check-in at the door", () => {
  test("accepts a ticket by its code and by its link, and counts it once", async () => {
    const { event, seats } = await createSeminar(2);
    app.clock.now = during;
    const [first, second] = [seatAt(seats, 0), seatAt(seats, 1)];
    const link = `http://localhost/sinegorsk/my/events/${linkToken(system.app.linkKey, system.region.id, second.id)}`;
    const batch = {
      device: "door 1",
      marks: [
        { id: uuid(1), at: during, source: "qr" as const, ticket: first.code },
        { id: uuid(2), at: during, source: "qr" as const, ticket: link },
      ],
    };
    const answer = await mergePresences(staff, event.number, batch);
    expect(answer.present).toBe(2);
    expect(answer.marks.map(({ state }) => state)).toEqual(["counted", "counted"]);
    const again = await mergePresences(staff, event.number, batch);
    expect(again.present).toBe(2);
    expect(again.marks.map(({ state }) => state)).toEqual(["known", "known"]);
    expect(
      (await listPresences(system, event.id)).map(({ source, device }) => [source, device]),
    ).toEqual([
      ["qr", "door 1"],
      ["qr", "door 1"],
    ]);
  });

  test("refuses a ticket of another event with that event and its owner", async () => {
    const { event } = await createSeminar(1);
    const other = await createSeminar(1, 40, { title: "Соседи, которые делают" });
    app.clock.now = during;
    const { marks, present } = await mergePresences(staff, event.number, {
      marks: [{ id: uuid(11), at: during, source: "qr", ticket: seatAt(other.seats, 0).code }],
    });
    expect(present).toBe(0);
    expect(marks[0]).toMatchObject({
      state: "other-event",
      event: { number: other.event.number, title: "Соседи, которые делают" },
      contact: seatAt(other.seats, 0).contact_id,
    });
    await markPresent(staff, event.number, { contactId: seatAt(other.seats, 0).contact_id });
    expect((await eventNow(event.id)).present).toBe(1);
  });

  test("accepts the other marks of a batch with one wrong ticket", async () => {
    const { event, seats } = await createSeminar(1);
    app.clock.now = during;
    const { marks } = await mergePresences(staff, event.number, {
      marks: [
        { id: uuid(21), at: during, source: "qr", ticket: "ЯЯ-999" },
        { id: uuid(22), at: during, source: "qr", contact: uuid(999) },
        {
          id: uuid(23),
          at: during,
          source: "qr",
          ticket: seatAt(seats, 0).code,
          session: uuid(998),
        },
        { id: uuid(24), at: during, source: "qr", ticket: seatAt(seats, 0).code },
      ],
    });
    expect(marks.map(({ state }) => state)).toEqual([
      "unknown-ticket",
      "unknown-person",
      "unknown-session",
      "counted",
    ]);
  });

  test("finds registered people first by surname, and marks a newcomer", async () => {
    const { event } = await createSeminar(1, 60);
    app.clock.now = during;
    const id = await markNewcomer(staff, event.number, {
      person: { surname: "Сажина", givenName: "Ольга", municipalityId: places.sinegorsk },
      source: "surname",
    });
    const [line] = await searchAtDoor(staff, event.number, "саж");
    expect(line?.contact.id).toBe(id);
    expect(line?.presence?.source).toBe("surname");
    expect(await countPresentByPlace(system, event.id)).toEqual([
      { id: places.sinegorsk, name: "", inPerson: 1, online: 0 },
    ]);
  });

  test("refuses marks before the day, at a cancelled event, or by another municipality's coordinator", async () => {
    const { event, seats } = await createSeminar(1, 70);
    const contactId = seatAt(seats, 0).contact_id;
    const mark = () => markPresent(staff, event.number, { contactId });
    expect((await expectRefusal(mark())).reason).toBe("events.presence-too-early");
    const foreign = await app.asActor(coordinator(places.sinegorsk));
    app.clock.now = during;
    expect((await expectRefusal(markPresent(foreign, event.number, { contactId }))).kind).toBe(
      "forbidden",
    );
    app.clock.now = before;
    await cancelEvent(staff, event.id, { reason: "Зал закрыт" });
    app.clock.now = during;
    expect((await expectRefusal(mark())).reason).toBe("events.presence-cancelled");
  });
});

describe("corrections", () => {
  test("withdraws a mark with its reason, lists it, and restores it", async () => {
    const { event, seats } = await createSeminar(1, 80);
    const contactId = seatAt(seats, 0).contact_id;
    app.clock.now = during;
    await markPresent(staff, event.number, { contactId, source: "surname" });
    await withdrawPresence(staff, event.number, { contactId, reason: "Отметили не того" });
    expect((await eventNow(event.id)).present).toBe(0);
    expect((await findPresence(system, event.id, contactId))?.withdrawn_reason).toBe(
      "Отметили не того",
    );
    expect(
      (await expectRefusal(withdrawPresence(staff, event.number, { contactId, reason: "Ещё раз" })))
        .reason,
    ).toBe("events.not-marked");
    await restorePresence(staff, event.number, { contactId });
    expect(await findPresence(system, event.id, contactId)).toMatchObject({
      withdrawn_at: null,
      source: "surname",
    });
    expect((await eventNow(event.id)).present).toBe(1);
  });

  test("closes attendance only with marks, and records later changes as corrections", async () => {
    const { event, seats } = await createSeminar(2, 90);
    expect((await expectRefusal(closeAttendance(staff, event.number))).reason).toBe(
      "events.not-begun",
    );
    app.clock.now = during;
    expect((await expectRefusal(closeAttendance(staff, event.number))).reason).toBe(
      "events.no-list",
    );
    await markPresent(staff, event.number, { contactId: seatAt(seats, 0).contact_id });
    app.clock.now = after;
    const closed = await closeAttendance(staff, event.number);
    expect(closed).toMatchObject({ stage: "held", present: 1 });
    expect((await expectRefusal(closeAttendance(staff, event.number))).reason).toBe(
      "events.attendance-closed",
    );
    await markPresent(staff, event.number, { contactId: seatAt(seats, 1).contact_id });
    const facts = await listSubjectFacts(system, event.id);
    expect(facts.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["attendance.closed", "presence.corrected"]),
    );
    expect(JSON.stringify(facts)).not.toMatch(/[А-Яа-я]{4}/);
    expect((await eventNow(event.id)).present).toBe(2);
  });

  test("counts merged contacts as one person, and as two after they are separated", async () => {
    const { event } = await createSeminar(0, 95);
    app.clock.now = during;
    const one = await markNewcomer(staff, event.number, {
      person: { surname: "Лугин", givenName: "Роман" },
    });
    const two = await markNewcomer(staff, event.number, {
      person: { surname: "Лугин", givenName: "Роман" },
    });
    expect(two).not.toBe(one);
    const doubts = (await findDoubts(system, [event.id])).get(event.id);
    expect(doubts).toMatchObject([{ kind: "same-twice" }]);
    expect(new Set(doubts?.[0]?.contacts)).toEqual(new Set([one, two]));
    await mergeContacts(system, { id: two, into: one });
    expect((await eventNow(event.id)).present).toBe(1);
    expect((await findDoubts(system, [event.id])).size).toBe(0);
    await unmergeContact(system, two);
    expect((await eventNow(event.id)).present).toBe(2);
  });

  test("reports a person at two places at once and a room above capacity", async () => {
    const first = await createSeminar(0, 100, { capacity: 1 });
    const second = await createSeminar(0, 100, { title: "В то же время" });
    app.clock.now = during;
    const id = await markNewcomer(staff, first.event.number, { person: { surname: "Елагина" } });
    await markNewcomer(staff, first.event.number, { person: { surname: "Крутов" } });
    await markPresent(staff, second.event.number, { contactId: id });
    const doubts = await findDoubts(system, [first.event.id, second.event.id]);
    expect(doubts.get(first.event.id)).toEqual(
      expect.arrayContaining([
        { kind: "two-places-at-once", contacts: [id], otherEvent: second.event.id, over: 0 },
        { kind: "above-capacity", contacts: [], otherEvent: null, over: 1 },
      ]),
    );
    expect(doubts.get(second.event.id)).toHaveLength(1);
  });
});

describe("the paper list", () => {
  test("retains row numbers after later registrations, and marks the people of the numbers entered", async () => {
    const { event } = await createSeminar(3, 110);
    const list = await createPaperList(staff, event.number, { blanks: 5 });
    await register(visitors, event.id, sampleRegistration(119));
    app.clock.now = after;
    const at = { key: event.number, number: list.number };
    expect((await expectRefusal(enterPaperList(staff, at, { numbers: [2, 9] }))).fields).toEqual({
      numbers: "events.no-such-row",
    });
    expect(await enterPaperList(staff, at, { numbers: [1, 3] })).toEqual({ marked: 2 });
    expect(await enterPaperList(staff, at, { numbers: [1, 3] })).toEqual({ marked: 0 });
    const present = await listPresences(system, event.id);
    expect(new Set(present.map((row) => row.contact_id))).toEqual(
      new Set([list.contacts[0], list.contacts[2]]),
    );
    expect(new Set(present.map((row) => row.source))).toEqual(new Set(["paper"]));
  });

  test("requires a choice for an ambiguous handwritten name before anything is entered", async () => {
    const { event } = await createSeminar(1, 120);
    const [one] = [
      await upsertContact(system, {
        surname: "Ветрова",
        givenName: "Анна",
        municipalityId: places.dolgomost,
      }),
    ];
    await upsertContact(system, {
      surname: "Ветрова",
      givenName: "Анна",
      municipalityId: places.sinegorsk,
    });
    const list = await createPaperList(staff, event.number);
    app.clock.now = after;
    const at = { key: event.number, number: list.number };
    const written = parseHandwritten("Ветрова Анна; ТОС «Ключ»\n\nНовиков Пётр; 8 900 123-45-67");
    const refusal = await expectRefusal(enterPaperList(staff, at, { numbers: [1], written }));
    expect(refusal.fields).toEqual({ written: "events.namesakes" });
    expect((await eventNow(event.id)).present).toBe(0);
    await enterPaperList(staff, at, { numbers: [1], written, chosen: { "1": one?.id ?? "" } });
    expect((await eventNow(event.id)).present).toBe(3);
    expect(await findPresence(system, event.id, one?.id ?? "")).toMatchObject({ source: "paper" });
  });
});

describe("self-report of remote participants", () => {
  const hybrid = { format: "hybrid" as const };

  test("marks the person at the session and the event by the code", async () => {
    const { event, seats } = await createSeminar(2, 130, hybrid);
    const session = await saveSession(staff, event.id, {
      kind: "section",
      title: "Дворы и дороги",
      startsAt: "2026-06-08T10:00",
      endsAt: "2026-06-08T12:00",
      online: true,
    });
    app.clock.now = during;
    expect(
      (
        await expectRefusal(
          reportOnlineAttendance(visitors, event.number, { code: "123456", surname: "Х" }),
        )
      ).reason,
    ).toBe("events.here-closed");
    const { code } = await createOnlineCode(staff, event.number, { sessionId: session.id });
    const wrong = code === "000000" ? "000001" : "000000";
    expect(
      (
        await expectRefusal(
          reportOnlineAttendance(visitors, event.number, { code: wrong, surname: "Х" }),
        )
      ).fields,
    ).toEqual({
      code: "events.here-wrong",
    });
    const ticket = linkToken(system.app.linkKey, system.region.id, seatAt(seats, 0).id);
    await reportOnlineAttendance(visitors, event.number, { code, ticket });
    const present = await findPresence(system, event.id, seatAt(seats, 0).contact_id);
    expect(present).toMatchObject({ source: "self", mode: "online", recorded_by: null });
    expect(await listPresences(system, event.id, { session: session.id })).toHaveLength(1);
    app.clock.now = new Date(during.getTime() + 31 * 60_000);
    expect(
      (await expectRefusal(reportOnlineAttendance(visitors, event.number, { code, ticket })))
        .reason,
    ).toBe("events.here-closed");
  });

  test("distinguishes namesakes by the full name, then by the phone, without revealing who is registered", async () => {
    const event = await createAnnouncedEvent(staff, hybrid);
    const namesake = (n: number, phone: string, givenName = "Ирина") => ({
      ...sampleRegistration(n),
      surname: "Близнецова",
      givenName,
      patronymic: "Олеговна",
      phone,
      mode: "online" as const,
    });
    await register(visitors, event.id, namesake(141, "89001112233"));
    await register(visitors, event.id, namesake(142, "89001114455"));
    app.clock.now = during;
    const { code } = await createOnlineCode(staff, event.number);
    const say = (part: object) => reportOnlineAttendance(visitors, event.number, { code, ...part });
    expect((await expectRefusal(say({ surname: "Неизвестный" }))).fields).toEqual({
      surname: "events.here-not-registered",
    });
    expect((await expectRefusal(say({ surname: "Близнецова" }))).fields).toEqual({
      surname: "events.here-say-full",
    });
    const full = "Близнецова Ирина Олеговна";
    expect((await expectRefusal(say({ surname: full }))).fields).toEqual({
      phoneEnd: "events.here-say-phone",
    });
    await say({ surname: full, phoneEnd: "4455" });
    expect(await listPresences(system, event.id)).toHaveLength(1);
    expect(
      (
        await expectRefusal(
          reportOnlineAttendance(visitors, event.number, { code: "999999", surname: "Близнецова" }),
        )
      ).fields,
    ).toEqual({
      code: "events.here-wrong",
    });
  });

  test("closes a code after too many wrong attempts", async () => {
    const { event, seats } = await createSeminar(1, 150, hybrid);
    app.clock.now = during;
    const { code } = await createOnlineCode(staff, event.number);
    const wrong = code === "000000" ? "000001" : "000000";
    let last: Refusal | undefined;
    for (let n = 0; n < 100; n += 1)
      last = await expectRefusal(
        reportOnlineAttendance(visitors, event.number, { code: wrong, surname: "Х" }),
      );
    expect(last?.kind).toBe("too-many");
    const ticket = linkToken(system.app.linkKey, system.region.id, seatAt(seats, 0).id);
    expect(
      (await expectRefusal(reportOnlineAttendance(visitors, event.number, { code, ticket }))).kind,
    ).toBe("too-many");
    expect(
      await findRegistration(system, { event: event.id, contact: seatAt(seats, 0).contact_id }),
    ).toBeDefined();
    expect(await listPresences(system, event.id)).toHaveLength(0);
  });
});
