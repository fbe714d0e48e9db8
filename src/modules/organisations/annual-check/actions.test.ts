import { afterAll, describe, expect, test } from "vitest";
import { openTestRegion, createTestOrganisation } from "../fixtures.ts";
import { loadOrganisation } from "../store.ts";
import { annualCheckTask } from "./actions.ts";

const { app, system } = await openTestRegion();
afterAll(() => app.close());

const later = (days: number) => {
  app.clock.now = new Date(app.clock.now.getTime() + days * 86_400_000);
};

async function letters(): Promise<{ recipient: string; body: string }[]> {
  return system.db.selectFrom("base_emails").select(["recipient", "body"]).execute();
}

const linkIn = (body: string) => new URL(/http\S+/.exec(body)?.[0] ?? "").search;
const ask = () => annualCheckTask.run(system);

describe("once a year", () => {
  test("an organisation is asked, answers by the letter's link and counts as confirmed", async () => {
    const nko = await createTestOrganisation(system, { kind: "nko", email: "dom@primer.example" });
    await createTestOrganisation(system, { kind: "utility", email: "mku@primer.example" });
    await ask();
    expect(await letters()).toEqual([]);
    later(366);
    await ask();
    await ask();
    const [letter, ...others] = await letters();
    expect(letter?.recipient).toBe("dom@primer.example");
    expect(others).toEqual([]);

    const query = linkIn(letter?.body ?? "");
    const path = `/sinegorsk/still-active`;
    expect((await app.get(`${path}${query}`)).status).toBe(200);
    expect(await loadOrganisation(system, nko.id)).toMatchObject({ confirmed_on: null });
    const link = new URLSearchParams(query).get("link") ?? "";
    expect((await app.post(path, { link })).status).toBe(422);
    expect((await app.post(path, { link, answer: "changed", note: "Новый адрес" })).status).toBe(
      303,
    );
    expect((await loadOrganisation(system, nko.id)).confirmed_on).toBe("2027-06-01");
    expect((await app.post(path, { link, answer: "closed" })).status).toBe(409);
    expect((await app.get(`${path}?link=${link.slice(0, -2)}xx`)).status).toBe(404);
  });

  test("an organisation silent for sixty days is marked and never closed; its confirmation clears the mark", async () => {
    const silent = await createTestOrganisation(system, {
      kind: "tos",
      email: "tos@primer.example",
    });
    const mute = await createTestOrganisation(system, { kind: "tos" });
    later(366);
    await ask();
    later(59);
    await ask();
    expect((await loadOrganisation(system, silent.id)).unconfirmed_since).toBeNull();
    later(2);
    await ask();
    for (const { id } of [silent, mute]) {
      const marked = await loadOrganisation(system, id);
      expect(marked.unconfirmed_since).not.toBeNull();
      expect(marked.active).toBe(true);
    }
    const list = await (await app.get("/sinegorsk/organisations?state=unconfirmed")).text();
    expect(list).toContain(silent.id);

    const body = (await letters()).findLast(({ recipient }) => recipient === "tos@primer.example");
    const link = new URLSearchParams(linkIn(body?.body ?? "")).get("link") ?? "";
    await app.post("/sinegorsk/still-active", { link, answer: "yes" });
    expect((await loadOrganisation(system, silent.id)).unconfirmed_since).toBeNull();
  });
});
