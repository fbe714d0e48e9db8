/** Where no guest can be sent to: any address with this origin began as a path of our own. */
const nowhere = "http://okno.invalid";

/**
 * The page to return to after sign-in, inside the region, or undefined when the address given
 * leads anywhere else. Answers a path without the region, as `Exchange.go` wants it.
 */
export function ownPath(given: string | undefined, region: string): string | undefined {
  if (given === undefined || !given.startsWith("/") || /\\|\p{Cc}/u.test(given)) {
    return undefined;
  }
  const url = URL.parse(given, nowhere);
  if (url === null || url.origin !== nowhere) return undefined;
  const { pathname } = url;
  if (pathname !== `/${region}` && !pathname.startsWith(`/${region}/`)) return undefined;
  return `${pathname.slice(region.length + 1) || "/"}${url.search}`;
}
