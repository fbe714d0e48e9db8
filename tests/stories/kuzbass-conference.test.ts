/**
 * The conference of 22–24 March 2022 in Kemerovo, as its source tells it: a plenary, practical master
 * classes, people by video from 31 municipalities; then certificates, feedback, figures by place.
 */
import type { Page } from "playwright-core";
import { from } from "#base/db/region.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addSpeaker,
  announceEvent,
  closeAttendance,
  createEvent,
  loadFeedbackResults,
  findEvent,
  issueCertificate,
  issueCertificates,
  saveSession,
  markPresent,
  countPresentByPlace,
  publishProgramme,
  register,
  reportOnlineAttendance,
  sendFeedback,
  createOnlineCode,
} from "#modules/events/index.ts";
import { at, hasBrowser, createStory, type StoryContext } from "./story.ts";

/** Cities and districts that took part by video: 31. */
const municipalities = [
  "Кемерово",
  "Новокузнецк",
  "Анжеро-Судженск",
  "Белово",
  "Берёзовский",
  "Калтан",
  "Киселёвск",
  "Краснобродский",
  "Ленинск-Кузнецкий",
  "Междуреченск",
  "Мыски",
  "Осинники",
  "Полысаево",
  "Прокопьевск",
  "Тайга",
  "Юрга",
  "Беловский округ",
  "Гурьевский округ",
  "Ижморский округ",
  "Кемеровский округ",
  "Крапивинский округ",
  "Мариинский округ",
  "Новокузнецкий район",
  "Прокопьевский округ",
  "Промышленновский округ",
  "Таштагольский район",
  "Тисульский округ",
  "Топкинский округ",
  "Тяжинский округ",
  "Чебулинский округ",
  "Яшкинский округ",
];

const hall = 24;
const programme = [
  ["22", "10:00", "11:30", "plenary", "Что нового в жизни НКО", "Малинина", "Вера"],
  ["22", "12:00", "13:30", "talk", "Добрые соседи: как это устроено", "Кузьмин", "Сергей"],
  ["23", "10:00", "11:30", "master-class", "ТОС своими руками", "Сидорин", "Владимир"],
  ["23", "12:00", "13:30", "master-class", "Комнаты для детей в селе", "Чуркина", "Светлана"],
  ["24", "10:00", "12:00", "discussion", "Что делаем дальше", "Малинина", "Вера"],
] as const;

let story: StoryContext;
let conference: string;
let certificate = "";

beforeAll(async () => {
  story = await createStory(municipalities);
  await story.person("organiser", "Инна Дорохова", "operator");
});
afterAll(() => story.close());

describe("three days in March", () => {
  test("the centre announces a hybrid conference with its programme and speakers", async () => {
    story.setTime("2022-03-01T10:00");
    const ctx = await story.asPerson("organiser");
    const event = await createEvent(ctx, {
      kind: "conference",
      format: "hybrid",
      title: "Созидательный потенциал общественных советов",
      startsAt: "2022-03-22T10:00",
      endsAt: "2022-03-24T12:00",
      municipalityId: story.place("Кемерово"),
      address: "Кемерово, зал общественной палаты",
      onlineUrl: "https://video.example/council",
      capacity: hall,
      onlineCapacity: 500,
      certificateHours: 6,
    });
    conference = event.number;
    for (const [day, from, to, kind, title, surname, givenName] of programme) {
      const { id } = await saveSession(ctx, conference, {
        kind,
        title,
        startsAt: `2022-03-${day}T${from}`,
        endsAt: `2022-03-${day}T${to}`,
        online: true,
      });
      await addSpeaker(ctx, conference, { sessionId: id, person: { surname, givenName } });
    }
    await publishProgramme(ctx, conference);
    expect((await announceEvent(ctx, conference)).stage).toBe("announced");
  });

  test("24 seats of the hall are taken, the next one waits; every municipality joins by video", async () => {
    story.setTime("2022-03-10T12:00");
    const guest = await story.guest();
    const states: string[] = [];
    for (let n = 0; n <= hall; n += 1) {
      const { registration } = await register(guest, conference, {
        surname: `Гостев${"абвгдежзиклмнопрстуфхцчшэюя"[n]}`,
        givenName: "Иван",
        email: `hall-${n}@pochta.example`,
        municipalityId: story.place("Кемерово"),
        mode: "in-person",
      });
      states.push(registration.state);
    }
    expect(states.filter((state) => state === "confirmed")).toHaveLength(hall);
    expect(states.at(-1)).toBe("waiting");
    for (const [n, name] of municipalities.entries()) {
      await register(guest, conference, {
        surname: "Дальняя",
        givenName: "Ольга",
        patronymic: name.replace(/[^А-Яа-яЁё]/g, ""),
        email: `video-${n}@pochta.example`,
        municipalityId: story.place(name),
        mode: "online",
      });
    }
  });

  test("the same person registering again gets the seat they have", async () => {
    const again = await register(await story.guest(), conference, {
      surname: "Гостева",
      givenName: "Иван",
      email: "hall-0@pochta.example",
      municipalityId: story.place("Кемерово"),
      mode: "in-person",
    });
    expect(again.isNew).toBe(false);
  });

  test("the hall comes by tickets, the others type the code shown during the session", async () => {
    story.setTime("2022-03-22T10:20");
    const organiser = await story.asPerson("organiser");
    const seats = await story
      .system()
      .then((ctx) =>
        from(ctx, "events_registrations").select(["contact_id", "mode", "state"]).execute(),
      );
    const seated = seats.filter((one) => one.mode === "in-person" && one.state === "confirmed");
    for (const { contact_id: contactId } of seated)
      await markPresent(organiser, conference, { contactId, source: "qr" });
    const { code } = await createOnlineCode(organiser, conference, { minutes: 60 });
    const guest = await story.guest();
    for (const name of municipalities) {
      const patronymic = name.replace(/[^А-Яа-яЁё]/g, "");
      await reportOnlineAttendance(guest, conference, {
        code,
        surname: `Дальняя Ольга ${patronymic}`,
      });
    }
    expect((await findEvent(organiser, conference))?.present).toBe(hall + municipalities.length);
  });

  test("a wrong code counts nobody", async () => {
    const guest = await story.guest();
    await expect(
      reportOnlineAttendance(guest, conference, { code: "000000", surname: "Дальняя Ольга Тайга" }),
    ).rejects.toMatchObject({ kind: expect.stringMatching(/invalid|conflict/) });
  });

  test("the list is closed, and every one of 31 municipalities stands in the figures", async () => {
    story.setTime("2022-03-24T13:00");
    const ctx = await story.asPerson("organiser");
    await closeAttendance(ctx, conference);
    const event = await findEvent(ctx, conference);
    const groups = await countPresentByPlace(ctx, event?.id ?? "");
    expect(groups).toHaveLength(31);
    expect(groups.reduce((sum, one) => sum + one.inPerson + one.online, 0)).toBe(hall + 31);
  });
});

