import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { listSubjectFacts } from "#base/journal.ts";
import type { Actor } from "#base/policy.ts";
import { createTestApp, testRegionId, type TestApp } from "#testing/app.ts";
import { loadContacts, upsertContact, type ContactInput } from "./actions.ts";
import {
  correctContact,
  eraseContact,
  mergeAuthorizedContacts,
  unmergeAuthorizedContact,
} from "./corrections.ts";
import {
  contactsQuery,
  countContacts,
  findPossibleDuplicates,
  listContacts,
} from "./list-store.ts";
import { regionPath, parsePage, normalizeSpaces, createTestVisitors } from "../fixtures.ts";
import { grantRole } from "../roles/actions.ts";

let app: TestApp;
let system: Ctx;
let cookie: string;

const here = "019a0000-0000-7000-8000-00000000aaaa";
const there = "019a0000-0000-7000-8000-00000000aaab";

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  for (const [id, name] of [
    [here, "Долгомост"],
    [there, "Синегорск"],
  ] as const) {
    const row = { region_id: testRegionId, id, kind: "municipality", slug: id, name };
    await system.db
      .insertInto("territories_territories")
      .values({ ...row, official_name: name, created_at: system.now() })
      .execute();
  }
  const visitors = createTestVisitors(app, system);
  const { id, email } = await visitors.newPerson("Лидия Операторова");
  await grantRole(system, id, { role: "operator" });
  cookie = await visitors.signIn(email);
});
afterAll(() => app.close());

const coordinator: Actor = {
  kind: "person",
  id: "019a0000-0000-7000-8000-0000000000ff",
  name: "Кто-то",
  roles: [{ role: "coordinator", scope: { kind: "territory", id: here } }],
  ties: [],
};

const newContact = (part: Partial<ContactInput> = {}) =>
  upsertContact(system, { surname: "Ветрова", givenName: "Анна", municipalityId: here, ...part });

const found = async (ctx: Ctx, query: object) =>
  (await listContacts(ctx, contactsQuery.parse(query))).rows.map(({ surname }) => surname);

describe("the list of contacts", () => {
  test("is searched by the beginning of any name, by a piece of an address, by the digits of a telephone", async () => {
    await newContact({
      surname: "Ёлкина",
      givenName: "Пелагея",
      email: "elka@primer.example",
      phone: "8 912 345-67-89",
    });
    for (const q of ["елк", "Пелаг", "LKA@primer", "+7 912 345", "345-67-89"])
      expect(await found(system, { q }), q).toEqual(["Ёлкина"]);
    expect(await found(system, { q: "лкина" })).toEqual([]);
    expect(await countContacts(system, contactsQuery.parse({ q: "елк" }))).toBe(1);
  });

  test("shows a coordinator the people of their own municipality and nobody else", async () => {
    await newContact({ surname: "Здешнева" });
    await newContact({ surname: "Тамошнева", municipalityId: there });
    const ctx = await app.asActor(coordinator);
    expect(await found(ctx, { q: "здешн" })).toEqual(["Здешнева"]);
    expect(await found(ctx, { q: "тамошн" })).toEqual([]);
    expect((await app.get(regionPath("/contacts"))).status).not.toBe(200);
  });
});

describe("two cards of one human being", () => {
  test("are offered as likely the same, joined and separated; namesakes stay apart until then", async () => {
    const first = await newContact({ surname: "Рябова", email: "one@primer.example" });
    const second = await newContact({ surname: "Рябова", phone: "8 900 000 00 01" });
    expect(first.id).not.toBe(second.id);
    expect((await findPossibleDuplicates(system, first)).map(({ id }) => id)).toEqual([second.id]);
    expect(await found(system, { doubled: "yes", q: "рябов" })).toHaveLength(2);
    await mergeAuthorizedContacts(system, { id: second.id, into: first.id });
    expect((await loadContacts(system, [second.id])).get(second.id)?.id).toBe(first.id);
    await unmergeAuthorizedContact(system, second.id);
    expect((await loadContacts(system, [second.id])).get(second.id)?.id).toBe(second.id);
  });

  test("are not joined by a coordinator across the border of the municipality", async () => {
    const own = await newContact({ surname: "Пограничная" });
    const foreign = await newContact({ surname: "Пограничная", municipalityId: there });
    const ctx = await app.asActor(coordinator);
    await expect(mergeAuthorizedContacts(ctx, { id: own.id, into: foreign.id })).rejects.toThrow(
      "not-found",
    );
  });
});

describe("a contact", () => {
  test("is corrected; the second of two editors is refused and their text stays", async () => {
    const { id } = await newContact({ surname: "Опечатова" });
    const fields = { surname: "Печатова", givenName: "Анна", municipalityId: here, version: "1" };
    expect((await app.post(regionPath(`/contacts/${id}`), fields, cookie)).status).toBe(303);
    const late = await app.post(
      regionPath(`/contacts/${id}`),
      { ...fields, surname: "Иная" },
      cookie,
    );
    expect(late.status).toBe(409);
    const form = await parsePage(late);
    expect(form.querySelector("[name=surname]")?.getAttribute("value")).toBe("Иная");
    expect(normalizeSpaces(form.querySelector("main")?.textContent)).toContain(
      "изменил другой человек",
    );
    const wrong = await app.post(regionPath(`/contacts/${id}`), { ...fields, phone: "12" }, cookie);
    expect(wrong.status).toBe(422);
  });

  test("is not moved out of a coordinator's reach by them", async () => {
    const { id } = await newContact({ surname: "Своя" });
    const ctx = await app.asActor(coordinator);
    await expect(
      correctContact(ctx, id, { surname: "Своя", municipalityId: there }),
    ).rejects.toThrow();
  });

  test("is erased on request with the cards merged into it: names go, the count and the journal stay", async () => {
    const kept = await newContact({ surname: "Забытова", email: "forget@primer.example" });
    const other = await newContact({ surname: "Забытова", phone: "8 900 000 00 09" });
    await mergeAuthorizedContacts(system, { id: other.id, into: kept.id });
    const ctx = await app.asActor(coordinator);
    await expect(eraseContact(ctx, kept.id)).rejects.toThrow("forbidden");
    expect((await app.post(regionPath(`/contacts/${kept.id}/erase`), {}, cookie)).status).toBe(422);
    const erased = await app.post(
      regionPath(`/contacts/${kept.id}/erase`),
      { asked: "yes" },
      cookie,
    );
    expect(erased.status).toBe(303);
    const rows = await system.db
      .selectFrom("people_contacts")
      .selectAll()
      .where("id", "in", [kept.id, other.id])
      .execute();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/Забытова|забытова|forget@|79000000009/);
    expect(rows.map(({ municipality_id }) => municipality_id)).toEqual([here, here]);
    expect((await listSubjectFacts(system, kept.id)).map(({ type }) => type)).toContain(
      "contact.erased",
    );
    expect((await app.get(regionPath(`/contacts/${kept.id}`), cookie)).status).toBe(200);
    await expect(eraseContact(system, kept.id)).rejects.toThrow("contact-erased");
  });
});
