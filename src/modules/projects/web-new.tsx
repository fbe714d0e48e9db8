import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import { demand } from "#base/policy.ts";
import { namesFor } from "./names.ts";
import { openInput, openProject, problemsNamed } from "./open.ts";
import { NewPage } from "./pages/new.tsx";
import { projectPolicy } from "./policy.ts";
import { readerOf } from "./view.ts";

const newQuery = z.object({ problem: z.string().trim().max(2000).default("") });

/** The texts of problems that are to grow into a project; a wrong number is told on the form. */
async function grown(x: Exchange, numbers: string): Promise<FormState> {
  if (numbers === "") return blankForm;
  const problems = await problemsNamed(x.ctx, numbers);
  const [first] = problems;
  return {
    values: {
      title: first?.title ?? "",
      significance: problems
        .map(({ number, title, summary, address }) =>
          [`${number}. ${title}`, summary, address].filter(Boolean).join("\n"),
        )
        .join("\n\n"),
      problems: problems.map(({ number }) => number).join(" "),
    },
    lists: { placeIds: [...new Set(problems.map((one) => one.municipality_id))] },
    errors: {},
  };
}

async function showNew(x: Exchange, form?: FormState, status = 200): Promise<Response> {
  demand({ policy: projectPolicy, actor: x.ctx.actor, action: "open" });
  const reader = readerOf(x);
  const { problem } = x.query(newQuery);
  const opened = form ?? (await grown(x, problem));
  const names = await namesFor(x);
  return x.page({
    title: reader.t.create.title,
    section: "projects",
    status,
    crumbs: [{ label: reader.t.list.title, href: x.href("/projects") }],
    islands: ["okno-counter"],
    body: (
      <NewPage
        reader={reader}
        action={x.href("/projects/new")}
        form={opened}
        from={opened.values.problems ?? ""}
        municipalities={names.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
      />
    ),
  });
}

export const newRoutes: Route[] = [
  {
    method: "get",
    path: "/projects/new",
    asks: "projects.project.open",
    handle: (x) => showNew(x),
  },
  {
    method: "post",
    path: "/projects/new",
    asks: "projects.project.open",
    handle: (x) =>
      submit(x, {
        schema: openInput,
        act: async (input) => {
          const project = await openProject(x.ctx, input);
          return x.go(`/projects/${project.number}`, readerOf(x).t.done.opened);
        },
        again: (form, status) => showNew(x, form, status),
      }),
  },
];
