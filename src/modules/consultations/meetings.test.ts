import { randomUUID } from "node:crypto";
import ICAL from "ical.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { saveRulePack } from "#base/time/rules.ts";
import { createTestVisitors } from "#modules/people/fixtures.ts";
import { grantRole } from "#modules/people/index.ts";
import { createTestApp, testRegionId, type TestApp } from "#testing/app.ts";
import { addProblemFixture, places } from "../problems/fixtures.ts";
import { bookConsultation } from "./slots/booking.ts";
import { requestConsultation, withdrawConsultation } from "./requests/actions.ts";
import { privatePath } from "./letters.ts";
import { consultationRulePack, consultationRulePackTitle } from "./rules.seed.ts";
import type { Consultation } from "./store.ts";

let app: TestApp;
let system: Ctx;
let cookie: string;
const at = (path: string) => `/${testRegionId}${path}`;
/** The wall clock of the imaginary region. */
const on = (moment: string) => new Date(`${moment}:00+05:00`);
const noon = on("2026-06-01T12:00");

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  await addProblemFixture(system);
  await saveRulePack(system, {
    code: consultationRulePack.code,
    title: consultationRulePackTitle,
    pack: consultationRulePack,
  });
  const visitors = createTestVisitors(app, system);
  const { id, email } = await visitors.newPerson("Ольга Сажина");
  await grantRole(system, id, { role: "consultant" });
  cookie = await visitors.signIn(email);
});
afterAll(() => app.close());
beforeEach(() => void (app.clock.now = noon));

/** Asked for at noon, booked for an hour of another day. */
async function booked(email: string, startsAt: Date): Promise<Consultation> {
  const asked = await requestConsultation(system, {
    contact: { surname: "Ветрова", givenName: "Анна", email },
    topic: "budget",
    question: "Как посчитать смету двора?",
    municipalityId: places.dolgomost,
    key: randomUUID(),
  });
  return bookConsultation(system, asked.number, {
    startsAt,
    minutes: 60,
    place: "Дом молодёжи, кабинет 5",
  });
}

const eveLettersTo = async (email: string) => {
  await app.runScheduledTasks("consultations.send-reminders");
  await app.drainJobs();
  return system.db
    .selectFrom("base_emails")
    .select(["subject", "body"])
    .where("recipient", "=", email)
    .where("subject", "like", "Завтра%")
    .execute();
};

describe("a booked meeting", () => {
  test("is called to mind on its eve, once, and not when it was taken back", async () => {
    await booked("anna@okno.example", on("2026-06-08T10:00"));
    const gone = await booked("gone@okno.example", on("2026-06-08T15:00"));
    await withdrawConsultation(system, gone.id);
    expect(await eveLettersTo("anna@okno.example")).toEqual([]);
    app.clock.now = on("2026-06-07T09:00");
    expect(await eveLettersTo("anna@okno.example")).toEqual([]);
    app.clock.now = on("2026-06-07T12:05");
    const [letter] = await eveLettersTo("anna@okno.example");
    expect(letter?.body).toContain("10:00");
    expect(letter?.body).toContain("кабинет 5");
    expect(letter?.body).toContain("/consultations/my/");
    expect(await eveLettersTo("gone@okno.example")).toEqual([]);
    app.clock.now = on("2026-06-07T13:05");
    expect(await eveLettersTo("anna@okno.example")).toHaveLength(1);
  });

  test("goes into the calendars of both, and is absent for a stranger", async () => {
    const meeting = await booked("ical@okno.example", on("2026-06-09T10:00"));
    const mine = at(`${privatePath(system, meeting.id)}.ics`);
    const theirs = at(`/consultations/${meeting.number}.ics`);
    for (const answer of [await app.get(mine), await app.get(theirs, cookie)]) {
      expect(answer.headers.get("content-type")).toContain("text/calendar");
      const entry = new ICAL.Component(ICAL.parse(await answer.text())).getFirstSubcomponent(
        "vevent",
      );
      if (entry === null) throw new Error("no entry");
      const event = new ICAL.Event(entry);
      expect(event.startDate.toJSDate()).toEqual(on("2026-06-09T10:00"));
      expect(event.endDate.toJSDate()).toEqual(on("2026-06-09T11:00"));
      expect(event.location).toBe("Дом молодёжи, кабинет 5");
    }
    expect((await app.get(theirs)).status).not.toBe(200);
    expect((await app.get(at(`/consultations/my/${"A".repeat(43)}.ics`))).status).toBe(404);
    await withdrawConsultation(system, meeting.id);
    expect((await app.get(mine)).status).toBe(404);
  });

  test("the queue is a file of cells, too", async () => {
    const file = await app.get(at("/consultations.xlsx?state=all"), cookie);
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(bytes.subarray(0, 2).toString()).toBe("PK");
    expect((await app.get(at("/consultations.xlsx"))).status).toBe(403);
  });
});
