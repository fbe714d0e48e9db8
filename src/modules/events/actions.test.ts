import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { linkToken } from "#base/http/private-link.ts";
import type { Refusal } from "#base/refusal.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { cancelEvent, changeEvent, moveEvent } from "./edit/actions.ts";
import { listChoices } from "./seats/session-choices-store.ts";
import { holdFinishedEvents } from "./scheduled-tasks.ts";
import {
  insertMunicipalities,
  createAnnouncedEvent,
  coordinator,
  guest,
  monday,
  createTestEvent,
  operator,
  places,
  sampleRegistration,
} from "./fixtures.ts";
import { addSpeaker, saveSession, publishProgramme, removeSession } from "./programme/actions.ts";
import {
  cancelRegistration,
  changeChoices,
  confirmSeat,
  expireOffers,
  register,
  registerByStaff,
  switchMode,
} from "./registration/actions.ts";
import { listRegistrations, replaceQuotas } from "./registration/store.ts";
import { findEvent } from "./store.ts";

let app: TestApp;
let system: Ctx;
let staff: Ctx;
let visitors: Ctx;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  await insertMunicipalities(system);
  staff = await app.asActor(operator());
  visitors = await app.asActor(guest);
});
afterAll(() => app.close());
beforeEach(() => void (app.clock.now = monday));

const expectRefusal = (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => expect.fail("nothing was refused"),
    (error: Refusal) => error,
  );
const linkTo = ({ id }: { id: string }) => linkToken(system.app.linkKey, system.region.id, id);
const emailsTo = async (email: string) => {
  await app.drainJobs();
  const rows = await system.db
    .selectFrom("base_emails")
    .select("subject")
    .where("recipient", "=", email)
    .execute();
  return rows.map((row) => row.subject).toSorted();
};

describe("an event", () => {
  test("shows a draft to its managers only, an announced event to anybody", async () => {
    const event = await createTestEvent(staff);
    expect(event.number).toMatch(/^М-2026-\d{4}$/);
    expect(event.day).toBe("2026-06-08");
    expect((await expectRefusal(register(visitors, event.id, sampleRegistration(1)))).kind).toBe(
      "not-found",
    );
  });

  test("reports an end before the beginning at its field", async () => {
    const refusal = await expectRefusal(createTestEvent(staff, { endsAt: "2026-06-08T09:00" }));
    expect(refusal.fields).toEqual({ endsAt: "events.ends-before" });
  });

  test("lets a coordinator hold events in their own municipality only", async () => {
    const local = await app.asActor(coordinator());
    await createTestEvent(local);
    expect(
      (await expectRefusal(createTestEvent(local, { municipalityId: places.sinegorsk }))).kind,
    ).toBe("forbidden");
    const event = await createTestEvent(local);
    const away = changeEvent(local, event.id, { municipalityId: places.sinegorsk });
    expect((await expectRefusal(away)).kind).toBe("forbidden");
  });

  test("refuses the second of two editors and saves nothing over the first", async () => {
    const event = await createTestEvent(staff);
    await changeEvent(staff, event.id, { title: "Первое название", version: event.version });
    const second = changeEvent(staff, event.id, { title: "Второе", version: event.version });
    expect((await expectRefusal(second)).reason).toBe("events.changed-meanwhile");
    expect((await findEvent(staff, event.id))?.title).toBe("Первое название");
  });

  test("notifies everybody registered of a move once, and calendars by the sequence", async () => {
    const event = await createAnnouncedEvent(staff);
    await register(visitors, event.id, sampleRegistration(10, { email: "moved@okno.example" }));
    const moved = await moveEvent(staff, event.id, {
      startsAt: "2026-06-09T10:00",
      endsAt: "2026-06-09T14:00",
    });
    expect(moved.sequence).toBe(event.sequence + 1);
    expect(await emailsTo("moved@okno.example")).toEqual([
      "Вы записаны: Смета без слёз",
      "Новое время или место: Смета без слёз",
    ]);
  });

  test("sends no email for a change of the title", async () => {
    const event = await createAnnouncedEvent(staff);
    await register(visitors, event.id, sampleRegistration(11, { email: "quiet@okno.example" }));
    const changed = await changeEvent(staff, event.id, { summary: "Другими словами." });
    expect(changed.sequence).toBe(event.sequence + 1);
    expect(await emailsTo("quiet@okno.example")).toHaveLength(1);
  });

  test("cancels all registrations of a cancelled event and sends the reason", async () => {
    const event = await createAnnouncedEvent(staff);
    await register(visitors, event.id, sampleRegistration(12, { email: "gone@okno.example" }));
    const cancelled = await cancelEvent(staff, event.id, { reason: "Заболел ведущий." });
    expect(cancelled.stage).toBe("cancelled");
    expect((await listRegistrations(staff, event.id)).map((one) => one.cancelled_because)).toEqual([
      "event",
    ]);
    expect(await emailsTo("gone@okno.example")).toContain("Отменяется: Смета без слёз");
  });

  test("marks past events as held on schedule", async () => {
    const event = await createAnnouncedEvent(staff);
    app.clock.now = new Date("2026-06-08T09:01:00Z");
    expect(await holdFinishedEvents(system)).toBeGreaterThan(0);
    expect((await findEvent(staff, event.id))?.stage).toBe("held");
  });
});

