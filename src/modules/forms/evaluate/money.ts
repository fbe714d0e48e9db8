import type { Amount, MoneyRow } from "./answers.ts";

export type MoneyTotals = { total: number; grant: number; own: number; partner: number };

const toKopecks = (amount: Amount): number =>
  typeof amount === "number" && Number.isFinite(amount) ? Math.round(amount * 100) : 0;

/** Roubles of one row: quantity × price; a row without a quantity is one piece. */
export function computeRowTotal(row: MoneyRow): number {
  const quantity = typeof row.quantity === "number" ? row.quantity : 1;
  return Math.round(quantity * toKopecks(row.price)) / 100;
}

/** Roubles of the whole table, added in kopecks. */
export function computeMoneyTotals(rows: readonly MoneyRow[]): MoneyTotals {
  const add = (pick: (row: MoneyRow) => number) =>
    rows.reduce((sum, row) => sum + Math.round(pick(row) * 100), 0) / 100;
  const column = (name: "grant" | "own" | "partner") =>
    rows.reduce((sum, row) => sum + toKopecks(row[name]), 0) / 100;
  return {
    total: add(computeRowTotal),
    grant: column("grant"),
    own: column("own"),
    partner: column("partner"),
  };
}

/** Does the row add up: grant, own and partner money together make its cost? A row without a split does. */
export function isBalanced(row: MoneyRow): boolean {
  if (row.grant === null && row.own === null && row.partner === null) return true;
  const split = toKopecks(row.grant) + toKopecks(row.own) + toKopecks(row.partner);
  return split === Math.round(computeRowTotal(row) * 100);
}
