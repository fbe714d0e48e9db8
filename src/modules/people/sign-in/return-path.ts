/** A host that cannot exist: any address with this origin began as a path of our own. */
const placeholderOrigin = "http://okno.invalid";

/**
 * Returns the page to return to after sign-in, inside the region, or undefined when the address given
 * leads anywhere else. The path has no region, as `RequestContext.redirect` expects.
 */
export function toRegionPath(address: string | undefined, region: string): string | undefined {
  if (address === undefined || !address.startsWith("/") || /\\|\p{Cc}/u.test(address)) {
    return undefined;
  }
  const url = URL.parse(address, placeholderOrigin);
  if (url === null || url.origin !== placeholderOrigin) return undefined;
  const { pathname } = url;
  if (pathname !== `/${region}` && !pathname.startsWith(`/${region}/`)) return undefined;
  return `${pathname.slice(region.length + 1) || "/"}${url.search}`;
}
