import type { GazetteerFormat } from "../import-files/read-gazetteer.ts";
import type { RejectedRow } from "../import-files/rows.ts";
import type { PlaceNameSuggestion } from "./place-tree.ts";

export type PlaceKind = "municipality" | "settlement" | "street" | "house";

/** `matched` counts existing places, `updated` those of them that the file completed. */
export type PlaceTally = { created: number; updated: number; matched: number };

export type AmbiguousPlace = { line: number; kind: PlaceKind; name: string; candidates: string[] };

export type UnmatchedPlace = {
  line: number;
  kind: PlaceKind;
  name: string;
  /** Rows of the file that depend on this name. */
  count: number;
  suggestions: PlaceNameSuggestion[];
};

/** What an import did, or in a dry run would do. */
export type TerritoryImportReport = {
  format: GazetteerFormat;
  dryRun: boolean;
  /** Rows of the file, the rejected included. */
  rows: number;
  tallies: Record<PlaceKind, PlaceTally>;
  ambiguous: AmbiguousPlace[];
  unmatched: UnmatchedPlace[];
  /** Our municipalities missing from a list of municipalities. */
  left: string[];
  /** The first thousand; `rejectedCount` is the total. */
  rejected: RejectedRow[];
  rejectedCount: number;
};

/** Returns zero tallies for every kind of place. */
export function emptyTallies(): Record<PlaceKind, PlaceTally> {
  const tally = (): PlaceTally => ({ created: 0, updated: 0, matched: 0 });
  return { municipality: tally(), settlement: tally(), street: tally(), house: tally() };
}

/** Returns whether the import changes anything. */
export function hasChanges({ tallies }: Pick<TerritoryImportReport, "tallies">): boolean {
  return Object.values(tallies).some(({ created, updated }) => created + updated > 0);
}
