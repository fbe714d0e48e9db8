/** Where no guest can be sent to: any address with this origin began as a path of our own. */
const placeholderOrigin = "http://okno.invalid";

/**
 * The page to return to after sign-in, inside the region, or undefined when the address given
 * leads anywhere else. Answers a path without the region, as `Exchange.go` wants it.
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
