import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import {
  regionPath,
  parsePage,
  normalizeSpaces,
  createTestVisitors,
} from "#modules/people/fixtures.ts";
import { grantRole } from "#modules/people/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { publishSurvey, surveyDefinition } from "../fixtures.ts";

let app: TestApp;
let system: Ctx;
let visitors: ReturnType<typeof createTestVisitors>;
let operator: string;
let editor: string;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  visitors = createTestVisitors(app, system);
  operator = await enter("operator");
  editor = await enter("editor");
});
afterAll(() => app.close());

async function enter(role: "operator" | "editor"): Promise<string> {
  const { id, email } = await visitors.newPerson(`Анна ${role}`);
  await grantRole(system, id, { role });
  return visitors.signIn(email);
}

const withFile = surveyDefinition([
  { code: "name", kind: "text", text: { ru: "Как назвать" } },
  { code: "letter", kind: "file", text: { ru: "Письмо поддержки" } },
]);

/** A reply with a file, sent by a guest's browser. */
async function sent() {
  const { code, id } = await publishSurvey(system, withFile);
  const path = regionPath(`/forms/${code}`);
  const key = (await parsePage(await app.get(path)))
    .querySelector("input[name=key]")
    ?.getAttribute("value");
  const answer = await app.post(path, {
    key: key ?? "",
    "q-shown": "name letter",
    "q-sections": "main",
    "q.name": "Двор на Речной",
    "q.letter": new File(["Мы за. Совет дома."], "письмо.txt", { type: "text/plain" }),
    do: "send",
  });
  expect(answer.status).toBe(303);
  return { code, id, own: answer.headers.get("location") ?? "" };
}

const fileLink = async (path: string, cookie?: string) =>
  (await parsePage(await app.get(path, cookie))).querySelector("a[href*='/files/']");

describe("a file of a reply", () => {
  test("is fetched by whoever holds the private link, and stays out of caches and referrers", async () => {
    const { own } = await sent();
    const link = await fileLink(own);
    expect(normalizeSpaces(link?.textContent)).toBe("письмо.txt");
    const file = await app.get(link?.getAttribute("href") ?? "");
    expect(await file.text()).toBe("Мы за. Совет дома.");
    expect(file.headers.get("content-disposition")).toContain("attachment");
    expect(file.headers.get("referrer-policy")).toBe("no-referrer");
    expect((await app.get(own)).headers.get("cache-control")).toBe("private, no-store");
    const other = await sent();
    const id = link?.getAttribute("href")?.split("/").at(-1) ?? "";
    expect((await app.get(`${other.own}/files/${id}`)).status).toBe(404);
  });

  test("is fetched by those who keep forms, reply by reply, and by nobody else", async () => {
    const { code } = await sent();
    const results = await parsePage(await app.get(regionPath(`/forms/${code}/results`), operator));
    const list = regionPath(`/admin/forms/${code}/replies`);
    expect(results.querySelector(`a[href='${list}']`)).not.toBeNull();
    const shown = await parsePage(await app.get(list, operator));
    const row = [...shown.querySelectorAll("main .rows a")].find(
      (one) => normalizeSpaces(one.textContent) === "Двор на Речной",
    );
    const one = row?.getAttribute("href") ?? "";
    const link = (await fileLink(one, operator))?.getAttribute("href") ?? "";
    expect(await (await app.get(link, operator)).text()).toBe("Мы за. Совет дома.");
    for (const path of [list, one, link]) {
      expect((await app.get(path, editor)).status).toBe(403);
      expect((await app.get(path)).status).not.toBe(200);
    }
  });
});

describe("a private link", () => {
  test("comes by letter, and again when it is lost, to the same address only", async () => {
    const { code, own } = await sent();
    const wrong = await app.post(`${own}/letter`, { email: "anna" });
    expect(wrong.status).toBe(422);
    const again = await parsePage(wrong);
    expect(again.querySelector("input[name=email]")?.getAttribute("value")).toBe("anna");
    expect(normalizeSpaces(again.querySelector("#f-email-error")?.textContent)).toContain(
      "Проверьте адрес",
    );

    const email = "gost@primer.example";
    for (let n = 0; n < 2; n += 1)
      expect((await app.post(`${own}/letter`, { email })).status).toBe(303);
    const letters = await visitors.lettersTo(email);
    expect(letters).toHaveLength(1);
    expect(letters[0]).toContain(own);

    app.clock.now = new Date(app.clock.now.getTime() + 2 * 3_600_000);
    const lost = regionPath(`/forms/${code}/link`);
    expect(
      (await parsePage(await app.get(lost))).querySelector("input[name=email]"),
    ).not.toBeNull();
    for (const asked of ["GOST@primer.example", "drugoy@primer.example"])
      expect((await app.post(lost, { email: asked })).status).toBe(303);
    expect(await visitors.lettersTo("GOST@primer.example")).toHaveLength(1);
    expect(await visitors.lettersTo("drugoy@primer.example")).toEqual([]);
  });
});

describe("a draft", () => {
  test("that an account began waits for it on the form's page", async () => {
    const { code } = await publishSurvey(system, withFile);
    const path = regionPath(`/forms/${code}`);
    const key = (await parsePage(await app.get(path, editor)))
      .querySelector("input[name=key]")
      ?.getAttribute("value");
    const fields = { key: key ?? "", "q-sections": "main", "q.name": "Начало", do: "save" };
    const own = (await app.post(path, fields, editor)).headers.get("location") ?? "";
    const links = [...(await parsePage(await app.get(path, editor))).querySelectorAll("main a")];
    expect(links.map((link) => link.getAttribute("href"))).toContain(own);
    const others = [...(await parsePage(await app.get(path, operator))).querySelectorAll("main a")];
    expect(others.map((link) => link.getAttribute("href"))).not.toContain(own);
  });

  test("whose saving answer was lost is not taken for another person's change", async () => {
    const { code } = await publishSurvey(system, withFile);
    const path = regionPath(`/forms/${code}`);
    const opened = await parsePage(await app.get(path));
    const hidden = (name: string) =>
      opened.querySelector(`input[name=${name}]`)?.getAttribute("value") ?? "";
    const base = { key: hidden("key"), page: hidden("page"), "q-sections": "main" };
    expect(base.page).not.toBe("");
    const save = async (where: string, fields: Record<string, string>) =>
      (await app.post(where, { ...base, ...fields })).json() as Promise<{
        version: number;
        href: string;
        clashes: string[];
      }>;
    const first = await save(`${path}/save.json`, { "q.name": "А" });
    const seen = String(first.version);
    const where = `${first.href}/save.json`;
    // The answers to the next two never arrive: the page still believes it has seen the first.
    await save(where, { "q.name": "АБ", seen });
    await save(where, { "q.name": "АБВ", seen });
    expect((await save(where, { "q.name": "АБВГ", seen })).clashes).toEqual([]);
    // Somebody else's change after them is still a clash.
    await save(where, { "q.name": "чужое", page: "другая", seen: "99" });
    expect((await save(where, { "q.name": "АБВГД", seen })).clashes).toEqual(["name"]);
  });
});
