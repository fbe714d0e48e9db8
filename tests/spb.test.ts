import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasSharedData, seedSpbRegion, sharedAppealsFile, spbRegion } from "#demo/spb/seed.ts";
import { outcomeOf, readAppeals, type Appeal } from "#demo/spb/appeals.ts";
import { verifyJournal } from "#base/journal.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";

const slice = 2000;

// Real appeals are no part of the repository: without the data beside it, this story is skipped.
describe.skipIf(!hasSharedData())("the city portal lived again", () => {
  let app: TestApp;
  const appeals: Appeal[] = [];

  beforeAll(async () => {
    app = await createTestApp();
    for await (const appeal of readAppeals(sharedAppealsFile)) {
      if (appeals.push(appeal) === slice) break;
    }
    await seedSpbRegion(app, { max: slice, houses: false, now: app.clock.now });
  }, 300_000);
  afterAll(() => app.close());

  const problems = async () => {
    const ctx = await app.ctxFor(spbRegion, { kind: "system", name: "test" });
    return ctx.db
      .selectFrom("problems_problems")
      .innerJoin("signals_messages", (join) =>
        join.onRef("signals_messages.problem_id", "=", "problems_problems.id"),
      )
      .select([
        "stage",
        "signals_messages.external_id",
        "signals_messages.written_at",
        "problems_problems.planned_for",
      ])
      .where("signals_messages.external_id", "not like", "%/%")
      .execute();
  };

  const tally = <T>(items: readonly T[], key: (item: T) => string) =>
    Object.fromEntries(
      [...Map.groupBy(items, key)].map(([name, group]) => [name, group.length] as const).sort(),
    );

  test("every appeal is one message, and every appeal taken up is one problem", async () => {
    const taken = appeals.filter(
      (appeal) => outcomeOf(appeal) !== "waiting" || appeal.statuses.length > 1,
    );
    expect(await problems()).toHaveLength(taken.length);
  });

  test("the counts per status agree with the file", async () => {
    // Sent back and waiting for a new answer: under consideration by the portal's word, refuted by ours.
    const stageOf = ({ stage }: { stage: string }) => (stage === "refuted" ? "routed" : stage);
    const expected = tally(
      appeals.map(outcomeOf).filter((ending) => ending !== "waiting"),
      String,
    );
    expect(tally(await problems(), stageOf)).toEqual(expected);
  });

  test("the counts per month agree with the file", async () => {
    const month = (at: Date) => new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 7);
    const taken = appeals.filter((appeal) =>
      appeal.statuses.some(({ status }) => status === "Рассмотрение"),
    );
    expect(tally(await problems(), (row) => month(row.written_at))).toEqual(
      tally(taken, (appeal) => month(appeal.created)),
    );
  });

  test("an interim answer promises the day of the file where that day lay ahead", async () => {
    const known = new Map((await problems()).map((row) => [row.external_id, row]));
    const waiting = appeals.filter((appeal) => outcomeOf(appeal) === "answered-interim");
    expect(waiting.length).toBeGreaterThan(50);
    let ahead = 0;
    let same = 0;
    for (const appeal of waiting) {
      const answer = appeal.answers.findLast((one) => one.interim_date !== null);
      const told = appeal.statuses.at(-1)?.dt.toISOString().slice(0, 10) ?? "";
      const promised = answer?.interim_date?.slice(0, 10) ?? "";
      // The portal took promises for the same day or a past one; here the next day stands for them.
      const next = new Date(Date.parse(told) + 2 * 86_400_000).toISOString().slice(0, 10);
      // A promise for the next decade is capped at three years.
      if (promised < next || promised > `${Number(told.slice(0, 4)) + 2}-12-31`) continue;
      ahead += 1;
      if (promised === known.get(String(appeal.id))?.planned_for) same += 1;
    }
    expect(ahead).toBeGreaterThan(50);
    expect(same).toBe(ahead);
  });

  test("the journal of the whole region holds", async () => {
    const ctx = await app.ctxFor(spbRegion, { kind: "system", name: "test" });
    const { facts, faults } = await verifyJournal(ctx);
    expect(faults).toEqual([]);
    expect(facts).toBeGreaterThan(slice * 4);
  });
});
