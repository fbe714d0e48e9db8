import type { Amount } from "../posted.ts";

/** A row of a budget; money in roubles. */
export type MoneyRow = {
  article: string;
  what: string;
  quantity: Amount;
  price: Amount;
  grant: Amount;
  own: Amount;
  partner: Amount;
  comment: string;
};

export type MoneyTotals = { total: number; grant: number; own: number; partner: number };

const toKopecks = (amount: Amount): number =>
  typeof amount === "number" && Number.isFinite(amount) ? Math.round(amount * 100) : 0;

/** Computes the cost of a row in roubles: quantity × price; a row without a quantity is one piece. */
export function computeRowTotal(row: MoneyRow): number {
  const quantity = typeof row.quantity === "number" ? row.quantity : 1;
  return Math.round(quantity * toKopecks(row.price)) / 100;
}

/** Adds up a budget in kopecks; returns roubles. */
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

/** Tells whether grant, own and partner money make the cost of the row; so does a row without a split. */
export function isBalanced(row: MoneyRow): boolean {
  if (row.grant === null && row.own === null && row.partner === null) return true;
  const split = toKopecks(row.grant) + toKopecks(row.own) + toKopecks(row.partner);
  return split === Math.round(computeRowTotal(row) * 100);
}
