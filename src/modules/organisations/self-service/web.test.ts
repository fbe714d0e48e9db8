import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plainText } from "#base/ui/index.ts";
import { createPerson, grantRole } from "#modules/people/index.ts";
import { createTestVisitors } from "#modules/people/fixtures.ts";
import { openTestRegion, createTestOrganisation, uniqueInn, testTerritories } from "../fixtures.ts";
import type { Organisation } from "../store.ts";

const { app, system } = await openTestRegion();
let operator = "";
let ownOrganisation: Organisation;
let ownCookie = "";

beforeAll(async () => {
  operator = await signInAs({ role: "operator" });
  ownOrganisation = await createTestOrganisation(system, {
    kind: "nko",
    name: "АНО «Дом соседей»",
    shortName: "Дом соседей",
  });
  ownCookie = await signInAs({ role: "nko", organisationId: ownOrganisation.id });
});
afterAll(() => app.close());

async function signInAs(grant: { role: "operator" | "nko"; organisationId?: string }) {
  const visitors = createTestVisitors(app, system);
  const email = `${grant.role}@okno.example`;
  const { id } = await createPerson(system, {
    name: "Ирина Соседова",
    email,
    password: "okno-demo-2026",
  });
  await grantRole(system, id, grant);
  return visitors.signIn(email);
}

async function open(path: string, cookie?: string) {
  return read(await app.get(`/sinegorsk${path}`, cookie));
}

type Fields = Parameters<typeof app.post>[1];

async function send(path: string, fields: Fields, cookie: string) {
  return read(await app.post(`/sinegorsk${path}`, fields, cookie));
}

async function read(response: Response) {
  const { document } = parseHTML(await response.text());
  const main = document.querySelector("main");
  return {
    status: response.status,
    to: response.headers.get("location"),
    main,
    text: plainText(main?.textContent ?? ""),
    error: (name: string) =>
      plainText(document.querySelector(`#f-${name}-error`)?.textContent ?? ""),
    value: (name: string) => {
      const control = main?.querySelector(`[name="${name}"]`);
      const chosen = control?.querySelector("option[selected]");
      return (
        chosen?.getAttribute("value") ?? control?.getAttribute("value") ?? control?.textContent
      );
    },
    hidden: (name: string) => main?.querySelector(`input[name="${name}"]`)?.getAttribute("value"),
  };
}

describe("services on their page", () => {
  const service = {
    title: "Подвезём к врачу",
    need: "transport",
    how: "Звоните",
    price: "free",
    "territories[]": [testTerritories.sinegorsk],
  };

  test("are added, changed and stopped; residents find what is offered today", async () => {
    const path = `/organisations/${ownOrganisation.id}/services`;
    const { how, ...gap } = service;
    const wrong = await send(path, gap, ownCookie);
    expect([wrong.status, wrong.value("title"), wrong.value("need")]).toEqual([
      422,
      service.title,
      "transport",
    ]);
    expect(wrong.error("how")).not.toBe("");
    expect(
      wrong.main
        ?.querySelector(`input[value="${testTerritories.sinegorsk}"]`)
        ?.hasAttribute("checked"),
    ).toBe(true);

    expect((await send(path, { ...gap, how }, ownCookie)).status).toBe(303);
    expect((await open("/services?need=transport")).text).toContain(service.title);
    const edit = (await open(path, ownCookie)).main?.querySelector("a[href*='?edit=']");
    const href = (edit?.getAttribute("href") ?? "").replace("/sinegorsk", "").replace("#form", "");
    const chosen = await open(href, ownCookie);
    expect(chosen.value("title")).toBe(service.title);
    const id = new URL(href, "http://okno").searchParams.get("edit") ?? "";
    const changed = { ...service, service: id, title: "Довезём и подождём" };
    expect((await send(path, changed, ownCookie)).status).toBe(303);
    expect((await open("/services?q=подождём")).text).toContain("Довезём и подождём");
    expect((await send(`${path}/state`, { service: id, active: "no" }, ownCookie)).status).toBe(
      303,
    );
    expect((await open("/services?q=подождём")).text).not.toContain("Довезём и подождём");
    expect((await send(path, service, operator)).status).toBe(303);
    expect((await app.post(`/sinegorsk${path}`, service)).status).not.toBe(303);
  });
});

