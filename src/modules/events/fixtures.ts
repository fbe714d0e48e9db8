import { randomUUID } from "node:crypto";
import type { Ctx } from "#base/context.ts";
import type { Actor } from "#base/policy.ts";
import { invalidateTerritories } from "#modules/territories/index.ts";
import { announceEvent, createEvent } from "./edit/actions.ts";
import type { CreateEventInput } from "./edit/input.ts";
import type { RegistrationInput } from "./registration/actions.ts";
import type { Event } from "./store.ts";

/** Monday, ten in the morning in the imaginary region. */
export const monday = new Date("2026-06-01T05:00:00Z");

export const places = {
  dolgomost: "019a0000-0000-7000-8000-00000000d001",
  sinegorsk: "019a0000-0000-7000-8000-00000000d002",
};

export async function insertMunicipalities(system: Ctx): Promise<void> {
  const town = (id: string, slug: string, name: string) => ({
    region_id: system.region.id,
    kind: "municipality",
    created_at: system.now(),
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
}

const personActor = (
  role: string,
  scope: Extract<Actor, { kind: "person" }>["roles"][number]["scope"],
): Actor => ({
  kind: "person",
  id: randomUUID(),
  name: "Ольга Сомова",
  roles: [{ role, scope }],
  ties: [],
});

export const operator = () => personActor("operator", { kind: "region" });
export const coordinator = (place = places.dolgomost) =>
  personActor("coordinator", { kind: "territory", id: place });
export const guest: Actor = { kind: "guest" };

/**
 * Creates a seminar in Dolgomost a week after the fixture's Monday, from ten to two; `part`
 * overrides.
 */
export function createTestEvent(ctx: Ctx, part: Partial<CreateEventInput> = {}): Promise<Event> {
  return createEvent(ctx, {
    kind: "seminar",
    title: "Смета без слёз",
    summary: "Как посчитать проект двора.",
    startsAt: "2026-06-08T10:00",
    endsAt: "2026-06-08T14:00",
    municipalityId: places.dolgomost,
    address: "Дом молодёжи, ул. Пристанская, 3",
    ...part,
  });
}

export async function createAnnouncedEvent(
  ctx: Ctx,
  part: Partial<CreateEventInput> = {},
): Promise<Event> {
  const event = await createTestEvent(ctx, part);
  return announceEvent(ctx, event.id);
}

const names = ["Анна", "Борис", "Вера", "Глеб", "Дина", "Егор", "Жанна", "Зоя", "Игорь", "Кира"];

/** Returns the input of the n-th sample visitor. */
export const sampleRegistration = (
  n: number,
  part: Partial<RegistrationInput> = {},
): RegistrationInput => ({
  surname: `Ветров${n}`,
  givenName: names[n % names.length] ?? "Анна",
  email: `visitor${n}@okno.example`,
  municipalityId: n % 2 === 0 ? places.dolgomost : places.sinegorsk,
  ...part,
});
