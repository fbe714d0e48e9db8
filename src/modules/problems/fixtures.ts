import { randomUUID } from "node:crypto";
import type { Ctx } from "#base/context.ts";
import type { Actor } from "#base/policy.ts";
import { saveRulePack } from "#base/time/rules.ts";
import { registerOrganisation } from "#modules/organisations/index.ts";
import { invalidateTerritories } from "#modules/territories/index.ts";
import { openProblem, type OpenProblemInput } from "./actions.ts";
import { defaultRulePack } from "./deadlines/rule-pack.seed.ts";
import type { Problem } from "./store.ts";
import { addReport } from "./reports/actions.ts";

/** Monday, ten in the morning in the imaginary region. */
export const monday = new Date("2026-06-01T05:00:00Z");

export const places = {
  dolgomost: "019a0000-0000-7000-8000-00000000d001",
  sinegorsk: "019a0000-0000-7000-8000-00000000d002",
};

export type ProblemFixture = { roads: string; water: string };

/** Two towns, two bodies and the starting rule pack. */
export async function addProblemFixture(system: Ctx): Promise<ProblemFixture> {
  const row = { region_id: system.region.id, kind: "municipality", created_at: system.now() };
  const town = (id: string, slug: string, name: string) => ({
    ...row,
    id,
    slug,
    name,
    official_name: name,
  });
  await system.db
    .insertInto("territories_territories")
    .values([
      town(places.dolgomost, "dolgomost", "Долгомост"),
      town(places.sinegorsk, "sinegorsk", "Синегорск"),
    ])
    .execute();
  invalidateTerritories(system);
  const { code } = defaultRulePack;
  await saveRulePack(system, { code, title: "Сроки", pack: defaultRulePack });
  const body = (name: string, shortName: string) =>
    registerOrganisation(system, { kind: "utility", name, shortName });
  const roads = await body("Дорожная служба Долгомоста", "Дорожная служба");
  const water = await body("Водоканал Долгомоста", "Водоканал");
  return { roads: roads.id, water: water.id };
}

type ActorOptions = { ties?: string[]; name?: string; id?: string };

export const coordinator = (
  place: string = places.dolgomost,
  options: ActorOptions = {},
): Actor => ({
  kind: "person",
  id: options.id ?? randomUUID(),
  name: options.name ?? "Анна Ковалёва",
  roles: [{ role: "coordinator", scope: { kind: "territory", id: place } }],
  ties: options.ties ?? [],
});

export const operator = (options: ActorOptions = {}): Actor => ({
  kind: "person",
  id: randomUUID(),
  name: "Ольга Сомова",
  roles: [{ role: "operator", scope: { kind: "region" } }],
  ties: options.ties ?? [],
});

export const specialist = (body: string): Actor => ({
  kind: "person",
  id: randomUUID(),
  name: "Пётр Жилин",
  roles: [{ role: "specialist", scope: { kind: "organisation", id: body } }],
  ties: [body],
});

export const guest: Actor = { kind: "guest" };

/** A pit by the school of Dolgomost, unless the test says otherwise. */
export function newProblem(ctx: Ctx, input: Partial<OpenProblemInput> = {}): Promise<Problem> {
  return openProblem(ctx, {
    title: "Яма у школы № 2",
    summary: "Посреди улицы Речной яма, машины объезжают её по тротуару.",
    topic: "roads.pothole",
    municipalityId: places.dolgomost,
    address: "ул. Речная, 14",
    ...input,
  });
}

let minute = 0;

/** One more message of an author about the problem. */
export function addTestReport(
  ctx: Ctx,
  problem: string,
  authorKey: string,
  text = "Яма всё ещё здесь.",
) {
  minute += 1;
  const at = new Date(monday.getTime() + minute * 60_000);
  const report = { id: randomUUID(), authorKey, channel: "vk", text, at };
  return addReport(ctx, problem, report);
}
