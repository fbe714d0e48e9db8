import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transact, type Ctx } from "../context.ts";
import { createTestContext, type TestContext } from "#testing/context.ts";
import { deleteFrom, from, insertInto, lockRow, type RegionTable, updateIn } from "./region.ts";

describe("the rows of a region", () => {
  let context: TestContext;
  let ctx: Ctx;
  beforeAll(async () => {
    context = await createTestContext();
    ctx = context.asSystem();
  });
  afterAll(() => context.close());

  it("names the region as a parameter of every statement, by the alias where there is one", () => {
    const { id } = ctx.region;
    const plain = from(ctx, "base_numbers").select("last").compile();
    expect(plain.sql).toBe(
      'select "last" from "base_numbers" where "base_numbers"."region_id" = $1',
    );
    expect(plain.parameters).toEqual([id]);
    const aliased = from(ctx, "base_numbers as n").select("n.last").where("n.series", "=", "a");
    expect(aliased.compile().sql).toContain(
      'as "n" where "n"."region_id" = $1 and "n"."series" = $2',
    );
    const update = updateIn(ctx, "base_numbers").set({ last: 1 }).compile();
    expect(update.sql).toBe(
      'update "base_numbers" set "last" = $1 where "base_numbers"."region_id" = $2',
    );
    expect(update.parameters).toEqual([1, id]);
    const removal = deleteFrom(ctx, "base_numbers").where("series", "=", "a").compile();
    expect(removal.parameters).toEqual([id, "a"]);
    const rows = [{ series: "a", last: 1 }];
    expect(insertInto(ctx, "base_numbers", rows).compile().parameters).toContain(id);
  });

  it("accepts tables of a region only", () => {
    type Accepted<T extends string> = T extends RegionTable ? "accepted" : "refused";
    // The regions themselves belong to the installation.
    const answers: [Accepted<"base_numbers">, Accepted<"base_regions">] = ["accepted", "refused"];
    expect(answers).toEqual(["accepted", "refused"]);
  });

  it("locks the row with an id or with column values, and finds none for what is no id", async () => {
    await transact(ctx, async (tx) => {
      await insertInto(tx, "base_numbers", { series: "locked", last: 7 }).execute();
      expect(await lockRow(tx, "base_numbers", { series: "locked" })).toEqual({
        region_id: tx.region.id,
        series: "locked",
        last: 7,
      });
      expect(await lockRow(tx, "base_numbers", { series: "locked" }, ["last"])).toEqual({
        last: 7,
      });
      expect(await lockRow(tx, "base_numbers", { series: "other" })).toBeUndefined();
      expect(await lockRow(tx, "base_emails", "no id")).toBeUndefined();
      expect(await lockRow(tx, "base_emails", tx.newId())).toBeUndefined();
    });
  });

  it("holds others off a locked row until the transaction ends", async () => {
    await insertInto(ctx, "base_numbers", { series: "held", last: 1 }).execute();
    const seen = await transact(ctx, async (tx) => {
      await lockRow(tx, "base_numbers", { series: "held" });
      return from(ctx, "base_numbers")
        .select("last")
        .where("series", "=", "held")
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
    });
    expect(seen).toBeUndefined();
  });
});
