import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { deskActors, seedDesk, deskPeople, deskPlaces, createMessage } from "../desk/fixtures.ts";
import { loadDeskCounts, deskQuery, findFirstInQueue, listQueue, queuePageSize } from "./reads.ts";
import { findDeskCard } from "../desk/store.ts";
import { leaseMessage, dismissMessage, leaseNextForActor } from "../desk/actions.ts";

let app: TestApp;
const ctx = {} as Record<keyof typeof deskActors | "system", Ctx>;
const all = deskQuery.parse({});

beforeAll(async () => {
  app = await createTestApp();
  ctx.system = await app.asSystem();
  for (const name of Object.keys(deskActors) as (keyof typeof deskActors)[])
    ctx[name] = await app.asActor(deskActors[name]);
  await seedDesk(ctx.system);
});
afterAll(() => app.close());

/** Everybody's desk is empty before each story. */
beforeEach(async () => {
  await ctx.system.db
    .updateTable("signals_messages")
    .set({ state: "withdrawn", leased_by: null, leased_until: null })
    .execute();
});

const numbers = async (who: Ctx, query: object = {}) =>
  (await listQueue(who, deskQuery.parse(query))).rows.map(({ number }) => number);

describe("the order of the queue", () => {
  it("is by deadline, danger first among equal, what has no deadline last", async () => {
    const never = await createMessage(ctx.system, { due: null });
    const later = await createMessage(ctx.system, { due: 90 });
    const plain = await createMessage(ctx.system, { due: 30 });
    const danger = await createMessage(ctx.system, { due: 30, urgency: "danger" });
    expect(await numbers(ctx.marina)).toEqual(
      [danger, plain, later, never].map(({ number }) => number),
    );
  });

  it("turns its pages forth and back without losing or repeating a row", async () => {
    const told = [];
    for (let n = 0; n < queuePageSize * 2 + 3; n++) {
      told.push(
        await createMessage(ctx.system, {
          due: n % 7 === 0 ? null : n % 5,
          urgency: n % 3 === 0 ? "danger" : "normal",
        }),
      );
    }
    const forth: string[][] = [];
    let page = await listQueue(ctx.marina, all);
    for (;;) {
      forth.push(page.rows.map(({ number }) => number));
      if (page.after === undefined) break;
      page = await listQueue(ctx.marina, deskQuery.parse({ after: page.after }));
    }
    expect(new Set(forth.flat()).size).toBe(told.length);
    expect(forth.flat()).toHaveLength(told.length);
    const back: string[][] = [forth.at(-1) ?? []];
    while (page.before !== undefined) {
      page = await listQueue(ctx.marina, deskQuery.parse({ before: page.before }));
      back.unshift(page.rows.map(({ number }) => number));
    }
    expect(back.flat()).toEqual(forth.flat());
  });

  it("turns the pages of the sample and of one's own decisions alike", async () => {
    for (let n = 0; n < queuePageSize + 5; n++) await createMessage(ctx.system, { machine: true });
    const first = await listQueue(ctx.marina, deskQuery.parse({ state: "machine" }));
    const second = await listQueue(
      ctx.marina,
      deskQuery.parse({ state: "machine", after: first.after }),
    );
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(
      queuePageSize + 5,
    );
    for (let n = 0; n < queuePageSize + 2; n++) {
      await dismissMessage(ctx.pavel, (await createMessage(ctx.system)).number, { reason: "spam" });
    }
    const mine = await listQueue(ctx.pavel, deskQuery.parse({ state: "mine" }));
    const rest = await listQueue(ctx.pavel, deskQuery.parse({ state: "mine", after: mine.after }));
    expect(mine.rows).toHaveLength(queuePageSize);
    expect(rest.rows).toHaveLength(2);
    expect((await listQueue(ctx.marina, deskQuery.parse({ state: "mine" }))).rows).toHaveLength(0);
  });

  it("refuses a cursor that nobody wrote", async () => {
    const forged = Buffer.from(JSON.stringify(["yesterday", 1, deskPeople.marina])).toString(
      "base64url",
    );
    for (const after of [forged, "%%%", Buffer.from('["",2,"1 or 1=1"]').toString("base64url")]) {
      await expect(listQueue(ctx.marina, deskQuery.parse({ after }))).rejects.toMatchObject({
        reason: "base.bad-address",
      });
    }
  });
});

