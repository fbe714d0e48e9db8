import { inflateSync } from "node:zlib";
import jsQR from "jsqr";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { pdfText } from "#base/documents/index.ts";
import type { Refusal } from "#base/refusal.ts";
import { plainText } from "#base/ui/index.ts";
import { loadResults } from "#modules/forms/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { changeEvent } from "../edit/actions.ts";
import { evaluateCertificate } from "./rules.ts";
import { listCertificates } from "./store.ts";
import {
  certificateUrl,
  verifyCertificate,
  issueCertificate,
  issueCertificates,
  reissueCertificate,
  revokeCertificate,
} from "./actions.ts";
import { loadFeedbackResults, sendFeedback } from "../feedback/actions.ts";
import { insertMunicipalities, createAnnouncedEvent, operator } from "../fixtures.ts";
import { contactToken, feedbackPath, learningPath } from "../learning/private-links.ts";
import { findLearningByLink } from "../learning/reads.ts";
import { closeAttendance, markNewcomer, withdrawPresence } from "../attendance/actions.ts";
import { findEventsById, type Event } from "../store.ts";

let app: TestApp;
let system: Ctx;
let staff: Ctx;
const before = new Date("2026-06-01T05:00:00Z");
const during = new Date("2026-06-08T05:15:00Z");

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  await insertMunicipalities(system);
  staff = await app.asActor(operator());
});
afterAll(() => app.close());
beforeEach(() => void (app.clock.now = before));

const expectRefusal = (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => expect.fail("nothing was refused"),
    (error: Refusal) => error,
  );

/** Creates a seminar with these people present and its attendance closed. */
async function createHeldEvent(
  names: readonly string[],
  part: Parameters<typeof createAnnouncedEvent>[1] = {},
) {
  app.clock.now = before;
  const event = await createAnnouncedEvent(staff, { certificateHours: 6, ...part });
  app.clock.now = during;
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

const emailsAbout = async (occasion: string) => {
  await app.drainJobs();
  return system.db
    .selectFrom("base_emails")
    .select(["recipient", "subject", "body"])
    .where("dedupe_key", "like", `${occasion}%`)
    .execute();
};

const personAt = (people: readonly string[], at: number): string => {
  const id = people[at];
  if (id === undefined) throw new Error("nobody");
  return id;
};

/** Reads the QR code of the sheet: the strokes of its last drawing on a white square. */
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
  test("is earned by presence, by the event's own threshold", () => {
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
    expect(evaluateCertificate(terms, there([hour(5, 6), hour(7, 8)]))).toEqual({ hours: 6 });
    expect(evaluateCertificate(terms, there([hour(5, 6)]))).toMatchObject({
      refused: "certificate-few-sessions",
    });
    const byHours = { ...terms, certificate_after_sessions: null, certificate_after_hours: 2 };
    expect(evaluateCertificate(byHours, there([hour(5, 6), hour(5, 6)]))).toMatchObject({
      refused: "certificate-few-hours",
      has: 1,
    });
    expect(evaluateCertificate(terms, { present: false, sessions: [] })).toMatchObject({
      refused: "certificate-absent",
    });
    expect(evaluateCertificate({ ...terms, certificate_hours: null }, there([]))).toMatchObject({
      refused: "certificates-off",
    });
  });

  test("is refused to absent people and after a withdrawal", async () => {
    const { event, people } = await createHeldEvent(["Ветрова", "Сажина"]);
    const stranger = (await createHeldEvent(["Посторонняя"])).people;
    const refusal = await expectRefusal(
      issueCertificate(staff, event.number, { contactId: personAt(stranger, 0) }),
    );
    expect(refusal).toMatchObject({ kind: "conflict", reason: "events.certificate-absent" });
    expect(refusal.values["name"]).toBe("Посторонняя Анна Павловна");
    await withdrawPresence(staff, event.number, {
      contactId: personAt(people, 1),
      reason: "Не она",
    });
    expect(
      (
        await expectRefusal(
          issueCertificate(staff, event.number, { contactId: personAt(people, 1) }),
        )
      ).reason,
    ).toBe("events.certificate-absent");
  });

  test("is a PDF with the name in Cyrillic and a QR code of its public page", async () => {
    const { event, people } = await createHeldEvent(["Ветрова-Щёголева"]);
    const certificate = await issueCertificate(staff, event.number, {
      contactId: personAt(people, 0),
    });
    const pdf = await app.get(`/sinegorsk/certificates/${certificate.code}/pdf`);
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    const bytes = Buffer.from(await pdf.arrayBuffer());
    const text = plainText(pdfText(bytes).join(" "));
    expect(text).toContain("Ветрова-Щёголева Анна Павловна");
    expect(text).toContain(certificate.number);
    const url = await readQr(bytes);
    expect(url).toBe(certificateUrl(system, certificate.code));
    const page = await app.get(new URL(url ?? "").pathname);
    expect(page.status).toBe(200);
    const html = plainText(await page.text());
    expect(html).toContain("Ветрова-Щёголева Анна Павловна");
    expect(html).toContain("Действителен");
    expect(html).toContain("6 часов");
    expect(html).not.toContain("okno.example");
    expect((await app.get("/sinegorsk/certificates/22222222222222")).status).toBe(404);
  });

  test("with a wrong name is reissued, and the old one is shown as revoked", async () => {
    const { event, people } = await createHeldEvent(["Опечаткина"]);
    const contactId = personAt(people, 0);
    const old = await issueCertificate(staff, event.number, { contactId });
    expect((await expectRefusal(issueCertificate(staff, event.number, { contactId }))).reason).toBe(
      "events.certificate-there",
    );
    const fresh = await reissueCertificate(staff, event.number, {
      contactId,
      name: "Апечаткина Анна",
    });
    expect(fresh.number).not.toBe(old.number);
    expect((await verifyCertificate(system, old.code)).certificate).toMatchObject({
      replaced_by: fresh.id,
    });
    const page = plainText(await (await app.get(`/sinegorsk/certificates/${old.code}`)).text());
    expect(page).toContain("Отозван");
    expect((await app.get(`/sinegorsk/certificates/${old.code}/pdf`)).status).toBe(404);
    await revokeCertificate(staff, event.number, { contactId, reason: "Чужой" });
    expect((await listCertificates(system, event.id)).every((one) => one.revoked_at !== null)).toBe(
      true,
    );
  });

  test("is issued in bulk by a job with emails that can run again", async () => {
    const { event } = await createHeldEvent(["Первая", "Вторая", "Третья"]);
    await issueCertificates(staff, event.number);
    await app.drainJobs();
    await issueCertificates(staff, event.number);
    await app.drainJobs();
    const issued = await listCertificates(system, event.id);
    expect(issued).toHaveLength(3);
    expect(new Set(issued.map(({ number }) => number)).size).toBe(3);
    for (const { id, number } of issued) {
      const [letter, ...more] = await emailsAbout(`certificate:${id}`);
      expect(more).toEqual([]);
      expect(letter?.body).toContain(number);
    }
  });

  test("waits for attendance to be closed", async () => {
    const event = await createAnnouncedEvent(staff, { certificateHours: 6 });
    app.clock.now = during;
    const contactId = await markNewcomer(staff, event.number, { person: { surname: "Ранняя" } });
    expect((await expectRefusal(issueCertificate(staff, event.number, { contactId }))).reason).toBe(
      "events.certificate-before-close",
    );
    await changeEvent(staff, event.id, { certificateHours: null });
    expect((await expectRefusal(issueCertificates(staff, event.number))).reason).toBe(
      "events.certificates-off",
    );
  });
});

