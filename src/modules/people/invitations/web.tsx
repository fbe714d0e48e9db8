import { z } from "zod";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, RateLimit, Route } from "#base/http/route.ts";
import { Refusal } from "#base/refusal.ts";
import { Empty } from "#base/ui/index.ts";
import type { Auth } from "../sign-in/auth.ts";
import { ask, withCookies } from "../sign-in/auth-response.ts";
import { acceptInvitation, openInvitation } from "./actions.ts";
import { demandRepeat } from "../sign-in/new-password.ts";
import { InvitationPage } from "../sign-in/page.tsx";
import { nameField, passwordField } from "../accounts/actions.ts";
import { bookOf } from "../messages.ts";

const limit: RateLimit = { name: "invitation", requests: 30, seconds: 900 };

/** The page behind an invitation's letter. */
export function invitationRoutes(api: Auth["api"]): Route[] {
  const common = { path: "/invitation/:token", asks: "public", limit } as const;
  return [
    {
      ...common,
      method: "get",
      handle: (x) => orSpent(x, () => invitationPage(x, blankForm)),
    },
    { ...common, method: "post", handle: (x) => orSpent(x, () => accept(x, api)) },
  ];
}

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
function accept(x: Exchange, api: Auth["api"]): Promise<Response> {
  return submit(x, {
    schema: z
      .object({
        name: nameField.optional(),
        newPassword: passwordField.optional(),
        repeat: z.string().optional(),
      })
      .superRefine(demandRepeat),
    act: async ({ name, newPassword: password }) => {
      const t = bookOf(x.lang);
      const done = await acceptInvitation(x.ctx, x.param("token"), { name, password });
      if (!done.made || password === undefined) {
        return x.go("/sign-in", t.invitation.acceptedSignIn);
      }
      const { headers } = await ask(
        api.signInEmail({
          body: { email: done.email, password },
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
