import { afterAll, expect, test } from "vitest";
import { saveAttachment } from "#base/files/attachments.ts";
import { openTestRegion, createTestOrganisation, testTerritories } from "../fixtures.ts";
import { confirmOpening, organisationCountSources, attachOpeningDocument } from "../index.ts";

const { app, system } = await openTestRegion();
afterAll(() => app.close());

const project = "019a0000-0000-7000-8000-00000000aa01";
const whole = { from: "2026-01-01", to: "2026-12-31" };

test("opened centres are counted by day and place; a link or a confirmation proves them", async () => {
  const [source] = organisationCountSources;
  if (source === undefined) throw new Error("no source");
  const centre = { kind: "initiative-centre", openedUnder: project } as const;
  await createTestOrganisation(system, {
    ...centre,
    openedOn: "2026-03-01",
    openedLink: "https://primer.example/akt",
  });
  const unproven = await createTestOrganisation(system, {
    ...centre,
    openedOn: "2026-03-05",
    territoryId: testTerritories.sinegorsk,
  });
  await createTestOrganisation(system, { kind: "nko", openedOn: "2026-03-05" });
  const parts = { kinds: ["initiative-centre"], openedUnder: project };
  const ask = { filters: parts, ...whole, per: "place" } as const;

  expect(await source.cells(system, ask)).toEqual([
    { place: testTerritories.dolgomost, day: "2026-03-01", confirmed: 1, reported: 0 },
    { place: testTerritories.sinegorsk, day: "2026-03-05", confirmed: 0, reported: 1 },
  ]);
  await confirmOpening(system, unproven.id);
  expect(
    await source.cells(system, { ...ask, per: "total", places: [testTerritories.sinegorsk] }),
  ).toEqual([{ place: null, day: "2026-03-05", confirmed: 1, reported: 0 }]);

  const first = await source.rows(system, { ...ask, limit: 1 });
  expect(first.rows.map(({ day, confirmed }) => [day, confirmed])).toEqual([["2026-03-05", true]]);
  const second = await source.rows(system, { ...ask, limit: 1, after: first.after ?? "" });
  expect(second.rows.map(({ day }) => day)).toEqual(["2026-03-01"]);
  expect(second.after).toBeUndefined();
});

test("a document proves an opening, is one click away from the counted row, and may be taken back", async () => {
  const [source] = organisationCountSources;
  if (source === undefined) throw new Error("no source");
  const openedUnder = "019a0000-0000-7000-8000-00000000aa02";
  const { id } = await createTestOrganisation(system, { openedUnder, openedOn: "2026-04-10" });
  const ask = { filters: { openedUnder }, ...whole, per: "total", limit: 5 } as const;
  const keep = (name: string) =>
    saveAttachment(system, { name, bytes: Buffer.from("Акт об открытии") });

  await attachOpeningDocument(system, id, await keep("акт.txt"));
  const { rows } = await source.rows(system, ask);
  const href = `/organisations/${id}/opening`;
  expect(rows).toMatchObject([{ confirmed: true, evidence: [{ kind: "document", href }] }]);
  expect(await source.cells(system, ask)).toMatchObject([{ confirmed: 1, reported: 0 }]);
  const file = await app.get(`/sinegorsk${href}`);
  expect(await file.text()).toBe("Акт об открытии");

  await attachOpeningDocument(system, id, null);
  expect(await source.cells(system, ask)).toMatchObject([{ confirmed: 0, reported: 1 }]);
  expect((await app.get(`/sinegorsk${href}`)).status).toBe(404);

  const shut = await createTestOrganisation(system);
  await expect(attachOpeningDocument(system, shut.id, await keep("б.txt"))).rejects.toThrow(
    "no-opening-day",
  );
  const nobody = await app.asActor({ kind: "guest" });
  await expect(attachOpeningDocument(nobody, id, null)).rejects.toThrow("forbidden");
});
