import { parse } from "csv-parse/sync";
import { parseHTML } from "linkedom";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { createPerson, grantRole, type GrantInput } from "#modules/people/index.ts";
import { addTie } from "#modules/organisations/index.ts";
import { createTestApp, testRegionId, type TestApp } from "#testing/app.ts";
import { clarifyProblem, confirmProblem, routeProblem } from "./actions.ts";
import { acknowledgeProblem, answerProblem } from "./answers/actions.ts";
import {
  addProblemFixture,
  coordinator,
  monday,
  newProblem,
  places,
  specialist,
  addTestReport,
  type ProblemFixture,
} from "./fixtures.ts";
import { findProblem, type Problem } from "./store.ts";
import { verifyProblem } from "./verifications/actions.ts";

let app: TestApp;
let system: Ctx;
let stand: ProblemFixture;
/** Contexts for what happens off the page. */
let ann: Ctx;
let peter: Ctx;
/** Cookies of those who sign in. */
const as = { coordinator: "", specialist: "", tied: "", water: "" };

const password = "okno-demo-2026";
const secretWords = "Звоните +7 912 345-67-89, ivanov.ivan@mail.example";

async function signedIn(name: string, grant: GrantInput, tieTo?: string): Promise<string> {
  const email = `${name}@okno.example`;
  const { id } = await createPerson(system, { name: `Кто-то ${name}`, email, password });
  await grantRole(system, id, grant);
  if (tieTo !== undefined) {
    const tie = {
      organisationId: tieTo,
      personId: id,
      role: "employee",
      since: "2026-01-01",
    } as const;
    await addTie(system, tie);
  }
  const response = await app.post(at("/sign-in"), { email, password });
  expect(response.status).toBe(303);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

beforeAll(async () => {
  app = await createTestApp();
  app.clock.now = monday;
  system = await app.asSystem();
  stand = await addProblemFixture(system);
  ann = await app.asActor(coordinator());
  peter = await app.asActor(specialist(stand.roads));
  const here = { territoryId: places.dolgomost };
  as.coordinator = await signedIn("anna", { role: "coordinator", ...here });
  as.specialist = await signedIn("peter", { role: "specialist", organisationId: stand.roads });
  as.tied = await signedIn("tied", { role: "coordinator", ...here }, stand.roads);
  as.water = await signedIn("water", { role: "specialist", organisationId: stand.water });
});
afterAll(() => app.close());
beforeEach(() => {
  app.clock.now = monday;
});

const at = (path: string) => `/${testRegionId}${path}`;
const get = (path: string, cookie?: string) => app.get(at(path), cookie);
const post = (path: string, fields: Parameters<TestApp["post"]>[1], cookie?: string) =>
  app.post(at(path), fields, cookie);

/** Text as it was written, before short words were bound by no-break spaces. */
const plain = (text: string | null | undefined) => (text ?? "").replace(/\u00a0/g, " ");

async function pageOf(response: Response) {
  const html = await response.text();
  const { document } = parseHTML(html);
  return {
    html,
    status: response.status,
    text: plain(document.querySelector("main")?.textContent),
    h1: plain(document.querySelector("h1")?.textContent),
    alert: plain(document.querySelector("[role=alert], #errors")?.textContent),
    all: (selector: string) => [...document.querySelectorAll(selector)],
    one: (selector: string) => document.querySelector(selector),
    value: (name: string) =>
      document.querySelector(`input[name="${name}"]`)?.getAttribute("value") ??
      document.querySelector(`textarea[name="${name}"]`)?.textContent ??
      undefined,
  };
}
const show = async (path: string, cookie?: string) => pageOf(await get(path, cookie));

/** Titles of problems that a page lists. */
const listed = (page: Awaited<ReturnType<typeof pageOf>>) =>
  page
    .all("main a[href]")
    .filter((link) => /\/problems\/(К|%D0%9A)-[^/#]*$/.test(link.getAttribute("href") ?? ""))
    .map((link) => plain(link.textContent).trim());

const shown = async (part: Parameters<typeof newProblem>[1] = {}) =>
  confirmProblem(ann, (await newProblem(ann, part)).id);
const routed = async (part: Parameters<typeof newProblem>[1] = {}) =>
  routeProblem(ann, (await newProblem(ann, part)).id, {
    bodyId: stand.roads,
    reason: "Отвечает за улицы",
  });
const claimed = async (part: Parameters<typeof newProblem>[1] = {}) =>
  answerProblem(peter, (await routed(part)).id, { kind: "claim", text: "Яму засыпали 1 июня." });
const now = async (problem: Problem) => {
  const row = await findProblem(system, problem.id);
  if (row === undefined) throw new Error("the problem is in the table");
  return row;
};
const path = ({ number }: Problem, more = "") => `/problems/${number}${more}`;

const picture = async (name = "yama.jpg") => {
  const bytes = await sharp({
    create: { width: 60, height: 40, channels: 3, background: "#884422" },
  })
    .jpeg()
    .toBuffer();
  return new File([new Uint8Array(bytes)], name, { type: "image/jpeg" });
};
const noPicture = () => new File(["Это текст"], "yama.jpg", { type: "image/jpeg" });

describe("the list", () => {
  beforeAll(async () => {
    app.clock.now = monday;
    await shown({ title: "Фонарь мигает на Набережной", topic: "roads.lights" });
    await shown({ title: "Люк без крышки", topic: "roads.manhole", urgency: "danger" });
    const south = { municipalityId: places.sinegorsk };
    await confirmProblem(
      system,
      (await newProblem(system, { title: "Ухаб в Синегорске", ...south })).id,
    );
    await newProblem(ann, { title: "Тайная беда" });
    await routed({ title: "Провал у рынка" });
  });

  it("shows guests what is public, and coordinators their own unconfirmed ones too", async () => {
    const guest = await show("/problems");
    expect(guest.status).toBe(200);
    expect(listed(guest)).toEqual(expect.arrayContaining(["Люк без крышки", "Ухаб в Синегорске"]));
    expect(guest.html).not.toContain("Тайная беда");
    expect(listed(await show("/problems", as.coordinator))).toContain("Тайная беда");
    expect(listed(await show("/problems", as.specialist))).not.toContain("Тайная беда");
  });

  it.each([
    ["municipality", () => `municipality=${places.sinegorsk}`, ["Ухаб в Синегорске"]],
    ["topic", () => "topic=roads.manhole", ["Люк без крышки"]],
    ["stage", () => "stage=routed", ["Провал у рынка"]],
    ["body", () => `body=${stand.roads}`, ["Провал у рынка"]],
    ["words", () => `q=${encodeURIComponent("крышка люка")}`, ["Люк без крышки"]],
    ["none such", () => "stage=verified&topic=roads.bridge", []],
  ])("is filtered by %s", async (_, query, titles) => {
    const page = await show(`/problems?${query()}`);
    expect(listed(page)).toEqual(titles);
    if (titles.length === 0) expect(page.text).toContain("Таких проблем нет");
  });

  it("finds a problem by its number", async () => {
    const problem = await shown({ title: "Редкая беда" });
    expect(listed(await show(`/problems?q=${encodeURIComponent(problem.number)}`))).toEqual([
      "Редкая беда",
    ]);
  });

  it("is sorted by what burns and by deadline", async () => {
    expect(listed(await show("/problems?sort=burning"))[0]).toBe("Люк без крышки");
    const due = listed(await show("/problems?sort=due"));
    expect(due[0]).toBe("Люк без крышки");
  });

  it.each([
    "stage=nowhere",
    "sort=random",
    "municipality=dolgomost",
    "after=%25%25",
    `after=${Buffer.from('["x","y"]').toString("base64url")}`,
    `after=${Buffer.from("[1,2,3]").toString("base64url")}`,
    `sort=burning&before=${Buffer.from('[1e9,"019a0000-0000-7000-8000-00000000d001"]').toString("base64url")}`,
  ])("answers a wrong address with a clear 400: %s", async (query) => {
    for (const ending of ["", ".json"]) {
      expect((await get(`/problems${ending}?${query}`)).status).toBe(400);
    }
  });

  it("gives a file whole, whatever the page of the list, and refuses a wrong filter before it streams", async () => {
    for (const ending of [".csv", ".xlsx", ".geojson"]) {
      const [whole, page] = await Promise.all([
        get(`/problems${ending}`),
        get(`/problems${ending}?after=WyJ4IiwieSJd`),
      ]);
      expect(await page.text()).toBe(await whole.text());
      expect((await get(`/problems${ending}?stage=nowhere`)).status).toBe(400);
    }
  });

  it("turns its pages there and back without losing a row", async () => {
    for (let n = 0; n < 34; n += 1) {
      await shown({ title: `Беда на листе ${n}`, topic: "roads.parking" });
    }
    const first = await show("/problems?topic=roads.parking");
    expect(listed(first)).toHaveLength(20);
    const linkTo = (page: Awaited<ReturnType<typeof pageOf>>, part: string) =>
      page
        .all("a[href]")
        .map((link) => link.getAttribute("href") ?? "")
        .find((href) => href.includes(`${part}=`));
    const older = linkTo(first, "after") ?? "";
    expect(older).toContain("topic=roads.parking");
    const second = await pageOf(await app.get(older));
    expect(listed(second)).toHaveLength(14);
    expect(new Set([...listed(first), ...listed(second)]).size).toBe(34);
    const back = await pageOf(await app.get(linkTo(second, "before") ?? ""));
    expect(listed(back)).toEqual(listed(first));
  });
});

describe("the data files", () => {
  it("say the same as the list, without a person in them", async () => {
    const problem = await shown({
      title: "=Беда; с «знаками»",
      lat: 58.6,
      lon: 57.8,
      topic: "roads.humps",
    });
    await addTestReport(ann, problem.id, "inna", secretWords);
    const query = "?topic=roads.humps";
    const json = await (await get(`/problems.json${query}`)).json();
    expect(json.problems).toMatchObject([
      {
        number: problem.number,
        title: problem.title,
        municipality: "Долгомост",
        stage: "confirmed",
        messages: 1,
      },
    ]);
    const [head, row] = parse(await (await get(`/problems.csv${query}`)).text(), {
      delimiter: ";",
    }) as string[][];
    expect(Object.fromEntries((head ?? []).map((name, n) => [name, row?.[n]]))).toMatchObject({
      number: problem.number,
      title: `'${problem.title}`,
      lat: "58,6",
    });
    const geo = await (await get(`/problems.geojson${query}`)).json();
    expect(geo).toMatchObject({
      type: "FeatureCollection",
      features: [{ type: "Feature", geometry: { type: "Point", coordinates: [57.8, 58.6] } }],
    });
    const atom = await get(`/problems.atom${query}`);
    expect(atom.headers.get("content-type")).toContain("application/atom+xml");
    expect((await atom.text()).match(/<entry>/g)).toHaveLength(1);
  });

  it("of one problem tell its facts in order, and are absent for what is not public", async () => {
    const problem = await claimed();
    await verifyProblem(ann, problem.id, { outcome: "fixed", text: `Смотрела. ${secretWords}` });
    const data = await (await get(path(problem, ".json"))).json();
    expect(data.facts.map((fact: { type: string }) => fact.type)).toEqual([
      "problem.opened",
      "problem.routed",
      "problem.claimed",
      "problem.verified",
    ]);
    const text = JSON.stringify(data);
    expect(text).not.toMatch(/345.?67.?89|person:|signed|checked_by|Жилин|Ковалёва/);
    const feed = await (await get(path(problem, ".atom"))).text();
    expect(feed.match(/<entry>/g)).toHaveLength(4);
    const hidden = await newProblem(ann);
    for (const ending of [".json", ".atom"]) {
      expect((await get(path(hidden, ending))).status).toBe(404);
    }
  });
});

describe("the card", () => {
  it("shows a guest the whole life, and nothing private", async () => {
    const problem = await routed({ summary: `Яма. ${secretWords}` });
    for (const n of [1, 2, 3, 4, 5])
      await addTestReport(ann, problem.id, `author-${n}`, `Слово ${n}. ${secretWords}`);
    await acknowledgeProblem(peter, problem.id);
    await answerProblem(peter, problem.id, { kind: "claim", text: `Засыпали. ${secretWords}` });
    await verifyProblem(ann, problem.id, { outcome: "not-fixed", text: `Не так. ${secretWords}` });
    const page = await show(path(problem));
    expect(page.status).toBe(200);
    expect(page.h1).toBe("Яма у школы № 2");
    for (const words of [
      "Дорожная служба",
      "Отвечает за улицы",
      "Слово 1",
      "Засыпали",
      "Не так",
      "Опровергнуто",
    ]) {
      expect(page.text).toContain(words);
    }
    expect(page.html).not.toMatch(/345.?67.?89|ivanov\.ivan|author-\d|person:/);
    expect(page.all("main form")).toHaveLength(0);
    const voices = await show(path(problem, "/voices"));
    expect(voices.text).toContain("Слово 5");
    expect(voices.html).not.toMatch(/345.?67.?89|author-\d/);
  });

  it("is absent for whoever may not read it, like a number that does not exist", async () => {
    const hidden = await newProblem(ann);
    for (const number of [hidden.number, "К-2026-99999", "К-1", "нет", hidden.id]) {
      for (const more of ["", "/voices", "/answer", "/check"]) {
        expect((await get(`/problems/${encodeURIComponent(number)}${more}`)).status).toBe(404);
      }
    }
    expect((await show(path(hidden), as.coordinator)).text).toContain("ещё не подтверждена");
  });

  it("is in English on request", async () => {
    const page = await show(`${path(await routed())}?lang=en`);
    expect(page.text).toContain("Responsible body");
    expect(page.text).not.toContain("Исполнитель");
  });
});

describe("the coordinator's forms", () => {
  const done = async (response: Response, problem: Problem, stage: string) => {
    expect(response.status).toBe(303);
    expect(decodeURI(response.headers.get("location") ?? "")).toBe(at(path(problem)));
    expect((await now(problem)).stage).toBe(stage);
  };

  it("confirm, route, hand over, accept, reject, withdraw, reopen, merge and unmerge", async () => {
    const cookie = as.coordinator;
    const one = await newProblem(ann);
    await done(await post(path(one, "/confirm"), { version: "1" }, cookie), one, "confirmed");
    const to = (bodyId: string) => ({ bodyId, reason: "Его улица" });
    await done(await post(path(one, "/route"), to(stand.roads), cookie), one, "routed");
    await done(await post(path(one, "/reroute"), to(stand.water), cookie), one, "routed");
    const other = await routed();
    await done(await post(path(one, "/merge"), { into: other.number }, cookie), one, "merged");
    await done(await post(path(one, "/unmerge"), {}, cookie), one, "routed");
    await done(await post(path(one, "/escalate"), {}, cookie), one, "routed");
    await done(await post(path(one, "/reject"), { reason: "not-ours" }, cookie), one, "rejected");
    await done(await post(path(one, "/reopen"), {}, cookie), one, "routed");
    await done(await post(path(one, "/withdraw"), {}, cookie), one, "withdrawn");
    await answerProblem(peter, other.id, { kind: "final", text: "Так и задумано." });
    await done(await post(path(other, "/accept"), {}, cookie), other, "explained");
  });

  it.each([
    ["route", { reason: "Потому" }, "bodyId"],
    ["route", { bodyId: "кто-то" }, "reason"],
    ["reject", { reason: "потому" }, "reason"],
    ["merge", {}, "into"],
    ["merge", { into: "К-2026-99999" }, "into"],
  ])("%s wrongly filled comes back with its error at «%s»", async (move, fields, field) => {
    const problem = await shown();
    const page = await pageOf(
      await post(path(problem, `/${move}`), { ...fields, move }, as.coordinator),
    );
    expect(page.status).toBe(422);
    expect(page.one(`main [name="${field}"][aria-invalid="true"]`)).not.toBeNull();
    for (const [name, value] of Object.entries(fields)) {
      if (name !== "bodyId" && name !== "reason") expect(page.value(name)).toBe(value);
    }
    expect((await now(problem)).stage).toBe("confirmed");
  });

  it("empty an address that was filled, and a change that names none leaves it", async () => {
    const problem = await newProblem(ann);
    await clarifyProblem(ann, problem.id, { address: "ул. Мира, 3" });
    const { title, summary, topic } = await clarifyProblem(ann, problem.id, {
      urgency: "danger",
    });
    expect((await now(problem)).address).toBe("ул. Мира, 3");
    const fields = { title, summary, topic, urgency: "danger", address: "", move: "clarify" };
    expect((await post(path(problem, "/clarify"), fields, as.coordinator)).status).toBe(303);
    expect((await now(problem)).address).toBe("");
  });

  it("of a stage gone by is a conflict with its reason", async () => {
    const problem = await routed();
    const page = await pageOf(await post(path(problem, "/confirm"), {}, as.coordinator));
    expect(page.status).toBe(409);
    expect(page.text).toContain("сменилось состояние");
  });

  it("over another's change comes back with the typed text", async () => {
    const problem = await newProblem(ann);
    await confirmProblem(ann, problem.id);
    const fields = { bodyId: stand.roads, reason: "Долгая причина", version: "1", move: "route" };
    const page = await pageOf(await post(path(problem, "/route"), fields, as.coordinator));
    expect(page.status).toBe(409);
    expect(page.text).toContain("кто-то уже изменил");
    expect(page.value("reason")).toBe("Долгая причина");
  });

  it("are refused to guests and to others, by 403 in public and 404 in private", async () => {
    const [open, hidden] = [await shown(), await newProblem(ann)];
    const fields = { bodyId: stand.roads, reason: "Потому", into: "К-2026-00001" };
    for (const cookie of [undefined, as.specialist]) {
      for (const move of ["confirm", "route", "withdraw", "merge"]) {
        expect((await post(path(open, `/${move}`), fields, cookie)).status).toBe(403);
        expect((await post(path(hidden, `/${move}`), fields, cookie)).status).toBe(404);
      }
    }
    expect((await now(hidden)).version).toBe(1);
  });
});

describe("the answer editor", () => {
  it("checks a draft without sending it: text and pictures are saved, the grade is shown", async () => {
    const problem = await routed();
    const fields = {
      kind: "claim",
      text: "Ваше обращение рассмотрено.",
      step: "check",
      "pictures[]": await picture(),
    };
    const page = await pageOf(await post(path(problem, "/answer"), fields, as.specialist));
    expect(page.status).toBe(200);
    expect(page.text).toContain("Качество ответа");
    expect(plain(page.value("text"))).toBe(fields.text);
    const saved = page
      .all('input[name="savedPictures[]"]')
      .map((input) => input.getAttribute("value") ?? "");
    expect(saved).toHaveLength(1);
    expect((await now(problem)).stage).toBe("routed");

    const sent = await post(
      path(problem, "/answer"),
      {
        kind: "claim",
        text: "Яму засыпали.",
        step: "send",
        "savedPictures[]": saved,
        "pictures[]": await picture(),
      },
      as.specialist,
    );
    expect(sent.status).toBe(303);
    const card = await show(path(problem));
    expect(card.all('main img[src*="/pictures/"]')).toHaveLength(2);
    expect((await now(problem)).stage).toBe("claimed");
  });

  it("refuses what is no picture and more than five, and sends nothing", async () => {
    const problem = await routed();
    const fields = { kind: "claim", text: "Готово, засыпали.", step: "send" };
    const wrong = await pageOf(
      await post(path(problem, "/answer"), { ...fields, "pictures[]": noPicture() }, as.specialist),
    );
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain("Это не снимок");
    expect(plain(wrong.value("text"))).toBe(fields.text);
    const ids = Array.from({ length: 6 }, (_, n) => `019a0000-0000-7000-8000-00000000e00${n}`);
    const many = await pageOf(
      await post(path(problem, "/answer"), { ...fields, "savedPictures[]": ids }, as.specialist),
    );
    expect(many.status).toBe(422);
    const more = await pageOf(
      await post(
        path(problem, "/answer"),
        { ...fields, "savedPictures[]": ids.slice(0, 5), "pictures[]": await picture() },
        as.specialist,
      ),
    );
    expect(more.status).toBe(422);
    expect(more.text).toContain("Не больше пяти снимков");
    expect((await now(problem)).stage).toBe("routed");
  });

  it("asks for the missing day and text, and saves the uploaded pictures meanwhile", async () => {
    const problem = await routed();
    const page = await pageOf(
      await post(
        path(problem, "/answer"),
        { kind: "interim", text: "Сделаем скоро.", "pictures[]": await picture() },
        as.specialist,
      ),
    );
    expect(page.status).toBe(422);
    expect(page.text).toContain("Укажите день");
    expect(page.all('input[name="savedPictures[]"]')).toHaveLength(1);
    const blank = await pageOf(await post(path(problem, "/answer"), {}, as.specialist));
    expect(blank.status).toBe(422);
    expect(blank.all('[aria-invalid="true"]').length).toBeGreaterThan(0);
  });

  it("is for specialists of the body only; nobody else leaves a picture on our disk", async () => {
    const problem = await routed();
    const files = async () =>
      (await system.db.selectFrom("base_pictures").select("id").execute()).length;
    const before = await files();
    for (const cookie of [undefined, as.coordinator, as.water]) {
      expect((await get(path(problem, "/answer"), cookie)).status).toBe(403);
      const fields = {
        kind: "claim",
        text: "Готово",
        step: "check",
        "pictures[]": await picture(),
      };
      expect((await post(path(problem, "/answer"), fields, cookie)).status).toBe(403);
    }
    expect(await files()).toBe(before);
    expect((await get(path(problem, "/answer"), as.specialist)).status).toBe(200);
  });

  it("takes the body's other two moves: into work, and a plan for a day ahead", async () => {
    const problem = await routed();
    expect((await post(path(problem, "/acknowledge"), {}, as.specialist)).status).toBe(303);
    const past = { plannedFor: "2026-01-01", move: "plan" };
    const page = await pageOf(await post(path(problem, "/plan"), past, as.specialist));
    expect(page.status).toBe(422);
    expect(page.one('[name="plannedFor"][aria-invalid="true"]')).not.toBeNull();
    const ahead = await post(path(problem, "/plan"), { plannedFor: "2026-07-01" }, as.specialist);
    expect(ahead.status).toBe(303);
    expect((await now(problem)).stage).toBe("planned");
  });
});

describe("the check on the spot", () => {
  it("is recorded with pictures that everybody then sees", async () => {
    const problem = await claimed();
    expect((await show(path(problem, "/check"), as.coordinator)).text).toContain("Яму засыпали");
    const fields = { outcome: "fixed", text: "Ровный асфальт.", "pictures[]": await picture() };
    const response = await post(path(problem, "/check"), fields, as.coordinator);
    expect(response.status).toBe(303);
    const card = await show(path(problem));
    expect(card.text).toContain("Ровный асфальт");
    const [image] = card.all('main img[src*="/pictures/"]');
    expect(image?.getAttribute("alt")).toContain("Ровный асфальт");
    expect((await now(problem)).stage).toBe("verified");
  });

  it("wrongly filled comes back; a draft of pictures is not lost", async () => {
    const problem = await claimed();
    const blank = await pageOf(await post(path(problem, "/check"), {}, as.coordinator));
    expect(blank.status).toBe(422);
    const wrong = await pageOf(
      await post(
        path(problem, "/check"),
        { outcome: "fixed", text: "Вижу", "pictures[]": noPicture() },
        as.coordinator,
      ),
    );
    expect(wrong.status).toBe(422);
    expect(plain(wrong.value("text"))).toBe("Вижу");
    const stale = await pageOf(
      await post(
        path(problem, "/check"),
        { outcome: "fixed", text: "Вижу", version: "1", "pictures[]": await picture() },
        as.coordinator,
      ),
    );
    expect(stale.status).toBe(409);
    expect(stale.all('input[name="savedPictures[]"]')).toHaveLength(1);
    expect((await now(problem)).stage).toBe("claimed");
  });

  it("is refused to the coordinator who belongs to the body, with the reason", async () => {
    const problem = await claimed();
    const fields = { outcome: "fixed", text: "Всё хорошо" };
    for (const response of [
      await get(path(problem, "/check"), as.tied),
      await post(path(problem, "/check"), fields, as.tied),
    ]) {
      const page = await pageOf(response);
      expect(page.status).toBe(403);
      expect(page.text).toContain("Вы работаете у исполнителя");
    }
    for (const cookie of [undefined, as.specialist]) {
      expect((await post(path(problem, "/check"), fields, cookie)).status).toBe(403);
    }
    expect((await show(path(problem), as.tied)).html).not.toContain(`${problem.number}/check`);
  });
});

describe("inbox and checks", () => {
  it("the inbox holds what waits for the body's answer, late ones first, and nothing of others", async () => {
    app.clock.now = new Date("2026-05-20T05:00:00Z");
    await routed({ title: "Давняя беда" });
    app.clock.now = monday;
    await routed({ title: "Свежая беда" });
    const page = await show("/inbox", as.specialist);
    const titles = listed(page);
    expect(titles.indexOf("Давняя беда")).toBeLessThan(titles.indexOf("Свежая беда"));
    expect(page.text).toContain("Просрочено");
    expect(listed(await show("/inbox", as.water))).not.toContain("Свежая беда");
    expect(listed(await show("/inbox"))).toEqual([]);
  });

  it("the checks hold claims with the body's answer, except for whoever belongs to it", async () => {
    await claimed({ title: "Якобы исправлено" });
    const page = await show("/checks", as.coordinator);
    expect(listed(page)).toContain("Якобы исправлено");
    expect(page.text).toContain("Исполнитель сказал: «Яму засыпали 1 июня.»");
    expect(listed(await show("/checks", as.tied))).not.toContain("Якобы исправлено");
    expect(listed(await show("/checks"))).toEqual([]);
  });
});