describe("members on their page", () => {
  test("sit for a term, are shown only if they agree, and the same seat is not given twice", async () => {
    const path = `/organisations/${ownOrganisation.id}/members`;
    const member = { surname: "Ветрова", givenName: "Анна", role: "director", since: "2026-01-10" };
    const early = await send(path, { ...member, until: "2025-01-01" }, ownCookie);
    expect([early.status, early.value("surname"), early.value("role")]).toEqual([
      422,
      "Ветрова",
      "director",
    ]);
    expect(early.error("until")).not.toBe("");
    expect((await send(path, { ...member, email: "v@primer.example" }, ownCookie)).status).toBe(
      303,
    );
    expect((await open(`/organisations/${ownOrganisation.id}`)).text).not.toContain("Анна В.");
    const twice = await send(path, { ...member, email: "v@primer.example" }, ownCookie);
    expect(twice.status).toBe(409);
    const id = (await open(path, ownCookie)).hidden("member") ?? "";
    expect((await send(`${path}/show`, { member: id, show: "yes" }, ownCookie)).status).toBe(303);
    expect((await open(`/organisations/${ownOrganisation.id}`)).text).toContain("Анна");
    const ended = await send(`${path}/end`, { member: id, until: "2026-05-01" }, ownCookie);
    expect(ended.status).toBe(303);
    expect((await open(`/organisations/${ownOrganisation.id}`)).text).not.toContain("Анна В.");
  });
});

describe("ties on their page", () => {
  test("name one organisation of the registry; no match and several are refused, the form stays filled", async () => {
    const path = `/organisations/${ownOrganisation.id}/ties`;
    for (const name of ["Фонд «Свет»", "Фонд «Светлый путь»"])
      await createTestOrganisation(system, { kind: "nko", name, shortName: name });
    const none = await send(path, { kind: "partner-of", other: "Водолазы" }, ownCookie);
    expect([none.status, none.value("other")]).toEqual([422, "Водолазы"]);
    expect(none.error("other")).not.toBe("");
    const many = await send(path, { kind: "partner-of", other: "Свет" }, ownCookie);
    expect(many.error("other")).toContain("Светлый путь");
    expect((await send(path, { kind: "partner-of", other: "Фонд «Свет»" }, ownCookie)).status).toBe(
      303,
    );
    const page = await open(path, ownCookie);
    expect(page.text).toContain("Фонд «Свет»");
    const relation = page.hidden("relation") ?? "";
    const early = await send(`${path}/end`, { relation, until: "2026-05-30" }, ownCookie);
    expect(early.status).toBe(303);
    expect((await send(path, { kind: "partner-of", other: "Дом соседей" }, ownCookie)).status).toBe(
      409,
    );
  });
});

describe("a wish to change the name", () => {
  test("waits for an administrator, who accepts it or gives the reason", async () => {
    const path = `/organisations/${ownOrganisation.id}/propose`;
    const wish = {
      kind: "nko",
      name: "АНО «Дом добрых соседей»",
      shortName: "Дом добрых соседей",
      inn: ownOrganisation.inn ?? "",
    };
    const silent = await send(path, wish, ownCookie);
    expect([silent.status, silent.value("name")]).toEqual([422, wish.name]);
    expect(silent.error("reason")).not.toBe("");
    expect((await send(path, { ...wish, reason: "устав от 12 марта" }, ownCookie)).status).toBe(
      303,
    );
    const list = "/admin/organisations/proposals";
    const waiting = await open(list, operator);
    expect(waiting.text).toContain("устав от 12 марта");
    const proposal = waiting.hidden("proposal") ?? "";
    const bare = await send(list, { proposal, decision: "decline" }, operator);
    expect(bare.status).toBe(409);
    const decided = await send(list, { proposal, decision: "accept" }, operator);
    expect(decided.status).toBe(303);
    expect((await open(`/organisations/${ownOrganisation.id}`)).text).toContain(
      "Дом добрых соседей",
    );
    expect((await open(list, operator)).text).toContain("Просьб нет");
    expect((await app.get(`/sinegorsk${list}`, ownCookie)).status).toBe(403);
  });
});

