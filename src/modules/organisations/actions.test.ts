import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { factsAbout, verifyJournal } from "#base/journal.ts";
import { openTestHouse, type TestHouse } from "#testing/app.ts";
import { addPlaces, newBody, newInn, newPerson, person, places } from "./fixtures.ts";
import {
  bodyFor,
  changeContacts,
  changeOrganisation,
  closeOrganisation,
  competenceBook,
  endCompetence,
  endTie,
  findOrganisation,
  organisationBook,
  organisationChoices,
  organisationKinds,
  organisationNames,
  registerOrganisation,
  reopenOrganisation,
  setCompetence,
  tiePerson,
  tieRoles,
  tiesOf,
} from "./index.ts";
import { listOrganisations } from "./registry/store.ts";
import { similarOrganisations } from "./store.ts";
import { rulesOfCell } from "./competence/store.ts";

let house: TestHouse;
let system: Ctx;

beforeAll(async () => {
  house = await openTestHouse();
  system = await house.system();
  await addPlaces(system);
});
afterAll(() => house.close());

const types = async (subject: string) =>
  (await factsAbout(system, subject)).map(({ type }) => type);
const nowhere = "019a0000-0000-7000-8000-00000000ffff";

describe("a card", () => {
  test("is registered with its numbers and known to other modules by id", async () => {
    const body = await newBody(system, {
      email: "mku@primer.example",
      site: "mku.example.org",
      phone: "",
    });
    expect(body).toMatchObject({
      site: "https://mku.example.org",
      phone: null,
      ogrn: null,
      active: true,
      version: 1,
    });
    expect(await findOrganisation(system, body.id)).toMatchObject({
      short_name: body.short_name,
      kind: "utility",
      territory_id: places.dolgomost,
      email: "mku@primer.example",
      active: true,
    });
    expect(await types(body.id)).toEqual(["organisation.registered"]);
  });

  test("unknown and malformed ids are simply absent", async () => {
    expect(await findOrganisation(system, nowhere)).toBeUndefined();
    expect(await findOrganisation(system, "' or 1=1")).toBeUndefined();
    const body = await newBody(system);
    expect(await organisationNames(system, [body.id, nowhere, "x"])).toEqual(
      new Map([[body.id, body.short_name]]),
    );
    expect(await organisationNames(system, [])).toEqual(new Map());
  });

  test("a taken number is a conflict at its field that names the other", async () => {
    const first = await newBody(system, { shortName: "МУП «Водосток»" });
    const again = newBody(system, { inn: first.inn });
    await expect(again).rejects.toMatchObject({
      kind: "conflict",
      fields: { inn: "organisations.inn-taken" },
      values: { name: "МУП «Водосток»" },
    });
  });

  test("two who register one number at the same moment: one card, one conflict", async () => {
    const inn = newInn();
    const both = await Promise.allSettled([newBody(system, { inn }), newBody(system, { inn })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")).toMatchObject({
      reason: { kind: "conflict" },
    });
  });

  test("a wrong checksum, a foreign place and a script for an address are refused", async () => {
    await expect(newBody(system, { inn: "7707083894" })).rejects.toThrow(
      "organisations.inn-checksum",
    );
    await expect(newBody(system, { ogrn: "1027700132196" })).rejects.toThrow(
      "organisations.ogrn-checksum",
    );
    await expect(newBody(system, { site: "javascript:alert(1)" })).rejects.toThrow(
      "organisations.bad-site",
    );
    await expect(newBody(system, { territoryId: nowhere })).rejects.toMatchObject({
      fields: { territoryId: "organisations.unknown-territory" },
    });
  });

  test("a change records the names of the fields, and nothing when nothing differs", async () => {
    const body = await newBody(system, { phone: "8 (000) 200-10-10" });
    const same = {
      kind: "utility" as const,
      name: body.name,
      shortName: body.short_name,
      inn: body.inn,
      territoryId: body.territory_id,
    };
    const changed = await changeOrganisation(system, body.id, {
      ...same,
      phone: "8 (000) 200-20-20",
      version: 1,
    });
    expect(changed).toMatchObject({ phone: "8 (000) 200-20-20", version: 2 });
    await changeOrganisation(system, body.id, { ...same, phone: "8 (000) 200-20-20" });
    const facts = await factsAbout(system, body.id);
    expect(facts.map(({ data }) => data).slice(1)).toEqual([{ fields: ["phone"] }]);
  });

  test("the later of two editors is told instead of overwriting", async () => {
    const body = await newBody(system);
    await changeContacts(system, body.id, { phone: "112233", version: 1 });
    const late = changeContacts(system, body.id, { phone: "445566", version: 1 });
    await expect(late).rejects.toMatchObject({
      kind: "conflict",
      reason: "organisations.changed-meanwhile",
    });
  });

  test("a body's own specialist keeps its contacts, and nothing else of anyone", async () => {
    const own = await newBody(system);
    const other = await newBody(system);
    const ctx = await house.as(person("specialist", own.id));
    expect((await changeContacts(ctx, own.id, { phone: "8 000 200 30 30" })).phone).toBe(
      "8 000 200 30 30",
    );
    await expect(changeContacts(ctx, other.id, { phone: "112233" })).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(closeOrganisation(ctx, own.id)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(
      registerOrganisation(ctx, { kind: "nko", name: "Мы", shortName: "Мы" }),
    ).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(newBody(await house.as({ kind: "guest" }))).rejects.toMatchObject({
      kind: "forbidden",
    });
  });

  test("closed it is offered to nobody, opened again it is", async () => {
    const body = await newBody(system);
    const offered = async () =>
      (await organisationChoices(system, { query: body.inn ?? "" })).map(({ id }) => id);
    expect(await offered()).toEqual([body.id]);
    await closeOrganisation(system, body.id);
    expect(await offered()).toEqual([]);
    expect((await organisationBook(system)).bodies.some(({ id }) => id === body.id)).toBe(false);
    expect((await organisationBook(system)).byId.get(body.id)?.active).toBe(false);
    await expect(closeOrganisation(system, body.id)).rejects.toMatchObject({ kind: "conflict" });
    await reopenOrganisation(system, body.id);
    expect(await offered()).toEqual([body.id]);
    expect(await types(body.id)).toEqual([
      "organisation.registered",
      "organisation.closed",
      "organisation.reopened",
    ]);
  });

  test("those of the asked place come first, then those of the whole region", async () => {
    const kind = "waste-operator" as const;
    const far = await newBody(system, {
      kind,
      shortName: "А далёкий",
      territoryId: places.kedrinsky,
    });
    const wide = await newBody(system, { kind, shortName: "Б областной", territoryId: null });
    const near = await newBody(system, {
      kind,
      shortName: "В здешний",
      territoryId: places.sinegorsk,
    });
    const choices = await organisationChoices(system, {
      kinds: [kind],
      territoryId: places.sinegorsk,
    });
    expect(choices.map(({ id }) => id)).toEqual([near.id, wide.id, far.id]);
  });

  test("is found by a word in another form, by a piece of the name, and with signs of patterns in it", async () => {
    const body = await newBody(system, {
      name: "Служба спасения дворовых котов 100%",
      shortName: "Котоспас",
    });
    const found = async (q: string) =>
      (
        await listOrganisations(system, { q, state: "active" }, { cursor: undefined, limit: 40 })
      ).rows.map(({ id }) => id);
    expect(await found("дворовый кот")).toEqual([body.id]);
    expect(await found("тоспа")).toEqual([body.id]);
    expect(await found("100%")).toEqual([body.id]);
    expect(await found("1%0")).toEqual([]);
    expect(await found("\"'!&|:* (")).toEqual([]);
  });

  test("a name with a slip of the pen is offered as a likely twin", async () => {
    const body = await newBody(system, {
      name: "Благотворительный фонд «Горячий чайник»",
      shortName: "Фонд «Горячий чайник»",
      kind: "nko",
    });
    const twins = await similarOrganisations(system, {
      name: "Благотворительный фонд Горячий чайникъ",
      shortName: "Чайник",
    });
    expect(twins.map(({ id }) => id)).toEqual([body.id]);
    expect(await similarOrganisations(system, { name: "Дом культуры", shortName: "ДК" })).toEqual(
      [],
    );
  });
});

test("every kind and every role that the module knows is one that the database takes", async () => {
  const person = await newPerson(system, "Вера Многоликая");
  for (const kind of organisationKinds) {
    const body = await newBody(system, { kind });
    for (const role of tieRoles) {
      await tiePerson(system, {
        organisationId: body.id,
        personId: person,
        role,
        since: "2026-01-01",
      });
    }
  }
  expect(await tiesOf(system, person)).toHaveLength(organisationKinds.length);
});

describe("ties", () => {
  test("hold from the first day to the last, by the region's calendar", async () => {
    const body = await newBody(system);
    const id = await newPerson(system, "Галина Печкина");
    const tie = await tiePerson(system, {
      organisationId: body.id,
      personId: id,
      role: "employee",
      since: "2026-05-31",
    });
    expect(await tiesOf(system, id)).toEqual([body.id]);
    const at = (iso: string) => tiesOf({ ...system, now: () => new Date(iso) }, id);
    // Sinegorsk is five hours ahead of UTC: its 31 May begins on 30 May, 19:00.
    expect(await at("2026-05-30T18:59:00Z")).toEqual([]);
    expect(await at("2026-05-30T19:01:00Z")).toEqual([body.id]);
    await endTie(system, { tieId: tie.id, until: "2026-06-02" });
    expect(await at("2026-06-02T18:59:00Z")).toEqual([body.id]);
    expect(await at("2026-06-02T19:01:00Z")).toEqual([]);
    expect(await types(body.id)).toEqual(["organisation.registered", "person.tied", "tie.ended"]);
  });

  test("the same role twice, an end before the beginning and a second end are refused", async () => {
    const body = await newBody(system);
    const id = await newPerson(system, "Пётр Лаптев");
    const input = {
      organisationId: body.id,
      personId: id,
      role: "member" as const,
      since: "2026-05-10",
    };
    const tie = await tiePerson(system, input);
    await expect(tiePerson(system, input)).rejects.toMatchObject({
      reason: "organisations.already-tied",
    });
    await expect(endTie(system, { tieId: tie.id, until: "2026-05-09" })).rejects.toMatchObject({
      fields: { until: "organisations.ends-before-start" },
    });
    await endTie(system, { tieId: tie.id, until: "2026-05-10" });
    await expect(endTie(system, { tieId: tie.id, until: "2026-05-20" })).rejects.toMatchObject({
      reason: "organisations.tie-ended",
    });
    expect((await tiePerson(system, { ...input, since: "2026-05-11" })).id).not.toBe(tie.id);
  });

  test("a stranger's tie looks absent, an unknown person is refused at the field", async () => {
    const body = await newBody(system);
    const id = await newPerson(system, "Анна Седых");
    const input = {
      organisationId: body.id,
      personId: id,
      role: "head" as const,
      since: "2026-05-01",
    };
    const tie = await tiePerson(system, input);
    const coordinator = await house.as(person("coordinator"));
    await expect(endTie(coordinator, { tieId: tie.id, until: "2026-05-31" })).rejects.toMatchObject(
      { kind: "not-found" },
    );
    await expect(tiePerson(coordinator, input)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(tiePerson(system, { ...input, personId: nowhere })).rejects.toMatchObject({
      fields: { personId: "organisations.unknown-person" },
    });
  });
});

describe("competence", () => {
  const at = new Date("2026-05-31T04:00:00Z");
  const reason = "Сети на балансе города.";
  const from = "2026-01-01";

  test("is answered alike by one query, by the book and inside a transaction", async () => {
    const [wide, narrow] = [await newBody(system, { territoryId: null }), await newBody(system)];
    await setCompetence(system, {
      topic: "alike",
      territoryId: null,
      organisationId: wide.id,
      validFrom: from,
      reason,
    });
    const rule = {
      topic: "alike.leak",
      territoryId: places.dolgomost,
      organisationId: narrow.id,
      validFrom: from,
      reason,
    };
    const { id } = await setCompetence(system, rule);
    const book = await competenceBook(system);
    for (const [topic, municipalityId, body] of [
      ["alike.leak", places.dolgomost, narrow],
      ["alike.leak", places.sinegorsk, wide],
      ["alike.other", places.dolgomost, wide],
      ["alike.leak", null, wide],
    ] as const) {
      const ask = { topic, group: "alike", municipalityId, at };
      expect(await bodyFor(system, ask)).toMatchObject({
        organisationId: body.id,
        name: body.short_name,
        reason,
      });
      expect(book.bodyFor(ask)).toEqual(await bodyFor(system, ask));
    }
    expect(
      book.bodyFor({ topic: "none", group: "none", municipalityId: null, at }),
    ).toBeUndefined();
    expect(await types(id)).toEqual(["competence.set"]);
  });

  test("a change made here is in the book at once", async () => {
    const body = await newBody(system);
    const ask = { topic: "fresh.leak", group: "fresh", municipalityId: places.dolgomost, at };
    expect((await competenceBook(system)).bodyFor(ask)).toBeUndefined();
    const rule = {
      topic: "fresh",
      territoryId: places.dolgomost,
      organisationId: body.id,
      validFrom: from,
      reason,
    };
    const { id } = await setCompetence(system, rule);
    expect((await competenceBook(system)).bodyFor(ask)?.organisationId).toBe(body.id);
    await closeOrganisation(system, body.id);
    expect((await competenceBook(system)).bodyFor(ask)).toBeUndefined();
    await reopenOrganisation(system, body.id);
    await endCompetence(system, { competenceId: id, validTo: "2026-05-30" });
    expect((await competenceBook(system)).bodyFor(ask)).toBeUndefined();
    expect(
      (await competenceBook(system)).bodyFor({ ...ask, at: new Date("2026-05-30T04:00:00Z") }),
    ).toBeDefined();
  });

  test("put in place of another, it begins on the day after the other ends", async () => {
    const [old, next] = [await newBody(system), await newBody(system)];
    const cell = { topic: "instead", territoryId: places.kedrinsky, reason };
    const before = await setCompetence(system, {
      ...cell,
      organisationId: old.id,
      validFrom: from,
    });
    await setCompetence(system, {
      ...cell,
      organisationId: next.id,
      validFrom: "2026-05-01",
      instead: true,
    });
    const spans = (await rulesOfCell(system, cell)).map((rule) => [
      rule.organisationId,
      rule.validFrom,
      rule.validTo,
    ]);
    expect(spans).toEqual([
      [next.id, "2026-05-01", null],
      [old.id, from, "2026-04-30"],
    ]);
    expect(await types(before.id)).toEqual(["competence.set", "competence.ended"]);
    const ask = { topic: "instead", group: "instead", municipalityId: places.kedrinsky, at };
    expect(await bodyFor(system, ask)).toMatchObject({ organisationId: next.id, alternatives: [] });
  });

  test("beside another it is one of two, and the answer says so", async () => {
    const [one, two] = [await newBody(system), await newBody(system)];
    const cell = { topic: "beside", territoryId: null, validFrom: from, reason };
    await setCompetence(system, { ...cell, organisationId: one.id });
    await setCompetence(system, { ...cell, organisationId: two.id, validFrom: "2026-02-01" });
    const body = await bodyFor(system, {
      topic: "beside",
      group: "beside",
      municipalityId: null,
      at,
    });
    expect(body).toMatchObject({
      organisationId: two.id,
      alternatives: [{ organisationId: one.id }],
    });
    expect(body?.confidence).toBeLessThan(0.5);
  });

  test("the same body twice, a later rule in the way, a closed body and days turned round are refused", async () => {
    const [body, other] = [await newBody(system), await newBody(system)];
    const rule = {
      topic: "refused",
      territoryId: null,
      organisationId: body.id,
      validFrom: "2026-03-01",
      reason,
    };
    await setCompetence(system, rule);
    await expect(setCompetence(system, rule)).rejects.toMatchObject({
      reason: "organisations.answers-already",
    });
    const earlier = { ...rule, organisationId: other.id, validFrom: from, instead: true };
    await expect(setCompetence(system, earlier)).rejects.toMatchObject({
      fields: { validTo: "organisations.starts-later" },
    });
    await setCompetence(system, { ...earlier, validTo: "2026-02-28" });
    await expect(
      setCompetence(system, { ...rule, validFrom: "2026-03-02", validTo: "2026-03-01" }),
    ).rejects.toMatchObject({
      fields: { validTo: "organisations.ends-before-start" },
    });
    await expect(setCompetence(system, { ...rule, territoryId: nowhere })).rejects.toMatchObject({
      kind: "invalid",
    });
    await closeOrganisation(system, other.id);
    await expect(
      setCompetence(system, { ...rule, organisationId: other.id }),
    ).rejects.toMatchObject({
      fields: { organisationId: "organisations.unknown-organisation" },
    });
  });

  test("taken back before it came into force it stays as history and never held", async () => {
    const body = await newBody(system);
    const rule = {
      topic: "back",
      territoryId: null,
      organisationId: body.id,
      validFrom: "2026-05-31",
      reason,
    };
    const { id } = await setCompetence(system, rule);
    await expect(
      endCompetence(system, { competenceId: id, validTo: "2026-05-29" }),
    ).rejects.toMatchObject({ kind: "invalid" });
    await endCompetence(system, { competenceId: id, validTo: "2026-05-30" });
    expect(
      await bodyFor(system, { topic: "back", group: "back", municipalityId: null, at }),
    ).toBeUndefined();
    expect(await rulesOfCell(system, rule)).toHaveLength(1);
    await expect(
      endCompetence(system, { competenceId: id, validTo: "2026-06-30" }),
    ).rejects.toMatchObject({ kind: "conflict" });
    expect((await setCompetence(system, rule)).id).not.toBe(id);
  });

  test("a coordinator reads the matrix and sets nothing; others do not see it", async () => {
    const body = await newBody(system);
    const rule = {
      topic: "theirs",
      territoryId: null,
      organisationId: body.id,
      validFrom: from,
      reason,
    };
    const { id } = await setCompetence(system, rule);
    const end = { competenceId: id, validTo: "2026-05-31" };
    await expect(setCompetence(await house.as(person("coordinator")), rule)).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(endCompetence(await house.as(person("coordinator")), end)).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(endCompetence(await house.as({ kind: "guest" }), end)).rejects.toMatchObject({
      kind: "not-found",
    });
    const operator = await house.as(person("operator"));
    await endCompetence(operator, end);
  });
});

test("after all of it every chain of the journal is whole", async () => {
  expect((await verifyJournal(system)).faults).toEqual([]);
});
