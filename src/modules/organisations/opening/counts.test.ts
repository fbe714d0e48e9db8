import { afterAll, beforeAll, expect, test } from "vitest";
import { keepAttachment } from "#base/files/attachments.ts";
import type { Ctx } from "#base/context.ts";
import { openTestHouse, type TestHouse } from "#testing/app.ts";
import { addPlaces, newBody, places } from "../fixtures.ts";
import { checkOpening, organisationSources, proveOpening } from "../index.ts";

let house: TestHouse;
let system: Ctx;

beforeAll(async () => {
  house = await openTestHouse();
  system = await house.system();
  await addPlaces(system);
});
afterAll(() => house.close());

const project = "019a0000-0000-7000-8000-00000000aa01";
const whole = { from: "2026-01-01", to: "2026-12-31" };

test("opened centres are counted by day and place; a link or a keeper's look proves them", async () => {
  const [source] = organisationSources;
  if (source === undefined) throw new Error("no source");
  const centre = { kind: "initiative-centre", openedUnder: project } as const;
  await newBody(system, {
    ...centre,
    openedOn: "2026-03-01",
    openedLink: "https://primer.example/akt",
  });
  const said = await newBody(system, {
    ...centre,
    openedOn: "2026-03-05",
    territoryId: places.sinegorsk,
  });
  await newBody(system, { kind: "nko", openedOn: "2026-03-05" });
  const parts = { kinds: ["initiative-centre"], openedUnder: project };
  const ask = { parts, ...whole, per: "place" } as const;

  expect(await source.cells(system, ask)).toEqual([
    { place: places.dolgomost, day: "2026-03-01", proven: 1, said: 0 },
    { place: places.sinegorsk, day: "2026-03-05", proven: 0, said: 1 },
  ]);
  await checkOpening(system, said.id);
  expect(await source.cells(system, { ...ask, per: "total", places: [places.sinegorsk] })).toEqual([
    { place: null, day: "2026-03-05", proven: 1, said: 0 },
  ]);

  const first = await source.rows(system, { ...ask, limit: 1 });
  expect(first.rows.map(({ day, proven }) => [day, proven])).toEqual([["2026-03-05", true]]);
  const second = await source.rows(system, { ...ask, limit: 1, after: first.after ?? "" });
  expect(second.rows.map(({ day }) => day)).toEqual(["2026-03-01"]);
  expect(second.after).toBeUndefined();
});

test("a document proves an opening, is one click away from the counted row, and may be taken back", async () => {
  const [source] = organisationSources;
  if (source === undefined) throw new Error("no source");
  const openedUnder = "019a0000-0000-7000-8000-00000000aa02";
  const { id } = await newBody(system, { openedUnder, openedOn: "2026-04-10" });
  const ask = { parts: { openedUnder }, ...whole, per: "total", limit: 5 } as const;
  const keep = (name: string) =>
    keepAttachment(system, { name, bytes: Buffer.from("Акт об открытии") });

  await proveOpening(system, id, await keep("акт.txt"));
  const { rows } = await source.rows(system, ask);
  const href = `/organisations/${id}/opening`;
  expect(rows).toMatchObject([{ proven: true, evidence: [{ kind: "document", href }] }]);
  expect(await source.cells(system, ask)).toMatchObject([{ proven: 1, said: 0 }]);
  const file = await house.get(`/sinegorsk${href}`);
  expect(await file.text()).toBe("Акт об открытии");

  await proveOpening(system, id, null);
  expect(await source.cells(system, ask)).toMatchObject([{ proven: 0, said: 1 }]);
  expect((await house.get(`/sinegorsk${href}`)).status).toBe(404);

  const shut = await newBody(system);
  await expect(proveOpening(system, shut.id, await keep("б.txt"))).rejects.toThrow(
    "no-opening-day",
  );
  const nobody = await house.as({ kind: "guest" });
  await expect(proveOpening(nobody, id, null)).rejects.toThrow("forbidden");
});
