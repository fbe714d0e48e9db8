import { listUrl } from "#base/http/list-url.ts";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { findEmail, emailQuery, listEmails, resendEmail } from "#base/mail/mail.ts";
import { EmailPage, EmailsPage } from "./page.tsx";
import type { AdministrationDeps } from "../deps.ts";
import { authorizeAdministrator } from "../policy.ts";
import { administrationPage, pagerLinks, administrationView } from "../view.tsx";

const permission = "administration.settings.administer";
const emailPath = "/admin/letters/:id{[0-9a-f-]{36}}";

/** Returns the routes of the outbox: the list, one email, and sending it again. */
export function emailRoutes(deps: AdministrationDeps): Route[] {
  return [
    { method: "get", path: "/admin/letters", permission, handle: (c) => showEmails(c, deps) },
    { method: "get", path: emailPath, permission, handle: (c) => showEmail(c, deps) },
    actionRoute({
      path: `${emailPath}/again`,
      permission,
      schema: z.object({}),
      load: (c) => authorizeAdministrator(c.ctx),
      async act(c) {
        await resendEmail(c.ctx, c.param("id"));
        return {
          path: `/admin/letters/${c.param("id")}`,
          flash: administrationView(c).t.letters.queued,
        };
      },
      onInvalid: (c, { refusal }, status) => showEmail(c, deps, { refusal, status }),
    }),
  ];
}

async function showEmails(c: RequestContext, { smtp }: AdministrationDeps): Promise<Response> {
  authorizeAdministrator(c.ctx);
  const view = administrationView(c);
  const query = c.query(emailQuery);
  const page = await listEmails(c.ctx, query);
  const urlOf = (change: Record<string, string | undefined>) =>
    listUrl(c.href("/admin/letters"), query, change);
  return administrationPage(c, {
    title: view.t.letters.title,
    body: (
      <EmailsPage
        view={view}
        smtp={smtp}
        query={query}
        emails={page.rows}
        listUrl={urlOf}
        {...pagerLinks(page, urlOf)}
      />
    ),
  });
}

async function showEmail(
  c: RequestContext,
  { smtp }: AdministrationDeps,
  { refusal, status = 200 }: { refusal?: string | undefined; status?: number } = {},
): Promise<Response> {
  authorizeAdministrator(c.ctx);
  const view = administrationView(c);
  const email = await findEmail(c.ctx, c.param("id"));
  return administrationPage(c, {
    title: email.subject,
    status,
    breadcrumbs: [{ label: view.t.letters.title, href: c.href("/admin/letters") }],
    body: (
      <EmailPage view={view} email={email} smtp={smtp} ownUrl={c.ctx.app.url} refusal={refusal} />
    ),
  });
}
