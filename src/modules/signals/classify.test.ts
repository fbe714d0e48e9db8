import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { addAlias, addStreetAlias } from "#modules/territories/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { placeIds, seedPlaces } from "./fixtures.ts";
import { receiveMessage } from "./intake/actions.ts";

let app: TestApp;
let system: Ctx;
let serial = 0;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  await seedPlaces(system);
});
afterAll(() => app.close());

/** The place that triage finds in a new message of the municipality. */
async function placeIn(text: string) {
  const { id } = await receiveMessage(system, {
    channel: "site",
    externalId: `place ${++serial}`,
    text,
    municipality: placeIds.dolgomost,
    author: { name: "Анна" },
  });
  const { suggestion } = await system.db
    .selectFrom("signals_messages")
    .select("suggestion")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return (suggestion as { place: { settlementId: string | null; streetName: string | null } })
    .place;
}

describe("a place that has just got a name", () => {
  it("is found in the next message by what people call it", async () => {
    const told = "У нас в Колпаке третий день не горит фонарь";
    expect((await placeIn(told)).settlementId).toBeNull();
    await addAlias(system, { territoryId: placeIds.town, name: "Колпак" });
    expect((await placeIn(told)).settlementId).toBe(placeIds.town);
  });

  it("is found by a street's other name", async () => {
    const told = "Рудничный, на улице Горелой открытый люк";
    expect((await placeIn(told)).streetName).toBeNull();
    await addStreetAlias(system, {
      territoryId: placeIds.town,
      street: "Лесорубов",
      name: "Горелая",
    });
    expect((await placeIn(told)).streetName).toBe("улица Лесорубов");
  });
});
