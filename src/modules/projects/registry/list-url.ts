import { listUrl } from "#base/http/list-url.ts";
import type { RequestContext } from "#base/http/route.ts";
import type { ProjectListUrl } from "./page.tsx";
import type { ProjectListQuery } from "./reads.ts";

/** Returns addresses of the registry with one query parameter changed. */
export function projectListUrl(c: RequestContext, query: ProjectListQuery): ProjectListUrl {
  return (change, path = "/projects") => listUrl(c.href(path), query, change);
}
