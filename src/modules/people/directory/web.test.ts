import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import {
  regionPath,
  mergeCookies,
  formErrors,
  parsePage,
  password,
  normalizeSpaces,
  createTestVisitors,
} from "../fixtures.ts";
import { blockPerson, createToken, grantRole, unblockPerson } from "../index.ts";

let app: TestApp;
let system: Ctx;
let admin: { id: string; email: string };
let adminCookie: string;
let visitors: ReturnType<typeof createTestVisitors>;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  visitors = createTestVisitors(app, system);
  admin = await visitors.newPerson("Глеб Санников");
  await grantRole(system, admin.id, { role: "administrator" });
  adminCookie = await visitors.signIn(admin.email);
});
afterAll(() => app.close());

describe("the administrator", () => {
  test("invites by form; a role without its place is refused with the form as filled", async () => {
    const fields = { name: "Павел Ольшаников", email: "pavel@okno.example", role: "specialist" };
    const wrong = await app.post(regionPath("/admin/people/invite"), fields, adminCookie);
    expect(wrong.status).toBe(422);
    const document = await parsePage(wrong);
    expect(normalizeSpaces(document.querySelector("#errors")?.textContent)).toContain(
      "название организации",
    );
    expect(document.querySelector("[name=name]")?.getAttribute("value")).toBe("Павел Ольшаников");
    const right = await app.post(
      regionPath("/admin/people/invite"),
      { ...fields, role: "operator" },
      adminCookie,
    );
    expect(right.status).toBe(303);
    expect((await visitors.lettersTo("pavel@okno.example"))[0]).toContain("оператор ЦУР");
    expect(
      normalizeSpaces(
        (await parsePage(await app.get(regionPath("/admin/people/invite"), adminCookie))).body
          .textContent,
      ),
    ).toContain("pavel@");
  });

  test("blocks a person, who is out with the next request and cannot come back by any way", async () => {
    const { id, email } = await visitors.newPerson("Юлия Гусельникова");
    await grantRole(system, id, { role: "editor" });
    const theirs = await visitors.signIn(email);
    expect((await app.post(regionPath(`/admin/people/${id}/block`), {}, adminCookie)).status).toBe(
      303,
    );
    expect(await visitors.inside(theirs)).toBe(false);
    const again = await app.post(regionPath("/sign-in"), { email, password });
    expect(again.status).toBe(422);
    expect(await formErrors(again)).toContain("закрыт администратором");
    expect(mergeCookies(again)).not.toContain("session_token");
    await app.post(regionPath("/sign-in/link/send"), { to: email, purpose: "sign-in" });
    expect(await visitors.lettersTo(email)).toEqual([]);
    await unblockPerson(system, id);
    expect(await visitors.inside(await visitors.signIn(email))).toBe(true);
  });

  test("gives and ends roles, and sees the reason when it cannot be", async () => {
    const { id } = await visitors.newPerson("Тимур Галеев");
    await grantRole(system, id, { role: "head" });
    expect(
      (await app.post(regionPath(`/admin/people/${id}/roles`), { role: "operator" }, adminCookie))
        .status,
    ).toBe(303);
    const twice = await app.post(
      regionPath(`/admin/people/${id}/roles`),
      { role: "operator" },
      adminCookie,
    );
    expect(twice.status).toBe(409);
    expect(await formErrors(twice)).toContain("уже есть эта роль");
    const shown = await parsePage(await app.get(regionPath(`/admin/people/${id}`), adminCookie));
    const form = [...shown.querySelectorAll("form")].find((each) =>
      /\/roles\/.*\/end$/.test(each.getAttribute("action") ?? ""),
    );
    expect((await app.post(form?.getAttribute("action") ?? "", {}, adminCookie)).status).toBe(303);
    const self = await app.post(regionPath(`/admin/people/${admin.id}/block`), {}, adminCookie);
    expect(self.status).toBe(409);
    expect(await formErrors(self)).toContain("Себя закрыть нельзя");
  });

  test("finds people by filters in the address, on the page and in the CSV", async () => {
    const { id } = await visitors.newPerson("=Фёдор Зыков");
    await grantRole(system, id, { role: "funder" });
    const list = await parsePage(
      await app.get(`${regionPath("/admin/people")}?role=funder`, adminCookie),
    );
    expect([...list.querySelectorAll("tbody tr")]).toHaveLength(1);
    const csv = await app.get(`${regionPath("/admin/people.csv")}?role=funder`, adminCookie);
    const lines = (await csv.text()).trim().split("\n");
    expect(lines).toHaveLength(2);
    // A spreadsheet must not take a name for a formula.
    expect(lines[1]).toMatch(/^'=Фёдор Зыков;/);
    const none = await app.get(
      `${regionPath("/admin/people")}?organisation=${encodeURIComponent("Нет такой")}`,
      adminCookie,
    );
    expect(none.status).toBe(200);
  });

  test("makes a key, sees it once, and the key opens what a connector may open", async () => {
    const made = await app.post(
      regionPath("/admin/tokens"),
      { name: "Выгрузка Инцидента" },
      adminCookie,
    );
    expect(made.status).toBe(201);
    const key = /okno_[\w-]{43}/.exec((await parsePage(made)).body.textContent ?? "")?.[0] ?? "";
    expect(key).not.toBe("");
    expect(await (await app.get(regionPath("/admin/tokens"), adminCookie)).text()).not.toContain(
      key,
    );
    const asProgram = await app.http.request(regionPath("/account"), {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(asProgram.status).toBe(404);
    expect(
      (
        await app.http.request(regionPath("/admin/people"), {
          headers: { authorization: `Bearer ${key}` },
        })
      ).status,
    ).toBe(404);
  });

  test("is the only one for whom these pages exist", async () => {
    const { id, email } = await visitors.newPerson();
    await grantRole(system, id, { role: "operator" });
    const operator = await visitors.signIn(email);
    for (const path of [
      "/admin/people",
      "/admin/people.csv",
      "/admin/people/invite",
      "/admin/tokens",
      `/admin/people/${id}`,
    ]) {
      expect((await app.get(regionPath(path), operator)).status).toBe(404);
      expect((await app.get(regionPath(path))).status).toBe(404);
    }
    for (const path of [
      "/admin/people/invite",
      "/admin/tokens",
      `/admin/people/${id}/block`,
      `/admin/people/${id}/roles`,
    ]) {
      const fields = { name: "Кто-то", email: "a@okno.example", role: "editor" };
      expect((await app.post(regionPath(path), fields, operator)).status).toBe(404);
    }
    await createToken(system, { name: "Другая" });
    await blockPerson(system, id);
    expect(
      (await app.get(regionPath("/admin/people/019a0000-0000-7000-8000-000000000000"), adminCookie))
        .status,
    ).toBe(404);
    expect((await app.get(regionPath("/admin/people/not-an-id"), adminCookie)).status).toBe(404);
  });
});
