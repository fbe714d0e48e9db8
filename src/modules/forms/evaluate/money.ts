import type { Amount, MoneyRow } from "./answers.ts";

export type MoneyTotals = { total: number; grant: number; own: number; partner: number };

const kopecks = (amount: Amount): number =>
  typeof amount === "number" && Number.isFinite(amount) ? Math.round(amount * 100) : 0;

/** Roubles of one row: quantity × price; a row without a quantity is one piece. */
export function rowTotal(row: MoneyRow): number {
  const quantity = typeof row.quantity === "number" ? row.quantity : 1;
  return Math.round(quantity * kopecks(row.price)) / 100;
}

/** Roubles of the whole table, added in kopecks. */
export function moneyTotals(rows: readonly MoneyRow[]): MoneyTotals {
  const add = (pick: (row: MoneyRow) => number) =>
    rows.reduce((sum, row) => sum + Math.round(pick(row) * 100), 0) / 100;
  const column = (name: "grant" | "own" | "partner") =>
    rows.reduce((sum, row) => sum + kopecks(row[name]), 0) / 100;
  return {
    total: add(rowTotal),
    grant: column("grant"),
    own: column("own"),
    partner: column("partner"),
  };
}

/** Does the row add up: grant, own and partner money together make its cost? A row without a split does. */
export function addsUp(row: MoneyRow): boolean {
  if (row.grant === null && row.own === null && row.partner === null) return true;
  const split = kopecks(row.grant) + kopecks(row.own) + kopecks(row.partner);
  return split === Math.round(rowTotal(row) * 100);
}
