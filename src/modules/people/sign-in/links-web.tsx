import { z } from "zod";
import { transact } from "#base/context.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, RateLimit, Route } from "#base/http/route.ts";
import { enqueue } from "#base/jobs.ts";
import type { Auth } from "./auth.ts";
import { ask, withCookies } from "./auth-response.ts";
import { linkLetter, linkPurposes } from "./link-emails.ts";
import { ownPath } from "./return-path.ts";
import { demandRepeat, newPasswordFields } from "./new-password.ts";
import { ResetPassword, SignInLink } from "./page.tsx";
import { emailField } from "../accounts/actions.ts";
import { kept, landing, nextQuery, signInLimit, signInPage } from "./web.tsx";
import { bookOf } from "../messages.ts";

const linkLimit: RateLimit = { name: "sign-in-link", requests: 6, seconds: 900 };

const tokenQuery = nextQuery.extend({ token: z.string().min(8).max(200) });

/** What letters lead to: signing in by a link, and a new password. */
export function linkRoutes(api: Auth["api"]): Route[] {
  const post = (path: string, handle: Route["handle"], limit = signInLimit): Route => ({
    method: "post",
    path,
    asks: "public",
    limit,
    handle,
  });
  const get = (path: string, draw: typeof linkPage): Route => ({
    method: "get",
    path,
    asks: "public",
    handle: (x) => draw(x, { form: blankForm, ...x.query(tokenQuery) }),
  });
  return [
    post("/sign-in/link/send", sendLink, linkLimit),
    get("/sign-in/link", linkPage),
    post("/sign-in/link", (x) => useLink(x, api)),
    get("/sign-in/password", resetPage),
    post("/sign-in/password", (x) => reset(x, api)),
  ];
}

type Drawn = { form: FormState; token: string; next?: string | undefined; status?: number };

const drawnAgain = (form: FormState, status: number): Drawn => ({
  form,
  token: form.values["token"] ?? "",
  next: form.values["next"],
  status,
});

function linkPage(x: Exchange, { form, token, next, status = 200 }: Drawn): Response {
  const t = bookOf(x.lang);
  return x.page({
    title: t.signIn.linkTitle,
    section: "signIn",
    status,
    body: <SignInLink t={t} href={x.href} form={form} next={kept(x, next)} token={token} />,
  });
}

function resetPage(x: Exchange, { form, token, status = 200 }: Drawn): Response {
  const t = bookOf(x.lang);
  return x.page({
    title: t.signIn.resetTitle,
    section: "signIn",
    status,
    body: <ResetPassword t={t} href={x.href} form={form} token={token} />,
  });
}

/** The same answer, in the same time, for every address: whether we know it only the letter tells. */
function sendLink(x: Exchange): Promise<Response> {
  return submit(x, {
    schema: nextQuery.extend({
      to: emailField,
      purpose: z.enum(linkPurposes).default("sign-in"),
    }),
    act: async ({ to, purpose, next }) => {
      const back = ownPath(next, x.ctx.region.id);
      const input = { email: to, purpose, lang: x.lang, ...(back !== undefined && { next: back }) };
      await transact(x.ctx, async (tx) => enqueue(tx, linkLetter, input));
      return x.go("/sign-in", bookOf(x.lang).signIn.sent);
    },
    again: (form, status) => signInPage(x, { form, next: form.values["next"], status }),
  });
}

function useLink(x: Exchange, api: Auth["api"]): Promise<Response> {
  return submit(x, {
    schema: tokenQuery,
    act: async ({ token, next }) => {
      const { headers } = await ask(
        api.magicLinkVerify({ query: { token }, headers: x.request.headers, returnHeaders: true }),
      );
      return withCookies(x.go(landing(x, next)), headers);
    },
    again: (form, status) => linkPage(x, drawnAgain(form, status)),
  });
}

function reset(x: Exchange, api: Auth["api"]): Promise<Response> {
  return submit(x, {
    schema: tokenQuery.extend(newPasswordFields).superRefine(demandRepeat),
    act: async ({ token, newPassword }) => {
      await ask(api.resetPassword({ body: { token, newPassword } }));
      return x.go("/sign-in", bookOf(x.lang).signIn.resetDone);
    },
    again: (form, status) => resetPage(x, drawnAgain(form, status)),
  });
}
