import { actionRoute } from "#base/http/action-route.ts";
import type { z } from "zod";
import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { parseApplicationKey } from "./load.ts";
import { loadApplicationDetails, type ApplicationDetails } from "./reads.ts";
import { contestViewContext, applicationPath, type ContestViewContext } from "./view.ts";
import { ApplicationPage } from "./page.tsx";
import { renderLogicCheck } from "../logic-check/view.tsx";

export const readPermission = "projects.application.read";
export const writePermission = "projects.application.write";
export const sendPermission = "projects.application.send";
export const applicationPattern = "/projects/:number/applications/:seq{[0-9]+}";

/** Parses the key of the application from the path. */
export const applicationKeyOf = (c: RequestContext) => parseApplicationKey((name) => c.param(name));

/**
 * Returns the breadcrumbs of an application's page; with `within`, the application itself is the
 * last of them.
 */
export async function applicationBreadcrumbs(
  c: RequestContext,
  details: { project: { number: string; title: string }; key: { project: string; seq: number } },
  within = true,
) {
  const view = contestViewContext(c);
  return [
    { label: details.project.title, href: c.href(`/projects/${details.project.number}`) },
    ...(within
      ? [{ label: view.t.page.title(details.key.seq), href: c.href(applicationPath(details.key)) }]
      : []),
  ];
}

/** Renders the page of an application, with the errors of a refused form. */
export async function renderApplication(
  c: RequestContext,
  form: FormState = emptyForm,
  status = 200,
): Promise<Response> {
  const view = contestViewContext(c);
  const details = await loadApplicationDetails(c.ctx, applicationKeyOf(c));
  return c.page({
    title: `${view.t.page.title(details.key.seq)}. ${details.application.contest}`,
    breadcrumb: view.t.page.title(details.key.seq),
    section: "projects",
    status,
    breadcrumbs: await applicationBreadcrumbs(c, details, false),
    exports: { json: c.href(applicationPath(details.key, "/data.json")) },
    body: (
      <ApplicationPage
        viewContext={view}
        details={details}
        form={form}
        today={c.ctx.today()}
        {...(details.application.stage === "draft" && {
          logic: await renderLogicCheck(c, details.project),
        })}
      />
    ),
  });
}

/**
 * Creates a POST route of an application: redirects to one of its pages, or shows its page with
 * the form and the errors.
 */
export function applicationAction<T>(
  path: string,
  options: {
    permission: string;
    schema: z.ZodType<T>;
    act: (c: RequestContext, input: T) => Promise<string>;
    pathAfter?: (c: RequestContext, input: T) => string;
    onInvalid?: (c: RequestContext, form: FormState, status: number) => Promise<Response>;
  },
): Route {
  return actionRoute({
    path: `${applicationPattern}${path}`,
    permission: options.permission,
    schema: options.schema,
    async act(c, input) {
      const flash = await options.act(c, input);
      return { path: options.pathAfter?.(c, input) ?? applicationPath(applicationKeyOf(c)), flash };
    },
    onInvalid: (c, form, status) => (options.onInvalid ?? renderApplication)(c, form, status),
  });
}

type ApplicationPageContent = {
  title: string;
  body: Parameters<RequestContext["page"]>[0]["body"];
};

/** Creates a GET route of a page under an application, open to those who may read it. */
export function applicationPageRoute(
  path: string,
  render: (
    c: RequestContext,
    view: ContestViewContext,
    details: ApplicationDetails,
  ) => Promise<ApplicationPageContent>,
): Route {
  return {
    method: "get",
    path: `${applicationPattern}${path}`,
    permission: readPermission,
    async handle(c) {
      const details = await loadApplicationDetails(c.ctx, applicationKeyOf(c));
      return c.page({
        ...(await render(c, contestViewContext(c), details)),
        section: "projects",
        breadcrumbs: await applicationBreadcrumbs(c, details),
      });
    },
  };
}
