/** A test app with two municipalities and a project under way, for tests of indicators. */
import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { Ctx } from "#base/context.ts";
import { insertInto } from "#base/db/region.ts";
import { saveAttachment } from "#base/files/attachments.ts";
import type { Actor, RoleAt } from "#base/policy.ts";
import type { Refusal } from "#base/refusal.ts";
import { createPerson, grantRole, type Role } from "#modules/people/index.ts";
import { openProject } from "#modules/projects/index.ts";
import { invalidateTerritories } from "#modules/territories/index.ts";
import { createTestApp, testRegionId, type TestApp } from "#testing/app.ts";
import type { IndicatorInput } from "./actions.ts";

/** Returns a path within the test region. */
export const regionPath = (path: string) => `/${testRegionId}${path}`;

export const places = {
  dolgomost: "019a0000-0000-7000-8000-00000000d001",
  sinegorsk: "019a0000-0000-7000-8000-00000000d002",
};

/** Creates an actor with one role and no account. */
export const personActor = (role: string, scope: RoleAt["scope"], ties: string[] = []): Actor => ({
  kind: "person",
  id: randomUUID(),
  name: "Ольга Сомова",
  roles: [{ role, scope }],
  ties,
});

/** Expects the promise to reject with a refusal. */
export const expectRefusal = (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => expect.fail("nothing was refused"),
    (error: Refusal) => error,
  );

export const seminars: IndicatorInput = {
  source: "events.held",
  kinds: ["seminar"],
  atLeast: 10,
  scope: "per-place",
  places: [places.dolgomost, places.sinegorsk],
  startsOn: "2025-10-01",
  dueOn: "2026-06-30",
  title: "Полевые семинары",
  unit: "семинаров",
  target: 4,
};

export const enteredByHand: IndicatorInput = {
  ...seminars,
  source: "indicators.entered",
  kinds: [],
  scope: "total",
  places: [],
  title: "Буклеты",
  unit: "буклетов",
  target: 500,
};

type EventFixture = {
  project: string;
  place: string;
  day: string;
  present: number;
  closed?: boolean;
  kind?: string;
  stage?: "announced" | "held";
};

export type IndicatorsTestApp = {
  app: TestApp;
  system: Ctx;
  /** Creates a public project under way from October to June. */
  project(title: string): Promise<{ id: string; number: string }>;
  /** Creates an event of a day, its presence list closed by default. */
  held(of: EventFixture): Promise<string>;
  /** Creates an account with a role, and returns the cookie of its session. */
  signIn(email: string, role: Exclude<Role, "connector">): Promise<{ id: string; cookie: string }>;
  file(): Promise<string>;
};

/** Creates the test context; its clock is at 12 March 2026. */
export async function createIndicatorsTestApp(): Promise<IndicatorsTestApp> {
  const app = await createTestApp();
  app.clock.now = new Date("2026-03-12T05:00:00Z");
  const system = await app.asSystem();
  await insertMunicipalities(system);
  let events = 0;
  return {
    app,
    system,
    async project(title) {
      const { id, number } = await openProject(system, { title, placeIds: Object.values(places) });
      const started = { stage: "implementation", starts_on: "2025-10-01", ends_on: "2026-06-30" };
      await system.db
        .updateTable("projects_projects")
        .set({ ...started, public: true })
        .where("id", "=", id)
        .execute();
      return { id, number };
    },
    held: (of) => insertEvent(system, { ...of, seq: (events += 1) }),
    async signIn(email, role) {
      const password = "okno-demo-2026";
      const { id } = await createPerson(system, { name: "Ольга Сомова", email, password });
      await grantRole(system, id, { role });
      const answer = await app.post(regionPath("/sign-in"), { email, password });
      const lines = answer.headers.getSetCookie();
      return { id, cookie: lines.map((line) => line.split(";")[0] ?? "").join("; ") };
    },
    file: () => saveAttachment(system, { name: "акт.txt", bytes: Buffer.from("Принято 200") }),
  };
}

async function insertMunicipalities(system: Ctx): Promise<void> {
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

async function insertEvent(system: Ctx, of: EventFixture & { seq: number }): Promise<string> {
  const id = randomUUID();
  const noon = new Date(`${of.day}T07:00:00Z`);
  await insertInto(system, "events_events", {
    id,
    number: `М-2026-${String(of.seq).padStart(4, "0")}`,
    kind: of.kind ?? "seminar",
    title: `Семинар ${of.seq}`,
    stage: of.stage ?? "held",
    stage_since: noon,
    format: "in-person",
    starts_at: noon,
    ends_at: new Date(noon.getTime() + 7_200_000),
    day: of.day,
    municipality_id: of.place,
    project_id: of.project,
    present: of.present,
    attendance_closed_at: of.closed === false ? null : noon,
    created_at: noon,
    changed_at: noon,
  }).execute();
  return id;
}
