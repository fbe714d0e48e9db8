import { actionRoute } from "#base/http/action-route.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { adminCrumb, adminPermission, formatDay } from "../directory/view.ts";
import { withoutCache } from "../sign-in/auth-response.ts";
import { TokensPage } from "../directory/person-page.tsx";
import { authorizeAdmin } from "../policy.ts";
import { createToken, listTokens, revokeToken, tokenInput } from "./actions.ts";
import { messagesFor } from "../messages.ts";

/** Creates the routes of programs' keys. */
export function tokenRoutes(): Route[] {
  return [
    {
      method: "get",
      path: "/admin/tokens",
      permission: adminPermission,
      handle: (c) => renderTokens(c, { form: emptyForm }),
    },
    actionRoute({
      path: "/admin/tokens",
      permission: adminPermission,
      schema: tokenInput,
      load: (c) => authorizeAdmin(c.ctx),
      async act(c, input) {
        const { token } = await createToken(c.ctx, input);
        return renderTokens(c, { form: emptyForm, newToken: token }, 201);
      },
      onInvalid: (c, form, status) => renderTokens(c, { form }, status),
    }),
    {
      method: "post",
      path: "/admin/tokens/:id/revoke",
      permission: adminPermission,
      handle: async (c) => {
        await revokeToken(c.ctx, c.param("id"));
        return c.redirect("/admin/tokens", messagesFor(c.lang).admin.keyRevoked);
      },
    },
  ];
}

async function renderTokens(
  c: RequestContext,
  options: { form: FormState; newToken?: string },
  status = 200,
): Promise<Response> {
  const t = messagesFor(c.lang);
  const rows = (await listTokens(c.ctx)).map((token) => ({
    id: token.id,
    name: token.name,
    works: token.revoked_at === null,
    made: formatDay(c, token.created_at),
    used: token.last_used_at === null ? undefined : formatDay(c, token.last_used_at),
  }));
  const page = c.page({
    title: t.admin.keysTitle,
    section: "admin",
    breadcrumbs: [adminCrumb(c)],
    status,
    body: <TokensPage t={t} href={c.href} model={{ ...options, rows }} />,
  });
  return options.newToken === undefined ? page : withoutCache(page);
}
