import { actionRoute } from "#base/http/action-route.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import { may } from "#base/policy.ts";
import { en as triageEn, ru as triageRu } from "#modules/triage/index.ts";
import {
  acceptAnswer,
  confirmProblem,
  escalateProblem,
  planProblemInput,
  planProblem,
  rejectProblemInput,
  rejectProblem,
  reopenProblem,
  rerouteProblem,
  routeProblemInput,
  routeProblem,
  withdrawProblem,
  clarifyProblemForm,
  clarifyProblem,
} from "../actions.ts";
import { mergeProblemsInput, mergeProblems, unmergeProblem } from "../merging/actions.ts";
import { acknowledgeProblem } from "../answers/actions.ts";
import { loadDisplayNames, type ProblemDisplayNames } from "../display-names.ts";
import type { ProblemsDeps } from "./linked-projects.ts";
import { ProblemCardPage } from "./page.tsx";
import { NextStep, type ProblemCardAction, type ProblemActionFormsProps } from "./action-forms.tsx";
import { problemPolicy } from "../policy.ts";
import { lifecycle, maxEscalation, type ProblemTransitionName } from "../problem.ts";
import { loadProblemCard, type ProblemCard } from "./reads.ts";
import { problemPriorityScore } from "../score.ts";
import type { Problem } from "../store.ts";
import { problemViewContext, type ProblemViewContext, topicOptions } from "../view.ts";
import { z } from "zod";

const triageMessages = { ru: triageRu, en: triageEn };

/** Lists the actions that both the stage and the policy allow to the actor. */
export function allowedActions(c: RequestContext, problem: Problem): ProblemCardAction[] {
  const { actor } = c.ctx;
  if (actor.kind !== "person") return [];
  const handle = may(problemPolicy, actor, "handle", problem);
  const respond = may(problemPolicy, actor, "respond", problem);
  const verify = may(problemPolicy, actor, "verify", problem);
  const isAllowed = (move: ProblemTransitionName): boolean => {
    if (
      move === "acknowledge" ||
      move === "answer" ||
      move === "answer-interim" ||
      move === "claim"
    )
      return respond;
    if (move === "reroute") return may(problemPolicy, actor, "handOver", problem);
    if (move === "plan") return may(problemPolicy, actor, "plan", problem);
    if (move === "verify" || move === "refute" || move === "accept") return verify;
    return move !== "wake" && handle;
  };
  const actions: ProblemCardAction[] = lifecycle.transitionsFrom(problem.stage).filter(isAllowed);
  if (problem.stage === "merged" && handle) actions.push("unmerge");
  const canEscalate =
    problem.body_id !== null &&
    problem.escalation < maxEscalation &&
    !lifecycle.isFinal(problem.stage);
  if (handle && canEscalate) actions.push("escalate");
  if (handle && !lifecycle.isFinal(problem.stage)) actions.push("clarify");
  return actions;
}

async function showCard(
  c: RequestContext,
  { linkedProjects }: ProblemsDeps,
  form: FormState = emptyForm,
  status = 200,
): Promise<Response> {
  const view = problemViewContext(c);
  const card = await loadProblemCard(c.ctx, c.param("number"));
  const names = await loadDisplayNames(c);
  const { problem } = card;
  const scoreMessages = triageMessages[c.lang].burning as Record<string, string>;
  const actionForms = buildActionForms(c, { viewContext: view, card, names, form });
  const newProjectPath = linkedProjects.newProjectPath(c.ctx, problem.number);
  return c.page({
    title: problem.title,
    section: "problems",
    status,
    description: problem.summary.slice(0, 200),
    breadcrumb: problem.number,
    breadcrumbs: [
      {
        label: names.territory(problem.municipality_id),
        href: names.territoryHref(problem.municipality_id),
      },
      {
        label: view.t.list.title,
        href: c.href(`/problems?municipality=${problem.municipality_id}`),
      },
    ],
    exports: {
      json: c.href(`/problems/${problem.number}.json`),
      atom: c.href(`/problems/${problem.number}.atom`),
    },
    body: (
      <ProblemCardPage
        viewContext={view}
        card={card}
        names={names}
        linkedProjects={await linkedProjects.list(c.ctx, problem.id)}
        {...(newProjectPath !== undefined && { newProjectUrl: c.href(newProjectPath) })}
        score={{
          ...problemPriorityScore(problem, c.ctx.now()),
          formatItem: (code, value) => `${scoreMessages[code] ?? code}: ${value}`,
        }}
        {...(actionForms !== undefined && { actionForms })}
      />
    ),
  });
}

