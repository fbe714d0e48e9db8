import { listUrl } from "#base/http/list-url.ts";
import type { RequestContext } from "#base/http/route.ts";
import type { ProblemListQuery } from "./reads.ts";

/** Returns a function that builds the address of the list with a part of its query changed. */
export function createListUrl(c: RequestContext, query: ProblemListQuery) {
  return (
    change: Partial<Record<keyof ProblemListQuery, string | undefined>>,
    path = "/problems",
  ): string => {
    return listUrl(c.href(path), query, change, { sort: "newest" });
  };
}