describe("an import on its page", () => {
  test("is checked, applied with a decision on each possible duplicate, and undone", async () => {
    const path = "/admin/organisations/import";
    expect((await send(path, {}, operator)).error("file")).toBe("Выберите файл");
    const text = `Название;ИНН\nФонд «Ветер»;${uniqueInn()}\nФонд «Светлый путь»;\nСовет;12\n`;
    const sent = await send(path, { file: new File([text], "nko.csv") }, operator);
    const page = (sent.to ?? "").replace("/sinegorsk", "");
    await app.drainJobs();
    const checked = await open(page, operator);
    expect(checked.text).toContain("В ИНН 10 цифр");
    const id = checked.hidden("id") ?? "";
    const row = checked.main?.querySelector("select[name^=row-]")?.getAttribute("name") ?? "";
    const taken = await send(`${path}/take`, { id, [row]: "new" }, operator);
    expect(taken.status).toBe(303);
    await app.drainJobs();
    expect((await open("/organisations?q=Ветер")).text).toContain("Фонд «Ветер»");
    expect((await send(`${path}/undo`, { id }, operator)).status).toBe(303);
    await app.drainJobs();
    expect((await open("/organisations?q=Ветер")).text).toContain("Таких организаций нет");
    expect((await app.get(`/sinegorsk${path}`, ownCookie)).status).toBe(403);
  });
});

describe("two cards of one organisation", () => {
  test("are compared, merged and separated again", async () => {
    const kept = await createTestOrganisation(system, {
      kind: "nko",
      name: "Клуб «Парус»",
      shortName: "Парус",
    });
    const gone = await createTestOrganisation(system, {
      kind: "nko",
      name: "Клуб Парус",
      shortName: "Парус 2",
    });
    const path = `/admin/organisations/${gone.id}/merge`;
    const alike = await open(path, operator);
    expect(alike.text).toContain("Клуб «Парус»");
    const both = await open(`${path}?with=${kept.id}`, operator);
    expect(both.hidden("into")).toBe(kept.id);
    expect(both.text).toContain(`Сольётся: Парус 2`);
    expect((await send(path, { into: gone.id }, operator)).status).toBe(409);
    expect((await send(path, { into: kept.id }, operator)).to).toContain(kept.id);
    const card = await open(`/organisations/${kept.id}`, operator);
    expect(card.text).toContain("Слитые карточки");
    const apart = await send("/admin/organisations/unmerge", { card: gone.id }, operator);
    expect(apart.status).toBe(303);
    expect((await open(`/organisations/${gone.id}`)).status).toBe(200);
  });
});

describe("a document of an opening", () => {
  test("is attached and taken away on the card's form; a program is refused at the field", async () => {
    const centre = await createTestOrganisation(system, {
      kind: "initiative-centre",
      openedOn: "2026-04-01",
    });
    const path = `/admin/organisations/${centre.id}/opening`;
    const none = await send(path, {}, operator);
    expect([none.status, none.text.includes("Выберите файл")]).toEqual([422, true]);
    const program = new File([new Uint8Array([77, 90, 0, 1])], "act.exe");
    expect((await send(path, { file: program }, operator)).status).toBe(422);
    expect((await send(path, { file: new File(["Акт"], "акт.txt") }, operator)).status).toBe(303);
    const card = await open(`/organisations/${centre.id}`);
    expect(card.text).toContain("подтверждено документом");
    expect((await send(path, { remove: "yes" }, operator)).status).toBe(303);
    expect((await open(`/organisations/${centre.id}`)).text).toContain("пока со слов");
  });
});

describe("a new card", () => {
  test("is looked for before it is written, without a script and while it is typed", async () => {
    const inn = uniqueInn();
    await createTestOrganisation(system, {
      kind: "nko",
      name: "Фонд «Берег»",
      shortName: "Берег",
      inn,
    });
    const path = "/admin/organisations/new";
    const alike = await open(`${path}?look=${encodeURIComponent("фонд берег")}`, operator);
    expect(alike.text).toContain("Похожие уже есть");
    expect(alike.value("name")).toBe("фонд берег");
    const number = await open(`${path}?look=${inn}`, operator);
    expect([number.text.includes("Похожие уже есть"), number.value("inn")]).toEqual([true, inn]);
    expect((await open(`${path}?look=Водолазы`, operator)).text).toContain("Похожих нет");
    const address = "/sinegorsk/admin/organisations/similar.json";
    const answer = await (
      await app.get(`${address}?name=${encodeURIComponent("Берег")}`, operator)
    ).json();
    expect(answer).toMatchObject({
      similar: [{ name: "Берег", note: `Фонд «Берег», ИНН ${inn}` }],
    });
    expect((await app.get(address, ownCookie)).status).toBe(403);
  });
});
