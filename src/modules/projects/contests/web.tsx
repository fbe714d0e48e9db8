import { z } from "zod";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { demand, may } from "#base/policy.ts";
import { found } from "#base/refusal.ts";
import { contestPolicy } from "../applications/policy.ts";
import { contestReader } from "../applications/view.ts";
import { ApplyPage, CallPage, ContestsPage, FormPage, FormsPage } from "./page.tsx";
import {
  callInput,
  callList,
  exportProfile,
  findProfile,
  importProfile,
  keepCall,
  profileBook,
} from "./directory.ts";
import { projectPolicy } from "../policy.ts";
import type { ProfileFault } from "./profile.ts";
import { findCall, type Call } from "./store.ts";
import { myProjects } from "../registry/reads.ts";

const keep = "projects.contest.keep";

const mayKeep = (x: Exchange) => may(contestPolicy, x.ctx.actor, "keep");

function demandKeep(x: Exchange): void {
  demand({ policy: contestPolicy, actor: x.ctx.actor, action: "keep" });
}

async function callOf(x: Exchange): Promise<Call> {
  const id = x.param("id");
  return found(isUuid(id) ? await findCall(x.ctx, id) : undefined);
}

async function showCall(
  x: Exchange,
  call: Call | undefined,
  { form = blankForm, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  demandKeep(x);
  const reader = contestReader(x);
  return x.page({
    title: reader.t.contests.callTitle,
    section: "projects",
    status,
    crumbs: [{ label: reader.t.contests.title, href: x.href("/contests") }],
    body: <CallPage reader={reader} form={form} call={call} book={await profileBook(x.ctx)} />,
  });
}

async function showForms(
  x: Exchange,
  {
    faults = [],
    refusal,
    status = 200,
  }: { faults?: readonly ProfileFault[]; refusal?: string; status?: number } = {},
): Promise<Response> {
  const reader = contestReader(x);
  return x.page({
    title: reader.t.profiles.title,
    section: "projects",
    status,
    crumbs: [{ label: reader.t.contests.title, href: x.href("/contests") }],
    body: (
      <FormsPage
        reader={reader}
        book={await profileBook(x.ctx)}
        faults={faults.map((fault) => ({ ...fault, text: x.say(fault.reason) }))}
        mayKeep={mayKeep(x)}
        {...(refusal !== undefined && { refusal })}
      />
    ),
  });
}

async function takeForm(x: Exchange, file: File): Promise<Response> {
  const taken = await importProfile(x.ctx, await file.text());
  if ("faults" in taken) return showForms(x, { faults: taken.faults, status: 422 });
  const { done } = contestReader(x).t;
  return x.go(`/contests/forms/${taken.profile.code}`, done.imported(taken.profile.title));
}

async function calls(x: Exchange): Promise<Response> {
  const { open, ahead } = await callList(x.ctx);
  const line = (call: Call) => ({
    title: call.title,
    form: call.profile,
    opensOn: call.opens_on,
    closesOn: call.closes_on,
    link: call.link,
  });
  return x.json({ open: open.map(line), ahead: ahead.map(line) });
}

export const contestRoutes: readonly Route[] = [
  { method: "get", path: "/contests.json", asks: "public", handle: calls },
  {
    method: "get",
    path: "/contests",
    asks: "public",
    handle: async (x) => {
      const reader = contestReader(x);
      const [list, book] = await Promise.all([callList(x.ctx), profileBook(x.ctx)]);
      return x.page({
        title: reader.t.contests.title,
        section: "projects",
        twins: { json: x.href("/contests.json") },
        body: <ContestsPage reader={reader} calls={list} book={book} mayKeep={mayKeep(x)} />,
      });
    },
  },
  {
    method: "post",
    path: "/contests",
    asks: keep,
    handle: (x) =>
      submit(x, {
        schema: callInput,
        act: async (input) => {
          await keepCall(x.ctx, input);
          return x.go("/contests", contestReader(x).t.done.callKept);
        },
        again: (form, status) => showCall(x, undefined, { form, status }),
      }),
  },
  { method: "get", path: "/contests/new", asks: keep, handle: (x) => showCall(x, undefined) },
  { method: "get", path: "/contests/forms", asks: "public", handle: (x) => showForms(x) },
  {
    method: "post",
    path: "/contests/forms",
    asks: keep,
    handle: (x) => {
      demandKeep(x);
      return submit(x, {
        schema: z.object({ file: z.file("projects.profile-json") }),
        act: ({ file }) => takeForm(x, file),
        again: (_, status) => showForms(x, { refusal: contestReader(x).t.profiles.noFile, status }),
      });
    },
  },
  {
    method: "get",
    path: "/contests/forms/:code",
    asks: "public",
    handle: async (x) => {
      const reader = contestReader(x);
      const profile = found(await findProfile(x.ctx, x.param("code")));
      return x.page({
        title: profile.title,
        section: "projects",
        crumbs: [
          { label: reader.t.contests.title, href: x.href("/contests") },
          { label: reader.t.profiles.title, href: x.href("/contests/forms") },
        ],
        twins: { json: x.href(`/contests/forms/${profile.code}/form.json`) },
        body: <FormPage reader={reader} profile={profile} />,
      });
    },
  },
  {
    method: "get",
    path: "/contests/forms/:code/form.json",
    asks: "public",
    handle: async (x) => {
      const code = x.param("code");
      return new Response(await exportProfile(x.ctx, code), {
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
    asks: "projects.project.open",
    handle: async (x) => {
      demand({ policy: projectPolicy, actor: x.ctx.actor, action: "open" });
      const reader = contestReader(x);
      const call = await callOf(x);
      const projects = await myProjects(x.ctx);
      return x.page({
        title: reader.t.contests.applyTitle,
        section: "projects",
        crumbs: [{ label: reader.t.contests.title, href: x.href("/contests") }],
        body: <ApplyPage reader={reader} call={call} projects={projects} />,
      });
    },
  },
  {
    method: "get",
    path: "/contests/:id{[0-9a-f-]{36}}/edit",
    asks: keep,
    handle: async (x) => {
      demandKeep(x);
      return showCall(x, await callOf(x));
    },
  },
  {
    method: "post",
    path: "/contests/:id{[0-9a-f-]{36}}/edit",
    asks: keep,
    handle: (x) =>
      submit(x, {
        schema: callInput,
        act: async (input) => {
          await keepCall(x.ctx, input, x.param("id"));
          return x.go("/contests", contestReader(x).t.done.callKept);
        },
        again: async (form, status) => showCall(x, await callOf(x), { form, status }),
      }),
  },
];
