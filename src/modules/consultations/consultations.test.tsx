import { afterAll, beforeAll, describe, expect, test } from "vitest";
import fc from "fast-check";
import type { Ctx } from "#base/context.ts";
import type { Actor } from "#base/policy.ts";
import { saveRulePack } from "#base/time/rules.ts";
import { plainText } from "#base/ui/index.ts";
import { parseHTML } from "linkedom";
import { randomUUID } from "node:crypto";
import { addProblemFixture, coordinator, operator, places } from "../problems/fixtures.ts";
import { createPerson, grantRole } from "#modules/people/index.ts";
import { createTestApp, testRegionId, type TestApp } from "#testing/app.ts";
import {
  closeConsultation,
  declineConsultation,
  recordConsultation,
  createSeries,
  assignConsultation,
} from "./actions.ts";
import { requestConsultation, type RequestInput } from "./requests/actions.ts";
import { bookConsultation, markMissed } from "./slots/booking.ts";
import { consultationSources } from "./counts.ts";
import { privatePath } from "./letters.ts";
import { loadFigures, listConsultations, listQuery } from "./reads.ts";
import { consultationRulePack, consultationRulePackTitle } from "./rules.seed.ts";
import { offerSlots } from "./slots/actions.ts";
import { listFreeSlots } from "./slots/store.ts";
import { findConsultation } from "./store.ts";

let app: TestApp;
let system: Ctx;
let consultant: Actor;
const at = (path: string) => `/${testRegionId}${path}`;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  await addProblemFixture(system);
  await saveRulePack(system, {
    code: consultationRulePack.code,
    title: consultationRulePackTitle,
    pack: consultationRulePack,
  });
  const person = await createPerson(system, { name: "Ольга Сажина", email: "olga@okno.example" });
  await grantRole(system, person.id, { role: "consultant" });
  consultant = {
    kind: "person",
    id: person.id,
    name: "Ольга Сажина",
    roles: [{ role: "consultant", scope: { kind: "region" } }],
    ties: [],
  };
});
afterAll(() => app.close());

const question = (part: Partial<RequestInput> = {}): RequestInput => ({
  contact: { surname: "Ветрова", givenName: "Анна", email: `anna-${randomUUID()}@okno.example` },
  topic: "application",
  question: "Как описать значимость проекта двора?",
  municipalityId: places.dolgomost,
  key: randomUUID(),
  ...part,
});

const talk = {
  asked: "Как описать значимость проекта",
  situation: "Есть опрос соседей и смета",
  advised: "Начать с чисел опроса",
  agreed: "Анна пришлёт черновик",
  next: "Черновик раздела к пятнице",
  minutes: 45,
};

const as = (actor: Actor) => app.asActor(actor);
const read = async (response: Response) => parseHTML(await response.text()).document;
const seen = (text: string | null | undefined) => plainText(text ?? "");

