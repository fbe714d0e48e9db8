import { describe, expect, it } from "vitest";
import { defineLifecycle } from "./lifecycle.ts";

const life = defineLifecycle("kettles", {
  stages: {
    cold: { owner: "cook", timer: "boil" },
    hot: { owner: "guest", timer: "pour" },
    empty: { final: true },
  },
  moves: {
    boil: { from: ["cold"], to: "hot" },
    pour: { from: ["hot"], to: "empty" },
    spill: { from: ["cold", "hot"], to: "empty" },
  },
});

describe("a life as a table", () => {
  it("moves along its lines", () => {
    expect(life.transition("cold", "boil")).toBe("hot");
    expect(life.transitionsFrom("cold")).toEqual(["boil", "spill"]);
    expect(life.transitionsFrom("empty")).toEqual([]);
  });

  it("answers a move that the stage does not allow with a conflict of its module", () => {
    expect(life.canTransition("empty", "pour")).toBe(false);
    expect(() => life.transition("empty", "pour")).toThrow(
      expect.objectContaining({
        kind: "conflict",
        reason: "kettles.stage-forbids",
        values: { stage: "empty", move: "pour" },
      }),
    );
  });

  it("knows its end", () => {
    expect(life.isFinal("empty")).toBe(true);
    expect(life.isFinal("hot")).toBe(false);
  });
});
