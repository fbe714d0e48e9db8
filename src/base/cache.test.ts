import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { testContextRegion, createTestContext, type TestContext } from "#testing/context.ts";
import { insertInto } from "./db/region.ts";
import { transact, type Ctx } from "./context.ts";
import { cached } from "./cache.ts";

describe("what is remembered", () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext();
  });
  afterAll(() => context.close());

  const counting = (seconds: number) => {
    let reads = 0;
    const book = cached(seconds, async (ctx) => `${ctx.region.id} ${++reads}`);
    return { book, reads: () => reads };
  };

  it("is read once for many who ask at once", async () => {
    const { book, reads } = counting(60);
    const ctx = context.asSystem();
    const asked = await Promise.all([book(ctx), book(ctx), book(ctx)]);
    expect(asked).toEqual(["sinegorsk 1", "sinegorsk 1", "sinegorsk 1"]);
    expect(reads()).toBe(1);
  });

  it("is kept apart for each region", async () => {
    const { book } = counting(60);
    await book(context.asSystem());
    expect(await book(context.asSystem({ ...testContextRegion, id: "other" }))).toBe("other 2");
  });

  it("is read anew once forgotten, or when its seconds are over", async () => {
    const { book } = counting(60);
    await book(context.asSystem());
    book.invalidate(context.asSystem());
    expect(await book(context.asSystem())).toBe("sinegorsk 2");
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const timed = counting(60);
      await timed.book(context.asSystem());
      vi.advanceTimersByTime(59_000);
      expect(await timed.book(context.asSystem())).toBe("sinegorsk 1");
      vi.advanceTimersByTime(1_000);
      expect(await timed.book(context.asSystem())).toBe("sinegorsk 2");
    } finally {
      vi.useRealTimers();
    }
  });

  it("is forgotten at the end of the transaction that changed it, and not when that failed", async () => {
    const { book } = counting(60);
    await book(context.asSystem());
    await transact(context.asSystem(), async (tx) => {
      book.invalidate(tx);
      expect(await book(tx)).toBe("sinegorsk 1");
    });
    expect(await book(context.asSystem())).toBe("sinegorsk 2");
    const failed = transact(context.asSystem(), async (tx) => {
      book.invalidate(tx);
      throw new Error("undo");
    });
    await expect(failed).rejects.toThrow("undo");
    expect(await book(context.asSystem())).toBe("sinegorsk 2");
  });

  it("is not kept when the reading failed", async () => {
    let broken = true;
    const book = cached(60, async () => {
      if (broken) throw new Error("the server is away");
      return "here";
    });
    await expect(book(context.asSystem())).rejects.toThrow("the server is away");
    broken = false;
    expect(await book(context.asSystem())).toBe("here");
  });

  it("is read outside the transaction of whoever asked: nothing undone is ever remembered", async () => {
    const book = cached(60, async (ctx: Ctx) => {
      const rows = await ctx.db.selectFrom("base_numbers").select("series").execute();
      return { rows: rows.length, inside: ctx.unit !== undefined };
    });
    const undone = transact(context.asSystem(), async (tx) => {
      await insertInto(tx, "base_numbers", { series: "undone", last: 1 }).execute();
      expect(await book(tx)).toEqual({ rows: 0, inside: false });
      throw new Error("undo");
    });
    await expect(undone).rejects.toThrow("undo");
  });
});
