import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { deskActors, seedDesk, deskPlaces, createMessage } from "../desk/fixtures.ts";
import { deskQuery } from "./reads.ts";
import {
  findFirstToTeach,
  listTeachingQueue,
  areNearlySame,
  sortForTeaching,
  type TeachingCandidate,
} from "./teaching-order-reads.ts";
import { dismissMessage, leaseNextForActor } from "../desk/actions.ts";

const candidate = fc.record({
  group: fc.constantFrom("roads", "water", null),
  margin: fc.nat(1000).map((n) => n / 1000),
  beginning: fc.constantFrom(
    "Яма на дороге у школы, машины бьют колёса",
    "Яма на дороге у школы, машины бьют колёса!!!",
    "Нет воды третий день во всём подъезде",
    "Во дворе воют собаки",
    "",
  ),
});
const candidates = fc.array(candidate, { maxLength: 40 });

describe("the order of teaching", () => {
  it("loses nobody and doubles nobody", () => {
    fc.assert(
      fc.property(candidates, fc.array(candidate, { maxLength: 6 }), (waiting, sample) => {
        const order = sortForTeaching(waiting, sample);
        expect(new Set(order)).toEqual(new Set([...waiting, ...sample]));
        expect(order.length).toBe(waiting.length + sample.length);
      }),
    );
  });

  it("puts nearly the same texts beside each other only when nothing else is left", () => {
    fc.assert(
      fc.property(candidates, (waiting) => {
        const order = sortForTeaching(waiting);
        order.forEach((one, at) => {
          const next = order[at + 1];
          if (next === undefined || !areNearlySame(one.beginning, next.beginning)) return;
          const rest = order.slice(at + 1);
          expect(rest.every((other) => areNearlySame(one.beginning, other.beginning))).toBe(true);
        });
      }),
    );
  });

  it("never begins with a text before a less sure one of the same group", () => {
    fc.assert(
      fc.property(candidates, (waiting) => {
        const [first] = sortForTeaching(waiting);
        const own = waiting.filter(({ group }) => group === first?.group);
        expect(own.every(({ margin }) => margin >= (first?.margin ?? 0))).toBe(true);
      }),
    );
  });

  it("asks first where many of the group wait", () => {
    const one = (group: string, beginning: string): TeachingCandidate => ({
      group,
      margin: 0.2,
      beginning,
    });
    const lonely = one("gas", "Пахнет газом");
    const many = [
      one("roads", "Яма на дороге"),
      one("roads", "Разбит тротуар у дома"),
      one("roads", "Провалился асфальт напротив"),
    ];
    expect(sortForTeaching([lonely, ...many]).at(-1)).toBe(lonely);
  });

  it("shows one of the machine's own after every five", () => {
    const waiting = Array.from({ length: 12 }, (_, n) => ({
      group: "roads",
      margin: n / 20,
      beginning: `слово${"абвгдежзиклм"[n]}`,
    }));
    const sample = [1, 2, 3].map((n) => ({ group: "", margin: 0, beginning: `само ${n}` }));
    const order = sortForTeaching(waiting, sample);
    expect(sample.map((one) => order.indexOf(one))).toEqual([5, 11, 14]);
  });
});

let app: TestApp;
let system: Ctx;
let marina: Ctx;
let pavel: Ctx;
let zoya: Ctx;
const teach = deskQuery.parse({ state: "teach" });

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  [marina, pavel, zoya] = await Promise.all([
    app.asActor(deskActors.marina),
    app.asActor(deskActors.pavel),
    app.asActor(deskActors.zoya),
  ]);
  await seedDesk(system);
});
afterAll(() => app.close());
beforeEach(async () => {
  await system.db
    .updateTable("signals_messages")
    .set({ state: "withdrawn", decided_by_machine: false })
    .execute();
});

const topic = (confidence: number, second: number) => ({
  topic: {
    code: "roads.manhole",
    group: "roads",
    confidence,
    runnersUp: [{ code: "roads.pothole", confidence: second }],
  },
});

describe("the queue of teaching", () => {
  it("begins with what triage is least sure of, in one's own municipalities", async () => {
    const sure = await createMessage(system, {
      text: "Люк открыт",
      suggestion: topic(0.9, 0.02),
      due: 5,
    });
    const doubtful = await createMessage(system, {
      text: "Там что-то упало",
      suggestion: topic(0.45, 0.4),
    });
    await createMessage(system, { text: "Чужое", municipality: deskPlaces.kedrinsky });
    const { rows } = await listTeachingQueue(marina, teach);
    expect(rows.map(({ number }) => number)).toEqual([doubtful.number, sure.number]);
    expect(await findFirstToTeach(marina, teach)).toBe(doubtful.number);
    expect((await listTeachingQueue(zoya, teach)).rows).toHaveLength(1);
  });

  it("leases to each the next free one, goes round and ends", async () => {
    const first = await createMessage(system, {
      text: "Там что-то упало",
      suggestion: topic(0.45, 0.4),
    });
    const second = await createMessage(system, {
      text: "Люк открыт",
      suggestion: topic(0.9, 0.02),
    });
    expect(await leaseNextForActor(marina, teach)).toBe(first.number);
    expect(await leaseNextForActor(pavel, teach)).toBe(second.number);
    expect(await findFirstToTeach(marina, teach)).toBe(first.number);
    await dismissMessage(marina, first.number, { reason: "chatter" });
    expect(await leaseNextForActor(marina, teach)).toBeUndefined();
    expect(await leaseNextForActor(pavel, teach)).toBe(second.number);
  });

  it("shows what the machine decided alone without leasing it", async () => {
    const { number } = await createMessage(system, { text: "Куплю гараж", machine: true });
    expect(await leaseNextForActor(marina, teach)).toBe(number);
    expect(await leaseNextForActor(pavel, teach)).toBe(number);
  });

  it("is empty where nothing waits", async () => {
    expect(await leaseNextForActor(marina, teach)).toBeUndefined();
    expect(await findFirstToTeach(marina, teach)).toBeUndefined();
  });
});
