import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { testContextRegion, createTestContext, type TestContext } from "#testing/context.ts";
import { transact, type Ctx, type Reaction } from "./context.ts";
import {
  startChain,
  listSubjectFacts,
  flushFacts,
  hashFact,
  recordFact,
  verifyJournal,
  type Fact,
  type Json,
} from "./journal.ts";

const echo: Reaction = async (ctx, fact) => {
  if (ctx.unit === undefined) throw new Error("a reaction runs inside the transaction");
  recordFact({ ...ctx, unit: ctx.unit }, { subject: fact.subject, type: "thing.echoed" });
};
const refuse: Reaction = () => Promise.reject(new Error("the reaction failed"));

let context: TestContext;
let ctx: Ctx;

beforeAll(async () => {
  context = await createTestContext({
    reactions: new Map([
      ["thing.called", [echo]],
      ["thing.doomed", [refuse]],
    ]),
  });
  ctx = context.asSystem();
});
afterAll(() => context.close());
afterEach(() => context.owner.query("truncate base_facts"));

const tell = (subject: string, ...types: string[]) =>
  transact(ctx, async (tx) => {
    for (const type of types) recordFact(tx, { subject, type, data: { n: types.indexOf(type) } });
  });

const tamper = (text: string, values: unknown[]) => context.owner.query(text, values);

