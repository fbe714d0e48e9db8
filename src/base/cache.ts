import type { Ctx } from "./context.ts";

/** Something small of a region that every page asks for, kept in memory for some seconds. */
export type Remembered<T> = {
  (ctx: Ctx): Promise<T>;
  /**
   * Forgets after a change made here, inside a transaction when it is committed; other processes see
   * the change when their seconds are over.
   */
  forget(ctx: Ctx): void;
};

/**
 * Remembers what `read` answers, per house and region. Many asking at once cause one reading;
 * a failed reading is not kept. `read` gets a context outside any transaction.
 */
export function remember<T>(seconds: number, read: (ctx: Ctx) => Promise<T>): Remembered<T> {
  const houses = new WeakMap<object, Map<string, { until: number; value: Promise<T> }>>();
  const cells = (ctx: Ctx) => {
    const known = houses.get(ctx.house) ?? new Map<string, { until: number; value: Promise<T> }>();
    houses.set(ctx.house, known);
    return known;
  };
  const ask = (ctx: Ctx): Promise<T> => {
    const known = cells(ctx).get(ctx.region.id);
    const at = performance.now();
    if (known !== undefined && at < known.until) return known.value;
    const outside: Ctx = { ...ctx };
    delete outside.unit;
    const value = read({ ...outside, db: ctx.house.database.aside(ctx.region.id) });
    cells(ctx).set(ctx.region.id, { until: at + seconds * 1000, value });
    value.catch(() => cells(ctx).delete(ctx.region.id));
    return value;
  };
  return Object.assign(ask, {
    forget: (ctx: Ctx) => {
      const forget = () => void cells(ctx).delete(ctx.region.id);
      if (ctx.unit === undefined) forget();
      else ctx.unit.afterwards.push(forget);
    },
  });
}
