import { z, type ZodType } from "zod";
import { invalid } from "../refusal.ts";

/** Position of a page: the sort key of the adjacent row. */
export type Cursor = { dir: "after" | "before"; key: (string | number)[] };

/** Cursor keys of the usual orders: by name, day, instant or number; ties broken by id. */
export const cursorKeys = {
  text: z.tuple([z.string(), z.uuid()]),
  day: z.tuple([z.iso.date(), z.uuid()]),
  instant: z.tuple([z.iso.datetime(), z.uuid()]),
  score: z.tuple([z.int().min(-32768).max(32767), z.uuid()]),
};

/**
 * Parses `after=…`/`before=…` of a query; `key` is the shape of this list's order. Throws an
 * invalid refusal for a malformed cursor or one of another order.
 */
export function readCursor(
  query: { after?: string | undefined; before?: string | undefined },
  shape?: ZodType<Cursor["key"]>,
): Cursor | undefined {
  const dir = query.after !== undefined ? "after" : "before";
  const text = query.after ?? query.before;
  if (text === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (
      Array.isArray(key) &&
      key.every((part) =>
        typeof part === "string" ? !part.includes("\u0000") : typeof part === "number",
      ) &&
      (shape === undefined || shape.safeParse(key).success)
    ) {
      return { dir, key };
    }
  } catch {
    // Malformed JSON gets the same refusal as a wrong key.
  }
  throw invalid("base.bad-address");
}

/** Returns a key as the text of a cursor. */
export function formatCursor(key: Cursor["key"]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

export type PageOf<T> = { rows: T[]; before?: string; after?: string };

/**
 * Returns a page in reading order with its neighbours' cursors, from `limit + 1` rows read in the
 * cursor's direction.
 */
export function pageOf<T>(
  rows: readonly T[],
  options: { limit: number; cursor: Cursor | undefined; key: (row: T) => Cursor["key"] },
): PageOf<T> {
  const { limit, cursor, key } = options;
  const more = rows.length > limit;
  const kept = rows.slice(0, limit);
  const backwards = cursor?.dir === "before";
  if (backwards) kept.reverse();
  const first = kept[0];
  const last = kept.at(-1);
  const hasBefore = backwards ? more : cursor !== undefined;
  const hasAfter = backwards ? true : more;
  return {
    rows: kept,
    ...(hasBefore && first !== undefined && { before: formatCursor(key(first)) }),
    ...(hasAfter && last !== undefined && { after: formatCursor(key(last)) }),
  };
}
