import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { factsAbout } from "#base/journal.ts";
import { openTestHouse, type TestHouse } from "#testing/app.ts";
import { addPlaces, newBody, newInn, newPerson, places } from "../fixtures.ts";
import {
  bodyFor,
  findOrganisation,
  mergeOrganisations,
  offerService,
  organisationBook,
  organisationNames,
  relateOrganisations,
  setCompetence,
  tiePerson,
  tiesOf,
  unmergeOrganisation,
} from "../index.ts";
import { servicesOf } from "../services/store.ts";
import { relationsOf } from "../relations/store.ts";
import { loadOrganisation } from "../store.ts";

let house: TestHouse;
let system: Ctx;

beforeAll(async () => {
  house = await openTestHouse();
  system = await house.system();
  await addPlaces(system);
});
afterAll(() => house.close());

const service = {
  title: "Подвезём к врачу",
  need: "transport",
  how: "Звоните",
  price: "free",
} as const;

const pair = async () => ({
  gone: await newBody(system, { kind: "nko", email: "dom@primer.example" }),
  kept: await newBody(system, { kind: "nko", inn: null }),
});

describe("two cards of one organisation", () => {
  test("are one for everybody who asks by either id, and two again after the undo", async () => {
    const { gone, kept } = await pair();
    await offerService(system, gone.id, service);
    await mergeOrganisations(system, { id: gone.id, into: kept.id });

    expect((await findOrganisation(system, gone.id))?.id).toBe(kept.id);
    expect((await organisationNames(system, [gone.id])).get(gone.id)).toBe(kept.short_name);
    expect((await organisationBook(system)).byId.get(gone.id)?.id).toBe(kept.id);
    expect((await servicesOf(system, kept.id)).map(({ title }) => title)).toEqual([service.title]);
    const answer = await house.get(`/sinegorsk/organisations/${gone.id}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toContain(kept.id);

    await unmergeOrganisation(system, gone.id);
    expect((await findOrganisation(system, gone.id))?.id).toBe(gone.id);
    expect(await servicesOf(system, kept.id)).toEqual([]);
    expect((await servicesOf(system, gone.id)).length).toBe(1);
    const facts = (await factsAbout(system, gone.id)).map(({ type }) => type);
    expect(facts).toContain("organisation.merged");
    expect(facts).toContain("organisation.unmerged");
  });

  test("lend each other what the kept one lacks, and take it back on undo", async () => {
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
    const person = await newPerson(system, "Олег Рябов");
    const house_ = await newBody(system, { kind: "institution" });
    await tiePerson(system, {
      organisationId: gone.id,
      personId: person,
      role: "employee",
      since: "2026-01-01",
    });
    await relateOrganisations(system, gone.id, { otherId: house_.id, kind: "works-at" });
    await setCompetence(system, {
      topic: "roads.pit",
      territoryId: places.kedrinsky,
      organisationId: gone.id,
      validFrom: "2026-01-01",
      reason: "по уставу",
    });
    await mergeOrganisations(system, { id: gone.id, into: kept.id });
    expect((await tiesOf(system, person)).toSorted()).toEqual([gone.id, kept.id].toSorted());
    const body = await bodyFor(system, {
      topic: "roads.pit",
      group: "roads",
      municipalityId: places.kedrinsky,
      at: system.now(),
    });
    expect(body?.organisationId).toBe(kept.id);
    expect((await relationsOf(system, house_.id)).map(({ other }) => other.id)).toEqual([kept.id]);
    expect((await relationsOf(system, kept.id)).map(({ other }) => other.id)).toEqual([house_.id]);
  });

  test("come apart one by one from a chain, each with what it held itself", async () => {
    const [a, b, c] = [await newBody(system), await newBody(system), await newBody(system)];
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
    const other = await newBody(system, { inn: newInn() });
    await mergeOrganisations(system, { id: gone.id, into: other.id });
    await expect(mergeOrganisations(system, { id: gone.id, into: kept.id })).rejects.toThrow(
      "merged-card",
    );
    await newBody(system, { inn: gone.inn });
    await expect(unmergeOrganisation(system, gone.id)).rejects.toThrow("inn-taken");
  });
});
