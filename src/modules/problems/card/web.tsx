import type { Exchange, Route } from "#base/http/route.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import { may } from "#base/policy.ts";
import { en as triageEn, ru as triageRu } from "#modules/triage/index.ts";
import {
  acceptAnswer,
  confirmProblem,
  escalateProblem,
  mergeInput,
  mergeProblems,
  planInput,
  planProblem,
  rejectInput,
  rejectProblem,
  reopenProblem,
  rerouteProblem,
  routeInput,
  routeProblem,
  unmergeProblem,
  withdrawProblem,
  clarifyInput,
  clarifyProblem,
} from "../actions.ts";
import { acknowledgeProblem } from "../answers/actions.ts";
import { namesFor, type Names } from "../display-names.ts";
import type { Ground } from "./linked-projects.ts";
import { CardPage } from "./page.tsx";
import { NextStep, type CardMove, type DeskView } from "./action-forms.tsx";
import { problemPolicy } from "../policy.ts";
import { life, topStep, type MoveName } from "../problem.ts";
import { problemCard, type ProblemCard } from "../list/reads.ts";
import { scoreOf } from "../score.ts";
import type { Problem } from "../store.ts";
import { readerOf, type Reader, topicOptions } from "../view.ts";
import { z } from "zod";

const triageWords = { ru: triageRu, en: triageEn };

