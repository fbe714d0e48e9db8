import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "#base/policy.ts";
import { plainText } from "#base/ui/index.ts";
import { territoryDirectory } from "../directory.ts";
import { requireValidRegion, runImportTerritories } from "../imports/commands.ts";
import { loadGazetteerRows } from "./gazetteer.ts";
import { importGazetteer } from "../imports/actions.ts";
import { aliasesAdminPath } from "../policy.ts";
import { createTestSite } from "../test-site.fixture.tsx";

let site: Awaited<ReturnType<typeof createTestSite>>;
const ring = [
  [60, 59],
  [61, 59],
  [61, 60],
  [60, 60],
  [60, 59],
];
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
const guest: Actor = { kind: "guest" };
const text = async (response: Response) => plainText(await response.text());

beforeAll(async () => {
  site = await createTestSite();
});
beforeEach(() => {
  site.actor = operator;
});
afterAll(() => site.close());

describe("a gazetteer file that an operator sends", () => {
  it("is checked, then imported once on confirmation", async () => {
    const sent = await site.post("/admin/territories/import", {
      file: new File([map], "карта.geojson"),
    });
    expect(sent.status).toBe(303);
    const path = sent.headers.get("location")?.replace("/home-one", "") ?? "";
    expect((await site.get(path)).headers.get("refresh")).toBe("3");
    await site.settle();
    expect(await text(await site.get(path))).toContain("Ничего ещё не записано");
    expect((await territoryDirectory(site.ctx())).municipalities).toEqual([]);
    expect((await site.post(path, {})).status).toBe(303);
    expect((await site.post(path, {})).status).toBe(409);
    await site.settle();
    expect(await text(await site.get(path))).toContain("Загрузили");
    expect((await territoryDirectory(site.ctx())).municipalities.map(({ name }) => name)).toEqual([
      "Вятский район",
    ]);
  });

  it("that is unreadable is refused with a message", async () => {
    const sent = await site.post("/admin/territories/import", {
      file: new File(["<html>"], "a.csv"),
    });
    await site.settle();
    const page = await site.get(sent.headers.get("location")?.replace("/home-one", "") ?? "");
    expect(await text(page)).toContain("Это веб-страница");
    expect((await site.post("/admin/territories/import", {})).status).toBe(422);
  });
});

