import type { Exchange, Route } from "#base/http/route.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import { allowed, projectFor } from "../load.ts";
import { PeriodsPage } from "./page.tsx";
import { lockPeriod, periodInput, periodViews } from "./actions.ts";
import { readerOf } from "../view.ts";

async function show(x: Exchange, form: FormState = blankForm, status = 200): Promise<Response> {
  const reader = await readerOf(x);
  const project = await projectFor(x.ctx, x.param("number"), { action: "read" });
  return x.page({
    title: reader.t.periods.title,
    section: "promises",
    status,
    crumbs: [
      { label: project.number, href: x.href(`/projects/${project.number}`) },
      { label: reader.t.title, href: x.href(`/projects/${project.number}/promises`) },
    ],
    body: (
      <PeriodsPage
        reader={reader}
        project={project}
        periods={await periodViews(x.ctx, project.id)}
        mayLock={allowed(x.ctx, project, "lock")}
        form={form}
      />
    ),
  });
}

export const periodRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/projects/:number/periods",
    asks: "promises.promise.read",
    handle: (x) => show(x),
  },
  {
    method: "post",
    path: "/projects/:number/periods",
    asks: "promises.promise.lock",
    handle: (x) =>
      submit(x, {
        schema: periodInput,
        act: async (input) => {
          const { project } = await lockPeriod(x.ctx, x.param("number"), input);
          return x.go(`/projects/${project.number}/periods`, (await readerOf(x)).t.periods.locked);
        },
        again: (form, status) => show(x, form, status),
      }),
  },
];