function buildActionForms(
  c: RequestContext,
  view: {
    viewContext: ProblemViewContext;
    card: ProblemCard;
    names: ProblemDisplayNames;
    form: FormState;
  },
): ProblemActionFormsProps | undefined {
  const { viewContext, card, names, form } = view;
  const actions = allowedActions(c, card.problem);
  if (actions.length === 0 && form.refusal === undefined) return undefined;
  const bodies = names.bodies.map(({ id, name }) => ({ value: id, label: name }));
  const base = {
    t: viewContext.t,
    problem: card.problem,
    actions,
    bodies,
    topics: topicOptions(c.lang),
    form,
    href: c.href,
  };
  return { ...base, next: <NextStep {...base} /> };
}

const versionInput = z.object({ version: z.coerce.number().int().optional() });

/** Builds the post of an action: on success back to the page, on an error the page with the filled form. */
function problemAction<T>(
  deps: ProblemsDeps,
  path: string,
  options: {
    asks: "handle" | "handOver" | "plan" | "respond" | "verify";
    done: keyof ProblemViewContext["t"]["done"];
    schema: z.ZodType<T>;
    act: (c: RequestContext, input: T) => Promise<Problem>;
  },
): Route {
  const { asks, done, schema, act } = options;
  return actionRoute({
    path: `/problems/:number/${path}`,
    permission: `problems.problem.${asks}`,
    schema: schema,
    async act(c, input) {
      const problem = await act(c, input);
      return { path: `/problems/${problem.number}`, flash: problemViewContext(c).t.done[done] };
    },
    onInvalid: (c, form, status) => showCard(c, deps, form, status),
  });
}

/** Builds the post of an action without fields. */
function buttonRoute(
  deps: ProblemsDeps,
  path: string,
  options: {
    asks: "handle" | "respond";
    done: keyof ProblemViewContext["t"]["done"];
    act: (ctx: RequestContext["ctx"], key: string) => Promise<Problem>;
  },
): Route {
  const { asks, done, act } = options;
  return problemAction(deps, path, {
    asks,
    done,
    schema: versionInput,
    act: (c) => act(c.ctx, numberParam(c)),
  });
}

const numberParam = (c: RequestContext) => c.param("number");

const expectedVersion = ({ version }: { version?: number | undefined }) =>
  version === undefined ? {} : { version };

/** Returns the routes of the card: its page and each action of it. */
export const cardRoutes = (deps: ProblemsDeps): Route[] => [
  {
    method: "get",
    path: "/problems/:number",
    permission: "problems.problem.read",
    handle: (c) => showCard(c, deps),
  },
  problemAction(deps, "confirm", {
    asks: "handle",
    done: "confirmed",
    schema: versionInput,
    act: (c, input) => confirmProblem(c.ctx, numberParam(c), expectedVersion(input)),
  }),
  problemAction(deps, "clarify", {
    asks: "handle",
    done: "clarified",
    schema: clarifyProblemForm,
    act: (c, input) => clarifyProblem(c.ctx, numberParam(c), input),
  }),
  problemAction(deps, "route", {
    asks: "handle",
    done: "routed",
    schema: routeProblemInput,
    act: (c, input) => routeProblem(c.ctx, numberParam(c), input),
  }),
  problemAction(deps, "reroute", {
    asks: "handOver",
    done: "rerouted",
    schema: routeProblemInput,
    act: (c, input) => rerouteProblem(c.ctx, numberParam(c), input),
  }),
  problemAction(deps, "reject", {
    asks: "handle",
    done: "rejected",
    schema: rejectProblemInput,
    act: (c, input) => rejectProblem(c.ctx, numberParam(c), input),
  }),
  problemAction(deps, "accept", {
    asks: "verify",
    done: "explained",
    schema: versionInput,
    act: (c, input) => acceptAnswer(c.ctx, numberParam(c), expectedVersion(input)),
  }),
  problemAction(deps, "merge", {
    asks: "handle",
    done: "merged",
    schema: mergeProblemsInput,
    act: (c, input) => mergeProblems(c.ctx, numberParam(c), input),
  }),
  buttonRoute(deps, "unmerge", { asks: "handle", done: "unmerged", act: unmergeProblem }),
  buttonRoute(deps, "withdraw", { asks: "handle", done: "withdrawn", act: withdrawProblem }),
  buttonRoute(deps, "reopen", { asks: "handle", done: "reopened", act: reopenProblem }),
  buttonRoute(deps, "escalate", { asks: "handle", done: "escalated", act: escalateProblem }),
  buttonRoute(deps, "acknowledge", {
    asks: "respond",
    done: "acknowledged",
    act: acknowledgeProblem,
  }),
  problemAction(deps, "plan", {
    asks: "plan",
    done: "planned",
    schema: planProblemInput,
    act: (c, input) => planProblem(c.ctx, numberParam(c), input),
  }),
];
