import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { groundRegion, openTestGround, type TestGround } from "#testing/context.ts";
import { transact, type Ctx } from "./context.ts";
import { remember } from "./cache.ts";

describe("what is remembered", () => {
  let ground: TestGround;
  beforeAll(async () => {
    ground = await openTestGround();
  });
  afterAll(() => ground.close());

  const counting = (seconds: number) => {
    let reads = 0;
    const book = remember(seconds, async (ctx) => `${ctx.region.id} ${++reads}`);
    return { book, reads: () => reads };
  };

  it("is read once for many who ask at once", async () => {
    const { book, reads } = counting(60);
    const ctx = ground.system();
    const asked = await Promise.all([book(ctx), book(ctx), book(ctx)]);
    expect(asked).toEqual(["sinegorsk 1", "sinegorsk 1", "sinegorsk 1"]);
    expect(reads()).toBe(1);
  });

  it("is kept apart for each region", async () => {
    const { book } = counting(60);
    await book(ground.system());
    expect(await book(ground.system({ ...groundRegion, id: "other" }))).toBe("other 2");
  });

  it("is read anew once forgotten, or when its seconds are over", async () => {
    const { book } = counting(60);
    await book(ground.system());
    book.forget(ground.system());
    expect(await book(ground.system())).toBe("sinegorsk 2");
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const timed = counting(60);
      await timed.book(ground.system());
      vi.advanceTimersByTime(59_000);
      expect(await timed.book(ground.system())).toBe("sinegorsk 1");
      vi.advanceTimersByTime(1_000);
      expect(await timed.book(ground.system())).toBe("sinegorsk 2");
    } finally {
      vi.useRealTimers();
    }
  });

  it("is forgotten at the end of the transaction that changed it, and not when that failed", async () => {
    const { book } = counting(60);
    await book(ground.system());
    await transact(ground.system(), async (tx) => {
      book.forget(tx);
      expect(await book(tx)).toBe("sinegorsk 1");
    });
    expect(await book(ground.system())).toBe("sinegorsk 2");
    const failed = transact(ground.system(), async (tx) => {
      book.forget(tx);
      throw new Error("undo");
    });
    await expect(failed).rejects.toThrow("undo");
    expect(await book(ground.system())).toBe("sinegorsk 2");
  });

  it("is not kept when the reading failed", async () => {
    let broken = true;
    const book = remember(60, async () => {
      if (broken) throw new Error("the server is away");
      return "here";
    });
    await expect(book(ground.system())).rejects.toThrow("the server is away");
    broken = false;
    expect(await book(ground.system())).toBe("here");
  });

  it("is read outside the transaction of whoever asked: nothing undone is ever remembered", async () => {
    const book = remember(60, async (ctx: Ctx) => {
      const rows = await ctx.db.selectFrom("base_numbers").select("series").execute();
      return { rows: rows.length, inside: ctx.unit !== undefined };
    });
    const undone = transact(ground.system(), async (tx) => {
      await tx.db
        .insertInto("base_numbers")
        .values({ region_id: tx.region.id, series: "undone", last: 1 })
        .execute();
      expect(await book(tx)).toEqual({ rows: 0, inside: false });
      throw new Error("undo");
    });
    await expect(undone).rejects.toThrow("undo");
  });
});
