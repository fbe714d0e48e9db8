import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import type { FormState } from "#base/http/form.ts";
import { isUuid } from "#base/db/ids.ts";
import { orNotFound } from "#base/refusal.ts";
import { optionalText } from "#base/http/fields.ts";
import { loadProject } from "../load.ts";
import {
  cancelOccurrence,
  completeOccurrenceInput,
  completeOccurrence,
  reopenOccurrence,
} from "./actions.ts";
import { OccurrencePage } from "./occurrence-page.tsx";
import { findOccurrence, findPartRow } from "../rows/store.ts";
import type { Project } from "../store.ts";
import { projectViewContext } from "../view.ts";
import { fileForm, resolveFormFile, findFormFile, withUploadedFile } from "../files/web.ts";

const occurrenceKeyOf = (c: RequestContext) => ({
  key: c.param("number"),
  occurrence: c.param("occasion"),
});

async function renderOccurrence(
  c: RequestContext,
  form?: FormState,
  status = 200,
): Promise<Response> {
  const view = projectViewContext(c);
  const project = await loadProject(c.ctx, c.param("number"), "tick");
  const id = c.param("occasion");
  const occurrence = orNotFound(
    isUuid(id) ? await findOccurrence(c.ctx, project.id, id) : undefined,
  );
  const activity = await findPartRow(c.ctx, project.id, {
    part: "activities",
    id: occurrence.activity_id,
  });
  const title = activity?.title ?? project.title;
  const values = {
    actualOn: occurrence.actual_on ?? view.today,
    evidenceKind: occurrence.evidence_kind ?? "",
    evidenceHref: occurrence.evidence_href ?? "",
    fileId: occurrence.evidence_id ?? "",
    note: occurrence.note,
  };
  const opened = form ?? { values, lists: {}, errors: {} };
  return c.page({
    title,
    section: "projects",
    status,
    breadcrumbs: [
      { label: view.t.list.title, href: c.href("/projects") },
      { label: project.number, href: c.href(`/projects/${project.number}`) },
    ],
    body: (
      <OccurrencePage
        viewContext={view}
        project={project}
        title={title}
        occurrence={occurrence}
        form={opened}
        held={await findFormFile(c, opened)}
        base={c.href(`/projects/${project.number}/occasions/${occurrence.id}`)}
      />
    ),
  });
}

/** Returns the page of the plan an occurrence belongs to: the centre's year has its own. */
const planPath = (project: Project): string =>
  project.kind === "year-plan" ? `/plan?year=${project.year}` : `/projects/${project.number}#plan`;

function occurrenceAction<T>(
  path: string,
  schema: z.ZodType<T>,
  apply: (
    c: RequestContext,
    input: T,
    upload: { id?: string },
  ) => Promise<{ project: Project; flash: string }>,
): Route {
  return actionRoute({
    path: `/projects/:number/occasions/:occasion${path}`,
    permission: "projects.project.tick",
    schema,
    // The file was saved before another field was rejected.
    load: (): { id?: string } => ({}),
    async act(c, input, upload) {
      const { project, flash } = await apply(c, input, upload);
      return { path: planPath(project), flash };
    },
    onInvalid: (c, form, status, upload) =>
      renderOccurrence(c, withUploadedFile(form, upload), status),
  });
}

export const occurrenceRoutes: Route[] = [
  {
    method: "get",
    path: "/projects/:number/occasions/:occasion",
    permission: "projects.project.tick",
    handle: (c) => renderOccurrence(c),
  },
  occurrenceAction("", completeOccurrenceInput.extend(fileForm.shape), async (c, input, upload) => {
    await loadProject(c.ctx, c.param("number"), "tick");
    const completed = { ...input, fileId: undefined, ...(await resolveFormFile(c, input, upload)) };
    const project = await completeOccurrence(c.ctx, occurrenceKeyOf(c), completed);
    return { project, flash: projectViewContext(c).t.done.ticked };
  }),
  occurrenceAction("/cancel", z.object({ note: optionalText(1000) }), async (c, input) => ({
    project: await cancelOccurrence(c.ctx, occurrenceKeyOf(c), input),
    flash: projectViewContext(c).t.done.cancelled,
  })),
  occurrenceAction("/untick", z.object({}), async (c) => ({
    project: await reopenOccurrence(c.ctx, occurrenceKeyOf(c)),
    flash: projectViewContext(c).t.done.unticked,
  })),
];
