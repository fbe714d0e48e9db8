import type { Exchange } from "#base/http/route.ts";
import type { HrefWith } from "./page.tsx";
import type { ListQuery } from "./reads.ts";

/** Addresses of the registry with one part of its query changed. */
export function hrefsOf(x: Exchange, query: ListQuery): HrefWith {
  return (change, path = "/projects") => {
    const next = { ...query, after: undefined, before: undefined, ...change };
    const given = Object.entries(next).flatMap(([key, value]) =>
      value === undefined || value === "" ? [] : [[key, String(value)]],
    );
    const text = new URLSearchParams(given).toString();
    return x.href(text === "" ? path : `${path}?${text}`);
  };
}
