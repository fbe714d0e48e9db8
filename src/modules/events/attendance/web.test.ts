import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { plainText } from "#base/ui/index.ts";
import { grantRole } from "#modules/people/index.ts";
import { regionPath, formErrors, parsePage, createTestVisitors } from "#modules/people/fixtures.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import {
  insertMunicipalities,
  createAnnouncedEvent,
  guest,
  operator,
  sampleRegistration,
} from "../fixtures.ts";
import { markPresent } from "./actions.ts";
import { createOnlineCode } from "../check-in/online-actions.ts";
import { register } from "../registration/actions.ts";
import type { Event } from "../store.ts";

let app: TestApp;
let system: Ctx;
let staff: Ctx;
let visitors: Ctx;
let cookie: string;

const before = new Date("2026-06-01T05:00:00Z");
const during = new Date("2026-06-08T05:15:00Z");

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  await insertMunicipalities(system);
  staff = await app.asActor(operator());
  visitors = await app.asActor(guest);
  const people = createTestVisitors(app, system);
  const { id, email } = await people.newPerson("Ольга Сомова");
  await grantRole(system, id, { role: "operator" });
  cookie = await people.signIn(email);
});
afterAll(() => app.close());
beforeEach(() => void (app.clock.now = before));

async function createOpenEvent(
  people: number,
  from: number,
  part: Parameters<typeof createAnnouncedEvent>[1] = {},
) {
  app.clock.now = before;
  const event = await createAnnouncedEvent(staff, part);
  const mode = part?.format === "hybrid" ? ("online" as const) : ("in-person" as const);
  for (let n = from; n < from + people; n += 1)
    await register(visitors, event.id, { ...sampleRegistration(n), mode });
  app.clock.now = during;
  return event;
}

const codes = async (event: Event) =>
  (
    await system.db
      .selectFrom("events_registrations")
      .select("code")
      .where("event_id", "=", event.id)
      .orderBy("seat")
      .execute()
  ).map((row) => row.code);

const path = (event: Event, rest: string) =>
  regionPath(`/events/${encodeURIComponent(event.number)}${rest}`);
const text = async (response: Response) => plainText(await response.text());

