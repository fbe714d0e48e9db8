import type { ViewContext } from "../ui/format.ts";
import type { RequestContext } from "./route.ts";

/** Returns the reader's language, the IANA time zone of the region and the present moment. */
export function viewContext({ lang, ctx }: RequestContext): ViewContext {
  return { lang, zone: ctx.region.timeZone, now: ctx.now() };
}
