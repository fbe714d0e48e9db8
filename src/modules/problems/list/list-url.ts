import type { RequestContext } from "#base/http/route.ts";
import type { ProblemListQuery } from "./reads.ts";

/** Addresses of the list with one part of its query changed. */
export function createListUrl(c: RequestContext, query: ProblemListQuery) {
  return (
    change: Partial<Record<keyof ProblemListQuery, string | undefined>>,
    path = "/problems",
  ): string => {
    const next = { ...query, after: undefined, before: undefined, ...change };
    const given = Object.entries(next).filter(
      ([key, value]) => value !== undefined && !(key === "sort" && value === "newest"),
    );
    const text = new URLSearchParams(given as [string, string][]).toString();
    return c.href(text === "" ? path : `${path}?${text}`);
  };
}
