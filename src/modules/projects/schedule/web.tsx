import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { submit, type FormState } from "#base/http/form.ts";
import { isUuid } from "#base/db/ids.ts";
import { found } from "#base/refusal.ts";
import { free } from "../zod-fields.ts";
import { showAllowed } from "../load.ts";
import { cancelOccasion, tickInput, tickOccasion, untickOccasion } from "./actions.ts";
import { OccasionPage } from "./occurrence-page.tsx";
import { findOccasion, findPartRow } from "../rows/store.ts";
import type { Project } from "../store.ts";
import { readerOf } from "../view.ts";
import { fileForm, fileOf, heldFile, holding } from "../files/web.ts";

const at = (x: Exchange) => ({ key: x.param("number"), occasion: x.param("occasion") });

async function showOccasion(x: Exchange, form?: FormState, status = 200): Promise<Response> {
  const reader = readerOf(x);
  const project = await showAllowed(x.ctx, x.param("number"), "tick");
  const id = x.param("occasion");
  const occasion = found(isUuid(id) ? await findOccasion(x.ctx, project.id, id) : undefined);
  const activity = await findPartRow(x.ctx, project.id, {
    part: "activities",
    id: occasion.activity_id,
  });
  const title = activity?.title ?? project.title;
  const values = {
    actualOn: occasion.actual_on ?? reader.today,
    evidenceKind: occasion.evidence_kind ?? "",
    evidenceHref: occasion.evidence_href ?? "",
    fileId: occasion.evidence_id ?? "",
    note: occasion.note,
  };
  const opened = form ?? { values, lists: {}, errors: {} };
  return x.page({
    title,
    section: "projects",
    status,
    crumbs: [
      { label: reader.t.list.title, href: x.href("/projects") },
      { label: project.number, href: x.href(`/projects/${project.number}`) },
    ],
    body: (
      <OccasionPage
        reader={reader}
        project={project}
        title={title}
        occasion={occasion}
        form={opened}
        held={await heldFile(x, opened)}
        base={x.href(`/projects/${project.number}/occasions/${occasion.id}`)}
      />
    ),
  });
}

/** Back to the plan the occasion belongs to: the centre's year has a page of its own. */
const planOf = (project: Project): string =>
  project.kind === "year-plan" ? `/plan?year=${project.year}` : `/projects/${project.number}#plan`;

function post<T>(
  path: string,
  schema: z.ZodType<T>,
  act: (
    x: Exchange,
    input: T,
    kept: { id?: string },
  ) => Promise<{ project: Project; said: string }>,
): Route {
  return {
    method: "post",
    path: `/projects/:number/occasions/:occasion${path}`,
    asks: "projects.project.tick",
    handle: (x) => {
      const kept: { id?: string } = {};
      return submit(x, {
        schema,
        act: async (input) => {
          const { project, said } = await act(x, input, kept);
          return x.go(planOf(project), said);
        },
        again: (form, status) => showOccasion(x, holding(form, kept), status),
      });
    },
  };
}

export const occasionRoutes: Route[] = [
  {
    method: "get",
    path: "/projects/:number/occasions/:occasion",
    asks: "projects.project.tick",
    handle: (x) => showOccasion(x),
  },
  post("", tickInput.extend(fileForm.shape), async (x, input, kept) => {
    await showAllowed(x.ctx, x.param("number"), "tick");
    const told = { ...input, fileId: undefined, ...(await fileOf(x, input, kept)) };
    const project = await tickOccasion(x.ctx, at(x), told);
    return { project, said: readerOf(x).t.done.ticked };
  }),
  post("/cancel", z.object({ note: free(1000) }), async (x, input) => ({
    project: await cancelOccasion(x.ctx, at(x), input),
    said: readerOf(x).t.done.cancelled,
  })),
  post("/untick", z.object({}), async (x) => ({
    project: await untickOccasion(x.ctx, at(x)),
    said: readerOf(x).t.done.unticked,
  })),
];