describe("one place's page", () => {
  beforeAll(async () => {
    site.actor = { kind: "system", name: "test" };
    await importGazetteer(site.ctx(), Readable.from([Buffer.from(map)]));
  });
  const path = async () => {
    const [place] = (await territoryDirectory(site.ctx())).municipalities;
    return `/admin/territories/${place?.id}`;
  };

  it("renames it, redisplays wrong input, and leaves its URL unchanged", async () => {
    const card = await path();
    const wrong = await site.post(`${card}/rename`, {
      name: "Вятка",
      officialName: "Вятский район",
      oktmo: "12",
    });
    expect(wrong.status).toBe(422);
    expect(await text(wrong)).toContain("В коде ОКТМО 8 или 11 цифр");
    const fields = {
      name: "Вятка",
      officialName: "Вятский район",
      oktmo: "33-701-000",
      population: "12 500",
    };
    expect((await site.post(`${card}/rename`, fields)).status).toBe(303);
    const [place] = (await territoryDirectory(site.ctx())).municipalities;
    expect(place).toMatchObject({
      name: "Вятка",
      slug: "vyatskiy-rayon",
      oktmo: "33701000",
      population: 12500,
    });
  });

  it("adds and removes other names and landmarks", async () => {
    const card = await path();
    expect((await site.post(`${card}/aliases`, { name: "Колпак" })).status).toBe(303);
    expect(
      (await site.post(`${card}/landmarks`, { name: "Старый мост", lat: "59,5", lon: "60.5" }))
        .status,
    ).toBe(303);
    expect((await site.post(`${card}/landmarks`, { name: "Мост", lat: "59,5" })).status).toBe(422);
    const page = await text(await site.get(card));
    expect(page).toContain("Колпак");
    expect(page).toContain("Старый мост (59.5, 60.5)");
    expect((await site.post(`${card}/aliases/remove`, { name: "Колпак" })).status).toBe(303);
    expect(await text(await site.get(card))).not.toContain("Колпак");
  });

  it("adds names of its streets, and messages are searched by them", async () => {
    const card = await path();
    const table = 'lat,lon,address\n59.5,60.5,"р-н. Вятский, ул. Заводская, д. 1"';
    site.actor = { kind: "system", name: "test" };
    await importGazetteer(site.ctx(), Readable.from([Buffer.from(table)]));
    site.actor = operator;
    const unknown = await site.post(`${card}/streets`, { street: "Лунная", name: "Сельмаш" });
    expect(unknown.status).toBe(422);
    expect(await text(unknown)).toContain("Такой улицы здесь нет");
    const given = { street: "ул. Заводская", name: "Сельмаш" };
    expect((await site.post(`${card}/streets`, given)).status).toBe(303);
    expect((await site.post(`${card}/streets`, given)).status).toBe(303);
    expect(await text(await site.get(card))).toContain("Сельмаш: улица Заводская");
    const called = async () =>
      (await loadGazetteerRows(site.ctx())).streets.find(({ name }) => name === "Заводская");
    expect((await called())?.aliases).toEqual(["Сельмаш"]);
    const streetId = (await called())?.id ?? "";
    const gone = await site.post(`${card}/streets/remove`, { streetId, name: "Сельмаш" });
    expect(gone.status).toBe(303);
    expect((await called())?.aliases).toEqual([]);
  });

  it("lets its coordinator add names, and nothing else", async () => {
    const card = await path();
    const id = card.split("/").at(-1) ?? "";
    const coordinator = (place: string): Actor => ({
      ...operator,
      roles: [{ role: "coordinator", scope: { kind: "territory", id: place } }],
    });
    site.actor = coordinator(id);
    expect((await site.post(`${card}/aliases`, { name: "Горка" })).status).toBe(303);
    const page = await text(await site.get(card));
    expect(page).toContain("Горка");
    expect(page).not.toContain("Название и код");
    const place = { id, parentId: null };
    expect(aliasesAdminPath(site.actor, place)).toBe(card);
    expect(aliasesAdminPath(guest, place)).toBeUndefined();
    expect(aliasesAdminPath(site.actor, { id: "another", parentId: null })).toBeUndefined();
    const fields = { name: "Другое", officialName: "Другое" };
    expect((await site.post(`${card}/rename`, fields)).status).toBe(403);
    site.actor = coordinator("019e7c30-4a00-74a1-8330-000000000000");
    expect((await site.post(`${card}/aliases`, { name: "Чужое" })).status).toBe(403);
    expect((await site.get(card)).status).toBe(403);
  });

  it("is found by a part of its name and hidden from guests", async () => {
    expect(
      await text(await site.get(`/admin/territories?q=${encodeURIComponent("вятск")}`)),
    ).toContain("Вятский район");
    expect(await text(await site.get("/admin/territories?q=zzz"))).toContain("Ничего не нашли");
    site.actor = guest;
    for (const rest of ["/admin/territories", "/admin/territories/import", await path()]) {
      expect((await site.get(rest)).status).toBe(403);
    }
    expect((await site.post(`${await path()}/aliases`, { name: "Чужое" })).status).toBe(403);
  });
});

describe("public data of places", () => {
  beforeEach(() => {
    site.actor = guest;
  });

  it("serves borders with an ETag and answers 304 to a matching request", async () => {
    const first = await site.get("/territories.geojson");
    expect(first.headers.get("content-type")).toBe("application/geo+json");
    expect(await first.json()).toMatchObject({
      features: [{ properties: { slug: "vyatskiy-rayon" } }],
    });
    const etag = first.headers.get("etag") ?? "";
    expect((await site.get("/territories.geojson", { "if-none-match": etag })).status).toBe(304);
  });

  it("lists municipalities, suggests places and describes a point", async () => {
    const list = await (await site.get("/territories.json")).json();
    expect(list).toMatchObject({ territories: [{ slug: "vyatskiy-rayon", settlements: 0 }] });
    expect((await site.get("/territories.json?parent=nowhere")).status).toBe(404);
    const places = await (await site.get(`/places.json?q=${encodeURIComponent("мост")}`)).json();
    expect(places).toMatchObject({ places: [{ kind: "landmark", label: "Старый мост" }] });
    const at = await (await site.get("/places/at.json?lat=59.5&lon=60.5")).json();
    expect(at).toMatchObject({ municipality: { slug: "vyatskiy-rayon" } });
    expect((await site.get("/places/at.json?lat=900&lon=1")).status).toBe(400);
  });
});

describe("commands", () => {
  it("refuse a region id that is not a valid path segment, and an unknown time zone", () => {
    expect(() => requireValidRegion({ id: "vyatka", zone: "Europe/Kirov" })).not.toThrow();
    expect(() => requireValidRegion({ id: "Bad ID", zone: "Europe/Kirov" })).toThrow(
      /bad-region-id/,
    );
    expect(() => requireValidRegion({ id: "vyatka", zone: "Луна" })).toThrow(/bad-zone/);
  });

  it("refuse a missing file", async () => {
    const given = { ctx: site.ctx(), file: "/nowhere/at-all.csv", print: () => {} };
    await expect(runImportTerritories(given)).rejects.toMatchObject({
      reason: "territories.file-unreadable",
    });
  });
});
