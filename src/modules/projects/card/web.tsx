import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { blankForm, submit } from "#base/http/form.ts";
import { may } from "#base/policy.ts";
import { fullName, personNames } from "#modules/people/index.ts";
import { maskPersonal } from "#modules/triage/index.ts";
import { applicationPolicy } from "../applications/policy.ts";
import { projectCard } from "./reads.ts";
import { seenVersion } from "../zod-fields.ts";
import { showAllowed } from "../load.ts";
import { asksOf, moveProject, pressed, showProject } from "./actions.ts";
import { namesFor } from "../entity-names.ts";
import { CardPage } from "./page.tsx";
import { HistoryPage } from "../history/page.tsx";
import type { IdNames } from "../history/values.ts";
import { MoveForms, type CardMove } from "./transition-forms.tsx";
import { projectPolicy } from "../policy.ts";
import type { Ground } from "../rows/result-indicators.ts";
import { movesOf } from "../project.ts";
import { revisionsOf } from "../history/store.ts";
import type { Project } from "../store.ts";
import { readerOf } from "../view.ts";
import { logicBlock } from "../logic-check/view.tsx";

/** Presses that stage and policy allow, so that a button and the server never disagree. */
export function movesFor(x: Exchange, project: Project): CardMove[] {
  const { actor } = x.ctx;
  const open = movesOf(project);
  const moves: CardMove[] = pressed.filter(
    (move) => open.includes(move) && may(projectPolicy, actor, asksOf[move], project),
  );
  if (may(projectPolicy, actor, "judge", project)) moves.push(project.public ? "hide" : "show");
  return moves;
}

/** Free text as the asker may see it: those who may not write the project read no personal data in it. */
export const openText = (x: Exchange, project: Project) =>
  may(projectPolicy, x.ctx.actor, "edit", project) ? (text: string) => text : maskPersonal;

async function showCard(
  x: Exchange,
  { promised }: Ground,
  { form, status } = { form: blankForm, status: 200 },
): Promise<Response> {
  const reader = readerOf(x);
  const card = await projectCard(x.ctx, x.param("number"));
  const { project } = card;
  const { actor } = x.ctx;
  const moves = movesFor(x, project);
  return x.page({
    title: project.title,
    section: "projects",
    status,
    description: project.summary.slice(0, 200),
    crumb: project.number,
    crumbs: [{ label: reader.t.list.title, href: x.href("/projects") }],
    twins: {
      json: x.href(`/projects/${project.number}.json`),
      ics: x.href(`/projects/${project.number}.ics`),
    },
    body: (
      <CardPage
        reader={reader}
        card={card}
        names={await namesFor(x)}
        open={openText(x, project)}
        mayEdit={may(projectPolicy, actor, "edit", project)}
        inside={may(applicationPolicy, actor, "read", { ...project, reviewer_id: null })}
        mayTick={may(projectPolicy, actor, "tick", project) && project.is_open}
        promised={await promised(x, project)}
        logic={await logicBlock(x, project)}
        moves={
          <MoveForms reader={reader} project={project} moves={moves} form={form} href={x.href} />
        }
      />
    ),
  });
}

const versionInput = z.object({ version: seenVersion });
const number = (x: Exchange) => x.param("number");

/** A post that moves the project: on success back to its page, on trouble the page with what is wrong. */
function press(move: CardMove, ground: Ground): Route {
  const judged = move === "show" || move === "hide";
  const asks = judged ? "judge" : asksOf[move];
  return {
    method: "post",
    path: `/projects/:number/${move}`,
    asks: `projects.project.${asks}`,
    handle: (x) =>
      submit(x, {
        schema: versionInput,
        act: async ({ version }) => {
          const seen = version === undefined ? {} : { version };
          const project = judged
            ? await showProject(x.ctx, number(x), { shown: move === "show", ...seen })
            : await moveProject(x.ctx, number(x), { move, ...seen });
          const { done } = readerOf(x).t;
          const said = judged ? (move === "show" ? done.shown : done.hidden) : done.moved;
          return x.go(`/projects/${project.number}`, said);
        },
        again: (form, status) => showCard(x, ground, { form, status }),
      }),
  };
}

/** Names for the ids that revisions hold. */
async function idNames(x: Exchange, project: Project): Promise<IdNames> {
  const [card, names] = await Promise.all([projectCard(x.ctx, project.id), namesFor(x)]);
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

async function showHistory(x: Exchange): Promise<Response> {
  const reader = readerOf(x);
  const project = await showAllowed(x.ctx, number(x), "edit");
  const revisions = await revisionsOf(x.ctx, project.id);
  const names = await personNames(
    x.ctx,
    revisions.flatMap((one) => one.person_id ?? []),
  );
  return x.page({
    title: reader.t.history.title,
    section: "projects",
    crumbs: [
      { label: reader.t.list.title, href: x.href("/projects") },
      { label: project.number, href: x.href(`/projects/${project.number}`) },
    ],
    body: (
      <HistoryPage
        reader={reader}
        project={project}
        revisions={revisions}
        names={names}
        nameOf={await idNames(x, project)}
      />
    ),
  });
}

export const cardRoutes = (ground: Ground): Route[] => [
  {
    method: "get",
    path: "/projects/:number",
    asks: "projects.project.read",
    handle: (x) => showCard(x, ground),
  },
  {
    method: "get",
    path: "/projects/:number/history",
    asks: "projects.project.edit",
    handle: showHistory,
  },
  ...([...pressed, "show", "hide"] as const).map((move) => press(move, ground)),
];
