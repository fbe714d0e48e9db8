import { sql } from "kysely";
import { parseHTML } from "linkedom";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { transact, type Ctx } from "#base/context.ts";
import { insertInto, updateIn } from "#base/db/region.ts";
import { savePicture, publishPictures, processPicture } from "#base/files/pictures.ts";
import { enqueue } from "#base/jobs.ts";
import { recordFact } from "#base/journal.ts";
import { queueEmail } from "#base/mail/mail.ts";
import { saveRulePack } from "#base/time/rules.ts";
import { plainText } from "#base/ui/index.ts";
import { createPerson, grantRole } from "#modules/people/index.ts";
import { defaultRulePack, findProblem, openProblem } from "#modules/problems/index.ts";
import { invalidateTerritories } from "#modules/territories/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { z } from "zod";

let app: TestApp;
let system: Ctx;
const cookies = { administrator: "", coordinator: "" };
const town = "019a0000-0000-7000-8000-00000000d001";

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  await insertInto(system, "territories_territories", {
    id: town,
    kind: "municipality",
    slug: "dolgomost",
    name: "Долгомост",
    official_name: "Долгомост",
    created_at: system.now(),
  }).execute();
  invalidateTerritories(system);
  cookies.administrator = await signIn("administrator", {});
  cookies.coordinator = await signIn("coordinator", { territoryId: town });
});
afterAll(() => app.close());

