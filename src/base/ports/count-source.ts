import type { ZodType } from "zod";
import type { Ctx } from "../context.ts";
import type { PageOf } from "../db/paging.ts";

/**
 * What may be counted, by the module that owns it. A promise, a report and a plan ask these sources
 * and nobody types a total. Days are «YYYY-MM-DD» by the region's calendar, both ends included.
 */
export type CountSource<P extends object = object> = {
  /** `events.held` */
  name: string;
  /** What an amount is: things, people, or a share that needs `of`. */
  measure: "things" | "people" | "share";
  /** The parts a person narrows the question by; all of them optional. */
  filters: ZodType<P>;
  /**
   * Additive cells: their sum over any days and places is the figure. What is counted once (people)
   * stands at its first day, in each place apart (`per: "place"`) or once in all (`per: "total"`).
   */
  cells(ctx: Ctx, query: CountQuery<P>): Promise<CountCell[]>;
  /**
   * What is announced or booked from today on, all of it `said`. Never a part of `cells`: nothing
   * that is still to come counts as done. Absent where nothing can be announced.
   */
  scheduled?(ctx: Ctx, query: CountQuery<P>): Promise<CountCell[]>;
  /** The rows behind the cells, newest first, a page at a time (`cursorKeys.day`). */
  rows(ctx: Ctx, query: CountQuery<P> & RowsPage): Promise<PageOf<CountedRow>>;
};

export type CountQuery<P extends object = object> = {
  filters: P;
  from: string;
  to: string;
  /** Municipalities; the whole region when absent. */
  places?: readonly string[];
  per: "total" | "place";
};

export type RowsPage = { limit: number; after?: string; before?: string };

/** `proven` has its evidence, `said` has none yet; a share also says what it is a share `of`. */
export type CountCell = {
  place: string | null;
  day: string;
  confirmed: number;
  reported: number;
  of?: number;
};

export type CountedRow = {
  id: string;
  day: string;
  place: string | null;
  /** Its name for who asks; of what they may not read, its number alone. */
  title: string;
  /** Inside the region; absent where who asks may not open it. */
  href?: string;
  amount: number;
  of?: number;
  confirmed: boolean;
  /** An address is absent where who asks may not open it. */
  evidence: readonly { kind: EvidenceKind; count: number; href?: string }[];
  /** What looks doubled or impossible, and must be looked at. */
  doubts: readonly Doubt[];
};

export const evidenceKinds = [
  "presence-list",
  "picture",
  "minutes",
  "document",
  "link",
  "check",
  "record",
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

export const doubts = ["two-places-at-once", "above-capacity", "same-twice"] as const;
export type Doubt = (typeof doubts)[number];
