import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CountQuery, CountCell, CountSource, CountedRow } from "#base/ports/count-source.ts";
import { upsertContact } from "#modules/people/index.ts";
import { registerOrganisation } from "#modules/organisations/index.ts";
import { transact, type Ctx } from "#base/context.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { insertMunicipalities, places } from "../fixtures.ts";
import { recountPresent, upsertPresences } from "../attendance/store.ts";
import {
  eventsAttendance,
  eventsFeedback,
  eventsHeld,
  eventsOrganisations,
  eventsPeople,
  eventSources,
  type EventCountFilters,
} from "./sources.ts";

let app: TestApp;
let system: Ctx;
let people: string[];
let bodies: string[];

/** Current time: the second half of the days below is in the future. */
const now = new Date("2026-06-15T05:00:00Z");
const projectId = "019a0000-0000-7000-8000-0000000000aa";
const towns = [places.dolgomost, places.sinegorsk];

beforeAll(async () => {
  app = await createTestApp();
  app.clock.now = now;
  system = await app.asSystem();
  await insertMunicipalities(system);
  people = [];
  for (let n = 0; n < 8; n += 1)
    people.push((await upsertContact(system, { surname: `Участник${n}` })).id);
  bodies = [];
  for (const name of ["ТОС «Ключ»", "Школа проектов"])
    bodies.push((await registerOrganisation(system, { kind: "nko", name, shortName: name })).id);
});
afterAll(() => app.close());

type EventHistory = {
  town: number;
  day: number;
  kind: "seminar" | "conference";
  closed: boolean;
  stage: "announced" | "held" | "cancelled";
  project: boolean;
  present: { person: number; human: number; body: number | null; withdrawn: boolean }[];
  replies: number;
};

const history: fc.Arbitrary<EventHistory> = fc.record({
  town: fc.nat({ max: 1 }),
  day: fc.integer({ min: 1, max: 28 }),
  kind: fc.constantFrom("seminar", "conference"),
  closed: fc.boolean(),
  stage: fc.constantFrom("announced", "held", "cancelled"),
  project: fc.boolean(),
  present: fc.uniqueArray(
    fc.record({
      person: fc.nat({ max: 7 }),
      human: fc.nat({ max: 7 }),
      body: fc.option(fc.nat({ max: 1 })),
      withdrawn: fc.boolean(),
    }),
    { selector: (one) => one.person, maxLength: 8 },
  ),
  replies: fc.nat({ max: 8 }),
});

const dayOf = (day: number) => `2026-06-${String(day).padStart(2, "0")}`;
const closedOf = (one: EventHistory) => one.closed && one.stage === "held";
const activePresences = (one: EventHistory) => one.present.filter(({ withdrawn }) => !withdrawn);
const humansOf = (one: EventHistory) => new Set(activePresences(one).map(({ human }) => human));

async function createEvents(events: readonly EventHistory[]): Promise<void> {
  const { db, region } = system;
  for (const table of ["events_feedback", "events_presences", "events_events"] as const)
    await db.deleteFrom(table).execute();
  for (const [at, one] of events.entries()) {
    const id = system.newId();
    const day = dayOf(one.day);
    await db
      .insertInto("events_events")
      .values({
        region_id: region.id,
        id,
        number: `М-2026-${at}`,
        kind: one.kind,
        title: `Событие ${at}`,
        stage: one.stage,
        stage_since: now,
        format: "in-person",
        starts_at: new Date(`${day}T05:00:00Z`),
        ends_at: new Date(`${day}T07:00:00Z`),
        day,
        municipality_id: towns[one.town] ?? "",
        project_id: one.project ? projectId : null,
        present: humansOf(one).size,
        attendance_closed_at: closedOf(one) ? now : null,
        created_at: now,
        changed_at: now,
      })
      .execute();
    const rows = one.present.map(({ person, human, body, withdrawn }) => ({
      region_id: region.id,
      id: system.newId(),
      event_id: id,
      contact_id: people[person] ?? "",
      human_id: people[human] ?? "",
      mark_id: system.newId(),
      mode: "in-person",
      source: "qr",
      at: now,
      organisation_id: body === null ? null : (bodies[body] ?? null),
      name_key: Buffer.from(`name ${human}`),
      withdrawn_at: withdrawn ? now : null,
    }));
    if (rows.length > 0) await db.insertInto("events_presences").values(rows).execute();
    const replies = people.slice(0, one.replies).map((contact_id) => ({
      region_id: region.id,
      event_id: id,
      contact_id,
      replied: true,
    }));
    if (replies.length > 0) await db.insertInto("events_feedback").values(replies).execute();
  }
}

