import { inflateSync } from "node:zlib";
import jsQR from "jsqr";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { pdfText } from "#base/documents/index.ts";
import type { Refusal } from "#base/refusal.ts";
import { plainText } from "#base/ui/index.ts";
import { repliesTo } from "#modules/forms/index.ts";
import { openTestHouse, type TestHouse } from "#testing/app.ts";
import { changeEvent } from "../edit/actions.ts";
import { earned } from "./rules.ts";
import { certificatesOf } from "./store.ts";
import {
  certificateUrl,
  checkCertificate,
  issueCertificate,
  issueCertificates,
  reissueCertificate,
  revokeCertificate,
} from "./actions.ts";
import { feedbackResults, sendFeedback } from "../feedback/actions.ts";
import { addTowns, announced, operator } from "../fixtures.ts";
import { cardToken, feedbackPath, learningPath } from "../learning/private-links.ts";
import { learningByLink } from "../learning/reads.ts";
import { closeAttendance, markNewcomer, withdrawPresence } from "../attendance/actions.ts";
import { eventsById, type Event } from "../store.ts";

let house: TestHouse;
let system: Ctx;
let staff: Ctx;
const before = new Date("2026-06-01T05:00:00Z");
const during = new Date("2026-06-08T05:15:00Z");

beforeAll(async () => {
  house = await openTestHouse();
  system = await house.system();
  await addTowns(system);
  staff = await house.as(operator());
});
afterAll(() => house.close());
beforeEach(() => void (house.clock.now = before));

const refused = (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => expect.fail("nothing was refused"),
    (error: Refusal) => error,
  );

/** A seminar with these people present, its list closed. */
async function held(names: readonly string[], part: Parameters<typeof announced>[1] = {}) {
  house.clock.now = before;
  const event = await announced(staff, { certificateHours: 6, ...part });
  house.clock.now = during;
  const people: string[] = [];
  for (const [at, surname] of names.entries()) {
    const email = `${event.number.slice(-4)}-${at}@okno.example`;
    people.push(
      await markNewcomer(staff, event.number, {
        person: { surname, givenName: "Анна", patronymic: "Павловна", email },
      }),
    );
  }
  return { event: await closeAttendance(staff, event.number), people };
}

const lettersAbout = async (occasion: string) => {
  await house.settle();
  return system.db
    .selectFrom("base_letters")
    .select(["recipient", "subject", "body"])
    .where("occasion", "like", `${occasion}%`)
    .execute();
};

const personAt = (people: readonly string[], at: number): string => {
  const id = people[at];
  if (id === undefined) throw new Error("nobody");
  return id;
};

