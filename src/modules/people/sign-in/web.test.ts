import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Ctx } from "#base/context.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import {
  regionPath,
  mergeCookies,
  formErrors,
  findLink,
  parsePage,
  password,
  normalizeSpaces,
  createTestVisitors,
} from "../fixtures.ts";
import { inviteUser } from "../index.ts";

let app: TestApp;
let system: Ctx;
let visitors: ReturnType<typeof createTestVisitors>;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  visitors = createTestVisitors(app, system);
});
afterAll(() => app.close());

describe("signing in", () => {
  test("with the right password leads to the page that was wanted", async () => {
    const { email } = await visitors.newPerson();
    const response = await app.post(regionPath("/sign-in"), {
      email,
      password,
      next: regionPath("/problems?page=2"),
    });
    expect(response.headers.get("location")).toBe(regionPath("/problems?page=2"));
    const cookie = mergeCookies(response);
    expect(response.headers.getSetCookie().join()).toMatch(/okno\.session_token=.*HttpOnly/i);
    expect(
      normalizeSpaces(
        (await parsePage(await app.get(regionPath("/account"), cookie))).body.textContent,
      ),
    ).toContain(email);
  });

  test("with a wrong password, an unknown address and no password at all says the same", async () => {
    const { email } = await visitors.newPerson();
    const wrong = await app.post(regionPath("/sign-in"), { email, password: "не тот пароль" });
    const unknown = await app.post(regionPath("/sign-in"), {
      email: "nobody@okno.example",
      password,
    });
    expect([wrong.status, unknown.status]).toEqual([422, 422]);
    expect(mergeCookies(wrong)).not.toContain("session");
    const errors = await formErrors(wrong);
    expect(errors).toContain("Почта или пароль не подходят");
    expect(await formErrors(unknown)).toBe(errors);
  });

  test("makes the slow hash for an unknown address as for a wrong password", async () => {
    const { email } = await visitors.newPerson();
    const scrypt = vi.spyOn(crypto, "scrypt");
    syncBuiltinESMExports();
    try {
      const hashes = async (given: string) => {
        scrypt.mockClear();
        await app.post(regionPath("/sign-in"), { email: given, password: "не тот пароль" });
        return scrypt.mock.calls.map(([password, , bytes]) => ({ password, bytes }));
      };
      const known = await hashes(email);
      expect(known).toHaveLength(1);
      // Without the hash for nobody, a quick answer would reveal who has no account.
      expect(await hashes("nobody@okno.example")).toEqual(known);
    } finally {
      scrypt.mockRestore();
      syncBuiltinESMExports();
    }
  });

  test("keeps the address in the form and never the password", async () => {
    const response = await app.post(regionPath("/sign-in"), {
      email: "x@okno.example",
      password: "тайна12345",
    });
    const document = await parsePage(response);
    expect(document.querySelector("[name=email]")?.getAttribute("value")).toBe("x@okno.example");
    expect(document.body.innerHTML).not.toContain("тайна12345");
  });

  test.each(["https://evil.example/", "//evil.example", "/\\evil.example", "/other/desk"])(
    "never leads to %s",
    async (next) => {
      const { email } = await visitors.newPerson();
      const form = await parsePage(
        await app.get(`${regionPath("/sign-in")}?next=${encodeURIComponent(next)}`),
      );
      expect(form.querySelector("[name=next]")).toBeNull();
      const response = await app.post(regionPath("/sign-in"), { email, password, next });
      expect(response.headers.get("location")).toBe(regionPath("/first"));
    },
  );

  test("ends with signing out: the cookie is worth nothing any more", async () => {
    const { email } = await visitors.newPerson();
    const cookie = await visitors.signIn(email);
    expect(await visitors.inside(cookie)).toBe(true);
    await app.post(regionPath("/sign-out"), {}, cookie);
    expect(await visitors.inside(cookie)).toBe(false);
  });

  test("a cookie that we did not sign is nobody's", async () => {
    const { email } = await visitors.newPerson();
    const cookie = await visitors.signIn(email);
    const forged = cookie.replace(
      /(session_token=[^.]+)\..*$/,
      `$1.${encodeURIComponent(Buffer.alloc(32).toString("base64"))}`,
    );
    expect(forged).not.toBe(cookie);
    expect(await visitors.inside(forged)).toBe(false);
  });
});

