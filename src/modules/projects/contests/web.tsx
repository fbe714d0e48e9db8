import { CallEditPage } from "./call-edit-page.tsx";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { authorize, may } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import { contestPolicy } from "../applications/policy.ts";
import { contestViewContext } from "../applications/view.ts";
import {
  ChooseProjectPage,
  ContestsPage,
  ContestProfilePage,
  ContestProfilesPage,
} from "./page.tsx";
import {
  callInput,
  listCallsByStatus,
  exportProfile,
  findProfile,
  importProfile,
  saveCall,
  listProfiles,
} from "./directory.ts";
import { projectPolicy } from "../policy.ts";
import type { ProfileIssue } from "./profile.ts";
import { findCall, type ContestCall } from "./store.ts";
import { listMyProjects } from "../registry/reads.ts";

const managePermission = "projects.contest.keep";

const mayManageContests = (c: RequestContext) => may(contestPolicy, c.ctx.actor, "keep");

function authorizeManage(c: RequestContext): void {
  authorize({ policy: contestPolicy, actor: c.ctx.actor, action: "keep" });
}

async function loadCall(c: RequestContext): Promise<ContestCall> {
  const id = c.param("id");
  return orNotFound(isUuid(id) ? await findCall(c.ctx, id) : undefined);
}