describe("feedback", () => {
  const linkOf = (event: Event, contact: string) => ({
    key: event.number,
    contact,
    token: contactToken(system, `feedback ${event.id}`, contact),
  });
  const page = (n: number) => ({
    answers: { useful: 1 + (n % 5), better: `Больше практики, ${n}` },
    key: `page-${n}`,
  });

  test("is requested from people present, by a private link, once", async () => {
    const { event, people } = await createHeldEvent(["Отвечающая", "Молчащая"]);
    await app.drainJobs();
    const letters = await emailsAbout(`feedback:${event.id}`);
    expect(letters).toHaveLength(2);
    const contact = personAt(people, 0);
    expect(letters.map(({ body }) => body).join()).toContain(feedbackPath(system, event, contact));
    const guestPage = await app.get(`/sinegorsk${feedbackPath(system, event, contact)}`);
    expect(guestPage.status).toBe(200);
    await sendFeedback(system, linkOf(event, contact), page(1));
    expect(
      (await expectRefusal(sendFeedback(system, linkOf(event, contact), page(2)))).reason,
    ).toBe("events.feedback-sent");
    const stranger = personAt((await createHeldEvent(["Посторонняя"])).people, 0);
    expect((await expectRefusal(sendFeedback(system, linkOf(event, stranger), page(3)))).kind).toBe(
      "not-found",
    );
  });

  test("is stored without a name, and shown only after enough replies", async () => {
    const { event, people } = await createHeldEvent(
      ["А", "Б", "В", "Г", "Д", "Е"].map((letter) => `${letter}нонимова`),
    );
    await app.drainJobs();
    for (const [n, contact] of people.slice(0, 2).entries())
      await sendFeedback(system, linkOf(event, contact), page(10 + n));
    const few = await loadFeedbackResults(staff, event, "staff");
    expect(few).toMatchObject({ replies: 2, present: 6, results: { questions: [] } });
    for (const [n, contact] of people.slice(2).entries())
      await sendFeedback(system, linkOf(event, contact), page(20 + n));
    const enough = await loadFeedbackResults(staff, event, "staff");
    expect(enough?.replies).toBe(6);
    expect(enough?.results.questions.find(({ code }) => code === "better")?.texts).toHaveLength(6);
    const outside = await loadFeedbackResults(system, event, "public");
    expect(outside?.results.questions.map(({ code }) => code)).toEqual(["useful"]);
    const replies = await system.db.selectFrom("forms_replies").selectAll().execute();
    for (const reply of replies) {
      for (const contact of people) expect(JSON.stringify(reply)).not.toContain(contact);
    }
    expect(
      (await loadResults(system, { formId: "event_feedback", as: "exact" })).count,
    ).toBeGreaterThan(6);
  });
});

describe("the learning record", () => {
  test("lists a person's events behind a private link, with a PDF extract", async () => {
    const { event, people } = await createHeldEvent(["Учёнова"]);
    const contact = personAt(people, 0);
    const certificate = await issueCertificate(staff, event.number, { contactId: contact });
    const token = contactToken(system, "learning", contact);
    const learning = await findLearningByLink(system, { contact, token });
    expect(learning).toMatchObject({
      hours: 6,
      lines: [{ certificate: { number: certificate.number } }],
    });
    const path = `/sinegorsk${learningPath(system, contact)}`;
    const page = plainText(await (await app.get(path)).text());
    expect(page).toContain("Учёнова Анна Павловна");
    const pdf = await app.get(`${path}/pdf`);
    expect(plainText(pdfText(Buffer.from(await pdf.arrayBuffer())).join(" "))).toContain(
      certificate.number,
    );
    const other = personAt((await createHeldEvent(["Другая"])).people, 0);
    expect((await app.get(`/sinegorsk/learning/${other}/${token}`)).status).toBe(404);
    expect((await findEventsById(system, [event.id])).size).toBe(1);
  });
});