describe("a letter with a link", () => {
  test("lets in once, and only by the button: opening the page spends nothing", async () => {
    const { email } = await visitors.newPerson();
    await app.post(regionPath("/sign-in/link/send"), {
      to: email,
      purpose: "sign-in",
      next: regionPath("/desk"),
    });
    const link = findLink((await visitors.lettersTo(email))[0]);
    const token = link.searchParams.get("token") ?? "";
    for (let n = 0; n < 2; n += 1) {
      const shown = await app.get(`${link.pathname}${link.search}`);
      expect(shown.status).toBe(200);
      expect(mergeCookies(shown)).toBe("");
    }
    const used = await app.post(regionPath("/sign-in/link"), {
      token,
      next: link.searchParams.get("next") ?? "",
    });
    expect(used.headers.get("location")).toBe(regionPath("/desk"));
    expect(await visitors.inside(mergeCookies(used))).toBe(true);
    const again = await app.post(regionPath("/sign-in/link"), { token });
    expect(again.status).toBe(422);
    expect(await formErrors(again)).toContain("Ссылка уже сработала");
  });

  test("goes to nobody unknown, and the page is the same", async () => {
    const { email } = await visitors.newPerson();
    const answers = await Promise.all(
      [email, "stranger@okno.example"].map((to) =>
        app.post(regionPath("/sign-in/link/send"), { to, purpose: "sign-in" }),
      ),
    );
    const [known, unknown] = answers.map((answer) => [
      answer.status,
      ...answer.headers.getSetCookie(),
    ]);
    expect(unknown).toEqual(known);
    expect(await visitors.lettersTo("stranger@okno.example")).toEqual([]);
  });

  test("sets a new password and ends every earlier session", async () => {
    const { email } = await visitors.newPerson();
    const before = await visitors.signIn(email);
    await app.post(regionPath("/sign-in/link/send"), { to: email, purpose: "password" });
    const token = findLink((await visitors.lettersTo(email))[0]).searchParams.get("token") ?? "";
    const differ = { token, newPassword: "новый пароль 1", repeat: "новый пароль 2" };
    const refused = await app.post(regionPath("/sign-in/password"), differ);
    expect(refused.status).toBe(422);
    expect(await formErrors(refused)).toContain("Пароли не совпали");
    const same = { ...differ, repeat: differ.newPassword };
    expect((await app.post(regionPath("/sign-in/password"), same)).status).toBe(303);
    expect(await visitors.inside(before)).toBe(false);
    expect(await visitors.inside(await visitors.signIn(email, "новый пароль 1"))).toBe(true);
    expect((await app.post(regionPath("/sign-in/password"), same)).status).toBe(422);
  });
});

describe("an invitation", () => {
  test("is accepted on its page, which signs the person in; afterwards the page is gone", async () => {
    const email = "invited@okno.example";
    const { link } = await inviteUser(system, { name: "Борис Левашов", email, role: "editor" });
    const path = new URL(link).pathname;
    expect(normalizeSpaces((await parsePage(await app.get(path))).body.textContent)).toContain(
      "редактор",
    );
    const short = await app.post(path, {
      name: "Борис Левашов",
      newPassword: "мало",
      repeat: "мало",
    });
    expect(short.status).toBe(422);
    expect(await formErrors(short)).toContain("не меньше 10 знаков");
    const none = await app.post(path, { name: "Борис Левашов" });
    expect(await formErrors(none)).toContain("Введите пароль");
    const fields = { name: "Борис Л.", newPassword: "длинная фраза 1", repeat: "длинная фраза 1" };
    const done = await app.post(path, fields);
    expect(done.headers.get("location")).toBe(regionPath("/account"));
    expect(await visitors.inside(mergeCookies(done))).toBe(true);
    const gone = await app.get(path);
    expect(gone.status).toBe(404);
    expect(normalizeSpaces((await parsePage(gone)).body.textContent)).toContain(
      "Приглашение не действует",
    );
    expect((await app.post(path, fields)).status).toBe(404);
  });
});

test("thirty tries in five minutes are enough for an office, and too few for a guesser", async () => {
  const { email } = await visitors.newPerson();
  const statuses: number[] = [];
  for (let n = 0; n < 31; n += 1) {
    statuses.push((await app.post(regionPath("/sign-in"), { email: "", password: "" })).status);
  }
  expect(statuses.at(-1)).toBe(429);
  expect((await app.post(regionPath("/sign-in"), { email, password })).status).toBe(429);
});
