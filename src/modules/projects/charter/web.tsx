import {
  projectNumberParam,
  loadEditableCard,
  pageFrame,
  conflictingChanges,
  renderSection,
} from "./edit-section.tsx";
import { rowRoutes } from "../rows/web.tsx";
import { authorRoutes } from "../authors/web.tsx";
import { actionRoute } from "#base/http/action-route.ts";
import { FormErrorSummary } from "#base/ui/index.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import type { FormState } from "#base/http/form.ts";
import type { ProjectCard } from "../card/reads.ts";
import { loadProjectEntityNames } from "../entity-names.ts";
import { ConflictComparison, CharterEditPage, CharterForm } from "./edit-page.tsx";
import { updateCharter, charterInput } from "./actions.ts";
import { projectViewContext } from "../view.ts";

async function renderCharter(c: RequestContext, form?: FormState, status = 200): Promise<Response> {
  const view = projectViewContext(c);
  const card = await loadEditableCard(c);
  const names = await loadProjectEntityNames(c);
  const opened = form ?? charterForm(card);
  const theirs = await conflictingChanges(c, card, { part: "passport", form: opened, status });
  const { project } = card;
  return c.page({
    ...pageFrame(c, view, card),
    status,
    islands: ["okno-counter"],
    body: (
      <CharterEditPage viewContext={view} project={project} href={c.href} here="passport">
        <FormErrorSummary form={opened} />
        <ConflictComparison viewContext={view} theirs={theirs} form={opened} />
        <CharterForm
          viewContext={view}
          project={project}
          href={c.href}
          form={opened}
          municipalities={names.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </CharterEditPage>
    ),
  });
}

function charterForm({ project, organisation, programme, places }: ProjectCard): FormState {
  return {
    values: {
      title: project.title,
      summary: project.summary,
      significance: project.significance,
      goal: project.goal,
      direction: project.direction ?? "",
      organisation: organisation?.inn ?? organisation?.name ?? "",
      programme: programme?.number ?? "",
      startsOn: project.starts_on ?? "",
      endsOn: project.ends_on ?? "",
      contactInfo: project.contact_info,
      furtherLife: project.further_life,
      qualitativeResults: project.qualitative_results,
    },
    lists: { placeIds: places },
    errors: {},
  };
}

export const editRoutes: Route[] = [
  {
    method: "get",
    path: "/projects/:number/edit",
    permission: "projects.project.edit",
    handle: (c) => renderCharter(c),
  },
  actionRoute({
    path: "/projects/:number/edit",
    permission: "projects.project.edit",
    schema: charterInput,
    async act(c, input) {
      const project = await updateCharter(c.ctx, projectNumberParam(c), input);
      return {
        path: `/projects/${project.number}/edit`,
        flash: projectViewContext(c).t.done.saved,
      };
    },
    onInvalid: (c, form, status) => renderCharter(c, form, status),
  }),
  {
    method: "get",
    path: "/projects/:number/edit/:section",
    permission: "projects.project.edit",
    handle: (c) => renderSection(c),
  },
  ...rowRoutes,
  ...authorRoutes,
];
