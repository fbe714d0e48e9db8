import { newApplicationRoutes } from "../new-application/web.tsx";
import { applicationEditRoutes } from "../application-edit/web.tsx";
import { submissionRoutes } from "../submission/web.tsx";
import { remarkRoutes } from "../remarks/web.tsx";
import { applicationPattern, readPermission, renderApplication } from "./action-route.tsx";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { may } from "#base/policy.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import { transact } from "#base/context.ts";
import { applicationSchema, applicationsToJson, listApplicationSummaries } from "./reads.ts";
import { contestViewContext } from "./view.ts";
import { setActivityCostless } from "./store.ts";
import { loadProject, loadProjectForUpdate } from "../load.ts";
import { selectPart } from "../rows/store.ts";
import { ApplicationsPage } from "./list-page.tsx";
import { renderLogicCheck } from "../logic-check/view.tsx";
import { projectPolicy } from "../policy.ts";

/** Sets or clears the mark that an activity costs nothing. */
async function handleCostless(
  c: RequestContext,
  input: { activity: string; costless?: string | undefined },
) {
  await transact(c.ctx, async (tx) => {
    const project = await loadProjectForUpdate(tx, c.param("number"), "edit");
    const activities = await selectPart(tx, project.id, "activities");
    orNotFound(activities.find(({ id }) => id === input.activity));
    const costless = input.costless === "yes";
    await setActivityCostless(tx, project.id, { activity: input.activity, costless });
  });
  return c.redirect(`/projects/${c.param("number")}`, contestViewContext(c).t.done.costless);
}

async function renderList(c: RequestContext): Promise<Response> {
  const view = contestViewContext(c);
  const project = await loadProject(c.ctx, c.param("number"));
  const lines = await listApplicationSummaries(c.ctx, project.id);
  const mayBegin = may(projectPolicy, c.ctx.actor, "edit", project) && project.is_open;
  return c.page({
    title: view.t.list.title(lines.length),
    section: "projects",
    breadcrumbs: [{ label: project.title, href: c.href(`/projects/${project.number}`) }],
    exports: { json: c.href(`/projects/${project.number}/applications.json`) },
    body: (
      <ApplicationsPage
        viewContext={view}
        project={project}
        lines={lines}
        mayBegin={mayBegin}
        logic={await renderLogicCheck(c, project)}
      />
    ),
  });
}

export const applicationRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/projects/:number/applications",
    permission: "projects.project.read",
    handle: renderList,
  },
  {
    method: "get",
    path: "/projects/:number/applications.json",
    permission: "projects.project.read",
    api: {
      summary: "Applications of one project that the asker may see, oldest first",
      response: z.array(applicationSchema),
    },
    handle: async (c) => {
      const project = await loadProject(c.ctx, c.param("number"));
      return c.json(applicationsToJson(await listApplicationSummaries(c.ctx, project.id)));
    },
  },
  actionRoute({
    path: "/projects/:number/costless",
    permission: "projects.project.edit",
    schema: z.object({ activity: z.uuid(), costless: z.literal("yes").optional() }),
    act: async (c, input) => handleCostless(c, input),
    onInvalid() {
      throw conflict("projects.changed-meanwhile");
    },
  }),
  {
    method: "get",
    path: applicationPattern,
    permission: readPermission,
    handle: (c) => renderApplication(c),
  },
  ...newApplicationRoutes,
  ...applicationEditRoutes,
  ...submissionRoutes,
  ...remarkRoutes,
];
