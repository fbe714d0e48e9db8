import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "#base/policy.ts";
import { openTestHouse, testRegion, type TestHouse } from "#testing/house.ts";
import { importGazetteer } from "./imports.ts";
import { readUpload, sendGazetteer, takeGazetteer } from "./uploads.ts";
import { territoryBook } from "./book.ts";

let house: TestHouse;
const ring = [[60, 59], [61, 59], [61, 60], [60, 60], [60, 59]];
const map = JSON.stringify({
  features: [
    { properties: { name: "Вятский район" }, geometry: { type: "Polygon", coordinates: [ring] } },
  ],
});
const operator: Actor = {
  kind: "person",
  id: "019e7c30-4a00-74a1-8330-cb6c0e3c560e",
  name: "Ольга",
  ties: [],
  roles: [{ role: "operator", scope: { kind: "region" } }],
};
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

describe("a gazetteer file that an operator sends", () => {
  it("is looked through, then taken when they agree", async () => {
    const ctx = await house.as(operator);
    const id = await sendGazetteer(ctx, { file: new File([map], "карта.geojson"), addNew: false });
    await house.settle();
    const checked = await readUpload(ctx, id);
    expect(checked).toMatchObject({ state: "checked", report: { tallies: { municipality: { created: 1 } } } });
    expect((await territoryBook(ctx)).municipalities).toEqual([]);
    await takeGazetteer(ctx, id);
    await expect(takeGazetteer(ctx, id)).rejects.toMatchObject({ reason: "territories.import-busy" });
    await house.settle();
    expect(await readUpload(ctx, id)).toMatchObject({ state: "imported" });
    expect((await territoryBook(ctx)).municipalities.map(({ name }) => name)).toEqual(["Вятский район"]);
  });

  it("is refused with its sentence when it cannot be read", async () => {
    const ctx = await house.as(operator);
    const id = await sendGazetteer(ctx, { file: new File(["<html>"], "a.csv"), addNew: false });
    await house.settle();
    expect(await readUpload(ctx, id)).toMatchObject({ state: "refused" });
  });
});

describe("public data of places", () => {
  const path = (rest: string) => `/${testRegion}${rest}`;
  beforeAll(async () => {
    const { Readable } = await import("node:stream");
    await importGazetteer(await house.system(), Readable.from([Buffer.from(map)]));
  });

  it("gives borders with a tag, and nothing anew to who has them", async () => {
    const first = await house.get(path("/territories.geojson"));
    expect(first.headers.get("content-type")).toBe("application/geo+json");
    expect(await first.json()).toMatchObject({ features: [{ properties: { slug: "vyatskiy-rayon" } }] });
    const etag = first.headers.get("etag") ?? "";
    const again = await house.http.request(path("/territories.geojson"), { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
  });

  it("lists municipalities, suggests places and tells what stands at a point", async () => {
    const list = await (await house.get(path("/territories.json"))).json();
    expect(list).toMatchObject({ territories: [{ name: "Вятский район", settlements: 0 }] });
    const places = await (await house.get(path(`/places.json?q=${encodeURIComponent("вят")}`))).json();
    expect(places).toMatchObject({ places: [{ kind: "municipality" }] });
    const at = await (await house.get(path("/places/at.json?lat=59.5&lon=60.5"))).json();
    expect(at).toMatchObject({ municipality: { name: "Вятский район" } });
    expect((await house.get(path("/places/at.json?lat=900&lon=1"))).status).toBe(400);
  });

  it("keeps the gazetteer's own pages from guests", async () => {
    for (const rest of ["/admin/territories", "/admin/territories/import"]) {
      expect((await house.get(path(rest))).status).toBe(403);
    }
  });
});
