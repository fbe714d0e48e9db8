import { z } from "zod";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, RateLimit, Route } from "#base/http/route.ts";
import type { Auth } from "./auth.ts";
import { ask, withCookies } from "./auth-response.ts";
import { ownPath } from "./return-path.ts";
import { SignIn, SignInCode } from "./page.tsx";
import { emailField } from "../accounts/actions.ts";
import { bookOf } from "../messages.ts";

/** A whole office may sign in from one address, yet nobody tries passwords by the thousand. */
export const signInLimit: RateLimit = { name: "sign-in", requests: 30, seconds: 300 };

export const nextQuery = z.object({ next: z.string().max(500).optional() });

/** The address for the form's hidden field: only our own paths survive. */
export function kept(x: Exchange, next: string | undefined): string | undefined {
  const path = ownPath(next, x.ctx.region.id);
  return path === undefined ? undefined : x.href(path);
}

/** Where a person lands who has just come in: where they wanted to, else the house sends them to their work. */
export function landing(x: Exchange, next: string | undefined): string {
  return ownPath(next, x.ctx.region.id) ?? "/first";
}

/** Password, second step and the way out. */
export function signInRoutes(api: Auth["api"]): Route[] {
  const get = (path: string, draw: typeof signInPage): Route => ({
    method: "get",
    path,
    asks: "public",
    handle(x) {
      const { next } = x.query(nextQuery);
      if (x.ctx.actor.kind === "person") return x.go(landing(x, next));
      return draw(x, { form: blankForm, next });
    },
  });
  const post = (path: string, handle: Route["handle"]): Route => ({
    method: "post",
    path,
    asks: "public",
    limit: signInLimit,
    handle,
  });
  return [
    get("/sign-in", signInPage),
    post("/sign-in", (x) => signIn(x, api)),
    get("/sign-in/code", codePage),
    post("/sign-in/code", (x) => enterCode(x, api)),
    { method: "post", path: "/sign-out", asks: "public", handle: (x) => signOut(x, api) },
  ];
}

type Drawn = { form: FormState; next: string | undefined; status?: number };

export function signInPage(x: Exchange, { form, next, status = 200 }: Drawn): Response {
  const t = bookOf(x.lang);
  return x.page({
    title: t.signIn.title,
    section: "signIn",
    status,
    body: <SignIn t={t} href={x.href} form={form} next={kept(x, next)} />,
  });
}

function codePage(x: Exchange, { form, next, status = 200 }: Drawn): Response {
  const t = bookOf(x.lang);
  return x.page({
    title: t.signIn.codeTitle,
    section: "signIn",
    status,
    body: <SignInCode t={t} href={x.href} form={form} next={kept(x, next)} />,
  });
}

function signIn(x: Exchange, api: Auth["api"]): Promise<Response> {
  return submit(x, {
    schema: nextQuery.extend({
      email: emailField,
      password: z.string("people.password-missing").max(500),
    }),
    act: async ({ email, password, next }) => {
      const { headers, response } = await ask(
        api.signInEmail({
          body: { email, password },
          headers: x.request.headers,
          returnHeaders: true,
        }),
      );
      if (!("twoFactorRedirect" in response)) return withCookies(x.go(landing(x, next)), headers);
      const back = kept(x, next);
      const query = back === undefined ? "" : `?next=${encodeURIComponent(back)}`;
      return withCookies(x.go(`/sign-in/code${query}`), headers);
    },
    again: (form, status) => signInPage(x, { form, next: form.values["next"], status }),
  });
}

/** Six digits are the app's code, anything else a backup code. */
function enterCode(x: Exchange, api: Auth["api"]): Promise<Response> {
  return submit(x, {
    schema: nextQuery.extend({
      code: z.string("people.code-wrong").max(40),
      trust: z.literal("yes").optional(),
    }),
    act: async ({ code, trust, next }) => {
      const plain = code.replace(/\s/g, "");
      const call = {
        body: { code: plain, trustDevice: trust === "yes" },
        headers: x.request.headers,
        returnHeaders: true,
      } as const;
      const { headers } = await ask<{ headers: Headers }>(
        /^\d{6}$/.test(plain) ? api.verifyTOTP(call) : api.verifyBackupCode(call),
      );
      return withCookies(x.go(landing(x, next)), headers);
    },
    again: (form, status) => codePage(x, { form, next: form.values["next"], status }),
  });
}

async function signOut(x: Exchange, api: Auth["api"]): Promise<Response> {
  const { headers } = await api.signOut({ headers: x.request.headers, returnHeaders: true });
  return withCookies(x.go("/", bookOf(x.lang).signIn.signedOut), headers);
}
