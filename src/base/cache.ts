import type { Ctx } from "./context.ts";

/** Small per-region data that every page needs, cached in memory for some seconds. */
export type Cached<T> = {
  (ctx: Ctx): Promise<T>;
  /**
   * Invalidates after a change made here, on commit when inside a transaction; other processes see
   * the change when their entry expires.
   */
  invalidate(ctx: Ctx): void;
};

/**
 * Returns a function that caches the result of `read` for `seconds`, per application and region.
 * Concurrent callers share one read; a failed read is not cached. `read` gets a context outside any
 * transaction.
 */
export function cached<T>(seconds: number, read: (ctx: Ctx) => Promise<T>): Cached<T> {
  const byApp = new WeakMap<object, Map<string, { until: number; value: Promise<T> }>>();
  const entriesOf = (ctx: Ctx) => {
    const entries = byApp.get(ctx.app) ?? new Map<string, { until: number; value: Promise<T> }>();
    byApp.set(ctx.app, entries);
    return entries;
  };
  const readCached = (ctx: Ctx): Promise<T> => {
    const entries = entriesOf(ctx).get(ctx.region.id);
    const at = performance.now();
    if (entries !== undefined && at < entries.until) return entries.value;
    const outside: Ctx = { ...ctx };
    delete outside.unit;
    const value = read({
      ...outside,
      db: ctx.app.database.regionOutsideTransaction(ctx.region.id),
    });
    entriesOf(ctx).set(ctx.region.id, { until: at + seconds * 1000, value });
    value.catch(() => entriesOf(ctx).delete(ctx.region.id));
    return value;
  };
  return Object.assign(readCached, {
    invalidate: (ctx: Ctx) => {
      const invalidate = () => void entriesOf(ctx).delete(ctx.region.id);
      if (ctx.unit === undefined) invalidate();
      else ctx.unit.afterCommit.push(invalidate);
    },
  });
}
