import { z } from "zod";
import { emptyForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, RateLimit, Route } from "#base/http/route.ts";
import type { Auth } from "./auth.ts";
import { callAuth, withCookies } from "./auth-response.ts";
import { toRegionPath } from "./return-path.ts";
import { SignInPage, SignInCodePage } from "./page.tsx";
import { emailField } from "../accounts/actions.ts";
import { messagesFor } from "../messages.ts";

/** A whole office may sign in from one address, yet nobody tries passwords by the thousand. */
export const signInLimit: RateLimit = { name: "sign-in", requests: 30, seconds: 300 };

export const nextQuery = z.object({ next: z.string().max(500).optional() });

/** Returns the address for the form's hidden field: only our own paths remain. */
export function returnHref(c: RequestContext, next: string | undefined): string | undefined {
  const path = toRegionPath(next, c.ctx.region.id);
  return path === undefined ? undefined : c.href(path);
}

/** Returns the page after sign-in: the requested one, else the start page, which leads to their work. */
export function landingPath(c: RequestContext, next: string | undefined): string {
  return toRegionPath(next, c.ctx.region.id) ?? "/first";
}

/** Creates the routes of password, second step and sign-out. */
export function signInRoutes(api: Auth["api"]): Route[] {
  const get = (path: string, render: typeof renderSignIn): Route => ({
    method: "get",
    path,
    permission: "public",
    handle(c) {
      const { next } = c.query(nextQuery);
      if (c.ctx.actor.kind === "person") return c.redirect(landingPath(c, next));
      return render(c, { form: emptyForm, next });
    },
  });
  const post = (path: string, handle: Route["handle"]): Route => ({
    method: "post",
    path,
    permission: "public",
    limit: signInLimit,
    handle,
  });
  return [
    get("/sign-in", renderSignIn),
    post("/sign-in", (c) => postSignIn(c, api)),
    get("/sign-in/code", renderCodePage),
    post("/sign-in/code", (c) => postCode(c, api)),
    { method: "post", path: "/sign-out", permission: "public", handle: (c) => postSignOut(c, api) },
  ];
}

type SignInPageOptions = { form: FormState; next: string | undefined; status?: number };

/** Renders the sign-in page with a blank or a rejected form. */
export function renderSignIn(
  c: RequestContext,
  { form, next, status = 200 }: SignInPageOptions,
): Response {
  const t = messagesFor(c.lang);
  return c.page({
    title: t.signIn.title,
    section: "signIn",
    status,
    body: <SignInPage t={t} href={c.href} form={form} next={returnHref(c, next)} />,
  });
}

function renderCodePage(
  c: RequestContext,
  { form, next, status = 200 }: SignInPageOptions,
): Response {
  const t = messagesFor(c.lang);
  return c.page({
    title: t.signIn.codeTitle,
    section: "signIn",
    status,
    body: <SignInCodePage t={t} href={c.href} form={form} next={returnHref(c, next)} />,
  });
}

function postSignIn(c: RequestContext, api: Auth["api"]): Promise<Response> {
  return submit(c, {
    schema: nextQuery.extend({
      email: emailField,
      password: z.string("people.password-missing").max(500),
    }),
    onValid: async ({ email, password, next }) => {
      const { headers, response } = await callAuth(
        api.signInEmail({
          body: { email, password },
          headers: c.request.headers,
          returnHeaders: true,
        }),
      );
      if (!("twoFactorRedirect" in response))
        return withCookies(c.redirect(landingPath(c, next)), headers);
      const back = returnHref(c, next);
      const query = back === undefined ? "" : `?next=${encodeURIComponent(back)}`;
      return withCookies(c.redirect(`/sign-in/code${query}`), headers);
    },
    onInvalid: (form, status) => renderSignIn(c, { form, next: form.values["next"], status }),
  });
}

/** Checks the second step: six digits are the app's code, anything else a backup code. */
function postCode(c: RequestContext, api: Auth["api"]): Promise<Response> {
  return submit(c, {
    schema: nextQuery.extend({
      code: z.string("people.code-wrong").max(40),
      trust: z.literal("yes").optional(),
    }),
    onValid: async ({ code, trust, next }) => {
      const plain = code.replace(/\s/g, "");
      const call = {
        body: { code: plain, trustDevice: trust === "yes" },
        headers: c.request.headers,
        returnHeaders: true,
      } as const;
      const { headers } = await callAuth<{ headers: Headers }>(
        /^\d{6}$/.test(plain) ? api.verifyTOTP(call) : api.verifyBackupCode(call),
      );
      return withCookies(c.redirect(landingPath(c, next)), headers);
    },
    onInvalid: (form, status) => renderCodePage(c, { form, next: form.values["next"], status }),
  });
}

async function postSignOut(c: RequestContext, api: Auth["api"]): Promise<Response> {
  const { headers } = await api.signOut({ headers: c.request.headers, returnHeaders: true });
  return withCookies(c.redirect("/", messagesFor(c.lang).signIn.signedOut), headers);
}
