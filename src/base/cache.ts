import type { Ctx } from "./context.ts";

/** Something small of a region that every page asks for, kept in memory for some seconds. */
export type Cached<T> = {
  (ctx: Ctx): Promise<T>;
  /**
   * Forgets after a change made here, inside a transaction when it is committed; other processes see
   * the change when their seconds are over.
   */
  invalidate(ctx: Ctx): void;
};

/**
 * Remembers what `read` answers, per house and region. Many asking at once cause one reading;
 * a failed reading is not kept. `read` gets a context outside any transaction.
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
