import { z } from "zod";
import type { RequestContext } from "#base/http/route.ts";
import { cursorKeys, pageOf, readCursor } from "#base/db/paging.ts";

const cursorQuery = z.object({
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});

/** A page of a list, with the addresses of its neighbours. */
export type PaginatedRows<Row> = { rows: Row[]; newer?: string; older?: string };

/** Returns the properties of the pager below a page. */
export const pagerProps = ({ newer, older }: PaginatedRows<unknown>) => ({
  ...(newer !== undefined && { newer }),
  ...(older !== undefined && { older }),
});

/**
 * Cuts a page out of a list in memory: the cursor names the row next to the page, so that any order
 * will do. Where that row no longer exists, the first page is returned.
 */
export function paginate<Row>(
  c: RequestContext,
  rows: readonly Row[],
  { path, id, limit = 30 }: { path: string; id: (row: Row) => string; limit?: number },
): PaginatedRows<Row> {
  const cursor = readCursor(c.query(cursorQuery), cursorKeys.score);
  const at = rows.findIndex((row) => id(row) === cursor?.key[1]);
  const within = cursor?.dir === "before" ? rows.slice(0, at).toReversed() : rows.slice(at + 1);
  const page = pageOf(within.slice(0, limit + 1), {
    limit,
    cursor: at === -1 ? undefined : cursor,
    key: (row) => [0, id(row)],
  });
  return {
    rows: page.rows,
    ...(page.before !== undefined && { newer: c.href(`${path}?before=${page.before}`) }),
    ...(page.after !== undefined && { older: c.href(`${path}?after=${page.after}`) }),
  };
}