async function signIn(
  role: keyof typeof cookies,
  where: { territoryId?: string },
): Promise<string> {
  const email = `${role}@okno.example`;
  const password = "okno-demo-2026";
  const { id } = await createPerson(system, { name: `Мария ${role}`, email, password });
  await grantRole(system, id, { role, ...where });
  const answer = await app.post("/sinegorsk/sign-in", { email, password });
  expect(answer.status).toBe(303);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

async function open(path: string, cookie = cookies.administrator) {
  const response = await app.get(`/sinegorsk${path}`, cookie);
  return { status: response.status, ...read(await response.text()) };
}

async function send(path: string, fields: Record<string, string>, cookie = cookies.administrator) {
  const response = await app.post(`/sinegorsk${path}`, fields, cookie);
  const page = read(await response.text());
  return { status: response.status, to: response.headers.get("location"), ...page };
}

function read(html: string) {
  const { document } = parseHTML(html);
  const text = plainText(document.querySelector("main")?.textContent ?? "");
  const value = (name: string) => {
    const control = document.querySelector(`main [name="${name}"]`);
    const text = control?.getAttribute("value") ?? control?.textContent ?? "";
    return text.replaceAll("&quot;", '"'); // The reader leaves a textarea's entities as they are.
  };
  const error = (name: string) =>
    plainText(document.querySelector(`#f-${name}-error`)?.textContent ?? "");
  const links = () =>
    [...document.querySelectorAll("main a")].map((one) => one.getAttribute("href") ?? "");
  return { document, text, value, error, links };
}

const pages = [
  "/admin",
  "/admin/jobs",
  "/admin/letters",
  "/admin/rules",
  "/admin/rules/new",
  "/admin/calendar",
  "/admin/topics",
  "/admin/connectors",
  "/admin/journal",
  "/admin/regions",
];

describe("the house's own pages", () => {
  test.each(pages)(
    "%s opens for an administrator in both languages, for nobody else",
    async (path) => {
      for (const lang of ["ru", "en"]) {
        const page = await open(`${path}?lang=${lang}`);
        expect(page.status).toBe(200);
        expect(page.document.querySelectorAll("h1")).toHaveLength(1);
        expect(page.text).not.toMatch(/undefined|\[object|NaN/);
        for (const own of page.document.querySelectorAll("main [lang=ru]")) own.remove();
        const said = plainText(page.document.querySelector("main")?.textContent ?? "");
        if (lang === "en") expect(said).not.toMatch(/[а-яё]{3}/i);
      }
      expect((await open(path, cookies.coordinator)).status).toBe(403);
      expect((await open(path, "")).status).toBe(403);
    },
  );

  test("every tile of the index leads to a page that is there", async () => {
    const links = (await open("/admin")).links();
    expect(links.length).toBeGreaterThanOrEqual(10);
    for (const link of links) {
      expect((await app.get(link, cookies.administrator)).status).toBe(200);
    }
  });
});

describe("letters", () => {
  const letter = { subject: "Приглашение", body: "Здравствуйте!\n\nВойти: {link}\nДо встречи" };
  const write = async (to: string) => {
    const body = letter.body.replace("{link}", `${system.app.url}/sinegorsk/invitation/abc`);
    await transact(system, (tx) =>
      queueEmail(tx, { ...letter, to, body, dedupeKey: `test ${to}` }),
    );
    await app.drainJobs();
  };
  const hrefOf = async (to: string) =>
    (await open(`/admin/letters?q=${to}`)).links().find((href) => /letters\/[0-9a-f]/.test(href));

  test("without a mail server lie here, and their links can be followed", async () => {
    await write("pavel@okno.example");
    const list = await open("/admin/letters?state=kept&q=pavel");
    expect(list.text).toContain("письма никуда не уходят, они лежат здесь");
    expect(list.text).toContain("pavel@okno.example");
    const href = await hrefOf("pavel@okno.example");
    const page = await open(href?.replace("/sinegorsk", "") ?? "");
    expect(page.links()).toContain(`${system.app.url}/sinegorsk/invitation/abc`);
    expect((await open("/admin/letters?q=100%25")).text).toContain("Таких писем нет");
  });

  test("that failed are sent again; that went show their links to nobody else", async () => {
    await write("anna@okno.example");
    const path = (await hrefOf("anna@okno.example"))?.replace("/sinegorsk", "") ?? "";
    const become = (state: "failed" | "sent") =>
      updateIn(system, "base_emails")
        .set({ state, error: state === "failed" ? "mailbox full" : null })
        .where("recipient", "=", "anna@okno.example")
        .execute();
    await become("failed");
    expect((await open(path)).text).toContain("mailbox full");
    expect((await send(`${path}/again`, {})).status).toBe(303);
    expect((await open(path)).text).toContain("ждёт отправки");
    expect((await send(`${path}/again`, {})).status).toBe(409);
    await app.drainJobs();
    expect((await open(path)).text).toContain("лежит здесь");
    await become("sent");
    const sent = await open(path);
    expect(sent.text).not.toContain("invitation/abc");
    expect(sent.text).toContain("ссылка видна только адресату");
    expect((await send(`${path}/again`, {}, cookies.coordinator)).status).toBe(403);
  });

  test("turn over page by page without losing or repeating one", async () => {
    for (let n = 0; n < 45; n += 1) {
      await transact(system, (tx) =>
        queueEmail(tx, {
          to: `many${n}@pages.example`,
          subject: "Много",
          body: "Текст",
          dedupeKey: `pages ${n}`,
        }),
      );
    }
    const first = await open("/admin/letters?q=pages.example");
    const next = first.links().find((href) => href.includes("after=")) ?? "";
    const second = await open(next.replace("/sinegorsk", ""));
    const letters = [...first.links(), ...second.links()].filter((href) =>
      /letters\/[0-9a-f-]{36}$/.test(href),
    );
    expect(new Set(letters).size).toBe(45);
    expect(letters).toHaveLength(45);
  });
});

describe("rules", () => {
  const { code } = defaultRulePack;
  const faster = {
    ...defaultRulePack,
    rules: defaultRulePack.rules.map((rule) =>
      rule.timer === "confirm" ? { ...rule, amount: 1, unit: "hours" } : rule,
    ),
  };
  let number = "";

  beforeAll(async () => {
    await saveRulePack(system, { code, title: "Сроки региона", pack: defaultRulePack });
    ({ number } = await openProblem(system, {
      title: "Яма у школы",
      summary: "Яма во всю полосу",
      topic: "roads.pothole",
      municipalityId: town,
      urgency: "normal",
    }));
  });

  test("stand in words with their source", async () => {
    const { text } = await open("/admin/rules");
    expect(text).toContain("Ответ");
    expect(text).toContain("опасное");
    expect(text).toContain("1 рабочий день");
    expect(text).toContain("Регламент ЦУР Севастополя");
  });

  test("show what they would change and change nothing by it", async () => {
    const edit = await open(`/admin/rules/${code}`);
    const before = (await findProblem(system, number))?.due_at;
    const page = await send(`/admin/rules/${code}`, {
      title: edit.value("title"),
      seen: edit.value("seen"),
      pack: JSON.stringify(faster),
      do: "preview",
    });
    expect(page.status).toBe(200);
    expect(page.text).toContain(number);
    expect(page.text).toContain("Срок станет");
    expect(page.value("pack")).toContain('"hours"');
    await app.drainJobs();
    expect((await findProblem(system, number))?.due_at).toEqual(before);
  });

  test("come back with the trouble at the field and every letter kept", async () => {
    const edit = await open(`/admin/rules/${code}`);
    const seen = edit.value("seen");
    const bad = { code, rules: [{ ...defaultRulePack.rules[0], amount: 0 }] };
    const page = await send(`/admin/rules/${code}`, {
      title: "Сроки",
      seen,
      pack: JSON.stringify(bad),
      do: "save",
    });
    expect(page.status).toBe(422);
    expect(page.error("pack")).toContain("правило 1: amount");
    expect(page.value("pack")).toBe(JSON.stringify(bad));
    const renamed = { title: "Сроки", seen, pack: '{"code":"other","rules":[]}', do: "save" };
    expect((await send(`/admin/rules/${code}`, renamed)).error("pack")).toContain(code);
    const taken = { title: "Сроки", pack: JSON.stringify({ code, rules: [] }), do: "save" };
    expect((await send("/admin/rules/new", taken)).error("pack")).toContain("уже есть");
  });

  test("once saved move the deadlines of open problems; a second editor meets a conflict", async () => {
    const edit = await open(`/admin/rules/${code}`);
    const fields = { title: "Быстрее", seen: edit.value("seen"), pack: JSON.stringify(faster) };
    const problem = await findProblem(system, number);
    app.clock.now = new Date(app.clock.now.getTime() + 60_000);
    expect((await send(`/admin/rules/${code}`, { ...fields, do: "save" })).to).toBe(
      "/sinegorsk/admin/rules",
    );
    expect((await open("/admin/rules")).text).toContain("Сроки пересчитываются с");
    await app.drainJobs();
    const moved = await findProblem(system, number);
    const started = problem?.timer_started_at?.getTime() ?? 0;
    expect(moved?.due_at?.getTime()).toBe(started + 3_600_000);
    expect((await open("/admin/rules")).text).toContain("1 срок изменился");
    const late = await send(`/admin/rules/${code}`, { ...fields, do: "save" });
    expect(late.status).toBe(409);
    expect(late.text).toContain("изменил кто-то ещё");
    expect(late.value("title")).toBe("Быстрее");
  });
});

describe("the calendar", () => {
  test("of a decreed year names its act, of an unknown one says so", async () => {
    const known = await open("/admin/calendar?year=2020");
    expect(known.text).toContain("№ 875");
    expect(known.text).toContain("248 рабочих дней");
    expect(known.text).toContain("Указ Президента РФ");
    expect((await open("/admin/calendar?year=2099")).text).toContain("календаря нет");
    expect((await open("/admin/calendar?year=soon")).status).toBe(400);
  });
});

describe("topics and channels", () => {
  test("a topic is found by its word and counts the problems of ninety days", async () => {
    const page = await open("/admin/topics?q=roads.pothole");
    const row = [...page.document.querySelectorAll("tbody tr")].map((one) =>
      plainText(one.textContent ?? ""),
    );
    expect(row).toHaveLength(1);
    expect(row[0]).toMatch(/1$/);
    expect((await open("/admin/topics?q=нетакойтемы")).text).toContain("Такой темы нет");
  });
});

describe("the journal", () => {
  test("is filtered by type and subject, and its chain is checked by a job", async () => {
    const subject = "019a0000-0000-7000-8000-0000000000aa";
    await transact(system, async (tx) => recordFact(tx, { subject, type: "test.happened" }));
    const page = await open(`/admin/journal?subject=${subject}`);
    expect(page.document.querySelectorAll("tbody tr")).toHaveLength(1);
    expect(page.text).toContain("test.happened");
    expect((await open("/admin/journal?type=nothing.happened")).text).toContain("Таких записей");
    expect((await open("/admin/journal?subject=К-1900-1")).text).toContain("Таких записей");
    expect((await send("/admin/journal/verify", {}, cookies.coordinator)).status).toBe(403);
    expect((await send("/admin/journal/verify", {})).status).toBe(303);
    expect((await open("/admin/journal")).text).toContain("Проверка идёт");
    await app.drainJobs();
    expect((await open("/admin/journal")).text).toContain("цепочка цела");
  });
});

describe("jobs", () => {
  const letter = { name: "base.send-email", input: z.object({ id: z.uuid() }) };
  const fail = (region: string) =>
    sql`update pgboss.job set state = 'failed', completed_on = now(), output = '{"message": "no route"}'
        where name = ${letter.name} and data->>'region' = ${region}
        returning id`.execute(system.db);

  test("stand with how many wait, and the clock with its next stroke", async () => {
    await transact(system, async (tx) => enqueue(tx, letter, { id: tx.newId() }));
    const { text } = await open("/admin/jobs");
    expect(text).toContain("Отправить письмо");
    expect(text).toContain("Отметить пропущенные сроки");
    expect(text).toContain("Все задания выполнены");
    const elsewhere = await app.jobs.states("elsewhere");
    expect(elsewhere.map(({ name }) => name)).not.toContain(letter.name);
  });

  test("that failed are shown with their reason and run again, once", async () => {
    await app.drainJobs();
    await transact(system, async (tx) => enqueue(tx, letter, { id: tx.newId() }));
    await fail(system.region.id);
    const page = await open("/admin/jobs");
    expect(page.text).toContain("no route");
    const fields = { name: page.value("name"), id: page.value("id") };
    expect((await send("/admin/jobs/retry", fields, cookies.coordinator)).status).toBe(403);
    expect(await app.jobs.retry("elsewhere", fields)).toBe(false);
    expect((await send("/admin/jobs/retry", fields)).status).toBe(303);
    const again = await send("/admin/jobs/retry", fields);
    expect(again.status).toBe(409);
    expect(again.text).toContain("уже нет");
    expect((await open(`/admin/journal?type=job.retried`)).text).toContain(letter.name);
  });
});

describe("the region", () => {
  test("is re-set by its form; a wrong zone comes back with everything kept", async () => {
    const form = await open("/admin/regions");
    const fields = {
      nameRu: form.value("nameRu"),
      nameEn: form.value("nameEn"),
      timeZone: "Mars/Olympus",
      telephone: "8 800 555-00-00",
      leaseMinutes: "500",
    };
    const wrong = await send("/admin/regions", fields);
    expect(wrong.status).toBe(422);
    expect(wrong.error("timeZone")).toContain("Такого часового пояса нет");
    expect(wrong.error("leaseMinutes")).toContain("от 1 до 240");
    expect(wrong.value("telephone")).toBe("8 800 555-00-00");
    const right = { ...fields, timeZone: "Asia/Omsk", leaseMinutes: "20", chronicMonths: "9" };
    expect((await send("/admin/regions", right, cookies.coordinator)).status).toBe(403);
    expect((await send("/admin/regions", right)).status).toBe(303);
    const region = await app.regions.find("sinegorsk");
    expect(region?.timeZone).toBe("Asia/Omsk");
    expect(region?.settings).toEqual({
      telephone: "8 800 555-00-00",
      leaseMinutes: 20,
      chronicMonths: 9,
    });
    expect(await app.get("/sinegorsk/problems").then((page) => page.text())).toContain("555-00-00");
  });
});

describe("pictures", () => {
  test("unpublished are for staff, published for everybody and for ever", async () => {
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    const id = await savePicture(system, await processPicture(bytes));
    const path = `/sinegorsk/pictures/${id}/small.webp`;
    expect((await app.get(path)).status).toBe(404);
    const seen = await app.get(path, cookies.coordinator);
    expect(seen.status).toBe(200);
    expect(seen.headers.get("cache-control")).toBe("private, no-store");
    await publishPictures(system, [id], "красный квадрат");
    const open = await app.get(path);
    expect(open.headers.get("content-type")).toBe("image/webp");
    expect(open.headers.get("cache-control")).toContain("immutable");
    expect((await sharp(Buffer.from(await open.arrayBuffer())).metadata()).width).toBe(40);
    expect((await app.get(`/sinegorsk/pictures/${system.newId()}/large.webp`)).status).toBe(404);
    expect((await app.get(`/sinegorsk/pictures/${id}/huge.webp`)).status).toBe(404);
  });
});

describe("the front door", () => {
  test("tells search engines where to go and where not", async () => {
    const robots = await (await app.get("/robots.txt")).text();
    expect(robots).toContain("Disallow: /*/admin");
    expect(robots).toContain(`Sitemap: ${system.app.url}/sitemap.xml`);
    const map = await (await app.get("/sitemap.xml")).text();
    const addresses = [...map.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address = ""]) => address);
    expect(addresses).toContain(`${system.app.url}/sinegorsk/problems`);
    expect(addresses.filter((address) => address.includes("/admin"))).toEqual([]);
    for (const address of addresses) {
      expect((await app.get(new URL(address).pathname)).status, address).toBe(200);
    }
  });
});