describe("registration", () => {
  test("returns the first registration to a person who registers twice, and sends the link again", async () => {
    const event = await createAnnouncedEvent(staff);
    const first = await register(
      visitors,
      event.id,
      sampleRegistration(20, { email: "twice@okno.example" }),
    );
    const second = await register(
      visitors,
      event.id,
      sampleRegistration(20, { email: "twice@okno.example" }),
    );
    expect([first.isNew, second.isNew]).toEqual([true, false]);
    expect(second.registration.id).toBe(first.registration.id);
    expect(await listRegistrations(staff, event.id)).toHaveLength(1);
    expect(await emailsTo("twice@okno.example")).toHaveLength(2);
  });

  test("gives ten seats to fifty concurrent people, forty wait, all codes differ", async () => {
    const event = await createAnnouncedEvent(staff, { capacity: 10 });
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        register(visitors, event.id, sampleRegistration(100 + n)),
      ),
    );
    const states = made.map(({ registration }) => registration.state);
    expect(states.filter((state) => state === "confirmed")).toHaveLength(10);
    expect(states.filter((state) => state === "waiting")).toHaveLength(40);
    expect(new Set(made.map(({ registration }) => registration.code)).size).toBe(50);
  });

  test("creates one registration of fifty concurrent ones by the same person", async () => {
    const event = await createAnnouncedEvent(staff);
    const made = await Promise.all(
      Array.from({ length: 20 }, () => register(visitors, event.id, sampleRegistration(160))),
    );
    expect(new Set(made.map(({ registration }) => registration.id)).size).toBe(1);
    expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  test("offers a freed seat to the next for some hours, then to the one after", async () => {
    const event = await createAnnouncedEvent(staff, { capacity: 1, confirmHours: 2 });
    const seated = await register(visitors, event.id, sampleRegistration(30));
    const next = await register(
      visitors,
      event.id,
      sampleRegistration(31, { email: "slow@okno.example" }),
    );
    app.clock.now = new Date(monday.getTime() + 1000);
    const last = await register(
      visitors,
      event.id,
      sampleRegistration(32, { email: "quick@okno.example" }),
    );
    await cancelRegistration(visitors, linkTo(seated.registration));
    const stateOf = async (id: string) =>
      (await listRegistrations(staff, event.id)).find((one) => one.id === id)?.state;
    expect(await stateOf(next.registration.id)).toBe("offered");
    expect(await stateOf(last.registration.id)).toBe("waiting");
    app.clock.now = new Date(monday.getTime() + 2 * 3_600_000 + 1000);
    expect((await expectRefusal(confirmSeat(visitors, linkTo(next.registration)))).reason).toBe(
      "events.offer-gone",
    );
    expect(await expireOffers(system)).toBe(1);
    expect(await stateOf(next.registration.id)).toBe("cancelled");
    expect(await stateOf(last.registration.id)).toBe("offered");
    await confirmSeat(visitors, linkTo(last.registration));
    expect(await stateOf(last.registration.id)).toBe("confirmed");
    expect(await emailsTo("quick@okno.example")).toEqual([
      "Вы в листе ожидания: Смета без слёз",
      "Вы записаны: Смета без слёз",
      "Освободилось место: Смета без слёз",
    ]);
  });

  test("offers additional seats to the queue at once", async () => {
    const event = await createAnnouncedEvent(staff, { capacity: 1, confirmHours: 0 });
    await register(visitors, event.id, sampleRegistration(40));
    await register(visitors, event.id, sampleRegistration(41));
    await changeEvent(staff, event.id, { capacity: 2 });
    const states = (await listRegistrations(staff, event.id)).map(({ state }) => state);
    expect(states).toEqual(["confirmed", "confirmed"]);
    const fewer = await expectRefusal(changeEvent(staff, event.id, { capacity: 1 }));
    expect(fewer.fields).toEqual({ capacity: "events.fewer-than-taken" });
  });

  test("applies a municipality's quota while others still get seats", async () => {
    const event = await createAnnouncedEvent(staff, { capacity: 5 });
    await replaceQuotas(system, event.id, [
      { by: "municipality", value: places.dolgomost, seats: 1 },
    ]);
    const states = [];
    for (const n of [50, 52, 51]) {
      states.push((await register(visitors, event.id, sampleRegistration(n))).registration.state);
    }
    expect(states).toEqual(["confirmed", "waiting", "confirmed"]);
  });

  test("gives the seat of a person who switches to online to the next", async () => {
    const event = await createAnnouncedEvent(staff, {
      format: "hybrid",
      capacity: 1,
      confirmHours: 0,
    });
    const mode = "in-person" as const;
    const seated = await register(visitors, event.id, sampleRegistration(60, { mode }));
    const next = await register(visitors, event.id, sampleRegistration(61, { mode }));
    expect(next.registration.state).toBe("waiting");
    await switchMode(visitors, linkTo(seated.registration), "online");
    const [first, second] = await listRegistrations(staff, event.id);
    expect([first?.mode, first?.state, second?.state]).toEqual([
      "online",
      "confirmed",
      "confirmed",
    ]);
    const back = await expectRefusal(
      switchMode(visitors, linkTo(seated.registration), "in-person"),
    );
    expect(back.reason).toBe("events.no-seat-there");
  });

  test("refuses closed registration, past events and staff roles with a message each", async () => {
    const closed = await createAnnouncedEvent(staff, { registrationClosesAt: "2026-06-01T09:00" });
    const asked = expectRefusal(register(visitors, closed.id, sampleRegistration(70)));
    expect((await asked).reason).toBe("events.registration-closed");
    const event = await createAnnouncedEvent(staff);
    const role = await expectRefusal(
      register(visitors, event.id, sampleRegistration(71, { role: "organiser" })),
    );
    expect(role.fields).toEqual({ role: "events.role-by-staff" });
    const nobody = await expectRefusal(
      register(visitors, event.id, { surname: "Ветров", givenName: "Пётр" }),
    );
    expect(nobody.fields).toEqual({ email: "events.no-address" });
    await registerByStaff(staff, closed.id, sampleRegistration(72, { role: "organiser" }));
    expect(
      (await expectRefusal(registerByStaff(visitors, event.id, sampleRegistration(73)))).kind,
    ).toBe("forbidden");
  });
});

