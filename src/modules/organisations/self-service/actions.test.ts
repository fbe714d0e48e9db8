import { afterAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import type { Actor } from "#base/policy.ts";
import { openTestRegion, createTestOrganisation, testActor, testTerritories } from "../fixtures.ts";
import { addMember, changeService, endMember, addService, setServiceActive } from "../index.ts";
import type { ServiceInput } from "../index.ts";
import { decideProposal, proposeChanges } from "../proposals/actions.ts";
import { loadOrganisation } from "../store.ts";
import { saveOrganisationProfile } from "./actions.ts";

const { app, system } = await openTestRegion();
afterAll(() => app.close());

const own = (id: string): Promise<Ctx> => app.asActor(testActor("nko", id) as Actor);
const read = async (path: string) => (await app.get(`/sinegorsk${path}`)).text();
const service: ServiceInput = {
  title: "Коляски напрокат",
  need: "disability",
  how: "Звоните с 9 до 18",
  price: "free",
  territories: [testTerritories.sinegorsk],
};

describe("an organisation's own page", () => {
  test("is written by its own people, and by nobody of another organisation", async () => {
    const [mine, foreign] = [
      await createTestOrganisation(system, { kind: "nko" }),
      await createTestOrganisation(system),
    ];
    const ctx = await own(mine.id);
    const page = { description: "Помогаем семьям", directions: ["families"] as "families"[] };
    await saveOrganisationProfile(ctx, mine.id, { ...page, links: "https://vk.com/dom\nt.me/dom" });
    const card = await (await app.get(`/sinegorsk/organisations/${mine.id}.json`)).json();
    expect(card).toMatchObject({ ...page, links: ["https://vk.com/dom", "https://t.me/dom"] });
    await expect(saveOrganisationProfile(ctx, foreign.id, page)).rejects.toThrow("forbidden");
    await expect(
      saveOrganisationProfile(ctx, mine.id, { links: "javascript:alert(1)//.example" }),
    ).rejects.toThrow("bad-link");
  });

  test("proposes another name; the card changes when an administrator accepts", async () => {
    const mine = await createTestOrganisation(system, { kind: "nko" });
    const ctx = await own(mine.id);
    const wish = {
      kind: "nko",
      name: "Новое имя",
      shortName: "Новое",
      inn: mine.inn,
      reason: "устав от 12 марта",
    } as const;
    const proposal = await proposeChanges(ctx, mine.id, wish);
    await expect(proposeChanges(ctx, mine.id, { ...wish, name: "Ещё" })).rejects.toThrow("waits");
    await expect(decideProposal(ctx, { proposal, decision: "accept" })).rejects.toThrow(
      "forbidden",
    );
    await expect(decideProposal(system, { proposal, decision: "decline" })).rejects.toThrow(
      "no-remark",
    );
    expect((await loadOrganisation(system, mine.id)).name).toBe(mine.name);
    await decideProposal(system, { proposal, decision: "accept" });
    expect(await loadOrganisation(system, mine.id)).toMatchObject({
      name: "Новое имя",
      short_name: "Новое",
    });
    await expect(decideProposal(system, { proposal, decision: "accept" })).rejects.toThrow(
      "already-decided",
    );
  });
});

describe("a service to residents", () => {
  test("is found by need, by municipality and by a word, until it is no longer offered", async () => {
    const mine = await createTestOrganisation(system, { kind: "nko" });
    const ctx = await own(mine.id);
    const id = await addService(ctx, mine.id, service);
    const shown = async (query: string) => (await read(`/services?${query}`)).includes(mine.id);
    expect(await shown("need=disability")).toBe(true);
    expect(await shown("need=animals")).toBe(false);
    expect(await shown(`territory=${testTerritories.sinegorsk}`)).toBe(true);
    expect(await shown(`territory=${testTerritories.kedrinsky}`)).toBe(false);
    expect(await shown(`q=${encodeURIComponent("коляска")}`)).toBe(true);
    expect(await read("/organisations?need=disability")).toContain(mine.id);
    await changeService(ctx, id, { ...service, territories: [] });
    expect(await shown(`territory=${testTerritories.kedrinsky}`)).toBe(true);
    await setServiceActive(ctx, id, false);
    expect(await shown("need=disability")).toBe(false);
    expect(await read("/organisations?need=disability")).not.toContain(mine.id);
  });

  test("of another organisation is not theirs to change", async () => {
    const [mine, foreign] = [
      await createTestOrganisation(system, { kind: "nko" }),
      await createTestOrganisation(system),
    ];
    const id = await addService(system, foreign.id, service);
    await expect(changeService(await own(mine.id), id, service)).rejects.toThrow("forbidden");
  });
});

test("a member is named to everybody only with their consent, and not beyond the term", async () => {
  const mine = await createTestOrganisation(system, { kind: "tos" });
  const ctx = await own(mine.id);
  const chair = { role: "chair", since: "2025-01-01" } as const;
  await addMember(ctx, mine.id, { ...chair, surname: "Открытова", public: true });
  await addMember(ctx, mine.id, { surname: "Скрытнова", role: "member", since: "2025-01-01" });
  const id = await addMember(ctx, mine.id, {
    surname: "Бывшева",
    role: "secretary",
    since: "2024-01-01",
    public: true,
  });
  await endMember(ctx, { memberId: id, until: "2024-12-31" });
  const page = await read(`/organisations/${mine.id}`);
  expect(page).toContain("Открытова");
  expect(page).not.toContain("Скрытнова");
  expect(page).not.toContain("Бывшева");
  await expect(endMember(ctx, { memberId: id, until: "2023-01-01" })).rejects.toThrow(
    "ends-before-start",
  );
});