describe("check-in without scripts", () => {
  test("accepts a ticket by a form and shows whose it is", async () => {
    const event = await createOpenEvent(1, 1);
    const [code = ""] = await codes(event);
    const answer = await app.post(
      path(event, "/door"),
      { way: "ticket", ticket: code.toLowerCase() },
      cookie,
    );
    expect(answer.status).toBe(303);
    const shown = await text(await app.get(path(event, "/door"), cookie));
    expect(shown).toContain("Здесь 1 человек, записано 1");
  });

  test("shows the event of another event's ticket and a button that marks its owner here", async () => {
    const event = await createOpenEvent(0, 1);
    const other = await createOpenEvent(1, 20, { title: "Соседи, которые делают" });
    const [code = ""] = await codes(other);
    const answer = await app.post(path(event, "/door"), { way: "ticket", ticket: code }, cookie);
    expect(answer.status).toBe(409);
    const document = await parsePage(answer.clone());
    expect(plainText(document.body.textContent ?? "")).toContain(
      `${other.number}, «Соседи, которые делают»`,
    );
    expect(
      document.querySelector<HTMLInputElement>("input[name=ticket]")?.getAttribute("value"),
    ).toBe(code);
    const contactId = document.querySelector("input[name=contactId]")?.getAttribute("value") ?? "";
    const there = await app.post(path(event, "/door"), { way: "hand", contactId }, cookie);
    expect(there.status).toBe(303);
  });

  test("reports no ticket, a wrong ticket and a newcomer without a surname at their fields", async () => {
    const event = await createOpenEvent(0, 1);
    const send = (fields: Record<string, string>) => app.post(path(event, "/door"), fields, cookie);
    expect(await formErrors(await send({ way: "ticket" }))).toContain("Введите код с билета");
    expect(await formErrors(await send({ way: "ticket", ticket: "ЯЯ-999" }))).toContain(
      "Билета с таким кодом нет",
    );
    const empty = await send({ way: "newcomer", givenName: "Анна", phone: "12" });
    expect(empty.status).toBe(422);
    const document = await parsePage(empty);
    expect(document.querySelector("#f-givenName")?.getAttribute("value")).toBe("Анна");
    expect(document.querySelector("#f-surname")?.getAttribute("aria-invalid")).toBe("true");
    expect(document.querySelector("#f-phone")?.getAttribute("aria-invalid")).toBe("true");
  });

  test("is closed to guests, page and JSON, and serves its worker under its own page", async () => {
    const event = await createOpenEvent(1, 40);
    expect((await app.get(path(event, "/door"))).status).toBe(403);
    expect((await app.get(path(event, "/door.json"))).status).toBe(403);
    const worker = await app.get(path(event, "/door/worker.js"));
    expect(worker.headers.get("content-type")).toContain("javascript");
    expect(worker.headers.get("service-worker-allowed")).toBe(path(event, "/door"));
    const script = await worker.text();
    expect(() => new Function(script)).not.toThrow();
  });

  test("gives a device the list without phones, and accepts its marks as JSON", async () => {
    const event = await createOpenEvent(2, 50);
    const list = await app.get(path(event, "/door.json"), cookie);
    const body = await list.text();
    expect(body).not.toMatch(/\+7\d{10}|@/);
    const { people } = JSON.parse(body) as { people: { contact: string; code: string }[] };
    expect(people).toHaveLength(2);
    const send = (batch: unknown) =>
      app.http.request(path(event, "/door.json"), {
        method: "POST",
        headers: {
          cookie,
          "content-type": "application/json",
          "sec-fetch-site": "same-origin",
          "content-length": String(JSON.stringify(batch).length),
        },
        body: JSON.stringify(batch),
      });
    const marks = people.map(({ contact }, n) => ({
      id: `019a2222-0000-7000-8000-${String(n).padStart(12, "0")}`,
      at: during.toISOString(),
      source: "qr",
      contact,
    }));
    const answer = await send({ device: "t", marks });
    expect(await answer.json()).toMatchObject({ present: 2 });
    const wrong = await send({ marks: [{ id: "x" }] });
    expect(wrong.status).toBe(422);
    expect(await wrong.json()).toMatchObject({ reason: "events.bad-batch" });
  });
});

describe("the list", () => {
  test("shows each source, is exported, and requires a reason for a withdrawal", async () => {
    const event = await createOpenEvent(1, 60);
    const [code = ""] = await codes(event);
    await app.post(path(event, "/door"), { way: "ticket", ticket: code }, cookie);
    await app.post(
      path(event, "/door"),
      { way: "newcomer", surname: "=Формулин", givenName: "Иван" },
      cookie,
    );
    const shown = await text(await app.get(path(event, "/presence"), cookie));
    expect(shown).toContain("по билету");
    expect(shown).toContain("по фамилии");
    const csv = await text(await app.get(path(event, "/presence.csv"), cookie));
    expect(csv).toContain("'=Формулин");
    expect((await app.get(path(event, "/presence.csv"))).status).toBe(403);
    const book = await app.get(path(event, "/presence.xlsx"), cookie);
    expect(new Uint8Array(await book.arrayBuffer()).subarray(0, 2)).toEqual(
      new Uint8Array([80, 75]),
    );
    const { contact_id: contact } = await system.db
      .selectFrom("events_presences")
      .select("contact_id")
      .where("event_id", "=", event.id)
      .where("source", "=", "qr")
      .executeTakeFirstOrThrow();
    expect(
      await formErrors(await app.post(path(event, `/presence/${contact}`), {}, cookie)),
    ).toContain("почему снимаете");
    await app.post(path(event, `/presence/${contact}`), { reason: "Перепутали" }, cookie);
    expect(await text(await app.get(path(event, "/presence"), cookie))).toContain(
      "снято: Перепутали",
    );
    expect((await app.post(path(event, `/presence/${contact}/restore`), {}, cookie)).status).toBe(
      303,
    );
  });

  test("is closed only with marks, and not over another person's change", async () => {
    const event = await createOpenEvent(1, 70);
    const close = (fields: Record<string, string> = {}) =>
      app.post(path(event, "/presence/close"), fields, cookie);
    const refused = await close();
    expect(refused.status).toBe(409);
    expect(await text(refused)).toContain("Нет ни одной отметки");
    const [code = ""] = await codes(event);
    await app.post(path(event, "/door"), { way: "ticket", ticket: code }, cookie);
    expect((await close({ version: "999" })).status).toBe(409);
    expect((await close()).status).toBe(303);
    expect(await text(await app.get(path(event, "/presence"), cookie))).toContain("Явка закрыта");
    expect(await text(await app.get(path(event, "/participants")))).toContain("Долгомост");
    expect(await text(await app.get(path(event, "/participants.csv")))).toContain("Долгомост");
  });
});