describe("a programme", () => {
  const session = (part: Partial<Parameters<typeof saveSession>[2]> = {}) => ({
    kind: "section" as const,
    title: "Дворы и дороги",
    startsAt: "2026-06-08T11:00",
    endsAt: "2026-06-08T12:00",
    ...part,
  });

  test("refuses a speaker at two places at one time, across events too", async () => {
    const [one, other] = [
      await createAnnouncedEvent(staff),
      await createAnnouncedEvent(staff, { title: "Другой семинар" }),
    ];
    const [here, there] = [
      await saveSession(staff, one.id, session()),
      await saveSession(
        staff,
        other.id,
        session({ startsAt: "2026-06-08T11:30", endsAt: "2026-06-08T12:30" }),
      ),
    ];
    const person = { surname: "Лугин", givenName: "Роман", email: "lugin@okno.example" };
    await addSpeaker(staff, one.id, { sessionId: here.id, person });
    const clash = await expectRefusal(addSpeaker(staff, other.id, { sessionId: there.id, person }));
    expect(clash.fields).toEqual({ speakers: "events.speaker-taken" });
    expect(clash.values.who).toBe("Лугин Роман");
    const later = { id: there.id, startsAt: "2026-06-08T12:00", endsAt: "2026-06-08T13:00" };
    await saveSession(staff, other.id, session(later));
    await addSpeaker(staff, other.id, { sessionId: there.id, person });
  });

  test("refuses a session outside its event or section at the field", async () => {
    const event = await createTestEvent(staff);
    const early = await expectRefusal(
      saveSession(staff, event.id, session({ startsAt: "2026-06-08T09:00" })),
    );
    expect(early.fields).toEqual({ startsAt: "events.session-outside" });
    const section = await saveSession(staff, event.id, session());
    const talk = session({ parentId: section.id, kind: "talk", endsAt: "2026-06-08T13:00" });
    expect((await expectRefusal(saveSession(staff, event.id, talk))).fields).toEqual({
      endsAt: "events.session-outside-parent",
    });
    const ring = saveSession(staff, event.id, session({ id: section.id, parentId: section.id }));
    expect((await expectRefusal(ring)).fields).toEqual({ parentId: "events.session-ring" });
  });

  test("notifies only people who chose a changed session of a new version", async () => {
    const event = await createAnnouncedEvent(staff);
    const roads = await saveSession(staff, event.id, session({ capacity: 5 }));
    const children = await saveSession(
      staff,
      event.id,
      session({ title: "Дети после уроков", capacity: 5 }),
    );
    await publishProgramme(staff, event.id);
    await register(
      visitors,
      event.id,
      sampleRegistration(80, { email: "roads@okno.example", sessions: [roads.id] }),
    );
    await register(
      visitors,
      event.id,
      sampleRegistration(81, { email: "kids@okno.example", sessions: [children.id] }),
    );
    await saveSession(
      staff,
      event.id,
      session({ id: roads.id, capacity: 5, startsAt: "2026-06-08T11:30" }),
    );
    const published = await publishProgramme(staff, event.id);
    expect(published.programme_version).toBe(2);
    expect(await emailsTo("roads@okno.example")).toContain("Изменилась программа: Смета без слёз");
    expect(await emailsTo("kids@okno.example")).toEqual(["Вы записаны: Смета без слёз"]);
    expect((await expectRefusal(publishProgramme(staff, event.id))).reason).toBe(
      "events.programme-same",
    );
  });

  test("notifies people who chose a removed section", async () => {
    const event = await createAnnouncedEvent(staff);
    const roads = await saveSession(staff, event.id, session({ capacity: 5 }));
    await publishProgramme(staff, event.id);
    const { registration } = await register(
      visitors,
      event.id,
      sampleRegistration(82, { email: "lost@okno.example", sessions: [roads.id] }),
    );
    await removeSession(staff, event.id, roads.id);
    expect(await listChoices(staff, registration.id)).toHaveLength(1);
    await publishProgramme(staff, event.id);
    expect(await emailsTo("lost@okno.example")).toContain("Изменилась программа: Смета без слёз");
    expect(await listChoices(staff, registration.id)).toHaveLength(0);
  });

  test("queues for a full section and refuses two at one time", async () => {
    const event = await createAnnouncedEvent(staff);
    const roads = await saveSession(staff, event.id, session({ capacity: 1 }));
    const children = await saveSession(staff, event.id, session({ title: "Дети", capacity: 1 }));
    const first = await register(
      visitors,
      event.id,
      sampleRegistration(90, { sessions: [roads.id] }),
    );
    const second = await register(
      visitors,
      event.id,
      sampleRegistration(91, { sessions: [roads.id] }),
    );
    expect(await listChoices(staff, second.registration.id)).toMatchObject([{ state: "waiting" }]);
    const both = changeChoices(visitors, linkTo(first.registration), [roads.id, children.id]);
    expect((await expectRefusal(both)).fields).toEqual({ sessions: "events.sessions-together" });
    await changeChoices(visitors, linkTo(first.registration), [children.id]);
    expect(await listChoices(staff, second.registration.id)).toMatchObject([
      { state: "confirmed" },
    ]);
  });

  test("shifts the programme of a moved event and retains the chosen sections", async () => {
    const event = await createAnnouncedEvent(staff);
    const roads = await saveSession(staff, event.id, session({ capacity: 5 }));
    await publishProgramme(staff, event.id);
    const moved = await moveEvent(staff, event.id, {
      startsAt: "2026-06-10T12:00",
      endsAt: "2026-06-10T16:00",
    });
    expect(moved.programme_version).toBe(2);
    const kept = await saveSession(staff, event.id, {
      ...session({ id: roads.id, capacity: 5 }),
      startsAt: "2026-06-10T13:00",
      endsAt: "2026-06-10T14:00",
    });
    expect(kept.starts_at.toISOString()).toBe("2026-06-10T08:00:00.000Z");
    const short = moveEvent(staff, event.id, { endsAt: "2026-06-10T13:30" });
    expect((await expectRefusal(short)).fields).toEqual({ endsAt: "events.programme-outside" });
  });
});
