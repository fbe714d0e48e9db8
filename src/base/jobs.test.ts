import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { testContextRegion, createTestContext, type TestContext } from "#testing/context.ts";
import { transact, type Ctx } from "./context.ts";
import { enqueue, type ScheduledTask, type Job } from "./jobs.ts";
import { saveRegion } from "./regions.ts";
import { notFound } from "./refusal.ts";

const done: string[] = [];
const input = z.object({ what: z.string() });

const say = (ctx: Ctx, what: string) => {
  const name = ctx.actor.kind === "system" ? ctx.actor.name : ctx.actor.kind;
  done.push(`${ctx.region.id} ${name} ${what}`);
};

const work: Job<z.infer<typeof input>> = {
  name: "kettles.boil",
  input,
  run: async (ctx, { what }) => {
    say(ctx, what);
    if (what === "twice") {
      await transact(ctx, async (tx) => enqueue(tx, work, { what: "again" }));
    }
    if (what === "refused") throw notFound("base.not-found");
    if (what === "broken") throw new Error("the kettle leaks");
  },
};

const scheduledTasks: ScheduledTask = {
  name: "kettles.wash",
  every: "0 3 * * *",
  run: async (ctx) => say(ctx, "washed"),
};

let context: TestContext;
beforeAll(async () => {
  context = await createTestContext({
    jobs: [work as Job],
    clockwork: [scheduledTasks],
    worker: true,
  });
});
afterAll(() => context.close());
beforeEach(() => void done.splice(0));

const ask = (...whats: string[]) =>
  transact(context.asSystem(), async (tx) => {
    for (const what of whats) enqueue(tx, work, { what });
  });
const drainJobs = () => context.jobs.drainJobs(context.contextFor);
const stateOf = async (state: string) =>
  (await context.jobs.states(testContextRegion.id)).find(
    (one) => one.name === work.name && one.state === state,
  )?.count ?? 0;
const until = (holds: () => Promise<boolean> | boolean) => expect.poll(holds).toBe(true);

describe("a job", () => {
  it("exists only once the transaction that asked for it has committed", async () => {
    const failing = transact(context.asSystem(), async (tx) => {
      enqueue(tx, work, { what: "undone" });
      throw new Error("undo");
    });
    await expect(failing).rejects.toThrow("undo");
    expect(await drainJobs()).toBe(0);
  });

  it("runs in its region, as the system under its own name", async () => {
    await ask("tea");
    expect(await drainJobs()).toBe(1);
    expect(done).toEqual(["sinegorsk kettles.boil tea"]);
  });

  it("that asks for another is settled together with it", async () => {
    await ask("twice", "tea");
    expect(await drainJobs()).toBe(3);
    expect(done.at(-1)).toBe("sinegorsk kettles.boil again");
    expect(await drainJobs()).toBe(0);
  });

  it("refused is over: asking again would meet the same answer", async () => {
    await ask("refused");
    await drainJobs();
    expect(await drainJobs()).toBe(0);
    expect(done).toEqual(["sinegorsk kettles.boil refused"]);
    expect(await context.jobs.failures(testContextRegion.id, 10)).toEqual([]);
  });

  it("that breaks is heard at once by whoever settles", async () => {
    await ask("broken");
    await expect(drainJobs()).rejects.toThrow("the kettle leaks");
    await context.owner.query("delete from pgboss.job where name = $1", [work.name]);
  });
});

describe("a working process", () => {
  beforeAll(async () => {
    await saveRegion(
      context.app.database,
      { ...testContextRegion, id: "zarechye" },
      context.clock.now,
    );
    await context.jobs.startWorker(context.contextFor, async () => ["sinegorsk", "zarechye"]);
  });

  it("takes jobs by itself; a refused one ends, a broken one waits for its retry alone", async () => {
    await ask("tea", "refused");
    await until(async () => done.length === 2 && (await stateOf("completed")) >= 2);
    await ask("broken", "after");
    await until(async () => (await stateOf("retry")) === 1);
    expect(await stateOf("failed")).toBe(0);
    expect(done).toContain("sinegorsk kettles.boil after");
    expect(await stateOf("completed")).toBe(3);
  });

  it("starts its clockwork in every region", async () => {
    await context.owner.query(`insert into pgboss.job (name, data) values ('kettles.wash', '{}')`);
    await until(() => done.length === 2);
    expect(done).toEqual(["sinegorsk kettles.wash washed", "zarechye kettles.wash washed"]);
    const { rows } = await context.owner.query("select name, cron from pgboss.schedule");
    expect(rows).toEqual([{ name: "kettles.wash", cron: "0 3 * * *" }]);
  });
});
