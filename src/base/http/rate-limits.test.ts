import { describe, expect, it } from "vitest";
import { createRateLimiter } from "./rate-limits.ts";

describe("a limit", () => {
  const limit = { name: "tell", requests: 3, seconds: 120 };

  it("lets its number through, then says after how many minutes to come again", () => {
    let now = 0;
    const limiter = createRateLimiter(() => now);
    for (let n = 0; n < 3; n += 1) limiter.count("a", limit);
    now = 30_000;
    expect(() => limiter.count("a", limit)).toThrow(
      expect.objectContaining({ kind: "too-many", values: { minutes: 2 } }),
    );
    now = 119_999;
    expect(() => limiter.count("a", limit)).toThrow(
      expect.objectContaining({ values: { minutes: 1 } }),
    );
    now = 120_000;
    limiter.count("a", limit);
  });

  it("counts each visitor and each kind of request apart", () => {
    const limiter = createRateLimiter(() => 0);
    for (let n = 0; n < 3; n += 1) limiter.count("a", limit);
    limiter.count("b", limit);
    limiter.count("a", { ...limit, name: "sign-in" });
    expect(() => limiter.count("a", limit)).toThrow();
  });

  it("still holds after the sweep of old windows", () => {
    let now = 0;
    const limiter = createRateLimiter(() => now);
    const hourly = { name: "letters", requests: 1, seconds: 3600 };
    now = 599_000;
    limiter.count("a", hourly);
    now = 700_000;
    expect(() => limiter.count("a", hourly)).toThrow();
  });
});
