import type { MultiPolygon } from "geojson";

export type TerritoryKind = "region" | "municipality" | "settlement";
export type TerritoryId = string;

/** A point in WGS84 degrees. */
export type Point = { lat: number; lon: number };

export type Territory = {
  id: TerritoryId;
  parentId: TerritoryId | null;
  kind: TerritoryKind;
  name: string;
  officialName?: string;
  /** 8 or 11 digits without separators. */
  oktmo?: string;
  population?: number;
  border?: MultiPolygon;
  centre?: Point;
};

export type Street = {
  id: string;
  territoryId: TerritoryId;
  /** The type in full, «улица»; absent for a bare name. */
  type?: string;
  name: string;
};

export type House = {
  id: string;
  streetId: string;
  /** «13/15», «47 к1 лит. А». */
  number: string;
  at?: Point;
};

const OKTMO_DIGITS = /^(\d{8}|\d{11})$/;

/**
 * Parses an OKTMO code written as 8 or 11 digits or in groups, «33-701-000-000», «33 701 000».
 * Returns digits only: 8 for a municipality (an empty settlement part is dropped), 11 for a
 * settlement; undefined for anything else.
 */
export function parseOktmo(text: string): string | undefined {
  const trimmed = text.trim();
  if (!/^\d{2}[-\s]?\d{3}[-\s]?\d{3}([-\s]?\d{3})?$/.test(trimmed)) return undefined;
  const digits = trimmed.replace(/\D/g, "");
  if (!OKTMO_DIGITS.test(digits) || digits.startsWith("00")) return undefined;
  return digits.length === 11 && digits.endsWith("000") ? digits.slice(0, 8) : digits;
}

/** Formats a code in groups: `33701000` as «33-701-000». */
export function formatOktmo(oktmo: string): string {
  const groups = [oktmo.slice(0, 2), oktmo.slice(2, 5), oktmo.slice(5, 8), oktmo.slice(8)];
  return groups.filter((group) => group !== "").join("-");
}