async function renderCall(
  c: RequestContext,
  call: ContestCall | undefined,
  { form = emptyForm, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  authorizeManage(c);
  const view = contestViewContext(c);
  return c.page({
    title: view.t.contests.callTitle,
    section: "projects",
    status,
    breadcrumbs: [{ label: view.t.contests.title, href: c.href("/contests") }],
    body: (
      <CallEditPage viewContext={view} form={form} call={call} book={await listProfiles(c.ctx)} />
    ),
  });
}

async function renderProfiles(
  c: RequestContext,
  {
    faults = [],
    refusal,
    status = 200,
  }: { faults?: readonly ProfileIssue[]; refusal?: string; status?: number } = {},
): Promise<Response> {
  const view = contestViewContext(c);
  return c.page({
    title: view.t.profiles.title,
    section: "projects",
    status,
    breadcrumbs: [{ label: view.t.contests.title, href: c.href("/contests") }],
    body: (
      <ContestProfilesPage
        viewContext={view}
        book={await listProfiles(c.ctx)}
        faults={faults.map((fault) => ({ ...fault, text: c.t(fault.reason) }))}
        mayKeep={mayManageContests(c)}
        {...(refusal !== undefined && { refusal })}
      />
    ),
  });
}

async function importProfileFile(c: RequestContext, file: File): Promise<Response> {
  const imported = await importProfile(c.ctx, await file.text());
  if ("faults" in imported) return renderProfiles(c, { faults: imported.faults, status: 422 });
  const { done } = contestViewContext(c).t;
  return c.redirect(
    `/contests/forms/${imported.profile.code}`,
    done.imported(imported.profile.title),
  );
}

const callSchema = z.object({
  title: z.string(),
  form: z.string(),
  opensOn: z.iso.date().nullable(),
  closesOn: z.iso.date().nullable(),
  link: z.string(),
});

async function renderCallsJson(c: RequestContext): Promise<Response> {
  const { open, upcoming } = await listCallsByStatus(c.ctx);
  const line = (call: ContestCall) => ({
    title: call.title,
    form: call.profile,
    opensOn: call.opens_on,
    closesOn: call.closes_on,
    link: call.link,
  });
  return c.json({ open: open.map(line), ahead: upcoming.map(line) });
}

export const contestRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/contests.json",
    permission: "public",
    api: {
      summary: "Contests that take applications now, and those that will",
      response: z.object({ open: z.array(callSchema), ahead: z.array(callSchema) }),
    },
    handle: renderCallsJson,
  },
  {
    method: "get",
    path: "/contests",
    permission: "public",
    handle: async (c) => {
      const view = contestViewContext(c);
      const [list, book] = await Promise.all([listCallsByStatus(c.ctx), listProfiles(c.ctx)]);
      return c.page({
        title: view.t.contests.title,
        section: "projects",
        exports: { json: c.href("/contests.json") },
        body: (
          <ContestsPage
            viewContext={view}
            calls={list}
            book={book}
            mayKeep={mayManageContests(c)}
          />
        ),
      });
    },
  },
  actionRoute({
    path: "/contests",
    permission: managePermission,
    schema: callInput,
    async act(c, input) {
      await saveCall(c.ctx, input);
      return { path: "/contests", flash: contestViewContext(c).t.done.callKept };
    },
    onInvalid: (c, form, status) => renderCall(c, undefined, { form, status }),
  }),
  {
    method: "get",
    path: "/contests/new",
    permission: managePermission,
    handle: (c) => renderCall(c, undefined),
  },
  {
    method: "get",
    path: "/contests/forms",
    permission: "public",
    handle: (c) => renderProfiles(c),
  },
  actionRoute({
    path: "/contests/forms",
    permission: managePermission,
    schema: z.object({ file: z.file("projects.profile-json") }),
    load: (c) => authorizeManage(c),
    act: async (c, { file }) => importProfileFile(c, file),
    onInvalid: (c, _, status) =>
      renderProfiles(c, { refusal: contestViewContext(c).t.profiles.noFile, status }),
  }),
  {
    method: "get",
    path: "/contests/forms/:code",
    permission: "public",
    handle: async (c) => {
      const view = contestViewContext(c);
      const profile = orNotFound(await findProfile(c.ctx, c.param("code")));
      return c.page({
        title: profile.title,
        section: "projects",
        breadcrumbs: [
          { label: view.t.contests.title, href: c.href("/contests") },
          { label: view.t.profiles.title, href: c.href("/contests/forms") },
        ],
        exports: { json: c.href(`/contests/forms/${profile.code}/form.json`) },
        body: <ContestProfilePage viewContext={view} profile={profile} />,
      });
    },
  },
  {
    method: "get",
    path: "/contests/forms/:code/form.json",
    permission: "public",
    api: {
      summary: "The form of a contest's application as a file that can be imported again",
      response: z.looseObject({ code: z.string(), title: z.string() }),
    },
    handle: async (c) => {
      const code = c.param("code");
      return new Response(await exportProfile(c.ctx, code), {
        headers: {
          "content-type": "application/json; charset=utf-8",
          "content-disposition": `attachment; filename="${encodeURIComponent(code)}.json"`,
        },
      });
    },
  },
  {
    method: "get",
    path: "/contests/:id{[0-9a-f-]{36}}/apply",
    permission: "projects.project.open",
    handle: async (c) => {
      authorize({ policy: projectPolicy, actor: c.ctx.actor, action: "open" });
      const view = contestViewContext(c);
      const call = await loadCall(c);
      const projects = await listMyProjects(c.ctx);
      return c.page({
        title: view.t.contests.applyTitle,
        section: "projects",
        breadcrumbs: [{ label: view.t.contests.title, href: c.href("/contests") }],
        body: <ChooseProjectPage viewContext={view} call={call} projects={projects} />,
      });
    },
  },
  {
    method: "get",
    path: "/contests/:id{[0-9a-f-]{36}}/edit",
    permission: managePermission,
    handle: async (c) => {
      authorizeManage(c);
      return renderCall(c, await loadCall(c));
    },
  },
  actionRoute({
    path: "/contests/:id{[0-9a-f-]{36}}/edit",
    permission: managePermission,
    schema: callInput,
    async act(c, input) {
      await saveCall(c.ctx, input, c.param("id"));
      return { path: "/contests", flash: contestViewContext(c).t.done.callKept };
    },
    onInvalid: async (c, form, status) => renderCall(c, await loadCall(c), { form, status }),
  }),
];
