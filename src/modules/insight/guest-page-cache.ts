import type { Ctx } from "#base/context.ts";
import type { RequestContext } from "#base/http/route.ts";
import { cached } from "#base/cache.ts";

type CachedPage = { text: string; headers: [string, string][] };

/** Seconds for which guests are shown what was counted for the guest before them. */
export const guestCacheSeconds = 15;
const maxCachedPages = 400;

const pageCache = cached(guestCacheSeconds, async () => new Map<string, Promise<CachedPage>>());

/**
 * Returns the page as guests see it: rendered once in 15 seconds per language and address, so that a
 * crowd costs one computation. People who signed in, and guests with a flash message, get their own.
 */
export async function cachedForGuests(
  c: RequestContext,
  render: () => Promise<Response>,
): Promise<Response> {
  const cookies = c.request.headers.get("cookie") ?? "";
  if (
    c.ctx.actor.kind !== "guest" ||
    cookies.includes("okno_flash=") ||
    c.url.searchParams.has("lang")
  )
    return render();
  const pages = await pageCache(c.ctx);
  const key = `${c.lang} ${c.url.pathname}${c.url.search}`;
  const known = pages.get(key);
  if (known !== undefined) return toResponse(await known);
  if (pages.size >= maxCachedPages) return render();
  const rendered = render().then(async (page) => ({
    text: await page.text(),
    headers: [...page.headers],
  }));
  pages.set(key, rendered);
  rendered.catch(() => pages.delete(key));
  return toResponse(await rendered);
}

const toResponse = ({ text, headers }: CachedPage) => new Response(text, { headers });

/** Drops the cached pages of the region, for tests and after large imports. */
export const invalidatePages = (ctx: Ctx): void => pageCache.invalidate(ctx);
