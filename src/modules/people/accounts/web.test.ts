import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { listSubjectFacts } from "#base/journal.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import {
  regionPath,
  mergeCookies,
  formErrors,
  findLink,
  parsePage,
  password,
  totp,
  createTestVisitors,
} from "../fixtures.ts";

let app: TestApp;
let system: Ctx;
let visitors: ReturnType<typeof createTestVisitors>;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  visitors = createTestVisitors(app, system);
});
afterAll(() => app.close());

describe("one's own account", () => {
  test("sends a guest to sign in and back", async () => {
    const response = await app.get(regionPath("/account"));
    expect(response.headers.get("location")).toBe(
      `${regionPath("/sign-in")}?next=${encodeURIComponent(regionPath("/account"))}`,
    );
    expect((await app.post(regionPath("/account/name"), { name: "Кто-то" })).status).toBe(404);
  });

  test("changes the name, and refuses an empty one at its field", async () => {
    const { email, id } = await visitors.newPerson();
    const cookie = await visitors.signIn(email);
    expect(
      (await app.post(regionPath("/account/name"), { name: "Инна Новая" }, cookie)).status,
    ).toBe(303);
    const empty = await app.post(regionPath("/account/name"), { name: " " }, cookie);
    expect(empty.status).toBe(422);
    expect(await formErrors(empty)).toContain("Напишите имя");
    const shown = await parsePage(await app.get(regionPath("/account"), cookie));
    expect(shown.querySelector("[name=name]")?.getAttribute("value")).toBe("Инна Новая");
    expect((await listSubjectFacts(system, id)).at(-1)?.type).toBe("person.renamed");
  });

  test("changes the password only for who knows the present one, and ends the other sessions", async () => {
    const { email } = await visitors.newPerson();
    const [here, there] = [await visitors.signIn(email), await visitors.signIn(email)];
    const fields = {
      password: "не тот пароль",
      newPassword: "совсем другой",
      repeat: "совсем другой",
    };
    const wrong = await app.post(regionPath("/account/password"), fields, here);
    expect(wrong.status).toBe(422);
    expect(await formErrors(wrong)).toContain("не ваш нынешний пароль");
    const right = await app.post(regionPath("/account/password"), { ...fields, password }, here);
    expect(right.status).toBe(303);
    expect(await visitors.inside(there)).toBe(false);
    expect(await visitors.inside(mergeCookies(right, here))).toBe(true);
    expect(await visitors.inside(await visitors.signIn(email, "совсем другой"))).toBe(true);
  });

  test("ends one session or all others at once; a stranger's session is out of reach", async () => {
    const [me, stranger] = [await visitors.newPerson(), await visitors.newPerson()];
    const [here, lost, third] = [
      await visitors.signIn(me.email),
      await visitors.signIn(me.email),
      await visitors.signIn(me.email),
    ];
    const theirs = await visitors.signIn(stranger.email);
    const sessionsOf = (id: string) =>
      system.db
        .selectFrom("people_sessions")
        .select("id")
        .where("user_id", "=", id)
        .orderBy("created_at")
        .execute();
    const foreign = (await sessionsOf(stranger.id))[0]?.id ?? "";
    await app.post(regionPath("/account/sessions/end"), { id: foreign }, here);
    expect(await visitors.inside(theirs)).toBe(true);
    const second = (await sessionsOf(me.id))[1]?.id ?? "";
    await app.post(regionPath("/account/sessions/end"), { id: second }, here);
    expect(await Promise.all([here, lost, third].map(visitors.inside))).toEqual([
      true,
      false,
      true,
    ]);
    await app.post(regionPath("/account/sessions/end-others"), {}, here);
    expect(await Promise.all([here, third].map(visitors.inside))).toEqual([true, false]);
  });
});

