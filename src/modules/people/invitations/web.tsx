import { z } from "zod";
import { emptyForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, RateLimit, Route } from "#base/http/route.ts";
import { Refusal } from "#base/refusal.ts";
import { EmptyState } from "#base/ui/index.ts";
import type { Auth } from "../sign-in/auth.ts";
import { callAuth, withCookies } from "../sign-in/auth-response.ts";
import { acceptInvitation, loadOpenInvitation } from "./actions.ts";
import { checkPasswordsMatch } from "../sign-in/new-password.ts";
import { InvitationPage } from "../sign-in/page.tsx";
import { nameField, passwordField } from "../accounts/actions.ts";
import { messagesFor } from "../messages.ts";

const invitationLimit: RateLimit = { name: "invitation", requests: 30, seconds: 900 };

/** Creates the routes of the page behind an invitation's letter. */
export function invitationRoutes(api: Auth["api"]): Route[] {
  const common = {
    path: "/invitation/:token",
    permission: "public",
    limit: invitationLimit,
  } as const;
  return [
    {
      ...common,
      method: "get",
      handle: (c) => withSpentLinkPage(c, () => renderInvitation(c, emptyForm)),
    },
    { ...common, method: "post", handle: (c) => withSpentLinkPage(c, () => postAccept(c, api)) },
  ];
}

async function renderInvitation(
  c: RequestContext,
  form: FormState,
  status = 200,
): Promise<Response> {
  const { invitation, hasAccount } = await loadOpenInvitation(c.ctx, c.param("token"));
  const t = messagesFor(c.lang);
  const model = {
    email: invitation.email,
    name: invitation.name,
    role: t.roles[invitation.role],
    region: c.ctx.region.name[c.lang],
    known: hasAccount,
    action: c.url.pathname,
  };
  return c.page({
    title: t.invitation.title,
    status,
    body: <InvitationPage t={t} model={model} form={form} />,
  });
}

/**
 * Accepts the invitation; a new account is signed in at once, since the letter has proved the
 * address.
 */
function postAccept(c: RequestContext, api: Auth["api"]): Promise<Response> {
  return submit(c, {
    schema: z
      .object({
        name: nameField.optional(),
        newPassword: passwordField.optional(),
        repeat: z.string().optional(),
      })
      .superRefine(checkPasswordsMatch),
    onValid: async ({ name, newPassword: password }) => {
      const t = messagesFor(c.lang);
      const done = await acceptInvitation(c.ctx, c.param("token"), { name, password });
      if (!done.made || password === undefined) {
        return c.redirect("/sign-in", t.invitation.acceptedSignIn);
      }
      const { headers } = await callAuth(
        api.signInEmail({
          body: { email: done.email, password },
          headers: c.request.headers,
          returnHeaders: true,
        }),
      );
      return withCookies(c.redirect("/account", t.invitation.accepted), headers);
    },
    onInvalid: (form, status) => renderInvitation(c, form, status),
  });
}

/** Shows the same page for a spent, foreign or expired link, without details. */
async function withSpentLinkPage(
  c: RequestContext,
  handle: () => Promise<Response>,
): Promise<Response> {
  try {
    return await handle();
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== "not-found") throw error;
    const { invitation } = messagesFor(c.lang);
    return c.page({
      title: invitation.spentTitle,
      status: 404,
      body: <EmptyState level={1} title={invitation.spentTitle} text={invitation.spentText} />,
    });
  }
}