/** Moves that both the stage and the policy allow. */
export function movesFor(x: Exchange, problem: Problem): CardMove[] {
  const { actor } = x.ctx;
  if (actor.kind !== "person") return [];
  const handle = may(problemPolicy, actor, "handle", problem);
  const respond = may(problemPolicy, actor, "respond", problem);
  const verify = may(problemPolicy, actor, "verify", problem);
  const allowed = (move: MoveName): boolean => {
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
  const moves: CardMove[] = life.movesFrom(problem.stage).filter(allowed);
  if (problem.stage === "merged" && handle) moves.push("unmerge");
  const higher =
    problem.body_id !== null && problem.escalation < topStep && !life.isFinal(problem.stage);
  if (handle && higher) moves.push("escalate");
  if (handle && !life.isFinal(problem.stage)) moves.push("clarify");
  return moves;
}

async function showCard(
  x: Exchange,
  { outgrowths }: Ground,
  form: FormState = blankForm,
  status = 200,
): Promise<Response> {
  const reader = readerOf(x);
  const card = await problemCard(x.ctx, x.param("number"));
  const names = await namesFor(x);
  const { problem } = card;
  const burning = triageWords[x.lang].burning as Record<string, string>;
  const desk = deskOf(x, { reader, card, names, form });
  const begin = outgrowths.begin(x.ctx, problem.number);
  return x.page({
    title: problem.title,
    section: "problems",
    status,
    description: problem.summary.slice(0, 200),
    crumb: problem.number,
    crumbs: [
      {
        label: names.territory(problem.municipality_id),
        href: names.territoryHref(problem.municipality_id),
      },
      {
        label: reader.t.list.title,
        href: x.href(`/problems?municipality=${problem.municipality_id}`),
      },
    ],
    twins: {
      json: x.href(`/problems/${problem.number}.json`),
      atom: x.href(`/problems/${problem.number}.atom`),
    },
    body: (
      <CardPage
        reader={reader}
        card={card}
        names={names}
        grown={await outgrowths.from(x.ctx, problem.id)}
        {...(begin !== undefined && { begin: x.href(begin) })}
        score={{
          ...scoreOf(problem, x.ctx.now()),
          say: (code, value) => `${burning[code] ?? code}: ${value}`,
        }}
        {...(desk !== undefined && { desk })}
      />
    ),
  });
}

function deskOf(
  x: Exchange,
  view: { reader: Reader; card: ProblemCard; names: Names; form: FormState },
): DeskView | undefined {
  const { reader, card, names, form } = view;
  const moves = movesFor(x, card.problem);
  if (moves.length === 0 && form.refusal === undefined) return undefined;
  const bodies = names.bodies.map(({ id, name }) => ({ value: id, label: name }));
  const base = {
    t: reader.t,
    problem: card.problem,
    moves,
    bodies,
    topics: topicOptions(x.lang),
    form,
    href: x.href,
  };
  return { ...base, next: <NextStep {...base} /> };
}

const versionInput = z.object({ version: z.coerce.number().int().optional() });

/** A post that moves the problem: on success back to its page, on trouble the page with the form kept. */
function move<T>(
  ground: Ground,
  path: string,
  options: {
    asks: "handle" | "handOver" | "plan" | "respond" | "verify";
    done: keyof Reader["t"]["done"];
    schema: z.ZodType<T>;
    act: (x: Exchange, input: T) => Promise<Problem>;
  },
): Route {
  const { asks, done, schema, act } = options;
  return {
    method: "post",
    path: `/problems/:number/${path}`,
    asks: `problems.problem.${asks}`,
    handle: (x) =>
      submit(x, {
        schema,
        act: async (input) => {
          const problem = await act(x, input);
          return x.go(`/problems/${problem.number}`, readerOf(x).t.done[done]);
        },
        again: (form, status) => showCard(x, ground, form, status),
      }),
  };
}

/** A move that needs no word more than the press; the stage alone guards it. */
function press(
  ground: Ground,
  path: string,
  options: {
    asks: "handle" | "respond";
    done: keyof Reader["t"]["done"];
    act: (ctx: Exchange["ctx"], key: string) => Promise<Problem>;
  },
): Route {
  const { asks, done, act } = options;
  return move(ground, path, {
    asks,
    done,
    schema: versionInput,
    act: (x) => act(x.ctx, number(x)),
  });
}

const number = (x: Exchange) => x.param("number");

const seen = ({ version }: { version?: number | undefined }) =>
  version === undefined ? {} : { version };

export const cardRoutes = (ground: Ground): Route[] => [
  {
    method: "get",
    path: "/problems/:number",
    asks: "problems.problem.read",
    handle: (x) => showCard(x, ground),
  },
  move(ground, "confirm", {
    asks: "handle",
    done: "confirmed",
    schema: versionInput,
    act: (x, input) => confirmProblem(x.ctx, number(x), seen(input)),
  }),
  move(ground, "clarify", {
    asks: "handle",
    done: "clarified",
    schema: clarifyInput,
    act: (x, input) => clarifyProblem(x.ctx, number(x), input),
  }),
  move(ground, "route", {
    asks: "handle",
    done: "routed",
    schema: routeInput,
    act: (x, input) => routeProblem(x.ctx, number(x), input),
  }),
  move(ground, "reroute", {
    asks: "handOver",
    done: "rerouted",
    schema: routeInput,
    act: (x, input) => rerouteProblem(x.ctx, number(x), input),
  }),
  move(ground, "reject", {
    asks: "handle",
    done: "rejected",
    schema: rejectInput,
    act: (x, input) => rejectProblem(x.ctx, number(x), input),
  }),
  move(ground, "accept", {
    asks: "verify",
    done: "explained",
    schema: versionInput,
    act: (x, input) => acceptAnswer(x.ctx, number(x), seen(input)),
  }),
  move(ground, "merge", {
    asks: "handle",
    done: "merged",
    schema: mergeInput,
    act: (x, input) => mergeProblems(x.ctx, number(x), input),
  }),
  press(ground, "unmerge", { asks: "handle", done: "unmerged", act: unmergeProblem }),
  press(ground, "withdraw", { asks: "handle", done: "withdrawn", act: withdrawProblem }),
  press(ground, "reopen", { asks: "handle", done: "reopened", act: reopenProblem }),
  press(ground, "escalate", { asks: "handle", done: "escalated", act: escalateProblem }),
  press(ground, "acknowledge", { asks: "respond", done: "acknowledged", act: acknowledgeProblem }),
  move(ground, "plan", {
    asks: "plan",
    done: "planned",
    schema: planInput,
    act: (x, input) => planProblem(x.ctx, number(x), input),
  }),
];
