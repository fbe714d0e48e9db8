import { createPerson } from "#modules/people/index.ts";
import type { Ctx } from "#base/context.ts";
import { insertInto } from "#base/db/region.ts";
import type { Actor } from "#base/policy.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { registerOrganisation } from "./actions.ts";
import type { RegisterInput } from "./card/fields.ts";

/** Three municipalities of the imaginary region, inserted by plain SQL. */
export const testTerritories = {
  dolgomost: "019a0000-0000-7000-8000-00000000d001",
  sinegorsk: "019a0000-0000-7000-8000-00000000d002",
  kedrinsky: "019a0000-0000-7000-8000-00000000d003",
};

const territoryNames = {
  dolgomost: "Долгомост",
  sinegorsk: "Синегорск",
  kedrinsky: "Кедринский округ",
};

/** Opens a test app with the municipalities of `testTerritories`; the test file closes it. */
export async function openTestRegion(): Promise<{ app: TestApp; system: Ctx }> {
  const app = await createTestApp();
  const system = await app.asSystem();
  await insertTestTerritories(system);
  return { app, system };
}

/** Inserts the municipalities of `testTerritories`. */
export async function insertTestTerritories(ctx: Ctx): Promise<void> {
  const slugs = Object.keys(testTerritories) as (keyof typeof testTerritories)[];
  await insertInto(
    ctx,
    "territories_territories",
    slugs.map((slug) => ({
      id: testTerritories[slug],
      kind: "municipality",
      slug,
      name: territoryNames[slug],
      official_name: territoryNames[slug],
      created_at: ctx.now(),
    })),
  ).execute();
}

let serial = 0;

/** Returns a valid taxpayer number that no other test organisation has. */
export function uniqueInn(): string {
  serial += 1;
  const head = `9901${String(serial).padStart(5, "0")}`;
  const weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(head[index]), 0);
  return head + String((sum % 11) % 10);
}

/** Registers a utility company of Dolgomost; `part` overrides its fields. */
export function createTestOrganisation(ctx: Ctx, part: Partial<RegisterInput> = {}) {
  const inn = uniqueInn();
  return registerOrganisation(ctx, {
    kind: "utility",
    name: `Муниципальное учреждение № ${inn}`,
    shortName: `МКУ ${inn}`,
    inn,
    territoryId: testTerritories.dolgomost,
    ...part,
  });
}

let personCount = 0;

/** Creates a person for a test. */
export async function createTestPerson(ctx: Ctx, name: string): Promise<string> {
  personCount += 1;
  return (await createPerson(ctx, { name, email: `organisation-${personCount}@okno.example` })).id;
}

/** Returns an actor with one role, in the region or in an organisation. */
export function testActor(role: string, organisation?: string): Actor {
  const scope =
    organisation === undefined
      ? ({ kind: "region" } as const)
      : ({ kind: "organisation", id: organisation } as const);
  return {
    kind: "person",
    id: "019a0000-0000-7000-8000-0000000000ff",
    name: "Кто-то",
    roles: [{ role, scope }],
    ties: [],
  };
}
