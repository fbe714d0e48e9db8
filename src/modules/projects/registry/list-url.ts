import type { RequestContext } from "#base/http/route.ts";
import type { ProjectListUrl } from "./page.tsx";
import type { ProjectListQuery } from "./reads.ts";

/** Addresses of the registry with one part of its query changed. */
export function projectListUrl(c: RequestContext, query: ProjectListQuery): ProjectListUrl {
  return (change, path = "/projects") => {
    const next = { ...query, after: undefined, before: undefined, ...change };
    const given = Object.entries(next).flatMap(([key, value]) =>
      value === undefined || value === "" ? [] : [[key, String(value)]],
    );
    const text = new URLSearchParams(given).toString();
    return c.href(text === "" ? path : `${path}?${text}`);
  };
}
