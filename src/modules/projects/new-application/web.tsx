import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { listApplicationSummaries } from "../applications/reads.ts";
import { contestViewContext, applicationPath } from "../applications/view.ts";
import { beginApplication, beginInput } from "../applications/actions.ts";
import { loadProject } from "../load.ts";
import { BeginApplicationPage, ChooseContestPage } from "./page.tsx";
import { listCallsByStatus, findProfile, listProfiles } from "../contests/directory.ts";
import { findCall } from "../contests/store.ts";

async function renderBegin(
  c: RequestContext,
  form: FormState = emptyForm,
  status = 200,
): Promise<Response> {
  const view = contestViewContext(c);
  const project = await loadProject(c.ctx, c.param("number"), "edit");
  const query = c.query(
    z.object({
      profile: z.string().max(40).optional(),
      call: z.string().max(40).optional(),
      former: z.string().max(4).optional(),
    }),
  );
  const breadcrumbs = [{ label: project.title, href: c.href(`/projects/${project.number}`) }];
  const base = { title: view.t.begin.title, section: "projects", status, breadcrumbs };
  const code = form.values["profile"] ?? query.profile;
  const profile = code === undefined ? undefined : await findProfile(c.ctx, code);
  if (profile === undefined) {
    const [calls, book] = await Promise.all([listCallsByStatus(c.ctx), listProfiles(c.ctx)]);
    const choiceUrl = (choice: { profile: string; call?: string }) => {
      const address = new URLSearchParams({
        ...choice,
        ...(query.former !== undefined && { former: query.former }),
      });
      return c.href(`/projects/${project.number}/applications/new?${address.toString()}`);
    };
    const page = (
      <ChooseContestPage viewContext={view} calls={calls.open} book={book} hrefOf={choiceUrl} />
    );
    return c.page({ ...base, body: page });
  }
  const callId = form.values["callId"] ?? query.call ?? "";
  const call = isUuid(callId) ? await findCall(c.ctx, callId) : undefined;
  const lines = await listApplicationSummaries(c.ctx, project.id);
  const asked = { ...form, values: { former: query.former ?? "", ...form.values } };
  return c.page({
    ...base,
    body: (
      <BeginApplicationPage
        viewContext={view}
        project={project}
        profile={profile}
        call={call}
        lines={lines}
        form={asked}
      />
    ),
  });
}

export const newApplicationRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/projects/:number/applications/new",
    permission: "projects.project.edit",
    handle: (c) => renderBegin(c),
  },
  actionRoute({
    path: "/projects/:number/applications",
    permission: "projects.project.edit",
    schema: beginInput,
    async act(c, { asked, ...input }) {
      const application = await beginApplication(c.ctx, c.param("number"), {
        ...input,
        ...(asked !== undefined && { asked: String(asked / 100) }),
      });
      const at = { project: c.param("number"), seq: application.seq };
      return { path: applicationPath(at), flash: contestViewContext(c).t.done.begun };
    },
    onInvalid: (c, form, status) => renderBegin(c, form, status),
  }),
];