describe("a question becomes advice", () => {
  test("a guest asks, a consultant takes, talks, writes the record, and sets the outcome", async () => {
    const guest = await as({ kind: "guest" });
    const asked = await requestConsultation(guest, question());
    expect(asked).toMatchObject({ stage: "asked", timer: "consultation-take" });
    expect(asked.number).toMatch(/^КС-2026-\d{5}$/);
    expect(asked.due_at).not.toBeNull();
    const ctx = await as(consultant);
    await assignConsultation(ctx, asked.number);
    await recordConsultation(ctx, asked.number, talk);
    const closed = await closeConsultation(ctx, asked.number, { outcome: "application-submitted" });
    expect(closed).toMatchObject({ stage: "closed", given_on: "2026-05-31", minutes: 45 });
  });

  test("the same form sent twice is one request", async () => {
    const guest = await as({ kind: "guest" });
    const form = question();
    const [first, second] = await Promise.all([
      requestConsultation(guest, form),
      requestConsultation(guest, form),
    ]);
    expect(first.id).toBe(second.id);
  });

  test("without the record's lines a talk is no consultation", async () => {
    const ctx = await as(consultant);
    const { number } = await requestConsultation(await as({ kind: "guest" }), question());
    expect(() => recordConsultation(ctx, number, { ...talk, next: "" })).toThrow();
    expect((await findConsultation(ctx, number))?.stage).toBe("asked");
  });

  test("a talk neither precedes its question nor lies ahead", async () => {
    const ctx = await as(consultant);
    const { number } = await requestConsultation(await as({ kind: "guest" }), question());
    await expect(
      recordConsultation(ctx, number, { ...talk, givenOn: "2026-05-01" }),
    ).rejects.toMatchObject({ fields: { givenOn: "consultations.before-asked" } });
    await expect(
      recordConsultation(ctx, number, { ...talk, givenOn: "2026-06-09" }),
    ).rejects.toMatchObject({ fields: { givenOn: "consultations.not-yet" } });
  });

  test("a coordinator of another municipality sees nothing of it", async () => {
    const { number } = await requestConsultation(await as({ kind: "guest" }), question());
    const stranger = await as(coordinator(places.sinegorsk));
    await expect(assignConsultation(stranger, number)).rejects.toMatchObject({ kind: "not-found" });
    const own = await listConsultations(stranger, listQuery.parse({}));
    expect(own.rows).toEqual([]);
  });

  test("two people change one request: the second is refused", async () => {
    const ctx = await as(consultant);
    const { number, version } = await requestConsultation(await as({ kind: "guest" }), question());
    await assignConsultation(ctx, number, { version });
    await expect(
      declineConsultation(await as(operator()), number, { reason: "Не наш вопрос", version }),
    ).rejects.toMatchObject({ reason: "consultations.changed-meanwhile" });
  });
});

describe("hours", () => {
  test("an hour is taken by one of two who want it at once, and the other's question stays", async () => {
    const ctx = await as(consultant);
    const day = { date: "2026-06-02", from: "10:00", to: "11:00", minutes: 60 };
    expect(await offerSlots(ctx, day)).toBe(1);
    const [slot] = await listFreeSlots(ctx, { limit: 1 });
    const guest = await as({ kind: "guest" });
    const results = await Promise.allSettled(
      [1, 2].map(() => requestConsultation(guest, question({ slotId: slot?.id }))),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { reason: "consultations.slot-taken" },
    });
  });

  test("hours never overlap and never lie behind", async () => {
    const ctx = await as(consultant);
    await offerSlots(ctx, { date: "2026-06-03", from: "10:00", to: "12:00", minutes: 30 });
    await expect(
      offerSlots(ctx, { date: "2026-06-03", from: "11:30", to: "13:00", minutes: 30 }),
    ).rejects.toMatchObject({ fields: { from: "consultations.slot-overlaps" } });
    await expect(
      offerSlots(ctx, { date: "2026-05-01", from: "10:00", to: "12:00", minutes: 30 }),
    ).rejects.toMatchObject({ fields: { date: "consultations.time-passed" } });
    await expect(
      offerSlots(ctx, { date: "2026-06-04", from: "10:00", to: "10:20", minutes: 30 }),
    ).rejects.toMatchObject({ fields: { to: "consultations.stretch-short" } });
  });

  test("who did not come waits for another hour, and the hour is free again", async () => {
    const ctx = await as(consultant);
    const { number } = await requestConsultation(await as({ kind: "guest" }), question());
    await bookConsultation(ctx, number, {
      startsAt: new Date("2026-05-31T05:00:00Z"),
      minutes: 30,
    });
    await expect(markMissed(ctx, number)).rejects.toMatchObject({ kind: "invalid" });
    app.clock.now = new Date("2026-05-31T06:00:00Z");
    const missed = await markMissed(await as(consultant), number);
    expect(missed).toMatchObject({ stage: "taken", missed_count: 1, starts_at: null });
  });

  test("a series holds no more meetings than planned", async () => {
    const ctx = await as(consultant);
    const seriesId = await createSeries(ctx, { title: "Группа «Двор»", planned: 2 });
    const ask = () => requestConsultation(ctx, question({ seriesId, channel: "telephone" }));
    await ask();
    await ask();
    await expect(ask()).rejects.toMatchObject({ reason: "consultations.series-full" });
  });
});

