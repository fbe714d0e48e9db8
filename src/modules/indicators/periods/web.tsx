import { actionRoute } from "#base/http/action-route.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import { isAllowed, loadAuthorizedProject } from "../load.ts";
import { PeriodsPage } from "./page.tsx";
import { lockPeriod, periodInput, loadLockedPeriods } from "./actions.ts";
import { createIndicatorViewContext } from "../view.ts";

async function renderPeriods(
  c: RequestContext,
  form: FormState = emptyForm,
  status = 200,
): Promise<Response> {
  const view = await createIndicatorViewContext(c);
  const project = await loadAuthorizedProject(c.ctx, c.param("number"), { action: "read" });
  return c.page({
    title: view.t.periods.title,
    section: "indicators",
    status,
    breadcrumbs: [
      { label: project.number, href: c.href(`/projects/${project.number}`) },
      { label: view.t.title, href: c.href(`/projects/${project.number}/indicators`) },
    ],
    body: (
      <PeriodsPage
        viewContext={view}
        project={project}
        periods={await loadLockedPeriods(c.ctx, project.id)}
        canLock={isAllowed(c.ctx, project, "lock")}
        form={form}
      />
    ),
  });
}

export const periodRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/projects/:number/periods",
    permission: "indicators.indicator.read",
    handle: (c) => renderPeriods(c),
  },
  actionRoute({
    path: "/projects/:number/periods",
    permission: "indicators.indicator.lock",
    schema: periodInput,
    async act(c, input) {
      const { project } = await lockPeriod(c.ctx, c.param("number"), input);
      return {
        path: `/projects/${project.number}/periods`,
        flash: (await createIndicatorViewContext(c)).t.periods.locked,
      };
    },
    onInvalid: (c, form, status) => renderPeriods(c, form, status),
  }),
];
