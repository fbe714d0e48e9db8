import { z } from "zod";
import { transact } from "#base/context.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, RateLimit, Route } from "#base/http/route.ts";
import { enqueue } from "#base/jobs.ts";
import { Refusal } from "#base/refusal.ts";
import { Empty } from "#base/ui/index.ts";
import { ask, withCookies } from "./door.ts";
import type { OpenedAuth } from "./auth.ts";
import { acceptInvitation, openInvitation } from "./invitations.ts";
import { linkLetter, linkPurposes } from "./link-letters.ts";
import { ownPath } from "./next-path.ts";
import { InvitationPage, ResetPassword, SignIn, SignInCode, SignInLink } from "./pages/sign-in.tsx";
import { emailField, nameField, passwordField } from "./persons.ts";
import { bookOf } from "./words.ts";

/** A whole office may sign in from one address, yet nobody tries passwords by the thousand. */
const signInLimit: RateLimit = { name: "sign-in", requests: 30, seconds: 300 };
const linkLimit: RateLimit = { name: "sign-in-link", requests: 6, seconds: 900 };
const invitationLimit: RateLimit = { name: "invitation", requests: 30, seconds: 900 };

const nextQuery = z.object({ next: z.string().max(500).optional() });
const tokenQuery = nextQuery.extend({ token: z.string().min(8).max(200) });

/** A new password and the same once more. */
export const newPasswordFields = {
  newPassword: passwordField,
  repeat: z.string("people.password-repeat"),
};
export function demandRepeat(
  input: { newPassword?: string | undefined; repeat?: string | undefined },
  ctx: z.core.$RefinementCtx,
): void {
  if (input.newPassword === input.repeat) return;
  ctx.addIssue({ code: "custom", path: ["repeat"], message: "people.password-repeat" });
}

/** The address again after a form: only our own paths survive. */
function kept(x: Exchange, next: string | undefined): string | undefined {
  const path = ownPath(next, x.ctx.region.id);
  return path === undefined ? undefined : x.href(path);
}

function landing(x: Exchange, next: string | undefined): string {
  return ownPath(next, x.ctx.region.id) ?? "/";
}