describe("after the conference", () => {
  test("who came gets a certificate that anybody may check, who did not is refused with a reason", async () => {
    const organiser = await story.asPerson("organiser");
    await issueCertificates(organiser, conference);
    await story.app.drainJobs();
    const issued = await from(organiser, "events_certificates").select(["code", "name"]).execute();
    expect(issued).toHaveLength(hall + 31);
    certificate = issued[0]?.code ?? "";
    const page = await (await story.app.get(at(`/certificates/${certificate}`))).text();
    expect(page).toContain(issued[0]?.name.split(" ")[0]);
    const waiting = await from(organiser, "events_registrations")
      .select("contact_id")
      .where("state", "=", "waiting")
      .executeTakeFirstOrThrow();
    await expect(
      issueCertificate(organiser, conference, { contactId: waiting.contact_id }),
    ).rejects.toMatchObject({ kind: expect.stringMatching(/invalid|conflict/) });
  });

  test("those who came are asked three questions by letter; the replies are counted without names", async () => {
    const organiser = await story.asPerson("organiser");
    const letters = await from(organiser, "base_emails")
      .select("body")
      .where("dedupe_key", "like", "feedback:%")
      .execute();
    expect(letters).toHaveLength(hall + 31);
    const guest = await story.guest();
    for (const [n, { body }] of letters.slice(0, 20).entries()) {
      const [, , contact = "", token = ""] =
        /events\/([^/\s]+)\/feedback\/([0-9a-f-]{36})\/([\w-]+)/.exec(body) ?? [];
      const answers = { useful: 4 + (n % 2), use: "Соберу соседей", better: "Больше примеров" };
      const asked = { key: conference, contact, token };
      await sendFeedback(guest, asked, { answers, key: `reply-${n}` });
      if (n === 0)
        await expect(sendFeedback(guest, asked, { answers, key: "again" })).rejects.toMatchObject({
          reason: "events.feedback-sent",
        });
    }
    const event = await findEvent(organiser, conference);
    if (event === undefined) throw new Error("the conference is gone");
    const results = await loadFeedbackResults(organiser, event, "staff");
    expect(results).toMatchObject({ replies: 20, present: hall + 31 });
  });
});

describe.runIf(hasBrowser).each([false, true])(
  "the conference is walked in a browser (scripts: %s)",
  (scripts) => {
    let guest: Page;
    const look = (page: Page) => (scripts ? story.checkAccessibility(page) : Promise.resolve());

    beforeAll(async () => {
      story.setTime("2022-03-24T14:00");
      guest = await story.openPage({ scripts, width: 360 });
    });

    test("a guest reads its page and programme", async () => {
      await guest.goto(at(`/events/${conference}`));
      await guest.getByRole("heading", { level: 1, name: /Созидательный потенциал/ }).waitFor();
      await guest.getByText("Комнаты для детей в селе").first().waitFor();
      await look(guest);
    });

    test("a guest sees who took part", async () => {
      await guest.goto(at(`/events/${conference}/participants`));
      await guest.getByText("Чебулинский округ").first().waitFor();
    });

    test("a guest checks a certificate", async () => {
      await guest.goto(at(`/certificates/${certificate}`));
      await guest.locator("main").getByText("Сертификат участника").first().waitFor();
      await look(guest);
    });

    test("the organiser sees the list of presence", async () => {
      const staff = await story.openPage({ scripts, as: "organiser" });
      await staff.goto(at(`/events/${conference}/presence`));
      const names = staff.locator("main").getByText(/Гостев|Дальняя/);
      await names.first().waitFor();
      await look(staff);
    });
  },
);
