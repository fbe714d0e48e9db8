import type { Ctx } from "#base/context.ts";
import type { Exchange } from "#base/http/route.ts";
import { remember } from "#base/cache.ts";

type Kept = { text: string; headers: [string, string][] };

/** Seconds for which guests are shown what was counted for the guest before them. */
export const keptSeconds = 15;
const mostKept = 400;

const book = remember(keptSeconds, async () => new Map<string, Promise<Kept>>());

/**
 * The page as guests see it: drawn once in 15 seconds per language and address, so that a crowd costs
 * one counting. People who signed in, and guests who have just been told something, get their own.
 */
export async function forGuests(x: Exchange, draw: () => Promise<Response>): Promise<Response> {
  const cookies = x.request.headers.get("cookie") ?? "";
  if (
    x.ctx.actor.kind !== "guest" ||
    cookies.includes("okno_flash=") ||
    x.url.searchParams.has("lang")
  )
    return draw();
  const pages = await book(x.ctx);
  const key = `${x.lang} ${x.url.pathname}${x.url.search}`;
  const known = pages.get(key);
  if (known !== undefined) return answer(await known);
  if (pages.size >= mostKept) return draw();
  const drawn = draw().then(async (page) => ({
    text: await page.text(),
    headers: [...page.headers],
  }));
  pages.set(key, drawn);
  drawn.catch(() => pages.delete(key));
  return answer(await drawn);
}

const answer = ({ text, headers }: Kept) => new Response(text, { headers });

/** Forgets the kept pages of the region, for tests and after large imports. */
export const forgetPages = (ctx: Ctx): void => book.forget(ctx);
