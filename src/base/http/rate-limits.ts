import { tooMany } from "../refusal.ts";
import type { RateLimit } from "./route.ts";

export type RateLimiter = {
  /** Counts one request; throws «too many» past the limit, saying when to come again. */
  count(visitor: string, limit: RateLimit): void;
};

/** Counts per visitor and limit in fixed windows, in this process; `clock` in milliseconds. */
export function createRateLimiter(clock: () => number): RateLimiter {
  let windows = new Map<string, { from: number; count: number }>();
  let swept = clock();
  return {
    count(visitor, { name, requests, seconds }) {
      const at = clock();
      if (at - swept > 600_000) {
        windows = new Map([...windows].filter(([, window]) => at - window.from < 3_600_000));
        swept = at;
      }
      const key = `${name} ${visitor}`;
      const window = windows.get(key);
      if (window === undefined || at - window.from >= seconds * 1000) {
        windows.set(key, { from: at, count: 1 });
        return;
      }
      window.count += 1;
      if (window.count <= requests) return;
      const wait = Math.ceil((window.from + seconds * 1000 - at) / 60_000);
      throw tooMany("base.too-many", { values: { minutes: wait } });
    },
  };
}
