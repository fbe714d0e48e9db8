import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { listSubjectFacts } from "#base/journal.ts";
import type { Actor } from "#base/policy.ts";
import { createTestApp, testRegionId, type TestApp } from "#testing/app.ts";
import { listPeople, peopleQuery } from "./directory/reads.ts";
import {
  acceptInvitation,
  authenticateToken,
  blockPerson,
  createPerson,
  createToken,
  endRole,
  grantRole,
  inviteUser,
  loadPersonNames,
  revokeToken,
  unblockPerson,
  withdrawInvitation,
} from "./index.ts";

let app: TestApp;
let system: Ctx;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
});
afterAll(() => app.close());

const municipality = "019a0000-0000-7000-8000-00000000aaaa";
const organisation = "019a0000-0000-7000-8000-00000000bbbb";

async function addMunicipality(): Promise<void> {
  await system.db
    .insertInto("territories_territories")
    .values({
      region_id: testRegionId,
      id: municipality,
      kind: "municipality",
      name: "Кедринский",
      official_name: "Кедринский район",
      slug: "kedrinsky",
      created_at: system.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

let counter = 0;
async function newPerson(name = "Марина Веткина"): Promise<string> {
  counter += 1;
  const { id } = await createPerson(system, { name, email: `person${counter}@okno.example` });
  return id;
}

const person = (id: string, role?: string): Actor => ({
  kind: "person",
  id,
  name: "Кто-то",
  ties: [],
  roles: role === undefined ? [] : [{ role, scope: { kind: "region" } }],
});

const types = async (subject: string) =>
  (await listSubjectFacts(system, subject)).map(({ type }) => type);

describe("accounts", () => {
  test("one address has one account, whatever its letters' case", async () => {
    await createPerson(system, { name: "Глеб Санников", email: "Gleb@Okno.Example" });
    const again = createPerson(system, { name: "Другой Глеб", email: "gleb@okno.example" });
    await expect(again).rejects.toMatchObject({ kind: "conflict", reason: "people.email-taken" });
  });

  test("forty people with passwords are made side by side", async () => {
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        createPerson(system, {
          name: `Человек ${n}`,
          email: `many${n}@okno.example`,
          password: "okno-demo-2026",
        }),
      ),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(40);
  });

  test("only an administrator makes accounts, to others the place looks absent", async () => {
    const coordinator = await app.asActor(
      person("019a0000-0000-7000-8000-000000000001", "coordinator"),
    );
    const attempt = createPerson(coordinator, { name: "Чужой", email: "alien@okno.example" });
    await expect(attempt).rejects.toMatchObject({ kind: "not-found" });
  });

  test("names are found by id, strangers are left out", async () => {
    const id = await newPerson("Айгуль Сафина");
    const names = await loadPersonNames(system, [id, "019a0000-0000-7000-8000-00000000ffff"]);
    expect([...names]).toEqual([[id, "Айгуль Сафина"]]);
  });
});

describe("roles", () => {
  test("a role is given once at one place, ended, and given again; the journal remembers by ids only", async () => {
    await addMunicipality();
    const id = await newPerson();
    const role = await grantRole(system, id, { role: "coordinator", territoryId: municipality });
    await expect(
      grantRole(system, id, { role: "coordinator", territoryId: municipality }),
    ).rejects.toMatchObject({ reason: "people.role-held" });
    await endRole(system, role.id);
    await endRole(system, role.id);
    await grantRole(system, id, { role: "coordinator", territoryId: municipality });
    expect(await types(id)).toEqual([
      "person.created",
      "role.granted",
      "role.ended",
      "role.granted",
    ]);
    expect(JSON.stringify(await listSubjectFacts(system, id))).not.toMatch(/Веткина|example/);
  });

  test("a role without the place it needs is refused at its field", async () => {
    const id = await newPerson();
    await expect(grantRole(system, id, { role: "coordinator" })).rejects.toMatchObject({
      kind: "invalid",
      fields: { territoryId: "people.territory-missing" },
    });
    await expect(grantRole(system, id, { role: "specialist" })).rejects.toMatchObject({
      fields: { organisation: "people.organisation-missing" },
    });
    const nowhere = "019a0000-0000-7000-8000-00000000cccc";
    await expect(
      grantRole(system, id, { role: "coordinator", territoryId: nowhere }),
    ).rejects.toMatchObject({ fields: { territoryId: "people.territory-missing" } });
  });

  test("a place that the role does not need is not written down", async () => {
    await addMunicipality();
    const id = await newPerson();
    const role = await grantRole(system, id, {
      role: "specialist",
      territoryId: municipality,
      organisationId: organisation,
    });
    expect(role).toMatchObject({ territory_id: null, organisation_id: organisation });
  });

  test("the last administrator neither loses the role nor is blocked", async () => {
    const one = await newPerson();
    const role = await grantRole(system, one, { role: "administrator" });
    const last = { kind: "conflict", reason: "people.last-administrator" };
    await expect(endRole(system, role.id)).rejects.toMatchObject(last);
    await expect(blockPerson(system, one)).rejects.toMatchObject(last);
    const two = await newPerson();
    await grantRole(system, two, { role: "administrator" });
    await blockPerson(system, one);
    const second = await listPeople(
      system,
      peopleQuery.parse({ role: "administrator", state: "active" }),
    );
    expect(second.rows.map(({ id }) => id)).toEqual([two]);
    await expect(blockPerson(system, two)).rejects.toMatchObject(last);
    await unblockPerson(system, one);
  });

  test("two administrators who end each other's role at once leave one behind", async () => {
    const people = [await newPerson(), await newPerson()];
    const grants = await Promise.all(
      people.map((id) => grantRole(system, id, { role: "administrator" })),
    );
    const others = await listPeople(
      system,
      peopleQuery.parse({ role: "administrator", state: "active" }),
    );
    for (const other of others.rows) {
      const role = other.roles.find(({ role }) => role === "administrator");
      if (role !== undefined && !people.includes(other.id)) await endRole(system, role.id);
    }
    const ends = await Promise.allSettled(grants.map(({ id }) => endRole(system, id)));
    const refused = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
    expect(refused).toMatchObject([{ reason: "people.last-administrator" }]);
  });

  test("two administrators blocked at once leave one at work", async () => {
    const active = peopleQuery.parse({ role: "administrator", state: "active" });
    const other = await newPerson();
    await grantRole(system, other, { role: "administrator" });
    const { rows } = await listPeople(system, active);
    expect(rows).toHaveLength(2);
    const blocks = await Promise.allSettled(rows.map(({ id }) => blockPerson(system, id)));
    const refused = blocks.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
    expect(refused).toMatchObject([{ reason: "people.last-administrator" }]);
    expect((await listPeople(system, active)).rows).toHaveLength(1);
  });

  test("nobody blocks themselves", async () => {
    const [one, two] = [await newPerson(), await newPerson()];
    await grantRole(system, one, { role: "administrator" });
    await grantRole(system, two, { role: "administrator" });
    const self = await app.asActor(person(one, "administrator"));
    await expect(blockPerson(self, one)).rejects.toMatchObject({ reason: "people.block-self" });
  });
});

describe("invitations", () => {
  const invite = (email: string) =>
    inviteUser(system, { name: "Нина Лаптева", email, role: "editor" }).then(({ id, link }) => ({
      id,
      token: link.split("/").at(-1) ?? "",
    }));

  test("the letter's link makes the account with its role, once", async () => {
    const { id, token } = await invite("nina@okno.example");
    const letter = await system.db
      .selectFrom("base_emails")
      .selectAll()
      .where("recipient", "=", "nina@okno.example")
      .executeTakeFirstOrThrow();
    expect(letter.body).toContain(`/${testRegionId}/invitation/${token}`);
    const guest = await app.asActor({ kind: "guest" });
    const done = await acceptInvitation(guest, token, { password: "длинная фраза 1" });
    expect(done).toMatchObject({ email: "nina@okno.example", made: true });
    expect(await types(id)).toEqual(["person.invited", "invitation.accepted"]);
    const [listed] = (await listPeople(system, peopleQuery.parse({ q: "nina@" }))).rows;
    expect(listed).toMatchObject({
      id: done.person,
      name: "Нина Лаптева",
      roles: [{ role: "editor" }],
    });
    const again = acceptInvitation(guest, token, { password: "длинная фраза 2" });
    await expect(again).rejects.toMatchObject({ kind: "not-found" });
  });

  test("two hands on one link make one account", async () => {
    const { token } = await invite("twice@okno.example");
    const both = await Promise.allSettled([
      acceptInvitation(system, token, { password: "длинная фраза 1" }),
      acceptInvitation(system, token, { password: "длинная фраза 1" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("the database holds no token, only its hash", async () => {
    const { token } = await invite("hash@okno.example");
    const rows = await system.db.selectFrom("people_invitations").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test("a withdrawn and a late invitation look absent; an accepted one is not withdrawn", async () => {
    const taken = await invite("taken@okno.example");
    await acceptInvitation(system, taken.token, { password: "длинная фраза 1" });
    await expect(withdrawInvitation(system, taken.id)).rejects.toMatchObject({ kind: "conflict" });
    const back = await invite("back@okno.example");
    await withdrawInvitation(system, back.id);
    const absent = { kind: "not-found" };
    await expect(
      acceptInvitation(system, back.token, { password: "длинная фраза 1" }),
    ).rejects.toMatchObject(absent);
    const late = await invite("late@okno.example");
    const then = app.clock.now;
    app.clock.now = new Date(then.getTime() + 8 * 24 * 3_600_000);
    const tooLate = acceptInvitation(system, late.token, { password: "длинная фраза 1" });
    await expect(tooLate).rejects.toMatchObject(absent);
    app.clock.now = then;
  });

  test("an invitation adds a role to an account that exists and leaves its name and password alone", async () => {
    const { id } = await createPerson(system, {
      name: "Вера Мальцева",
      email: "vera@okno.example",
      password: "прежний пароль",
    });
    const before = await system.db
      .selectFrom("people_credentials")
      .select("password")
      .where("user_id", "=", id)
      .executeTakeFirstOrThrow();
    const { token } = await invite("vera@okno.example");
    const done = await acceptInvitation(system, token, {
      name: "Захватчица",
      password: "новый пароль 1",
    });
    expect(done).toEqual({ person: id, email: "vera@okno.example", made: false });
    const after = await system.db
      .selectFrom("people_credentials")
      .select("password")
      .where("user_id", "=", id)
      .execute();
    expect(after).toEqual([before]);
    expect((await loadPersonNames(system, [id])).get(id)).toBe("Вера Мальцева");
  });
});

describe("the list of people", () => {
  test("pages forward and back through everybody, each once, in one order", async () => {
    const ids = await Promise.all(
      Array.from({ length: 7 }, (_, n) => newPerson(`Степан Бугров ${n % 3}`)),
    );
    for (const id of ids) await grantRole(system, id, { role: "head" });
    const ask = (extra: object) =>
      listPeople(system, peopleQuery.parse({ role: "head", ...extra }), 3);
    const first = await ask({});
    const second = await ask({ after: first.after });
    const third = await ask({ after: second.after });
    const all = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id));
    expect(new Set(all)).toEqual(new Set(ids));
    expect(third.after).toBeUndefined();
    expect((await ask({ before: third.before })).rows).toEqual(second.rows);
    expect((await ask({ before: second.before })).rows).toEqual(first.rows);
  });

  test("a region sees only its own people", async () => {
    await app.saveRegion({
      id: "other",
      name: { ru: "Иная", en: "Other" },
      timeZone: "Europe/Moscow",
      settings: {},
    });
    const other = await app.ctxFor("other", { kind: "system", name: "test" });
    const id = await newPerson("Раиса Зуева");
    await grantRole(system, id, { role: "editor" });
    const q = peopleQuery.parse({ q: "Раиса" });
    expect((await listPeople(system, q)).rows).toHaveLength(1);
    expect((await listPeople(other, q)).rows).toHaveLength(0);
    await expect(blockPerson(other, id)).rejects.toMatchObject({ kind: "not-found" });
  });

  test("a search finds signs that mean something to SQL only as themselves", async () => {
    const id = await newPerson("Сто_процентов 100%");
    await grantRole(system, id, { role: "editor" });
    const found = async (q: string) =>
      (await listPeople(system, peopleQuery.parse({ q }))).rows.map((row) => row.id);
    expect(await found("100%")).toEqual([id]);
    expect(await found("о_п")).toEqual([id]);
    expect(await found("%%%")).toEqual([]);
  });
});

describe("keys of programs", () => {
  const bearer = (token: string) =>
    new Request("http://localhost/", {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
    });

  test("a key acts as a connector of its region until it is revoked", async () => {
    const { id, token } = await createToken(system, { name: "Выгрузка" });
    const { database } = system.app;
    expect(await authenticateToken(bearer(token), database, system.region)).toEqual({
      id,
      name: "Выгрузка",
      roles: [{ role: "connector", scope: { kind: "region" } }],
    });
    const other = { ...system.region, id: "other" };
    expect(await authenticateToken(bearer(token), database, other)).toBeUndefined();
    expect(await authenticateToken(bearer(`${token}x`), database, system.region)).toBeUndefined();
    await revokeToken(system, id);
    expect(await authenticateToken(bearer(token), database, system.region)).toBeUndefined();
    expect(await types(id)).toEqual(["token.created", "token.revoked"]);
  });
});
