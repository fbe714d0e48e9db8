import { z } from "zod";
import { submit } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { findLetter, letterQuery, listLetters, sendAgain } from "#base/mail/mail.ts";
import { LetterPage, LettersPage } from "./page.tsx";
import type { HouseParts } from "../deps.ts";
import { demandAdministrator } from "../policy.ts";
import { adminPage, neighbours, viewOf, withQuery } from "../view.tsx";

const asks = "house.house.administer";
const one = "/admin/letters/:id{[0-9a-f-]{36}}";

export function letterRoutes(parts: HouseParts): Route[] {
  return [
    { method: "get", path: "/admin/letters", asks, handle: (x) => showLetters(x, parts) },
    { method: "get", path: one, asks, handle: (x) => showLetter(x, parts) },
    { method: "post", path: `${one}/again`, asks, handle: (x) => postAgain(x, parts) },
  ];
}

async function showLetters(x: Exchange, { smtp }: HouseParts): Promise<Response> {
  demandAdministrator(x.ctx);
  const view = viewOf(x);
  const query = x.query(letterQuery);
  const page = await listLetters(x.ctx, query);
  const hrefWith = (change: Partial<z.output<typeof letterQuery>>) =>
    withQuery(x.href("/admin/letters"), { state: query.state, q: query.q, ...change });
  return adminPage(x, {
    title: view.t.letters.title,
    body: (
      <LettersPage
        view={view}
        smtp={smtp}
        query={query}
        letters={page.rows}
        {...neighbours(page, hrefWith)}
      />
    ),
  });
}

async function showLetter(
  x: Exchange,
  { smtp }: HouseParts,
  { refusal, status = 200 }: { refusal?: string | undefined; status?: number } = {},
): Promise<Response> {
  demandAdministrator(x.ctx);
  const view = viewOf(x);
  const letter = await findLetter(x.ctx, x.param("id"));
  return adminPage(x, {
    title: letter.subject,
    status,
    crumbs: [{ label: view.t.letters.title, href: x.href("/admin/letters") }],
    body: (
      <LetterPage
        view={view}
        letter={letter}
        smtp={smtp}
        ours={x.ctx.house.url}
        refusal={refusal}
      />
    ),
  });
}

function postAgain(x: Exchange, parts: HouseParts): Promise<Response> {
  demandAdministrator(x.ctx);
  return submit(x, {
    schema: z.object({}),
    async act() {
      await sendAgain(x.ctx, x.param("id"));
      return x.go(`/admin/letters/${x.param("id")}`, viewOf(x).t.letters.queued);
    },
    again: ({ refusal }, status) => showLetter(x, parts, { refusal, status }),
  });
}
