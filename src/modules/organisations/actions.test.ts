import { afterAll, describe, expect, test } from "vitest";
import { listSubjectFacts, verifyJournal } from "#base/journal.ts";
import {
  openTestRegion,
  createTestOrganisation,
  uniqueInn,
  createTestPerson,
  testActor,
  testTerritories,
} from "./fixtures.ts";
import {
  findResponsibleBody,
  changeContactDetails,
  changeOrganisation,
  closeOrganisation,
  competenceDirectory,
  endCompetence,
  endTie,
  findOrganisation,
  organisationDirectory,
  listOrganisationOptions,
  organisationKinds,
  loadOrganisationNames,
  registerOrganisation,
  reopenOrganisation,
  setCompetence,
  addTie,
  tieRoles,
  listCurrentTies,
} from "./index.ts";
import { listOrganisations } from "./registry/store.ts";
import { findPossibleDuplicates } from "./store.ts";
import { listRulesOfCell } from "./competence/store.ts";

const { app, system } = await openTestRegion();
afterAll(() => app.close());

const types = async (subject: string) =>
  (await listSubjectFacts(system, subject)).map(({ type }) => type);
const nowhere = "019a0000-0000-7000-8000-00000000ffff";

describe("a card", () => {
  test("is registered with its numbers and known to other modules by id", async () => {
    const body = await createTestOrganisation(system, {
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
      territory_id: testTerritories.dolgomost,
      email: "mku@primer.example",
      active: true,
    });
    expect(await types(body.id)).toEqual(["organisation.registered"]);
  });

  test("unknown and malformed ids are simply absent", async () => {
    expect(await findOrganisation(system, nowhere)).toBeUndefined();
    expect(await findOrganisation(system, "' or 1=1")).toBeUndefined();
    const body = await createTestOrganisation(system);
    expect(await loadOrganisationNames(system, [body.id, nowhere, "x"])).toEqual(
      new Map([[body.id, body.short_name]]),
    );
    expect(await loadOrganisationNames(system, [])).toEqual(new Map());
  });

  test("a taken number is a conflict at its field that names the other", async () => {
    const first = await createTestOrganisation(system, { shortName: "МУП «Водосток»" });
    const again = createTestOrganisation(system, { inn: first.inn });
    await expect(again).rejects.toMatchObject({
      kind: "conflict",
      fields: { inn: "organisations.inn-taken" },
      values: { name: "МУП «Водосток»" },
    });
  });

  test("two who register one number at the same moment: one card, one conflict", async () => {
    const inn = uniqueInn();
    const both = await Promise.allSettled([
      createTestOrganisation(system, { inn }),
      createTestOrganisation(system, { inn }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")).toMatchObject({
      reason: { kind: "conflict" },
    });
  });

  test("a wrong checksum, a foreign place and a script for an address are refused", async () => {
    await expect(createTestOrganisation(system, { inn: "7707083894" })).rejects.toThrow(
      "organisations.inn-checksum",
    );
    await expect(createTestOrganisation(system, { ogrn: "1027700132196" })).rejects.toThrow(
      "organisations.ogrn-checksum",
    );
    await expect(createTestOrganisation(system, { site: "javascript:alert(1)" })).rejects.toThrow(
      "organisations.bad-site",
    );
    await expect(createTestOrganisation(system, { territoryId: nowhere })).rejects.toMatchObject({
      fields: { territoryId: "organisations.unknown-territory" },
    });
  });

  test("a change records the names of the fields, and nothing when nothing differs", async () => {
    const body = await createTestOrganisation(system, { phone: "8 (000) 200-10-10" });
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
    const facts = await listSubjectFacts(system, body.id);
    expect(facts.map(({ data }) => data).slice(1)).toEqual([{ fields: ["phone"] }]);
  });

  test("the later of two editors is refused instead of overwriting", async () => {
    const body = await createTestOrganisation(system);
    await changeContactDetails(system, body.id, { phone: "112233", version: 1 });
    const late = changeContactDetails(system, body.id, { phone: "445566", version: 1 });
    await expect(late).rejects.toMatchObject({
      kind: "conflict",
      reason: "organisations.changed-meanwhile",
    });
  });

  test("a body's own specialist changes its contacts and nothing else", async () => {
    const own = await createTestOrganisation(system);
    const other = await createTestOrganisation(system);
    const ctx = await app.asActor(testActor("specialist", own.id));
    expect((await changeContactDetails(ctx, own.id, { phone: "8 000 200 30 30" })).phone).toBe(
      "8 000 200 30 30",
    );
    await expect(changeContactDetails(ctx, other.id, { phone: "112233" })).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(closeOrganisation(ctx, own.id)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(
      registerOrganisation(ctx, { kind: "nko", name: "Мы", shortName: "Мы" }),
    ).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(
      createTestOrganisation(await app.asActor({ kind: "guest" })),
    ).rejects.toMatchObject({
      kind: "forbidden",
    });
  });

  test("closed it is offered to nobody, opened again it is", async () => {
    const body = await createTestOrganisation(system);
    const offered = async () =>
      (await listOrganisationOptions(system, { query: body.inn ?? "" })).map(({ id }) => id);
    expect(await offered()).toEqual([body.id]);
    await closeOrganisation(system, body.id);
    expect(await offered()).toEqual([]);
    expect((await organisationDirectory(system)).bodies.some(({ id }) => id === body.id)).toBe(
      false,
    );
    expect((await organisationDirectory(system)).byId.get(body.id)?.active).toBe(false);
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
    const far = await createTestOrganisation(system, {
      kind,
      shortName: "А далёкий",
      territoryId: testTerritories.kedrinsky,
    });
    const wide = await createTestOrganisation(system, {
      kind,
      shortName: "Б областной",
      territoryId: null,
    });
    const near = await createTestOrganisation(system, {
      kind,
      shortName: "В здешний",
      territoryId: testTerritories.sinegorsk,
    });
    const choices = await listOrganisationOptions(system, {
      kinds: [kind],
      territoryId: testTerritories.sinegorsk,
    });
    expect(choices.map(({ id }) => id)).toEqual([near.id, wide.id, far.id]);
  });

  test("is found by a word in another form, by a piece of the name, and with pattern characters in the text", async () => {
    const body = await createTestOrganisation(system, {
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

  test("a misspelt name is offered as a possible duplicate", async () => {
    const body = await createTestOrganisation(system, {
      name: "Благотворительный фонд «Горячий чайник»",
      shortName: "Фонд «Горячий чайник»",
      kind: "nko",
    });
    const found = await findPossibleDuplicates(system, {
      name: "Благотворительный фонд Горячий чайникъ",
      shortName: "Чайник",
    });
    expect(found.map(({ id }) => id)).toEqual([body.id]);
    expect(await findPossibleDuplicates(system, { name: "Дом культуры", shortName: "ДК" })).toEqual(
      [],
    );
  });
});

test("every kind and every role that the module knows is one that the database takes", async () => {
  const person = await createTestPerson(system, "Вера Многоликая");
  for (const kind of organisationKinds) {
    const body = await createTestOrganisation(system, { kind });
    for (const role of tieRoles) {
      await addTie(system, {
        organisationId: body.id,
        personId: person,
        role,
        since: "2026-01-01",
      });
    }
  }
  expect(await listCurrentTies(system, person)).toHaveLength(organisationKinds.length);
});

describe("ties", () => {
  test("hold from the first day to the last, by the region's calendar", async () => {
    const body = await createTestOrganisation(system);
    const id = await createTestPerson(system, "Галина Печкина");
    const tie = await addTie(system, {
      organisationId: body.id,
      personId: id,
      role: "employee",
      since: "2026-05-31",
    });
    expect(await listCurrentTies(system, id)).toEqual([body.id]);
    const at = (iso: string) => listCurrentTies({ ...system, now: () => new Date(iso) }, id);
    // Sinegorsk is five hours ahead of UTC: its 31 May begins on 30 May, 19:00.
    expect(await at("2026-05-30T18:59:00Z")).toEqual([]);
    expect(await at("2026-05-30T19:01:00Z")).toEqual([body.id]);
    await endTie(system, { tieId: tie.id, until: "2026-06-02" });
    expect(await at("2026-06-02T18:59:00Z")).toEqual([body.id]);
    expect(await at("2026-06-02T19:01:00Z")).toEqual([]);
    expect(await types(body.id)).toEqual(["organisation.registered", "person.tied", "tie.ended"]);
  });

  test("the same role twice, an end before the beginning and a second end are refused", async () => {
    const body = await createTestOrganisation(system);
    const id = await createTestPerson(system, "Пётр Лаптев");
    const input = {
      organisationId: body.id,
      personId: id,
      role: "member" as const,
      since: "2026-05-10",
    };
    const tie = await addTie(system, input);
    await expect(addTie(system, input)).rejects.toMatchObject({
      reason: "organisations.already-tied",
    });
    await expect(endTie(system, { tieId: tie.id, until: "2026-05-09" })).rejects.toMatchObject({
      fields: { until: "organisations.ends-before-start" },
    });
    await endTie(system, { tieId: tie.id, until: "2026-05-10" });
    await expect(endTie(system, { tieId: tie.id, until: "2026-05-20" })).rejects.toMatchObject({
      reason: "organisations.tie-ended",
    });
    expect((await addTie(system, { ...input, since: "2026-05-11" })).id).not.toBe(tie.id);
  });

  test("a stranger's tie looks absent, an unknown person is refused at the field", async () => {
    const body = await createTestOrganisation(system);
    const id = await createTestPerson(system, "Анна Седых");
    const input = {
      organisationId: body.id,
      personId: id,
      role: "head" as const,
      since: "2026-05-01",
    };
    const tie = await addTie(system, input);
    const coordinator = await app.asActor(testActor("coordinator"));
    await expect(endTie(coordinator, { tieId: tie.id, until: "2026-05-31" })).rejects.toMatchObject(
      { kind: "not-found" },
    );
    await expect(addTie(coordinator, input)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(addTie(system, { ...input, personId: nowhere })).rejects.toMatchObject({
      fields: { personId: "organisations.unknown-person" },
    });
  });
});

describe("competence", () => {
  const at = new Date("2026-05-31T04:00:00Z");
  const reason = "Сети на балансе города.";
  const from = "2026-01-01";

  test("is answered alike by one query, by the directory and inside a transaction", async () => {
    const [wide, narrow] = [
      await createTestOrganisation(system, { territoryId: null }),
      await createTestOrganisation(system),
    ];
    await setCompetence(system, {
      topic: "alike",
      territoryId: null,
      organisationId: wide.id,
      validFrom: from,
      reason,
    });
    const rule = {
      topic: "alike.leak",
      territoryId: testTerritories.dolgomost,
      organisationId: narrow.id,
      validFrom: from,
      reason,
    };
    const { id } = await setCompetence(system, rule);
    const directory = await competenceDirectory(system);
    for (const [topic, municipalityId, body] of [
      ["alike.leak", testTerritories.dolgomost, narrow],
      ["alike.leak", testTerritories.sinegorsk, wide],
      ["alike.other", testTerritories.dolgomost, wide],
      ["alike.leak", null, wide],
    ] as const) {
      const ask = { topic, group: "alike", municipalityId, at };
      expect(await findResponsibleBody(system, ask)).toMatchObject({
        organisationId: body.id,
        name: body.short_name,
        reason,
      });
      expect(directory.findResponsibleBody(ask)).toEqual(await findResponsibleBody(system, ask));
    }
    expect(
      directory.findResponsibleBody({ topic: "none", group: "none", municipalityId: null, at }),
    ).toBeUndefined();
    expect(await types(id)).toEqual(["competence.set"]);
  });

  test("a change made here is in the directory at once", async () => {
    const body = await createTestOrganisation(system);
    const ask = {
      topic: "fresh.leak",
      group: "fresh",
      municipalityId: testTerritories.dolgomost,
      at,
    };
    expect((await competenceDirectory(system)).findResponsibleBody(ask)).toBeUndefined();
    const rule = {
      topic: "fresh",
      territoryId: testTerritories.dolgomost,
      organisationId: body.id,
      validFrom: from,
      reason,
    };
    const { id } = await setCompetence(system, rule);
    expect((await competenceDirectory(system)).findResponsibleBody(ask)?.organisationId).toBe(
      body.id,
    );
    await closeOrganisation(system, body.id);
    expect((await competenceDirectory(system)).findResponsibleBody(ask)).toBeUndefined();
    await reopenOrganisation(system, body.id);
    await endCompetence(system, { competenceId: id, validTo: "2026-05-30" });
    expect((await competenceDirectory(system)).findResponsibleBody(ask)).toBeUndefined();
    expect(
      (await competenceDirectory(system)).findResponsibleBody({
        ...ask,
        at: new Date("2026-05-30T04:00:00Z"),
      }),
    ).toBeDefined();
  });

  test("put in place of another, it begins on the day after the other ends", async () => {
    const [old, next] = [
      await createTestOrganisation(system),
      await createTestOrganisation(system),
    ];
    const cell = { topic: "instead", territoryId: testTerritories.kedrinsky, reason };
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
    const spans = (await listRulesOfCell(system, cell)).map((rule) => [
      rule.organisationId,
      rule.validFrom,
      rule.validTo,
    ]);
    expect(spans).toEqual([
      [next.id, "2026-05-01", null],
      [old.id, from, "2026-04-30"],
    ]);
    expect(await types(before.id)).toEqual(["competence.set", "competence.ended"]);
    const ask = {
      topic: "instead",
      group: "instead",
      municipalityId: testTerritories.kedrinsky,
      at,
    };
    expect(await findResponsibleBody(system, ask)).toMatchObject({
      organisationId: next.id,
      alternatives: [],
    });
  });

  test("beside another it is one of two, and the result lists both", async () => {
    const [one, two] = [await createTestOrganisation(system), await createTestOrganisation(system)];
    const cell = { topic: "beside", territoryId: null, validFrom: from, reason };
    await setCompetence(system, { ...cell, organisationId: one.id });
    await setCompetence(system, { ...cell, organisationId: two.id, validFrom: "2026-02-01" });
    const body = await findResponsibleBody(system, {
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
    const [body, other] = [
      await createTestOrganisation(system),
      await createTestOrganisation(system),
    ];
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
    const body = await createTestOrganisation(system);
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
      await findResponsibleBody(system, { topic: "back", group: "back", municipalityId: null, at }),
    ).toBeUndefined();
    expect(await listRulesOfCell(system, rule)).toHaveLength(1);
    await expect(
      endCompetence(system, { competenceId: id, validTo: "2026-06-30" }),
    ).rejects.toMatchObject({ kind: "conflict" });
    expect((await setCompetence(system, rule)).id).not.toBe(id);
  });

  test("a coordinator reads the matrix and sets nothing; others do not see it", async () => {
    const body = await createTestOrganisation(system);
    const rule = {
      topic: "theirs",
      territoryId: null,
      organisationId: body.id,
      validFrom: from,
      reason,
    };
    const { id } = await setCompetence(system, rule);
    const end = { competenceId: id, validTo: "2026-05-31" };
    await expect(
      setCompetence(await app.asActor(testActor("coordinator")), rule),
    ).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(
      endCompetence(await app.asActor(testActor("coordinator")), end),
    ).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(endCompetence(await app.asActor({ kind: "guest" }), end)).rejects.toMatchObject({
      kind: "not-found",
    });
    const operator = await app.asActor(testActor("operator"));
    await endCompetence(operator, end);
  });
});

test("after all of it every chain of the journal is whole", async () => {
  expect((await verifyJournal(system)).faults).toEqual([]);
});