describe("the paper list", () => {
  test("is printed with numbers and entered on one page; errors retain everything typed", async () => {
    const event = await createOpenEvent(3, 80);
    await app.post(path(event, "/paper"), { blanks: "3" }, cookie);
    const sheet = await text(await app.get(path(event, "/paper/1"), cookie));
    expect(sheet).toContain("Подпись");
    const key = (fields: Record<string, string | string[]>) =>
      app.post(path(event, "/paper/1/key"), fields, cookie);
    const wrong = await key({ numbers: "1, 17", written: "Новикова Яна; ТОС" });
    expect(wrong.status).toBe(422);
    const html = await wrong.text();
    expect(html).toContain("Новикова Яна; ТОС");
    expect(plainText(html)).toContain("В списке 3 строк");
    expect(await formErrors(await key({ numbers: "один" }))).toContain("Не понимаем: один");
    expect(await formErrors(await key({}))).toContain("Не отмечена ни одна строка");
    expect(
      (await key({ numbers: "1", "rows[]": ["2"], written: "Новикова Яна; ТОС" })).status,
    ).toBe(303);
    const asked = await key({ written: "Новикова Яна" });
    expect(asked.status).toBe(422);
    expect(await text(asked)).toContain("Кто это: Новикова Яна");
    expect((await key({ written: "Новикова Яна", "who-1": "new" })).status).toBe(303);
    expect(await text(await app.get(path(event, "/presence"), cookie))).toContain(
      "по списку на бумаге",
    );
  });
});

describe("remote participants", () => {
  test("enter the code by surname and see their name; a wrong code retains what was typed", async () => {
    const event = await createOpenEvent(1, 90, { format: "hybrid" });
    const { code } = await createOnlineCode(staff, event.number);
    expect(await text(await app.get(path(event, "/code"), cookie))).toContain(
      `${code.slice(0, 3)} ${code.slice(3)}`,
    );
    const { surname } = sampleRegistration(90);
    const wrong = await app.post(path(event, "/here"), {
      code: code === "111111" ? "222222" : "111111",
      surname,
    });
    expect(wrong.status).toBe(422);
    expect((await parsePage(wrong)).querySelector("#f-surname")?.getAttribute("value")).toBe(
      surname,
    );
    const here = await app.post(path(event, "/here"), { code, surname });
    expect(here.status).toBe(303);
    expect(
      await formErrors(await app.post(path(event, "/here"), { code: "12", surname })),
    ).toContain("шесть цифр");
  });
});

describe("a long list", () => {
  test("shows everybody over its pages", async () => {
    const event = await createOpenEvent(34, 400);
    const all = await system.db
      .selectFrom("events_registrations")
      .select("contact_id")
      .where("event_id", "=", event.id)
      .execute();
    for (const { contact_id: contactId } of all)
      await markPresent(staff, event.number, { contactId, source: "hand" });
    const names = async (href: string) => {
      const shown = await parsePage(await app.get(href, cookie));
      const next = [...shown.querySelectorAll("nav a[rel=next], .pager a")].map(
        (link) => link.getAttribute("href") ?? "",
      );
      return { names: [...shown.querySelectorAll("tbody th")].map((th) => th.textContent), next };
    };
    const first = await names(path(event, "/presence"));
    const people = first.names.filter((name) => name?.includes("Ветров"));
    expect(people).toHaveLength(30);
    const second = await names(first.next.at(-1) ?? "");
    const rest = second.names.filter((name) => name?.includes("Ветров"));
    expect(new Set([...people, ...rest]).size).toBe(34);
    const back = await names(second.next[0] ?? "");
    expect(back.names.filter((name) => name?.includes("Ветров"))).toEqual(people);
    expect((await app.get(path(event, "/presence?after=zzz"), cookie)).status).toBe(400);
  });
});
