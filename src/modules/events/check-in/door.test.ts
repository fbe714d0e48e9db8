import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import {
  insertMunicipalities,
  createAnnouncedEvent,
  guest,
  operator,
  sampleRegistration,
} from "../fixtures.ts";
import { mergePresences, type DoorBatch } from "./door.ts";
import { listPresences } from "../attendance/store.ts";
import {
  computePresences,
  type AttendanceMark,
  type MarkWithdrawal,
} from "../attendance/presence.ts";
import { register } from "../registration/actions.ts";
import { findEvent } from "../store.ts";

let app: TestApp;
let system: Ctx;
let staff: Ctx;
let visitors: Ctx;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  await insertMunicipalities(system);
  staff = await app.asActor(operator());
  visitors = await app.asActor(guest);
});
afterAll(() => app.close());

const people = 4;
const devices = ["door 1", "door 2", "hall"];
/** The n-th minute after 10:00 on the Monday of the fixture's seminar. */
const minute = (n: number) => new Date(Date.UTC(2026, 5, 8, 5, n));

const operation = fc.record({
  device: fc.integer({ min: 0, max: devices.length - 1 }),
  person: fc.integer({ min: 0, max: people - 1 }),
  at: fc.integer({ min: 0, max: 30 }),
  /** Withdrawn later by another device. */
  takenBack: fc.option(fc.integer({ min: 0, max: devices.length - 1 })),
});
/** Where a device's queue is cut into batches, and which batch it sends again. */
const delivery = fc.record({ cut: fc.integer({ min: 1, max: 3 }), twice: fc.boolean() });

type Operation = { mark: AttendanceMark; withdrawal?: MarkWithdrawal; by: number; takenBy: number };

async function createSeminar() {
  app.clock.now = new Date("2026-06-01T05:00:00Z");
  const event = await createAnnouncedEvent(staff);
  const contacts: string[] = [];
  for (let n = 0; n < people; n += 1)
    contacts.push((await register(visitors, event.id, sampleRegistration(n))).contact.id);
  app.clock.now = new Date("2026-06-08T08:00:00Z");
  return { event, contacts };
}

function toBatches(deeds: readonly Operation[], device: number, cut: number): DoorBatch[] {
  const marks = deeds.filter(({ by }) => by === device).map(({ mark }) => mark);
  const withdrawals = deeds.flatMap(({ withdrawal, takenBy }) =>
    withdrawal !== undefined && takenBy === device ? [withdrawal] : [],
  );
  const name = devices[device] ?? "";
  const batches: DoorBatch[] = [];
  for (let from = 0; from < marks.length; from += cut) {
    const portion = marks.slice(from, from + cut);
    batches.push({
      device: name,
      marks: portion.map(({ id, at, contactId }) => ({
        id,
        at,
        source: "qr" as const,
        contact: contactId,
      })),
    });
  }
  if (withdrawals.length > 0)
    batches.push({
      device: name,
      withdrawals: withdrawals.map(({ markId, reason, at }) => ({ mark: markId, reason, at })),
    });
  return batches;
}

test("merges concurrent batches of three devices, some sent twice, into the computed presences of all marks", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { maxLength: 12 }),
      fc.array(delivery, { minLength: devices.length, maxLength: devices.length }),
      async (history, ways) => {
        const { event, contacts } = await createSeminar();
        const deeds = history.map(({ device, person, at, takenBack }): Operation => {
          const mark: AttendanceMark = {
            id: randomUUID(),
            sessionId: null,
            contactId: contacts[person] ?? "",
            mode: "in-person",
            source: "qr",
            at: minute(at),
            recordedBy: null,
            device: devices[device] ?? "",
            paperListId: null,
          };
          if (takenBack === null) return { mark, by: device, takenBy: device };
          const withdrawal = { markId: mark.id, reason: "ошибка", at: minute(at + 5) };
          return { mark, withdrawal, by: device, takenBy: takenBack };
        });
        await Promise.all(
          ways.map(async ({ cut, twice }, device) => {
            const batches = toBatches(deeds, device, cut);
            for (const batch of [...batches, ...(twice ? batches.toReversed() : [])])
              await mergePresences(staff, event.number, batch);
          }),
        );
        const law = computePresences(
          deeds.map(({ mark }) => mark),
          deeds.flatMap(({ withdrawal }) => withdrawal ?? []),
        );
        const wanted = [...law.values()].map(({ contactId, mark, withdrawn }) => ({
          contact: contactId,
          at: mark.at,
          device: mark.device,
          withdrawn: withdrawn !== undefined,
        }));
        const kept = (await listPresences(system, event.id, { withdrawn: true })).map((row) => ({
          contact: row.contact_id,
          at: row.at,
          device: row.device,
          withdrawn: row.withdrawn_at !== null,
        }));
        const byContact = (a: { contact: string }, b: { contact: string }) =>
          a.contact < b.contact ? -1 : 1;
        expect(kept.toSorted(byContact)).toEqual(wanted.toSorted(byContact));
        const present = wanted.filter(({ withdrawn }) => !withdrawn).length;
        expect((await findEvent(system, event.id))?.present).toBe(present);
      },
    ),
    { numRuns: 8 },
  );
});
