import { z } from "zod";
import { transact } from "#base/context.ts";
import { emptyForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, RateLimit, Route } from "#base/http/route.ts";
import { enqueue } from "#base/jobs.ts";
import type { Auth } from "./auth.ts";
import { callAuth, withCookies } from "./auth-response.ts";
import { linkEmailQueue, linkPurposes } from "./link-emails.ts";
import { toRegionPath } from "./return-path.ts";
import { checkPasswordsMatch, newPasswordFields } from "./new-password.ts";
import { ResetPasswordPage, SignInLinkPage } from "./page.tsx";
import { emailField } from "../accounts/actions.ts";
import { returnHref, landingPath, nextQuery, signInLimit, renderSignIn } from "./web.tsx";
import { messagesFor } from "../messages.ts";

const linkLimit: RateLimit = { name: "sign-in-link", requests: 6, seconds: 900 };

const tokenQuery = nextQuery.extend({ token: z.string().min(8).max(200) });

/** Creates the routes that letters lead to: sign-in by a link, and a new password. */
export function linkRoutes(api: Auth["api"]): Route[] {
  const post = (path: string, handle: Route["handle"], limit = signInLimit): Route => ({
    method: "post",
    path,
    permission: "public",
    limit,
    handle,
  });
  const get = (path: string, render: typeof renderLinkPage): Route => ({
    method: "get",
    path,
    permission: "public",
    handle: (c) => render(c, { form: emptyForm, ...c.query(tokenQuery) }),
  });
  return [
    post("/sign-in/link/send", postSendLink, linkLimit),
    get("/sign-in/link", renderLinkPage),
    post("/sign-in/link", (c) => postUseLink(c, api)),
    get("/sign-in/password", renderResetPage),
    post("/sign-in/password", (c) => postReset(c, api)),
  ];
}

type LinkPageOptions = {
  form: FormState;
  token: string;
  next?: string | undefined;
  status?: number;
};

const toRejectedOptions = (form: FormState, status: number): LinkPageOptions => ({
  form,
  token: form.values["token"] ?? "",
  next: form.values["next"],
  status,
});

function renderLinkPage(
  c: RequestContext,
  { form, token, next, status = 200 }: LinkPageOptions,
): Response {
  const t = messagesFor(c.lang);
  return c.page({
    title: t.signIn.linkTitle,
    section: "signIn",
    status,
    body: (
      <SignInLinkPage t={t} href={c.href} form={form} next={returnHref(c, next)} token={token} />
    ),
  });
}

function renderResetPage(
  c: RequestContext,
  { form, token, status = 200 }: LinkPageOptions,
): Response {
  const t = messagesFor(c.lang);
  return c.page({
    title: t.signIn.resetTitle,
    section: "signIn",
    status,
    body: <ResetPasswordPage t={t} href={c.href} form={form} token={token} />,
  });
}

/**
 * Answers the same, in the same time, for every address: only the letter reveals whether it has an
 * account.
 */
function postSendLink(c: RequestContext): Promise<Response> {
  return submit(c, {
    schema: nextQuery.extend({
      to: emailField,
      purpose: z.enum(linkPurposes).default("sign-in"),
    }),
    onValid: async ({ to, purpose, next }) => {
      const back = toRegionPath(next, c.ctx.region.id);
      const input = { email: to, purpose, lang: c.lang, ...(back !== undefined && { next: back }) };
      await transact(c.ctx, async (tx) => enqueue(tx, linkEmailQueue, input));
      return c.redirect("/sign-in", messagesFor(c.lang).signIn.sent);
    },
    onInvalid: (form, status) => renderSignIn(c, { form, next: form.values["next"], status }),
  });
}

function postUseLink(c: RequestContext, api: Auth["api"]): Promise<Response> {
  return submit(c, {
    schema: tokenQuery,
    onValid: async ({ token, next }) => {
      const { headers } = await callAuth(
        api.magicLinkVerify({ query: { token }, headers: c.request.headers, returnHeaders: true }),
      );
      return withCookies(c.redirect(landingPath(c, next)), headers);
    },
    onInvalid: (form, status) => renderLinkPage(c, toRejectedOptions(form, status)),
  });
}

function postReset(c: RequestContext, api: Auth["api"]): Promise<Response> {
  return submit(c, {
    schema: tokenQuery.extend(newPasswordFields).superRefine(checkPasswordsMatch),
    onValid: async ({ token, newPassword }) => {
      await callAuth(api.resetPassword({ body: { token, newPassword } }));
      return c.redirect("/sign-in", messagesFor(c.lang).signIn.resetDone);
    },
    onInvalid: (form, status) => renderResetPage(c, toRejectedOptions(form, status)),
  });
}