/** What a telephone reads from the sheet: the strokes of its last drawing, put on a white square. */
async function readQr(pdf: Buffer): Promise<string | undefined> {
  const drawn = [...pdf.toString("latin1").matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)]
    .map(([, packed = ""]) => {
      try {
        return inflateSync(Buffer.from(packed, "latin1")).toString("latin1");
      } catch {
        return "";
      }
    })
    .map((content) => content.slice(content.lastIndexOf("\n1 w\n")))
    .map((content) => [...content.matchAll(/([\d.]+) ([\d.]+) m\n([\d.]+) ([\d.]+) l/g)])
    .find((strokes) => strokes.length > 50);
  const strokes = drawn ?? [];
  const path = strokes.map(([, x, y, to]) => `M${x} ${y}H${to}`).join("");
  const side = Math.max(...strokes.map(([, , , to]) => Number(to))) + 4;
  const { data, info } = await sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="600" height="600">` +
        `<rect width="${side}" height="${side}" fill="#fff"/>` +
        `<path d="${path}" stroke="#000" shape-rendering="crispEdges"/></svg>`,
    ),
  )
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

describe("a certificate", () => {
  test("is earned by being there, to the event's own threshold", () => {
    const terms = {
      certificate_hours: 6,
      certificate_after_sessions: 2,
      certificate_after_hours: null,
      attendance_closed_at: during,
    };
    const hour = (from: number, to: number) => ({
      startsAt: new Date(Date.UTC(2026, 5, 8, from)),
      endsAt: new Date(Date.UTC(2026, 5, 8, to)),
    });
    const there = (sessions: ReturnType<typeof hour>[]) => ({ present: true, sessions });
    expect(earned(terms, there([hour(5, 6), hour(7, 8)]))).toEqual({ hours: 6 });
    expect(earned(terms, there([hour(5, 6)]))).toMatchObject({
      refused: "certificate-few-sessions",
    });
    const byHours = { ...terms, certificate_after_sessions: null, certificate_after_hours: 2 };
    expect(earned(byHours, there([hour(5, 6), hour(5, 6)]))).toMatchObject({
      refused: "certificate-few-hours",
      has: 1,
    });
    expect(earned(terms, { present: false, sessions: [] })).toMatchObject({
      refused: "certificate-absent",
    });
    expect(earned({ ...terms, certificate_hours: null }, there([]))).toMatchObject({
      refused: "certificates-off",
    });
  });

  test("is refused to one who did not come, and to one whose mark was taken back", async () => {
    const { event, people } = await held(["Ветрова", "Сажина"]);
    const stranger = (await held(["Посторонняя"])).people;
    const refusal = await refused(
      issueCertificate(staff, event.number, { contactId: personAt(stranger, 0) }),
    );
    expect(refusal).toMatchObject({ kind: "conflict", reason: "events.certificate-absent" });
    expect(refusal.values["name"]).toBe("Посторонняя Анна Павловна");
    await withdrawPresence(staff, event.number, {
      contactId: personAt(people, 1),
      reason: "Не она",
    });
    expect(
      (await refused(issueCertificate(staff, event.number, { contactId: personAt(people, 1) })))
        .reason,
    ).toBe("events.certificate-absent");
  });

  test("on paper bears the name in Cyrillic and a code that leads to its public page", async () => {
    const { event, people } = await held(["Ветрова-Щёголева"]);
    const certificate = await issueCertificate(staff, event.number, {
      contactId: personAt(people, 0),
    });
    const pdf = await house.get(`/sinegorsk/certificates/${certificate.code}/pdf`);
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    const bytes = Buffer.from(await pdf.arrayBuffer());
    const text = plainText(pdfText(bytes).join(" "));
    expect(text).toContain("Ветрова-Щёголева Анна Павловна");
    expect(text).toContain(certificate.number);
    const url = await readQr(bytes);
    expect(url).toBe(certificateUrl(system, certificate.code));
    const page = await house.get(new URL(url ?? "").pathname);
    expect(page.status).toBe(200);
    const html = plainText(await page.text());
    expect(html).toContain("Ветрова-Щёголева Анна Павловна");
    expect(html).toContain("Действителен");
    expect(html).toContain("6 часов");
    expect(html).not.toContain("okno.example");
    expect((await house.get("/sinegorsk/certificates/22222222222222")).status).toBe(404);
  });

  test("with a wrong name is issued anew, and the old one says it no longer holds", async () => {
    const { event, people } = await held(["Опечаткина"]);
    const contactId = personAt(people, 0);
    const old = await issueCertificate(staff, event.number, { contactId });
    expect((await refused(issueCertificate(staff, event.number, { contactId }))).reason).toBe(
      "events.certificate-there",
    );
    const fresh = await reissueCertificate(staff, event.number, {
      contactId,
      name: "Апечаткина Анна",
    });
    expect(fresh.number).not.toBe(old.number);
    expect((await checkCertificate(system, old.code)).certificate).toMatchObject({
      replaced_by: fresh.id,
    });
    const page = plainText(await (await house.get(`/sinegorsk/certificates/${old.code}`)).text());
    expect(page).toContain("Отозван");
    expect((await house.get(`/sinegorsk/certificates/${old.code}/pdf`)).status).toBe(404);
    await revokeCertificate(staff, event.number, { contactId, reason: "Чужой" });
    expect((await certificatesOf(system, event.id)).every((one) => one.revoked_at !== null)).toBe(
      true,
    );
  });

  test("for all of them is a job with letters; run again it issues nothing twice", async () => {
    const { event } = await held(["Первая", "Вторая", "Третья"]);
    await issueCertificates(staff, event.number);
    await house.settle();
    await issueCertificates(staff, event.number);
    await house.settle();
    const issued = await certificatesOf(system, event.id);
    expect(issued).toHaveLength(3);
    expect(new Set(issued.map(({ number }) => number)).size).toBe(3);
    for (const { id, number } of issued) {
      const [letter, ...more] = await lettersAbout(`certificate:${id}`);
      expect(more).toEqual([]);
      expect(letter?.body).toContain(number);
    }
  });

  test("waits for attendance to be closed", async () => {
    const event = await announced(staff, { certificateHours: 6 });
    house.clock.now = during;
    const contactId = await markNewcomer(staff, event.number, { person: { surname: "Ранняя" } });
    expect((await refused(issueCertificate(staff, event.number, { contactId }))).reason).toBe(
      "events.certificate-before-close",
    );
    await changeEvent(staff, event.id, { certificateHours: null });
    expect((await refused(issueCertificates(staff, event.number))).reason).toBe(
      "events.certificates-off",
    );
  });
});

describe("feedback", () => {
  const linkOf = (event: Event, contact: string) => ({
    key: event.number,
    contact,
    token: cardToken(system, `feedback ${event.id}`, contact),
  });
  const page = (n: number) => ({
    answers: { useful: 1 + (n % 5), better: `Больше практики, ${n}` },
    key: `page-${n}`,
  });

  test("is asked of those who came, by a private link, once", async () => {
    const { event, people } = await held(["Отвечающая", "Молчащая"]);
    await house.settle();
    const letters = await lettersAbout(`feedback:${event.id}`);
    expect(letters).toHaveLength(2);
    const contact = personAt(people, 0);
    expect(letters.map(({ body }) => body).join()).toContain(feedbackPath(system, event, contact));
    const guestPage = await house.get(`/sinegorsk${feedbackPath(system, event, contact)}`);
    expect(guestPage.status).toBe(200);
    await sendFeedback(system, linkOf(event, contact), page(1));
    expect((await refused(sendFeedback(system, linkOf(event, contact), page(2)))).reason).toBe(
      "events.feedback-sent",
    );
    const stranger = personAt((await held(["Посторонняя"])).people, 0);
    expect((await refused(sendFeedback(system, linkOf(event, stranger), page(3)))).kind).toBe(
      "not-found",
    );
  });

  test("is kept without a name, and shown to nobody before enough people have replied", async () => {
    const { event, people } = await held(
      ["А", "Б", "В", "Г", "Д", "Е"].map((letter) => `${letter}нонимова`),
    );
    await house.settle();
    for (const [n, contact] of people.slice(0, 2).entries())
      await sendFeedback(system, linkOf(event, contact), page(10 + n));
    const few = await feedbackResults(staff, event, "staff");
    expect(few).toMatchObject({ replies: 2, present: 6, results: { questions: [] } });
    for (const [n, contact] of people.slice(2).entries())
      await sendFeedback(system, linkOf(event, contact), page(20 + n));
    const enough = await feedbackResults(staff, event, "staff");
    expect(enough?.replies).toBe(6);
    expect(enough?.results.questions.find(({ code }) => code === "better")?.texts).toHaveLength(6);
    const outside = await feedbackResults(system, event, "public");
    expect(outside?.results.questions.map(({ code }) => code)).toEqual(["useful"]);
    const replies = await system.db.selectFrom("forms_replies").selectAll().execute();
    for (const reply of replies) {
      for (const contact of people) expect(JSON.stringify(reply)).not.toContain(contact);
    }
    expect(
      (await repliesTo(system, { formId: "event_feedback", as: "exact" })).count,
    ).toBeGreaterThan(6);
  });
});

describe("the record of learning", () => {
  test("holds what one person took part in, behind a private link, with an extract on paper", async () => {
    const { event, people } = await held(["Учёнова"]);
    const contact = personAt(people, 0);
    const certificate = await issueCertificate(staff, event.number, { contactId: contact });
    const token = cardToken(system, "learning", contact);
    const learning = await learningByLink(system, { contact, token });
    expect(learning).toMatchObject({
      hours: 6,
      lines: [{ certificate: { number: certificate.number } }],
    });
    const path = `/sinegorsk${learningPath(system, contact)}`;
    const page = plainText(await (await house.get(path)).text());
    expect(page).toContain("Учёнова Анна Павловна");
    const pdf = await house.get(`${path}/pdf`);
    expect(plainText(pdfText(Buffer.from(await pdf.arrayBuffer())).join(" "))).toContain(
      certificate.number,
    );
    const other = personAt((await held(["Другая"])).people, 0);
    expect((await house.get(`/sinegorsk/learning/${other}/${token}`)).status).toBe(404);
    expect((await eventsById(system, [event.id])).size).toBe(1);
  });
});
