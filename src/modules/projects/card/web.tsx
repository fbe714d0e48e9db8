import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { emptyForm } from "#base/http/form.ts";
import { may } from "#base/policy.ts";
import { seenVersion } from "#base/http/fields.ts";
import { fullName, loadPersonNames } from "#modules/people/index.ts";
import { maskPersonalData } from "#modules/triage/index.ts";
import { applicationPolicy } from "../applications/policy.ts";
import { loadProjectCard } from "./reads.ts";
import { loadProject } from "../load.ts";
import {
  transitionPermissions,
  applyManualTransition,
  manualTransitions,
  setProjectVisibility,
} from "./actions.ts";
import { loadProjectEntityNames } from "../entity-names.ts";
import { ProjectCardPage } from "./page.tsx";
import { HistoryPage } from "../history/page.tsx";
import type { IdNames } from "../history/values.ts";
import { TransitionForms, type ProjectCardAction } from "./transition-forms.tsx";
import { projectPolicy } from "../policy.ts";
import type { ProjectsDeps } from "../rows/result-indicators.ts";
import { availableTransitions } from "../project.ts";
import { listRevisions } from "../history/store.ts";
import type { Project } from "../store.ts";
import { projectViewContext } from "../view.ts";
import { renderLogicCheck } from "../logic-check/view.tsx";

/** Lists the transitions that stage and policy allow: the same condition the server checks. */
export function cardActionsFor(c: RequestContext, project: Project): ProjectCardAction[] {
  const { actor } = c.ctx;
  const open = availableTransitions(project);
  const moves: ProjectCardAction[] = manualTransitions.filter(
    (move) =>
      open.includes(move) && may(projectPolicy, actor, transitionPermissions[move], project),
  );
  if (may(projectPolicy, actor, "judge", project)) moves.push(project.public ? "hide" : "show");
  return moves;
}

/**
 * Returns a function that masks personal data in free text unless the actor may edit the project.
 */
export const textRedactor = (c: RequestContext, project: Project) =>
  may(projectPolicy, c.ctx.actor, "edit", project) ? (text: string) => text : maskPersonalData;

async function renderCard(
  c: RequestContext,
  { renderIndicators }: ProjectsDeps,
  { form, status } = { form: emptyForm, status: 200 },
): Promise<Response> {
  const view = projectViewContext(c);
  const card = await loadProjectCard(c.ctx, c.param("number"));
  const { project } = card;
  const { actor } = c.ctx;
  const moves = cardActionsFor(c, project);
  return c.page({
    title: project.title,
    section: "projects",
    status,
    description: project.summary.slice(0, 200),
    breadcrumb: project.number,
    breadcrumbs: [{ label: view.t.list.title, href: c.href("/projects") }],
    exports: {
      json: c.href(`/projects/${project.number}.json`),
      ics: c.href(`/projects/${project.number}.ics`),
    },
    body: (
      <ProjectCardPage
        viewContext={view}
        card={card}
        names={await loadProjectEntityNames(c)}
        redact={textRedactor(c, project)}
        mayEdit={may(projectPolicy, actor, "edit", project)}
        canReadApplications={may(applicationPolicy, actor, "read", {
          ...project,
          reviewer_id: null,
        })}
        mayCompleteOccurrences={may(projectPolicy, actor, "tick", project) && project.is_open}
        indicators={await renderIndicators(c, project)}
        logic={await renderLogicCheck(c, project)}
        transitionForms={
          <TransitionForms
            viewContext={view}
            project={project}
            moves={moves}
            form={form}
            href={c.href}
          />
        }
      />
    ),
  });
}

const versionInput = z.object({ version: seenVersion });
const projectNumberParam = (c: RequestContext) => c.param("number");

/**
 * Creates a POST route of a transition: redirects to the card, or shows the card with the errors.
 */
function transitionRoute(move: ProjectCardAction, deps: ProjectsDeps): Route {
  const isVisibilityChange = move === "show" || move === "hide";
  const action = isVisibilityChange ? "judge" : transitionPermissions[move];
  return actionRoute({
    path: `/projects/:number/${move}`,
    permission: `projects.project.${action}`,
    schema: versionInput,
    async act(c, { version }) {
      const seen = version === undefined ? {} : { version };
      const project = isVisibilityChange
        ? await setProjectVisibility(c.ctx, projectNumberParam(c), {
            shown: move === "show",
            ...seen,
          })
        : await applyManualTransition(c.ctx, projectNumberParam(c), { move, ...seen });
      const { done } = projectViewContext(c).t;
      const flash = isVisibilityChange ? (move === "show" ? done.shown : done.hidden) : done.moved;
      return { path: `/projects/${project.number}`, flash };
    },
    onInvalid: (c, form, status) => renderCard(c, deps, { form, status }),
  });
}

/** Returns a lookup of names for the ids stored in revisions. */
async function loadIdNames(c: RequestContext, project: Project): Promise<IdNames> {
  const [card, names] = await Promise.all([
    loadProjectCard(c.ctx, project.id),
    loadProjectEntityNames(c),
  ]);
  const rows = [...card.tasks, ...card.activities].map(({ id, title }): [string, string] => [
    id,
    title,
  ]);
  const people = [...card.contacts].map(([id, one]): [string, string] => [id, fullName(one)]);
  const files = [...card.files].map(([id, { name }]): [string, string] => [id, name]);
  const places = names.municipalities.map(({ id, name }): [string, string] => [id, name]);
  const known = new Map([...rows, ...people, ...files, ...places]);
  return (id) => known.get(id) ?? (names.organisation(id) || undefined);
}

async function renderHistory(c: RequestContext): Promise<Response> {
  const view = projectViewContext(c);
  const project = await loadProject(c.ctx, projectNumberParam(c), "edit");
  const revisions = await listRevisions(c.ctx, project.id);
  const names = await loadPersonNames(
    c.ctx,
    revisions.flatMap((one) => one.person_id ?? []),
  );
  return c.page({
    title: view.t.history.title,
    section: "projects",
    breadcrumbs: [
      { label: view.t.list.title, href: c.href("/projects") },
      { label: project.number, href: c.href(`/projects/${project.number}`) },
    ],
    body: (
      <HistoryPage
        viewContext={view}
        project={project}
        revisions={revisions}
        names={names}
        nameOf={await loadIdNames(c, project)}
      />
    ),
  });
}

/** Returns the routes of a project's card, its history and its transitions. */
export const cardRoutes = (deps: ProjectsDeps): Route[] => [
  {
    method: "get",
    path: "/projects/:number",
    permission: "projects.project.read",
    handle: (c) => renderCard(c, deps),
  },
  {
    method: "get",
    path: "/projects/:number/history",
    permission: "projects.project.edit",
    handle: renderHistory,
  },
  ...([...manualTransitions, "show", "hide"] as const).map((move) => transitionRoute(move, deps)),
];
