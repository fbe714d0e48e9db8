import { createTestVisitors } from "#modules/people/fixtures.ts";
import { createTestApp } from "#testing/app.ts";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type { Actor } from "#base/policy.ts";
import { registerOrganisation } from "#modules/organisations/index.ts";
import { createPerson, grantRole, type GrantInput } from "#modules/people/index.ts";
import { invalidateTerritories } from "#modules/territories/index.ts";
import { openProject } from "./charter/open-project.ts";
import type { partInputs } from "./rows/inputs.ts";
import { saveRow } from "./rows/actions.ts";
import { updateCharter } from "./charter/actions.ts";
import type { Project } from "./store.ts";

export const towns = {
  dolgomost: "019a0000-0000-7000-8000-00000000d001",
  kedrinsky: "019a0000-0000-7000-8000-00000000d003",
};

/** Creates a test region with two towns, an applicant with valid numbers, and users. */
export async function seedContestFixture(system: Ctx) {
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
      town(towns.dolgomost, "dolgomost", "Долгомост"),
      town(towns.kedrinsky, "kedrinsky", "Кедринский округ"),
    ])
    .execute();
  invalidateTerritories(system);
  const fund = await registerOrganisation(system, {
    kind: "nko",
    name: "Фонд «Соседские центры»",
    shortName: "Соседские центры",
    inn: "7707083893",
    ogrn: "1027700132195",
    address: "Долгомост, ул. Речная, 14, кабинет 3",
    territoryId: towns.dolgomost,
  });
  return { fund: fund.id };
}

/**
 * Creates a test app at 1 June 2026 with the contest fixture. `signIn` creates an account with a
 * role and returns the cookie of its session.
 */
export async function createProjectsTestApp() {
  const app = await createTestApp();
  app.clock.now = new Date("2026-06-01T05:00:00Z");
  const system = await app.asSystem();
  const { fund } = await seedContestFixture(system);
  const visitors = createTestVisitors(app, system);
  const signIn = async (name: string, grant: GrantInput): Promise<string> => {
    const { id, email } = await visitors.newPerson(name);
    await grantRole(system, id, grant);
    return visitors.signIn(email);
  };
  return { app, system, fund, visitors, signIn };
}

/** Returns an actor with one role. */
export const actorWithRole = (
  role: string,
  part: { id?: string; organisation?: string } = {},
): Actor => ({
  kind: "person",
  id: part.id ?? randomUUID(),
  name: "Вера Лапина",
  roles: [
    {
      role,
      scope:
        part.organisation === undefined
          ? { kind: "region" }
          : { kind: "organisation", id: part.organisation },
    },
  ],
  ties: part.organisation === undefined ? [] : [part.organisation],
});

let reviewerCount = 0;

/** Creates a reviewer with an account. */
export async function createReviewer(system: Ctx, name: string) {
  reviewerCount += 1;
  const email = `reviewer-${reviewerCount}@okno.example`;
  const { id } = await createPerson(system, { name, email, password: "okno-demo-2026" });
  await grantRole(system, id, { role: "reviewer" });
  return { id, email };
}

/** Creates a consistent project with all its parts that fits every built-in profile. */
export async function createCompleteProject(ctx: Ctx, part: { significance?: string } = {}) {
  const opened = await openProject(ctx, {
    title: "Школа соседских центров",
    organisation: "7707083893",
    placeIds: [towns.dolgomost, towns.kedrinsky],
    stage: "concept",
  });
  const key = opened.id;
  await updateCharter(ctx, key, {
    title: "Школа соседских центров",
    summary:
      "Откроем два соседских центра при домах культуры и научим их сотрудников и активных жителей вести проекты: восемь выездных семинаров и десять консультаций.",
    significance:
      part.significance ??
      "В Долгомосте и Кедринском округе 412 жителей за год предложили 37 инициатив, и ни одна не стала заявкой: некому помочь с проектом. Дома культуры пустуют днём, а активным жителям негде собраться.",
    goal: "К июню 2027 года два соседских центра помогут жителям подготовить не меньше 10 проектов инициатив.",
    organisation: "7707083893",
    startsOn: "2026-10-24",
    endsOn: "2027-03-31",
    placeIds: [towns.dolgomost, towns.kedrinsky],
    contactInfo: "Вера Лапина, +7 900 000-00-00, centry@okno.example",
    furtherLife: "Центры остаются при домах культуры, их сотрудники ведут приём жителей дальше.",
    qualitativeResults: "Сотрудники домов культуры сами ведут жителей от идеи до заявки.",
  });
  const task = async (title: string) =>
    (await saveRow(ctx, key, { part: "tasks", input: { title } })).row;
  const open = await task("Открыть соседские центры в домах культуры");
  const teach = await task("Научить сотрудников и активных жителей готовить проекты");
  type Row<P extends "activities" | "costs"> = z.input<(typeof partInputs)[P]>;
  const activity = async (
    title: string,
    more: Omit<Row<"activities">, "title" | "kind"> & Partial<Row<"activities">>,
  ) =>
    (await saveRow(ctx, key, { part: "activities", input: { title, kind: "seminar", ...more } }))
      .row;
  const opening = await activity("Открытие двух центров", {
    kind: "work",
    taskId: open,
    startsOn: "2026-11-01",
    endsOn: "2026-11-30",
    expected: "Работают два центра",
    placeIds: [towns.dolgomost, towns.kedrinsky],
  });
  const seminars = await activity("Выездные семинары для сотрудников и жителей", {
    taskId: teach,
    startsOn: "2026-12-01",
    endsOn: "2027-03-15",
    expected: "8 семинаров по 10 человек",
    placeIds: [towns.dolgomost, towns.kedrinsky],
  });
  const cost = (input: Omit<Row<"costs">, "quantity"> & { quantity?: string }) =>
    saveRow(ctx, key, { part: "costs", input: { quantity: "1", ...input } });
  await cost({
    article: "equipment",
    activityId: opening,
    what: "Столы и стулья двух центров",
    quantity: "2",
    price: "40000",
    fromGrant: "60000",
    fromOwn: "20000",
  });
  await cost({
    article: "fees",
    activityId: seminars,
    what: "Ведущий семинаров",
    quantity: "8",
    price: "5000",
    fromGrant: "40000",
  });
  await saveRow(ctx, key, {
    part: "groups",
    input: { title: "Сотрудники домов культуры", people: "20" },
  });
  await saveRow(ctx, key, { part: "groups", input: { title: "Активные жители", people: "60" } });
  await saveRow(ctx, key, {
    part: "team",
    input: { surname: "Лапина", givenName: "Вера", role: "Руководитель", duties: "Ведёт проект" },
  });
  await saveRow(ctx, key, {
    part: "partners",
    input: { partner: "Дом культуры «Заря»", contribution: "Зал на восемь семинаров" },
  });
  await saveRow(ctx, key, {
    part: "results",
    input: { what: "Проведено семинаров", unit: "семинар", target: "8", measured: "Списки явки" },
  });
  return { project: opened as Project, tasks: { open, teach }, activities: { opening, seminars } };
}