type EventCountTestQuery = CountQuery<EventCountFilters>;

const queryArbitrary: fc.Arbitrary<EventCountTestQuery> = fc
  .record({
    from: fc.integer({ min: 1, max: 28 }),
    length: fc.nat({ max: 27 }),
    places: fc.option(fc.subarray([0, 1])),
    per: fc.constantFrom("total", "place"),
    kinds: fc.option(fc.subarray(["seminar", "conference"] as const)),
    atLeast: fc.option(fc.integer({ min: 1, max: 6 })),
    project: fc.boolean(),
  })
  .map(({ from, length, places: within, per, kinds, atLeast, project }) => ({
    from: dayOf(from),
    to: dayOf(Math.min(28, from + length)),
    per,
    ...(within !== null && { places: within.map((at) => towns[at] ?? "") }),
    filters: {
      ...(kinds !== null && { kinds: [...kinds] }),
      ...(atLeast !== null && { atLeast }),
      ...(project && { projectId }),
    },
  }));

/** Counted events by reading the whole history: a slow reference. */
function countedEvents(
  events: readonly EventHistory[],
  { filters, from, to, places: within }: EventCountTestQuery,
): EventHistory[] {
  return events.filter(
    (one) =>
      dayOf(one.day) >= from &&
      dayOf(one.day) <= to &&
      (closedOf(one) || (dayOf(one.day) < "2026-06-15" && one.stage !== "cancelled")) &&
      (within === undefined || within.includes(towns[one.town] ?? "")) &&
      (filters.kinds === undefined || filters.kinds.includes(one.kind)) &&
      (filters.atLeast === undefined || humansOf(one).size >= filters.atLeast) &&
      (filters.projectId === undefined || one.project),
  );
}

type CountTotals = { confirmed: number; reported: number; of?: number };

const sumOf = (cells: readonly CountCell[]): CountTotals => ({
  confirmed: cells.reduce((sum, cell) => sum + cell.confirmed, 0),
  reported: cells.reduce((sum, cell) => sum + cell.reported, 0),
});

/** Counts each once, per place or in total; confirmed where one confirmed event suffices. */
function countDistinctExpected(
  events: readonly EventHistory[],
  per: EventCountTestQuery["per"],
  of: (one: EventHistory) => Iterable<number>,
): CountTotals {
  const confirmed = new Set<string>();
  const all = new Set<string>();
  for (const one of events) {
    for (const what of of(one)) {
      const key = per === "place" ? `${one.town} ${what}` : String(what);
      all.add(key);
      if (closedOf(one)) confirmed.add(key);
    }
  }
  return { confirmed: confirmed.size, reported: all.size - confirmed.size };
}

async function allRows(
  source: CountSource<EventCountFilters>,
  given: EventCountTestQuery,
): Promise<CountedRow[]> {
  const rows: CountedRow[] = [];
  let after: string | undefined;
  do {
    const page = await source.rows(system, {
      ...given,
      limit: 3,
      ...(after !== undefined && { after }),
    });
    rows.push(...page.rows);
    after = page.after;
  } while (after !== undefined);
  return rows;
}

const sumRows = (rows: readonly CountedRow[]): CountTotals => ({
  confirmed: rows.filter((row) => row.confirmed).reduce((sum, row) => sum + row.amount, 0),
  reported: rows.filter((row) => !row.confirmed).reduce((sum, row) => sum + row.amount, 0),
});

/** Presence of a person marked by ticket and not withdrawn. */
const presenceOf = (ctx: Ctx, contactId: string) => ({
  contactId,
  sessionId: null,
  mark: {
    id: ctx.newId(),
    contactId,
    sessionId: null,
    mode: "in-person" as const,
    source: "qr" as const,
    at: now,
    recordedBy: null,
    device: "",
    paperListId: null,
  },
  affiliation: {
    humanId: contactId,
    municipalityId: null,
    organisationId: null,
    organisation: "",
    nameKey: Buffer.from("name"),
  },
});

