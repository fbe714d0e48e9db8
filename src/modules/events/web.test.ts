import ICAL from "ical.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { grantRole } from "#modules/people/index.ts";
import {
  regionPath,
  mergeCookies,
  formErrors,
  findLink,
  parsePage,
  normalizeSpaces,
  createTestVisitors,
} from "#modules/people/fixtures.ts";
import { toPdf } from "#base/documents/index.ts";
import { findReply } from "#modules/forms/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { publishSurvey, surveyDefinition } from "../forms/fixtures.ts";
import { cancelEvent, moveEvent } from "./edit/actions.ts";
import {
  insertMunicipalities,
  createAnnouncedEvent,
  monday,
  createTestEvent,
  places,
} from "./fixtures.ts";
import { saveSession, publishProgramme } from "./programme/actions.ts";
import { listRegistrations } from "./registration/store.ts";
import { findEvent } from "./store.ts";

let app: TestApp;
let system: Ctx;
let cookie: string;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  await insertMunicipalities(system);
  app.clock.now = monday;
  const visitors = createTestVisitors(app, system);
  const { id, email } = await visitors.newPerson();
  await grantRole(system, id, { role: "operator" });
  cookie = await visitors.signIn(email);
});
afterAll(() => app.close());
beforeEach(() => void (app.clock.now = monday));

const person = (n: number) => ({
  surname: `Гостева${n}`,
  givenName: "Анна",
  email: `guest${n}@okno.example`,
  municipalityId: places.dolgomost,
  consent: "yes",
});
const emailsTo = (email: string) => createTestVisitors(app, system).lettersTo(email);
const text = async (response: Response) =>
  normalizeSpaces((await parsePage(response)).querySelector("main")?.textContent);

const form = {
  kind: "seminar",
  title: "Семинар из формы",
  format: "in-person",
  startsAt: "2026-06-20T10:00",
  endsAt: "2026-06-20T12:00",
  municipalityId: places.dolgomost,
  confirmHours: "24",
  public: "yes",
};

