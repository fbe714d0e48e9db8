import type { Exchange, Route } from "#base/http/route.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import { demand, may } from "#base/policy.ts";
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
} from "./actions.ts";
import { acknowledgeProblem } from "./answers.ts";
import { namesFor, type Names } from "./names.ts";
import { CardPage } from "./pages/card.tsx";
import { ChecksPage, InboxPage } from "./pages/check.tsx";
import { NextStep, type CardMove, type DeskView } from "./pages/desk-forms.tsx";
import { ListPage } from "./pages/list.tsx";
import { VoicesPage } from "./pages/small.tsx";
import { problemPolicy } from "./policy.ts";
import { life, topStep, type MoveName } from "./problem.ts";
import {
  checksOf,
  countProblems,
  inboxOf,
  listProblems,
  listQuery,
  problemCard,
  voicesOf,
  type ListQuery,
  type ProblemCard,
} from "./reads.ts";
import { scoreOf } from "./score.ts";
import type { Problem } from "./store.ts";
import { readerOf, type Reader } from "./view.ts";
import { answerRoutes } from "./web-answer.tsx";
import { checkRoutes } from "./web-check.tsx";
import { mapRoutes } from "./web-map.tsx";
import { twinRoutes } from "./web-twins.ts";
import { hrefsOf } from "./hrefs.ts";
import { z } from "zod";

const triageWords = { ru: triageRu, en: triageEn };

async function showList(x: Exchange): Promise<Response> {
  const query = x.query(listQuery);
  const reader = readerOf(x);
  const [page, found, names] = await Promise.all([
    listProblems(x.ctx, query),
    countProblems(x.ctx, query),
    namesFor(x),
  ]);
  const hrefWith = hrefsOf(x, query);
  return x.page({
    title: reader.t.list.title,
    section: "problems",
    description: reader.t.list.lead,
    twins: {
      json: hrefWith({}, "/problems.json"),
      csv: hrefWith({}, "/problems.csv"),
      geojson: hrefWith({}, "/problems.geojson"),
      atom: hrefWith({}, "/problems.atom"),
    },
    body: (
      <ListPage
        reader={reader}
        query={query}
        lines={page.rows}
        found={found}
        names={names}
        municipalities={names.municipalities}
        bodies={names.bodies}
        hrefWith={hrefWith}
        {...(page.before !== undefined && { newer: hrefWith({ before: page.before }) })}
        {...(page.after !== undefined && { older: hrefWith({ after: page.after }) })}
      />
    ),
  });
}

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
  return moves;
}

async function showCard(x: Exchange, form: FormState = blankForm, status = 200): Promise<Response> {
  const reader = readerOf(x);
  const card = await problemCard(x.ctx, x.param("number"));
  const names = await namesFor(x);
  const { problem } = card;
  const burning = triageWords[x.lang].burning as Record<string, string>;
  const desk = deskOf(x, { reader, card, names, form });
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
  const base = { t: reader.t, problem: card.problem, moves, bodies, form, href: x.href };
  return { ...base, next: <NextStep {...base} /> };
}

const versionInput = z.object({ version: z.coerce.number().int().optional() });

/** A post that moves the problem: on success back to its page, on trouble the page with the form kept. */
function move<T>(
  path: string,
  asks: "handle" | "handOver" | "plan" | "respond" | "verify",
  done: keyof Reader["t"]["done"],
  schema: z.ZodType<T>,
  act: (x: Exchange, input: T) => Promise<Problem>,
): Route {
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
        again: (form, status) => showCard(x, form, status),
      }),
  };
}

const number = (x: Exchange) => x.param("number");

const moves: Route[] = [
  move("confirm", "handle", "confirmed", versionInput, (x, input) =>
    confirmProblem(x.ctx, number(x), input.version === undefined ? {} : { version: input.version }),
  ),
  move("route", "handle", "routed", routeInput, (x, input) =>
    routeProblem(x.ctx, number(x), input),
  ),
  move("reroute", "handOver", "rerouted", routeInput, (x, input) =>
    rerouteProblem(x.ctx, number(x), input),
  ),
  move("reject", "handle", "rejected", rejectInput, (x, input) =>
    rejectProblem(x.ctx, number(x), input),
  ),
  move("accept", "verify", "explained", versionInput, (x, input) =>
    acceptAnswer(x.ctx, number(x), input.version === undefined ? {} : { version: input.version }),
  ),
  move("merge", "handle", "merged", mergeInput, (x, input) =>
    mergeProblems(x.ctx, number(x), input),
  ),
  move("unmerge", "handle", "unmerged", versionInput, (x) => unmergeProblem(x.ctx, number(x))),
  move("withdraw", "handle", "withdrawn", versionInput, (x) => withdrawProblem(x.ctx, number(x))),
  move("reopen", "handle", "reopened", versionInput, (x) => reopenProblem(x.ctx, number(x))),
  move("escalate", "handle", "escalated", versionInput, (x) => escalateProblem(x.ctx, number(x))),
  move("acknowledge", "respond", "acknowledged", versionInput, (x) =>
    acknowledgeProblem(x.ctx, number(x)),
  ),
  move("plan", "plan", "planned", planInput, (x, input) => planProblem(x.ctx, number(x), input)),
];

export const problemRoutes: Route[] = [
  { method: "get", path: "/problems", asks: "public", handle: showList },
  // Twins stand before the card: «/problems/К-1.json» must not be taken for a number.
  ...twinRoutes,
  ...mapRoutes,
  {
    method: "get",
    path: "/problems/:number",
    asks: "problems.problem.read",
    handle: (x) => showCard(x),
  },
  {
    method: "get",
    path: "/problems/:number/voices",
    asks: "problems.problem.read",
    handle: async (x) => {
      const reader = readerOf(x);
      const { problem } = await problemCard(x.ctx, number(x));
      const href = x.href(`/problems/${problem.number}`);
      return x.page({
        title: reader.t.card.voices,
        section: "problems",
        crumbs: [{ label: problem.number, href }],
        body: (
          <VoicesPage
            reader={reader}
            title={problem.title}
            href={href}
            voices={await voicesOf(x.ctx, problem.id)}
          />
        ),
      });
    },
  },
  ...moves,
  ...answerRoutes,
  ...checkRoutes,
  {
    method: "get",
    path: "/inbox",
    asks: "problems.problem.inbox",
    handle: async (x) => {
      demand({ policy: problemPolicy, actor: x.ctx.actor, action: "inbox" });
      const reader = readerOf(x);
      return x.page({
        title: reader.t.inbox.title,
        section: "inbox",
        body: <InboxPage reader={reader} lines={await inboxOf(x.ctx)} names={await namesFor(x)} />,
      });
    },
  },
  {
    method: "get",
    path: "/checks",
    asks: "problems.problem.walk",
    handle: async (x) => {
      demand({ policy: problemPolicy, actor: x.ctx.actor, action: "walk" });
      const reader = readerOf(x);
      return x.page({
        title: reader.t.checks.title,
        section: "checks",
        body: (
          <ChecksPage reader={reader} lines={await checksOf(x.ctx)} names={await namesFor(x)} />
        ),
      });
    },
  },
];