describe("the pages", () => {
  test("a guest asks through the form, comes to a private page, and the letter repeats its address", async () => {
    const email = "semenova@okno.example";
    const fields = {
      surname: "Семёнова",
      email,
      topic: "tos",
      question: "С чего начать ТОС на нашей улице?",
      municipalityId: places.dolgomost,
      key: randomUUID(),
      consent: "yes",
    };
    const sent = await app.post(at("/consultations/ask"), fields);
    const location = sent.headers.get("location") ?? "";
    expect(location).toMatch(/\/consultations\/my\/[\w-]{43}$/);
    const page = await read(await app.get(location));
    expect(seen(page.querySelector("main")?.textContent)).toContain("Ждёт консультанта");
    const letter = await system.db
      .selectFrom("base_emails")
      .select("body")
      .where("recipient", "=", email)
      .executeTakeFirstOrThrow();
    expect(letter.body).toContain(location);
  });

  test("a form without contact or consent comes back with everything written", async () => {
    const sent = await app.post(at("/consultations/ask"), {
      surname: "Семёнова",
      topic: "tos",
      question: "С чего начать ТОС на нашей улице?",
      municipalityId: places.dolgomost,
      key: randomUUID(),
    });
    expect(sent.status).toBe(422);
    const page = await read(sent);
    const errors = seen(page.querySelector("#errors")?.textContent);
    expect(errors).toContain("Без согласия");
    expect(page.querySelector("textarea[name=question]")?.textContent).toContain("С чего начать");
  });

  test("a wrong private address looks absent", async () => {
    const wrong = `/consultations/my/${"A".repeat(43)}`;
    expect((await app.get(at(wrong))).status).toBe(404);
    expect((await app.get(at("/consultations/my/short"))).status).toBe(404);
  });

  test("who asked chooses an hour and takes the question back by the link", async () => {
    const ctx = await as(consultant);
    await offerSlots(ctx, { date: "2026-06-08", from: "10:00", to: "11:00", minutes: 60 });
    const slots = await listFreeSlots(ctx, { limit: 50 });
    const slot = slots.at(-1)?.id ?? "";
    const asked = await requestConsultation(await as({ kind: "guest" }), question());
    const path = at(privatePath(ctx, asked.id));
    expect((await app.post(`${path}/book`, { slotId: slot })).status).toBe(303);
    expect((await findConsultation(ctx, asked.number))?.stage).toBe("booked");
    expect((await app.post(`${path}/withdraw`, {})).status).toBe(303);
    expect((await listFreeSlots(ctx, { limit: 50 })).some(({ id }) => id === slot)).toBe(true);
  });

  test("the first page shows figures and free slots to anyone", async () => {
    const page = await read(await app.get(at("/consultations")));
    expect(seen(page.querySelector("h1")?.textContent)).toBe("Консультации");
    expect((await loadFigures(system, "2026-01-01")).given).toBeGreaterThan(0);
    expect((await app.get(at("/consultations/queue"))).status).toBe(403);
  });
});

describe("what may be counted", () => {
  test("cells add up to the records that a person would count by hand", async () => {
    const [source] = consultationSources;
    if (source === undefined) throw new Error("no source");
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            place: fc.constantFrom(places.dolgomost, places.sinegorsk),
            topic: fc.constantFrom("law" as const, "budget" as const),
            given: fc.boolean(),
          }),
          { maxLength: 5 },
        ),
        async (history) => {
          const programmeId = randomUUID();
          for (const { place, topic, given } of history) {
            const asked = await requestConsultation(system, {
              ...question({ municipalityId: place, topic, programmeId }),
              channel: "telephone",
            });
            if (given) await recordConsultation(system, asked.number, talk);
          }
          const ask = {
            filters: { topics: ["law"], programmeId },
            from: "2026-05-01",
            to: "2026-06-30",
            per: "total" as const,
          };
          const cells = await source.cells(system, ask);
          const expected = history.filter(({ topic, given }) => topic === "law" && given);
          expect(cells.reduce((sum, cell) => sum + cell.confirmed, 0)).toBe(expected.length);
          const inOne = cells.filter(({ place }) => place === places.sinegorsk);
          expect(inOne.reduce((sum, cell) => sum + cell.confirmed, 0)).toBe(
            expected.filter(({ place }) => place === places.sinegorsk).length,
          );
          const { rows } = await source.rows(system, { ...ask, limit: 100 });
          expect(rows).toHaveLength(expected.length);
        },
      ),
      { numRuns: 8 },
    );
  });
});
