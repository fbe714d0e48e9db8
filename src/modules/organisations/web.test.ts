import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plainText } from "#base/ui/index.ts";
import { createPerson, grantRole } from "#modules/people/index.ts";
import {
  openTestRegion,
  createTestOrganisation,
  uniqueInn,
  createTestPerson,
  testTerritories,
} from "./fixtures.ts";
import { setCompetence, addTie } from "./index.ts";

const { app, system } = await openTestRegion();
const cookies = { administrator: "", coordinator: "", specialist: "" };
let own = "";

beforeAll(async () => {
  own = (await createTestOrganisation(system, { shortName: "МКУ «Своё»" })).id;
  cookies.administrator = await signIn("administrator", {});
  cookies.coordinator = await signIn("coordinator", { territoryId: testTerritories.dolgomost });
  cookies.specialist = await signIn("specialist", { organisationId: own });
});
afterAll(() => app.close());

async function signIn(
  role: keyof typeof cookies,
  where: { territoryId?: string; organisationId?: string },
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

async function open(path: string, cookie?: string) {
  const response = await app.get(`/sinegorsk${path}`, cookie);
  return { status: response.status, ...read(await response.text()) };
}

async function send(path: string, fields: Record<string, string>, cookie?: string) {
  const response = await app.post(`/sinegorsk${path}`, fields, cookie);
  const page = read(await response.text());
  return { status: response.status, to: response.headers.get("location"), ...page };
}

function read(html: string) {
  const { document } = parseHTML(html);
  const text = plainText(document.querySelector("main")?.textContent ?? "");
  const value = (name: string) => {
    const control = document.querySelector(`main [name="${name}"]`);
    const chosen = control?.querySelector("option[selected]") ?? control;
    return chosen?.getAttribute("value") ?? chosen?.textContent ?? undefined;
  };
  const error = (name: string) =>
    plainText(document.querySelector(`#f-${name}-error`)?.textContent ?? "");
  const titles = [...document.querySelectorAll(".rows h3")].map((one) =>
    plainText(one.textContent ?? ""),
  );
  const link = (label: string) =>
    [...document.querySelectorAll("main a")]
      .find((one) => plainText(one.textContent ?? "").includes(label))
      ?.getAttribute("href");
  return { document, text, value, error, titles, link };
}

describe("the public registry", () => {
  test("lists working organisations by name, filtered by kind, place and words", async () => {
    await createTestOrganisation(system, {
      kind: "tos",
      name: "ТОС «Слободка»",
      shortName: "ТОС «Слободка»",
    });
    await createTestOrganisation(system, {
      kind: "tos",
      name: "ТОС «Мостки»",
      shortName: "ТОС «Мостки»",
      territoryId: null,
    });
    expect((await open("/organisations?kind=tos")).titles).toEqual([
      "ТОС «Мостки»",
      "ТОС «Слободка»",
    ]);
    expect((await open("/organisations?kind=tos&territory=region")).titles).toEqual([
      "ТОС «Мостки»",
    ]);
    expect(
      (await open(`/organisations?kind=tos&territory=${testTerritories.dolgomost}`)).titles,
    ).toEqual(["ТОС «Слободка»"]);
    expect((await open("/organisations?q=слободки")).titles).toEqual(["ТОС «Слободка»"]);
    const none = await open("/organisations?q=водолазы");
    expect(none.text).toContain("Таких организаций нет");
    expect(none.link("Показать все")).toBe("/sinegorsk/organisations");
  });

  test("is turned page by page to its end and back, each row once", async () => {
    for (let n = 0; n < 85; n += 1) {
      await createTestOrganisation(system, {
        kind: "business",
        name: `Лавка ${String(n).padStart(3, "0")}`,
        shortName: `Лавка ${n}`,
      });
    }
    const pages: string[][] = [];
    let path: string | null | undefined = "/organisations?kind=business";
    let last = await open(path);
    while (path) {
      last = await open(path.replace("/sinegorsk", ""));
      pages.push(last.titles);
      path = last.document.querySelector("a[rel=next]")?.getAttribute("href");
    }
    expect(pages.map((page) => page.length)).toEqual([40, 40, 5]);
    expect(new Set(pages.flat()).size).toBe(85);
    const back = last.document.querySelector("a[rel=prev]")?.getAttribute("href") ?? "";
    expect((await open(back.replace("/sinegorsk", ""))).titles).toEqual(pages[1]);
  });

  test("an address made up by hand is a clear refusal, never an error of ours", async () => {
    const forged = Buffer.from('["x","not-an-id"]').toString("base64url");
    const zero = Buffer.from(JSON.stringify(["\u0000", own])).toString("base64url");
    for (const query of [
      "kind=ufo",
      "territory=1",
      `after=${forged}`,
      `after=${zero}`,
      "after=%7B",
      "state=odd",
    ]) {
      expect([query, (await open(`/organisations?${query}`)).status]).toEqual([query, 400]);
    }
    expect((await open("/organisations?q=%00%00")).status).toBe(200);
    const zeros = await send(
      "/admin/organisations/new",
      { kind: "nko", name: "\u0000" },
      cookies.administrator,
    );
    expect([zeros.status, zeros.error("name")]).toEqual([422, "Напишите полное название"]);
  });

  test("its exports have the same rows; a file runs no formula", async () => {
    await createTestOrganisation(system, {
      kind: "transport",
      name: "=cmd|' /C calc'!A0",
      shortName: "Автобус",
      phone: "+7 (000) 200-10-10",
    });
    const json: unknown = await (
      await app.get("/sinegorsk/organisations.json?kind=transport")
    ).json();
    expect(json).toMatchObject({
      organisations: [{ short_name: "Автобус", territory: "Долгомост" }],
      next: null,
    });
    const csv = await (await app.get("/sinegorsk/organisations.csv?kind=transport")).text();
    expect(csv).toContain("'=cmd");
    expect(csv).toContain(";+7 (000) 200-10-10;");
  });

  test("contacts of neighbours are seen by coordinators only, also in the exports", async () => {
    const { id } = await createTestOrganisation(system, {
      kind: "initiative-group",
      name: "Соседи с Садовой",
      shortName: "Соседи",
      phone: "8 000 777 77 77",
    });
    for (const path of [
      `/organisations/${id}`,
      `/organisations/${id}.json`,
      "/organisations.json?kind=initiative-group",
      "/organisations.csv",
    ]) {
      const guest = await (await app.get(`/sinegorsk${path}`)).text();
      const coordinator = await (await app.get(`/sinegorsk${path}`, cookies.coordinator)).text();
      expect([path, plainText(guest).includes("777 77 77")]).toEqual([path, false]);
      expect([path, plainText(coordinator).includes("777 77 77")]).toEqual([path, true]);
    }
  });
});

describe("a card", () => {
  test("shows numbers, contacts, what it answers for, and the way to its problems", async () => {
    const body = await createTestOrganisation(system, {
      email: "mku@primer.example",
      phone: "8 (000) 200-10-10",
      site: "mku.example.org",
    });
    const rule = {
      topic: "roads.manhole",
      territoryId: testTerritories.dolgomost,
      organisationId: body.id,
      validFrom: "2026-01-01",
    };
    await setCompetence(system, { ...rule, reason: "Колодец ливневой." });
    const card = await open(`/organisations/${body.id}`);
    expect(card.status).toBe(200);
    for (const text of [
      body.name,
      `${body.inn}`,
      "mku@primer.example",
      "Колодец ливневой.",
      "Долгомост",
    ]) {
      expect(card.text).toContain(text);
    }
    expect(card.link("список проблем")).toBe(`/sinegorsk/problems?body=${body.id}`);
    expect(card.link("200-10-10")).toBe("tel:80002001010");
    expect(card.link("Изменить")).toBeUndefined();
    const english = await open(`/organisations/${body.id}?lang=en`);
    expect(english.text).toContain("What it answers for");
    expect(await (await app.get(`/sinegorsk/organisations/${body.id}.json`)).json()).toMatchObject({
      answers_for: [{ topic: "roads.manhole", reason: "Колодец ливневой." }],
    });
  });

  test("an unknown one is not found, as page and as data", async () => {
    expect((await open("/organisations/019a0000-0000-7000-8000-00000000ffff")).status).toBe(404);
    expect((await open("/organisations/abc")).status).toBe(404);
    expect((await open("/organisations/abc.json")).status).toBe(404);
  });

  test("its own specialist changes the contacts; a wrong e-mail brings the form back as it was", async () => {
    const path = `/organisations/${own}/contacts`;
    expect((await open(path)).status).toBe(403);
    const form = await open(path, cookies.specialist);
    const version = form.value("version") ?? "";
    const wrong = await send(
      path,
      { email: "где-то", phone: "8 000 200 11 11", version },
      cookies.specialist,
    );
    expect(wrong.status).toBe(422);
    expect(wrong.error("email")).toContain("ошибка");
    expect(wrong.value("phone")).toBe("8 000 200 11 11");
    const right = await send(
      path,
      { email: "mku@primer.example", phone: "8 000 200 11 11", version },
      cookies.specialist,
    );
    expect([right.status, right.to]).toEqual([303, `/sinegorsk/organisations/${own}`]);
    const late = await send(path, { phone: "8 000 200 22 22", version }, cookies.specialist);
    expect(late.status).toBe(409);
    expect(late.text).toContain("изменил другой человек");
    const other = await createTestOrganisation(system);
    expect((await open(`/organisations/${other.id}/contacts`, cookies.specialist)).status).toBe(
      403,
    );
  });
});

describe("keeping the registry", () => {
  test("guests, coordinators and specialists are refused every form", async () => {
    for (const path of [
      "/admin/organisations",
      "/admin/organisations/new",
      `/admin/organisations/${own}`,
      "/admin/competence/cell",
    ]) {
      for (const cookie of [undefined, cookies.coordinator, cookies.specialist]) {
        expect([path, (await open(path, cookie)).status]).toEqual([path, 403]);
      }
      expect([path, (await open(path, cookies.administrator)).status]).toEqual([path, 200]);
    }
    expect((await open(`/admin/organisations/${own}/people`, cookies.coordinator)).status).toBe(
      403,
    );
  });

  test("a new card: an error is shown at its field, then the card is there", async () => {
    const path = "/admin/organisations/new";
    const inn = uniqueInn();
    const fields = {
      kind: "nko",
      name: "Фонд «Сплавщики»",
      shortName: "Сплавщики",
      inn: "7707083894",
      territoryId: testTerritories.sinegorsk,
    };
    const wrong = await send(path, { ...fields, site: "ftp://x" }, cookies.administrator);
    expect(wrong.status).toBe(422);
    expect(wrong.error("inn")).toContain("цифр не та");
    expect(wrong.error("site")).toContain("ошибка");
    expect([wrong.value("name"), wrong.value("kind"), wrong.value("territoryId")]).toEqual([
      fields.name,
      "nko",
      testTerritories.sinegorsk,
    ]);
    const right = await send(path, { ...fields, inn }, cookies.administrator);
    expect(right.status).toBe(303);
    expect((await open(`${right.to}`.replace("/sinegorsk", ""))).text).toContain(inn);
    expect((await send(path, {}, cookies.administrator)).error("name")).toContain(
      "полное название",
    );
  });

  test("a possible duplicate is offered once; «this is another» adds it all the same", async () => {
    const path = "/admin/organisations/new";
    const old = await createTestOrganisation(system, {
      kind: "nko",
      name: "Общественная организация «Чистая Липка»",
      shortName: "«Чистая Липка»",
    });
    const fields = {
      kind: "nko",
      name: "Общественная организация «Чистая Липка» (север)",
      shortName: "Чистая Липка, север",
    };
    const asked = await send(path, fields, cookies.administrator);
    expect(asked.status).toBe(409);
    expect(asked.link("Чистая Липка")).toBe(`/sinegorsk/organisations/${old.id}`);
    expect(asked.error("different")).not.toBe("");
    const added = await send(path, { ...fields, different: "yes" }, cookies.administrator);
    expect(added.status).toBe(303);
    const same = await send(
      path,
      { ...fields, name: "Иное", shortName: "Иное", inn: old.inn ?? "" },
      cookies.administrator,
    );
    expect(same.status).toBe(409);
    expect(same.error("inn")).toContain("«Чистая Липка»");
  });

  test("a card is changed, closed and opened again", async () => {
    const body = await createTestOrganisation(system, { phone: "112233" });
    const path = `/admin/organisations/${body.id}`;
    const form = await open(path, cookies.administrator);
    expect([form.value("name"), form.value("phone"), form.value("inn")]).toEqual([
      body.name,
      "112233",
      body.inn,
    ]);
    const fields = {
      kind: body.kind,
      name: body.name,
      shortName: "МКУ «Новое имя»",
      version: form.value("version") ?? "",
    };
    expect((await send(path, fields, cookies.administrator)).status).toBe(303);
    expect((await open(`/organisations/${body.id}`)).text).toContain("МКУ «Новое имя»");
    expect((await send(`${path}/close`, {}, cookies.administrator)).status).toBe(303);
    expect((await open(`/organisations/${body.id}`)).text).toContain("Организация закрыта");
    expect((await open("/organisations?q=Новое")).titles).toEqual([]);
    expect(
      (await open("/admin/organisations?q=Новое&state=closed", cookies.administrator)).titles,
    ).toHaveLength(1);
    expect((await send(`${path}/close`, {}, cookies.administrator)).status).toBe(409);
    expect((await send(`${path}/reopen`, {}, cookies.administrator)).status).toBe(303);
    expect((await send(`${path}/close`, {}, cookies.specialist)).status).toBe(403);
  });

  test("a person is found by name, tied, and the tie is ended", async () => {
    const body = await createTestOrganisation(system);
    const id = await createTestPerson(system, "Тамара Лодочкина");
    await grantRole(system, id, { role: "nko", organisationId: body.id });
    const path = `/admin/organisations/${body.id}/people`;
    expect((await open(path, cookies.administrator)).text).toContain("Пока никто не связан");
    expect((await open(`${path}?person=никто`, cookies.administrator)).text).toContain(
      "Никого не нашлось",
    );
    const found = await open(`${path}?person=лодочк`, cookies.administrator);
    const personId =
      found.document.querySelector("[name=personId] option")?.getAttribute("value") ?? "";
    expect(personId).toBe(id);
    const wrong = await send(
      path,
      { personId, role: "head", person: "лодочк" },
      cookies.administrator,
    );
    expect([wrong.status, wrong.error("since")]).toEqual([422, "Укажите день"]);
    const tied = await send(
      path,
      { personId, role: "head", since: "2026-05-01", person: "лодочк" },
      cookies.administrator,
    );
    expect(tied.status).toBe(303);
    const page = await open(path, cookies.administrator);
    expect(page.text).toContain("Тамара Лодочкина");
    const end = (
      page.document.querySelector("form[action$='/end']")?.getAttribute("action") ?? ""
    ).replace("/sinegorsk", "");
    expect((await send(end, { until: "2026-04-01" }, cookies.administrator)).text).toContain(
      "Последний день раньше первого",
    );
    expect((await send(end, { until: "2026-05-30" }, cookies.administrator)).status).toBe(303);
    expect(
      (await open(path, cookies.administrator)).document.querySelector("form[action$='/end']"),
    ).toBeNull();
  });
});

describe("the matrix", () => {
  test("shows who answers, marks the gaps, and shows a group's topics", async () => {
    const body = await createTestOrganisation(system, { shortName: "Горсвет" });
    const cell = {
      topic: "lighting",
      territoryId: testTerritories.dolgomost,
      organisationId: body.id,
      validFrom: "2026-01-01",
    };
    await setCompetence(system, { ...cell, reason: "Светильники на балансе." });
    const matrix = await open("/admin/competence", cookies.administrator);
    const row = [...matrix.document.querySelectorAll("tbody tr")].find((one) =>
      one.textContent?.includes("Освещение"),
    );
    expect(
      [...(row?.querySelectorAll("td") ?? [])].map((one) => plainText(one.textContent ?? "")),
    ).toEqual(["—правила нет", "Горсвет", "Никто", "Никто"]);
    const topics = await open(
      `/admin/competence?group=lighting&territory=${testTerritories.dolgomost}`,
      cookies.coordinator,
    );
    expect(topics.text).toContain("Горсвет (по группе)");
    expect(topics.link("Горсвет")).toBeUndefined();
    const past = await open("/admin/competence?day=2025-12-31", cookies.administrator);
    expect(past.text).not.toContain("Горсвет");
    const filled = await open(
      `/admin/competence?group=lighting&territory=${testTerritories.dolgomost}&rows=gaps`,
      cookies.administrator,
    );
    expect(filled.text).toContain("Пробелов нет");
    expect((await open("/admin/competence?group=ufo", cookies.administrator)).status).toBe(400);
    expect((await open("/admin/competence", cookies.specialist)).status).toBe(403);
  });

  test("a rule is written, replaced and ended in its cell; it is in the history and the file", async () => {
    const [old, next] = [
      await createTestOrganisation(system, { shortName: "Старый водоканал" }),
      await createTestOrganisation(system, { shortName: "Новый водоканал" }),
    ];
    const cell = `/admin/competence/cell?topic=water&territory=${testTerritories.sinegorsk}`;
    const path = "/admin/competence/cell";
    const empty = await open(cell, cookies.administrator);
    expect(empty.text).toContain("Сейчас не отвечает никто");
    const fields = {
      topic: "water",
      territoryId: testTerritories.sinegorsk,
      organisationId: old.id,
      validFrom: "2026-01-01",
    };
    const wrong = await send(path, fields, cookies.administrator);
    expect(wrong.status).toBe(422);
    expect(wrong.error("reason")).toContain("прочтут жители");
    expect([wrong.value("organisationId"), wrong.value("validFrom")]).toEqual([
      old.id,
      "2026-01-01",
    ]);
    const unknown = await send(
      path,
      { ...fields, topic: "ufo", reason: "Так" },
      cookies.administrator,
    );
    expect(unknown.error("topic")).toContain("Такой темы нет");
    expect(
      (await send(path, { ...fields, reason: "Сети города." }, cookies.administrator)).status,
    ).toBe(303);
    const replaced = {
      ...fields,
      organisationId: next.id,
      validFrom: "2026-05-01",
      reason: "Концессия.",
      instead: "yes",
    };
    const saved = await send(path, replaced, cookies.administrator);
    expect(saved.to).toBe(`/sinegorsk${cell}`);
    const page = await open(cell, cookies.administrator);
    expect(page.text).toContain("Сейчас отвечает: Новый водоканал. Концессия.");
    const end = page.document.querySelector("form[action$='/end']");
    const action = (end?.getAttribute("action") ?? "").replace("/sinegorsk", "");
    const where = { topic: "water", territoryId: testTerritories.sinegorsk };
    const early = await send(action, { ...where, validTo: "2026-01-01" }, cookies.administrator);
    expect([early.status, early.text.includes("раньше первого")]).toEqual([422, true]);
    expect(
      (await send(action, { ...where, validTo: "2026-05-30" }, cookies.administrator)).status,
    ).toBe(303);
    const history = await open("/admin/competence/history", cookies.coordinator);
    expect(history.text).toContain("Старый водоканал");
    expect(history.text).toContain("Новый водоканал");
    const csv = await (
      await app.get("/sinegorsk/admin/competence.csv", cookies.administrator)
    ).text();
    expect(csv).toContain(
      `water;Вода и канализация;Синегорск;Старый водоканал;${old.inn};2026-01-01;2026-04-30;Сети города.`,
    );
  });
});

test("no page shows a message key, in either language", async () => {
  const body = await createTestOrganisation(system);
  await addTie(system, {
    organisationId: body.id,
    personId: await createTestPerson(system, "Ольга Ключевская"),
    role: "founder",
    since: "2026-05-01",
  });
  const paths = [
    "/organisations",
    `/organisations/${body.id}`,
    "/admin/organisations",
    `/admin/organisations/${body.id}`,
    `/admin/organisations/${body.id}/people`,
    "/admin/competence",
    "/admin/competence/history",
    "/admin/competence/cell",
  ];
  for (const path of paths) {
    for (const lang of ["ru", "en"]) {
      const page = await open(`${path}?lang=${lang}`, cookies.administrator);
      expect([path, lang, page.status]).toEqual([path, lang, 200]);
      expect(page.text).not.toMatch(/organisations\.[a-z-]+|undefined|\[object|\{\w+\}/);
    }
  }
});