describe("the chain of a subject", () => {
  it("numbers its facts from one and holds over many transactions and subjects", async () => {
    const [road, yard] = [randomUUID(), randomUUID()];
    await tell(road, "thing.made", "thing.moved");
    await tell(yard, "thing.made");
    await tell(road, "thing.ended");
    const facts = await listSubjectFacts(ctx, road);
    expect(facts.map(({ seq, type }) => [seq, type])).toEqual([
      [1, "thing.made"],
      [2, "thing.moved"],
      [3, "thing.ended"],
    ]);
    expect(facts[0]).toMatchObject({ actor: "system:test", data: { n: 0 }, at: context.clock.now });
    expect(await verifyJournal(ctx)).toEqual({ facts: 4, faults: [] });
  });

  it("begins without a look-up for a subject born in the transaction", async () => {
    const subject = randomUUID();
    await transact(ctx, async (tx) => {
      startChain(tx, subject);
      recordFact(tx, { subject, type: "thing.made" });
    });
    await tell(subject, "thing.moved");
    expect((await verifyJournal(ctx)).faults).toEqual([]);
  });

  it("takes whatever data comes back from the database: keys in any order, nested, of any script", async () => {
    const json = fc
      .dictionary(
        fc.string({ maxLength: 8 }),
        fc.oneof(
          fc.string({ unit: "grapheme", maxLength: 12 }),
          fc.integer(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.boolean(),
          fc.constant(null),
          fc.array(fc.dictionary(fc.string({ maxLength: 4 }), fc.integer(), { maxKeys: 4 })),
        ),
        { maxKeys: 6 },
      )
      .map((value) => JSON.parse(JSON.stringify(value).replaceAll("\\u0000", "")))
      .filter((value): value is Record<string, Json> => typeof value === "object");
    await fc.assert(
      fc.asyncProperty(json, async (data) => {
        const subject = randomUUID();
        await transact(ctx, async (tx) => recordFact(tx, { subject, type: "thing.made", data }));
        expect((await verifyJournal(ctx)).faults).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("names a row whose content was changed", async () => {
    const subject = randomUUID();
    await tell(subject, "thing.made", "thing.moved", "thing.ended");
    await tamper(`update base_facts set data = '{"n": 7}' where subject_id = $1 and seq = 2`, [
      subject,
    ]);
    expect((await verifyJournal(ctx)).faults).toEqual([{ subject, seq: 2, fault: "hash" }]);
  });

  it("names a changed row even when its own hash was made anew: the next one no longer fits", async () => {
    const subject = randomUUID();
    await tell(subject, "thing.made", "thing.moved", "thing.ended");
    const [first, second] = await listSubjectFacts(ctx, subject);
    if (first === undefined || second === undefined) throw new Error("two facts were told");
    const forged: Fact = { ...second, type: "thing.praised" };
    const { rows } = await tamper("select hash from base_facts where id = $1", [first.id]);
    const hash = hashFact(testContextRegion.id, forged, rows[0].hash);
    await tamper("update base_facts set type = $2, hash = $3 where id = $1", [
      second.id,
      forged.type,
      hash,
    ]);
    expect((await verifyJournal(ctx)).faults).toEqual([{ subject, seq: 3, fault: "previous" }]);
  });

  it("names the gap where a row was removed", async () => {
    const subject = randomUUID();
    await tell(subject, "thing.made", "thing.moved", "thing.ended");
    await tamper("delete from base_facts where subject_id = $1 and seq = 2", [subject]);
    expect((await verifyJournal(ctx)).faults).toEqual([{ subject, seq: 3, fault: "gap" }]);
  });

  it("names rows that changed places", async () => {
    const subject = randomUUID();
    await tell(subject, "thing.made", "thing.moved", "thing.ended");
    await tamper(
      "update base_facts set seq = case seq when 2 then 30 when 3 then 20 end where subject_id = $1 and seq > 1",
      [subject],
    );
    await tamper("update base_facts set seq = seq / 10 where subject_id = $1 and seq > 1", [
      subject,
    ]);
    const { faults } = await verifyJournal(ctx);
    expect(faults.map((fault) => fault.seq)).toEqual([2, 3]);
  });

  it("names a row moved to another subject", async () => {
    const [from, to] = [randomUUID(), randomUUID()];
    await tell(from, "thing.made");
    await tamper("update base_facts set subject_id = $2 where subject_id = $1", [from, to]);
    expect((await verifyJournal(ctx)).faults).toEqual([{ subject: to, seq: 1, fault: "hash" }]);
  });
});

describe("the application's role", () => {
  it("can neither change nor remove a fact", async () => {
    const subject = randomUUID();
    await tell(subject, "thing.made");
    const denied = expect.objectContaining({ code: "42501" });
    await expect(
      ctx.db.updateTable("base_facts").set({ type: "thing.praised" }).execute(),
    ).rejects.toEqual(denied);
    await expect(ctx.db.deleteFrom("base_facts").execute()).rejects.toEqual(denied);
    await expect(sql`truncate base_facts`.execute(ctx.db)).rejects.toEqual(denied);
    expect(await listSubjectFacts(ctx, subject)).toHaveLength(1);
  });

  it("does not see the facts of another region, nor writes there", async () => {
    const subject = randomUUID();
    await tell(subject, "thing.made");
    const other = { ...testContextRegion, id: "other" };
    const there = context.asSystem(other);
    const seen = await there.db.selectFrom("base_facts").select("id").execute();
    expect(seen).toEqual([]);
    const stranger = { ...there, region: testContextRegion };
    await expect(
      transact(stranger, async (tx) => recordFact(tx, { subject, type: "thing.moved" })),
    ).rejects.toEqual(expect.objectContaining({ code: "42501" }));
  });
});

describe("one transaction", () => {
  it("leaves no fact behind when the work, or a reaction to it, fails", async () => {
    const subject = randomUUID();
    const failing = transact(ctx, async (tx) => {
      recordFact(tx, { subject, type: "thing.made" });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    await expect(tell(subject, "thing.made", "thing.doomed")).rejects.toThrow(
      "the reaction failed",
    );
    expect(await listSubjectFacts(ctx, subject)).toEqual([]);
  });

  it("writes what a reaction records after the fact it reacts to", async () => {
    const subject = randomUUID();
    await tell(subject, "thing.called");
    const types = (await listSubjectFacts(ctx, subject)).map((fact) => fact.type);
    expect(types).toEqual(["thing.called", "thing.echoed"]);
    expect((await verifyJournal(ctx)).faults).toEqual([]);
  });
});

describe("many at once about one subject", () => {
  it("keep one chain when each locks the subject first, as every action does", async () => {
    const subject = randomUUID();
    await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        transact(ctx, async (tx) => {
          // Stands for the subject's own row, which an action loads for a change.
          await sql`select from base_regions where id = ${testContextRegion.id} for update`.execute(
            tx.db,
          );
          recordFact(tx, { subject, type: "thing.moved", data: { n } });
        }),
      ),
    );
    expect(await verifyJournal(ctx)).toEqual({ facts: 8, faults: [] });
    expect((await listSubjectFacts(ctx, subject)).map((fact) => fact.seq)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });

  it("without the lock: the second fails as a whole, and the chain does not fork", async () => {
    const subject = randomUUID();
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    let written = () => {};
    const firstWritten = new Promise<void>((resolve) => (written = resolve));
    const first = transact(ctx, async (tx) => {
      recordFact(tx, { subject, type: "thing.made" });
      await flushFacts(tx);
      written();
      await gate;
    });
    await firstWritten;
    const second = tell(subject, "thing.moved");
    const outcome = expect(second).rejects.toEqual(expect.objectContaining({ code: "23505" }));
    await expect
      .poll(async () => {
        const { rows } = await context.owner.query(
          `select from pg_locks join pg_stat_activity using (pid)
           where not granted and datname = current_database()`,
        );
        return rows.length;
      })
      .toBe(1);
    open();
    await first;
    await outcome;
    expect(await verifyJournal(ctx)).toEqual({ facts: 1, faults: [] });
  });
});
