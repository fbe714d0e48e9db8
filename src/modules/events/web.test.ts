import ICAL from "ical.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { grantRole } from "#modules/people/index.ts";
import { at, cookies, errors, linkIn, page, plain, visitorsOf } from "#modules/people/fixtures.ts";
import { toPdf } from "#base/documents/index.ts";
import { replyOf } from "#modules/forms/index.ts";
import { openTestHouse, type TestHouse } from "#testing/app.ts";
import { publishSurvey, surveyOf } from "../forms/fixtures.ts";
import { cancelEvent, moveEvent } from "./edit/actions.ts";
import { addTowns, announced, monday, newEvent, places } from "./fixtures.ts";
import { keepSession, publishProgramme } from "./programme/actions.ts";
import { registrationsOf } from "./registration/store.ts";
import { findEvent } from "./store.ts";

let house: TestHouse;
let system: Ctx;
let cookie: string;

beforeAll(async () => {
  house = await openTestHouse();
  system = await house.system();
  await addTowns(system);
  house.clock.now = monday;
  const visitors = visitorsOf(house, system);
  const { id, email } = await visitors.newPerson();
  await grantRole(system, id, { role: "operator" });
  cookie = await visitors.signIn(email);
});
afterAll(() => house.close());
beforeEach(() => void (house.clock.now = monday));

const person = (n: number) => ({
  surname: `Гостева${n}`,
  givenName: "Анна",
  email: `guest${n}@okno.example`,
  municipalityId: places.dolgomost,
  consent: "yes",
});
const lettersTo = (email: string) => visitorsOf(house, system).lettersTo(email);
const text = async (response: Response) =>
  plain((await page(response)).querySelector("main")?.textContent);

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