describe("pages of managers", () => {
  test("create an event, show its errors, announce it", async () => {
    const wrong = await app.post(
      regionPath("/events/new"),
      { ...form, endsAt: "2026-06-20T09:00" },
      cookie,
    );
    expect(wrong.status).toBe(422);
    const back = await parsePage(wrong);
    expect(normalizeSpaces(back.querySelector("#errors")?.textContent)).toContain(
      "Конец раньше начала",
    );
    expect(back.querySelector("[name=title]")?.getAttribute("value")).toBe("Семинар из формы");
    const made = await app.post(regionPath("/events/new"), form, cookie);
    expect(made.status).toBe(303);
    const path = decodeURIComponent(made.headers.get("location") ?? "");
    expect((await app.get(path)).status).toBe(404);
    await app.post(`${path}/announce`, {}, cookie);
    expect(await text(await app.get(path))).toContain("Семинар из формы");
  });

  test("retain the text of the second of two editors, who can send it again", async () => {
    const event = await createTestEvent(system);
    const edit = regionPath(`/events/${event.number}/edit`);
    const version = String(event.version);
    await app.post(edit, { ...form, title: "Первая правка", version }, cookie);
    const second = await app.post(edit, { ...form, title: "Вторая правка", version }, cookie);
    expect(second.status).toBe(409);
    const back = await parsePage(second);
    expect(back.querySelector("[name=title]")?.getAttribute("value")).toBe("Вторая правка");
    const seen = back.querySelector("[name=version]")?.getAttribute("value") ?? "";
    const again = await app.post(edit, { ...form, title: "Вторая правка", version: seen }, cookie);
    expect(again.status).toBe(303);
    expect((await findEvent(system, event.id))?.title).toBe("Вторая правка");
  });

  test("report a taken room at its field", async () => {
    const room = await app.post(
      regionPath("/rooms/new"),
      { name: "Большой зал", municipalityId: places.dolgomost, capacity: "80" },
      cookie,
    );
    const roomId = room.headers.get("location")?.split("/").at(-1) ?? "";
    const first = await app.post(regionPath("/events/new"), { ...form, roomId }, cookie);
    expect(first.status).toBe(303);
    const clash = await app.post(
      regionPath("/events/new"),
      { ...form, roomId, startsAt: "2026-06-20T11:00" },
      cookie,
    );
    expect(clash.status).toBe(409);
    expect(await formErrors(clash)).toContain("Помещение в это время занято");
    const small = await app.post(
      regionPath("/events/new"),
      { ...form, roomId, capacity: "90", startsAt: "2026-06-21T10:00", endsAt: "2026-06-21T12:00" },
      cookie,
    );
    expect(await formErrors(small)).toContain("В этом помещении только 80 мест");
    const number =
      decodeURIComponent(first.headers.get("location") ?? "")
        .split("/")
        .at(-1) ?? "";
    await app.post(regionPath(`/events/${number}/announce`), {}, cookie);
    expect(await text(await app.get(regionPath(`/rooms/${roomId}`)))).toContain("Семинар из формы");
  });

  test("build, publish and change a programme by forms alone", async () => {
    const event = await createAnnouncedEvent(system);
    const base = regionPath(`/events/${event.number}/programme`);
    const line = {
      kind: "section",
      title: "Дворы",
      startsAt: "2026-06-08T11:00",
      endsAt: "2026-06-08T12:00",
    };
    const outside = await app.post(`${base}/new`, { ...line, endsAt: "2026-06-08T19:00" }, cookie);
    expect(await formErrors(outside)).toContain("за пределами события");
    const made = await app.post(`${base}/new`, line, cookie);
    const session = decodeURIComponent(made.headers.get("location") ?? "");
    await app.post(
      `${session}/speakers`,
      { surname: "Лугин", givenName: "Роман", role: "moderator" },
      cookie,
    );
    expect(await text(await app.get(`${session}?find=Луг`, cookie))).toContain("Лугин Роман");
    expect(await text(await app.get(regionPath(`/events/${event.number}`)))).not.toContain("Дворы");
    await app.post(`${base}/publish`, {}, cookie);
    expect(await text(await app.get(regionPath(`/events/${event.number}`)))).toContain(
      "Ведёт Роман Лугин",
    );
  });

  test("register a group by lines; a wrong line returns all of them", async () => {
    const event = await createAnnouncedEvent(system);
    const path = regionPath(`/events/${event.number}/registrations`);
    const people =
      "Ветрова Анна Павловна; anna@okno.example; ТОС «Речной»\nЖилин Пётр; 8 900 123-45-67";
    const wrong = await app.post(path, { people: `${people}\nСомова Ольга; почта@` }, cookie);
    expect(await formErrors(wrong)).toContain("Поправьте строки: 3");
    const sent = await app.post(path, { people }, cookie);
    expect(sent.status).toBe(303);
    const list = await text(await app.get(`${path}?q=жилин`, cookie));
    expect(list).toContain("Жилин Пётр");
    expect(list).not.toContain("Ветрова");
    const csv = await (await app.get(`${path}.csv`, cookie)).text();
    expect(csv).toContain("Ветрова;Анна;Павловна;anna@okno.example");
    const xlsx = await app.get(`${path}.xlsx`, cookie);
    expect(
      Buffer.from(await xlsx.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe("PK");
    expect((await app.get(path)).status).toBe(403);
  });

  test("set and remove quotas", async () => {
    const event = await createAnnouncedEvent(system);
    const path = regionPath(`/events/${event.number}/quotas`);
    const whom = `municipality:${places.dolgomost}`;
    expect((await app.post(path, { whom, seats: "0" }, cookie)).status).toBe(303);
    const register = regionPath(`/events/${event.number}/register`);
    const made = await app.post(register, person(1));
    const mine = await app.get(decodeURIComponent(made.headers.get("location") ?? ""));
    expect(await text(mine)).toContain("Вы в листе ожидания");
    await app.post(path, { whom }, cookie);
    expect(await emailsTo("guest1@okno.example")).toHaveLength(2);
  });
});

describe("materials", () => {
  test("are uploaded, served to anybody, and removed", async () => {
    const event = await createAnnouncedEvent(system);
    const path = regionPath(`/events/${event.number}/materials`);
    const bytes = await toPdf({
      title: "Смета",
      lang: "ru",
      createdAt: monday,
      blocks: [{ kind: "paragraph", text: "Доски и краска." }],
    });
    const pdf = new File([new Uint8Array(bytes)], "смета.pdf", { type: "application/pdf" });
    const added = await app.post(
      path,
      { title: "Смета двора", kind: "material", public: "yes", file: pdf },
      cookie,
    );
    expect(added.status).toBe(303);
    const card = await parsePage(await app.get(regionPath(`/events/${event.number}`)));
    const link = [...card.querySelectorAll("a")].find((one) => one.textContent === "Смета двора");
    const served = await app.get(link?.getAttribute("href") ?? "");
    expect(served.headers.get("content-type")).toContain("application/pdf");
    expect(Buffer.from(await served.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    const id = link?.getAttribute("href")?.split("/").at(-1) ?? "";
    expect((await app.post(`${path}/${id}/remove`, {}, cookie)).status).toBe(303);
    expect((await app.get(link?.getAttribute("href") ?? "")).status).toBe(404);
  });

  test("without file and address, or with an executable, are refused and retain their title", async () => {
    const event = await createAnnouncedEvent(system);
    const path = regionPath(`/events/${event.number}/materials`);
    const blank = await app.post(path, { title: "Запись семинара", kind: "recording" }, cookie);
    expect(blank.status).toBe(422);
    const back = await parsePage(blank);
    expect(back.querySelector("#f-material-title")?.getAttribute("value")).toBe("Запись семинара");
    const program = new File([new Uint8Array([0x4d, 0x5a, 0x90, 0])], "смета.pdf");
    const wrong = await app.post(path, { title: "Смета", kind: "material", file: program }, cookie);
    expect(wrong.status).toBe(422);
    const links = [...(await parsePage(wrong)).querySelectorAll("#errors a")];
    expect(links.map((one) => one.getAttribute("href"))).toEqual(["#f-material-file"]);
  });
});

describe("an event in a project's name", () => {
  test("lies within the project's dates, reported at its field", async () => {
    await app.post(regionPath("/projects/new"), { title: "Двор на Речной" }, cookie);
    const { id } = await system.db
      .updateTable("projects_projects")
      .set({ starts_on: "2026-06-10", ends_on: "2026-06-25" })
      .where("title", "=", "Двор на Речной")
      .returning("id")
      .executeTakeFirstOrThrow();
    const early = { startsAt: "2026-06-09T10:00", endsAt: "2026-06-09T12:00" };
    const before = await app.post(
      regionPath("/events/new"),
      { ...form, ...early, projectId: id },
      cookie,
    );
    expect(before.status).toBe(422);
    expect(await formErrors(before)).toContain("Проект начинается 10.06.2026");
    const late = { startsAt: "2026-06-25T10:00", endsAt: "2026-06-26T12:00" };
    const after = await app.post(
      regionPath("/events/new"),
      { ...form, ...late, projectId: id },
      cookie,
    );
    expect(await formErrors(after)).toContain("Проект кончается 25.06.2026");
    const within = await app.post(regionPath("/events/new"), { ...form, projectId: id }, cookie);
    expect(within.status).toBe(303);
    const free = await app.post(regionPath("/events/new"), { ...form, ...early }, cookie);
    expect(free.status).toBe(303);
  });
});

describe("a guest", () => {
  test("answers the event's own questions when registering, with errors at their fields", async () => {
    const asked = await publishSurvey(
      system,
      surveyDefinition(
        [
          { code: "diet", kind: "text", text: { ru: "Что вам нельзя есть" }, required: true },
          { code: "first", kind: "yes-no", text: { ru: "Вы у нас впервые?" } },
        ],
        { purpose: "registration" },
      ),
    );
    const event = await createAnnouncedEvent(system, { registrationFormId: asked.id });
    const path = regionPath(`/events/${event.number}/register`);
    expect(await text(await app.get(path))).toContain("Что вам нельзя есть");
    const without = await app.post(path, { ...person(20), "q.first": "yes" });
    expect(without.status).toBe(422);
    const back = await parsePage(without);
    expect(back.querySelector("[name=surname]")?.getAttribute("value")).toBe("Гостева20");
    expect(back.querySelector("[name='q.diet']")?.getAttribute("aria-invalid")).toBe("true");
    const sent = await app.post(path, { ...person(20), "q.diet": "орехи", "q.first": "yes" });
    expect(sent.status).toBe(303);
    const [registration] = await listRegistrations(system, event.id);
    const reply = await findReply(system, { id: registration?.reply_id ?? "" });
    expect(reply?.answers).toMatchObject({ diet: "орехи" });
  });

  test("registers, gets a ticket by a private link, switches mode and cancels", async () => {
    const event = await createAnnouncedEvent(system, {
      format: "hybrid",
      capacity: 1,
      onlineUrl: "https://line.example/1",
    });
    const path = regionPath(`/events/${event.number}/register`);
    const blank = await app.post(path, { surname: "", mode: "in-person" });
    expect(blank.status).toBe(422);
    expect(await formErrors(blank)).toContain("Без согласия");
    const made = await app.post(path, { ...person(2), mode: "in-person" });
    expect(made.status).toBe(303);
    const mine = made.headers.get("location") ?? "";
    const ticket = await app.get(mine);
    expect(ticket.headers.get("x-robots-tag")).toContain("noindex");
    const shown = await parsePage(ticket);
    expect(normalizeSpaces(shown.querySelector(".ticket")?.textContent)).toMatch(
      /Анна Г\., очно.*[А-Я]{2}-101/,
    );
    expect(shown.querySelector(".ticket svg[role=img]")).not.toBeNull();
    const letters = await emailsTo("guest2@okno.example");
    expect(findLink(letters[0]).pathname).toBe(mine);
    await app.post(`${mine}/mode`, { mode: "online" });
    expect(await (await app.get(mine)).text()).toContain("https://line.example/1");
    expect(await (await app.get(regionPath(`/events/${event.number}`))).text()).not.toContain(
      "line.example",
    );
    await app.post(`${mine}/cancel`, {});
    expect(await text(await app.get(mine))).toContain("Ваша запись отменена");
    expect((await app.get(`${mine.slice(0, -1)}${mine.endsWith("A") ? "B" : "A"}`)).status).toBe(
      404,
    );
  });

  test("gets no link to another person's page by typing their name and email", async () => {
    const event = await createAnnouncedEvent(system);
    const path = regionPath(`/events/${event.number}/register`);
    await app.post(path, person(3));
    const again = await app.post(path, person(3));
    expect(decodeURIComponent(again.headers.get("location") ?? "")).toBe(
      regionPath(`/events/${event.number}`),
    );
    expect(await emailsTo("guest3@okno.example")).toHaveLength(2);
    const flash = await app.get(
      decodeURIComponent(again.headers.get("location") ?? ""),
      mergeCookies(again),
    );
    expect(normalizeSpaces(await flash.text())).toContain("Вы уже записаны");
  });

  test("chooses a section; two at one time are refused and both remain checked", async () => {
    const event = await createAnnouncedEvent(system);
    const line = {
      kind: "section" as const,
      startsAt: "2026-06-08T11:00",
      endsAt: "2026-06-08T12:00",
      capacity: 3,
    };
    const [one, two] = [
      await saveSession(system, event.id, { ...line, title: "Дворы" }),
      await saveSession(system, event.id, { ...line, title: "Дети" }),
    ];
    await publishProgramme(system, event.id);
    const path = regionPath(`/events/${event.number}/register`);
    const both = await app.post(path, { ...person(4), "sessions[]": [one.id, two.id] });
    expect(both.status).toBe(409);
    expect(await formErrors(both)).toContain("«Дети» идут в одно время");
    const done = await app.post(path, { ...person(4), "sessions[]": [one.id] });
    expect(await text(await app.get(done.headers.get("location") ?? ""))).toContain("Вы записаны");
  });

  test("reads the list and the month by filters, in every format", async () => {
    await createAnnouncedEvent(system, {
      title: "Вебинар о сметах",
      kind: "webinar",
      format: "online",
      address: "",
    });
    const list = await text(await app.get(regionPath("/events?kind=webinar")));
    expect(list).toContain("Вебинар о сметах");
    expect(list).not.toContain("Смета без слёз");
    expect(await text(await app.get(regionPath("/events?month=2026-06&kind=webinar")))).toContain(
      "Вебинар о сметах",
    );
    const json = (await (await app.get(regionPath("/events.json?q=вебинар"))).json()) as {
      events: { title: string }[];
    };
    expect(json.events.map(({ title }) => title)).toEqual(["Вебинар о сметах"]);
    expect(await (await app.get(regionPath("/events.csv?kind=webinar"))).text()).toContain(
      "Вебинар о сметах",
    );
    expect(await (await app.get(regionPath("/events.atom?kind=webinar"))).text()).toContain(
      "<title>Вебинар о сметах",
    );
    expect((await app.get(regionPath("/events?kind=party"))).status).toBe(400);
  });
});

type ParsedCalendarEntry = {
  uid: string;
  sequence: number;
  status: string;
  start: string;
  tzid: string;
  offset: string;
};

/** Parses a feed with an independent library. */
function parseCalendar(ics: string): ParsedCalendarEntry[] {
  const calendar = new ICAL.Component(ICAL.parse(ics));
  const zones = calendar.getAllSubcomponents("vtimezone").map((zone) => new ICAL.Timezone(zone));
  return calendar.getAllSubcomponents("vevent").map((vevent) => {
    const event = new ICAL.Event(vevent);
    const zone = zones.find(
      ({ tzid }) =>
        tzid === event.startDate.zone?.tzid ||
        tzid === vevent.getFirstProperty("dtstart")?.getParameter("tzid"),
    );
    const start = event.startDate.clone();
    if (zone !== undefined) start.zone = zone;
    return {
      uid: event.uid,
      sequence: event.sequence,
      status: String(vevent.getFirstPropertyValue("status")),
      start: event.startDate.toString(),
      tzid: String(vevent.getFirstProperty("dtstart")?.getParameter("tzid")),
      offset: start.toJSDate().toISOString(),
    };
  });
}

describe("calendars", () => {
  test("are read by an independent parser: zone, UID, SEQUENCE and the cancellation", async () => {
    const event = await createAnnouncedEvent(system, { title: "Календарный семинар" });
    const feed = async () =>
      parseCalendar(await (await app.get(regionPath(`/events/${event.number}.ics`))).text());
    const [first] = await feed();
    expect(first).toMatchObject({
      tzid: "Asia/Yekaterinburg",
      start: "2026-06-08T10:00:00",
      offset: "2026-06-08T05:00:00.000Z",
      status: "CONFIRMED",
      sequence: 0,
    });
    await moveEvent(system, event.id, { startsAt: "2026-06-08T11:00", endsAt: "2026-06-08T15:00" });
    const [moved] = await feed();
    expect([moved?.uid, moved?.sequence, moved?.start]).toEqual([
      first?.uid,
      1,
      "2026-06-08T11:00:00",
    ]);
    await cancelEvent(system, event.id, { reason: "Паводок" });
    const [gone] = await feed();
    expect([gone?.uid, gone?.sequence, gone?.status]).toEqual([first?.uid, 2, "CANCELLED"]);
    const all = parseCalendar(
      await (await app.get(regionPath("/events.ics?q=Календарный"))).text(),
    );
    expect(all.map(({ status }) => status)).toEqual(["CANCELLED"]);
  });

  test("contain what a person registered for, with the address of the broadcast", async () => {
    const event = await createAnnouncedEvent(system, {
      format: "online",
      onlineUrl: "https://line.example/own",
      address: "",
    });
    const made = await app.post(regionPath(`/events/${event.number}/register`), person(9));
    const ics = await (await app.get(`${made.headers.get("location")}.ics`)).text();
    expect(parseCalendar(ics).map(({ uid }) => uid)).toEqual([`${event.id}@okno`]);
    expect(ics.replace(/\r\n /g, "")).toContain("https://line.example/own");
  });
});
