import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { cancelEvent, moveEvent } from "../edit/actions.ts";
import {
  insertMunicipalities,
  createAnnouncedEvent,
  guest,
  monday,
  createTestEvent,
  sampleRegistration,
} from "../fixtures.ts";
import { register } from "./actions.ts";

let app: TestApp;
let system: Ctx;
let visitors: Ctx;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  await insertMunicipalities(system);
  visitors = await app.asActor(guest);
});
afterAll(() => app.close());
beforeEach(() => void (app.clock.now = monday));

/** Sets the local time of the sample region. */
const setClock = (moment: string) => void (app.clock.now = new Date(`${moment}:00+05:00`));

const emailsTo = async (email: string) => {
  await app.runScheduledTasks("events.send-reminders");
  await app.drainJobs();
  return system.db
    .selectFrom("base_emails")
    .select(["subject", "body"])
    .where("recipient", "=", email)
    .where("subject", "like", "Завтра%")
    .orderBy("created_at")
    .execute();
};

describe("the day before an event", () => {
  test("reminds everybody with a seat once, from noon on", async () => {
    const event = await createAnnouncedEvent(system);
    const { registration } = await register(visitors, event.id, sampleRegistration(1));
    setClock("2026-06-06T15:00");
    expect(await emailsTo("visitor1@okno.example")).toEqual([]);
    setClock("2026-06-07T09:05");
    expect(await emailsTo("visitor1@okno.example")).toEqual([]);
    setClock("2026-06-07T12:05");
    const [letter, ...more] = await emailsTo("visitor1@okno.example");
    expect(more).toEqual([]);
    expect(letter?.subject).toBe("Завтра: Смета без слёз");
    expect(letter?.body).toContain(registration.code);
    expect(letter?.body).toContain("/my/events/");
    setClock("2026-06-07T13:05");
    expect(await emailsTo("visitor1@okno.example")).toHaveLength(1);
  });

  test("sends nothing to people in the queue and for cancelled events", async () => {
    const full = await createAnnouncedEvent(system, { capacity: 1 });
    await register(visitors, full.id, sampleRegistration(2));
    await register(visitors, full.id, sampleRegistration(3));
    const gone = await createAnnouncedEvent(system);
    await register(visitors, gone.id, sampleRegistration(4));
    await cancelEvent(system, gone.id, { reason: "Заболел ведущий" });
    setClock("2026-06-07T14:05");
    expect(await emailsTo("visitor2@okno.example")).toHaveLength(1);
    expect(await emailsTo("visitor3@okno.example")).toEqual([]);
    expect(await emailsTo("visitor4@okno.example")).toEqual([]);
  });

  test("reminds again after a move to another day; online with the link", async () => {
    const event = await createAnnouncedEvent(system, {
      format: "online",
      onlineUrl: "https://video.example/1",
    });
    await register(visitors, event.id, sampleRegistration(5));
    await createTestEvent(system);
    setClock("2026-06-07T12:05");
    expect((await emailsTo("visitor5@okno.example"))[0]?.body).toContain("по видеосвязи");
    await moveEvent(system, event.id, { startsAt: "2026-06-10T10:00", endsAt: "2026-06-10T14:00" });
    setClock("2026-06-09T12:05");
    expect(await emailsTo("visitor5@okno.example")).toHaveLength(2);
  });
});