describe("count sources of events", () => {
  test("equals a reference count over random histories, and its rows sum to it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(history, { maxLength: 8 }),
        fc.array(queryArbitrary, { minLength: 6, maxLength: 6 }),
        async (events, asks) => {
          await createEvents(events);
          for (const one of asks) {
            const fitting = countedEvents(events, one);
            const split = (amount: (one: EventHistory) => number): CountTotals => ({
              confirmed: fitting.filter(closedOf).reduce((sum, event) => sum + amount(event), 0),
              reported: fitting
                .filter((event) => !closedOf(event))
                .reduce((sum, event) => sum + amount(event), 0),
            });
            const wanted: [CountSource<EventCountFilters>, CountTotals][] = [
              [eventsHeld, split(() => 1)],
              [eventsAttendance, split((event) => humansOf(event).size)],
              [eventsPeople, countDistinctExpected(fitting, one.per, humansOf)],
              [
                eventsOrganisations,
                countDistinctExpected(fitting, one.per, (event) =>
                  activePresences(event).flatMap(({ body }) => body ?? []),
                ),
              ],
            ];
            for (const [source, sum] of wanted) {
              expect(sumOf(await source.cells(system, one)), source.name).toEqual(sum);
              expect(sumRows(await allRows(source, one)), `${source.name} rows`).toEqual(sum);
            }
            const closed = fitting.filter(closedOf);
            const cells = await eventsFeedback.cells(system, one);
            expect(cells.reduce((sum, cell) => sum + cell.confirmed, 0)).toBe(
              closed.reduce((sum, event) => sum + Math.min(event.replies, humansOf(event).size), 0),
            );
            expect(cells.reduce((sum, cell) => sum + (cell.of ?? 0), 0)).toBe(
              closed.reduce((sum, event) => sum + humansOf(event).size, 0),
            );
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test("recounts distinct people after a change, and not after a rollback", async () => {
    const all: EventCountTestQuery = { filters: {}, from: dayOf(1), to: dayOf(28), per: "total" };
    const present = [{ person: 0, human: 0, body: 0, withdrawn: false }];
    const one = { town: 0, day: 3, kind: "seminar", closed: true, stage: "held" } as const;
    await createEvents([{ ...one, project: false, present, replies: 0 }]);
    const event = await system.db
      .selectFrom("events_events")
      .select("id")
      .executeTakeFirstOrThrow();
    const counted = async (ctx: Ctx) => sumOf(await eventsPeople.cells(ctx, all)).confirmed;
    const comes = async (ctx: Ctx, person: number) => {
      await upsertPresences(ctx, event.id, [presenceOf(ctx, people[person] ?? "")]);
      await recountPresent(ctx, [event.id]);
    };
    expect(await counted(system)).toBe(1);
    await expect(
      transact(system, async (tx) => {
        await comes(tx, 1);
        expect(await counted(tx)).toBe(2);
        throw new Error("undone");
      }),
    ).rejects.toThrow("undone");
    expect(await counted(system)).toBe(1);
    await comes(system, 2);
    expect(await counted(system)).toBe(2);
    await system.db.updateTable("events_events").set({ attendance_closed_at: null }).execute();
    expect(await counted(system)).toBe(0);
  });

  test("equals the figure of a day or place by its cells, for additive sources", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(history, { maxLength: 6 }),
        queryArbitrary,
        fc.integer({ min: 1, max: 28 }),
        async (events, one, day) => {
          await createEvents(events);
          for (const source of [eventsHeld, eventsAttendance]) {
            const whole = await source.cells(system, { ...one, from: dayOf(1), to: dayOf(28) });
            const part = await source.cells(system, { ...one, from: dayOf(1), to: dayOf(day) });
            expect(sumOf(whole.filter((cell) => cell.day <= dayOf(day)))).toEqual(sumOf(part));
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  test("has a name in every source, and refuses unknown filters", () => {
    expect(eventSources.map(({ name }) => name)).toEqual([
      "events.held",
      "events.attendance",
      "events.people",
      "events.organisations",
      "events.feedback",
    ]);
    expect(eventsHeld.filters.safeParse({ kinds: ["concert"] }).success).toBe(false);
    expect(eventsHeld.filters.safeParse({ atLeast: 0 }).success).toBe(false);
  });
});
