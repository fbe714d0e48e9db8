import { afterAll, describe, expect, test } from "vitest";
import { listSubjectFacts } from "#base/journal.ts";
import {
  openTestRegion,
  createTestOrganisation,
  uniqueInn,
  createTestPerson,
  testTerritories,
} from "../fixtures.ts";
import {
  findResponsibleBody,
  findOrganisation,
  mergeOrganisations,
  addService,
  organisationDirectory,
  loadOrganisationNames,
  addRelation,
  setCompetence,
  addTie,
  listCurrentTies,
  unmergeOrganisation,
} from "../index.ts";
import { listServicesOfOrganisation } from "../services/store.ts";
import { listRelations } from "../relations/store.ts";
import { loadOrganisation } from "../store.ts";

const { app, system } = await openTestRegion();
afterAll(() => app.close());

const service = {
  title: "Подвезём к врачу",
  need: "transport",
  how: "Звоните",
  price: "free",
} as const;

const pair = async () => ({
  gone: await createTestOrganisation(system, { kind: "nko", email: "dom@primer.example" }),
  kept: await createTestOrganisation(system, { kind: "nko", inn: null }),
});

describe("two cards of one organisation", () => {
  test("are one for everybody who asks by either id, and two again after the undo", async () => {
    const { gone, kept } = await pair();
    await addService(system, gone.id, service);
    await mergeOrganisations(system, { id: gone.id, into: kept.id });

    expect((await findOrganisation(system, gone.id))?.id).toBe(kept.id);
    expect((await loadOrganisationNames(system, [gone.id])).get(gone.id)).toBe(kept.short_name);
    expect((await organisationDirectory(system)).byId.get(gone.id)?.id).toBe(kept.id);
    expect((await listServicesOfOrganisation(system, kept.id)).map(({ title }) => title)).toEqual([
      service.title,
    ]);
    const answer = await app.get(`/sinegorsk/organisations/${gone.id}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toContain(kept.id);

    await unmergeOrganisation(system, gone.id);
    expect((await findOrganisation(system, gone.id))?.id).toBe(gone.id);
    expect(await listServicesOfOrganisation(system, kept.id)).toEqual([]);
    expect((await listServicesOfOrganisation(system, gone.id)).length).toBe(1);
    const facts = (await listSubjectFacts(system, gone.id)).map(({ type }) => type);
    expect(facts).toContain("organisation.merged");
    expect(facts).toContain("organisation.unmerged");
  });

  test("fill empty fields of the remaining card, and clear them on undo", async () => {
    const { gone, kept } = await pair();
    await mergeOrganisations(system, { id: gone.id, into: kept.id });
    expect(await loadOrganisation(system, kept.id)).toMatchObject({
      inn: gone.inn,
      email: gone.email,
    });
    await unmergeOrganisation(system, gone.id);
    expect(await loadOrganisation(system, kept.id)).toMatchObject({ inn: null, email: null });
    expect(await loadOrganisation(system, gone.id)).toMatchObject({ inn: gone.inn });
  });

  test("share competence, relations and people: whoever is tied to one is tied to both", async () => {
    const { gone, kept } = await pair();
    const person = await createTestPerson(system, "Олег Рябов");
    const house_ = await createTestOrganisation(system, { kind: "institution" });
    await addTie(system, {
      organisationId: gone.id,
      personId: person,
      role: "employee",
      since: "2026-01-01",
    });
    await addRelation(system, gone.id, { otherId: house_.id, kind: "works-at" });
    await setCompetence(system, {
      topic: "roads.pit",
      territoryId: testTerritories.kedrinsky,
      organisationId: gone.id,
      validFrom: "2026-01-01",
      reason: "по уставу",
    });
    await mergeOrganisations(system, { id: gone.id, into: kept.id });
    expect((await listCurrentTies(system, person)).toSorted()).toEqual(
      [gone.id, kept.id].toSorted(),
    );
    const body = await findResponsibleBody(system, {
      topic: "roads.pit",
      group: "roads",
      municipalityId: testTerritories.kedrinsky,
      at: system.now(),
    });
    expect(body?.organisationId).toBe(kept.id);
    expect((await listRelations(system, house_.id)).map(({ other }) => other.id)).toEqual([
      kept.id,
    ]);
    expect((await listRelations(system, kept.id)).map(({ other }) => other.id)).toEqual([
      house_.id,
    ]);
  });

  test("come apart one by one from a chain, each with what it held itself", async () => {
    const [a, b, c] = [
      await createTestOrganisation(system),
      await createTestOrganisation(system),
      await createTestOrganisation(system),
    ];
    await mergeOrganisations(system, { id: a.id, into: b.id });
    await mergeOrganisations(system, { id: b.id, into: c.id });
    expect((await findOrganisation(system, a.id))?.id).toBe(c.id);
    await unmergeOrganisation(system, b.id);
    expect((await findOrganisation(system, a.id))?.id).toBe(b.id);
    expect((await findOrganisation(system, b.id))?.id).toBe(b.id);
  });

  test("are not merged into themselves, twice, or apart while another has taken the number", async () => {
    const { gone, kept } = await pair();
    await expect(mergeOrganisations(system, { id: kept.id, into: kept.id })).rejects.toThrow(
      "merge-itself",
    );
    const other = await createTestOrganisation(system, { inn: uniqueInn() });
    await mergeOrganisations(system, { id: gone.id, into: other.id });
    await expect(mergeOrganisations(system, { id: gone.id, into: kept.id })).rejects.toThrow(
      "merged-card",
    );
    await createTestOrganisation(system, { inn: gone.inn });
    await expect(unmergeOrganisation(system, gone.id)).rejects.toThrow("inn-taken");
  });
});
