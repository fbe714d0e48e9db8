import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestContext, type TestContext } from "#testing/context.ts";
import type { Ctx } from "../context.ts";
import { endOfDay, saveRulePack, computeTermEnd } from "./rules.ts";

const rule = (timer: string, amount: number, unit: string, more: object = {}) => ({
  timer,
  amount,
  unit,
  validFrom: "2020-01-01",
  source: "Регламент ЦУР",
  ...more,
});

describe("the rule book of a region", () => {
  let context: TestContext;
  let ctx: Ctx;
  beforeAll(async () => {
    context = await createTestContext();
    ctx = context.asSystem();
  });
  afterAll(() => context.close());

  const keep = (code: string, ...rules: object[]) =>
    saveRulePack(ctx, { code, title: "Сроки", pack: { code, rules } });
  /** Monday, 10:00 in the region. */
  const monday = new Date("2026-06-01T05:00:00Z");
  const end = (timer: string, urgency = "normal") =>
    computeTermEnd(ctx, { timer, startedAt: monday, traits: { urgency } });

  it("sets no term where it has no rule", async () => {
    expect(await end("answer")).toBeNull();
  });

  it("counts a term in the region's time, and the more particular rule wins", async () => {
    await keep(
      "own",
      rule("answer", 2, "working-hours"),
      rule("answer", 1, "hours", { when: { urgency: "danger" } }),
    );
    expect(await end("answer")).toEqual(new Date("2026-06-01T07:00:00Z"));
    expect(await end("answer", "danger")).toEqual(new Date("2026-06-01T06:00:00Z"));
  });

  it("follows a changed pack at once", async () => {
    await keep("own", rule("answer", 3, "working-hours"));
    expect(await end("answer")).toEqual(new Date("2026-06-01T08:00:00Z"));
  });

  it("puts several packs together", async () => {
    await keep("second", rule("react", 1, "hours"));
    expect(await end("react")).toEqual(new Date("2026-06-01T06:00:00Z"));
    expect(await end("answer")).not.toBeNull();
  });

  it("refuses a pack that is none, says where it is wrong, and keeps the old one", async () => {
    await expect(keep("own", rule("answer", -1, "fortnights"))).rejects.toMatchObject({
      kind: "invalid",
      reason: "base.bad-rule-pack",
      values: { trouble: expect.stringMatching(/^rules\.0\./) },
    });
    await expect(
      saveRulePack(ctx, { code: "own", title: "", pack: "nonsense" }),
    ).rejects.toMatchObject({ reason: "base.bad-rule-pack" });
    expect(await end("answer")).toEqual(new Date("2026-06-01T08:00:00Z"));
  });

  it("ends a promised day at the close of business of the region", () => {
    expect(endOfDay(ctx, "2026-06-15")).toEqual(new Date("2026-06-15T13:00:00Z"));
  });
});