describe("the makers' pages", () => {
  test("an event is written, comes back with its faults, is announced and shown", async () => {
    const wrong = await house.post(
      at("/events/new"),
      { ...form, endsAt: "2026-06-20T09:00" },
      cookie,
    );
    expect(wrong.status).toBe(422);
    const back = await page(wrong);
    expect(plain(back.querySelector("#errors")?.textContent)).toContain("Конец раньше начала");
    expect(back.querySelector("[name=title]")?.getAttribute("value")).toBe("Семинар из формы");
    const made = await house.post(at("/events/new"), form, cookie);
    expect(made.status).toBe(303);
    const path = decodeURIComponent(made.headers.get("location") ?? "");
    expect((await house.get(path)).status).toBe(404);
    await house.post(`${path}/announce`, {}, cookie);
    expect(await text(await house.get(path))).toContain("Семинар из формы");
  });

  test("the second of two editors keeps their text and may send it again", async () => {
    const event = await newEvent(system);
    const edit = at(`/events/${event.number}/edit`);
    const version = String(event.version);
    await house.post(edit, { ...form, title: "Первая правка", version }, cookie);
    const second = await house.post(edit, { ...form, title: "Вторая правка", version }, cookie);
    expect(second.status).toBe(409);
    const back = await page(second);
    expect(back.querySelector("[name=title]")?.getAttribute("value")).toBe("Вторая правка");
    const seen = back.querySelector("[name=version]")?.getAttribute("value") ?? "";
    const again = await house.post(
      edit,
      { ...form, title: "Вторая правка", version: seen },
      cookie,
    );
    expect(again.status).toBe(303);
    expect((await findEvent(system, event.id))?.title).toBe("Вторая правка");
  });

  test("a room that is taken is told at the room", async () => {
    const room = await house.post(
      at("/rooms/new"),
      { name: "Большой зал", municipalityId: places.dolgomost, capacity: "80" },
      cookie,
    );
    const roomId = room.headers.get("location")?.split("/").at(-1) ?? "";
    const first = await house.post(at("/events/new"), { ...form, roomId }, cookie);
    expect(first.status).toBe(303);
    const clash = await house.post(
      at("/events/new"),
      { ...form, roomId, startsAt: "2026-06-20T11:00" },
      cookie,
    );
    expect(clash.status).toBe(409);
    expect(await errors(clash)).toContain("Помещение в это время занято");
    const small = await house.post(
      at("/events/new"),
      { ...form, roomId, capacity: "90", startsAt: "2026-06-21T10:00", endsAt: "2026-06-21T12:00" },
      cookie,
    );
    expect(await errors(small)).toContain("В этом помещении только 80 мест");
    const number =
      decodeURIComponent(first.headers.get("location") ?? "")
        .split("/")
        .at(-1) ?? "";
    await house.post(at(`/events/${number}/announce`), {}, cookie);
    expect(await text(await house.get(at(`/rooms/${roomId}`)))).toContain("Семинар из формы");
  });

  test("a programme is built, published and changed by forms alone", async () => {
    const event = await announced(system);
    const base = at(`/events/${event.number}/programme`);
    const line = {
      kind: "section",
      title: "Дворы",
      startsAt: "2026-06-08T11:00",
      endsAt: "2026-06-08T12:00",
    };
    const outside = await house.post(
      `${base}/new`,
      { ...line, endsAt: "2026-06-08T19:00" },
      cookie,
    );
    expect(await errors(outside)).toContain("за пределами события");
    const made = await house.post(`${base}/new`, line, cookie);
    const session = decodeURIComponent(made.headers.get("location") ?? "");
    await house.post(
      `${session}/speakers`,
      { surname: "Лугин", givenName: "Роман", role: "moderator" },
      cookie,
    );
    expect(await text(await house.get(`${session}?find=Луг`, cookie))).toContain("Лугин Роман");
    expect(await text(await house.get(at(`/events/${event.number}`)))).not.toContain("Дворы");
    await house.post(`${base}/publish`, {}, cookie);
    expect(await text(await house.get(at(`/events/${event.number}`)))).toContain(
      "Ведёт Роман Лугин",
    );
  });

  test("a group is written down by lines; a wrong line brings all of them back", async () => {
    const event = await announced(system);
    const path = at(`/events/${event.number}/registrations`);
    const people =
      "Ветрова Анна Павловна; anna@okno.example; ТОС «Речной»\nЖилин Пётр; 8 900 123-45-67";
    const wrong = await house.post(path, { people: `${people}\nСомова Ольга; почта@` }, cookie);
    expect(await errors(wrong)).toContain("Поправьте строки: 3");
    const sent = await house.post(path, { people }, cookie);
    expect(sent.status).toBe(303);
    const list = await text(await house.get(`${path}?q=жилин`, cookie));
    expect(list).toContain("Жилин Пётр");
    expect(list).not.toContain("Ветрова");
    const csv = await (await house.get(`${path}.csv`, cookie)).text();
    expect(csv).toContain("Ветрова,Анна,Павловна,anna@okno.example");
    const xlsx = await house.get(`${path}.xlsx`, cookie);
    expect(
      Buffer.from(await xlsx.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe("PK");
    expect((await house.get(path)).status).toBe(403);
  });

  test("shares of seats are set and taken away", async () => {
    const event = await announced(system);
    const path = at(`/events/${event.number}/quotas`);
    const whom = `municipality:${places.dolgomost}`;
    expect((await house.post(path, { whom, seats: "0" }, cookie)).status).toBe(303);
    const register = at(`/events/${event.number}/register`);
    const made = await house.post(register, person(1));
    const mine = await house.get(decodeURIComponent(made.headers.get("location") ?? ""));
    expect(await text(mine)).toContain("Вы в листе ожидания");
    await house.post(path, { whom }, cookie);
    expect(await lettersTo("guest1@okno.example")).toHaveLength(2);
  });
});

describe("materials", () => {
  test("a file is uploaded, served to anybody, and taken away", async () => {
    const event = await announced(system);
    const path = at(`/events/${event.number}/materials`);
    const bytes = await toPdf({
      title: "Смета",
      lang: "ru",
      createdAt: monday,
      blocks: [{ kind: "paragraph", text: "Доски и краска." }],
    });
    const pdf = new File([new Uint8Array(bytes)], "смета.pdf", { type: "application/pdf" });
    const added = await house.post(
      path,
      { title: "Смета двора", kind: "material", public: "yes", file: pdf },
      cookie,
    );
    expect(added.status).toBe(303);
    const card = await page(await house.get(at(`/events/${event.number}`)));
    const link = [...card.querySelectorAll("a")].find((one) => one.textContent === "Смета двора");
    const served = await house.get(link?.getAttribute("href") ?? "");
    expect(served.headers.get("content-type")).toContain("application/pdf");
    expect(Buffer.from(await served.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    const id = link?.getAttribute("href")?.split("/").at(-1) ?? "";
    expect((await house.post(`${path}/${id}/remove`, {}, cookie)).status).toBe(303);
    expect((await house.get(link?.getAttribute("href") ?? "")).status).toBe(404);
  });

  test("what is neither file nor address, and a program called a document, come back with their title", async () => {
    const event = await announced(system);
    const path = at(`/events/${event.number}/materials`);
    const blank = await house.post(path, { title: "Запись семинара", kind: "recording" }, cookie);
    expect(blank.status).toBe(422);
    const back = await page(blank);
    expect(back.querySelector("#f-material-title")?.getAttribute("value")).toBe("Запись семинара");
    const program = new File([new Uint8Array([0x4d, 0x5a, 0x90, 0])], "смета.pdf");
    const wrong = await house.post(
      path,
      { title: "Смета", kind: "material", file: program },
      cookie,
    );
    expect(wrong.status).toBe(422);
    const links = [...(await page(wrong)).querySelectorAll("#errors a")];
    expect(links.map((one) => one.getAttribute("href"))).toEqual(["#f-material-file"]);
  });
});

describe("an event in a project's name", () => {
  test("lies within the project's days, told at its field", async () => {
    await house.post(at("/projects/new"), { title: "Двор на Речной" }, cookie);
    const { id } = await system.db
      .updateTable("projects_projects")
      .set({ starts_on: "2026-06-10", ends_on: "2026-06-25" })
      .where("title", "=", "Двор на Речной")
      .returning("id")
      .executeTakeFirstOrThrow();
    const early = { startsAt: "2026-06-09T10:00", endsAt: "2026-06-09T12:00" };
    const before = await house.post(
      at("/events/new"),
      { ...form, ...early, projectId: id },
      cookie,
    );
    expect(before.status).toBe(422);
    expect(await errors(before)).toContain("Проект начинается 10.06.2026");
    const late = { startsAt: "2026-06-25T10:00", endsAt: "2026-06-26T12:00" };
    const after = await house.post(at("/events/new"), { ...form, ...late, projectId: id }, cookie);
    expect(await errors(after)).toContain("Проект кончается 25.06.2026");
    const within = await house.post(at("/events/new"), { ...form, projectId: id }, cookie);
    expect(within.status).toBe(303);
    const free = await house.post(at("/events/new"), { ...form, ...early }, cookie);
    expect(free.status).toBe(303);
  });
});

describe("a guest", () => {
  test("answers the event's own questions with the registration, each wrong one at its field", async () => {
    const asked = await publishSurvey(
      system,
      surveyOf(
        [
          { code: "diet", kind: "text", text: { ru: "Что вам нельзя есть" }, required: true },
          { code: "first", kind: "yes-no", text: { ru: "Вы у нас впервые?" } },
        ],
        { purpose: "registration" },
      ),
    );
    const event = await announced(system, { registrationFormId: asked.id });
    const path = at(`/events/${event.number}/register`);
    expect(await text(await house.get(path))).toContain("Что вам нельзя есть");
    const without = await house.post(path, { ...person(20), "q.first": "yes" });
    expect(without.status).toBe(422);
    const back = await page(without);
    expect(back.querySelector("[name=surname]")?.getAttribute("value")).toBe("Гостева20");
    expect(back.querySelector("[name='q.diet']")?.getAttribute("aria-invalid")).toBe("true");
    const sent = await house.post(path, { ...person(20), "q.diet": "орехи", "q.first": "yes" });
    expect(sent.status).toBe(303);
    const [registration] = await registrationsOf(system, event.id);
    const reply = await replyOf(system, { id: registration?.reply_id ?? "" });
    expect(reply?.answers).toMatchObject({ diet: "орехи" });
  });

  test("registers, gets a ticket by a private link, changes sides and cancels", async () => {
    const event = await announced(system, {
      format: "hybrid",
      capacity: 1,
      onlineUrl: "https://line.example/1",
    });
    const path = at(`/events/${event.number}/register`);
    const blank = await house.post(path, { surname: "", mode: "in-person" });
    expect(blank.status).toBe(422);
    expect(await errors(blank)).toContain("Без согласия");
    const made = await house.post(path, { ...person(2), mode: "in-person" });
    expect(made.status).toBe(303);
    const mine = made.headers.get("location") ?? "";
    const ticket = await house.get(mine);
    expect(ticket.headers.get("x-robots-tag")).toContain("noindex");
    const shown = await page(ticket);
    expect(plain(shown.querySelector(".ticket")?.textContent)).toMatch(
      /Анна Г\., очно.*[А-Я]{2}-101/,
    );
    expect(shown.querySelector(".ticket svg[role=img]")).not.toBeNull();
    const letters = await lettersTo("guest2@okno.example");
    expect(linkIn(letters[0]).pathname).toBe(mine);
    await house.post(`${mine}/mode`, { mode: "online" });
    expect(await (await house.get(mine)).text()).toContain("https://line.example/1");
    expect(await (await house.get(at(`/events/${event.number}`))).text()).not.toContain(
      "line.example",
    );
    await house.post(`${mine}/cancel`, {});
    expect(await text(await house.get(mine))).toContain("Ваша запись отменена");
    expect((await house.get(`${mine.slice(0, -1)}${mine.endsWith("A") ? "B" : "A"}`)).status).toBe(
      404,
    );
  });

  test("who types a stranger's name and address gets no link to the stranger's page", async () => {
    const event = await announced(system);
    const path = at(`/events/${event.number}/register`);
    await house.post(path, person(3));
    const again = await house.post(path, person(3));
    expect(decodeURIComponent(again.headers.get("location") ?? "")).toBe(
      at(`/events/${event.number}`),
    );
    expect(await lettersTo("guest3@okno.example")).toHaveLength(2);
    const flash = await house.get(
      decodeURIComponent(again.headers.get("location") ?? ""),
      cookies(again),
    );
    expect(plain(await flash.text())).toContain("Вы уже записаны");
  });

  test("chooses a section; two at one hour come back with both kept", async () => {
    const event = await announced(system);
    const line = {
      kind: "section" as const,
      startsAt: "2026-06-08T11:00",
      endsAt: "2026-06-08T12:00",
      capacity: 3,
    };
    const [one, two] = [
      await keepSession(system, event.id, { ...line, title: "Дворы" }),
      await keepSession(system, event.id, { ...line, title: "Дети" }),
    ];
    await publishProgramme(system, event.id);
    const path = at(`/events/${event.number}/register`);
    const both = await house.post(path, { ...person(4), "sessions[]": [one.id, two.id] });
    expect(both.status).toBe(409);
    expect(await errors(both)).toContain("«Дети» идут в одно время");
    const done = await house.post(path, { ...person(4), "sessions[]": [one.id] });
    expect(await text(await house.get(done.headers.get("location") ?? ""))).toContain(
      "Вы записаны",
    );
  });

  test("reads the list and the month by filters, in every twin", async () => {
    await announced(system, {
      title: "Вебинар о сметах",
      kind: "webinar",
      format: "online",
      address: "",
    });
    const list = await text(await house.get(at("/events?kind=webinar")));
    expect(list).toContain("Вебинар о сметах");
    expect(list).not.toContain("Смета без слёз");
    expect(await text(await house.get(at("/events?month=2026-06&kind=webinar")))).toContain(
      "Вебинар о сметах",
    );
    const json = (await (await house.get(at("/events.json?q=вебинар"))).json()) as {
      events: { title: string }[];
    };
    expect(json.events.map(({ title }) => title)).toEqual(["Вебинар о сметах"]);
    expect(await (await house.get(at("/events.csv?kind=webinar"))).text()).toContain(
      "Вебинар о сметах",
    );
    expect(await (await house.get(at("/events.atom?kind=webinar"))).text()).toContain(
      "<title>Вебинар о сметах",
    );
    expect((await house.get(at("/events?kind=party"))).status).toBe(400);
  });
});

type Read = {
  uid: string;
  sequence: number;
  status: string;
  start: string;
  tzid: string;
  offset: string;
};

/** A feed as a foreign reader understands it. */
function read(ics: string): Read[] {
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
  test("a foreign parser reads zone, UID, SEQUENCE and the cancellation", async () => {
    const event = await announced(system, { title: "Календарный семинар" });
    const feed = async () =>
      read(await (await house.get(at(`/events/${event.number}.ics`))).text());
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
    const all = read(await (await house.get(at("/events.ics?q=Календарный"))).text());
    expect(all.map(({ status }) => status)).toEqual(["CANCELLED"]);
  });

  test("a person's own feed holds what they registered for, with the line's address", async () => {
    const event = await announced(system, {
      format: "online",
      onlineUrl: "https://line.example/own",
      address: "",
    });
    const made = await house.post(at(`/events/${event.number}/register`), person(9));
    const ics = await (await house.get(`${made.headers.get("location")}.ics`)).text();
    expect(read(ics).map(({ uid }) => uid)).toEqual([`${event.id}@okno`]);
    expect(ics.replace(/\r\n /g, "")).toContain("https://line.example/own");
  });
});