export function signInRoutes({ auth }: OpenedAuth): Route[] {
  const { api } = auth;

  const signInPage = (x: Exchange, form: FormState, next: string | undefined, status = 200) => {
    const t = bookOf(x.lang);
    return x.page({
      title: t.signIn.title,
      section: "signIn",
      status,
      body: <SignIn t={t} href={x.href} form={form} next={kept(x, next)} />,
    });
  };

  const signIn = (x: Exchange) =>
    submit(x, {
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
      again: (form, status) => signInPage(x, form, form.values["next"], status),
    });

  const codePage = (x: Exchange, form: FormState, next: string | undefined, status = 200) => {
    const t = bookOf(x.lang);
    return x.page({
      title: t.signIn.codeTitle,
      section: "signIn",
      status,
      body: <SignInCode t={t} href={x.href} form={form} next={kept(x, next)} />,
    });
  };

  const enterCode = (x: Exchange) =>
    submit(x, {
      schema: nextQuery.extend({
        code: z.string("people.code-wrong").max(40),
        trust: z.literal("yes").optional(),
      }),
      act: async ({ code, trust, next }) => {
        const plain = code.replace(/\s/g, "");
        const call = { headers: x.request.headers, returnHeaders: true } as const;
        const body = { code: plain, trustDevice: trust === "yes" };
        const { headers } = await ask<{ headers: Headers }>(
          /^\d{6}$/.test(plain)
            ? api.verifyTOTP({ body, ...call })
            : api.verifyBackupCode({ body, ...call }),
        );
        return withCookies(x.go(landing(x, next)), headers);
      },
      again: (form, status) => codePage(x, form, form.values["next"], status),
    });

  const sendLink = (x: Exchange) =>
    submit(x, {
      schema: nextQuery.extend({
        to: emailField,
        purpose: z.enum(linkPurposes).default("sign-in"),
      }),
      act: async ({ to, purpose, next }) => {
        const back = ownPath(next, x.ctx.region.id);
        const input = {
          email: to,
          purpose,
          lang: x.lang,
          ...(back !== undefined && { next: back }),
        };
        await transact(x.ctx, async (tx) => enqueue(tx, linkLetter, input));
        return x.go("/sign-in", bookOf(x.lang).signIn.sent);
      },
      again: (form, status) => signInPage(x, form, form.values["next"], status),
    });

  const linkPage = (
    x: Exchange,
    token: string,
    form: FormState,
    next: string | undefined,
    status = 200,
  ) => {
    const t = bookOf(x.lang);
    return x.page({
      title: t.signIn.linkTitle,
      section: "signIn",
      status,
      body: <SignInLink t={t} href={x.href} form={form} next={kept(x, next)} token={token} />,
    });
  };

  const useLink = (x: Exchange) =>
    submit(x, {
      schema: tokenQuery,
      act: async ({ token, next }) => {
        const { headers } = await ask(
          api.magicLinkVerify({
            query: { token },
            headers: x.request.headers,
            returnHeaders: true,
          }),
        );
        return withCookies(x.go(landing(x, next)), headers);
      },
      again: (form, status) =>
        linkPage(x, form.values["token"] ?? "", form, form.values["next"], status),
    });

  const resetPage = (x: Exchange, token: string, form: FormState, status = 200) => {
    const t = bookOf(x.lang);
    return x.page({
      title: t.signIn.resetTitle,
      section: "signIn",
      status,
      body: <ResetPassword t={t} href={x.href} form={form} token={token} />,
    });
  };

  const reset = (x: Exchange) =>
    submit(x, {
      schema: tokenQuery.extend(newPasswordFields).superRefine(demandRepeat),
      act: async ({ token, newPassword }) => {
        await ask(api.resetPassword({ body: { token, newPassword } }));
        return x.go("/sign-in", bookOf(x.lang).signIn.resetDone);
      },
      again: (form, status) => resetPage(x, form.values["token"] ?? "", form, status),
    });

  const signOut = async (x: Exchange) => {
    const { headers } = await api.signOut({ headers: x.request.headers, returnHeaders: true });
    return withCookies(x.go("/", bookOf(x.lang).signIn.signedOut), headers);
  };

  const opened = (x: Exchange, draw: (next: string | undefined) => Response) => {
    const { next } = x.query(nextQuery);
    return x.ctx.actor.kind === "person" ? x.go(landing(x, next)) : draw(next);
  };

  return [
    {
      method: "get",
      path: "/sign-in",
      asks: "public",
      handle: (x) => opened(x, (next) => signInPage(x, blankForm, next)),
    },
    { method: "post", path: "/sign-in", asks: "public", limit: signInLimit, handle: signIn },
    {
      method: "get",
      path: "/sign-in/code",
      asks: "public",
      handle: (x) => opened(x, (next) => codePage(x, blankForm, next)),
    },
    {
      method: "post",
      path: "/sign-in/code",
      asks: "public",
      limit: signInLimit,
      handle: enterCode,
    },
    {
      method: "post",
      path: "/sign-in/link/send",
      asks: "public",
      limit: linkLimit,
      handle: sendLink,
    },
    {
      method: "get",
      path: "/sign-in/link",
      asks: "public",
      handle: (x) => {
        const { token, next } = x.query(tokenQuery);
        return linkPage(x, token, blankForm, next);
      },
    },
    { method: "post", path: "/sign-in/link", asks: "public", limit: signInLimit, handle: useLink },
    {
      method: "get",
      path: "/sign-in/password",
      asks: "public",
      handle: (x) => resetPage(x, x.query(tokenQuery).token, blankForm),
    },
    {
      method: "post",
      path: "/sign-in/password",
      asks: "public",
      limit: signInLimit,
      handle: reset,
    },
    { method: "post", path: "/sign-out", asks: "public", handle: signOut },
    {
      method: "get",
      path: "/invitation/:token",
      asks: "public",
      limit: invitationLimit,
      handle: showInvitation,
    },
    {
      method: "post",
      path: "/invitation/:token",
      asks: "public",
      limit: invitationLimit,
      handle: (x) => orSpent(x, () => accept(x, api)),
    },
  ];
}

const showInvitation = (x: Exchange) => orSpent(x, () => invitationPage(x, blankForm));

async function invitationPage(x: Exchange, form: FormState, status = 200): Promise<Response> {
  const { invitation, known } = await openInvitation(x.ctx, x.param("token"));
  const t = bookOf(x.lang);
  const model = {
    email: invitation.email,
    name: invitation.name,
    role: t.roles[invitation.role],
    region: x.ctx.region.name[x.lang],
    known,
    action: x.url.pathname,
  };
  return x.page({
    title: t.invitation.title,
    status,
    body: <InvitationPage t={t} model={model} form={form} />,
  });
}

/** A new account is signed in at once: the letter has proved the address. */
function accept(x: Exchange, api: OpenedAuth["auth"]["api"]): Promise<Response> {
  return submit(x, {
    schema: z
      .object({
        name: nameField.optional(),
        newPassword: passwordField.optional(),
        repeat: z.string().optional(),
      })
      .superRefine(demandRepeat),
    act: async ({ name, newPassword }) => {
      const t = bookOf(x.lang);
      const done = await acceptInvitation(x.ctx, x.param("token"), { name, password: newPassword });
      if (!done.made || newPassword === undefined)
        return x.go("/sign-in", t.invitation.acceptedSignIn);
      const { headers } = await ask(
        api.signInEmail({
          body: { email: done.email, password: newPassword },
          headers: x.request.headers,
          returnHeaders: true,
        }),
      );
      return withCookies(x.go("/account", t.invitation.accepted), headers);
    },
    again: (form, status) => invitationPage(x, form, status),
  });
}

/** A spent, foreign or late link is told plainly, and tells nothing else. */
async function orSpent(x: Exchange, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== "not-found") throw error;
    const { invitation } = bookOf(x.lang);
    return x.page({
      title: invitation.spentTitle,
      status: 404,
      body: <Empty level={1} title={invitation.spentTitle} text={invitation.spentText} />,
    });
  }
}
