import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { adminCrumb, asks, dayOf } from "../directory/view.ts";
import { secret } from "../sign-in/auth-response.ts";
import { Tokens } from "../directory/person-page.tsx";
import { demandAdmin } from "../policy.ts";
import { createToken, listTokens, revokeToken, tokenInput } from "./actions.ts";
import { bookOf } from "../messages.ts";

/** Keys of programs. */
export function tokenRoutes(): Route[] {
  return [
    {
      method: "get",
      path: "/admin/tokens",
      asks,
      handle: (x) => tokensPage(x, { form: blankForm }),
    },
    { method: "post", path: "/admin/tokens", asks, handle: makeToken },
    {
      method: "post",
      path: "/admin/tokens/:id/revoke",
      asks,
      handle: async (x) => {
        await revokeToken(x.ctx, x.param("id"));
        return x.go("/admin/tokens", bookOf(x.lang).admin.keyRevoked);
      },
    },
  ];
}

async function tokensPage(
  x: Exchange,
  given: { form: FormState; made?: string },
  status = 200,
): Promise<Response> {
  const t = bookOf(x.lang);
  const rows = (await listTokens(x.ctx)).map((token) => ({
    id: token.id,
    name: token.name,
    works: token.revoked_at === null,
    made: dayOf(x, token.created_at),
    used: token.last_used_at === null ? undefined : dayOf(x, token.last_used_at),
  }));
  const page = x.page({
    title: t.admin.keysTitle,
    section: "admin",
    crumbs: [adminCrumb(x)],
    status,
    body: <Tokens t={t} href={x.href} model={{ ...given, rows }} />,
  });
  return given.made === undefined ? page : secret(page);
}

/** Answers the post itself: the key must not stand in an address or a flash. */
function makeToken(x: Exchange): Promise<Response> {
  demandAdmin(x.ctx);
  return submit(x, {
    schema: tokenInput,
    act: async (input) => {
      const { token } = await createToken(x.ctx, input);
      return tokensPage(x, { form: blankForm, made: token }, 201);
    },
    again: (form, status) => tokensPage(x, { form }, status),
  });
}