describe("the second step", () => {
  async function withSecondStep() {
    const { email, id } = await visitors.newPerson();
    const cookie = await visitors.signIn(email);
    const setup = await app.post(
      regionPath("/account/second-step/on"),
      { secondPassword: password },
      cookie,
    );
    expect(setup.headers.get("cache-control")).toBe("no-store");
    const document = await parsePage(setup);
    expect(document.querySelector("svg[role=img] path")?.getAttribute("d")?.length).toBeGreaterThan(
      500,
    );
    const hidden = (name: string) =>
      document.querySelector(`[name=${name}]`)?.getAttribute("value") ?? "";
    const uri = hidden("uri");
    const secret = new URL(uri).searchParams.get("secret") ?? "";
    const fields = { uri, codes: hidden("codes") };
    const wrong = await app.post(
      regionPath("/account/second-step/confirm"),
      { ...fields, code: "000000" },
      cookie,
    );
    expect(wrong.status).toBe(422);
    expect((await parsePage(wrong)).querySelector("[name=uri]")?.getAttribute("value")).toBe(uri);
    const done = await app.post(
      regionPath("/account/second-step/confirm"),
      { ...fields, code: totp(secret) },
      cookie,
    );
    expect(done.status).toBe(303);
    const inCookie = mergeCookies(done, cookie);
    expect(await visitors.inside(inCookie)).toBe(true);
    return { email, id, secret, codes: fields.codes.split(" "), cookie: inCookie };
  }

  test("is asked after the password, takes a code from the app, and is turned off by the password", async () => {
    const { email, id, secret, cookie } = await withSecondStep();
    const first = await app.post(regionPath("/sign-in"), {
      email,
      password,
      next: regionPath("/desk"),
    });
    expect(first.headers.get("location")).toBe(
      `${regionPath("/sign-in/code")}?next=${encodeURIComponent(regionPath("/desk"))}`,
    );
    const half = mergeCookies(first);
    expect(await visitors.inside(half)).toBe(false);
    const wrong = await app.post(regionPath("/sign-in/code"), { code: "123456" }, half);
    expect(wrong.status).toBe(422);
    expect(await formErrors(wrong)).toContain("Код не подошёл");
    const right = await app.post(
      regionPath("/sign-in/code"),
      { code: totp(secret), next: regionPath("/desk") },
      half,
    );
    expect(right.headers.get("location")).toBe(regionPath("/desk"));
    expect(await visitors.inside(mergeCookies(right, half))).toBe(true);
    const off = await app.post(
      regionPath("/account/second-step/off"),
      { secondPassword: password },
      cookie,
    );
    expect(off.status).toBe(303);
    expect(await visitors.inside(await visitors.signIn(email))).toBe(true);
    const types = (await listSubjectFacts(system, id)).map(({ type }) => type);
    expect(types).toContain("person.second-step-enabled");
    expect(types).toContain("person.second-step-disabled");
  });

  test("takes a backup code once", async () => {
    const { email, codes } = await withSecondStep();
    const enter = async () => {
      const half = mergeCookies(await app.post(regionPath("/sign-in"), { email, password }));
      return app.post(regionPath("/sign-in/code"), { code: codes[0] ?? "" }, half);
    };
    expect(await visitors.inside(mergeCookies(await enter()))).toBe(true);
    expect((await enter()).status).toBe(422);
  });

  test("cannot be walked around by a letter with a link", async () => {
    const { email } = await visitors.newPerson();
    await app.post(regionPath("/sign-in/link/send"), { to: email, purpose: "sign-in" });
    const token = findLink((await visitors.lettersTo(email))[0]).searchParams.get("token") ?? "";
    await system.db
      .updateTable("people_users")
      .set({ two_factor_enabled: true })
      .where("email", "=", email)
      .execute();
    const used = await app.post(regionPath("/sign-in/link"), { token });
    expect(used.status).toBe(422);
    expect(mergeCookies(used)).not.toContain("session_token");
    await app.post(regionPath("/sign-in/link/send"), { to: email, purpose: "sign-in" });
    const letters = await visitors.lettersTo(email);
    expect(letters).toHaveLength(2);
    expect(letters.filter((body) => body.includes("второй шаг"))).toHaveLength(1);
  });
});
