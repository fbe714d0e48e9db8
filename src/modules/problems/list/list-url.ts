import type { Exchange } from "#base/http/route.ts";
import type { ListQuery } from "./reads.ts";

/** Addresses of the list with one part of its query changed. */
export function hrefsOf(x: Exchange, query: ListQuery) {
  return (
    change: Partial<Record<keyof ListQuery, string | undefined>>,
    path = "/problems",
  ): string => {
    const next = { ...query, after: undefined, before: undefined, ...change };
    const given = Object.entries(next).filter(
      ([key, value]) => value !== undefined && !(key === "sort" && value === "newest"),
    );
    const text = new URLSearchParams(given as [string, string][]).toString();
    return x.href(text === "" ? path : `${path}?${text}`);
  };
}