describe("filters and counts", () => {
  it("finds by words, number, channel, urgency and municipality", async () => {
    const light = await createMessage(ctx.system, {
      text: "Фонари не горят",
      channel: "email",
      urgency: "important",
    });
    const far = await createMessage(ctx.system, {
      text: "Яма",
      municipality: deskPlaces.kedrinsky,
    });
    const nowhere = await createMessage(ctx.system, { text: "Шум", municipality: null });
    expect(await numbers(ctx.olga, { q: "фонарь" })).toEqual([light.number]);
    expect(await numbers(ctx.olga, { q: light.number })).toEqual([light.number]);
    expect(await numbers(ctx.olga, { channel: "email" })).toEqual([light.number]);
    expect(await numbers(ctx.olga, { urgency: "important" })).toEqual([light.number]);
    expect(await numbers(ctx.olga, { municipality: deskPlaces.kedrinsky })).toEqual([far.number]);
    expect(await numbers(ctx.olga, { municipality: "none" })).toEqual([nowhere.number]);
  });

  it("counts what the actor may sort, and remembers the last decision", async () => {
    await createMessage(ctx.system);
    await createMessage(ctx.system, { municipality: deskPlaces.kedrinsky });
    const done = await createMessage(ctx.system);
    await dismissMessage(ctx.marina, done.number, { reason: "thanks" });
    const since = new Date(app.clock.now.getTime() - 1000);
    expect(await loadDeskCounts(ctx.marina, since)).toMatchObject({
      waiting: 1,
      last: { number: done.number, state: "noise" },
    });
    expect(await loadDeskCounts(ctx.zoya, since)).toMatchObject({ waiting: 1, last: undefined });
    expect(await loadDeskCounts(ctx.olga, since)).toMatchObject({ waiting: 2 });
  });
});

describe("leases", () => {
  it("never give one message to two people, however many ask at once", async () => {
    for (let n = 0; n < 40; n++) await createMessage(ctx.system, { due: n });
    const asks = Array.from({ length: 40 }, (_, n) =>
      leaseNextForActor(n % 2 === 0 ? ctx.marina : ctx.pavel, all),
    );
    const given = await Promise.all(asks);
    expect(given.every((number) => number !== undefined)).toBe(true);
    expect(new Set(given).size).toBe(40);
    for (const [n, number] of given.entries()) {
      const card = await findDeskCard(ctx.system, number ?? "");
      expect(card?.leased_by).toBe(n % 2 === 0 ? deskPeople.marina : deskPeople.pavel);
    }
  });

  it("share out too few messages: everybody else gets none", async () => {
    for (let n = 0; n < 3; n++) await createMessage(ctx.system, { due: n });
    const given = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        leaseNextForActor(n % 2 === 0 ? ctx.marina : ctx.pavel, all),
      ),
    );
    const holders = new Map<string, Set<number>>();
    given.forEach((number, n) => {
      if (number !== undefined) holders.set(number, (holders.get(number) ?? new Set()).add(n % 2));
    });
    expect(holders.size).toBe(3);
    expect([...holders.values()].every((who) => who.size === 1)).toBe(true);
  });

  it("hold for ten minutes and keep others from deciding", async () => {
    const message = await createMessage(ctx.system);
    await leaseMessage(ctx.marina, message.number);
    const dismiss = () => dismissMessage(ctx.pavel, message.number, { reason: "spam" });
    await expect(dismiss()).rejects.toMatchObject({ kind: "conflict", reason: "signals.leased" });
    await expect(leaseMessage(ctx.pavel, message.number)).rejects.toMatchObject({
      reason: "signals.leased",
    });
    const before = app.clock.now;
    app.clock.now = new Date(before.getTime() + 10 * 60_000 + 1);
    await dismiss();
    app.clock.now = before;
    expect((await findDeskCard(ctx.system, message.number))?.state).toBe("noise");
  });

  it("let exactly one of two deciders through", async () => {
    const message = await createMessage(ctx.system);
    const outcome = await Promise.allSettled([
      dismissMessage(ctx.marina, message.number, { reason: "spam" }),
      dismissMessage(ctx.pavel, message.number, { reason: "thanks" }),
    ]);
    expect(outcome.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("put off: the message is free again and the next one behind it comes", async () => {
    const [a, b, c] = [
      await createMessage(ctx.system, { due: 1 }),
      await createMessage(ctx.system, { due: 2 }),
      await createMessage(ctx.system, { due: 3 }),
    ];
    expect(await leaseNextForActor(ctx.marina, all)).toBe(a.number);
    expect(await leaseNextForActor(ctx.marina, all, { leave: a.number })).toBe(b.number);
    expect(await leaseNextForActor(ctx.marina, all, { leave: b.number })).toBe(c.number);
    expect(await leaseNextForActor(ctx.marina, all, { leave: c.number })).toBe(a.number);
    expect(await findDeskCard(ctx.system, b.number)).toMatchObject({ leased_by: null });
    await leaseMessage(ctx.pavel, b.number);
    expect(await leaseNextForActor(ctx.marina, all, { leave: a.number })).toBe(c.number);
  });

  it("begin the day with what is mine, else with what nobody holds", async () => {
    const [a, b, c] = [
      await createMessage(ctx.system, { due: 1 }),
      await createMessage(ctx.system, { due: 2 }),
      await createMessage(ctx.system, { due: 3 }),
    ];
    await leaseMessage(ctx.pavel, a.number);
    expect(await findFirstInQueue(ctx.marina, all)).toBe(b.number);
    await leaseMessage(ctx.marina, c.number);
    expect(await findFirstInQueue(ctx.marina, all)).toBe(c.number);
  });
});
